/*
 * The label of a line says which field it is of; its pieces (news/piece.h) say
 * what else stands on it.  Of several lines that could be the headline, and of
 * several dates, the best is taken; a line of which nothing is in a field, or
 * of which something is in none, is removed.
 */
#include "news/article.h"

#include <stdlib.h>

#include "base/mem.h"
#include "news/byline.h"
#include "news/label.h"
#include "news/piece.h"
#include "text/utf8.h"

enum {
	TITLE_SUM = 5, /* tenths of a log-odds that a headline needs */
	TITLES = 1000, /* lines that may be it */
	TWICE = 5,     /* what a second printing of it adds */
	SITE_WORDS = 6,
	RELATED_SURE = 5,     /* margin of a headline between paragraphs */
	LEAD_WORDS = 3,       /* in front of a day that starts a paragraph */
	DATE_SURE = 4,        /* margin of a date above the headline */
	DATE_SURE_BELOW = 10, /* and of one below counters */
	DATE_LINES = 3,       /* above and below the text that may be a date */
	DATE_MARGIN = 12,     /* by which another label may have won there */
	PLAIN_LINES = 3,      /* of a page that has no paragraph */
	SECTION_WORDS = 4,
	TRAIL_WORDS = 4,     /* of a headline that ends one, at least */
	WORD_BYTES = 8,      /* of a word that is no ending (محليات) */
	DATELINE_HEAD = 160, /* bytes of a paragraph that may hold one */
	MARK_TAIL = 64,      /* bytes of a paragraph's end that may name an
	                        agency */
	MARKED_WORDS = 6,    /* of a sentence with an agency's mark */
	SAME_LINES = 1000    /* entries of a list among which none is twice */
};

struct span
date_from_name(enum date_from from)
{
	static const struct span names[] = {
#define DATE_FROM_NAME(name, text) { text, sizeof text - 1 },
		DATE_FROMS(DATE_FROM_NAME)
#undef DATE_FROM_NAME
		    { NULL, 0 }
	};

	return names[from];
}

struct sorting {
	struct article *a;
	const struct rules *r;
	struct page *p;
	const struct date *reference;
	size_t title;       /* line of the headline, or p->n */
	size_t first, last; /* first and last paragraph, or p->n */
	bool above;         /* the date at hand stands above the headline */
	bool labelled;      /* a label of a date stands alone above */
};

static void
push(struct spans *list, struct span s)
{
	size_t i = list->n > SAME_LINES ? list->n - SAME_LINES : 0;

	if (s.n == 0)
		return;
	for (; i < list->n; i++)
		if (span_eq(list->s[i], s))
			return;
	list->s = mem_grow(list->s, &list->cap, list->n + 1, sizeof list->s[0]);
	list->s[list->n++] = s;
}

/* Does s lie in the line? */
static bool
holds(const struct line *l, struct span s)
{
	struct span all = line_all(l);

	return s.n > 0 && s.p >= all.p && s.p < all.p + all.n;
}

static struct line *
line_at(const struct sorting *s, size_t i)
{
	return &s->p->line[i];
}

static void
put(struct sorting *s, size_t i, enum place place)
{
	s->a->place[i] = (uint8_t)place;
}

static bool
is_head(const struct sorting *s, size_t i)
{
	return s->first == s->p->n || i < s->first;
}

static bool
is_inside(const struct sorting *s, size_t i)
{
	return s->first < s->p->n && i > s->first && i < s->last;
}

/* Who is named behind the last sentence of t, in brackets or slashes; .n 0:
 * nobody. */
static struct span
mark_of(struct sorting *s, struct span t)
{
	static const char close[] = ")]/", open[] = "([/";
	const char *c, *from;
	struct span name;

	while (t.n > 0 && (t.p[t.n - 1] == '.' || t.p[t.n - 1] == ' '))
		t.n--;
	if (t.n < 2 || (c = strchr(close, t.p[t.n - 1])) == NULL)
		return span_of(t.p, 0);
	from = memrchr(t.p, open[c - close], t.n - 1);
	if (from == NULL || t.p + t.n - from > MARK_TAIL)
		return span_of(t.p, 0);
	name = line_trim(span_to(from + 1, t.p + t.n - 1));
	fold(&s->a->fold, name);
	if (rules_outlet(s->r, buf_span(&s->a->fold.text)) == NULL &&
	    names_find(&s->r->bywords, buf_span(&s->a->fold.text)) !=
		LINEWORD_OUTLET)
		return span_of(t.p, 0);
	return name;
}

/* A sentence with such a mark is text: `... صباح السبت. (رويترز)`; without a
 * full stop it may be a caption, but not below a paragraph. */
