/*
 * What is looked at is bounded: a few lines between a headline and its first
 * paragraph, and some paragraphs on each side of it, whose words are compared.
 * Margins say when a headline's label counts as sure, and lengths when a text
 * is too thin for an article.
 */
#include "news/boundary.h"

#include <stdlib.h>

#include "base/mem.h"
#include "news/label.h"
#include "news/pagekind.h"
#include "news/vocab.h"
#include "record/field.h"
#include "rules/table.h"
#include "tables/tables.h"
#include "text/utf8.h"

enum {
	LEAD_LINES = 12, /* lines between a headline and its first paragraph */
	HEADING_WORDS = 5, /* of a heading that no table knows */
	SIDE_LINES = 3,    /* paragraphs compared on each side */
	SIDE_BYTES = 1200, /* of each */
	DATELINE_BYTES = 160,
	SURE = 30, /* margins of a headline's label */
	UNSURE = 10,
	THIN_POINTS = 150, /* less text than this is no article */
	FAR_LINES = 4000   /* looked at, so that long pages take linear time */
};

#define BIT(e) ((uint32_t)1 << REASON_##e)

static const struct span names[REASON_COUNT] = {
#define REASON_NAME(name) { #name, sizeof #name - 1 },
	REASONS(REASON_NAME)
};

/* A place where an article may start. */
struct candidate {
	size_t cut;      /* the line to cut in front of */
	size_t title;    /* its headline, or the first paragraph */
	size_t body;     /* its first paragraph */
	uint32_t labels; /* of the lines between, a bit each */
	uint32_t evidence;
};

struct search {
	const struct boundary_weights *w;
	int threshold;
	const struct rules *r;
	struct page *p;
	enum boundary_detail detail;
	bool dates_lead; /* dates stand in front of headlines on this page */
	uint32_t first;  /* labels between the page's first headline and its
	                    first paragraph, a bit each */
	enum label last; /* of the page's last line */
	size_t begun;    /* the first headline or sentence, or p->n */
};

struct span
reason_name(enum reason e)
{
	return names[e];
}

void
boundary_put(struct buf *out, const struct boundary *b)
{
	int e;

	if (b == NULL) {
		put_null(out);
		return;
	}
	put_object(out);
	put_number(field_key(out, FIELD_BOUNDARY_SCORE), b->score);
	put_array(field_key(out, FIELD_BOUNDARY_EVIDENCE));
	for (e = 0; e < REASON_COUNT; e++)
		if (b->evidence >> e & 1)
			put_string(out, reason_name((enum reason)e));
	put_array_end(out);
	put_object_end(out);
}

static int
reason_find(struct span name)
{
	int i;

	for (i = 0; i < REASON_COUNT; i++)
		if (span_eq(names[i], name))
			return i;
	return -1;
}

void
boundary_weights_init(struct boundary_weights *w)
{
	struct table t;

	table_start(&t, "boundary.tsv", table_boundary());
	boundary_weights_read(w, &t);
}

bool
boundary_weights_know(struct table t)
{
	struct span cell[TABLE_CELLS];
	int cells = table_row(&t, cell);

	return (cells == 2 || cells == 3) && span_eq(cell[0], SPAN("bias"));
}

static int
read_weight(const struct table *t, struct span cell)
{
	enum { MOST = 10000 }; /* the sum of all is an int */
	char *end;
	long n = cell.n ? strtol(cell.p, &end, 10) : 0;

	if (cell.n == 0 || n < -MOST || n > MOST || end != cell.p + cell.n)
		table_die(t, "no weight", cell);
	return (int)n;
}

void
boundary_weights_read(struct boundary_weights *w, struct table *t)
{
	struct span cell[TABLE_CELLS];
	int e;

	*w = (struct boundary_weights) { .of = { 0 } };
	while (table_row(t, cell) > 0) {
		if ((e = reason_find(cell[0])) < 0)
			table_die(t, "unknown reason", cell[0]);
		w->of[e] = read_weight(t, cell[1]);
	}
}

static int
score(const struct boundary_weights *w, uint32_t evidence)
{
	int i, sum = 0;

	for (i = 0; i < REASON_COUNT; i++)
		if (evidence >> i & 1)
			sum += w->of[i];
	return sum;
}

/* Is line i there, and labelled so? */
static bool
is_at(const struct page *p, size_t i, enum label label)
{
	return i < p->n && p->line[i].label == label;
}

