/*
 * A file of frames that only grows, for state that must survive a kill or a
 * power cut: what was committed is there whole or is told to be damaged; what
 * was not is gone.
 *
 *	head    magic[8], byte order mark, length of about, generation;
 *	        about (a line for people: what the frames are); check
 *	mark    bytes that were committed, and a check: see log_commit
 *	frame   length, check; payload; zeros up to a multiple of 8
 *
 * A frame of length 0 is a commit.  Checks are XXH3 (64 bits, the lower 32
 * of it in frames), seeded with where they stand, so that bytes moved from
 * elsewhere do not pass.  Numbers have the low byte first.  A log of the first
 * version can be read where they do on this machine, too, and not be written.
 * khabar-state(5).
 */
#ifndef IO_LOG_H
#define IO_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "io/writer.h"

enum log_error {
	LOG_OK,
	LOG_SYSTEM, /* errno says why */
	LOG_OTHER,  /* no log, or of another version or byte order */
	LOG_DAMAGED /* log.at says where */
};

enum { LOG_VERSION = 2 };

struct log {
	int fd;
	uint64_t size;       /* of the file when it was opened */
	unsigned version;    /* 1 or LOG_VERSION */
	struct span about;   /* into about_copy; a NUL is behind it */
	char *about_copy;    /* owned */
	uint64_t generation; /* counts rewritings of the log */
	uint64_t start;      /* of the first frame */
	uint64_t end;        /* behind the last commit */
	uint64_t lost;       /* bytes behind it that were not committed */
	uint64_t at;         /* where reading is, or the damage */
	uint64_t frame;      /* where the last payload's frame is */
	struct buf read;     /* bytes of the file */
	uint64_t read_at;    /* from there on, a multiple of 8 */
	struct buf pending;  /* frames not yet written */
	uint64_t written;    /* file offset where pending goes */
};

/* Write the head of a new log to w, which was made for it.  0, or -1 with
 * w->error set. */
int log_create(struct writer *w, struct span about, uint64_t generation);

/* Take fd, of target_own or of what log_create wrote to, which log_close
 * closes; check its head and all frames from offset `from` on (0: all), which
 * was committed once. */
enum log_error log_open(struct log *l, int fd, uint64_t from);

/* The next payload, 8-byte aligned, up to the last commit; false behind it.
 * Starts at l->start, or wherever the caller puts l->at.  Valid until the next
 * call. */
bool log_next(struct log *l, struct span *payload);

/* Is there a commit that ends at offset at? */
bool log_committed(struct log *l, uint64_t at);

/* Start writing: bytes that were not committed are cut off. */
enum log_error log_write(struct log *l);

/* Add a frame; n > 0.  It counts once log_commit has returned. */
enum log_error log_add(struct log *l, struct span payload);

/* Write and sync all that was added. */
enum log_error log_commit(struct log *l);

/* Close, give the memory back; frames that were not committed are lost. */
void log_close(struct log *l);

#endif
