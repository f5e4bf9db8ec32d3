/*
 * What is taken from a text to find its like: hashes of its bytes and of its
 * words, its trace, and keys.
 *
 * Keys are hashes of shingles, words in a row, of which one in so many is
 * taken, as the hash has it (sampling modulo m: Manber, "Finding similar files
 * in a large file system", USENIX 1994).  So two texts that have a passage in
 * common, wherever it stands and however long they are, have keys in common, a
 * few for every fifty words.  Short texts take more of theirs, long ones fewer,
 * each time those of the next higher rate among them.
 *
 * Texts with figures have one key more, that of all their figures: it finds a
 * bulletin among thousands that were made from one form.
 */
#ifndef DUP_SKETCH_H
#define DUP_SKETCH_H

#include "dup/weight.h"

enum {
	SKETCH_KEYS = 128,      /* at most */
	SKETCH_EVERY = 1 << 16, /* shingles for one key, at most */
	SKETCH_SHINGLE = 8,     /* words of a shingle, at most */
	SKETCH_FIGURES = 3,     /* make a key, at least */
	SKETCH_MIN_WORDS = 8,   /* texts with fewer have no shingles */
	SKETCH_SHORT = 64 /* words of a text that is no other's repeat under
	                     another title without a look */
};

struct sketch_params {
	unsigned words; /* of a shingle */
	unsigned every; /* one in so many is a key */
	unsigned most;  /* keys of a text */
};

/*
 * All that is known of a record on
 * disk is its sketch: what of it goes into a decision must stay the same, or
 * get another version there (state.h).
 */
struct sketch {
	uint64_t raw, raw_high;        /* hash of the bytes */
	uint64_t norm;                 /* hash of the words; of short texts the
	                                  title's, too, as in raw */
	uint32_t minute;               /* of the record's date, since 1970, or
	                                  else of the run */
	uint32_t key[SKETCH_KEYS + 1]; /* of shingles, and of the figures where
	                                  there are some */
	unsigned nkeys;                /* 0: few words, compared by hash */
	struct trace trace;            /* of byte, or what was read */

	/* Not needed once it is made: */
	struct words words, title;
	uint8_t *byte; /* owned */
	size_t byte_cap;
	struct weight_grams *grams; /* owned; of the trace's text, by
	                               sketch_make; else NULL */
};

/* Make what is made from s->words and s->title, which m was used for; the
 * bytes' hash, the date and the trace's day are the caller's. */
void sketch_make(
    struct sketch *s, const struct sketch_params *p, const struct words_map *m);

/* Is it of a text without words, or, where bytes alone are compared, without
 * bytes?  Such a text repeats nothing. */
static inline bool
sketch_empty(const struct sketch *s)
{
	return s->raw == 0 && s->raw_high == 0;
}

/* Give the arrays back, those of words as well. */
void sketch_free(struct sketch *s);

#endif
