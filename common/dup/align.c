/*
 * A sample of grams says whether a text is worth to be aligned.
 */
#include "dup/align.h"

#include <endian.h>
#include <string.h>

enum {
	NOWHERE = UINT16_MAX,
	SAMPLE = 64 /* grams, about */
};

static uint32_t
gram_at(const uint8_t *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16;
}

static unsigned
gram_slot(const struct aligner *x, const uint8_t *p)
{
	return gram_at(p) * 0x9e3779b1u >> (32 - x->bits);
}

void
align_start(struct aligner *x, const uint8_t *a, unsigned n)
{
	unsigned i, slot;

	x->a = a;
	x->na = n;
	for (x->bits = 6; x->bits < 13 && 1u << x->bits < n; x->bits++)
		;
	memset(x->slot, 0xff, sizeof x->slot[0] << x->bits);
	for (i = 0; i + ALIGN_GRAM <= n; i++) {
		slot = gram_slot(x, a + i);
		x->before[i] = x->slot[slot];
		x->slot[slot] = (uint16_t)i;
	}
}

static uint64_t
eight_at(const uint8_t *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof v);
	return le64toh(v);
}

/* Words that are the same from a[i] and b[j] on. */
static unsigned
same(const struct aligner *x, unsigned i, unsigned j)
{
	unsigned n = 0;

	while (i + n + 8 <= x->na && j + n + 8 <= x->nb) {
		uint64_t other = eight_at(x->a + i + n) ^
		    eight_at(x->b + j + n);

		if (other != 0)
			return n + (unsigned)__builtin_ctzll(other) / 8;
		n += 8;
	}
	while (i + n < x->na && j + n < x->nb && x->a[i + n] == x->b[j + n])
		n++;
	return n;
}

/* The longest run from b[j] on; of equals the one at next, where a's last run
 * ended, or else the one that stands last.  n is 0 where there is none. */
static struct align_run
longest(const struct aligner *x, unsigned j, unsigned next)
{
	struct align_run best = { 0, (uint16_t)j, 0 };
	unsigned tries = 0, i, n;

	if (j + ALIGN_GRAM > x->nb)
		return best;
	n = same(x, next, j);
	if (n >= ALIGN_GRAM) {
		best.at_a = (uint16_t)next;
		best.n = (uint16_t)n;
	}
	for (i = x->slot[gram_slot(x, x->b + j)];
	     i != NOWHERE && tries < ALIGN_TRIES; i = x->before[i], tries++) {
		n = same(x, i, j);
		if (n < ALIGN_GRAM || n <= best.n)
			continue;
		best.at_a = (uint16_t)i;
		best.n = (uint16_t)n;
	}
	return best;
}

/* All runs from left to right; one word later there may be a longer one. */
static void
find_runs(struct aligner *x)
{
	struct align_run run, later;
	unsigned j = 0, next = 0;

	x->nruns = 0;
	while (j + ALIGN_GRAM <= x->nb) {
		run = longest(x, j, next);
		if (run.n == 0) {
			j++;
			continue;
		}
		later = longest(x, j + 1, next);
		if (later.n > run.n)
			run = later;
		x->run[x->nruns++] = run;
		next = run.at_a + run.n;
		j = run.at_b + run.n;
	}
}

/* The heaviest chain that ends at a[0..end): a Fenwick tree (1994). */
static struct align_best
best_before(const struct aligner *x, unsigned end)
{
	struct align_best best = { 0, NOWHERE };

	for (; end > 0; end &= end - 1)
		if (x->best[end].weight > best.weight)
			best = x->best[end];
	return best;
}

static void
note_best(struct aligner *x, unsigned end, struct align_best b)
{
	for (; end <= x->na; end += end & -end)
		if (b.weight > x->best[end].weight)
			x->best[end] = b;
}

/* Runs may overlap by a word or two, which are the first one's. */
static unsigned
chain_end(const struct align_run *r)
{
	return r->at_a + r->n - (r->n > 4 ? 2 : r->n > 3 ? 1 : 0);
}

static void
find_chain(struct aligner *x)
{
	struct align_best b;
	unsigned i, at;

	memset(x->best, 0, (x->na + 1) * sizeof x->best[0]);
	for (i = 0; i < x->nruns; i++) {
		b = best_before(x, x->run[i].at_a);
		x->link[i] = b.last;
		b.weight += x->run[i].n - 1u;
		b.last = (uint16_t)i;
		note_best(x, chain_end(&x->run[i]), b);
	}
	b = best_before(x, x->na);
	x->nchain = 0;
	for (at = b.last; at != NOWHERE; at = x->link[at])
		x->nchain++;
	for (i = x->nchain, at = b.last; i-- > 0; at = x->link[at])
		x->chain[i] = x->run[at];
}

