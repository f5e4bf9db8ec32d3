/*
 * Fits common/tables/lines.tsv: what each evidence of a line speaks for.
 *
 * A page, a line, is what tests/fit/labels.pl prints.  --leave=K leaves the
 * pages of fold K out, and says how the weights fare on them.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include "learn.h"
#include "news/label.h"
#include "record/stream.h"

/* The letters of labels.pl, in the order of enum label. */
static const char letters[] = "TBDAKCGHRSPF";

/* What errors cost, in tenths of a nat: text that is lost, furniture that is
 * taken for text, a headline, date or name that is none, a missed headline. */
enum {
	COST_LOST = 5,
	COST_TAKEN = 7,
	COST_FALSE = 10,
	COST_DATE = 15,
	COST_MISSED = 10
};

struct line_fit {
	struct stream stream;
	struct learn_options learn;
	double ridge;
	struct rules rules;
	struct page page;
	struct chain_data data;
	int *fold;    /* of each sequence */
	bool *judged; /* is it a page of its own, no copy? */
	size_t fold_cap, judged_cap, n;
};

#define AT(member) OPT_AT(struct line_fit, member)

static const struct opt options[] = {
	{ 0, "ridge", "X", "how weights are kept small", OPT_REAL, AT(ridge),
	    .min = 0, .max = 1e6, .init = "10" },
	{ .type = OPT_TABLE, .rows = learn_option_rows, AT(learn) },
	{ .type = OPT_TABLE, .rows = stream_options, AT(stream) },
	{ 0 },
};

/* What a line that was made is, where its gold does not say. */
static enum label
label_by_cue(const struct line *l)
{
	switch (l->role) {
	case ROLE_DATE:
	case ROLE_MODIFIED:
		return LABEL_DATE;
	case ROLE_BYLINE:
		return LABEL_AUTHOR;
	case ROLE_CATEGORY:
		return LABEL_SECTION;
	case ROLE_SOURCE:
		return LABEL_CREDIT;
	case ROLE_KEYWORDS:
		return LABEL_TAGS;
	case ROLE_PROMO:
		return LABEL_RELATED;
	default:
		return LABEL_FURNITURE;
	}
}

static enum label
gold_of(const struct line *l, char letter, bool glued)
{
	const char *at = letter != '\0' ? strchr(letters, letter) : NULL;
	enum label label = at == NULL || glued ? label_by_cue(l)
					       : (enum label)(at - letters);

	/* marks differ on headings and lone datelines: the line decides */
	if ((label == LABEL_RELATED || label == LABEL_FURNITURE) &&
	    l->role == ROLE_RELATED && l->rest == 0)
		return LABEL_HEADING;
	if (label == LABEL_BODY && l->role == ROLE_DATELINE)
		return LABEL_CREDIT;
	return label;
}

static void
add_line(struct line_fit *f, const struct line *l, enum label gold)
{
	unsigned feature[EVIDENCE_COUNT], e;
	size_t n = 0;

	for (e = 0; e < EVIDENCE_COUNT; e++)
		if (evidence_has(&l->e, e))
			feature[n++] = e;
	chain_add(&f->data, feature, n, gold);
}

/* The number of the line of text that p stands in, from that of at. */
static size_t
line_number(const char **at, size_t number, const char *p)
{
	while ((*at = memchr(*at, '\n', (size_t)(p - *at))) != NULL) {
		number++;
		++*at;
	}
	*at = p;
	return number;
}

static void
add_page(struct line_fit *f, struct span text, struct span labels)
{
	size_t i, number = 0, last = (size_t)-1;
	const char *at = text.p;

	page_read(&f->page, &f->rules, text, NULL);
	for (i = 0; i < f->page.n; i++) {
		const struct line *l = &f->page.line[i];

		number = line_number(&at, number, line_all(l).p);
		if (number >= labels.n)
			errx(1, "fewer labels than lines");
		if (l->mark) {
			add_line(f, l, LABEL_SITE);
			continue;
		}
		add_line(f, l, gold_of(l, labels.p[number], number == last));
		last = number;
	}
	chain_end(&f->data);
}

static void
read_pages(struct line_fit *f)
{
	struct record r = { .nfields = 0 };
	struct span text, labels, number;

	while (stream_next(&f->stream, &r)) {
		if (!stream_text(&f->stream, &r, SPAN("text"), &text) ||
		    !stream_text(&f->stream, &r, SPAN("labels"), &labels))
			continue;
		f->fold = mem_grow(
		    f->fold, &f->fold_cap, f->n + 1, sizeof f->fold[0]);
		f->judged = mem_grow(
		    f->judged, &f->judged_cap, f->n + 1, sizeof f->judged[0]);
		number = record_find(&r, SPAN("fold"))->value;
		f->fold[f->n] = atoi(number.p);
		number = record_find(&r, SPAN("copy"))->value;
		f->judged[f->n++] = number.p[0] == '0';
		layout_read(&f->page.layout, &r);
		add_page(f, text, labels);
	}
	record_free(&r);
}

/* The pages that are learned from, all but those of the fold that is left
 * out; or those that are judged. */
