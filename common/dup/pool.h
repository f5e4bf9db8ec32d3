/* Units of a stream, made by several threads, handed out in order. */
#ifndef DUP_POOL_H
#define DUP_POOL_H

#include "dup/unit.h"
#include "record/stream.h"

struct pool;

/* Read from s, which is started; threads is at least 1 (the caller's). */
struct pool *pool_new(
    struct stream *s, const struct unit_plan *plan, unsigned threads);

/*
 * The next unit that is not blank, good or bad, or NULL at the end.  It is
 * valid until the next call; until then messages of s are of its line.
 */
struct unit *pool_next(struct pool *p);

/*
 * Have ordered called with each good unit, in order, one at a time, some time
 * before pool_next hands it out, by any thread.  To be set first.
 */
void pool_ordered(
    struct pool *p, void (*ordered)(void *, struct unit *), void *arg);

/* Have lines looked up in a, by which the caller of pool_next notes them; of
 * those that are there again nothing is made.  To be set first. */
void pool_encore(struct pool *p, struct encore *a);

/* Have idle called whenever all that was read is handed out and more has to
 * be waited for. */
void pool_idle(struct pool *p, void (*idle)(void *), void *arg);

/* End the threads. */
void pool_free(struct pool *p);

#endif
