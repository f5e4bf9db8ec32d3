/*
 * Fits the weights of common/tables/boundary.tsv: logistic regression of "is
 * there a cut?" on the evidence of each candidate.  A page, a line, is
 *
 *	{"text":..., "gold":{"family":..., "articles":[{"gap":[from,to]}, ...]}}
 *
 * gap being the byte offsets of text in which a cut in front of the article is
 * right (labels.pl, layouts.pl).  Folds are made of families.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "learn.h"
#include "news/boundary.h"
#include "record/stream.h"
#include "rules/table.h"

/* What became of the pages of one layout. */
struct family {
	struct buf name;
	unsigned cuts, missed, wrong;
};

struct gap {
	long from, to;
};

struct boundary_fit {
	struct stream stream;
	struct learn_options learn;
	double penalty, ridge;
	struct rules rules;
	struct page page;
	struct boundaries candidates;
	struct record gold, article;
	struct gap *gap; /* of the page at hand */
	size_t ngaps, gaps_cap;
	struct logistic_data train, test;
	struct family *family;
	size_t nfamilies, families_cap;
	size_t *of; /* the family of each row of test */
	size_t of_cap;
};

enum { NOWHERE = 10000 }; /* each candidate on its own merits */

#define AT(member) OPT_AT(struct boundary_fit, member)

static const struct opt options[] = {
	{ 0, "penalty", "X", "what a false cut costs, in missed ones", OPT_REAL,
	    AT(penalty), .min = .01, .max = 100, .init = "6" },
	{ 0, "ridge", "X", "how weights are kept small", OPT_REAL, AT(ridge),
	    .min = 0, .max = 1e6, .init = "2" },
	{ .type = OPT_TABLE, .rows = learn_option_rows, AT(learn) },
	{ .type = OPT_TABLE, .rows = stream_options, AT(stream) },
	{ 0 },
};

static void
die(struct boundary_fit *f, const char *what)
{
	stream_die(&f->stream, STATUS_FATAL, "gold: %s", what);
}

/* The value of key in the JSON object text, which is parsed into r. */
static struct span
member(
    struct boundary_fit *f, struct record *r, struct span text, const char *key)
{
	const struct json_member *m;
	struct json_error e;

	if (!record_parse(r, text, &e))
		die(f, e.what);
	m = record_find(r, span_str(key));
	if (m == NULL)
		die(f, key);
	return m->value;
}

static void
add_gap(struct boundary_fit *f, struct span gap)
{
	struct json_member number;
	struct gap g;
	size_t at = 0;

	if (!json_element(gap, &at, &number))
		die(f, "gap");
	g.from = strtol(number.value.p, NULL, 10);
	if (!json_element(gap, &at, &number))
		die(f, "gap");
	g.to = strtol(number.value.p, NULL, 10);
	f->gap = mem_grow(f->gap, &f->gaps_cap, f->ngaps + 1, sizeof *f->gap);
	f->gap[f->ngaps++] = g;
}

static size_t
find_family(struct boundary_fit *f, struct span name)
{
	size_t i;

	for (i = 0; i < f->nfamilies; i++)
		if (span_eq(buf_span(&f->family[i].name), name))
			return i;
	f->family = mem_grow(
	    f->family, &f->families_cap, f->nfamilies + 1, sizeof *f->family);
	f->family[f->nfamilies] = (struct family) { 0 };
	buf_adds(&f->family[f->nfamilies++].name, name);
	return i;
}

/* The gaps of the page, and its family. */
static size_t
read_gold(struct boundary_fit *f, struct span gold)
{
	struct span name = member(f, &f->gold, gold, "family");
	struct span articles = member(f, &f->gold, gold, "articles");
	struct json_member article;
	size_t at = 0;

	name = span_skip(name, 1); /* the quotes */
	name.n--;
	f->ngaps = 0;
	json_element(articles, &at, &article); /* the first has no cut */
	while (json_element(articles, &at, &article))
		add_gap(f, member(f, &f->article, article.value, "gap"));
	return find_family(f, name);
}

static bool
is_cut(const struct boundary_fit *f, long at)
{
	size_t i;

	for (i = 0; i < f->ngaps; i++)
		if (at >= f->gap[i].from && at <= f->gap[i].to)
			return true;
	return false;
}

