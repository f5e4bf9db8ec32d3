/*
 * Two counters a gram in one cache line, on huge pages where the kernel has
 * some: a look is one miss.
 */
#include "dup/weight.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/mem.h"

#if defined(__x86_64__) && !defined(WEIGHT_SCALAR)
#include <immintrin.h>
#define HAVE_VECTOR 1
#endif

#define FIRST_ODD 0x7feb352du
#define SECOND_ODD 0x846ca68bu

enum {
	LANES = 8,     /* grams that are hashed at once */
	READ = 16,     /* bytes that are read for them */
	SLOT_BITS = 12 /* of a text, half as many grams count, and one more */
};

void
weights_init(struct weights *w)
{
	void *p = mem_pages(WEIGHT_SIZE);

	/* the clerk has no use for it: what both had would be copied when it is
	 * written, and that stops all threads */
	madvise(p, WEIGHT_SIZE, MADV_DONTFORK);
	*w = (struct weights) { memset(p, 0, WEIGHT_SIZE), 0 };
}

static void
age(struct weights *w)
{
	size_t i;

	for (i = 0; i < WEIGHT_SIZE; i++)
		w->count[i] >>= 1;
}

/* The hash of the gram at p. */
static uint32_t
gram_at(const uint8_t *p)
{
	uint32_t x = p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[3] << 24;

	x = (x ^ x >> 16) * FIRST_ODD;
	x = (x ^ x >> 15) * SECOND_ODD;
	return x ^ x >> 16;
}

static bool
is_counted(uint32_t gram)
{
	return (gram & 3) == 0;
}

/* Where the counters of a gram are. */
static uint8_t *
line_of(const struct weights *w, uint32_t gram)
{
	return w->count + (gram >> 16 << 6);
}

/* Add the hash of the gram at word i, if it is counted. */
static inline void
add_gram(struct weight_grams *g, uint32_t gram, unsigned i)
{
	g->gram[g->n] = gram;
	g->at[g->n] = (uint16_t)i;
	g->n += is_counted(gram);
}

#ifdef HAVE_VECTOR

/* gram_at, of eight words from p on, of which 16 bytes can be read. */
__attribute__((target("avx2"))) static inline __m256i
grams_at(const uint8_t *p)
{
	const __m256i four = _mm256_setr_epi8(0, 1, 2, 3, 1, 2, 3, 4, 2, 3, 4,
	    5, 3, 4, 5, 6, 4, 5, 6, 7, 5, 6, 7, 8, 6, 7, 8, 9, 7, 8, 9, 10);
	__m256i x = _mm256_broadcastsi128_si256(
	    _mm_loadu_si128((const __m128i *)(const void *)p));

	x = _mm256_shuffle_epi8(x, four);
	x = _mm256_xor_si256(x, _mm256_srli_epi32(x, 16));
	x = _mm256_mullo_epi32(x, _mm256_set1_epi32((int)FIRST_ODD));
	x = _mm256_xor_si256(x, _mm256_srli_epi32(x, 15));
	x = _mm256_mullo_epi32(x, _mm256_set1_epi32((int)SECOND_ODD));
	return _mm256_xor_si256(x, _mm256_srli_epi32(x, 16));
}

/* Find grams eight at once; the word from which on none were found. */
__attribute__((target("avx2"))) static unsigned
find_eights(struct weight_grams *g, const uint8_t *word, unsigned n)
{
	uint32_t gram[LANES];
	unsigned i, k;

	for (i = 0; i + READ <= n; i += LANES) {
		_mm256_storeu_si256(
		    (__m256i *)(void *)gram, grams_at(word + i));
		for (k = 0; k < LANES; k++)
			add_gram(g, gram[k], i + k);
	}
	return i;
}

/* The same where the CPU moves those that are counted together. */
__attribute__((target("avx512f,avx512vl,avx2,popcnt"))) static unsigned
find_packed(struct weight_grams *g, const uint8_t *word, unsigned n)
{
	const __m256i first = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
	unsigned i;

	for (i = 0; i + READ <= n; i += LANES) {
		__m256i gram = grams_at(word + i);
		__m256i at = _mm256_add_epi32(first, _mm256_set1_epi32((int)i));
		__mmask8 counted = _mm256_testn_epi32_mask(
		    gram, _mm256_set1_epi32(3));

		gram = _mm256_maskz_compress_epi32(counted, gram);
		at = _mm256_maskz_compress_epi32(counted, at);
		_mm256_storeu_si256((__m256i *)(void *)(g->gram + g->n), gram);
		_mm_storeu_si128((__m128i *)(void *)(g->at + g->n),
		    _mm256_cvtepi32_epi16(at));
		g->n += (unsigned)__builtin_popcount(counted);
	}
	return i;
}