static bool
is_marked_text(struct sorting *s, const struct line *l, bool below)
{
	struct span name, before;

	if (l->labelled || l->fixed || l->words < MARKED_WORDS ||
	    (l->label != LABEL_FURNITURE && l->label != LABEL_CREDIT &&
		l->label != LABEL_CAPTION))
		return false;
	name = mark_of(s, l->text);
	if (name.n == 0)
		return false;
	before = line_trim(span_to(l->text.p, name.p - 1));
	return below || span_ends(before, SPAN(".")) ||
	    span_ends(before, SPAN(".--"));
}

static void
find_paragraphs(struct sorting *s)
{
	size_t i;

	s->first = s->last = s->p->n;
	for (i = 0; i < s->p->n; i++) {
		if (is_marked_text(s, line_at(s, i), s->first < s->p->n))
			line_at(s, i)->label = LABEL_BODY;
		if (line_at(s, i)->label == LABEL_BODY) {
			if (s->first == s->p->n)
				s->first = i;
			s->last = i;
		}
	}
}

/* May the line be text, where no line is labelled so?  One that is all there
 * is may be, whatever its label. */
static bool
may_be_text(const struct line *l, bool alone)
{
	return !l->labelled && !l->fixed && l->text.n > 0 &&
	    (alone || l->label == LABEL_TITLE || l->label == LABEL_FURNITURE ||
		l->label == LABEL_CAPTION || l->label == LABEL_RELATED) &&
	    l->role != ROLE_RULE && l->role != ROLE_DATE &&
	    l->role != ROLE_TIME && l->role != ROLE_NAV;
}

/* A page of a few lines that look like no text: the longest of them behind
 * the first is its text, or the only one.  Nothing is lost by it. */
static void
find_plain_text(struct sorting *s)
{
	struct line *best = NULL, *l;
	size_t k, n = 0;

	for (k = 0; k < s->p->n; k++) {
		l = line_at(s, k);
		if (!may_be_text(l, s->p->n == 1))
			continue;
		if (n++ < 2 || l->points > best->points)
			best = l;
	}
	if (n == 0 || n > PLAIN_LINES)
		return;
	best->label = LABEL_BODY;
	s->first = s->last = (size_t)(best - s->p->line);
}

/* --- The headline -----------------------------------------------------------
 */

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

static void
find_title(struct sorting *s)
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

static const struct outlet *
outlet_of(struct sorting *s, struct span text)
{
	fold(&s->a->fold, text);
	return rules_outlet(s->r, buf_span(&s->a->fold.text));
}

/* Is text an outlet's name, or what starts as one does: `صحيفة الضفاف`? */
static bool
names_outlet(struct sorting *s, struct span text)
{
	struct cue cue;

	return outlet_of(s, text) != NULL ||
	    (cue_find(s->r->cues, buf_span(&s->a->fold.text), &cue) &&
		cue.role == ROLE_OUTLET);
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
	if (names_outlet(s, name)) {
		if (s->a->sitename.n == 0)
			s->a->sitename = name;
		return true;
	}
	return section &&
	    names_find(&s->r->sections, buf_span(&s->a->fold.text)) ==
	    SECTION_NEWS;
}

/* The headline without `- محليات - صحيفة الضفاف` behind it, or `صحيفة الضفاف |`
 * in front. */
static struct span
cut_site(struct sorting *s, struct span t)
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

static void
take_title(struct sorting *s, size_t i)
{
	struct line *l = line_at(s, i);

	if (i == s->title) {
		s->a->title = l->fixed ? l->text : cut_site(s, l->text);
		put(s, i, PLACE_FIELD);
	} else if (is_inside(s, i) &&
	    !(s->title < s->p->n && page_same_headline(s->p, i, s->title)))
		put(s, i, PLACE_BODY);
}

/* --- Dates
 * --------------------------------------------------------------------- */

/* A date is the article's if no surer one is known. */
static void
offer_date(struct sorting *s, struct span raw, const struct date *d,
    enum date_from from)
{
	struct article *a = s->a;

	if (from >= a->date_from || (a->date.known && !d->known))
		return;
	a->date_from = from;
	a->date = *d;
	a->date_raw = raw;
}

/* The first line of the page, with the headline below it: its date is no
 * masthead's, which has more lines. */
static bool
is_above_title(const struct sorting *s, size_t i)
{
	return i == 0 && s->title == 1 && s->p->n > 1;
}

/* Does line i stand in the head or right below the headline?  Where another one
 * with its date stands above, the page is a list, and nothing is sure. */
