/*
 * The scans that reading and writing strings share: most of a record is
 * strings, and most of a string is what may stand in one as it is.  16 bytes at
 * a time where the CPU is known to have SSE2.  Internal to record/.
 */
#ifndef RECORD_SCAN_H
#define RECORD_SCAN_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* What a scan stops at; it should be a constant. */
enum scan {
	SCAN_ESCAPES, /* backslashes */
	SCAN_READ,    /* these, quotes and what is below 0x20 */
	SCAN_WRITE    /* and that U+0085 (c2 85) or U+2028/9 (e2 80 a8/a9) may
	                 begin with */
};

/* Does the scan stop at c? */
static inline bool
scan_stops_at(char c, enum scan what)
{
	if (c == '\\' || what == SCAN_ESCAPES)
		return c == '\\';
	return c == '"' || (unsigned char)c < 0x20 ||
	    (what == SCAN_WRITE && (c == (char)0xc2 || c == (char)0xe2));
}

#ifdef __SSE2__
/* A bit for each byte of v that the scan stops at. */
static inline unsigned
scan_stops(__m128i v, enum scan what)
{
	__m128i hit = _mm_cmpeq_epi8(v, _mm_set1_epi8('\\'));

	if (what != SCAN_ESCAPES)
		hit = _mm_or_si128(
		    _mm_or_si128(hit, _mm_cmpeq_epi8(v, _mm_set1_epi8('"'))),
		    _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1f)), v));
	if (what == SCAN_WRITE)
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

enum { SCAN_SHORT = 16 };

/* Bytes in front of the quote that ends a string; SCAN_SHORT where it is not
 * within so many bytes, or these are not all there, or another stop is before
 * it. */
static inline size_t
scan_short(const char *p, const char *end)
{
#ifdef __SSE2__
	unsigned stops;

	if (end - p >= SCAN_SHORT &&
	    (stops = scan_stops(scan_load(p), SCAN_READ)) != 0 &&
	    p[__builtin_ctz(stops)] == '"')
		return (size_t)__builtin_ctz(stops);
#endif
	(void)p;
	(void)end;
	return SCAN_SHORT;
}

/* The first byte from p on that the scan stops at; end where there is none. */
static inline const char *
scan_string(const char *p, const char *end, enum scan what)
{
#ifdef __SSE2__
	const size_t n = (size_t)(end - p);
	unsigned stops;

	for (; end - p >= 16; p += 16)
		if ((stops = scan_stops(scan_load(p), what)) != 0)
			return p + __builtin_ctz(stops);
	if (n >=
	    16) { /* those behind the last 16, and some before them again */
		stops = scan_stops(scan_load(end - 16), what);
		return stops ? end - 16 + __builtin_ctz(stops) : end;
	}
	if (n >= 4 && scan_stops(scan_few(p, n), what) == 0)
		return end;
#endif
	while (p < end && !scan_stops_at(*p, what))
		p++;
	return p;
}

/* The same, and what it passes over is copied to *to, which goes with it: there
 * is room for all up to end, whether it comes to that or not. */
static inline const char *
scan_copy(char **to, const char *p, const char *end, enum scan what)
{
#ifdef __SSE2__
	unsigned stops;

	for (; end - p >= 16; p += 16, *to += 16) {
		__m128i v = scan_load(p);

		_mm_storeu_si128((__m128i *)(void *)*to, v);
		if ((stops = scan_stops(v, what)) != 0) {
			*to += __builtin_ctz(stops);
			return p + __builtin_ctz(stops);
		}
	}
	if (end - p >= 4 &&
	    scan_stops(scan_few(p, (size_t)(end - p)), what) == 0) {
		*to = buf_copy(*to, p, (size_t)(end - p));
		return end;
	}
#endif
	while (p < end && !scan_stops_at(*p, what))
		*(*to)++ = *p++;
	return p;
}

/*
 * p is at a backslash inside a string: step over the escapes of two bytes and
 * what is between and behind them, as far as that is done at once.  What p is
 * at then is not looked at: it may be a backslash again, or end.
 */
const char *scan_escapes(const char *p, const char *end);

#endif
