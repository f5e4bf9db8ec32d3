/*
 * Units of a stream, made by several threads, handed out in order.
 *
 * A single thread makes the next one, too, where its line is in memory already:
 * what the one before will look up is on its way from there meanwhile (Chen,
 * Ailamaki, Gibbons and Mowry, "Improving hash join performance through
 * prefetching", ACM TODS 32, 2007).
 */
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
 * Have ordered called with each good unit, in order, one at a time, before
 * pool_next hands it out, by any thread; and in front of that, not at the
 * same time as any other, await, which notes what memory it will read.  To be
 * set first.
 */
void pool_ordered(struct pool *p,
    void (*await)(void *, const struct unit *, struct await *),
    void (*ordered)(void *, struct unit *), void *arg);

/* Have lines looked up in a, by which the caller of pool_next notes them; of
 * those that are there again nothing is made.  To be set first. */
void pool_encore(struct pool *p, struct encore *a);

/* Have idle called whenever all that was read is handed out and more has to
 * be waited for. */
void pool_idle(struct pool *p, void (*idle)(void *), void *arg);

/* End the threads. */
void pool_free(struct pool *p);

#endif
