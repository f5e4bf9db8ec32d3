/* Chains learn from what a row shows and what stands above; costs shift what
 * goes wrong. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fit/learn.h"
#include "tap.h"

enum { BIAS, FIRST, SAYS_A, SAYS_B, NOISE, FEATURES };
enum { A, B, LABELS };

/* Sequences of As, then Bs.  A row says which it is `told` times in a hundred,
 * and then says it wrongly one time in ten; else it shows nothing. */
static void
make(struct chain_data *d, uint64_t seed, unsigned told, unsigned n)
{
	unsigned feature[4], k, rows, turn, label;

	*d = (struct chain_data) { .features = FEATURES, .labels = LABELS };
	for (; n > 0; n--) {
		rows = 3 + learn_random(&seed, 8);
		turn = 1 + learn_random(&seed, rows);
		for (unsigned i = 0; i < rows; i++) {
			label = i < turn ? A : B;
			k = 0;
			feature[k++] = BIAS;
			if (i == 0)
				feature[k++] = FIRST;
			if (learn_random(&seed, 100) < told)
				feature[k++] = SAYS_A +
				    (label ^ (learn_random(&seed, 10) == 0));
			if (learn_random(&seed, 2) == 0)
				feature[k++] = NOISE;
			chain_add(d, feature, k, label);
		}
		chain_end(d);
	}
}

/* Train on one draw, decode another. */
static void
learn(const struct chain_options *o, unsigned told, struct chain_weights *w,
    size_t *count)
{
	struct chain_data train, test;

	make(&train, 1, told, 300);
	make(&test, 2, told, 300);
	chain_train(&train, o, w);
	memset(count, 0, LABELS * LABELS * sizeof *count);
	chain_confusion(w, &test, count);
	chain_data_free(&train);
	chain_data_free(&test);
}

static void
test_learns(void)
{
	struct chain_options o = { .ridge = 1, .scale = 100 };
	struct chain_weights w, again;
	size_t c[LABELS * LABELS], all, wrong;

	learn(&o, 80, &w, c);
	all = c[0] + c[1] + c[2] + c[3];
	wrong = c[A * LABELS + B] + c[B * LABELS + A];
	/* A row by itself: one in five says nothing, one in ten lies. */
	ok(all > 1500 && wrong * 100 < all * 8, "%zu of %zu rows wrong", wrong,
	    all);
	ok(w.edge[B * LABELS + A] < w.edge[B * LABELS + B] - 200 &&
		w.edge[A * LABELS + A] > w.edge[B * LABELS + A] + 200,
	    "no way back from B to A");
	ok(w.state[SAYS_A * LABELS + A] > w.state[SAYS_A * LABELS + B] + 100 &&
		w.state[FIRST * LABELS + A] > w.state[FIRST * LABELS + B] + 100,
	    "what a row says, and where it stands");
	ok(abs(w.state[NOISE * LABELS + A] - w.state[NOISE * LABELS + B]) < 60,
	    "noise is no evidence");
	learn(&o, 80, &again, c);
	ok(memcmp(w.state, again.state, FEATURES * LABELS * sizeof *w.state) ==
		    0 &&
		memcmp(w.edge, again.edge, LABELS * LABELS * sizeof *w.edge) ==
		    0,
	    "twice the same weights");
	chain_weights_free(&w);
	chain_weights_free(&again);
}

static void
test_costs(void)
{
	static const double dear_b[] = { 0, 3, 0, 0 },
			    dear_a[] = { 0, 0, 3, 0 };
	struct chain_options o = { .ridge = 1, .scale = 100 };
	struct chain_weights w;
	size_t even[4], a[4], b[4];

	learn(&o, 50, &w, even);
	chain_weights_free(&w);
	o.cost = dear_b;
	learn(&o, 50, &w, b);
	chain_weights_free(&w);
	o.cost = dear_a;
	learn(&o, 50, &w, a);
	chain_weights_free(&w);
	ok(b[A * LABELS + B] * 2 < even[A * LABELS + B] &&
		b[B * LABELS + A] > even[B * LABELS + A],
	    "A taken for B is dear: %zu, were %zu", b[A * LABELS + B],
	    even[A * LABELS + B]);
	ok(a[B * LABELS + A] * 2 < even[B * LABELS + A] &&
		a[A * LABELS + B] > even[A * LABELS + B],
	    "B taken for A is dear: %zu, were %zu", a[B * LABELS + A],
	    even[B * LABELS + A]);
}

