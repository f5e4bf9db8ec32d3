#include "report/together.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

void
together_init(struct together *t, unsigned names)
{
	*t = (struct together) {
		.names = names < TOGETHER_NAMES ? names : TOGETHER_NAMES,
	};
	t->both = mem_zero((size_t)t->names * t->names + 1, sizeof t->both[0]);
}

void
together_add(struct together *t, const unsigned *name, size_t n)
{
	t->articles++;
	for (size_t i = 0; i < n; i++) {
		t->n[name[i]]++;
		for (size_t j = 0; j < n; j++)
			if (name[i] < name[j])
				t->both[name[i] * t->names + name[j]]++;
	}
}

void
together_drop(struct together *t, unsigned a, unsigned b)
{
	t->both[a < b ? a * t->names + b : b * t->names + a] = 0;
}

/* k log(k n / (row column)): a cell's part of the sum. */
static double
cell(unsigned long k, unsigned long row, unsigned long column, unsigned long n)
{
	if (k == 0)
		return 0;
	return (double)k *
	    log((double)k * (double)n / ((double)row * (double)column));
}

double
together_score(
    unsigned long n12, unsigned long n1, unsigned long n2, unsigned long n)
{
	return 2 *
	    (cell(n12, n1, n2, n) + cell(n1 - n12, n1, n - n2, n) +
		cell(n2 - n12, n - n1, n2, n) +
		cell(n + n12 - n1 - n2, n - n1, n - n2, n));
}

static void
add_pair(struct together *t, unsigned a, unsigned b)
{
	unsigned long n = t->both[a * t->names + b];

	/* Less often than by chance is no pair. */
	if (n < TOGETHER_LEAST ||
	    (double)n * (double)t->articles <=
		(double)t->n[a] * (double)t->n[b])
		return;
	t->pair = mem_grow(t->pair, &t->cap, t->pairs + 1, sizeof t->pair[0]);
	t->pair[t->pairs++] = (struct together_pair) { a, b, n,
		together_score(n, t->n[a], t->n[b], t->articles) };
}

static int
by_score(const void *p, const void *q)
{
	const struct together_pair *x = p, *y = q;

	if (x->score != y->score)
		return x->score < y->score ? 1 : -1;
	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return x->b < y->b ? -1 : x->b > y->b;
}

void
together_close(struct together *t, size_t most)
{
	unsigned shown[TOGETHER_NAMES] = { 0 };
	size_t to = 0;

	for (unsigned a = 0; a < t->names; a++)
		for (unsigned b = a + 1; b < t->names; b++)
			add_pair(t, a, b);
	if (t->pairs > 0)
		qsort(t->pair, t->pairs, sizeof t->pair[0], by_score);
	for (size_t i = 0; i < t->pairs && to < most; i++) {
		struct together_pair p = t->pair[i];

		if (shown[p.a] == TOGETHER_EACH || shown[p.b] == TOGETHER_EACH)
			continue;
		shown[p.a]++;
		shown[p.b]++;
		t->pair[to++] = p;
	}
	t->pairs = to;
}

void
together_free(struct together *t)
{
	free(t->both);
	free(t->pair);
}