/* A dateline alone on its line, in front of its text. */
static bool
is_dateline(const struct line *l)
{
	return l->role == ROLE_DATELINE &&
	    (l->label == LABEL_BODY || l->label == LABEL_CREDIT);
}

static bool
is_text(const struct page *p, size_t i)
{
	return is_at(p, i, LABEL_BODY) && !is_dateline(&p->line[i]);
}

/* Does the line end an article: its source, keywords, the copyright? */
static bool
is_end(const struct line *l)
{
	return l->label == LABEL_TAGS ||
	    (l->label == LABEL_CREDIT && !is_dateline(l)) ||
	    (l->label == LABEL_FURNITURE && l->labelled &&
		(l->role == ROLE_COPYRIGHT || l->role == ROLE_END));
}

static bool
is_rule(const struct line *l)
{
	return l->label == LABEL_FURNITURE && l->role == ROLE_RULE;
}

/* The line before i; p->n where there is none. */
static size_t
previous(const struct page *p, size_t i)
{
	return i > 0 ? i - 1 : p->n;
}

/* Is line i at most so many lines behind line t, blank ones counted? */
static bool
is_near(const struct page *p, size_t t, size_t i, uint32_t lines)
{
	return p->line[i].number - p->line[t].number <= lines;
}

/* May the line stand between a headline and its first paragraph? */
static bool
leads(const struct line *l)
{
	switch (l->label) {
	case LABEL_DATE:
	case LABEL_AUTHOR:
	case LABEL_SECTION:
	case LABEL_CREDIT:
	case LABEL_CAPTION:
	case LABEL_SITE:
		return true;
	case LABEL_FURNITURE:
		return !is_end(l) && !is_rule(l);
	default:
		return is_dateline(l);
	}
}

/* A line under the headline t that is the headline again, or so short that it
 * is a kicker or a signature that no table knows. */
static bool
is_small_title(const struct page *p, size_t t, size_t i)
{
	const struct line *l = &p->line[i];

	return l->label == LABEL_TITLE &&
	    (page_same_headline(p, t, i) ||
		(i == t + 1 && !l->sentence && l->words <= HEADING_WORDS &&
		    l->words < p->line[t].words));
}

/* What a line between a headline and its first paragraph says. */
static uint32_t
lead_evidence(const struct line *l)
{
	if (is_dateline(l))
		return BIT(dateline);
	if (l->label == LABEL_DATE)
		return l->labelled ? BIT(date) | BIT(stamp) : BIT(date);
	return l->label == LABEL_AUTHOR ? BIT(byline) : 0;
}

/* The first paragraph behind the headline t, or p->n; evidence found on the
 * way is added, and the labels of the lines between, a bit each. */
static size_t
find_body(const struct page *p, size_t t, uint32_t *evidence, uint32_t *labels)
{
	size_t i;

	*labels = 0;
	for (i = t + 1; i < p->n && is_near(p, t, i, LEAD_LINES); i++) {
		const struct line *l = &p->line[i];

		if (is_text(p, i))
			return i;
		if (!leads(l) && !is_small_title(p, t, i))
			break;
		if (is_dateline(l))
			*labels |= (uint32_t)1 << LABEL_CREDIT;
		else if (l->label == LABEL_DATE || l->label == LABEL_AUTHOR ||
		    l->label == LABEL_SECTION)
			*labels |= (uint32_t)1 << l->label;
		*evidence |= lead_evidence(l);
	}
	return p->n;
}

/* What stands between the article before and line i. */
static uint32_t
look_back(const struct search *s, size_t i)
{
	const struct page *p = s->p;
	uint32_t evidence = 0;
	bool passed = false;

	while ((i = previous(p, i)) < p->n) {
		const struct line *l = &p->line[i];

		if (is_end(l))
			return evidence | BIT(end);
		switch (l->label) {
		case LABEL_FURNITURE:
			evidence |= is_rule(l) ? BIT(rule) : BIT(tail);
			break;
		case LABEL_DATE:
			if (!s->dates_lead)
				return evidence | BIT(end);
			break;
		case LABEL_RELATED:
			evidence |= BIT(list);
			break;
		case LABEL_TITLE:
			if (passed || l->words > HEADING_WORDS)
				return evidence;
			passed = true; /* a heading that no table knows */
			break;
		case LABEL_BODY:
			return evidence;
		default:
			break;
		}
	}
	return evidence;
}

