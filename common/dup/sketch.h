/*
 * What is taken from a text to find its like: hashes of its bytes and of its
 * words, its shingles, and the keys of the bands of its MinHash signature.
 *
 * The signature is one-permutation MinHash (Li, Owen and Zhang, NIPS 2012)
 * whose empty bins are filled as in Fast Similarity Sketching (Dahlgaard,
 * Knudsen and Thorup, FOCS 2017), so that short texts are estimated as well
 * as long ones.  Two texts of Jaccard similarity j share a bin's minimum with
 * probability j and a band of r bins with j^r.
 *
 * Texts with figures have one key more, that of all their figures: it finds a
 * bulletin among thousands that were made from one form.
 */
#ifndef DUP_SKETCH_H
#define DUP_SKETCH_H

#include "dup/words.h"

enum {
	SKETCH_BANDS = 128,    /* at most */
	SKETCH_BINS = 512,     /* at most: bands * rows */
	SKETCH_SHINGLE = 8,    /* words of a shingle, at most */
	SKETCH_FIGURES = 3,    /* make a key, at least */
	SKETCH_MIN_WORDS = 8,  /* texts with fewer have no shingles */
	SKETCH_SHINGLES = 6000 /* of a text that are kept for verification */
};

struct sketch_params {
	unsigned words; /* of a shingle */
	unsigned bands, rows;
};

/*
 * A shingle is the upper half of its hash; the lowest bit is set where a word
 * of it is a number.  All that is known of a record on disk is its sketch:
 * what of it goes into a decision must stay the same, or get another version
 * there (state.h).
 */
struct sketch {
	uint64_t raw, raw_high; /* hash of the bytes */
	uint64_t norm;          /* hash of the words */
	uint32_t minute;        /* of the record's date, since 1970; 0: none */
	uint32_t *shingle;      /* owned; in order, repeats included */
	uint16_t *figure;       /* owned; hashes of the numbers, in order */
	size_t nshingles, shingle_cap, nfigures, figure_cap;
	uint32_t key[SKETCH_BANDS + 1]; /* of the bands, and of the figures
	                                   where there are some */
	unsigned nkeys;                 /* 0 where nshingles is */
	struct words words;             /* not needed once it is made */
};

/* Make what is made from s->words; the bytes' hash and the date are the
 * caller's. */
void sketch_make(struct sketch *s, const struct sketch_params *p);

/* Give the arrays back, those of words as well. */
void sketch_free(struct sketch *s);

#endif
