/*
 * Keiser and Lemire's lookup algorithm: three 16-entry tables, indexed by the
 * nibbles of each byte and of the one before it, whose AND is non-zero where
 * the pair cannot stand in UTF-8; and a check that third and fourth bytes
 * stand where a lead byte wants them.  Blocks of 32 bytes; pure ASCII blocks
 * cost one test.  On an error the scalar code finds the byte.
 */
#include "text/utf8.h"

#include <stdbool.h>

#if defined(__x86_64__) && !defined(UTF8_SCALAR)
#include <immintrin.h>
#define HAVE_VECTOR 1
#endif

/* Bytes of the valid sequence at p, which is before end; 0 if there is none. */
static size_t
sequence(const unsigned char *p, const unsigned char *end)
{
	size_t left = (size_t)(end - p);
	unsigned char lo = 0x80, hi = 0xbf;
	size_t n;

	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	n = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (left < n)
		return 0;
	if (p[0] == 0xe0)
		lo = 0xa0; /* shorter forms exist */
	else if (p[0] == 0xed)
		hi = 0x9f; /* surrogates */
	else if (p[0] == 0xf0)
		lo = 0x90;
	else if (p[0] == 0xf4)
		hi = 0x8f; /* above U+10FFFF */
	if (p[1] < lo || p[1] > hi)
		return 0;
	for (size_t i = 2; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return n;
}

size_t
utf8_valid_scalar(struct span s)
{
	const unsigned char *start = (const unsigned char *)s.p;
	const unsigned char *p = start, *end = start + s.n;
	size_t n;

	while (p < end && (n = sequence(p, end)) > 0)
		p += n;
	return (size_t)(p - start);
}

#ifdef HAVE_VECTOR

/* What can be wrong with a pair of bytes, a bit each. */
enum {
	TOO_SHORT = 1 << 0,
	TOO_LONG = 1 << 1,
	OVERLONG_3 = 1 << 2,
	TOO_LARGE = 1 << 3,
	SURROGATE = 1 << 4,
	OVERLONG_2 = 1 << 5,
	TOO_LARGE_1000 = 1 << 6,
	OVERLONG_4 = 1 << 6,
	TWO_CONTS = 1 << 7,
	CARRY = TOO_SHORT | TOO_LONG | TWO_CONTS
};

#define TABLE(...) _mm256_setr_epi8(__VA_ARGS__, __VA_ARGS__)
#define B(x) (char)(x)

__attribute__((target("avx2"))) static inline __m256i
previous(__m256i input, __m256i before, int n)
{
	__m256i across = _mm256_permute2x128_si256(before, input, 0x21);

	switch (n) {
	case 1:
		return _mm256_alignr_epi8(input, across, 15);
	case 2:
		return _mm256_alignr_epi8(input, across, 14);
	default:
		return _mm256_alignr_epi8(input, across, 13);
	}
}

__attribute__((target("avx2"))) static inline __m256i
high_nibble(__m256i v)
{
	return _mm256_and_si256(_mm256_srli_epi16(v, 4), _mm256_set1_epi8(15));
}

/* Non-zero bytes where a byte and the one before it cannot stand together. */
__attribute__((target("avx2"))) static inline __m256i
special_cases(__m256i input, __m256i prev1)
{
	const __m256i byte1_high = TABLE(B(TOO_LONG), B(TOO_LONG), B(TOO_LONG),
	    B(TOO_LONG), B(TOO_LONG), B(TOO_LONG), B(TOO_LONG), B(TOO_LONG),
	    B(TWO_CONTS), B(TWO_CONTS), B(TWO_CONTS), B(TWO_CONTS),
	    B(TOO_SHORT | OVERLONG_2), B(TOO_SHORT),
	    B(TOO_SHORT | OVERLONG_3 | SURROGATE),
	    B(TOO_SHORT | TOO_LARGE | TOO_LARGE_1000 | OVERLONG_4));
	const __m256i byte1_low = TABLE(
	    B(CARRY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4),
	    B(CARRY | OVERLONG_2), B(CARRY), B(CARRY), B(CARRY | TOO_LARGE),
	    B(CARRY | TOO_LARGE | TOO_LARGE_1000),
	    B(CARRY | TOO_LARGE | TOO_LARGE_1000),
	    B(CARRY | TOO_LARGE | TOO_LARGE_1000),
	    B(CARRY | TOO_LARGE | TOO_LARGE_1000),
	    B(CARRY | TOO_LARGE | TOO_LARGE_1000),
	    B(CARRY | TOO_LARGE | TOO_LARGE_1000),
	    B(CARRY | TOO_LARGE | TOO_LARGE_1000),
	    B(CARRY | TOO_LARGE | TOO_LARGE_1000),
	    B(CARRY | TOO_LARGE | TOO_LARGE_1000 | SURROGATE),
	    B(CARRY | TOO_LARGE | TOO_LARGE_1000),
	    B(CARRY | TOO_LARGE | TOO_LARGE_1000));
	const __m256i byte2_high = TABLE(B(TOO_SHORT), B(TOO_SHORT),
	    B(TOO_SHORT), B(TOO_SHORT), B(TOO_SHORT), B(TOO_SHORT),
	    B(TOO_SHORT), B(TOO_SHORT),
	    B(TOO_LONG | OVERLONG_2 | TWO_CONTS | OVERLONG_3 | TOO_LARGE_1000 |
		OVERLONG_4),
	    B(TOO_LONG | OVERLONG_2 | TWO_CONTS | OVERLONG_3 | TOO_LARGE),
	    B(TOO_LONG | OVERLONG_2 | TWO_CONTS | SURROGATE | TOO_LARGE),
	    B(TOO_LONG | OVERLONG_2 | TWO_CONTS | SURROGATE | TOO_LARGE),
	    B(TOO_SHORT), B(TOO_SHORT), B(TOO_SHORT), B(TOO_SHORT));

	return _mm256_and_si256(
	    _mm256_and_si256(
		_mm256_shuffle_epi8(byte1_high, high_nibble(prev1)),
		_mm256_shuffle_epi8(
		    byte1_low, _mm256_and_si256(prev1, _mm256_set1_epi8(15)))),
	    _mm256_shuffle_epi8(byte2_high, high_nibble(input)));
}

/* Non-zero bytes where the 32 bytes of input break a rule. */
__attribute__((target("avx2"))) static inline __m256i
check_block(__m256i input, __m256i before)
{
	__m256i prev1 = previous(input, before, 1);
	__m256i special = special_cases(input, prev1);
	__m256i third = _mm256_subs_epu8(
	    previous(input, before, 2), _mm256_set1_epi8(B(0xe0 - 0x80)));
	__m256i fourth = _mm256_subs_epu8(
	    previous(input, before, 3), _mm256_set1_epi8(B(0xf0 - 0x80)));
	__m256i must = _mm256_and_si256(
	    _mm256_or_si256(third, fourth), _mm256_set1_epi8(B(0x80)));

	return _mm256_xor_si256(must, special);
}

/* How far whole blocks are valid, up to a sequence that is cut off. */
__attribute__((target("avx2"))) static size_t
valid_blocks(struct span s)
{
	__m256i before = _mm256_setzero_si256();
	__m256i incomplete = _mm256_setzero_si256();
	const __m256i most = _mm256_setr_epi8(-1, -1, -1, -1, -1, -1, -1, -1,
	    -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	    -1, -1, -1, -1, B(0xf0 - 1), B(0xe0 - 1), B(0xc0 - 1));
	size_t i;

	for (i = 0; i + 32 <= s.n; i += 32) {
		__m256i input = _mm256_loadu_si256(
		    (const __m256i *)(const void *)(s.p + i));
		__m256i wrong;

		if (_mm256_movemask_epi8(input) == 0) {
			wrong = incomplete;
			incomplete = _mm256_setzero_si256();
		} else {
			wrong = check_block(input, before);
			incomplete = _mm256_subs_epu8(input, most);
		}
		if (!_mm256_testz_si256(wrong, wrong))
			break;
		before = input;
	}
	return i;
}

size_t
utf8_valid(struct span s)
{
	size_t i = 0;

	if (s.n >= 32 && __builtin_cpu_supports("avx2"))
		i = valid_blocks(s);
	/* The block before i may end, or may hold one that ends, inside a
	 * sequence: go back to a lead byte that starts one for sure. */
	i -= i < 4 ? i : 4;
	while (i > 0 && ((unsigned char)s.p[i] & 0xc0) == 0x80)
		i--;
	return i + utf8_valid_scalar(span_skip(s, i));
}

#else

size_t
utf8_valid(struct span s)
{
	return utf8_valid_scalar(s);
}

#endif

#ifdef HAVE_VECTOR
/* The continuation bytes of the 16 at p, in two sums: they are the lowest of
 * signed ones. */
static inline __m128i
continuations(const char *p)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i low = _mm_cmplt_epi8(v, _mm_set1_epi8(-64));

	return _mm_sad_epu8(
	    _mm_sub_epi8(_mm_setzero_si128(), low), _mm_setzero_si128());
}
#endif