static bool
is_below_title(const struct sorting *s, size_t i)
{
	bool other = false;
	size_t k;

	if (i < s->title || is_head(s, i))
		return i > s->title;
	for (k = 0; k < i; k++) {
		const struct line *l = line_at(s, k);

		if (k < s->title) {
			other |= l->label == LABEL_TITLE;
			if (other && l->label == LABEL_DATE)
				return false;
		} else if (l->label == LABEL_BODY)
			return false;
	}
	return true;
}

/* What mastheads print: the weekday and the day in two calendars, or, at the
 * top of a page that has no headline, the weekday and the day. */
static bool
is_masthead_day(const struct sorting *s, size_t i, const struct date *d)
{
	size_t k = 0;

	while (k < i && line_at(s, k)->label == LABEL_SITE)
		k++;
	return d->weekday &&
	    (evidence_has(&line_at(s, i)->e, EVIDENCE_dated_twice) ||
		(k == i && s->title == s->p->n));
}

/* Is line i, with date d, a masthead's: labelled so, or not clearly the
 * article's and above the headline? */
static bool
is_of_page(const struct sorting *s, size_t i, const struct date *d)
{
	const struct line *l = line_at(s, i);

	return !is_above_title(s, i) &&
	    (l->label == LABEL_SITE ||
		(l->label == LABEL_DATE && is_head(s, i) && i < s->title &&
		    (l->margin < DATE_SURE || is_masthead_day(s, i, d))));
}

/* Is the date on line i that of a post that the article quotes, or of a
 * reader's comment? */
static bool
is_others(const struct sorting *s, size_t i)
{
	size_t k;

	if (evidence_has(&line_at(s, i)->e, EVIDENCE_has_address))
		return true;
	for (k = s->last + 1; k < i && line_at(s, i)->margin < DATE_SURE_BELOW;
	     k++)
		if (line_at(s, k)->role == ROLE_COMMENTS ||
		    line_at(s, k)->role == ROLE_COUNTER)
			return true;
	return false;
}

static void
take_date_piece(struct sorting *s, size_t i, const struct piece *p, bool label)
{
	bool head = is_head(s, i);

	if (!label && is_of_page(s, i, &p->date)) {
		s->a->date_of_page = true;
		return;
	}
	if (!label && is_others(s, i))
		return;
	if (s->above && is_below_title(s, i) &&
	    s->a->date_from == DATE_FROM_HEAD) {
		s->a->date_from = DATE_FROM_TAIL; /* this one is nearer */
		head = true;
	}
	s->above = head && i < s->title;
	offer_date(s, p->value, &p->date,
	    label || s->labelled ? DATE_FROM_LABEL
		: head           ? DATE_FROM_HEAD
				 : DATE_FROM_TAIL);
}

static void
take_modified_piece(struct sorting *s, size_t i, const struct piece *p)
{
	if (!p->date.known)
		return;
	s->a->modified = p->date;
	s->a->modified_raw = p->value;
	s->a->modified_line = i;
	offer_date(s, p->value, &p->date, DATE_FROM_MODIFIED);
}

/* --- Credits
 * ------------------------------------------------------------------- */

static void
set_agency(struct article *a, const struct outlet *o)
{
	if (o != NULL && o->flags & OUTLET_AGENCY && a->agency.p == NULL)
		a->agency = o->name;
}

/* The agencies of a credit: the whole of it, or the first part that is one. */
static void
find_agency(struct sorting *s, struct span credit)
{
	struct span rest = credit;
	size_t i;

	set_agency(s->a, outlet_of(s, credit));
	while (s->a->agency.p == NULL && rest.n > 0) {
		for (i = 0;
		     i < rest.n && memchr("/|,+-", rest.p[i], 5) == NULL &&
		     !span_starts(span_skip(rest, i), SPAN("،"));
		     i++)
			;
		set_agency(s->a, outlet_of(s, line_trim(span_of(rest.p, i))));
		rest = span_skip(rest, i);
		if (span_starts(rest, SPAN("،")))
			rest = span_skip(rest, sizeof "،" - 1);
		else if (rest.n > 0)
			rest = span_skip(rest, 1);
	}
}

/* A credit without a full stop, quotes or brackets around it. */
static struct span
trim_credit(struct span s)
{
	s = line_trim(s);
	while (s.n > 0 && memchr(".-:\"", s.p[s.n - 1], 4) != NULL)
		s = line_trim(span_of(s.p, s.n - 1));
	while (s.n > 0 && s.p[0] == '"')
		s = line_trim(span_skip(s, 1));
	if (s.n > 2 && s.p[0] == '(' && s.p[s.n - 1] == ')')
		s = line_trim(span_of(s.p + 1, s.n - 2));
	return s;
}

