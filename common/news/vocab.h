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

#include "text/fold.h"

enum { VOCAB_BITS = 2048 };

/* A set of words; all zero is the empty one. */
struct vocab {
	uint64_t bit[VOCAB_BITS / 64];
};

/* Add the words of text, valid UTF-8. */
void vocab_add(struct vocab *v, struct span text);

/* Words in v, and in both; close to exact while there are a few hundred. */
int vocab_size(const struct vocab *v);
int vocab_common(const struct vocab *a, const struct vocab *b);

#endif
