/*
 * What the first bytes of a text are, a bit each, so that its words are found
 * without a look at each letter.  Plain are the letters of text/letters.h,
 * tatweel and tashkeel, and what parts words and does nothing else; what is odd
 * is for who reads point by point.  16 bytes at a time where the CPU is known
 * to have SSE2; elsewhere nothing is looked at.  Internal to language.c.
 */
#ifndef LANG_LANGUAGE_SCAN_H
#define LANG_LANGUAGE_SCAN_H

#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/span.h"

enum {
	SCAN_MOST = 1000, /* bytes of a text: counts of more would overflow */
	SCAN_WORDS = SCAN_MOST / 64 + 2, /* of bits, and one to read behind */
	SCAN_COUNTED = 4                 /* letters */
};

struct language_scan {
	size_t n;                   /* bytes that were looked at */
	uint64_t blank[SCAN_WORDS]; /* space and controls */
	uint64_t part[SCAN_WORDS];  /* first bytes of what parts words */
	uint64_t odd[SCAN_WORDS];
	int letters;               /* plain ones */
	int counted[SCAN_COUNTED]; /* how many there are of each asked for */
};

#ifdef __SSE2__
/* The 16 bytes at p, wherever it is. */
static inline __m128i
scan_load16(const char *p)
{
	return _mm_loadu_si128((const __m128i *)(const void *)p);
}

/* Where bytes are that one; all bits are set there, as in what follows. */
static inline __m128i
scan_is(__m128i v, int byte)
{
	return _mm_cmpeq_epi8(v, _mm_set1_epi8((char)byte));
}

/* Where bytes are from first to last. */
static inline __m128i
scan_range(__m128i v, int first, int last)
{
	v = _mm_sub_epi8(v, _mm_set1_epi8((char)first));
	return _mm_cmpeq_epi8(
	    _mm_min_epu8(v, _mm_set1_epi8((char)(last - first))), v);
}

/* Where letters begin: bytes v, before next. */
static inline __m128i
scan_letters(__m128i v, __m128i next)
{
	return _mm_or_si128(
	    _mm_and_si128(scan_is(v, 0xd8), scan_range(next, 0xa1, 0xba)),
	    _mm_and_si128(scan_is(v, 0xd9), scan_range(next, 0x81, 0x8a)));
}

/* Where a mark of two bytes begins: the Arabic comma, semicolon and question
 * mark, quotes. */
static inline __m128i
scan_marks(__m128i v, __m128i next)
{
	__m128i arabic = _mm_or_si128(scan_is(next, 0x8c),
	    _mm_or_si128(scan_is(next, 0x9b), scan_is(next, 0x9f)));
	__m128i quote = _mm_or_si128(scan_is(next, 0xab), scan_is(next, 0xbb));

	return _mm_or_si128(_mm_and_si128(scan_is(v, 0xd8), arabic),
	    _mm_and_si128(scan_is(v, 0xc2), quote));
}

/* Where ASCII is that parts: up to `>`, but for what addresses have. */
static inline __m128i
scan_ascii(__m128i v)
{
	return _mm_andnot_si128(_mm_or_si128(scan_is(v, '#'), scan_is(v, '/')),
	    scan_range(v, 0, '>'));
}

/* A bit for each byte of v, of which all bits are set or none. */
static inline uint64_t
scan_bits(__m128i v)
{
	return (unsigned)_mm_movemask_epi8(v);
}

/* The sum of the 16 bytes. */
static inline int
scan_sum(__m128i counts)
{
	counts = _mm_sad_epu8(counts, _mm_setzero_si128());
	return _mm_cvtsi128_si32(counts) +
	    _mm_cvtsi128_si32(_mm_srli_si128(counts, 8));
}

/* What is asked of a block, and counted in its lanes. */
struct scan_counts {
	__m128i first[SCAN_COUNTED], second[SCAN_COUNTED];
	__m128i all, of[SCAN_COUNTED];
	uint64_t carry; /* is the next byte the second of something? */
};

/* Count the letters of the block v, next one byte further on. */
static inline void
scan_count(struct scan_counts *c, __m128i letters, __m128i v, __m128i next)
{
	c->all = _mm_sub_epi8(c->all, letters);
	for (size_t k = 0; k < SCAN_COUNTED; k++)
		c->of[k] = _mm_sub_epi8(c->of[k],
		    _mm_and_si128(_mm_cmpeq_epi8(v, c->first[k]),
			_mm_cmpeq_epi8(next, c->second[k])));
}

/* The bits of the 16 bytes at p, by `bit` up. */
static inline void
scan_block(struct scan_counts *c, const char *p, unsigned bit, uint64_t *blank,
    uint64_t *part, uint64_t *odd)
{
	__m128i v = scan_load16(p), next = scan_load16(p + 1);
	__m128i letters = scan_letters(v, next), marks = scan_marks(v, next);
	__m128i drops = _mm_and_si128(
	    scan_is(v, 0xd9), scan_range(next, 0x80, 0x92));
	uint64_t two = scan_bits(
	    _mm_or_si128(_mm_or_si128(letters, drops), marks));
	__m128i ascii = scan_ascii(v);
	uint64_t second = two << 1 | c->carry;

	c->carry = second >> 16;
	scan_count(c, letters, v, next);
	*blank |= scan_bits(scan_range(v, 0, ' ')) << bit;
	*part |= scan_bits(_mm_or_si128(ascii, marks)) << bit;
	*odd |= (~(two | second | scan_bits(ascii)) & 0xffff) << bit;
}
#endif

/* Look at the first n bytes of text, or some fewer; n <= SCAN_MOST.  Each of
 * the plain letters asked for, SCAN_COUNTED at the most, is two bytes. */
static inline void
language_scan(struct language_scan *s, struct span text, size_t n,
    const char (*asked)[2], size_t letters)
{
	*s = (struct language_scan) { .n = 0 };
#ifdef __SSE2__
	struct scan_counts c = { .carry = 0 };

	for (size_t k = 0; k < letters; k++) {
		c.first[k] = _mm_set1_epi8(asked[k][0]);
		c.second[k] = _mm_set1_epi8(asked[k][1]);
	}
	while (s->n + 16 <= n && s->n + 16 < text.n) {
		uint64_t blank = 0, part = 0, odd = 0;
		size_t word = s->n / 64;
		unsigned bit = 0;

		do {
			scan_block(&c, text.p + s->n, bit, &blank, &part, &odd);
			s->n += 16;
			bit += 16;
		} while (bit < 64 && s->n + 16 <= n && s->n + 16 < text.n);
		s->blank[word] = blank;
		s->part[word] = part;
		s->odd[word] = odd;
	}
	s->letters = scan_sum(c.all);
	for (size_t k = 0; k < SCAN_COUNTED; k++)
		s->counted[k] = scan_sum(c.of[k]);
#else
	(void)text, (void)n, (void)asked, (void)letters;
#endif
}

/* The bits from bit i on, 57 of them or more, where something was looked at:
 * bytes are little-endian there. */
static inline uint64_t
scan_from(const uint64_t *bits, size_t i)
{
	uint64_t v;

	memcpy(&v, (const char *)bits + i / 8, sizeof v);
	return v >> i % 8;
}

#endif