/* The agency of a credit is surer than that of a dateline; a labelled credit
 * surer than one without. */
static void
set_credit(struct sorting *s, struct span credit, bool label)
{
	struct span before = s->a->agency;

	credit = trim_credit(credit);
	if (credit.n == 0 || (s->a->credit.n > 0 && !label)) {
		find_agency(s, credit);
		return;
	}
	s->a->credit = credit;
	s->a->agency.p = NULL;
	find_agency(s, credit);
	if (s->a->agency.p == NULL)
		s->a->agency = before;
}

/* --- Who and what: pieces
 * ----------------------------------------------------- */

static void
add_place(struct sorting *s, struct span place)
{
	struct dateline *d = &s->a->dateline;

	if (d->places < DATELINE_PLACES)
		d->place[d->places++] = place;
}

static void
add_authors(struct sorting *s, struct span value, bool label)
{
	struct byline b;
	size_t i;

	byline_read(s->r, value, label, &s->a->fold, &b);
	for (i = 0; i < b.n; i++)
		push(&s->a->authors, b.author[i]);
	if (b.place.n > 0 && s->a->dateline.places == 0)
		add_place(s, b.place);
	if (b.outlet.n > 0)
		set_credit(s, b.outlet, false);
}

/* `كتب: سامي الحلو | 3 مايو 2021`: who stands between a date's label and the
 * date. */
static void
take_beside(struct sorting *s, size_t i, const struct piece *p)
{
	size_t k = s->a->authors.n;

	add_authors(s, p->beside, false);
	for (; k < s->a->authors.n; k++) /* of these the label is none */
		s->a->labels[i] -= (uint16_t)fold_letters(s->a->authors.s[k]);
}

/* Does the piece's label name an author, not an editor or translator? */
static bool
is_authors(struct sorting *s, const struct piece *p)
{
	fold(&s->a->fold, span_to(p->text.p, p->value.p));
	return !byline_is_hand(s->r, buf_span(&s->a->fold.text));
}

static void
take_cue(struct sorting *s, size_t i, const struct piece *p)
{
	switch (p->cue) {
	case ROLE_DATE:
		if (p->date.end > 0) {
			take_date_piece(s, i, p, true);
			take_beside(s, i, p);
		} else if (s->a->date_unread.n == 0)
			s->a->date_unread = p->value;
		break;
	case ROLE_MODIFIED:
		take_modified_piece(s, i, p);
		break;
	case ROLE_BYLINE:
		if (is_authors(s, p))
			add_authors(s, p->value, true);
		break;
	case ROLE_SOURCE:
		set_credit(s, p->value, true);
		break;
	case ROLE_CATEGORY:
		push(&s->a->categories, p->value);
		break;
	case ROLE_KEYWORDS:
		if (s->a->tags_raw.n == 0)
			s->a->tags_raw = p->value;
		break;
	default:
		break;
	}
}

static size_t
count_words(struct span s)
{
	size_t i, n = s.n > 0;

	for (i = 0; i < s.n; i++)
		n += s.p[i] == ' ';
	return n;
}

/* Does folded text start with a name of a section or outlet, or with a word
 * that is more than an ending? */
static bool
starts_name(struct sorting *s, struct span folded)
{
	struct span rest = folded;
	struct cue cue;
	size_t end;

	return span_cut(&rest, ' ').n >= WORD_BYTES ||
	    names_longest(&s->r->sections, folded, 0, &end) >= 0 ||
	    names_longest(&s->r->outlets, folded, 0, &end) >= 0 ||
	    (cue_find(s->r->cues, folded, &cue) && cue.role == ROLE_OUTLET);
}

/* The bytes of the name of a section that text begins with, where another name
 * is glued to it (`أخبار العالمآخر الأخبار`, `أخبارصحيفة البعث`); 0 where none
 * is.  The longest such name is taken. */
static size_t
glued_section(struct sorting *s, struct span text)
{
	struct folded *f = &s->a->fold;
	size_t i, at = 0;

	fold(f, text);
	for (i = 2; i < f->text.n; i++) {
		struct span left = span_of(f->text.p, i);
		struct span right = span_skip(buf_span(&f->text), i);

		if (((unsigned char)right.p[0] & 0xc0) != 0x80 &&
		    f->text.p[i - 1] != ' ' && right.p[0] != ' ' &&
		    names_find(&s->r->sections, left) == SECTION_NEWS &&
		    starts_name(s, right))
			at = f->map[i];
	}
	return at;
}

