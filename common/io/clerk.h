/*
 * Who uses names for a tool that may not: a process of its own, split off
 * before a byte of strangers is read.  It reads none itself, knows only the
 * names that it was told before, and does for the tool, which asks by number:
 *
 *	open     one of the files to be read; the descriptor goes over a socket
 *	         (unix(7), SCM_RIGHTS)
 *	make     one of the files to be made
 *	keep     give it its name: io/target.h
 *	drop     take its temporary name away
 *	remove   take the name away
 *
 * It is the tool's child, so that signals, status and process id stay the
 * tool's.  It hears no signal, ends when the tool does, however that ends, and
 * takes temporary names away then.  Standard output it closes, so that who
 * reads it sees its end when the tool closes it.
 *
 * Descriptors that the tool was started with, such as a lock that a shell holds
 * for it, stay open in this process alone.
 *
 * Where there is none, such as before clerk_start, all is done in place.  None
 * is needed where there are no such descriptors, nothing is made and all that
 * is named is opened at once: the files beside the input, and the first of
 * that, which are regular ones.
 */
#ifndef IO_CLERK_H
#define IO_CLERK_H

#include <pthread.h>
#include <stdbool.h>
#include <sys/types.h>

struct target;

/* A file that is named; fd once it is open, and -1 when it was taken. */
struct clerk_file {
	const char *path;
	int fd;
};

enum { CLERK_TARGETS = 8 };

struct clerk {
	int socket; /* to the process; -1 or, before clerk_start, 0: none */
	pid_t pid;
	pthread_mutex_t lock;
	struct clerk_file *file; /* owned; the names are their owners' */
	size_t files, cap;
	const char *const *input; /* of a stream; theirs */
	size_t inputs;
	int first; /* the first of them, as above, or 0 */
	struct target *target[CLERK_TARGETS]; /* theirs */
	size_t targets;
};

/* A file that will be read, NULL and "-" are none; a list of them,
 * NULL-terminated or NULL. */
void clerk_file(struct clerk *c, const char *path);
void clerk_files(struct clerk *c, const char *const *paths);

/* The files of a stream, NULL-terminated. */
void clerk_inputs(struct clerk *c, const char *const *paths);

/* A file that is made, or will be: target_open, target_later. */
void clerk_target(struct clerk *c, struct target *t);

/* Open what can be opened at once; split it off, where more was named; in front
 * of all threads.  False where the system refuses. */
bool clerk_start(struct clerk *c);

/* Open a file of clerk_file, or number i of clerk_inputs, as reader_open does.
 * c NULL: in place.  A fifo among the inputs may be empty and not yet ended:
 * io/reader.h waits for it. */
int clerk_open(struct clerk *c, const char *path);
int clerk_input(struct clerk *c, size_t i);

/* For io/target.c: do what to t.  -1 with errno set where that failed; a
 * descriptor or 0; in *named, whether the file that was made has a temporary
 * name. */
enum clerk_what {
	CLERK_OPEN,
	CLERK_INPUT,
	CLERK_MAKE,
	CLERK_KEEP,
	CLERK_DROP,
	CLERK_REMOVE
};
int clerk_do(
    struct clerk *c, enum clerk_what what, const struct target *t, bool *named);

/* The tool is done: it ends, and is waited for. */
void clerk_end(struct clerk *c);

#endif
