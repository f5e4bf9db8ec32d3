/* What the learners share: numbers, the search for a minimum, folds, tables. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fit/learn.h"
#include "tap.h"

static void
test_numbers(void)
{
	double x, worst = 0, worst_log = 0, error;
	uint64_t state = 7, again = 7;
	unsigned seen = 0;

	for (x = -700; x <= 700; x += .37) {
		error = fabs(learn_exp(x) / exp(x) - 1);
		worst = error > worst ? error : worst;
		error = fabs(learn_log(exp(x)) - x);
		worst_log = error > worst_log ? error : worst_log;
	}
	ok(worst < 1e-14, "learn_exp is e to the x (%g)", worst);
	ok(worst_log < 1e-12, "learn_log is its inverse (%g)", worst_log);
	ok(learn_exp(0) == 1 && learn_log(1) == 0 && learn_exp(-1e9) > 0,
	    "at 0, at 1, far out");
	ok(learn_round(.5) == 1 && learn_round(-.5) == -1 &&
		learn_round(.49) == 0,
	    "learn_round");
	for (unsigned i = 0; i < 200; i++)
		seen |= 1u << learn_random(&state, 8);
	ok(seen == 0xff, "learn_random comes by all numbers, no others");
	ok(learn_random(&again, 1000) == 487, "and is the same everywhere");
}

static void
test_logistic_loss(void)
{
	double slope, s, x, high, low;
	bool good = true;

	for (x = -30; x <= 30; x += 1.5) {
		high = learn_logistic(x + 1e-6, false, 3, &s);
		low = learn_logistic(x - 1e-6, false, 3, &s);
		learn_logistic(x, false, 3, &slope);
		good = good && fabs((high - low) / 2e-6 - slope) < 1e-6;
		good = good && fabs(low - 3 * log1p(exp(x - 1e-6))) < 1e-9;
	}
	ok(good, "the logistic loss and its slope");
}

/* A bowl askew: 10 (x - y)^2 + (x - 3)^2, plus (z + 1)^4. */
static double
bowl(void *ctx, const double *x, double *g)
{
	double a = x[0] - x[1], b = x[0] - 3, c = x[2] + 1;

	++*(unsigned *)ctx;
	g[0] = 20 * a + 2 * b;
	g[1] = -20 * a;
	g[2] = 4 * c * c * c;
	return 10 * a * a + b * b + c * c * c * c;
}

static void
test_minimise(void)
{
	double x[3] = { -50, 80, 9 };
	unsigned calls = 0, rounds = learn_minimise(bowl, &calls, x, 3, 200);

	ok(fabs(x[0] - 3) < 1e-3 && fabs(x[1] - 3) < 1e-3 &&
		fabs(x[2] + 1) < 1e-1,
	    "the bottom of a bowl: %g %g %g", x[0], x[1], x[2]);
	ok(rounds < 60 && calls < 2 * rounds + 20,
	    "found in %u rounds, %u looks", rounds, calls);
}

static void
test_folds(void)
{
	struct learn_options o = { .leave = 2, .folds = 5 };
	static const char *const site[] = { "a", "b", "c", "d", "e", "f", "g",
		"h", "i", "j", "k", "l" };
	unsigned left = 0;
	bool parted = true;

	for (unsigned i = 0; i < 12; i++) {
		parted = parted &&
		    learn_trains(&o, span_str(site[i])) !=
			learn_scores(&o, span_str(site[i]));
		left += learn_scores(&o, span_str(site[i]));
	}
	ok(parted && left > 0 && left < 12, "%u of 12 sites are left out",
	    left);
	o.leave = -1;
	ok(learn_trains(&o, SPAN("a")) && learn_scores(&o, SPAN("a")),
	    "with no fold left out all are trained on, and scored");
}

static void
test_tables(void)
{
	static const char *const name[] = { "new", "one", "two" };
	static const int weight[] = { 1, 2, -3, 4, 5, 6 };
	const struct learn_table t = { 3, 2, name, weight };
	struct span old = SPAN("# head\n\ntwo\t9\t9\tsecond\n# rest\n"
			       "gone\t1\t1\tgone\none\t0\t0\tfirst: a, b");
	struct buf got = { 0 };

	learn_table_add(&got, old, &t);
	ok(span_eq(buf_span(&got),
	       SPAN("# head\n\ntwo\t5\t6\tsecond\n# rest\n"
		    "one\t-3\t4\tfirst: a, b\nnew\t1\t2\t\n")),
	    "a table keeps comments, order, sentences");
	buf_free(&got);
}

int
main(void)
{
	test_numbers();
	test_logistic_loss();
	test_minimise();
	test_folds();
	test_tables();
	return tap_done();
}