/* Names glued to each other, the first of a section. */
static bool
take_glued(struct sorting *s, struct span text)
{
	size_t n = glued_section(s, text);
	struct span rest;

	if (n == 0)
		return false;
	push(&s->a->categories, span_of(text.p, n));
	rest = span_skip(text, n);
	if (names_outlet(s, rest)) {
		if (s->a->sitename.n == 0)
			s->a->sitename = rest;
	} else if (!take_glued(s, rest))
		push(&s->a->categories, rest);
	return true;
}

/* Does the trail `الرئيسية / محليات / ...` end with the headline, where no line
 * of its own has it? */
static bool
is_headline_of_trail(const struct sorting *s, size_t i, const struct piece *p)
{
	struct span line = line_at(s, i)->text;
	const char *at = p->text.p;

	if (s->title < s->p->n || s->a->title.n > 0 || i > s->first ||
	    p->text.p + p->text.n != line.p + line.n ||
	    count_words(p->text) < TRAIL_WORDS)
		return false;
	while (at > line.p && at[-1] == ' ')
		at--;
	return at > line.p &&
	    fold_class(utf8_before(line.p, at, &at)) == FOLD_OTHER;
}

/* A piece that only the line's label can tell. */
static void
take_words(struct sorting *s, size_t i, const struct piece *p)
{
	enum label label = (enum label)line_at(s, i)->label;

	if (label == LABEL_AUTHOR || label == LABEL_DATE ||
	    label == LABEL_CREDIT)
		add_authors(s, p->text, false);
	else if ((label == LABEL_SECTION || label == LABEL_SITE) &&
	    take_glued(s, p->text))
		return;
	else if (label == LABEL_SECTION && is_headline_of_trail(s, i, p))
		s->a->title = p->text;
	else if (label == LABEL_SECTION &&
	    count_words(p->text) <= SECTION_WORDS)
		push(&s->a->categories, p->text);
	else if (label == LABEL_SITE && s->a->sitename.n == 0 &&
	    count_words(p->text) <= SITE_WORDS)
		s->a->sitename = p->text;
}

static void
take_outlet(struct sorting *s, size_t i, const struct piece *p)
{
	enum label label = (enum label)line_at(s, i)->label;

	if (label == LABEL_SITE) {
		if (s->a->sitename.n == 0)
			s->a->sitename = p->text;
	} else if (label != LABEL_SECTION)
		set_credit(s, p->text, false);
}

static void
take_piece(struct sorting *s, size_t i, const struct piece *p)
{
	enum label label = (enum label)line_at(s, i)->label;

	switch (p->kind) {
	case PIECE_CUE:
		take_cue(s, i, p);
		break;
	case PIECE_DATE:
		take_date_piece(s, i, p, false);
		break;
	case PIECE_SECTION:
		push(&s->a->categories, p->text);
		break;
	case PIECE_OUTLET:
		take_outlet(s, i, p);
		break;
	case PIECE_PLACE:
		if (label == LABEL_SECTION)
			push(&s->a->categories, p->text);
		else if (label == LABEL_CREDIT || label == LABEL_AUTHOR ||
		    label == LABEL_DATE)
			add_place(s, p->text);
		break;
	case PIECE_NAME:
	case PIECE_WORDS:
		take_words(s, i, p);
		break;
	case PIECE_BUTTON:
		break;
	}
}

/* A dateline alone on its line. */
static bool
take_dateline_line(struct sorting *s, size_t i)
{
	struct span text = line_at(s, i)->text;
	struct dateline d;

	fold(&s->a->fold, text);
	if (!dateline_read(s->r, &s->a->fold, text, 0, &d) || !d.whole ||
	    d.places == 0)
		return false;
	if (line_at(s, i)->label == LABEL_DATE &&
	    (d.agency == NULL || !(d.agency->flags & OUTLET_AGENCY)))
		return false;
	if (s->a->dateline.places == 0)
		s->a->dateline = d;
	if (d.agency == NULL || !(d.agency->flags & OUTLET_AGENCY)) {
		s->a->dateline.agency = NULL;
		if (s->a->credit.n == 0)
			s->a->credit = d.agency_text;
	}
	push(&s->a->authors, d.author);
	set_agency(s->a, d.agency);
	s->a->agency_raw = d.agency_text;
	if (d.date.end > 0)
		offer_date(s,
		    span_of(text.p + d.date.start, d.date.end - d.date.start),
		    &d.date, DATE_FROM_DATELINE);
	put(s, i, PLACE_FIELD);
	return true;
}

