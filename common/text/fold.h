/*
 * Arabic folding: text as it is compared, not as it is shown.
 *
 * Alef forms become bare alef, alef maqsura and Persian ya become ya, ta
 * marbuta becomes ha, hamza carriers lose their hamza, Persian letters become
 * Arabic ones, presentation forms their base letters, Arabic-Indic and
 * Persian digits ASCII, Latin, Greek and Cyrillic letters lower case; tashkeel,
 * tatweel, zero-width and bidi marks go.  common/tables/fold.tsv is the table,
 * FOLD_VERSION its number: what is stored on disk from folded text names it.
 *
 * The folded text is UTF-8 again.
 */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include <stdint.h>

#include "base/buf.h"

enum { FOLD_VERSION = 1 };

/* What a code point is, once folded. */
enum fold_class {
	FOLD_DROP,   /* nothing is left of it */
	FOLD_SPACE,  /* any blank, LF and CR included; folds to ' ' or '\n' */
	FOLD_OTHER,  /* punctuation, symbols, controls */
	FOLD_LETTER, /* letters and marks of every script */
	FOLD_DIGIT   /* decimal digits */
};

struct fold_entry {
	uint8_t class; /* enum fold_class */
	uint8_t n;     /* bytes of to */
	char to[2];    /* the folded form in UTF-8, where n <= 2 */
};

/* Every code point below U+0800 (ASCII and all two-byte sequences); their
 * folded forms are at most two bytes.  Hot loops may read it directly. */
extern const struct fold_entry fold_low[0x800];

/* Longest folded form of one code point, in bytes (a ligature of 18 letters
 * and blanks: U+FDFA). */
enum { FOLD_MAX = 36 };

/* Fold one code point into out: its bytes, 0 where it is dropped; its class
 * (of its first code point) in *class. */
size_t fold_point(uint32_t cp, char out[FOLD_MAX], enum fold_class *class);

/* The class of a code point from U+0800 on. */
enum fold_class fold_class_high(uint32_t cp);

/* The class of cp, once folded. */
static inline enum fold_class
fold_class(uint32_t cp)
{
	return cp < 0x800 ? (enum fold_class)fold_low[cp].class
			  : fold_class_high(cp);
}

/* The code point at p, if it is one of two bytes from U+0600 to U+06FF, as
 * nearly all letters are that are met here; or 0. */
static inline uint32_t
fold_arabic(const char *p, const char *end)
{
	const unsigned char *s = (const unsigned char *)p;

	return end - p >= 2 && (s[0] & 0xfc) == 0xd8
	    ? (s[0] & 0x1fu) << 6 | (s[1] & 0x3fu)
	    : 0;
}

/* Add the folded form of src, valid UTF-8, to out. */
void fold_add(struct buf *out, struct span src);

/* Folded text with the way back. */
struct folded {
	struct buf text;
	uint32_t *map; /* map[i]: offset in src, in bytes, of the code point
	                  that byte i of text comes from; map[text.n] = src.n */
	size_t cap;
};

/* Fold src (valid UTF-8, below 4 GiB) into f, whose room is used again. */
void fold(struct folded *f, struct span src);

/* Give the memory back; f is empty and ready again. */
void folded_free(struct folded *f);

/* Letters, marks and digits in s, valid UTF-8, folded or not: code points. */
size_t fold_letters(struct span s);

/* Is there a digit in s, which is folded (so that all are ASCII)? */
bool fold_has_digit(struct span s);

#endif
