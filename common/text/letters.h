/*
 * Arabic letters, folded sixteen bytes at a time: a run of them, or those among
 * whatever stands there.  U+0621 to U+063A and U+0641 to U+064A alone, not
 * other letters and marks.  What they fold to is what common/tables/fold.tsv
 * says; tests/unit/fold_map.c compares.
 */
#ifndef TEXT_LETTERS_H
#define TEXT_LETTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { LETTERS_BYTES = 16 };

/* Letters of two bytes each. */
typedef uint16_t letters_lanes __attribute__((vector_size(LETTERS_BYTES)));

/* The LETTERS_BYTES at p, the first byte of two above the second. */
static inline letters_lanes
letters_load(const char *p)
{
	letters_lanes x;

	memcpy(&x, p, sizeof x);
	return x >> 8 | x << 8;
}

/* Those of x that are letters: all bits set. */
static inline letters_lanes
letters_are(letters_lanes x)
{
	return ((x - 0xd8a1) < 0x1a) | ((x - 0xd981) < 0x0a);
}

/* The bytes of the run that begins with the first, where these are letters.
 * Of the runs' lengths no branch foresees anything. */
static inline size_t
letters_run(letters_lanes are)
{
	typedef uint8_t narrow __attribute__((vector_size(LETTERS_BYTES / 2)));
	narrow ends = __builtin_convertvector(~are, narrow);
	uint64_t bits;

	memcpy(&bits, &ends, sizeof bits);
	return bits != 0 ? (size_t)__builtin_ctzll(bits) / 8 * 2
			 : LETTERS_BYTES;
}

/* Is cp one of these letters? */
static inline bool
letters_have(uint32_t cp)
{
	return cp - 0x621 < 0x1a || cp - 0x641 < 0x0a;
}

/* The bytes of the run of letters at p, of which LETTERS_BYTES can be read. */
static inline size_t
letters_skip(const char *p)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return letters_run(letters_are(letters_load(p)));
#else
	(void)p;
	return 0;
#endif
}

/*
 * Fold the run of letters at p, of which LETTERS_BYTES can be read, into to, of
 * which as many are written: the bytes of the run, which are those of its
 * folded form, too.
 */
static inline size_t
letters_fold(const char *p, char *to)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	letters_lanes x = letters_load(p), are = letters_are(x), hamza;

	hamza = (x == 0xd8a4) | (x == 0xd8a6); /* on waw and ya */
	x += ((x == 0xd8a2) & 5) + ((x == 0xd8a3) & 4) + ((x == 0xd8a5) & 2) +
	    ((x == 0xd8a9) & 0xde) + ((x == 0xd989) & 1) + (hamza & 0xe4);
	x = x >> 8 | x << 8;
	memcpy(to, &x, sizeof x);
	return letters_run(are);
#else
	(void)p, (void)to;
	return 0;
#endif
}

/* Bytes as they stand. */
typedef uint8_t letters_bytes __attribute__((vector_size(LETTERS_BYTES)));

/* A bit for each byte, of which all bits are set or none. */
static inline uint64_t
letters_mask(letters_bytes v)
{
#ifdef __SSE2__
	return (unsigned)__builtin_ia32_pmovmskb128(
	    (char __attribute__((vector_size(LETTERS_BYTES))))v);
#else
	uint64_t mask = 0;

	for (int i = 0; i < LETTERS_BYTES; i++)
		mask |= (uint64_t)(v[i] & 1) << i;
	return mask;
#endif
}

/* The LETTERS_BYTES at p, wherever it is. */
static inline letters_bytes
letters_bytes_at(const char *p)
{
	letters_bytes v;

	memcpy(&v, p, sizeof v);
	return v;
}

/* Those of x that are the first byte of a letter; next is each one's next. */
static inline letters_bytes
letters_first(letters_bytes x, letters_bytes next)
{
	return (letters_bytes)(((x == 0xd8) & (next - 0xa1 < 0x1a)) |
	    ((x == 0xd9) & (next - 0x81 < 0x0a)));
}