static void
take_pieces(struct sorting *s, size_t i)
{
	struct span rest = line_at(s, i)->text;
	struct piece p;

	while (piece_next(s->r, &rest, s->reference, &s->a->fold, &p)) {
		if (p.kind == PIECE_CUE)
			s->a->labels[i] += (uint16_t)fold_letters(
			    span_to(p.text.p, p.value.p));
		take_piece(s, i, &p);
	}
	put(s, i, PLACE_FIELD);
	s->labelled = false;
}

static void
take_mark(struct sorting *s, size_t i)
{
	const struct line *l = line_at(s, i);
	const struct date *d = &s->p->crawl;

	offer_date(s, span_of(l->text.p + d->start, d->end - d->start), d,
	    DATE_FROM_MARK);
	s->a->labels[i] = (uint16_t)fold_letters(span_of(l->text.p, d->start));
	put(s, i, PLACE_FIELD);
}

static void
take_fields(struct sorting *s, size_t i)
{
	struct line *l = line_at(s, i);

	if (l->mark) {
		take_mark(s, i);
		return;
	}

	if (l->labelled && l->role == ROLE_DATE && l->rest == 0) {
		s->labelled = true; /* the date is below */
		return;
	}
	if ((l->label == LABEL_CREDIT || l->label == LABEL_AUTHOR ||
		(l->label == LABEL_DATE && !l->labelled)) &&
	    take_dateline_line(s, i))
		return;
	take_pieces(s, i);
}

/* Is line i a date between the headline and the text, or the first of the
 * page above the headline? */
static bool
is_date_of_head(const struct sorting *s, size_t i)
{
	return line_at(s, i)->role == ROLE_DATE && s->title < s->p->n &&
	    ((i > s->title && i < s->first) || is_above_title(s, i));
}

/* Furniture that its own label or place makes sure, and the outlet alone
 * behind the last paragraph. */
static void
take_furniture(struct sorting *s, size_t i)
{
	const struct line *l = line_at(s, i);

	if (l->role == ROLE_OUTLET) {
		if (s->first < s->p->n && i > s->last && s->a->credit.n == 0)
			take_pieces(s, i);
	} else if (is_date_of_head(s, i))
		take_pieces(s, i);
	else if (l->role == ROLE_DATE && i < s->title && is_head(s, i))
		s->a->date_of_page = true; /* a masthead's */
	else if (l->labelled && l->rest > 0 &&
	    (l->role == ROLE_KEYWORDS || l->role == ROLE_SOURCE ||
		l->role == ROLE_BYLINE || l->role == ROLE_CATEGORY ||
		l->role == ROLE_MODIFIED))
		take_pieces(s, i);
}

static void
take_tags(struct sorting *s, size_t i)
{
	struct line *l = line_at(s, i);
	struct span tags = s->a->tags_raw;

	if (l->labelled && l->rest > 0) {
		take_pieces(s, i);
		return;
	}
	if (l->labelled) /* the label alone: keywords are below */
		return;
	if (tags.n == 0)
		s->a->tags_raw = l->text;
	else if (!page_blank_before(s->p, i) &&
	    holds(line_at(s, i - 1), span_skip(tags, tags.n - 1)))
		/* keywords, a line each */
		s->a->tags_raw = span_to(tags.p, l->text.p + l->text.n);
	put(s, i, PLACE_FIELD);
}

/* Verses, a list: short lines between paragraphs that nothing says are other
 * articles' headlines.  Text that is lost costs most. */
static bool
is_doubtful(const struct sorting *s, size_t i)
{
	const struct line *l = line_at(s, i);

	return is_inside(s, i) && !l->labelled && !l->bullet && !l->fixed &&
	    l->margin < RELATED_SURE &&
	    !evidence_has(&l->e, EVIDENCE_since_related);
}

static void
take_related(struct sorting *s, size_t i)
{
	struct line *l = line_at(s, i);
	struct span headline = l->labelled && l->rest > 0 ? line_rest(l)
							  : l->text;

	if (is_doubtful(s, i)) {
		put(s, i, PLACE_BODY);
		return;
	}
	while (span_starts(headline, SPAN(".")))
		headline = line_trim(span_skip(headline, 1));
	push(&s->a->related, headline);
	put(s, i, PLACE_FIELD);
}

/* --- The body
 * -------------------------------------------------------------------- */

/* Words in front of a date that starts a paragraph: none, or an outlet's name
 * and a mark. */
static bool
is_before_date(struct span s)
{
	s = span_trim(s);
	return s.n == 0 ||
	    (memchr("/|:-", s.p[s.n - 1], 4) != NULL &&
		count_words(s) <= LEAD_WORDS);
}

/* `السيمر / الأحد 01 . 01 . 2017 - ...`, `الخميس, 10 حزيران 2021 - 21:02 ...`:
 * a paragraph that starts with its day, and a mark or the time behind. */