/* Let the runs of the chain not overlap, and grow into the gaps. */
static void
fit_chain(struct aligner *x)
{
	unsigned a = 0, b = 0, over;

	for (unsigned i = 0; i < x->nchain; i++) {
		struct align_run *r = &x->chain[i];

		over = a > r->at_a ? a - r->at_a : 0;
		r->at_a = (uint16_t)(r->at_a + over);
		r->at_b = (uint16_t)(r->at_b + over);
		r->n = (uint16_t)(r->n - over);
		while (r->at_a > a && r->at_b > b &&
		    x->a[r->at_a - 1] == x->b[r->at_b - 1]) {
			r->at_a--;
			r->at_b--;
			r->n++;
		}
		a = r->at_a + r->n;
		b = r->at_b + r->n;
		memset(x->in_a + r->at_a, ALIGN_ORDER, r->n);
		memset(x->in_b + r->at_b, ALIGN_ORDER, r->n);
	}
}

/* Mark the longest common subsequence of a[i..i + n) and b[j..j + m). */
static void
fill_gap(struct aligner *x, unsigned i, unsigned n, unsigned j, unsigned m)
{
	uint8_t lcs[ALIGN_GAP + 1][ALIGN_GAP + 1] = { { 0 } };
	unsigned p, q;

	for (p = n; p-- > 0;)
		for (q = m; q-- > 0;)
			if (x->a[i + p] == x->b[j + q])
				lcs[p][q] = lcs[p + 1][q + 1] + 1;
			else
				lcs[p][q] = lcs[p + 1][q] > lcs[p][q + 1]
				    ? lcs[p + 1][q]
				    : lcs[p][q + 1];
	for (p = q = 0; p < n && q < m && lcs[p][q] > 0;)
		if (x->a[i + p] == x->b[j + q]) {
			x->in_a[i + p++] = ALIGN_ORDER;
			x->in_b[j + q++] = ALIGN_ORDER;
		} else if (lcs[p + 1][q] >= lcs[p][q + 1])
			p++;
		else
			q++;
}

static void
fill_gaps(struct aligner *x)
{
	for (unsigned i = 0; i + 1 < x->nchain; i++) {
		const struct align_run *r = &x->chain[i], *next = r + 1;
		unsigned a = r->at_a + r->n, b = r->at_b + r->n;
		unsigned n = next->at_a - a, m = next->at_b - b;

		if (n > 0 && n <= ALIGN_GAP && m > 0 && m <= ALIGN_GAP)
			fill_gap(x, a, n, b, m);
	}
}

/* Mark what is left of the runs outside the chain. */
static void
mark_moved(struct aligner *x)
{
	unsigned i, k, from;

	for (i = 0; i < x->nruns; i++) {
		const struct align_run *r = &x->run[i];
		uint8_t *a = x->in_a + r->at_a, *b = x->in_b + r->at_b;

		for (k = 0; k < r->n; k++) {
			for (from = k; k < r->n && a[k] == ALIGN_NONE &&
			     b[k] == ALIGN_NONE;
			     k++)
				;
			if (k - from < ALIGN_MOVED)
				continue;
			memset(a + from, ALIGN_OTHER, k - from);
			memset(b + from, ALIGN_OTHER, k - from);
		}
	}
}

void
align(struct aligner *x, const uint8_t *b, unsigned n)
{
	x->b = b;
	x->nb = n;
	memset(x->in_a, ALIGN_NONE, x->na);
	memset(x->in_b, ALIGN_NONE, n);
	find_runs(x);
	find_chain(x);
	fit_chain(x);
	fill_gaps(x);
	mark_moved(x);
}

/* Would longest find a run from b[j] on, where next is 0? */
static bool
is_there(const struct aligner *x, unsigned j)
{
	uint32_t gram = gram_at(x->b + j);
	unsigned tries = 0, i;

	for (i = x->slot[gram_slot(x, x->b + j)];
	     i != NOWHERE && tries < ALIGN_TRIES; i = x->before[i], tries++)
		if (gram_at(x->a + i) == gram)
			return true;
	return x->na >= ALIGN_GRAM && gram_at(x->a) == gram;
}

unsigned
align_sample(struct aligner *x, const uint8_t *b, unsigned n, unsigned *tried)
{
	unsigned step = n / SAMPLE + 1, hit = 0;

	x->b = b;
	x->nb = n;
	*tried = 0;
	for (unsigned j = 0; j + ALIGN_GRAM <= n; j += step, ++*tried)
		hit += is_there(x, j);
	return hit;
}
