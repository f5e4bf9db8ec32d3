/*
 * How many distinct stories a shingle stood in lately: boilerplate (footers,
 * "follow us" lines, the fixed words of bulletins, idioms) stands in many and
 * says nothing about which story a text is.
 *
 * A count-min sketch (Cormode and Muthukrishnan, 2005) with conservative
 * update; both counters of a shingle lie in one cache line.  A story counts
 * once, its repeats do not.  All counters are halved every WEIGHT_AGE
 * stories, so what is measured is a rate and the table never fills up.
 */
#ifndef DUP_WEIGHT_H
#define DUP_WEIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	WEIGHT_SIZE = 1 << 22, /* counters, of a byte each */
	WEIGHT_AGE = 1 << 14,  /* stories */
	WEIGHT_COMMON = 10     /* stories that make a shingle boilerplate */
};

struct weights {
	uint8_t *count;   /* owned; WEIGHT_SIZE */
	uint64_t stories; /* counted since the start */
};

/* Nothing counted yet; weights_free takes the memory back. */
void weights_init(struct weights *w);

/* Is the shingle boilerplate? */
static inline bool
weights_common(const struct weights *w, uint32_t shingle)
{
	const uint8_t *line = w->count + (shingle >> 16 << 6);

	return (line[shingle >> 1 & 63] >= WEIGHT_COMMON) &
	    (line[shingle >> 7 & 63] >= WEIGHT_COMMON);
}

/* Ask the memory for the shingle's counters ahead of time. */
static inline void
weights_prefetch(const struct weights *w, uint32_t shingle)
{
	__builtin_prefetch(w->count + (shingle >> 16 << 6));
}

/* Count the n shingles of a new story (each value once, or it weighs as
 * often as it stands there). */
void weights_count(struct weights *w, const uint32_t *shingle, size_t n);

/* Give the memory back. */
void weights_free(struct weights *w);

#endif