static void
read_lead_date(struct sorting *s, struct span head)
{
	struct folded *f = &s->a->fold;
	struct span folded = buf_span(&f->text), rest;
	struct date d;

	if (!date_find(s->r->dates, f, head, 0, folded.n, NULL, &d) ||
	    !d.known || d.day < 0 || !is_before_date(span_of(folded.p, d.from)))
		return;
	rest = span_trim(span_skip(folded, d.to));
	if (d.hour < 0 &&
	    (rest.n == 0 ||
		(memchr("-|/:", rest.p[0], 4) == NULL &&
		    !span_starts(rest, SPAN("–")) &&
		    !span_starts(rest, SPAN("—")) &&
		    !span_starts(rest, SPAN("─")))))
		return;
	offer_date(s, span_of(head.p + d.start, d.end - d.start), &d,
	    DATE_FROM_DATELINE);
}

/* The dateline in front of the first paragraph stays there. */
static void
read_dateline(struct sorting *s)
{
	struct span text = line_at(s, s->first)->text;
	struct span head = utf8_head(text, DATELINE_HEAD);
	struct dateline d;

	fold(&s->a->fold, head);
	if (!dateline_read(s->r, &s->a->fold, head, 0, &d)) {
		read_lead_date(s, head);
		return;
	}
	if (d.agency != NULL && !(d.agency->flags & OUTLET_AGENCY))
		d.agency = NULL;
	if (s->a->dateline.places == 0 ||
	    (s->a->dateline.agency == NULL && d.agency != NULL))
		s->a->dateline = d;
	push(&s->a->authors, d.author);
	set_agency(s->a, d.agency);
	if (d.date.end > 0)
		offer_date(s,
		    span_of(text.p + d.date.start, d.date.end - d.date.start),
		    &d.date, DATE_FROM_DATELINE);
}

/* `... صباح السبت. (رويترز)`: who is named behind the last sentence. */
static void
read_last_mark(struct sorting *s)
{
	struct span name = mark_of(s, line_at(s, s->last)->text);

	if (name.n == 0)
		return;
	if (s->a->credit.n == 0)
		s->a->credit = name;
	find_agency(s, name);
}

static void
take_body(struct sorting *s, size_t i)
{
	put(s, i, PLACE_BODY);
}

/* `هدى سليم تكتب: ...`, `... بقلم: هدى سليم`: the headline names who wrote it,
 * where no other line does. */
static void
read_title_author(struct sorting *s)
{
	static const struct span writes[] = { SPAN(" يكتب:"), SPAN(" تكتب:"),
		SPAN(" يكتب.."), SPAN(" تكتب.."), SPAN(" يكتب :"),
		SPAN(" تكتب :"), SPAN(" يكتب .."), SPAN(" تكتب ..") };
	static const struct span by[] = { SPAN(" بقلم "), SPAN(" بقلم:") };
	struct span t = s->a->title, rest;
	size_t i, k;

	for (i = 0; i < t.n && s->a->authors.n == 0; i++) {
		rest = span_skip(t, i);
		for (k = 0; k < sizeof writes / sizeof writes[0]; k++)
			if (span_starts(rest, writes[k]))
				add_authors(s, span_of(t.p, i), false);
		for (k = 0; k < sizeof by / sizeof by[0]; k++)
			if (span_starts(rest, by[k]))
				add_authors(s, span_skip(rest, by[k].n), true);
	}
}

/* Does line i hold a date that may be the article's, though it is not labelled
 * so? */
static bool
may_be_date_line(const struct line *l)
{
	return (l->label == LABEL_FURNITURE || l->label == LABEL_CAPTION ||
		   l->label == LABEL_RELATED) &&
	    !l->fixed && l->role != ROLE_MODIFIED && l->margin <= DATE_MARGIN &&
	    !evidence_has(&l->e, EVIDENCE_seen_comments) &&
	    (evidence_has(&l->e, EVIDENCE_dated_whole) ||
		evidence_has(&l->e, EVIDENCE_dated_beside) ||
		evidence_has(&l->e, EVIDENCE_dated_stray));
}

/* Where no line is labelled a date: the likeliest of those that hold one
 * between the headline and the text, or right above or below the text. */
static void
find_date_line(struct sorting *s)
{
	size_t i, best = s->p->n, from = s->first, to = s->last + DATE_LINES;

	if (s->first == s->p->n)
		return;
	for (i = 0; i < s->p->n; i++)
		if (line_at(s, i)->label == LABEL_DATE)
			return;
	if (s->title < s->first)
		from = s->title + 1;
	else
		from -= from > DATE_LINES ? DATE_LINES : from;
	for (i = from; i < s->p->n && i <= to; i++)
		if (may_be_date_line(line_at(s, i)) &&
		    (best == s->p->n ||
			line_at(s, i)->margin < line_at(s, best)->margin))
			best = i;
	if (best < s->p->n)
		line_at(s, best)->label = LABEL_DATE;
}