size_t
utf8_count(struct span s)
{
	size_t i = 0, n = s.n;
	uint64_t v;

#ifdef HAVE_VECTOR
	__m128i sum = _mm_setzero_si128();

	for (; i + 16 <= s.n; i += 16)
		sum = _mm_add_epi64(sum, continuations(s.p + i));
	n -= (size_t)_mm_cvtsi128_si64(sum) +
	    (size_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(sum, sum));
#endif
	/* Take off the continuation bytes, eight at a time: top bit set, the
	 * next one not. */
	for (; i + 8 <= s.n; i += 8) {
		memcpy(&v, s.p + i, 8);
		v = v >> 7 & ~v >> 6 & 0x0101010101010101u;
		n -= v * 0x0101010101010101u >> 56; /* the sum of its bytes */
	}
	for (; i < s.n; i++)
		n -= ((unsigned char)s.p[i] & 0xc0) == 0x80;
	return n;
}

struct span
utf8_head(struct span s, size_t n)
{
	if (s.n <= n)
		return s;
	while (n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	return span_of(s.p, n);
}

size_t
utf8_put(char out[4], uint32_t cp)
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xc0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xe0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		out[2] = (char)(0x80 | (cp & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	out[3] = (char)(0x80 | (cp & 0x3f));
	return 4;
}