/* Is line i the headline t, in a list? */
static bool
is_listed(const struct page *p, size_t t, size_t i)
{
	return p->line[i].label == LABEL_RELATED &&
	    span_eq(p->line[i].text, p->line[t].text);
}

/* Is the headline printed in a list of the page, too? */
static bool
is_repeated(const struct page *p, size_t t)
{
	size_t i;

	for (i = t; i-- > 0 && is_near(p, i, t, FAR_LINES);)
		if (is_listed(p, t, i))
			return true;
	for (i = t + 1; i < p->n && is_near(p, t, i, FAR_LINES - 1); i++)
		if (is_listed(p, t, i))
			return true;
	return false;
}

/* Does the paragraph start with a dateline? */
static bool
has_dateline(struct search *s, const struct line *l)
{
	struct dateline d;
	struct span head = utf8_head(l->text, DATELINE_BYTES);

	fold(&s->p->fold, head);
	return dateline_read(s->r, &s->p->fold, head, 0, &d);
}

/* Up to SIDE_LINES paragraphs from i on, up or down, as a set of words. */
static void
side(struct page *p, size_t i, bool down, struct vocab *v)
{
	struct vocab_list words;
	int n = 0;

	*v = (struct vocab) { .n = 0 };
	while (n < SIDE_LINES && i < p->n) {
		if (is_text(p, i)) {
			struct span text = p->line[i].text;

			vocab_words(&words, utf8_head(text, SIDE_BYTES));
			vocab_add(v, &words);
			n++;
		} else if (n > 0 && is_at(p, i, LABEL_HEADING))
			break;
		if (!down && i == 0)
			break;
		i += down ? 1 : (size_t)-1;
	}
}

/* Do the words of the headline, and of the paragraphs, hang together? */
static uint32_t
compare_sides(struct search *s, const struct candidate *c)
{
	struct vocab before, after;
	struct vocab_list title;
	uint32_t evidence = 0;
	int common, least, to_before, to_after;

	side(s->p, c->cut - 1, false, &before);
	side(s->p, c->body, true, &after);
	common = vocab_common(&before, &after);
	least = before.n < after.n ? before.n : after.n;
	if (common * 100 < least * 8)
		evidence |= BIT(dip);
	else if (common * 100 > least * 20)
		evidence |= BIT(alike);
	if (c->title == c->body)
		return evidence;
	vocab_words(&title, s->p->line[c->title].text);
	to_before = vocab_count(&before, &title);
	to_after = vocab_count(&after, &title);
	if (to_after >= 2 && to_after > to_before + 1)
		evidence |= BIT(pair);
	else if (to_before > to_after)
		evidence |= BIT(stray);
	return evidence;
}

/* Points of text from i on, up to the next heading. */
static uint32_t
text_from(const struct page *p, size_t i)
{
	uint32_t points = 0;

	for (; i < p->n && points < THIN_POINTS; i++) {
		if (is_at(p, i, LABEL_HEADING))
			break;
		if (is_text(p, i))
			points += p->line[i].points;
	}
	return points;
}

/* Points of text in front of i, down to the headline above. */
static uint32_t
text_before(const struct page *p, size_t i)
{
	uint32_t points = 0;

	while (i-- > 0 && points < THIN_POINTS) {
		if (is_at(p, i, LABEL_TITLE))
			break;
		if (is_text(p, i))
			points += p->line[i].points;
	}
	return points;
}

/* Does a source or keywords line follow? */
static bool
has_second(const struct page *p, size_t i)
{
	size_t from = i;

	for (; i < p->n && is_near(p, from, i, FAR_LINES - 1); i++) {
		const struct line *l = &p->line[i];

		if (l->label == LABEL_TAGS ||
		    (l->label == LABEL_CREDIT && l->role == ROLE_SOURCE))
			return true;
		if (l->label == LABEL_HEADING &&
		    !is_at(p, i + 1, LABEL_RELATED))
			break;
	}
	return false;
}

static uint32_t
shape_of(const struct line *l)
{
	uint32_t evidence = 0;
	size_t len;
	uint32_t first = utf8_get(l->text.p, l->text.p + l->text.n, &len);
	char last = l->text.p[l->text.n - 1];

	if (last == ':' || span_ends(l->text, SPAN("؟")) ||
	    span_starts(l->text, SPAN("س:")) ||
	    span_starts(l->text, SPAN("ج:")))
		evidence |= BIT(question);
	if (first == '"' || first == 0xab || first == 0x201c || first == 0x201d)
		evidence |= BIT(quoted);
	if (l->words < 5)
		evidence |= BIT(brief);
	return evidence;
}