/* What becomes of a line, by its label; those that are not listed are
 * removed. */
static void (*const handling[LABEL_COUNT])(struct sorting *s, size_t i) = {
	[LABEL_TITLE] = take_title,
	[LABEL_BODY] = take_body,
	[LABEL_DATE] = take_fields,
	[LABEL_AUTHOR] = take_fields,
	[LABEL_SECTION] = take_fields,
	[LABEL_CREDIT] = take_fields,
	[LABEL_SITE] = take_fields,
	[LABEL_TAGS] = take_tags,
	[LABEL_RELATED] = take_related,
	[LABEL_FURNITURE] = take_furniture,
};

/* --- Settling ----------------------------------------------------------------
 */

/* What field spans of a line have of its letters. */
struct held {
	const struct line *l;
	size_t letters;
	bool any;
};

static void
hold(struct held *h, struct span s)
{
	if (!holds(h->l, s))
		return;
	h->any = true;
	h->letters += fold_letters(s);
}

static void
hold_all(struct held *h, const struct spans *list)
{
	size_t k;

	for (k = 0; k < list->n && k < SAME_LINES; k++)
		hold(h, list->s[k]);
}

/* Is all of line i, its labels apart, in fields? */
static bool
is_kept(const struct article *a, const struct line *l, size_t i)
{
	struct held h = { .l = l, .letters = a->labels[i] };
	int place;

	if (l->label == LABEL_RELATED)
		return a->related.n > 0;
	if (l->label == LABEL_TITLE)
		return holds(l, a->title);
	for (place = 0; place < a->dateline.places; place++)
		hold(&h, a->dateline.place[place]);
	hold_all(&h, &a->authors);
	hold_all(&h, &a->categories);
	hold(&h, a->date_raw);
	if (i == a->modified_line &&
	    !(holds(l, a->date_raw) && a->date_raw.p == a->modified_raw.p))
		hold(&h, a->modified_raw);
	hold(&h, a->credit);
	hold(&h, a->agency_raw);
	hold(&h, a->sitename);
	hold(&h, a->title);
	if (holds(l, a->tags_raw) ||
	    (a->tags_raw.n > 0 && l->text.p > a->tags_raw.p &&
		l->text.p < a->tags_raw.p + a->tags_raw.n))
		return true;
	return h.any && h.letters >= fold_letters(l->text);
}

void
article_settle(struct article *a, const struct page *p)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		if (a->place[i] == PLACE_FIELD && !is_kept(a, &p->line[i], i))
			a->place[i] = PLACE_REMOVED;
}

static void
reset(struct article *a, size_t lines)
{
	struct article kept = *a;

	kept.authors.n = kept.categories.n = kept.related.n = 0;
	*a = (struct article) { .authors = kept.authors,
		.categories = kept.categories,
		.related = kept.related,
		.place = kept.place,
		.cap = kept.cap,
		.labels = kept.labels,
		.labels_cap = kept.labels_cap,
		.fold = kept.fold,
		.date_from = DATE_FROM_NOWHERE,
		.modified_line = lines };
	a->place = mem_grow(a->place, &a->cap, lines + 1, 1);
	memset(a->place, PLACE_REMOVED, lines);
	a->labels = mem_grow(
	    a->labels, &a->labels_cap, lines + 1, sizeof a->labels[0]);
	memset(a->labels, 0, lines * sizeof a->labels[0]);
}

void
article_read(struct article *a, const struct rules *r, struct page *p,
    const struct date *reference)
{
	struct sorting s = { .a = a, .r = r, .p = p, .reference = reference };
	size_t i;

	reset(a, p->n);
	find_paragraphs(&s);
	if (s.first == p->n)
		find_plain_text(&s);
	find_title(&s);
	find_date_line(&s);
	for (i = 0; i < p->n; i++)
		if (handling[line_at(&s, i)->label] != NULL)
			handling[line_at(&s, i)->label](&s, i);
	read_title_author(&s);
	if (s.first < p->n) {
		read_dateline(&s);
		read_last_mark(&s);
	}
	article_settle(a, p);
}

void
article_free(struct article *a)
{
	free(a->authors.s);
	free(a->categories.s);
	free(a->related.s);
	free(a->place);
	free(a->labels);
	folded_free(&a->fold);
	*a = (struct article) { .cap = 0 };
}