#endif

static void
find_rest(struct weight_grams *g, const uint8_t *word, unsigned n, unsigned i)
{
	for (; i + WEIGHT_GRAM <= n; i++)
		add_gram(g, gram_at(word + i), i);
}

bool
weights_find_by(enum weights_way way, struct weight_grams *g,
    const uint8_t *word, unsigned n)
{
	unsigned i = 0;

	g->n = 0;
#ifdef HAVE_VECTOR
	if (way == WEIGHTS_AVX512 && __builtin_cpu_supports("avx512vl"))
		i = find_packed(g, word, n);
	else if (way == WEIGHTS_AVX2 && __builtin_cpu_supports("avx2"))
		i = find_eights(g, word, n);
	else
#endif
	    if (way != WEIGHTS_PLAIN)
		return false;
	find_rest(g, word, n, i);
	return true;
}

void
weights_find(struct weight_grams *g, const uint8_t *word, unsigned n)
{
	if (!weights_find_by(WEIGHTS_AVX512, g, word, n) &&
	    !weights_find_by(WEIGHTS_AVX2, g, word, n))
		weights_find_by(WEIGHTS_PLAIN, g, word, n);
}

void
weights_await(
    const struct weights *w, const struct weight_grams *g, struct await *a)
{
	for (unsigned i = 0; i < g->n; i++)
		await_add(a, line_of(w, g->gram[i]));
}

/* A set of grams. */
struct gram_set {
	uint32_t slot[1 << SLOT_BITS]; /* 0: free */
	unsigned bits, n;              /* 1 << bits slots are in use */
};

/* False where it was there. */
static bool
set_add(struct gram_set *s, uint32_t gram)
{
	uint32_t mask = (1u << s->bits) - 1, at = gram >> 2 & mask;

	for (gram |= 1; s->slot[at] != 0; at = (at + 1) & mask)
		if (s->slot[at] == gram)
			return false;
	s->slot[at] = gram;
	s->n++;
	return true;
}

static void
count_gram(struct weights *w, uint32_t gram)
{
	uint8_t *line = line_of(w, gram);
	uint8_t *a = line + (gram >> 2 & 63), *b = line + (gram >> 8 & 63);
	uint8_t least = *a < *b ? *a : *b, grow = least < UINT8_MAX;

	*a += grow & (*a == least);
	*b += grow & (b != a) & (*b == least);
}

void
weights_count(struct weights *w, const struct weight_grams *g)
{
	struct gram_set s;

	s.n = 0;
	s.bits = 6;
	while (s.bits < SLOT_BITS && 1u << s.bits < 4 * g->n)
		s.bits++;
	memset(s.slot, 0, sizeof s.slot[0] << s.bits);
	for (unsigned i = 0; i < g->n && s.n * 2 <= 1u << SLOT_BITS; i++)
		if (set_add(&s, g->gram[i]))
			count_gram(w, g->gram[i]);
	if (++w->stories % WEIGHT_AGE == 0)
		age(w);
}

static bool
is_common(const struct weights *w, uint32_t gram)
{
	const uint8_t *line = line_of(w, gram);

	return line[gram >> 2 & 63] >= WEIGHT_COMMON &&
	    line[gram >> 8 & 63] >= WEIGHT_COMMON;
}

/* The gram at word i is, or is not, boilerplate: what that says of its words
 * and of those behind the last one, which ended at `end` and was the same, or
 * not. */
static void
mark_gram(uint8_t *dull, unsigned i, unsigned end, bool was, bool is)
{
	unsigned from = i;

	if (is && was && end < i)
		from = end;
	if (is && !was && end > i)
		from = end;
	if (is)
		memset(dull + from, 1, i + WEIGHT_GRAM - from);
	else if (was && end > i)
		memset(dull + i, 0, end - i);
}

unsigned
weights_mark(const struct weights *w, const struct weight_grams *g, unsigned n,
    uint8_t *dull)
{
	unsigned end = 0, marked = 0, i;
	bool was = true, is; /* the text's edges are as what is next to them */

	memset(dull, 0, n);
	for (i = 0; i < g->n; i++) {
		is = is_common(w, g->gram[i]);
		mark_gram(dull, g->at[i], end, was, is);
		was = is;
		end = g->at[i] + WEIGHT_GRAM;
	}
	if (was && end > 0)
		memset(dull + end, 1, n - end);
	for (i = 0; i < n; i++)
		marked += dull[i];
	return marked;
}

void
weights_free(struct weights *w)
{
	free(w->count);
}
