/*
 * A set of phrases, each with a number: outlets, places, sections.  Compared
 * by their folded letters and digits alone, so that `أ ف ب`, `أ.ف.ب` and
 * `(أ ف ب)` are one.
 */
#ifndef NEWS_NAMES_H
#define NEWS_NAMES_H

#include <stdint.h>

#include "base/buf.h"
#include "text/fold.h"

struct name_slot {
	uint32_t hash;  /* its low half */
	uint32_t at, n; /* the key in keys; n is 0: free */
	int32_t value;
};

/* Bits of a filter of words. */
enum { NAMES_FIRST = 65536 };

/* A set to look up phrases in.  All zero is an empty one. */
struct names {
	const struct name_slot *slot; /* open addressing */
	uint64_t slots;               /* a power of two */
	const char *keys;
	const uint64_t *key;   /* words that a phrase starts with, by key, */
	const uint64_t *first; /* and by hash; */
	const uint64_t *more;  /* starts that go on: a bit each */
	bool loose; /* غ counts as ج: names are spelled both ways */
};

/* A set that is made. */
struct names_builder {
	struct names set; /* as far as it is made */
	struct name_slot *slot;
	uint64_t *key, *first, *more;
	size_t n;
	struct buf keys;
	struct folded scratch;
};

/* Start an empty set. */
void names_start(struct names_builder *b, bool loose);

/* Add the phrase form (not yet folded); the first value of a phrase stays.
 * Returns false where there are no letters in it. */
bool names_add(struct names_builder *b, struct span form, int value);

/* Add each of the forms in a cell, parted by '|'. */
void names_add_forms(struct names_builder *b, struct span cell, int value);

/* Give the memory back, which b->set rests on. */
void names_free(struct names_builder *b);

/* Add the set as an image, a multiple of 8 bytes; names_open opens what stands
 * at one, 8-byte aligned, which must stay. */
void names_image(const struct names_builder *b, struct buf *out);
void names_open(struct names *s, const char *image);

/* The value of a phrase in folded text, or -1. */
int names_find(const struct names *s, struct span folded);

/*
 * The longest phrase that starts at byte `at` of a folded line: its value, or
 * -1; *end gets the byte behind it.  A phrase ends at the end of a word.
 */
int names_longest(
    const struct names *s, struct span folded, size_t at, size_t *end);

/* A word of a folded line: its bytes, half-open, and what all sets know it
 * by, which other words may share. */
struct name_word {
	uint32_t start, end;
	uint32_t key;
};

/* The words of a folded line, up to `most` of them, into word: how many.
 * folded is what fold has made: a little can be read behind it. */
size_t names_words(struct name_word *word, size_t most, struct span folded);

/* The same as names_longest at the start of word, which is folded's. */
int names_longest_from(const struct names *s, struct span folded,
    const struct name_word *word, size_t *end);

/* May a phrase start with this word?  names_longest at its first byte would say
 * -1 otherwise. */
static inline bool
names_may_start(const struct names *s, const struct name_word *word)
{
	return s->key[word->key % NAMES_FIRST / 64] >> word->key % 64 & 1;
}

#endif
