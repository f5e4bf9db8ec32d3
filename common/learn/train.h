/*
 * Training a tagger.
 *
 * The averaged structured perceptron (Collins, EMNLP 2002) with
 *  - features left out at random while learning, so that the weight of the
 *    frequent ones does not hide that of the others (Sutton et al., "Reducing
 *    Weight Undertraining in Structured Discriminative Learning", NAACL 2006);
 *  - a shared weight and one of its own for each corpus (Daume, "Frustratingly
 *    Easy Domain Adaptation", ACL 2007); the model written is that of the
 *    first corpus;
 *  - several runs with different orders, added up.
 * All sums are whole numbers, there is one thread and one seed: the same files
 * give the same bytes.
 */
#ifndef LEARN_TRAIN_H
#define LEARN_TRAIN_H

#include "learn/corpus.h"
#include "gazetteer/gazetteer.h"
#include "learn/lexicon.h"

struct train_options {
	unsigned rounds;  /* passes over the corpus */
	unsigned members; /* runs that are added up */
	unsigned repeat;  /* times the first corpus is learned in a pass */
	unsigned drop;    /* percent of features left out while learning */
	unsigned hold;    /* percent of the first corpus held out, its end */
	unsigned prune;   /* weights of at most that size are dropped */
	void (*progress)(const char *what, double done); /* or NULL */
};

/* Learn and add the image of the model to out. */
void train_model(const struct corpus *c, const struct lexicon_builder *words,
    const struct gazetteer *g, const struct train_options *o, struct buf *out);

/* The first sentence of the first corpus that is held out. */
size_t train_held_out(const struct corpus *c, unsigned percent);

#endif
