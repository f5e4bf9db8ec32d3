/*
 * Precision and recall of a tagger on annotated sentences, by whole entities
 * with the right type, as CoNLL-2003 counts.
 */
#ifndef LEARN_SCORE_H
#define LEARN_SCORE_H

#include <stdio.h>

#include "learn/corpus.h"
#include "tagger/tagger.h"

/* Entities: right ones, those that were found, those of the corpus. */
struct score {
	unsigned long right, found, gold;
};

/* Tag sentences [from, to) of c; out[type], and all together in
 * out[MODEL_TYPES] without MISC. */
void score_corpus(struct tagger *t, const struct corpus *c, size_t from,
    size_t to, struct score out[MODEL_TYPES + 1]);

/* The same as a table for people: a line a type that occurs, and `micro`. */
void score_print(
    struct tagger *t, const struct corpus *c, size_t from, size_t to, FILE *f);

double score_precision(const struct score *s); /* percent */
double score_recall(const struct score *s);
double score_f1(const struct score *s);

#endif
