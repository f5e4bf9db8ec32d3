/*
 * The scan that reading and writing strings share: most of a record is strings,
 * and most of a string is what may stand in one as it is.  16 bytes at a time
 * where the CPU is known to have SSE2.  Internal to record/.
 */
#ifndef RECORD_SCAN_H
#define RECORD_SCAN_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#ifdef __SSE2__
/* A bit for each byte of v that scan_string stops at. */
static inline unsigned
scan_stops(__m128i v, bool separators)
{
	__m128i hit = _mm_or_si128(
	    _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('"')),
		_mm_cmpeq_epi8(v, _mm_set1_epi8('\\'))),
	    _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1f)), v));

	if (separators)
		hit = _mm_or_si128(hit,
		    _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xc2)),
			_mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xe2))));
	return (unsigned)_mm_movemask_epi8(hit);
}

/* The 16 bytes at p, wherever it is. */
static inline __m128i
scan_load(const char *p)
{
	return _mm_loadu_si128((const __m128i *)(const void *)p);
}

/* The n bytes at p, 4 <= n < 16, some of them twice and in no order. */
static inline __m128i
scan_few(const char *p, size_t n)
{
	uint64_t low, high;
	uint32_t a, b;

	if (n >= 8) {
		memcpy(&low, p, 8);
		memcpy(&high, p + n - 8, 8);
		return _mm_set_epi64x((int64_t)high, (int64_t)low);
	}
	memcpy(&a, p, 4);
	memcpy(&b, p + n - 4, 4);
	return _mm_set1_epi64x((int64_t)((uint64_t)a << 32 | b));
}
#endif

/*
 * The first byte from p on that is a quote, a backslash or below 0x20; with
 * separators, which should be a constant, also one that U+0085 (c2 85) or
 * U+2028/9 (e2 80 a8/a9) may begin with.  end where there is none.
 */
static inline const char *
scan_string(const char *p, const char *end, bool separators)
{
#ifdef __SSE2__
	const size_t n = (size_t)(end - p);
	unsigned stops;

	for (; end - p >= 16; p += 16)
		if ((stops = scan_stops(scan_load(p), separators)) != 0)
			return p + __builtin_ctz(stops);
	if (n >=
	    16) { /* those behind the last 16, and some before them again */
		stops = scan_stops(scan_load(end - 16), separators);
		return stops ? end - 16 + __builtin_ctz(stops) : end;
	}
	if (n >= 4 && scan_stops(scan_few(p, n), separators) == 0)
		return end;
#endif
	while (p < end && *p != '"' && *p != '\\' &&
	    (unsigned char)*p >= 0x20 &&
	    (!separators || (*p != (char)0xc2 && *p != (char)0xe2)))
		p++;
	return p;
}

#endif
