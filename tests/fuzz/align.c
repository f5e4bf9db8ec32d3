/* Two texts of any words: what is aligned is the same and as much on both
 * sides, figures stay within bounds; a trace of any bytes is read or is not. */
#include <string.h>

#include "dup/compare.h"
#include "fuzz/fuzz.h"

static unsigned
marked(const uint8_t *in, unsigned n, enum align_mark mark)
{
	unsigned sum = 0;

	for (unsigned i = 0; i < n; i++)
		sum += in[i] == mark;
	return sum;
}

static void
check_alignment(const struct aligner *x)
{
	unsigned a = 0, b = 0;

	must(marked(x->in_a, x->na, ALIGN_ORDER) ==
	    marked(x->in_b, x->nb, ALIGN_ORDER));
	must(marked(x->in_a, x->na, ALIGN_OTHER) ==
	    marked(x->in_b, x->nb, ALIGN_OTHER));
	for (unsigned i = 0; i < x->nchain; i++) {
		const struct align_run *r = &x->chain[i];

		must(r->n > 0 && r->at_a >= a && r->at_b >= b);
		a = r->at_a + r->n;
		b = r->at_b + r->n;
		must(a <= x->na && b <= x->nb);
		must(memcmp(x->a + r->at_a, x->b + r->at_b, r->n) == 0);
	}
}

static void
check_figures(const struct figures *f)
{
	static const enum figure shares[] = { FIGURE_short_share,
		FIGURE_long_share, FIGURE_both_share, FIGURE_lead_low,
		FIGURE_lead_high, FIGURE_moved, FIGURE_fresh_share };

	for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++)
		must(f->of[shares[i]] >= 0 && f->of[shares[i]] <= 1000);
	must(f->a_hit <= f->a && f->b_hit <= f->b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct comparer c;
	struct trace a, b;
	size_t n = size < TRACE_WORDS ? size : TRACE_WORDS;
	unsigned cut = size > 0 ? (unsigned)(n * data[0] / 256) : 0;

	if (trace_read(&a, data, size) > 0)
		must(a.n <= size && a.title <= a.n);
	a = (struct trace) { .word = data, .n = cut, .all = cut };
	a.title = cut > 40 ? data[1] % 8 : 0;
	b = (struct trace) { .word = data + cut,
		.n = (unsigned)n - cut,
		.all = (unsigned)n - cut };
	compare_start(&c, &a, NULL);
	compare_figures(&c, &b);
	check_alignment(&c.align);
	check_figures(&c.figures);
	return 0;
}
