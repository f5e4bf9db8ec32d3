/*
 * Sets of shingles at a byte an element: what verification compares.
 *
 * A shingle becomes a number below SHAPE_SPACE, in one of three ranges: the
 * shingles of words alone, shingles with a figure, figures by themselves.  The
 * set is kept as the gaps between its members in ascending order. Two unrelated
 * sets of a and b members have a * b / range of them in common by chance, which
 * shape_match takes off.
 */
#ifndef DUP_SHAPE_H
#define DUP_SHAPE_H

#include "base/buf.h"
#include "dup/mix.h"
#include "dup/sketch.h"

/* Shingles of words, shingles with a figure, figures. */
enum shape_range { SHAPE_WORDS, SHAPE_MIXED, SHAPE_FIGURES, SHAPE_RANGES };

enum { SHAPE_SPACE = 1 << 14 };

/* Where the ranges start; the last one ends at SHAPE_SPACE. */
static const uint32_t shape_start[SHAPE_RANGES + 1] = { 0, 11 << 10, 12 << 10,
	SHAPE_SPACE };

/* A set that is compared with many: one bit a member. */
struct shape {
	uint64_t bit[SHAPE_SPACE / 64];
	unsigned n[SHAPE_RANGES]; /* members */
};

/* What two sets share, range by range. */
struct match {
	unsigned hit[SHAPE_RANGES]; /* in both */
	unsigned a[SHAPE_RANGES], b[SHAPE_RANGES];
	double shared;       /* shingles in both, not by chance */
	double all_a, all_b; /* shingles */
};

/* The value, of range r, of 32 bits that are spread evenly. */
static inline uint32_t
shape_value(enum shape_range r, uint32_t spread)
{
	return shape_start[r] +
	    mix_below(spread, shape_start[r + 1] - shape_start[r]);
}

/* The value of a shingle (see sketch.h). */
static inline uint32_t
shape_shingle(uint32_t shingle)
{
	return shape_value(
	    shingle & 1 ? SHAPE_MIXED : SHAPE_WORDS, shingle * 0x9e3779b1u);
}

/* The value of a figure. */
static inline uint32_t
shape_figure(uint16_t figure)
{
	return shape_value(SHAPE_FIGURES, (uint32_t)figure << 16);
}

/* Is the value in s? */
static inline bool
shape_has(const struct shape *s, uint32_t v)
{
	return s->bit[v / 64] >> (v % 64) & 1;
}

/* Let s be the empty set. */
void shape_clear(struct shape *s);

/* Add value, of range r, where add is 1; nothing where it is 0. */
static inline void
shape_add(struct shape *s, enum shape_range r, uint32_t value, unsigned add)
{
	uint64_t *word = &s->bit[value / 64];

	s->n[r] += add & !(*word >> (value % 64) & 1);
	*word |= (uint64_t)add << (value % 64);
}

/* Add the set's bytes to out; shape_read makes the set from them again and
 * returns the byte behind them. */
void shape_write(const struct shape *s, struct buf *out);
const uint8_t *shape_read(struct shape *s, const uint8_t *p);

/*
 * Compare a with the set written at p.  least is the smallest share of either
 * set that is of use; where the first members have far less in common, the
 * rest is not looked at and false is returned.
 */
bool shape_match(
    const struct shape *a, const uint8_t *p, double least, struct match *m);

/* What is in a and not in b. */
void shape_minus(
    const struct shape *a, const struct shape *b, struct shape *out);

/* Shingles: of s; in both. */
unsigned shape_size(const struct shape *s);
unsigned shape_common(const struct shape *a, const struct shape *b);

/* Jaccard similarity; the part of the smaller set that is in the larger. */
double match_similarity(const struct match *m);
double match_containment(const struct match *m);

/* The part of the smaller set's members of one range that is in the larger. */
double match_range(const struct match *m, enum shape_range r);

#endif
