/*
 * The file that an option names: made whole or not at all, and only where a
 * shell's > could make or write it.
 *
 *	a descriptor       /dev/stdout, /dev/fd/N, a link to one: that itself,
 *	                   with its place in the file and its O_APPEND
 *	no regular file    a device, a pipe: opened and written straight
 *	a link             stays; the file it leads to is replaced or made
 *	a regular file,    a file without a name in the same folder (open(2),
 *	or none            O_TMPFILE; one with a short temporary name where
 *	                   there is no such thing, or no /proc to link it by),
 *	                   which takes the name when it is whole
 *
 * All that can be known is known when it is opened: whether the kernel follows
 * the links (fs.protected_symlinks and nosymfollow of mount(8); the former is
 * kept to where it is off, too), lets the file be written, and will let it be
 * replaced.  The folder is held open, so that neither its name nor the length
 * of the file's matters later.
 *
 * A new file has the rights of the one it replaces but set-user-ID and
 * set-group-ID, or those that umask(2) leaves.
 */
#ifndef IO_TARGET_H
#define IO_TARGET_H

#include <stdbool.h>
#include <sys/types.h>

enum { TARGET_TEMP = 48 };

/* One file of the system; zeros for none. */
struct target_id {
	dev_t dev;
	ino_t ino;
};

struct clerk;

struct target {
	char *path; /* owned: what will be made; NULL: written straight */
	int folder; /* that it is in, where there is a path */
	int fd;     /* while it is made: the descriptor; else -1 */
	struct target_id folder_id;
	struct target_id file;  /* the regular one written or replaced */
	char temp[TARGET_TEMP]; /* its name in folder until then, or "" */
	bool later;             /* from target_later */
	struct clerk *clerk;    /* who uses the names, or NULL: io/clerk.h */
};

/*
 * Start to make the file path.  The descriptor to write to, which target_close
 * closes, or -1 with errno set: then there is nothing to close.  Who must leave
 * no temporary file behind holds signals back before (io/guard.h).
 */
int target_open(struct target *t, const char *path);

/*
 * A file that the program keeps for itself, in a folder where others may write:
 * what stands in its place, be it a link or a pipe, is replaced, and neither
 * followed nor opened; its rights are a new file's.  target_later opens the
 * folder alone; 0, or -1 with errno set.  target_make starts to make the file,
 * as target_open does, but for reading, too; it can be made again after
 * target_close.  target_remove takes the name away, synced; 0, or -1 with errno
 * set.  target_free gives it back.
 */
int target_later(struct target *t, const char *path);
int target_make(struct target *t);
int target_remove(struct target *t);
void target_free(struct target *t);

/* fd, which is open and stays the caller's, as a target. */
struct target target_of(int fd);

/* Would writing to both lose what is written to one of them? */
bool target_same(const struct target *a, const struct target *b);

/* Is path ("-": standard input) the regular file that is written straight? */
bool target_is_input(const struct target *t, const char *path);

/* Close fd and, where keep is set, sync it before and give it its name.  0, or
 * -1 with errno set: then the file is as it was. */
int target_close(struct target *t, int fd, bool keep);

/* Open a file of this kind, a regular one and no link, without waiting; nothing
 * is read.  A descriptor, or -1 with errno set. */
int target_own(const char *path, bool write);

/* Take the temporary name away; what can be called at any time, from any
 * thread, while signals are held back. */
void target_drop(const struct target *t);

#endif
