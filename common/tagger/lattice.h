/*
 * The lattice of a line's words and tags: the best path through it, and what
 * each other tag would cost, by Viterbi's algorithm both ways.
 *
 * Only B-t and I-t lead to I-t.  So the tags lie in two halves of lanes: O and
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
	int16_t score[MODEL_TAGS]; /* of each tag, in the model's order */
	/* by lanes; the best path up to here, this word included */
	union {
		int32_t path[LATTICE_ALL];
		struct {
			int16_t path[LATTICE_ALL], score[LATTICE_ALL];
		} narrow; /* relative to that of O one word before */
	};
} __attribute__((aligned(32)));

/*
 * What the moves between words of two classes cost, in rows of lanes, so that
 * a pass finds its own side by side: for each lane without I, O first, that
 * from it (the lower half) and from its I (the upper one) to each lane without
 * I; then that from each to its I; then for each lane without I again, that
 * from each lane to it.
 */
typedef int16_t lattice_row[LATTICE_ALL] __attribute__((aligned(32)));

/* Rows of one pair of classes; one is there to begin at a cache line. */
static inline size_t
lattice_rows(unsigned types)
{
	return 2 * (1 + (size_t)types) + 2;
}

/* Lay out the model's moves between words of these classes. */
void lattice_spread(const struct model *m, unsigned pair, lattice_row *out);

struct lattice {
	struct lattice_cell *cell; /* of the first of n words */
	const lattice_row *moves;  /* lattice_rows(types) of each pair */
	const uint16_t *pair; /* moves to the word from that in front of it */
	uint32_t n;           /* at least 1 */
	unsigned types;
};

/*
 * Find the tags of the best path: of equal ones that with the lowest last tag,
 * and so on; and how much worse the best path with another tag is.
 */
typedef void lattice_decode(
    const struct lattice *l, uint8_t *tag, int32_t *margin);

/* That for any CPU; that for the one at hand and this model. */
lattice_decode lattice_decode_plain;
lattice_decode *lattice_code(const struct model *m);

#endif