/* A block of text, of which a bit for each byte says what it is. */
enum { LETTERS_BLOCK = 64 };

/*
 * Of the LETTERS_BLOCK bytes at p, those that begin a code point which is
 * neither a letter nor a blank; *first gets those that begin a letter.  One
 * byte more can be read.
 */
static inline uint64_t
letters_others(const char *p, uint64_t *first)
{
	uint64_t others = 0;

	*first = 0;
	for (int i = 0; i < LETTERS_BLOCK; i += LETTERS_BYTES) {
		letters_bytes x = letters_bytes_at(p + i);
		letters_bytes is = letters_first(
		    x, letters_bytes_at(p + i + 1));
		letters_bytes known = is |
		    (letters_bytes)((x == ' ') | ((x & 0xc0) == 0x80));

		*first |= letters_mask(is) << i;
		others |= letters_mask(~known) << i;
	}
	return others;
}

/*
 * Of the LETTERS_BLOCK bytes at p, which are folded, those of letters, plain
 * ones and ASCII, and of ASCII digits; *others gets those that begin a code
 * point of more than one byte which is none of these, *second whether the next
 * block begins with a letter's second byte.  One byte more can be read.
 */
static inline uint64_t
letters_words(const char *p, uint64_t *others, uint64_t *second)
{
	uint64_t first = 0, ascii = 0;

	*others = 0;
	for (int i = 0; i < LETTERS_BLOCK; i += LETTERS_BYTES) {
		letters_bytes x = letters_bytes_at(p + i);
		letters_bytes is = letters_first(
		    x, letters_bytes_at(p + i + 1));

		first |= letters_mask(is) << i;
		ascii |= letters_mask(
			     (letters_bytes)((x - 'a' < 26) | (x - '0' < 10)))
		    << i;
		*others |= letters_mask(~is & (letters_bytes)(x >= 0xc0)) << i;
	}
	*second = first >> (LETTERS_BLOCK - 1);
	return ascii | first | first << 1;
}

/* What bytes are, a bit each: the first of a letter's two; a blank, or one of
 * the marks of ASCII in front of the digits; ASCII that folds to itself, LF and
 * blanks but the space apart. */
struct letters_kinds {
	uint64_t first, part, same;
};

/*
 * Fold the letters among the LETTERS_BYTES bytes at p into to; other bytes stay
 * as they are.  The byte in front of p and the one behind can be read: a letter
 * may have its other half there.
 */
static inline struct letters_kinds
letters_fold_all(const char *p, char *to)
{
	letters_bytes x = letters_bytes_at(p), before = letters_bytes_at(p - 1);
	letters_bytes next = letters_bytes_at(p + 1);
	letters_bytes d8 = (letters_bytes)(x == 0xd8), by, turns;
	struct letters_kinds k;

	k.first = letters_mask(letters_first(x, next));
	k.part = letters_mask((letters_bytes)(x < '0'));
	k.same = letters_mask(
	    (letters_bytes)((x - ' ' < 0x7f - ' ') & ~(x - 'A' < 26)));
	/* those of which the first byte becomes 0xd9 */
	turns = (letters_bytes)((next == 0xa4) | (next == 0xa6) |
	    (next == 0xa9));
	by = ((letters_bytes)(x == 0xa2) & 5) +
	    ((letters_bytes)(x == 0xa3) & 4) +
	    ((letters_bytes)(x == 0xa5) & 2) +
	    ((letters_bytes)(x == 0xa9) & 0xde) +
	    ((letters_bytes)((x == 0xa4) | (x == 0xa6)) & 0xe4);
	by = (by & (letters_bytes)(before == 0xd8)) +
	    ((letters_bytes)((x == 0x89) & (before == 0xd9)) & 1) +
	    (d8 & turns & 1);
	x += by;
	memcpy(to, &x, sizeof x);
	return k;
}

#endif
