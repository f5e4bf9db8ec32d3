/*
 * The lattice of a line's words and tags: the best path through it, and what
 * each other tag would cost, by Viterbi's algorithm both ways.
 *
 * Only B-t and I-t lead to I-t.  So the tags lie in two vectors of lanes: O and
 * all B, to which every tag leads, and all I, each in the lane of its B, to
 * which these two lead alone.  The code is that of the CPU at hand (AVX2), or
 * plain code that gives the same numbers.
 */
#ifndef TAGGER_LATTICE_H
#define TAGGER_LATTICE_H

#include <stdbool.h>
#include <stdint.h>

#include "tagger/model.h"

/* Lane t is B-t, LATTICE_LANES + t is I-t. */
enum { LATTICE_LANES = 8, LATTICE_OUT = MODEL_TYPES };
enum { LATTICE_ALL = 2 * LATTICE_LANES };
_Static_assert(
    LATTICE_OUT < LATTICE_LANES && (int)MODEL_TAGS == (int)LATTICE_ALL,
    "the tags fit");

/* One word's place. */
struct lattice_cell {
	int32_t
	    path[LATTICE_ALL]; /* best path up to here, this word included */
	int16_t score[MODEL_TAGS]; /* of each tag, in the model's order */
} __attribute__((aligned(32)));

/* What the moves between words of two classes cost. */
struct lattice_moves {
	int32_t to[LATTICE_ALL][LATTICE_LANES];   /* [from][to: no I] */
	int32_t from[LATTICE_LANES][LATTICE_ALL]; /* [to: no I][from] */
	int32_t on[LATTICE_ALL];                  /* from there to its I */
} __attribute__((aligned(32)));

struct lattice {
	struct lattice_cell *cell;         /* of the first of n words */
	const struct lattice_moves *moves; /* of each pair of classes */
	const uint16_t *pair; /* moves to the word from that in front of it */
	uint32_t n;           /* at least 1 */
	unsigned types;
};

/* Lay out the model's moves between words of these classes. */
void lattice_spread(
    const struct model *m, unsigned pair, struct lattice_moves *out);

struct lattice_code {
	/* Find the best paths, and the tags of the best of all: of equal ones
	 * that with the lowest last tag.  True where one of the tags is not O.
	 */
	bool (*decode)(const struct lattice *l, uint8_t *tag);
	/* Behind decode: how much worse the best path with another tag is. */
	void (*margins)(
	    const struct lattice *l, const uint8_t *tag, int32_t *margin);
};

/* That for the CPU at hand; plain: that for any. */
struct lattice_code lattice_code(void);
struct lattice_code lattice_code_plain(void);

#endif
