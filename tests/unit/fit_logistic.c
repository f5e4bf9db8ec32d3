/* Logistic regression finds the weights that drew the answers. */
#include <stdlib.h>
#include <string.h>

#include "fit/learn.h"
#include "tap.h"

enum { FEATURES = 5 };
static const double drawn[FEATURES] = { -1, 2, -2, 0, 1 };

static void
make(struct logistic_data *d, unsigned n)
{
	uint64_t seed = 3;
	unsigned feature[FEATURES], k, i;
	double score;

	*d = (struct logistic_data) { .features = FEATURES };
	for (; n > 0; n--) {
		feature[0] = 0;
		score = drawn[0];
		for (k = i = 1; i < FEATURES; i++)
			if (learn_random(&seed, 2) == 0) {
				feature[k++] = i;
				score += drawn[i];
			}
		logistic_add(d, feature, k,
		    learn_random(&seed, 1000000) <
			1000000 / (1 + learn_exp(-score)));
	}
}

/* Answers of yes where it is no. */
static size_t
false_yes(const int *w, const struct logistic_data *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->rows.n; i++)
		n += !d->gold[i] && logistic_score(w, d, i) >= 0;
	return n;
}

int
main(void)
{
	struct logistic_data d;
	struct logistic_options o = { 1, .5, 100, 0 };
	int *w, *again, *careful, *strict;
	bool good = true;

	make(&d, 20000);
	w = logistic_train(&d, &o);
	for (unsigned i = 0; i < FEATURES; i++)
		good = good && abs(w[i] - (int)(100 * drawn[i])) < 12;
	ok(good, "weights found: %d %d %d %d %d", w[0], w[1], w[2], w[3], w[4]);
	again = logistic_train(&d, &o);
	ok(memcmp(w, again, FEATURES * sizeof *w) == 0, "twice the same");
	o.penalty = 5;
	careful = logistic_train(&d, &o);
	ok(false_yes(careful, &d) * 2 < false_yes(w, &d),
	    "where a false yes is dear there are fewer: %zu, were %zu",
	    false_yes(careful, &d), false_yes(w, &d));
	o = (struct logistic_options) { 1, 3000, 100, 0 };
	strict = logistic_train(&d, &o);
	ok(abs(strict[1]) < abs(w[1]) / 2 && abs(strict[2]) < abs(w[2]) / 2 &&
		strict[1] > 0 && strict[2] < 0,
	    "a large ridge keeps weights small: %d %d", strict[1], strict[2]);
	free(w);
	free(again);
	free(careful);
	free(strict);
	logistic_data_free(&d);
	return tap_done();
}
