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
#include "news/credit.h"
#include "news/dated.h"
#include "news/headline.h"
#include "news/piece.h"
#include "text/utf8.h"

enum {
	SITE_WORDS = 6,
	RELATED_SURE = 5, /* margin of a headline between paragraphs */
	PLAIN_LINES = 3,  /* of a page that has no paragraph */
	SECTION_WORDS = 4,
	WORD_BYTES = 8,      /* of a word that is no ending (محليات) */
	DATELINE_HEAD = 160, /* bytes of a paragraph that may hold one */
	MARKED_WORDS = 6     /* of a sentence with an agency's mark */
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
	name = credit_mark(s, l->text);
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

static void
take_title(struct sorting *s, size_t i)
{
	struct line *l = line_at(s, i);

	if (i == s->title) {
		s->a->title = l->fixed ? l->text
				       : headline_without_site(s, l->text);
		sort_into(s, i, PLACE_FIELD);
	} else if (is_inside(s, i) &&
	    !(s->title < s->p->n && page_same_headline(s->p, i, s->title)))
		sort_into(s, i, PLACE_BODY);
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
		spans_push(&s->a->authors, b.author[i]);
	if (b.place.n > 0 && s->a->dateline.places == 0)
		add_place(s, b.place);
	if (b.outlet.n > 0)
		credit_set(s, b.outlet, false);
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
			dated_piece(s, i, p, true);
			take_beside(s, i, p);
		} else if (s->a->date_unread.n == 0)
			s->a->date_unread = p->value;
		break;
	case ROLE_MODIFIED:
		dated_modified(s, i, p);
		break;
	case ROLE_BYLINE:
		if (is_authors(s, p))
			add_authors(s, p->value, true);
		break;
	case ROLE_SOURCE:
		credit_set(s, p->value, true);
		break;
	case ROLE_CATEGORY:
		spans_push(&s->a->categories, p->value);
		break;
	case ROLE_KEYWORDS:
		if (s->a->tags_raw.n == 0)
			s->a->tags_raw = p->value;
		break;
	default:
		break;
	}
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
	spans_push(&s->a->categories, span_of(text.p, n));
	rest = span_skip(text, n);
	if (sorting_names_outlet(s, rest)) {
		if (s->a->sitename.n == 0)
			s->a->sitename = rest;
	} else if (!take_glued(s, rest))
		spans_push(&s->a->categories, rest);
	return true;
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
	else if (label == LABEL_SECTION && headline_ends_trail(s, i, p))
		s->a->title = p->text;
	else if (label == LABEL_SECTION &&
	    count_spaced(p->text) <= SECTION_WORDS)
		spans_push(&s->a->categories, p->text);
	else if (label == LABEL_SITE && s->a->sitename.n == 0 &&
	    count_spaced(p->text) <= SITE_WORDS)
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
		credit_set(s, p->text, false);
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
		dated_piece(s, i, p, false);
		break;
	case PIECE_SECTION:
		spans_push(&s->a->categories, p->text);
		break;
	case PIECE_OUTLET:
		take_outlet(s, i, p);
		break;
	case PIECE_PLACE:
		if (label == LABEL_SECTION)
			spans_push(&s->a->categories, p->text);
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
	spans_push(&s->a->authors, d.author);
	credit_agency(s->a, d.agency);
	s->a->agency_raw = d.agency_text;
	if (d.date.end > 0)
		dated_offer(s,
		    span_of(text.p + d.date.start, d.date.end - d.date.start),
		    &d.date, DATE_FROM_DATELINE);
	sort_into(s, i, PLACE_FIELD);
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
	sort_into(s, i, PLACE_FIELD);
	s->labelled = false;
}

static void
take_mark(struct sorting *s, size_t i)
{
	const struct line *l = line_at(s, i);
	const struct date *d = &s->p->crawl;

	dated_offer(s, span_of(l->text.p + d->start, d->end - d->start), d,
	    DATE_FROM_MARK);
	s->a->labels[i] = (uint16_t)fold_letters(span_of(l->text.p, d->start));
	sort_into(s, i, PLACE_FIELD);
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

/* Furniture that its own label or place makes sure, and the outlet alone
 * behind the last paragraph. */
static void
take_furniture(struct sorting *s, size_t i)
{
	const struct line *l = line_at(s, i);

	if (l->role == ROLE_OUTLET) {
		if (s->first < s->p->n && i > s->last && s->a->credit.n == 0)
			take_pieces(s, i);
	} else if (dated_head(s, i))
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
	    line_holds(line_at(s, i - 1), span_skip(tags, tags.n - 1)))
		/* keywords, a line each */
		s->a->tags_raw = span_to(tags.p, l->text.p + l->text.n);
	sort_into(s, i, PLACE_FIELD);
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
		sort_into(s, i, PLACE_BODY);
		return;
	}
	while (span_starts(headline, SPAN(".")))
		headline = line_trim(span_skip(headline, 1));
	spans_push(&s->a->related, headline);
	sort_into(s, i, PLACE_FIELD);
}

/* --- The body
 * -------------------------------------------------------------------- */

/* The dateline in front of the first paragraph stays there. */
static void
read_dateline(struct sorting *s)
{
	struct span text = line_at(s, s->first)->text;
	struct span head = utf8_head(text, DATELINE_HEAD);
	struct dateline d;

	fold(&s->a->fold, head);
	if (!dateline_read(s->r, &s->a->fold, head, 0, &d)) {
		dated_lead(s, head);
		return;
	}
	if (d.agency != NULL && !(d.agency->flags & OUTLET_AGENCY))
		d.agency = NULL;
	if (s->a->dateline.places == 0 ||
	    (s->a->dateline.agency == NULL && d.agency != NULL))
		s->a->dateline = d;
	spans_push(&s->a->authors, d.author);
	credit_agency(s->a, d.agency);
	if (d.date.end > 0)
		dated_offer(s,
		    span_of(text.p + d.date.start, d.date.end - d.date.start),
		    &d.date, DATE_FROM_DATELINE);
}

static void
take_body(struct sorting *s, size_t i)
{
	sort_into(s, i, PLACE_BODY);
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
		/* as all of these start: a blank, a letter, kaf or qaf */
		if (rest.p[0] != ' ' || rest.n < 5 || rest.p[3] != '\xd9')
			continue;
		for (k = 0; k < sizeof writes / sizeof writes[0]; k++)
			if (span_starts(rest, writes[k]))
				add_authors(s, span_of(t.p, i), false);
		for (k = 0; k < sizeof by / sizeof by[0]; k++)
			if (span_starts(rest, by[k]))
				add_authors(s, span_skip(rest, by[k].n), true);
	}
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
	if (!line_holds(h->l, s))
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
		return line_holds(l, a->title);
	for (place = 0; place < a->dateline.places; place++)
		hold(&h, a->dateline.place[place]);
	hold_all(&h, &a->authors);
	hold_all(&h, &a->categories);
	hold(&h, a->date_raw);
	if (i == a->modified_line &&
	    !(line_holds(l, a->date_raw) && a->date_raw.p == a->modified_raw.p))
		hold(&h, a->modified_raw);
	hold(&h, a->credit);
	hold(&h, a->agency_raw);
	hold(&h, a->sitename);
	hold(&h, a->title);
	if (line_holds(l, a->tags_raw) ||
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
	headline_find(&s);
	dated_find_line(&s);
	for (i = 0; i < p->n; i++)
		if (handling[line_at(&s, i)->label] != NULL)
			handling[line_at(&s, i)->label](&s, i);
	read_title_author(&s);
	if (s.first < p->n) {
		read_dateline(&s);
		credit_last(&s);
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
