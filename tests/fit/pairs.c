/*
 * Fits the trees of common/tables/pairs.tsv: what two articles are to each
 * other, from the figures of their alignment.  A pair, a line, is
 *
 *	{"n":..., "label":..., "a":{"text":...}, "b":{...}}
 *
 * where b came later, label is dup, contained, update, template or diff, and
 * articles may have title and date.  Fold K of N has the pairs whose n is K
 * modulo N.  A pair with titles trains a second time without them: that some
 * collections have none says nothing.
 */
#include <stdio.h>
#include <stdlib.h>

#include "dup/compare.h"
#include "dup/unit.h"
#include "learn.h"
#include "record/stream.h"

struct pairs_fit {
	struct stream stream;
	struct learn_options learn;
	size_t trees;
	double rate, least, ridge, sample;
	unsigned times;
	struct unit_plan plan;
	struct unit a, b;
	struct comparer comparer;
	struct trees_data train[DECIDE_COUNT], test[DECIDE_COUNT];
};

/* Pairs from this number on are made (forms.pl). */
enum { MADE = 100000 };

#define AT(member) OPT_AT(struct pairs_fit, member)

static const struct opt options[] = {
	{ 0, "trees", "N", "how many trees a question has", OPT_NUMBER,
	    AT(trees), .min = 1, .max = 1000, .init = "500" },
	{ 0, "rate", "X", "the share of a step that a tree takes", OPT_REAL,
	    AT(rate), .min = .01, .max = 1, .init = "0.04" },
	{ 0, "least", "X", "what must be in a leaf", OPT_REAL, AT(least),
	    .min = 0, .max = 1000, .init = "5" },
	{ 0, "ridge", "X", "how numbers are kept small", OPT_REAL, AT(ridge),
	    .min = 0, .max = 1e6, .init = "1" },
	{ 0, "times", "N", "how often a pair counts that was not made",
	    OPT_NUMBER, AT(times), .min = 1, .max = 100, .init = "4" },
	{ 0, "sample", "X", "the share of pairs and figures that a tree sees",
	    OPT_REAL, AT(sample), .min = 0, .max = 1, .init = "0.6" },
	{ .type = OPT_TABLE, .rows = learn_option_rows, AT(learn) },
	{ .type = OPT_TABLE, .rows = stream_options, AT(stream) },
	{ 0 },
};

/* Which way a figure speaks for a repeat, whatever chance has put into the
 * pairs: 1 the more the more, -1 the less. */
static const int rises[DECIDE_COUNT][FIGURE_COUNT] = {
	[DECIDE_REPEAT] = {
		[FIGURE_short_share] = 1,
		[FIGURE_long_share] = 1,
		[FIGURE_both_share] = 1,
		[FIGURE_lead_low] = 1,
		[FIGURE_lead_high] = 1,
		[FIGURE_longest] = 1,
		[FIGURE_longest_share] = 1,
		[FIGURE_swaps] = -1,
		[FIGURE_swap_rate] = -1,
		[FIGURE_swap_words] = -1,
		[FIGURE_figure_swaps] = -1,
		[FIGURE_figures_kept] = 0,
		[FIGURE_figures_lost] = -1,
		[FIGURE_terms_low] = -1,
		[FIGURE_fresh] = -1,
		[FIGURE_fresh_share] = -1,
		[FIGURE_hole_short] = -1,
	},
};

/* The value of a member of the pair. */
static struct span
member(struct pairs_fit *f, struct record *r, const char *key)
{
	const struct json_member *m = record_find(r, span_str(key));

	if (m == NULL)
		stream_die(&f->stream, STATUS_FATAL, "no %s", key);
	return m->value;
}

static void
read_side(
    struct pairs_fit *f, struct record *r, const char *key, struct unit *u)
{
	u->line = member(f, r, key);
	u->what = NULL;
	unit_make(u, &f->plan);
	if (u->what != NULL)
		stream_die(&f->stream, STATUS_FATAL, "%s: %s", key, u->what);
}

static void
add_figures(struct pairs_fit *f, struct trees_data data[], struct span label)
{
	const int *value = f->comparer.figures.of;
	bool dup = span_eq(label, SPAN("\"dup\"")) ||
	    span_eq(label, SPAN("\"contained\""));
	bool template = span_eq(label, SPAN("\"template\""));

	trees_add(&data[DECIDE_REPEAT], value, dup);
	if (dup)
		return;
	trees_add(&data[DECIDE_TEMPLATE], value, template);
	trees_add(&data[DECIDE_RELATED], value,
	    template || span_eq(label, SPAN("\"update\"")));
}

/* A title less. */
static void
without_title(struct trace *t)
{
	t->word += t->title;
	t->n -= t->title;
	t->all -= t->title;
	t->title = 0;
}

