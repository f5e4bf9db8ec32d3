/*
 * The scan that reading and writing strings share: most of a record is strings,
 * and most of a string is what may stand in one as it is.  16 bytes at a time
 * where the CPU is known to have SSE2.  Internal to record/.
 */
#ifndef RECORD_SCAN_H
#define RECORD_SCAN_H

#include <stdbool.h>
#ifdef __SSE2__
#include <emmintrin.h>
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
	const __m128i quote = _mm_set1_epi8('"');
	const __m128i slash = _mm_set1_epi8('\\');
	const __m128i control = _mm_set1_epi8(0x1f);
	const __m128i c2 = _mm_set1_epi8((char)0xc2);
	const __m128i e2 = _mm_set1_epi8((char)0xe2);

	for (; end - p >= 16; p += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
		__m128i hit = _mm_or_si128(
		    _mm_or_si128(
			_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, slash)),
		    _mm_cmpeq_epi8(_mm_min_epu8(v, control), v));
		int mask;

		if (separators)
			hit = _mm_or_si128(hit,
			    _mm_or_si128(
				_mm_cmpeq_epi8(v, c2), _mm_cmpeq_epi8(v, e2)));
		mask = _mm_movemask_epi8(hit);
		if (mask != 0)
			return p + __builtin_ctz((unsigned)mask);
	}
#endif
	while (p < end && *p != '"' && *p != '\\' &&
	    (unsigned char)*p >= 0x20 &&
	    (!separators || (*p != (char)0xc2 && *p != (char)0xe2)))
		p++;
	return p;
}

#endif
