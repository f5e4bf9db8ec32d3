/*
 * The checks of a state's files made anew, behind changes that only a stranger
 * would make: khabar-state(5).  As far as what a file says of its own lengths
 * can be followed.
 */
#ifndef TEST_RESEAL_H
#define TEST_RESEAL_H

#include <endian.h>
#include <stdint.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

enum { RESEAL_PIECE = 4096, RESEAL_PARTS = 16 };

/* A number of width bytes at p, the low one first; and set to n. */
static inline uint64_t
reseal_get(const unsigned char *p, size_t width)
{
	uint64_t n = 0;

	memcpy(&n, p, width);
	return le64toh(n);
}

/* See reseal_get. */
static inline void
reseal_put(unsigned char *p, size_t width, uint64_t n)
{
	n = htole64(n);
	memcpy(p, &n, width);
}

/* Pieces of so many bytes. */
static inline uint64_t
reseal_pieces(uint64_t bytes)
{
	return bytes / RESEAL_PIECE + (bytes % RESEAL_PIECE != 0);
}

/* The n sums, at offset sums, of the pieces from offset at on. */
static inline void
reseal_sums(unsigned char *p, uint64_t at, uint64_t sums, uint64_t n)
{
	for (; n > 0; n--, at += RESEAL_PIECE, sums += 8)
		reseal_put(p + sums, 8,
		    XXH3_64bits_withSeed(p + at, RESEAL_PIECE, at));
}

/* Index and prepared: sums, then tops, then the head. */
static inline void
reseal_image(unsigned char *p, uint64_t size)
{
	uint64_t parts = reseal_get(p + 24, 8), i, n, at = RESEAL_PIECE,
		 all = 0;
	uint64_t sums, tops, top;

	for (i = 0; i < parts && i < RESEAL_PARTS; i++) {
		n = reseal_get(p + 32 + 8 * i, 8);
		all += n < size ? reseal_pieces(n) : size;
	}
	sums = at + all * RESEAL_PIECE;
	for (tops = sums, i = 0; i < parts && i < RESEAL_PARTS; i++)
		tops += reseal_pieces(
			    8 * reseal_pieces(reseal_get(p + 32 + 8 * i, 8))) *
		    RESEAL_PIECE;
	if (parts <= RESEAL_PARTS && tops <= size && sums <= tops &&
	    all <= size / RESEAL_PIECE) {
		for (top = tops, i = 0; i < parts; i++) {
			n = reseal_pieces(reseal_get(p + 32 + 8 * i, 8));
			reseal_sums(p, at, sums, n);
			at += n * RESEAL_PIECE;
			n = reseal_pieces(8 * n);
			if (top + 8 * n <= size)
				reseal_sums(p, sums, top, n);
			sums += n * RESEAL_PIECE;
			top += 8 * n;
		}
		reseal_put(p + 32 + 8 * RESEAL_PARTS, 8,
		    XXH3_64bits(p + tops, size - tops));
	}
	reseal_put(p + RESEAL_PIECE - 8, 8, XXH3_64bits(p, RESEAL_PIECE - 8));
}

/* A log: head, mark, and frames as far as their lengths lead. */
static inline void
reseal_log(unsigned char *p, uint64_t size)
{
	uint64_t about = (reseal_get(p + 12, 4) + 7) / 8 * 8, at = 24 + about,
		 n;

	if (at + 24 > size)
		return;
	reseal_put(p + at, 8, XXH3_64bits(p, at));
	reseal_put(p + at + 16, 8, XXH3_64bits_withSeed(p + at + 8, 8, 1));
	for (at += 24; at + 8 <= size; at += 8 + (n + 7) / 8 * 8) {
		n = reseal_get(p + at, 4);
		if ((n + 7) / 8 * 8 > size - at - 8)
			break;
		reseal_put(p + at + 4, 4,
		    XXH3_64bits_withSeed(
			p + at + 8, (n + 7) / 8 * 8, at ^ n << 32));
	}
}

/* Make the checks of the file of size bytes at p anew; false where it is none
 * of a state's. */
static inline int
reseal(unsigned char *p, uint64_t size)
{
	if (size >= 48 && memcmp(p, "khabar2", 8) == 0)
		reseal_log(p, size);
	else if (size >= RESEAL_PIECE &&
	    (memcmp(p, "khabari", 8) == 0 || memcmp(p, "prepare", 8) == 0))
		reseal_image(p, size);
	else
		return 0;
	return 1;
}

#endif