static void
select_pages(const struct line_fit *f, bool learned, struct chain_data *out)
{
	int leave = f->learn.leave;
	size_t s, i, n, row = 0;
	const uint32_t *id;

	*out = (struct chain_data) { .features = f->data.features,
		.labels = f->data.labels };
	for (s = 0; s < f->data.n; s++) {
		bool take = learned ? leave < 0 || f->fold[s] != leave
				    : f->fold[s] == leave && f->judged[s];

		for (i = row; i < f->data.end[s]; i++) {
			if (!take)
				continue;
			id = learn_row(&f->data.rows, i, &n);
			chain_add(out, id, n, f->data.gold[i]);
		}
		row = f->data.end[s];
		if (take)
			chain_end(out);
	}
}

static double
cost_of(enum label gold, enum label found)
{
	if (gold == found)
		return 0;
	if (gold == LABEL_BODY)
		return COST_LOST / 10.0;
	if (found == LABEL_BODY)
		return COST_TAKEN / 10.0;
	if (found == LABEL_DATE)
		return COST_DATE / 10.0;
	if (found == LABEL_TITLE || found == LABEL_AUTHOR)
		return COST_FALSE / 10.0;
	return gold == LABEL_TITLE ? COST_MISSED / 10.0 : 0;
}

static void
print_score(const struct chain_weights *w, const struct chain_data *d)
{
	size_t count[LABEL_COUNT * LABEL_COUNT] = { 0 }, right, found, of;
	int g, p;

	chain_confusion(w, d, count);
	for (g = 0; g < LABEL_COUNT; g++) {
		right = count[g * LABEL_COUNT + g];
		found = of = 0;
		for (p = 0; p < LABEL_COUNT; p++) {
			of += count[g * LABEL_COUNT + p];
			found += count[p * LABEL_COUNT + g];
		}
		fprintf(stderr, "%-10s P %.3f R %.3f of %zu\n",
		    label_name((enum label)g).p,
		    found ? (double)right / (double)found : 1,
		    of ? (double)right / (double)of : 1, of);
	}
}

/* The table with the new weights, to the output. */
static void
write_table(struct line_fit *f, struct span old, const struct chain_weights *w)
{
	enum { ROWS = EVIDENCE_COUNT + LABEL_COUNT };
	const char *name[ROWS];
	struct buf move[LABEL_COUNT] = { { 0 } }, out = { 0 };
	int *weight = mem_zero(ROWS * LABEL_COUNT, sizeof *weight);
	struct learn_table t = { ROWS, LABEL_COUNT, name, weight };
	unsigned i;

	for (i = 0; i < EVIDENCE_COUNT; i++)
		name[i] = evidence_name((enum evidence)i);
	for (i = 0; i < LABEL_COUNT; i++) {
		buf_printf(
		    &move[i], "from:%s%c", label_name((enum label)i).p, '\0');
		name[EVIDENCE_COUNT + i] = move[i].p;
	}
	memcpy(weight, w->state, EVIDENCE_COUNT * LABEL_COUNT * sizeof *weight);
	memcpy(weight + EVIDENCE_COUNT * LABEL_COUNT, w->edge,
	    LABEL_COUNT * LABEL_COUNT * sizeof *weight);
	learn_table_add(&out, old, &t);
	out.n--; /* the last LF is the stream's */
	stream_pass(&f->stream, buf_span(&out));
	for (i = 0; i < LABEL_COUNT; i++)
		buf_free(&move[i]);
	buf_free(&out);
	free(weight);
}

static void
fit_free(struct line_fit *f)
{
	chain_data_free(&f->data);
	page_free(&f->page);
	rules_free(&f->rules);
	free(f->fold);
	free(f->judged);
}

int
main(int argc, char **argv)
{
	static const char *no_tables[] = { NULL };
	struct line_fit f = { .data = { .features = EVIDENCE_COUNT,
				  .labels = LABEL_COUNT } };
	double cost[LABEL_COUNT * LABEL_COUNT];
	struct chain_weights w;
	struct chain_data part;
	struct span old = SPAN("");
	int i;

	stream_init(&f.stream, "lines");
	argv = opt_parse(argc, argv, options, "[option ...] [file ...]", &f);
	rules_init(&f.rules, NULL, no_tables);
	if (f.learn.table != NULL)
		old = table_load(NULL, f.learn.table);
	for (i = 0; i < LABEL_COUNT * LABEL_COUNT; i++)
		cost[i] = cost_of((enum label)(i / LABEL_COUNT),
		    (enum label)(i % LABEL_COUNT));
	stream_start(&f.stream, argv);
	read_pages(&f);
	select_pages(&f, true, &part);
	chain_train(
	    &part, &(struct chain_options) { cost, f.ridge, 10, 200 }, &w);
	chain_data_free(&part);
	write_table(&f, old, &w);
	if (f.learn.leave >= 0) {
		select_pages(&f, false, &part);
		print_score(&w, &part);
		chain_data_free(&part);
	}
	if (f.learn.table != NULL)
		free((void *)(uintptr_t)old.p);
	chain_weights_free(&w);
	fit_free(&f);
	return (int)stream_close(&f.stream);
}