static void
add_candidate(struct boundary_fit *f, const struct boundary *b, size_t family)
{
	unsigned feature[REASON_COUNT], n = 0, e;
	bool gold = is_cut(f, (long)b->at);
	struct span name = buf_span(&f->family[family].name);

	feature[n++] = REASON_bias;
	for (e = 1; e < REASON_COUNT; e++)
		if (b->evidence >> e & 1)
			feature[n++] = e;
	if (learn_trains(&f->learn, name))
		logistic_add(&f->train, feature, n, gold);
	if (!learn_scores(&f->learn, name))
		return;
	f->of = mem_grow(f->of, &f->of_cap, f->test.rows.n + 1, sizeof *f->of);
	f->of[f->test.rows.n] = family;
	logistic_add(&f->test, feature, n, gold);
}

static void
read_pages(struct boundary_fit *f)
{
	struct record r = { .nfields = 0 };
	struct span text;
	const struct json_member *gold;
	size_t family, i;

	while (stream_next(&f->stream, &r)) {
		if (!stream_text(&f->stream, &r, SPAN("text"), &text))
			continue;
		if ((gold = record_find(&r, SPAN("gold"))) == NULL)
			die(f, "there is none");
		family = read_gold(f, gold->value);
		page_read(&f->page, &f->rules, text, NULL);
		boundaries_find(
		    &f->rules, &f->page, NOWHERE, BOUNDARY_ALL, &f->candidates);
		for (i = 0; i < f->candidates.n; i++)
			add_candidate(f, &f->candidates.b[i], family);
	}
	record_free(&r);
}

static void
print_family(struct span name, const struct family *t)
{
	fprintf(stderr, "%-16.*s cuts %5u  missed %4u  false %4u\n",
	    (int)name.n, name.p, t->cuts, t->missed, t->wrong);
}

/* A line a family on standard error, and one for all. */
static void
report(struct boundary_fit *f, const int *weight)
{
	struct family all = { .cuts = 0 }, *t;
	size_t i;
	bool cut;

	for (i = 0; i < f->test.rows.n; i++) {
		t = &f->family[f->of[i]];
		cut = logistic_score(weight, &f->test, i) >= 0;
		t->cuts += f->test.gold[i];
		t->missed += f->test.gold[i] && !cut;
		t->wrong += !f->test.gold[i] && cut;
	}
	for (i = 0; i < f->nfamilies; i++) {
		t = &f->family[i];
		if (learn_scores(&f->learn, buf_span(&t->name)))
			print_family(buf_span(&t->name), t);
		all.cuts += t->cuts;
		all.missed += t->missed;
		all.wrong += t->wrong;
	}
	print_family(SPAN("all"), &all);
}

/* The table with the new weights, to the output. */
static void
write_table(struct boundary_fit *f, struct span old, const int *weight)
{
	const char *name[REASON_COUNT];
	struct learn_table t = { REASON_COUNT, 1, name, weight };
	struct buf out = { 0 };
	unsigned e;

	for (e = 0; e < REASON_COUNT; e++)
		name[e] = reason_name((enum reason)e).p;
	learn_table_add(&out, old, &t);
	out.n--; /* the last LF is the stream's */
	stream_pass(&f->stream, buf_span(&out));
	buf_free(&out);
}

static void
fit_free(struct boundary_fit *f)
{
	while (f->nfamilies > 0)
		buf_free(&f->family[--f->nfamilies].name);
	free(f->family);
	free(f->gap);
	free(f->of);
	logistic_data_free(&f->train);
	logistic_data_free(&f->test);
	boundaries_free(&f->candidates);
	page_free(&f->page);
	record_free(&f->gold);
	record_free(&f->article);
	rules_free(&f->rules);
}

int
main(int argc, char **argv)
{
	struct boundary_fit f = { .ngaps = 0 };
	struct span old = SPAN("");
	int *weight;

	stream_init(&f.stream, "boundary");
	argv = opt_parse(argc, argv, options, "[option ...] [file ...]", &f);
	rules_init(&f.rules, NULL);
	if (f.learn.table != NULL)
		old = table_load(NULL, f.learn.table);
	stream_start(&f.stream, argv);
	f.train.features = f.test.features = REASON_COUNT;
	read_pages(&f);
	weight = logistic_train(
	    &f.train, &(struct logistic_options) { f.penalty, f.ridge, 10, 0 });
	report(&f, weight);
	write_table(&f, old, weight);
	if (f.learn.table != NULL)
		free((void *)(uintptr_t)old.p);
	free(weight);
	fit_free(&f);
	return (int)stream_close(&f.stream);
}
