/*
 * Sentences of running text as a tagger tags them, taken for annotated where it
 * is sure: self-training, whose labels do harm where they are doubtful
 * (McClosky, Charniak and Johnson, "Effective Self-Training for Parsing", NAACL
 * 2006).
 */
#ifndef LEARN_SILVER_H
#define LEARN_SILVER_H

#include "learn/corpus.h"
#include "tagger/tagger.h"

struct silver {
	struct corpus *c;     /* they become its last domain */
	unsigned percent;     /* of all sentences, by their hash */
	int32_t margin;       /* votes that every word of one must have */
	struct tokens tokens; /* room */
};

/* Tag text and add what is sure of it. */
void silver_add(struct silver *s, struct tagger *t, struct span text);

/* No more of them: the domain is whole.  Frees what s holds, not the corpus. */
void silver_finish(struct silver *s);

#endif
