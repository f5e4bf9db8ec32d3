/*
 * Bytes to a file descriptor, in large blocks, every error seen.
 *
 * A writer never ends the program: the first error is kept in .error (an
 * errno value) and everything behind it is dropped, so that a loop may look
 * at it once a record and writer_close tells in the end.
 *
 * A named file (writer_open) is whole or untouched: io/target.h.
 */
#ifndef IO_WRITER_H
#define IO_WRITER_H

#include <stdbool.h>

#include "base/buf.h"
#include "io/guard.h"
#include "io/target.h"

struct writer {
	int fd;
	int error;             /* errno of the first failure, or 0 */
	struct buf block;      /* not yet written */
	struct target *target; /* own, or that of writer_make */
	struct target own;
	struct guard guard; /* while target has a temporary name */
};

/* Write to fd, which writer_close closes.  Behind a torn line (io/append.h)
 * a LF comes first; where writing fails, no torn line is left. */
void writer_start(struct writer *w, int fd);

/* Write to what path names: see io/target.h.  0, or -1 with errno set.  While
 * the file has a temporary name, signals wait for writer_close: who takes long
 * calls writer_watch, from where on they are heard (io/guard.h). */
int writer_open(struct writer *w, const char *path);
void writer_watch(struct writer *w);

/* The same for a file that the program keeps for itself: target_make of t,
 * which is the caller's. */
int writer_make(struct writer *w, struct target *t);

/* Add bytes.  What is added between two calls of writer_mark (or since the
 * start) is a record: it is written whole or, in what a flush writes, not
 * at all. */
void writer_add(struct writer *w, struct span s);

/* The end of a record: writes when enough has come together. */
void writer_mark(struct writer *w);

/* Write what has come together.  0, or -1 with w->error set. */
int writer_flush(struct writer *w);

/* Write what has come together and sync it, where it goes to a regular file.
 * 0, or -1 with w->error set. */
int writer_sync(struct writer *w);

/* Flush, sync where it is a named file, close and, where keep is set and
 * nothing failed, give it its name.  0, or -1 with w->error set. */
int writer_close(struct writer *w, bool keep);

#endif
