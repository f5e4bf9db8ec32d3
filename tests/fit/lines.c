/*
 * Fits common/tables/lines.tsv: what each evidence of a line speaks for.
 *
 * A page, a line, is what tests/fit/labels.pl prints.  --leave=K leaves the
 * pages of fold K out, and says how the weights fare on them.
 *
 * Weights are learned from pages as they are; then, from there, those of pages
 * whose site is known, from marked pages with a table of their site
 * (khabar-tables(5)), which is drawn here.  Rows `site:...` have the
 * difference.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include "learn.h"
#include "news/label.h"
#include "news/site.h"
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

/* Pages, and what they are taken for. */
struct page_set {
	struct chain_data data;
	int *fold;    /* of each sequence */
	bool *judged; /* is it a page of its own, no copy? */
	size_t fold_cap, judged_cap;
};

/* What was learned. */
struct fitted {
	struct chain_weights plain, sited;
};

struct line_fit {
	struct stream stream;
	struct learn_options learn;
	double ridge, site_ridge;
	struct rules rules;
	struct page page;
	struct page_set plain, sited; /* without a table of their site, with */
	uint64_t seed;
	struct buf table, key; /* room */
};

#define AT(member) OPT_AT(struct line_fit, member)

static const struct opt options[] = {
	{ 0, "ridge", "X", "how weights are kept small", OPT_REAL, AT(ridge),
	    .min = 0, .max = 1e6, .init = "10" },
	{ 0, "site-ridge", "X", "how differences are kept small", OPT_REAL,
	    AT(site_ridge), .min = 0, .max = 1e6, .init = "20" },
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
add_line(struct chain_data *d, const struct line *l, enum label gold)
{
	unsigned feature[EVIDENCE_COUNT], e;
	size_t n = 0;

	for (e = 0; e < EVIDENCE_COUNT; e++)
		if (evidence_has(&l->e, e))
			feature[n++] = e;
	chain_add(d, feature, n, gold);
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

/* Read a page, and set the labels of its lines to those that are marked. */
static void
read_marked(struct line_fit *f, struct span text, struct span labels)
{
	size_t i, number = 0, last = (size_t)-1;
	const char *at = text.p;

	page_read(&f->page, &f->rules, text, NULL);
	for (i = 0; i < f->page.n; i++) {
		struct line *l = &f->page.line[i];

		number = line_number(&at, number,
		    text.p +
			form_raw(&f->page.form,
			    (size_t)(line_all(l).p - f->page.text.p)));
		if (number >= labels.n)
			errx(1, "fewer labels than lines");
		l->label = l->mark
		    ? LABEL_SITE
		    : (uint8_t)gold_of(l, labels.p[number], number == last);
		if (!l->mark)
			last = number;
	}
}

static void
add_page(struct line_fit *f, struct page_set *to, int fold, bool judged)
{
	size_t i, n = to->data.n;

	for (i = 0; i < f->page.n; i++)
		add_line(&to->data, &f->page.line[i],
		    (enum label)f->page.line[i].label);
	chain_end(&to->data);
	to->fold = mem_grow(to->fold, &to->fold_cap, n + 1, sizeof to->fold[0]);
	to->judged = mem_grow(
	    to->judged, &to->judged_cap, n + 1, sizeof to->judged[0]);
	to->fold[n] = fold;
	to->judged[n] = judged;
}

/* How often, in percent, what is marked so comes back on the pages of a site;
 * and how often on most of them. */
struct habit {
	unsigned again, most;
};

/*
 * The habits of a site.  Its menus and notices come back, on most pages or all
 * that are known; what is new on each page is so, but for the story that the
 * site runs for days; of all else, sites differ.
 */
static void
draw_habits(uint64_t *seed, struct habit h[LABEL_COUNT])
{
	static const unsigned cover[] = { 97, 97, 97, 97, 97, 90, 80, 50 };
	static const unsigned some[] = { 0, 0, 30, 97 };
	unsigned site = cover[learn_random(seed, 8)];
	enum label l;

	for (l = 0; l < LABEL_COUNT; l++)
		h[l] = (struct habit) { some[learn_random(seed, 4)], 70 };
	h[LABEL_FURNITURE] = h[LABEL_SITE] = h[LABEL_HEADING] = (struct habit) {
		site, 90
	};
	h[LABEL_RELATED] = (struct habit) { learn_random(seed, 3) == 0 ? 50 : 3,
		40 };
	h[LABEL_CAPTION] = (struct habit) { 5, 50 };
	h[LABEL_TITLE] = (struct habit) { 4, 0 };
	h[LABEL_BODY] = (struct habit) { 3, 20 };
}

/* A row of the table for a line, if its habit is so. */
static void
add_row(struct line_fit *f, const struct line *l, const struct habit *h)
{
	bool again = learn_random(&f->seed, 100) < h->again;
	bool most = learn_random(&f->seed, 100) < h->most;

	fold(&f->page.fold, l->text);
	site_key(&f->key, &f->page.fold);
	if (!again || f->key.n == 0 || line_is_prose(l))
		return;
	buf_printf(&f->table, "furniture\t\t\t%d\t8\t", most ? 8 : 3);
	buf_adds(&f->table, buf_span(&f->key));
	buf_addc(&f->table, '\n');
}

/* Draw a table of the site of the page that was read. */
static void
draw_table(struct line_fit *f)
{
	struct habit habit[LABEL_COUNT];
	struct table t;
	size_t i;

	draw_habits(&f->seed, habit);
	f->table.n = 0;
	buf_adds(&f->table, SPAN("furniture\t\t\t8\t8\t\n"));
	for (i = 0; i < f->page.n; i++)
		add_row(f, &f->page.line[i], &habit[f->page.line[i].label]);
	sites_free(f->rules.sites);
	f->rules.sites = sites_new();
	table_start(&t, "site", buf_span(&f->table));
	sites_read(f->rules.sites, &t);
	f->page.site = sites_find(f->rules.sites, &(struct page_in) { 0 });
}

static void
read_pages(struct line_fit *f)
{
	struct record r = { .nfields = 0 };
	struct span text, labels;

	while (stream_next(&f->stream, &r)) {
		int fold;
		char copy;

		if (!stream_text(&f->stream, &r, SPAN("text"), &text) ||
		    !stream_text(&f->stream, &r, SPAN("labels"), &labels))
			continue;
		fold = atoi(record_find(&r, SPAN("fold"))->value.p);
		copy = record_find(&r, SPAN("copy"))->value.p[0];
		layout_read(&f->page.layout, &r);
		f->page.site = 0;
		read_marked(f, text, labels);
		if (copy != '2') /* in the rough */
			add_page(f, &f->plain, fold, copy == '0');
		if (fold < 0)
			continue;
		draw_table(f);
		read_marked(f, text, labels);
		add_page(f, &f->sited, fold, copy == '0');
	}
	record_free(&r);
}

/* The pages that are learned from, all but those of fold `leave`; or those
 * that are judged. */
static void
select_pages(const struct page_set *from, int leave, bool learned,
    struct chain_data *out)
{
	const struct chain_data *d = &from->data;
	size_t s, i, n, row = 0;
	const uint32_t *id;

	*out = (struct chain_data) { .features = EVIDENCE_COUNT,
		.labels = LABEL_COUNT };
	for (s = 0; s < d->n; s++) {
		bool take = learned ? leave < 0 || from->fold[s] != leave
				    : from->fold[s] == leave && from->judged[s];

		for (i = row; i < d->end[s]; i++) {
			if (!take)
				continue;
			id = learn_row(&d->rows, i, &n);
			chain_add(out, id, n, d->gold[i]);
		}
		row = d->end[s];
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

/* A row of the table for n weights, if one of them is not 0 or it must be
 * there. */
static void
add_weights(struct learn_table *t, const char **name, int *weight,
    struct buf *called, const int *w, bool must)
{
	int i;

	for (i = 0; i < LABEL_COUNT && !must; i++)
		must = w[i] != 0;
	if (!must)
		return;
	buf_addc(called, '\0');
	name[t->rows] = called->p;
	memcpy(weight + t->rows++ * LABEL_COUNT, w, LABEL_COUNT * sizeof *w);
}

static const int *
row_of(const struct chain_weights *w, unsigned i)
{
	return i < EVIDENCE_COUNT
	    ? w->state + i * LABEL_COUNT
	    : w->edge + (i - EVIDENCE_COUNT) * LABEL_COUNT;
}

/* The table with the new weights, to the output. */
static void
write_table(struct line_fit *f, struct span old, const struct fitted *w)
{
	enum { ROWS = EVIDENCE_COUNT + LABEL_COUNT };
	const char *name[2 * ROWS];
	struct buf called[2 * ROWS] = { { 0 } }, out = { 0 };
	int *weight = mem_zero(2 * ROWS * LABEL_COUNT, sizeof *weight);
	struct learn_table t = { 0, LABEL_COUNT, name, weight };
	int more[LABEL_COUNT];
	unsigned i, k, site;

	for (i = 0; i < 2 * ROWS; i++) {
		const int *plain = row_of(&w->plain, i % ROWS);
		const int *sited = row_of(&w->sited, i % ROWS);

		/* What no other page has needs no `site:`. */
		site = i % ROWS >= EVIDENCE_site_new &&
		    i % ROWS < EVIDENCE_COUNT;
		for (k = 0; k < LABEL_COUNT; k++)
			more[k] = sited[k] - plain[k];
		buf_adds(&called[i], i < ROWS ? SPAN("") : SPAN("site:"));
		if (i % ROWS < EVIDENCE_COUNT)
			buf_adds(&called[i],
			    span_str(evidence_name((enum evidence)(i % ROWS))));
		else
			buf_printf(&called[i], "from:%s",
			    label_name((enum label)(i % ROWS - EVIDENCE_COUNT))
				.p);
		if (i < ROWS)
			add_weights(&t, name, weight, &called[i],
			    site ? sited : plain, true);
		else if (!site)
			add_weights(&t, name, weight, &called[i], more, false);
	}
	learn_table_add(&out, old, &t);
	out.n--; /* the last LF is the stream's */
	stream_pass(&f->stream, buf_span(&out));
	for (i = 0; i < 2 * ROWS; i++)
		buf_free(&called[i]);
	buf_free(&out);
	free(weight);
}

static void
set_free(struct page_set *s)
{
	chain_data_free(&s->data);
	free(s->fold);
	free(s->judged);
}

static void
fit_free(struct line_fit *f)
{
	set_free(&f->plain);
	set_free(&f->sited);
	page_free(&f->page);
	rules_free(&f->rules);
	buf_free(&f->table);
	buf_free(&f->key);
}

/* Learn the weights of pages without a table, then those of tables. */
static void
learn_weights(const struct line_fit *f, struct fitted *w)
{
	double cost[LABEL_COUNT * LABEL_COUNT];
	struct chain_options o = { cost, f->ridge, 10, 200, NULL };
	struct chain_data part;
	int i;

	for (i = 0; i < LABEL_COUNT * LABEL_COUNT; i++)
		cost[i] = cost_of((enum label)(i / LABEL_COUNT),
		    (enum label)(i % LABEL_COUNT));
	select_pages(&f->plain, f->learn.leave, true, &part);
	chain_train(&part, &o, &w->plain);
	chain_data_free(&part);
	o.base = &w->plain;
	o.ridge = f->site_ridge;
	select_pages(&f->sited, f->learn.leave, true, &part);
	chain_train(&part, &o, &w->sited);
	chain_data_free(&part);
}

static void
judge(const struct line_fit *f, const struct page_set *pages,
    const struct chain_weights *w, const char *what)
{
	struct chain_data part;

	fprintf(stderr, "%s:\n", what);
	select_pages(pages, f->learn.leave, false, &part);
	print_score(w, &part);
	chain_data_free(&part);
}

int
main(int argc, char **argv)
{
	struct line_fit f = { .seed = 20240102 };
	struct fitted w;
	struct span old = SPAN("");

	stream_init(&f.stream, "lines");
	argv = opt_parse(argc, argv, options, "[option ...] [file ...]", &f);
	rules_init(&f.rules, NULL);
	if (f.learn.table != NULL)
		old = table_load(NULL, f.learn.table);
	stream_start(&f.stream, argv);
	read_pages(&f);
	learn_weights(&f, &w);
	write_table(&f, old, &w);
	if (f.learn.leave >= 0) {
		judge(&f, &f.plain, &w.plain, "pages as they are");
		judge(&f, &f.sited, &w.sited, "with a table of their site");
	}
	if (f.learn.table != NULL)
		free((void *)(uintptr_t)old.p);
	chain_weights_free(&w.plain);
	chain_weights_free(&w.sited);
	fit_free(&f);
	return (int)stream_close(&f.stream);
}