/* A blank line in front, on a page whose paragraphs are not parted so. */
static bool
stands_apart(const struct page *p, size_t i)
{
	size_t j, blank = 0, lines = 0;

	if (!page_blank_before(p, i))
		return false;
	for (j = 0; j < p->n && p->line[j].number < FAR_LINES; j++)
		if (p->line[j].number > 0 && is_text(p, j)) {
			lines++;
			blank += page_blank_before(p, j);
		}
	return blank * 2 < lines;
}

/* Is what stands in front of the cut of the kind that ends the page? */
static bool
closes(const struct search *s, size_t cut)
{
	size_t before = previous(s->p, cut);

	return s->last != LABEL_BODY && s->last != LABEL_TITLE &&
	    is_at(s->p, before, s->last);
}

/* Can the words of both sides, which are costly to compare, still make or
 * unmake a cut? */
static bool
may_tip(const struct search *s, uint32_t evidence)
{
	const struct boundary_weights *w = s->w;
	int total = score(w, evidence) - s->threshold;
	int most = w->of[REASON_pair] + w->of[REASON_dip];
	int least = w->of[REASON_stray] + w->of[REASON_alike];

	return total + most >= 0 && total + least < 0;
}

/* All that the lines around a candidate say. */
static void
weigh(struct search *s, struct candidate *c)
{
	struct page *p = s->p;

	c->evidence |= BIT(bias) | look_back(s, c->cut);
	if (is_at(p, c->cut, LABEL_HEADING))
		c->evidence |= BIT(heading);
	if (c->title == c->body)
		c->evidence |= BIT(untitled);
	else {
		c->evidence |= shape_of(&p->line[c->title]);
		if (p->line[c->title].labelled)
			c->evidence |= BIT(label);
		if (is_repeated(p, c->title))
			c->evidence |= BIT(repeat);
	}
	if (p->line[c->title].label == LABEL_TITLE)
		c->evidence |= BIT(titled);
	else if (p->line[c->title].label == LABEL_RELATED)
		c->evidence |= BIT(listed);
	else if (p->line[c->title].label == LABEL_BODY)
		c->evidence |= BIT(bodied);
	if (p->line[c->title].margin >= SURE)
		c->evidence |= BIT(sure);
	else if (p->line[c->title].margin < UNSURE)
		c->evidence |= BIT(unsure);
	if (text_before(p, c->cut) < THIN_POINTS)
		c->evidence |= BIT(short_before);
	if (has_dateline(s, &p->line[c->body]))
		c->evidence |= BIT(dateline);
	if (text_from(p, c->body) < THIN_POINTS)
		c->evidence |= BIT(thin);
	if (has_second(p, c->body))
		c->evidence |= BIT(second);
	if (c->labels != 0 && c->labels == s->first)
		c->evidence |= BIT(same);
	if (s->begun >= c->cut)
		c->evidence |= BIT(headless);
	if (closes(s, c->cut))
		c->evidence |= BIT(closing);
	if (stands_apart(p, c->cut))
		c->evidence |= BIT(blank);
	if (s->detail != BOUNDARY_CUTS || may_tip(s, c->evidence))
		c->evidence |= compare_sides(s, c);
}

/* May line i be a headline, whatever its label? */
static bool
may_be_headline(const struct page *p, size_t i)
{
	const struct line *l;

	if (i >= p->n)
		return false;
	l = &p->line[i];
	if (l->label == LABEL_TITLE)
		return true;
	return (l->label == LABEL_BODY || l->label == LABEL_RELATED ||
		   l->label == LABEL_FURNITURE || l->label == LABEL_CAPTION ||
		   l->label == LABEL_SECTION) &&
	    l->text.n > 0 && !l->stop && !l->labelled && l->words >= 3 &&
	    l->points <= 180;
}

