/*
 * Two counters a gram in one cache line, on huge pages where the kernel has
 * some: a look is one miss.
 */
#include "dup/weight.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/mem.h"

enum { HUGE_PAGE = 1 << 21 };

void
weights_init(struct weights *w)
{
	void *p;

	if (posix_memalign(&p, HUGE_PAGE, WEIGHT_SIZE) != 0)
		p = mem_alloc(SIZE_MAX); /* says that there is no memory */
	madvise(p, WEIGHT_SIZE, MADV_HUGEPAGE); /* only for speed */
	memset(p, 0, WEIGHT_SIZE);
	*w = (struct weights) { p, 0 };
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

	x = (x ^ x >> 16) * 0x7feb352du;
	x = (x ^ x >> 15) * 0x846ca68bu;
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

/* The grams of a text that are counted, each once, in no order. */
struct grams {
	uint32_t slot[TRACE_WORDS]; /* 0: free; 1 << bits are in use */
	uint32_t gram[TRACE_WORDS];
	unsigned bits, n;
};

static void
add_gram(struct grams *g, uint32_t gram)
{
	uint32_t mask = (1u << g->bits) - 1, at = gram >> 2 & mask;

	for (gram |= 1; g->slot[at] != 0; at = (at + 1) & mask)
		if (g->slot[at] == gram)
			return;
	g->slot[at] = gram;
	g->gram[g->n++] = gram;
}

static void
find_grams(
    struct grams *g, const struct weights *w, const uint8_t *word, unsigned n)
{
	uint32_t gram;

	for (g->bits = 6; g->bits < 12 && 1u << g->bits < 2 * n; g->bits++)
		;
	memset(g->slot, 0, sizeof g->slot[0] << g->bits);
	g->n = 0;
	for (unsigned i = 0; i + WEIGHT_GRAM <= n; i++) {
		gram = gram_at(word + i);
		if (!is_counted(gram) || g->n * 2 > 1u << g->bits)
			continue;
		__builtin_prefetch(line_of(w, gram), 1);
		add_gram(g, gram);
	}
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
weights_count(struct weights *w, const uint8_t *word, unsigned n)
{
	struct grams g;

	find_grams(&g, w, word, n);
	for (unsigned i = 0; i < g.n; i++)
		count_gram(w, g.gram[i]);
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
weights_mark(
    const struct weights *w, const uint8_t *word, unsigned n, uint8_t *dull)
{
	unsigned end = 0, marked = 0, i;
	bool was = true, is; /* the text's edges are as what is next to them */

	memset(dull, 0, n);
	for (i = 0; i + WEIGHT_GRAM <= n; i++) {
		uint32_t gram = gram_at(word + i);

		if (!is_counted(gram))
			continue;
		is = is_common(w, gram);
		mark_gram(dull, i, end, was, is);
		was = is;
		end = i + WEIGHT_GRAM;
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
