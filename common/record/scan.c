/*
 * Text of articles has an escape every hundred bytes or so, and to stop at each
 * costs more than all bytes between: the branches come as they like.  So 64
 * bytes are looked at together, and what is escaped in them is computed as
 * simdjson does (Langdale and Lemire, Parsing Gigabytes of JSON per Second,
 * 2019, section 3.1.1).
 */
#include "record/scan.h"

#ifdef __x86_64__
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,bmi")))

/* A bit for each of 64 bytes. */
struct scan_marks {
	uint64_t backslash;
	uint64_t ends;    /* quotes and controls */
	uint64_t escapes; /* what may stand behind a backslash, but for u */
};

/* The bytes of v that are one of "\/bfnrt: each nibble is that of one. */
AVX2 static inline unsigned
short_escapes(__m256i v)
{
	const __m256i low = _mm256_broadcastsi128_si256(_mm_setr_epi8(
	    0, 0, 1 | 4 | 8, 0, 8, 0, 4, 0, 0, 0, 0, 0, 2, 0, 4, 1));
	const __m256i high = _mm256_broadcastsi128_si256(
	    _mm_setr_epi8(0, 0, 1, 0, 0, 2, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0));
	__m256i upper = _mm256_and_si256(
	    _mm256_srli_epi16(v, 4), _mm256_set1_epi8(15));
	__m256i none = _mm256_cmpeq_epi8(
	    _mm256_and_si256(
		_mm256_shuffle_epi8(low, v), _mm256_shuffle_epi8(high, upper)),
	    _mm256_setzero_si256());

	return ~(unsigned)_mm256_movemask_epi8(none);
}

AVX2 static inline struct scan_marks
look_half(const char *p)
{
	__m256i v = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i ends = _mm256_or_si256(
	    _mm256_cmpeq_epi8(v, _mm256_set1_epi8('"')),
	    _mm256_cmpeq_epi8(_mm256_min_epu8(v, _mm256_set1_epi8(0x1f)), v));

	return (struct scan_marks) { (unsigned)_mm256_movemask_epi8(
					 _mm256_cmpeq_epi8(
					     v, _mm256_set1_epi8('\\'))),
		(unsigned)_mm256_movemask_epi8(ends), short_escapes(v) };
}

AVX2 static inline struct scan_marks
look(const char *p)
{
	struct scan_marks a = look_half(p), b = look_half(p + 32);

	return (struct scan_marks) { a.backslash | b.backslash << 32,
		a.ends | b.ends << 32, a.escapes | b.escapes << 32 };
}

AVX2 static const char *
escapes_avx2(const char *p, const char *end)
{
	const uint64_t odd = 0xaaaaaaaaaaaaaaaa;

	while (end - p >= 64) {
		struct scan_marks m = look(p);
		uint64_t code = (((m.backslash << 1 | odd) - m.backslash) ^
		    odd);
		uint64_t escaped = code ^ m.backslash;
		uint64_t stop = (m.ends & ~escaped) |
		    (escaped & ~m.escapes) >> 1;

		if (stop != 0)
			return p + __builtin_ctzll(stop);
		/* one that ends the 64 goes with the next */
		p += 64 - ((code & m.backslash) >> 63);
	}
	return p;
}
#endif

const char *
scan_escapes(const char *p, const char *end)
{
#ifdef __x86_64__
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi"))
		return escapes_avx2(p, end);
#endif
	(void)end;
	return p;
}
