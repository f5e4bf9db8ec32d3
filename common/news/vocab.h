/*
 * The words of a passage as a set, for telling whether two passages speak of
 * one thing: a bit per word stem in a small filter.  Light stems after Larkey,
 * Ballesteros and Connell, "Improving stemming for Arabic information
 * retrieval" (SIGIR 2002): proclitics and ال off the front, ات ون ين ه ي off
 * the end; words of under four letters do not count.
 */
#ifndef NEWS_VOCAB_H
#define NEWS_VOCAB_H

#include <stdint.h>

#include "base/span.h"

enum { VOCAB_BITS = 2048 };

/* A set of words; all zero is the empty one. */
struct vocab {
	uint64_t bit[VOCAB_BITS / 64];
	int n; /* words in it; close to exact while there are a few hundred */
};

enum { VOCAB_WORDS = 160 };

/* The different words of a short passage, in order: the bit of each. */
struct vocab_list {
	size_t n;
	uint16_t bit[VOCAB_WORDS];
};

/* Take the words of text, valid UTF-8; those behind VOCAB_WORDS are left. */
void vocab_words(struct vocab_list *w, struct span text);

/* Add the words w. */
void vocab_add(struct vocab *v, const struct vocab_list *w);

/* How many of the words w are in v, and how many are in both a and b. */
int vocab_count(const struct vocab *v, const struct vocab_list *w);
int vocab_common(const struct vocab *a, const struct vocab *b);

#endif
