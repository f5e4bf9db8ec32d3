/*
 * The words of a text as hashes: what every comparison of dedupe sees.
 *
 * A word is a run of letters, marks and digits once folded; what folding
 * drops (tashkeel, tatweel, zero-width marks) neither parts nor changes a word.
 * Everything else parts words and leaves no trace.
 *
 * A number is a word that starts with a digit, or a word of numbers.tsv. Groups
 * of three digits behind a comma, a dot, a blank or the like are one number
 * with what stands in front: 1250, 1,250, 1 250 and ١٬٢٥٠ are the same.
 */
#ifndef DUP_WORDS_H
#define DUP_WORDS_H

#include <stdint.h>

#include "base/span.h"
#include "dup/await.h"

/* How letters are compared: as text/fold.h has it; lower case alone; not. */
enum words_fold { WORDS_ARABIC, WORDS_UNICODE, WORDS_NONE };

/* Their names, in this order, NULL-terminated. */
extern const char *const words_folds[];

/* Slots of a hash table and bits of a filter in front of it. */
enum { WORDS_NUMBERS = 4096, WORDS_FILTER = 1 << 16 };

/*
 * What reading by shuffles looks up.  Letters of U+0600 to U+06FF are one of 63
 * once folded, or are not read so; where two follow each other, what they add
 * to a word's hash stands in one place.
 */
enum { WORDS_CODES = 64, WORDS_ROWS = 16 };

struct words_shuffles {
	uint8_t code[WORDS_ROWS][16]; /* by code point, from U+0600 on: 1 to
	                                 63; WORDS_PART: it parts words; 0 */
	uint8_t ascii[2][16];         /* of the lower and the upper half of a
	                                 byte: a bit in common where it parts
	                                 words */
	uint64_t pair[WORDS_CODES * WORDS_CODES]; /* by two codes; code 0 adds
	                                             nothing */
};

enum { WORDS_PART = 0x80 };

/* What words_add does with each code point below U+0800, 16 KiB, and the words
 * that are numbers. */
struct words_map {
	enum words_fold fold;
	uint64_t low[0x800]; /* what a letter adds to its word's hash, or a
	                        small number, enum words_kind (words.c) */
	uint64_t number[WORDS_NUMBERS];     /* hashes of words; 0: free */
	uint64_t filter[WORDS_FILTER / 64]; /* two bits for each of them */
	struct words_shuffles shuffles;
};

struct words {
	uint64_t *hash; /* owned; the lowest bit is set for numbers, by
	                   words_add for those with digits */
	size_t n, cap;
	struct await *await; /* not owned, or NULL: memory to ask for while
	                        words are read */
};

/* Make the map for a way to compare letters; the same on every machine. */
void words_map_init(struct words_map *m, enum words_fold fold);

/* Add the words of text, valid UTF-8, to w. */
void words_add(struct words *w, const struct words_map *m, struct span text);

/* The same words, letter by letter. */
void words_add_scalar(
    struct words *w, const struct words_map *m, struct span text);

/* Let the words that are numbers, as those of numbers.tsv, have the bit, too:
 * another hash than words_add's. */
void words_mark(struct words *w, const struct words_map *m);

/* A hash of all words in order: equal texts, once normalised. */
uint64_t words_hash(const struct words *w);

/* Is the word with that hash a number? */
static inline bool
words_number(uint64_t hash)
{
	return hash & 1;
}

/* Give the hashes back. */
void words_free(struct words *w);

#endif
