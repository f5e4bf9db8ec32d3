/* What words.c and words_shuffle.c share. */
#ifndef DUP_WORDS_OPEN_H
#define DUP_WORDS_OPEN_H

#include <stdbool.h>

#include "dup/words.h"

enum { WORDS_ROTATE = 13 };

/* A word that is being read, and the number behind which it stands. */
struct open_word {
	uint64_t hash;
	bool some, number;
	unsigned units, digits;  /* letters and digits that are not in a run;
	                            of them digits */
	const char *start, *end; /* of a number; of the number before */
	uint64_t before;         /* its hash, before it was mixed */
	size_t n;                /* words with it; 0: nothing joins it */
};

/* A hash as it goes one letter on. */
static inline uint64_t
words_rotate(uint64_t x)
{
	return x << WORDS_ROTATE | x >> (64 - WORDS_ROTATE);
}

/* Add the words from p to end, letter by letter, to w, which has room for them:
 * no word goes on behind end, nor began in front of p. */
void words_scan(struct words *w, const struct words_map *m, struct open_word *o,
    const char *p, const char *end);

/* The word at hand, if there is one, ends at p: add it. */
void words_end(struct words *w, struct open_word *o, const char *p);

/* Set m->shuffles, by m->low. */
void words_shuffles_init(struct words_map *m);

/* Can this CPU do what words_shuffle does? */
bool words_can_shuffle(void);

/* words_add by shuffles; w has room. */
void words_shuffle(
    struct words *w, const struct words_map *m, struct span text);

#endif
