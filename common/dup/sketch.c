/*
 * The bins are filled by a few rounds of new hashes of all shingles; what is
 * still empty then is filled bin by bin, a pass over the shingles for each,
 * which ends in any case: for one or two bins that is less than another round.
 */
#include "dup/sketch.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "dup/mix.h"

enum {
	ROUNDS = 6, /* over all bins, before the empty ones are filled */
	FEW = 2     /* empty bins that are filled at once */
};

#define ODD1 0xd6e8feb86659fd93u
#define ODD2 0xa0761d6478bd642fu

struct signature {
	uint32_t min[SKETCH_BINS]; /* EMPTY: none yet */
	unsigned bins, empty;
};

#define EMPTY UINT32_MAX

static uint32_t
make_shingle(const uint64_t *word, unsigned width)
{
	uint64_t h = word[0], number = word[0];

	for (unsigned k = 1; k < width; k++) {
		h = h * ODD1 + word[k]; /* words are well mixed */
		number |= word[k];
	}
	return ((uint32_t)(h >> 32) & ~1u) | (uint32_t)(number & 1);
}

/* All shingles; only the first ones stay when the signature is made. */
static void
make_shingles(struct sketch *s, unsigned width)
{
	const uint64_t *w = s->words.hash;
	size_t n;

	s->nshingles = 0;
	if (s->words.n < SKETCH_MIN_WORDS)
		return;
	n = s->words.n - width + 1;
	s->shingle = mem_grow(
	    s->shingle, &s->shingle_cap, n, sizeof s->shingle[0]);
	if (width == 2)
		for (size_t i = 0; i < n; i++)
			s->shingle[i] = make_shingle(w + i, 2);
	else
		for (size_t i = 0; i < n; i++)
			s->shingle[i] = make_shingle(w + i, width);
	s->nshingles = n;
}

/* Bins that have no minimum yet take part in this round. */
static void
round_all(struct signature *g, const struct sketch *s, unsigned round)
{
	const uint64_t odd = ODD2 + 2 * (uint64_t)round * ODD1;
	uint32_t fresh[SKETCH_BINS];
	unsigned bin;

	memset(fresh, 0xff, g->bins * sizeof fresh[0]);
	for (size_t i = 0; i < s->nshingles; i++) {
		uint64_t h = ((uint64_t)s->shingle[i] + 1) * odd;
		uint32_t low = (uint32_t)(h ^ h >> 29);

		bin = mix_below((uint32_t)(h >> 32), g->bins);
		fresh[bin] = low < fresh[bin] ? low : fresh[bin];
	}
	g->empty = 0;
	for (bin = 0; bin < g->bins; bin++) {
		if (g->min[bin] == EMPTY)
			g->min[bin] = fresh[bin];
		g->empty += g->min[bin] == EMPTY;
	}
}

/* The minimum of one bin over all shingles. */
static uint32_t
fill(const struct sketch *s, unsigned bin)
{
	const uint32_t odd = (uint32_t)(ODD1 + 2 * (uint64_t)bin * ODD2) | 1;
	uint32_t min = EMPTY, h;

	for (size_t i = 0; i < s->nshingles; i++) {
		h = (s->shingle[i] + bin) * odd;
		h = (h ^ h >> 15) * 0x846ca68bu;
		min = h < min ? h : min;
	}
	return min;
}

static void
sign(struct signature *g, const struct sketch *s)
{
	memset(g->min, 0xff, g->bins * sizeof g->min[0]);
	g->empty = g->bins;
	for (unsigned round = 0; round < ROUNDS && g->empty > FEW; round++)
		round_all(g, s, round);
	for (unsigned bin = 0; bin < g->bins && g->empty > 0; bin++)
		if (g->min[bin] == EMPTY)
			g->min[bin] = fill(s, bin);
}

/* The figures, and the key of them all in any order. */
static void
make_figures(struct sketch *s)
{
	uint64_t sum = 0;
	size_t n = s->words.n;

	s->nfigures = 0;
	if (s->nshingles == 0)
		return;
	s->figure = mem_grow(s->figure, &s->figure_cap, n, sizeof s->figure[0]);
	for (size_t i = 0; i < n; i++) {
		uint64_t w = s->words.hash[i];

		if (!words_number(w))
			continue;
		s->figure[s->nfigures++] = (uint16_t)(w >> 48);
		sum += mix64(w);
	}
	if (s->nfigures >= SKETCH_FIGURES)
		s->key[s->nkeys++] = (uint32_t)(mix64(sum) >> 32);
	if (s->nfigures > SKETCH_SHINGLES)
		s->nfigures = SKETCH_SHINGLES;
}

void
sketch_make(struct sketch *s, const struct sketch_params *p)
{
	struct signature g = { .bins = p->bands * p->rows };

	s->norm = words_hash(&s->words);
	s->nkeys = 0;
	make_shingles(s, p->words);
	s->nfigures = 0;
	if (s->nshingles == 0)
		return;
	sign(&g, s);
	for (unsigned b = 0; b < p->bands; b++) {
		uint64_t h = b;

		for (unsigned r = 0; r < p->rows; r++)
			h = mix64(h ^ g.min[b * p->rows + r]) + b;
		s->key[s->nkeys++] = (uint32_t)(h >> 32);
	}
	make_figures(s);
	if (s->nshingles > SKETCH_SHINGLES)
		s->nshingles = SKETCH_SHINGLES;
}

void
sketch_free(struct sketch *s)
{
	words_free(&s->words);
	free(s->shingle);
	free(s->figure);
	*s = (struct sketch) { .shingle = NULL };
}