/* Is line i a place where an article may start? */
static bool
find_candidate(const struct page *p, size_t i, struct candidate *c)
{
	size_t next = i, before = previous(p, i);

	*c = (struct candidate) { .cut = i };
	if (is_at(p, i, LABEL_HEADING))
		next = i + 1;
	else if (is_at(p, before, LABEL_HEADING))
		return false; /* the heading was the candidate */
	else if (is_at(p, i, LABEL_TITLE) && is_at(p, before, LABEL_TITLE) &&
	    page_same_headline(p, before, i))
		return false; /* the headline above was */
	c->title = next;
	if (is_text(p, next) && !may_be_headline(p, next)) {
		c->body = next;
		return next != i ||
		    (before < p->n &&
			(is_end(&p->line[before]) ||
			    is_rule(&p->line[before])));
	}
	if (!may_be_headline(p, next))
		return false;
	c->body = find_body(p, next, &c->evidence, &c->labels);
	return c->body < p->n;
}

/* May line i, in front of a headline, belong to it? */
static bool
belongs(const struct search *s, const struct candidate *c, size_t i)
{
	switch (s->p->line[i].label) {
	case LABEL_SECTION:
	case LABEL_HEADING:
		return true;
	case LABEL_DATE:
		return s->dates_lead && !(c->evidence & BIT(date));
	case LABEL_TITLE: /* a heading that no table knows */
		return s->p->line[i].words <= HEADING_WORDS &&
		    !is_text(s->p, previous(s->p, i));
	default:
		return false;
	}
}

/* A heading, section or date in front of the headline belongs to it. */
static void
widen(const struct search *s, struct candidate *c)
{
	size_t i;

	while ((i = previous(s->p, c->cut)) < s->p->n && belongs(s, c, i)) {
		if (is_at(s->p, i, LABEL_DATE))
			c->evidence |= BIT(date);
		c->cut = i;
		if (is_at(s->p, i, LABEL_HEADING))
			break;
	}
}

/* The first headline or paragraph of the page, or p->n. */
static size_t
first_text(const struct page *p)
{
	size_t i = 0;

	while (i < p->n && !is_at(p, i, LABEL_TITLE) && !is_text(p, i))
		i++;
	return i;
}

/* How the page's first article starts, and how the page ends. */
static void
look_at_page(struct search *s)
{
	const struct page *p = s->p;
	uint32_t evidence = 0;
	size_t i, first = first_text(p), last = previous(p, p->n);

	for (i = 0; i < first; i++)
		s->dates_lead |= is_at(p, i, LABEL_DATE);
	if (is_at(p, first, LABEL_TITLE))
		find_body(p, first, &evidence, &s->first);
	while (s->begun < p->n && !is_at(p, s->begun, LABEL_TITLE) &&
	    !(is_text(p, s->begun) && p->line[s->begun].sentence))
		s->begun++;
	s->last = last < p->n ? (enum label)p->line[last].label : LABEL_BODY;
}

static void
keep(struct boundaries *out, const struct page *p, const struct candidate *c,
    int total)
{
	out->b = mem_grow(out->b, &out->cap, out->n + 1, sizeof out->b[0]);
	out->b[out->n++] = (struct boundary) { .line = c->cut,
		.at = form_raw(&p->form,
		    (size_t)(line_all(&p->line[c->cut]).p - p->text.p)),
		.score = total,
		.evidence = c->evidence };
}

/* Would a list be cut into some of its teasers alone? */
static bool
is_half(const struct rules *r, struct page *p, size_t cuts)
{
	size_t teasers = pagekind_teasers(r, p);

	return teasers > 0 && cuts + 1 != teasers && cuts != teasers;
}

void
boundaries_find(const struct rules *r, struct page *p, int threshold,
    enum boundary_detail detail, struct boundaries *out)
{
	struct search s = { .w = r->boundary,
		.threshold = threshold,
		.r = r,
		.p = p,
		.detail = detail };
	struct candidate c;
	bool has_body = false;
	size_t i;
	int total;

	out->n = 0;
	look_at_page(&s);
	for (i = 0; i < p->n; i++) {
		if (has_body && find_candidate(p, i, &c)) {
			if (!is_at(p, i, LABEL_HEADING))
				widen(&s, &c);
			weigh(&s, &c);
			total = score(s.w, c.evidence);
			if (total >= threshold || detail == BOUNDARY_ALL)
				keep(out, p, &c, total);
			if (total >= threshold) {
				has_body = false;
				i = c.title;
			}
		}
		if (is_text(p, i))
			has_body = true;
	}
	if (out->n > 0 && detail != BOUNDARY_ALL && is_half(r, p, out->n))
		out->n = 0;
}

void
boundaries_free(struct boundaries *b)
{
	free(b->b);
	*b = (struct boundaries) { .n = 0 };
}