static void
add_pair(struct pairs_fit *f, struct record *r)
{
	struct span label = member(f, r, "label");
	unsigned long n = strtoul(member(f, r, "n").p, NULL, 10);
	bool left = f->learn.leave >= 0 &&
	    n % f->learn.folds == (unsigned)f->learn.leave;
	struct trees_data *data = left ? f->test : f->train;
	unsigned times;
	struct trace *a = &f->a.sketch.trace, *b = &f->b.sketch.trace;

	read_side(f, r, "a", &f->a);
	read_side(f, r, "b", &f->b);
	compare_start(&f->comparer, b, NULL);
	compare_figures(&f->comparer, a);
	add_figures(f, data, label);
	if (left)
		return;
	for (times = n < MADE ? f->times : 1; times > 1; times--)
		add_figures(f, data, label);
	if (a->title == 0 || b->title == 0)
		return;
	without_title(a);
	without_title(b);
	compare_start(&f->comparer, b, NULL);
	compare_figures(&f->comparer, a);
	for (times = n < MADE ? f->times : 1; times > 0; times--)
		add_figures(f, data, label);
}

/* How the fold that was left out fares, or all where there is none. */
static void
report(const struct trees *trees, const struct trees_data *d, const char *name)
{
	unsigned yes = 0, found = 0, wrong = 0;

	for (size_t i = 0; i < d->n; i++) {
		bool said = trees_score(trees, d->value + i * d->features) >= 0;

		yes += d->gold[i];
		found += said && d->gold[i];
		wrong += said && !d->gold[i];
	}
	fprintf(stderr, "%-9s of %4zu: yes %4u  found %4u  false %4u\n", name,
	    d->n, yes, found, wrong);
}

static const char *
name_of(const struct trees_node *node)
{
	return figure_name(
	    (enum figure)(node->feature < 0 ? 0 : node->feature));
}

/* A tree of depth 2 as a row; a question that is not asked is whether the
 * first figure is below 0. */
static void
put_tree(struct buf *out, const char *name, const struct trees_node *t)
{
	unsigned i;

	buf_printf(out, "tree\t%s", name);
	for (i = 0; i < 3; i++)
		buf_printf(out, "\t%s\t%d", name_of(&t[i]),
		    t[i].feature < 0 ? 0 : t[i].threshold);
	for (i = 0; i < 4; i++) {
		const struct trees_node *up = &t[1 + i / 2];

		if (t[0].feature < 0)
			up = &t[0];
		buf_printf(
		    out, "\t%d", up->feature < 0 ? up->score : t[3 + i].score);
	}
	buf_addc(out, '\n');
}

static void
put_forest(struct buf *out, const char *name, const struct trees *t)
{
	size_t nodes = ((size_t)2 << t->depth) - 1;

	buf_printf(out, "bias\t%s\t%d\n", name, t->bias);
	for (size_t i = 0; i < t->trees; i++)
		put_tree(out, name, t->node + i * nodes);
}

/* What people wrote in the old table: its comments, what figures are. */
static void
put_old(struct buf *out, struct span old)
{
	struct span line;

	while (old.n > 0) {
		line = span_cut(&old, '\n');
		if (!span_starts(line, SPAN("bias\t")) &&
		    !span_starts(line, SPAN("tree\t"))) {
			buf_adds(out, line);
			buf_addc(out, '\n');
		}
	}
}

static void
fit(struct pairs_fit *f, unsigned q, struct buf *out)
{
	/* The other questions have a quarter of the pairs. */
	struct trees_options o = { .trees = (unsigned)f->trees /
		    (q == DECIDE_REPEAT ? 1 : 2),
		.depth = 2,
		.rate = f->rate,
		.ridge = f->ridge,
		.least = f->least,
		.penalty = 1,
		.scale = 100,
		.sample = f->sample,
		.rises = rises[q] };
	struct trees trees;

	trees_train(&f->train[q], &o, &trees);
	report(&trees, f->learn.leave < 0 ? &f->train[q] : &f->test[q],
	    decide_questions[q]);
	put_forest(out, decide_questions[q], &trees);
	trees_free(&trees);
	trees_data_free(&f->train[q]);
	trees_data_free(&f->test[q]);
}

int
main(int argc, char **argv)
{
	static struct pairs_fit f;
	struct record r = { .nfields = 0 };
	struct story_params p;
	struct span old = SPAN("");
	struct buf out = { 0 };

	stream_init(&f.stream, "pairs");
	argv = opt_parse(argc, argv, options, "[option ...] [file ...]", &f);
	if (f.learn.table != NULL)
		old = table_load(NULL, f.learn.table);
	stream_start(&f.stream, argv);
	story_preset(&p, PRESET_NEWS);
	f.plan = (struct unit_plan) { .field = { SPAN("text") },
		.nfields = 1,
		.id = SPAN("id"),
		.date = SPAN("date"),
		.sketch = p.sketch };
	words_map_init(&f.plan.map, WORDS_ARABIC);
	for (unsigned q = 0; q < DECIDE_COUNT; q++)
		f.train[q].features = f.test[q].features = FIGURE_COUNT;
	while (stream_next(&f.stream, &r))
		add_pair(&f, &r);
	put_old(&out, old);
	for (unsigned q = 0; q < DECIDE_COUNT; q++)
		fit(&f, q, &out);
	out.n--; /* the last LF is the stream's */
	stream_pass(&f.stream, buf_span(&out));
	buf_free(&out);
	if (f.learn.table != NULL)
		free((void *)(uintptr_t)old.p);
	unit_free(&f.a);
	unit_free(&f.b);
	record_free(&r);
	return (int)stream_close(&f.stream);
}
