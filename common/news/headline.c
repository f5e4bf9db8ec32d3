/*
 * Several lines may be the headline: the surest is taken, and of its printings
 * the one without the name of the site.
 */
#include "news/headline.h"

#include "text/utf8.h"

enum {
	TITLE_SUM = 5,  /* tenths of a log-odds that a headline needs */
	TITLES = 1000,  /* lines that may be it */
	TWICE = 5,      /* what a second printing of it adds */
	TRAIL_WORDS = 4 /* of a headline that ends one, at least */
};

/* Lines that may be the headline: the first TITLES of them, so that the time
 * is linear on a page that has nothing else. */
struct titles {
	uint32_t line[TITLES];
	size_t n;
};

/* How sure line i is the headline: its margin, and more where it is printed
 * again. */
static int
title_sum(const struct sorting *s, const struct titles *t, size_t i)
{
	const struct line *l = line_at(s, i);
	int sum = l->margin;
	size_t k;

	for (k = 0; k < t->n; k++) {
		const struct line *o = line_at(s, t->line[k]);

		if (o != l && span_eq(o->text, l->text))
			sum += o->margin + TWICE;
	}
	return sum;
}

/* The headline without the site's name, where it is printed again so. */
static size_t
shorter_repeat(const struct sorting *s, size_t i)
{
	size_t k, best = i;

	for (k = 0; k < s->p->n; k++) {
		const struct line *l = line_at(s, k);

		if (l->label == LABEL_TITLE &&
		    l->text.n < line_at(s, best)->text.n && l->words >= 4 &&
		    page_same_headline(s->p, k, i))
			best = k;
	}
	return best;
}

/* The line that is the headline for sure, or p->n; the others go to t. */
static size_t
gather_titles(const struct sorting *s, struct titles *t)
{
	size_t i;

	t->n = 0;
	for (i = 0; i < s->p->n; i++) {
		const struct line *l = line_at(s, i);

		if (l->label != LABEL_TITLE)
			continue;
		if (l->fixed)
			break;
		if (t->n < TITLES)
			t->line[t->n++] = (uint32_t)i;
	}
	return i;
}

void
headline_find(struct sorting *s)
{
	struct titles t;
	size_t k;
	int sum, most = (s->p->site != 0 ? 1 : TITLE_SUM) - 1;

	s->title = gather_titles(s, &t);
	if (s->title < s->p->n)
		return;
	for (k = 0; k < t.n; k++) {
		sum = title_sum(s, &t, t.line[k]);
		if (sum > most) {
			most = sum;
			s->title = t.line[k];
		}
	}
	if (s->title < s->p->n)
		s->title = shorter_repeat(s, s->title);
}

/* What parts a headline from the site's name. */
static const struct span site_parts[] = { SPAN(" - "), SPAN(" | "), SPAN(" – "),
	SPAN(" — "), SPAN("|"), SPAN(" » "), SPAN(" « "), SPAN(" :: ") };

/* Is there a guillemet in s: those that come in twos part nothing. */
static bool
has_guillemet(struct span s, const char *mark)
{
	return memmem(s.p, s.n, mark, sizeof "«" - 1) != NULL;
}

/* Bytes of such a mark at byte i of t, or 0. */
static size_t
site_part(struct span t, size_t i)
{
	struct span rest = span_skip(t, i);
	size_t k;

	if (rest.p[0] != ' ' && rest.p[0] != '|')
		return 0;
	for (k = 0; k < sizeof site_parts / sizeof site_parts[0]; k++)
		if (span_starts(rest, site_parts[k]))
			break;
	if (k == sizeof site_parts / sizeof site_parts[0] ||
	    (span_starts(rest, SPAN(" »")) &&
		has_guillemet(span_of(t.p, i), "«")) ||
	    (span_starts(rest, SPAN(" «")) && has_guillemet(rest, "»")))
		return 0;
	return site_parts[k].n;
}

/* Is s the site's name, or a section's where one has gone already? */
static bool
is_site(struct sorting *s, struct span name, bool section)
{
	if (sorting_names_outlet(s, name)) {
		if (s->a->sitename.n == 0)
			s->a->sitename = name;
		return true;
	}
	return section &&
	    names_find(&s->r->sections, buf_span(&s->a->fold.text)) ==
	    SECTION_NEWS;
}

struct span
headline_without_site(struct sorting *s, struct span t)
{
	size_t i, n;
	bool cut = false;

	for (i = t.n; i-- > 1;) {
		if ((n = site_part(t, i)) == 0)
			continue;
		if (!is_site(s, line_trim(span_skip(t, i + n)), cut))
			break;
		cut = true;
		t = line_trim(span_of(t.p, i));
		i = t.n;
	}
	for (i = 1; i < t.n && !cut; i++)
		if ((n = site_part(t, i)) > 0) {
			if (is_site(s, line_trim(span_of(t.p, i)), false))
				t = line_trim(span_skip(t, i + n));
			break;
		}
	return t;
}

bool
headline_ends_trail(const struct sorting *s, size_t i, const struct piece *p)
{
	struct span line = line_at(s, i)->text;
	const char *at = p->text.p;

	if (s->title < s->p->n || s->a->title.n > 0 || i > s->first ||
	    p->text.p + p->text.n != line.p + line.n ||
	    count_spaced(p->text) < TRAIL_WORDS)
		return false;
	while (at > line.p && at[-1] == ' ')
		at--;
	return at > line.p &&
	    fold_class(utf8_before(line.p, at, &at)) == FOLD_OTHER;
}
