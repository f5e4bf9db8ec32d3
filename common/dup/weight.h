/*
 * How many distinct stories some words in a row stood in lately: boilerplate
 * (footers, "follow us" lines, the fixed words of bulletins) stands in many and
 * says nothing about which story a text is.
 *
 * What is counted are grams, four words of a trace; of these every other one,
 * as its hash has it, so that of words in a row the same grams are counted
 * wherever they stand.
 *
 * A count-min sketch (Cormode and Muthukrishnan, 2005) with conservative
 * update; both counters of a gram lie in one cache line.  A story counts once,
 * however often a gram stands in it; its repeats do not.  All counters are
 * halved every WEIGHT_AGE stories, so what is measured is a rate and the table
 * never fills up.
 */
#ifndef DUP_WEIGHT_H
#define DUP_WEIGHT_H

#include "dup/await.h"
#include "dup/trace.h"

enum {
	WEIGHT_SIZE = 1 << 22, /* counters, of a byte each */
	WEIGHT_AGE = 1 << 14,  /* stories */
	WEIGHT_COMMON = 10,    /* stories that make a gram boilerplate */
	WEIGHT_GRAM = 4        /* words of a gram */
};

struct weights {
	uint8_t *count;   /* owned; WEIGHT_SIZE */
	uint64_t stories; /* counted since the start */
};

/* Nothing counted yet; weights_free takes the memory back. */
void weights_init(struct weights *w);

/* The grams of a text that are counted, in order. */
struct weight_grams {
	uint32_t gram[TRACE_WORDS]; /* hashes */
	uint16_t at[TRACE_WORDS];   /* their first words */
	unsigned n;
};

/* Find those of n words. */
void weights_find(struct weight_grams *g, const uint8_t *word, unsigned n);

/* How they are found: one by one, eight at once with AVX2, or AVX-512. */
enum weights_way { WEIGHTS_PLAIN, WEIGHTS_AVX2, WEIGHTS_AVX512 };

/* The same grams; false where this CPU cannot find them so. */
bool weights_find_by(enum weights_way way, struct weight_grams *g,
    const uint8_t *word, unsigned n);

/* Note that their counters will be read. */
void weights_await(
    const struct weights *w, const struct weight_grams *g, struct await *a);

/* Count the grams of a new story. */
void weights_count(struct weights *w, const struct weight_grams *g);

/* Of a text of n words and these grams, set dull[i] to 1 where word i is
 * boilerplate, to 0 elsewhere: a word of a gram that is, or between two of
 * them, which no gram that tells holds. Returns the number of ones. */
unsigned weights_mark(const struct weights *w, const struct weight_grams *g,
    unsigned n, uint8_t *dull);

/* Give the memory back. */
void weights_free(struct weights *w);

#endif
