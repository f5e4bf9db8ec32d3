/* Logistic regression: see learn.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "learn.h"

struct logistic {
	const struct logistic_data *d;
	const struct logistic_options *o;
};

void
logistic_add(
    struct logistic_data *d, const unsigned *feature, size_t n, bool gold)
{
	d->gold = mem_grow(
	    d->gold, &d->gold_cap, d->rows.n + 1, sizeof *d->gold);
	d->gold[d->rows.n] = gold;
	learn_rows_add(&d->rows, feature, n);
}

void
logistic_data_free(struct logistic_data *d)
{
	learn_rows_free(&d->rows);
	free(d->gold);
	*d = (struct logistic_data) { 0 };
}

static double
loss(void *ctx, const double *w, double *g)
{
	const struct logistic *f = ctx;
	const uint32_t *id;
	double sum = 0, score, by;
	size_t j, n;

	g[0] = 0;
	for (size_t i = 1; i < f->d->features; i++) {
		g[i] = f->o->ridge * w[i];
		sum += f->o->ridge * w[i] * w[i] / 2;
	}
	for (size_t i = 0; i < f->d->rows.n; i++) {
		id = learn_row(&f->d->rows, i, &n);
		for (j = 0, score = 0; j < n; j++)
			score += w[id[j]];
		sum += learn_logistic(score, f->d->gold[i], f->o->penalty, &by);
		for (j = 0; j < n; j++)
			g[id[j]] += by;
	}
	return sum;
}

int *
logistic_train(const struct logistic_data *d, const struct logistic_options *o)
{
	struct logistic f = { d, o };
	double *x = mem_zero(d->features, sizeof *x);
	int *w = mem_zero(d->features, sizeof *w);

	learn_minimise(
	    loss, &f, x, d->features, o->rounds > 0 ? o->rounds : 200);
	for (size_t i = 0; i < d->features; i++)
		w[i] = learn_round(o->scale * x[i]);
	free(x);
	return w;
}

int
logistic_score(const int *w, const struct logistic_data *d, size_t row)
{
	size_t n;
	const uint32_t *id = learn_row(&d->rows, row, &n);
	int sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += w[id[i]];
	return sum;
}
