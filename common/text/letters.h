/*
 * Runs of Arabic letters, folded eight at a time.  U+0621 to U+063A and U+0641
 * to U+064A alone: other letters, marks and blanks end a run.  What they fold
 * to is what common/tables/fold.tsv says; tests/unit/fold_map.c compares.
 */
#ifndef TEXT_LETTERS_H
#define TEXT_LETTERS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { LETTERS_BYTES = 16 };

/* Letters of two bytes each. */
typedef uint16_t letters_lanes __attribute__((vector_size(LETTERS_BYTES)));

/*
 * Fold the run of letters at p, of which LETTERS_BYTES can be read, into to, of
 * which as many are written: the bytes of the run, which are those of its
 * folded form, too.
 */
static inline size_t
letters_fold(const char *p, char *to)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	letters_lanes x, is, hamza;
	uint64_t half[2];

	memcpy(&x, p, sizeof x);
	x = x >> 8 | x << 8; /* as the bytes are written */
	is = ((x - 0xd8a1) < 0x1a) | ((x - 0xd981) < 0x0a);
	hamza = (x == 0xd8a4) | (x == 0xd8a6); /* on waw and ya */
	x += ((x == 0xd8a2) & 5) + ((x == 0xd8a3) & 4) + ((x == 0xd8a5) & 2) +
	    ((x == 0xd8a9) & 0xde) + ((x == 0xd989) & 1) + (hamza & 0xe4);
	x = x >> 8 | x << 8;
	memcpy(to, &x, sizeof x);
	is = ~is;
	memcpy(half, &is, sizeof half);
	if (half[0] != 0)
		return (size_t)__builtin_ctzll(half[0]) / 8;
	return half[1] != 0 ? 8 + (size_t)__builtin_ctzll(half[1]) / 8
			    : LETTERS_BYTES;
#else
	(void)p, (void)to;
	return 0;
#endif
}

#endif