/* What was learned before is where it begins, and what the ridge pulls to. */
static void
test_base(void)
{
	struct chain_options o = { .ridge = 1, .scale = 100 };
	struct chain_weights base, w;
	size_t before[4], c[4], states = FEATURES * LABELS;

	learn(&o, 80, &base, before);
	memset(base.state, 0, LABELS * sizeof(int));
	o.base = &base;
	o.ridge = 1e7;
	learn(&o, 80, &w, c);
	ok(memcmp(w.state, base.state, states * sizeof(int)) == 0 &&
		memcmp(w.edge, base.edge, LABELS * LABELS * sizeof(int)) == 0,
	    "with a strong ridge the base stays");
	chain_weights_free(&w);
	o.ridge = 1;
	learn(&o, 80, &w, c);
	ok(memcmp(w.state, base.state, states * sizeof(int)) != 0 &&
		c[1] + c[2] < (before[1] + before[2]) * 11 / 10,
	    "with another it is mended: %zu wrong, were %zu", c[1] + c[2],
	    before[1] + before[2]);
	chain_weights_free(&base);
	chain_weights_free(&w);
}

/* The best of all labellings, one by one. */
static int
best_of_all(const struct chain_weights *w, const struct chain_data *d)
{
	size_t n = d->end[0], i, m;
	unsigned long code, codes = 1, rest;
	int best = -1000000, sum;
	unsigned label, last = 0;
	const uint32_t *id;

	for (i = 0; i < n; i++)
		codes *= w->labels;
	for (code = 0; code < codes; code++) {
		sum = 0;
		for (i = 0, rest = code; i < n; i++, rest /= w->labels) {
			label = (unsigned)(rest % w->labels);
			id = learn_row(&d->rows, i, &m);
			for (size_t j = 0; j < m; j++)
				sum += w->state[id[j] * w->labels + label];
			if (i > 0)
				sum += w->edge[last * w->labels + label];
			last = label;
		}
		best = sum > best ? sum : best;
	}
	return best;
}

static int
score(const struct chain_weights *w, const struct chain_data *d,
    const unsigned *label)
{
	size_t m;
	const uint32_t *id;
	int sum = 0;

	for (size_t i = 0; i < d->end[0]; i++) {
		id = learn_row(&d->rows, i, &m);
		for (size_t j = 0; j < m; j++)
			sum += w->state[id[j] * w->labels + label[i]];
		if (i > 0)
			sum += w->edge[label[i - 1] * w->labels + label[i]];
	}
	return sum;
}

static void
test_decode(void)
{
	enum { ROWS = 7, NLABELS = 3 };
	struct chain_weights w = { FEATURES, NLABELS,
		mem_zero(FEATURES * NLABELS, sizeof(int)),
		mem_zero(NLABELS * NLABELS, sizeof(int)) };
	struct chain_data d;
	uint64_t seed = 5;
	unsigned label[ROWS];
	bool good = true;

	for (unsigned round = 0; round < 50; round++) {
		d = (struct chain_data) { .features = FEATURES,
			.labels = NLABELS };
		for (unsigned i = 0; i < FEATURES * NLABELS; i++)
			w.state[i] = (int)learn_random(&seed, 40) - 20;
		for (unsigned i = 0; i < NLABELS * NLABELS; i++)
			w.edge[i] = (int)learn_random(&seed, 40) - 20;
		for (unsigned i = 0; i < ROWS; i++)
			chain_add(&d,
			    (unsigned[]) {
				BIAS, FIRST + learn_random(&seed, 4) },
			    2, 0);
		chain_end(&d);
		chain_decode(&w, &d, 0, label);
		good = good && score(&w, &d, label) == best_of_all(&w, &d);
		chain_data_free(&d);
	}
	ok(good, "decoding finds the best of all labellings");
	chain_weights_free(&w);
}

int
main(void)
{
	test_learns();
	test_costs();
	test_base();
	test_decode();
	return tap_done();
}
