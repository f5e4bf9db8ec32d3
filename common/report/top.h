/*
 * The most frequent of a stream of names in memory that is bounded.
 *
 * Space-Saving: A. Metwally, D. Agrawal, A. El Abbadi, "Efficient Computation
 * of Frequent and Top-k Elements in Data Streams", ICDT 2005.  There are m
 * counters; a name that has none takes over the smallest one, with its count
 * as its error.  So a count is never too small, is too large by at most its
 * error, and every name that occurs more than n / m times is there (n: names
 * counted in all).  Up to m different names all counts are exact.
 */
#ifndef REPORT_TOP_H
#define REPORT_TOP_H

#include <stdint.h>

#include "base/span.h"

/* Bytes of a name that are kept; of a longer one its beginning. */
enum { TOP_NAME = 120, TOP_TALLIES = 4 };

struct top_slot {
	unsigned long count; /* units that name it, at the most */
	unsigned long error; /* of them, perhaps another's */
	unsigned long unit;  /* the last one */
	unsigned long born;  /* names that were new before it */
	/* Counted by callers, since the name has its counter. */
	unsigned long tally[TOP_TALLIES];
	uint64_t hash;
	size_t at;              /* its place in the heap */
	uint8_t key_n, shown_n; /* bytes */
	char key[TOP_NAME], shown[TOP_NAME];
};

struct top {
	size_t most;            /* counters, at the most; set before */
	uint64_t seed;          /* of hashes; set before */
	struct top_slot *slots; /* owned */
	size_t n, cap;
	uint32_t *heap; /* owned: slots, the smallest count first */
	size_t heap_cap;
	uint32_t *table;     /* owned: slot + 1 by hash, or 0 */
	size_t mask;         /* its size - 1; 0 where there is none */
	unsigned long names; /* counted in all */
	unsigned long born;  /* of them, new ones */
};

/*
 * Count key once for the unit (a record's number, from 1): again in the same
 * unit does nothing.  shown is what it is called in a report; the first one
 * is kept.  The slot is valid until the next call.
 */
struct top_slot *top_add(
    struct top *t, struct span key, struct span shown, unsigned long unit);

/* What the name is called in a report; it stays s's. */
static inline struct span
top_shown(const struct top_slot *s)
{
	return span_of(s->shown, s->shown_n);
}

/* The slots in order: of compare, which gets pointers to slots.  free(3) the
 * array, which has t->n of them. */
const struct top_slot **top_sorted(
    const struct top *t, int (*compare)(const void *, const void *));

/* For top_sorted: the larger count first, then by key; the larger one that is
 * sure, without the error; by key; by age. */
int top_by_count(const void *, const void *);
int top_by_sure(const void *, const void *);
int top_by_key(const void *, const void *);
int top_by_age(const void *, const void *);

/* Give the memory back. */
void top_free(struct top *t);

#endif
