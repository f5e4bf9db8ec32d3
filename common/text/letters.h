/*
 * Runs of Arabic letters, folded eight at a time.  U+0621 to U+063A and U+0641
 * to U+064A alone: other letters, marks and blanks end a run.  What they fold
 * to is what common/tables/fold.tsv says; tests/unit/fold_map.c compares.
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

/*
 * Add to seen[k], lane by lane, where the letter[k] stands in the run of
 * letters at p, of which LETTERS_BYTES can be read: the bytes of the run.
 */
static inline size_t
letters_tally(
    const char *p, const uint16_t *letter, size_t letters, letters_lanes *seen)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	const letters_lanes at = { 0, 2, 4, 6, 8, 10, 12, 14 };
	letters_lanes x = letters_load(p);
	size_t n = letters_run(letters_are(x));

	x = (x & 0x1f00) >> 2 | (x & 0x3f);
	x &= at < (uint16_t)n;
	for (size_t k = 0; k < letters; k++)
		seen[k] -= x == letter[k];
	return n;
#else
	(void)p, (void)letter, (void)letters, (void)seen;
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

#endif
