/*
 * Items made by several threads, handed out in order.
 *
 * The thread that calls batches_next reads the input, and makes items itself
 * while it waits for others; what it does between two calls is the serial part
 * of a run.  Nothing waits for more input while an item that was read could be
 * handed out, so `tail -f` shows each record at once.
 */
#ifndef CREW_BATCH_H
#define CREW_BATCH_H

#include "base/room.h"
#include "record/stream.h"

struct batches;

enum { BATCH_THREADS = 256 };

/* What the items of a batch share: the bytes that they were read from, and
 * those that come of them, which begin as none. */
struct batch_bytes {
	struct room in;
	struct buf out;
};

struct batch_plan {
	size_t size; /* bytes of an item, which begins as zeros */
	void *arg;

	/* Read the next one, which is to live on while others are read, so that
	 * bytes of the input have to be copied to `with`.  How many those are
	 * goes to *bytes.  False at the end.  By the caller's thread. */
	bool (*read)(
	    void *arg, void *item, struct batch_bytes *with, size_t *bytes);

	/* Make it, by a thread: 0 is the caller's. */
	void (*make)(void *arg, void *item, unsigned thread);

	/* Give what it has back. */
	void (*free)(void *arg, void *item);
};

/* Read from s, which is started, as plan, which is copied, says; threads is at
 * least 2 (the caller's is one). What is in flight is kept to some hundred KiB
 * for each thread, or an item. */
struct batches *batches_new(
    struct stream *s, const struct batch_plan *plan, unsigned threads);

/* The next item, or NULL at the end; valid until the next call. */
void *batches_next(struct batches *b);

/* Have ordered called with each item that is made, in order, one at a time,
 * some time before it is handed out, by any thread.  To be set first. */
void batches_ordered(struct batches *b, void (*ordered)(void *, void *item));

/* Have idle called whenever all that was read is handed out and more has to
 * be waited for. */
void batches_idle(struct batches *b, void (*idle)(void *), void *arg);

/* End the threads. */
void batches_free(struct batches *b);

#endif
