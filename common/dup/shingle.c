/*
 * Eight shingles of five words at once, where the CPU multiplies eight numbers
 * of 64 bits (AVX-512 DQ): what is kept is moved together without a branch.
 */
#include "dup/shingle.h"

#if defined(__x86_64__) && !defined(SHINGLE_SCALAR)
#include <immintrin.h>
#define HAVE_VECTOR 1
#endif

#define ODD 0xd6e8feb86659fd93u

enum { FIVE = 5 };

static inline uint64_t
shingle_at(const uint64_t *word, unsigned width)
{
	uint64_t h = word[0];

	for (unsigned k = 1; k < width; k++)
		h = h * ODD + word[k]; /* words are well mixed */
	return h;
}

/* Those from word i on, behind the `found` that out has. */
static size_t
find_from(uint64_t *out, size_t found, const uint64_t *word, size_t n, size_t i,
    unsigned width, uint64_t most)
{
	for (; i + width <= n; i++) {
		out[found] = shingle_at(word + i, width);
		found += out[found] <= most;
	}
	return found;
}

size_t
shingle_find_scalar(uint64_t *out, const uint64_t *word, size_t n,
    unsigned width, uint64_t most)
{
	return find_from(out, 0, word, n, 0, width, most);
}

#ifdef HAVE_VECTOR

#define VECTOR __attribute__((target("avx512f,avx512dq,popcnt")))

/* a * ODD + b, eight times. */
VECTOR static inline __m512i
next(__m512i a, __m512i b)
{
	return _mm512_add_epi64(
	    _mm512_mullo_epi64(a, _mm512_set1_epi64((long long)ODD)), b);
}

VECTOR static inline __m512i
load(const uint64_t *p)
{
	return _mm512_loadu_si512((const void *)p);
}

/* Of five words, eight at once; the word from which on none were found. */
VECTOR static size_t
find_eights(
    uint64_t *out, size_t *found, const uint64_t *word, size_t n, uint64_t most)
{
	const __m512i limit = _mm512_set1_epi64((long long)most);
	const __m512i square = _mm512_set1_epi64((long long)(ODD * ODD));
	size_t i;

	for (i = 0; i + SHINGLE_LANES + FIVE - 1 <= n; i += SHINGLE_LANES) {
		const uint64_t *w = word + i;
		__m512i head = next(load(w), load(w + 1));
		__m512i tail = next(load(w + 2), load(w + 3));
		__m512i h = next(
		    _mm512_add_epi64(_mm512_mullo_epi64(head, square), tail),
		    load(w + 4));
		__mmask8 keep = _mm512_cmple_epu64_mask(h, limit);

		_mm512_storeu_si512((void *)(out + *found),
		    _mm512_maskz_compress_epi64(keep, h));
		*found += (size_t)__builtin_popcount(keep);
	}
	return i;
}

#endif

size_t
shingle_find(uint64_t *out, const uint64_t *word, size_t n, unsigned width,
    uint64_t most)
{
	size_t i = 0, found = 0;

#ifdef HAVE_VECTOR
	if (width == FIVE && __builtin_cpu_supports("avx512f") &&
	    __builtin_cpu_supports("avx512dq"))
		i = find_eights(out, &found, word, n, most);
#endif
	return find_from(out, found, word, n, i, width, most);
}
