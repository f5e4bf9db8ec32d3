/*
 * The bytes of a trace are made eight words at once where the CPU has AVX-512,
 * one by one elsewhere.
 */
#include "dup/trace.h"

#if defined(__x86_64__) && !defined(TRACE_SCALAR)
#include <immintrin.h>
#define HAVE_VECTOR 1
#endif

#ifdef HAVE_VECTOR

enum { LANES = 8 };

/* trace_word, of eight words at once; the word from which on none were made. */
__attribute__((target("avx512f"))) static size_t
make_eights(uint8_t *word, const uint64_t *hash, size_t n)
{
	const __m512i figure = _mm512_set1_epi64(TRACE_FIGURE);
	const __m512i others = _mm512_set1_epi64(256 - TRACE_FIGURE);
	size_t i;

	for (i = 0; i + LANES <= n; i += LANES) {
		__m512i h = _mm512_loadu_si512((const void *)(hash + i)), x;
		__mmask8 number = _mm512_test_epi64_mask(
		    h, _mm512_set1_epi64(1));

		x = _mm512_mask_mov_epi64(figure, number, others);
		x = _mm512_srli_epi64(
		    _mm512_mul_epu32(_mm512_srli_epi64(h, 32), x), 32);
		x = _mm512_mask_add_epi64(x, number, x, figure);
		_mm_storel_epi64(
		    (__m128i *)(void *)(word + i), _mm512_cvtepi64_epi8(x));
	}
	return i;
}

#endif

void
trace_words(uint8_t *word, const uint64_t *hash, size_t n)
{
	size_t i = 0;

#ifdef HAVE_VECTOR
	if (__builtin_cpu_supports("avx512f"))
		i = make_eights(word, hash, n);
#endif
	for (; i < n; i++)
		word[i] = trace_word(hash[i]);
}

static void
put16(uint8_t *p, unsigned n)
{
	p[0] = (uint8_t)n;
	p[1] = (uint8_t)(n >> 8);
}

static unsigned
get16(const uint8_t *p)
{
	return p[0] | (unsigned)p[1] << 8;
}

void
trace_write(const struct trace *t, struct buf *out)
{
	uint8_t head[TRACE_HEAD];

	put16(head, t->n);
	put16(head + 2, t->title);
	put16(head + 4, t->day);
	put16(head + 6, t->all);
	buf_add(out, (const char *)head, sizeof head);
	buf_add(out, (const char *)t->word, t->n);
}

size_t
trace_read(struct trace *t, const uint8_t *p, size_t size)
{
	if (size < TRACE_HEAD)
		return 0;
	*t = (struct trace) { .word = p + TRACE_HEAD,
		.n = get16(p),
		.title = get16(p + 2),
		.day = get16(p + 4),
		.all = get16(p + 6) };
	if (t->n > TRACE_WORDS || t->n > size - TRACE_HEAD || t->all < t->n ||
	    t->title > t->n || t->title > TRACE_TITLE)
		return 0;
	return TRACE_HEAD + (size_t)t->n;
}
