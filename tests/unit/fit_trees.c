/* Boosted trees learn what no sum of single features says. */
#include <stdlib.h>
#include <string.h>

#include "fit/learn.h"
#include "tap.h"

enum { FEATURES = 3 };

static bool
answer(const int *v)
{
	return (v[0] > 20) != (v[1] > -10);
}

/* Yes where exactly one of two numbers is large; one in five is a lie. */
static void
make(struct trees_data *d, uint64_t seed, unsigned n)
{
	int v[FEATURES];

	*d = (struct trees_data) { .features = FEATURES };
	for (; n > 0; n--) {
		for (int i = 0; i < FEATURES; i++)
			v[i] = (int)learn_random(&seed, 100) - 50;
		trees_add(d, v, answer(v) != (learn_random(&seed, 5) == 0));
	}
}

/* Errors against the truth, and answers of yes. */
static unsigned
errors(const struct trees *t, unsigned *yes)
{
	int v[FEATURES] = { 0 };
	unsigned wrong = 0;

	*yes = 0;
	for (v[0] = -50; v[0] < 50; v[0]++)
		for (v[1] = -50; v[1] < 50; v[1]++) {
			wrong += (trees_score(t, v) >= 0) != answer(v);
			*yes += trees_score(t, v) >= 0;
		}
	return wrong;
}

int
main(void)
{
	struct trees_data d;
	struct trees_options o = { .trees = 40,
		.depth = 3,
		.rate = .3,
		.ridge = 1,
		.least = 2,
		.penalty = 1,
		.scale = 100 };
	struct trees t, again, careful;
	unsigned yes, yes_careful, wrong;

	make(&d, 1, 3000);
	trees_train(&d, &o, &t);
	wrong = errors(&t, &yes);
	ok(wrong < 500, "%u of 10000 wrong", wrong);
	trees_train(&d, &o, &again);
	ok(t.bias == again.bias &&
		memcmp(t.node, again.node, 40 * 15 * sizeof *t.node) == 0,
	    "twice the same trees");
	o.penalty = 12;
	trees_train(&d, &o, &careful);
	errors(&careful, &yes_careful);
	ok(yes_careful * 2 < yes, "yeses: %u, %u where a false one is dear",
	    yes, yes_careful);
	ok(t.node[0].feature >= 0 && t.node[0].feature < 2,
	    "the first split is by what counts");
	trees_free(&t);
	trees_free(&again);
	trees_free(&careful);
	trees_data_free(&d);
	return tap_done();
}
