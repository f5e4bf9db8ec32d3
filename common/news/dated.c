/*
 * A page has many dates: of its masthead, of posts and comments, of other
 * articles.  Where a date stands says whose it is.
 */
#include "news/dated.h"

enum {
	LEAD_WORDS = 3,       /* in front of a day that starts a paragraph */
	DATE_SURE = 4,        /* margin of a date above the headline */
	DATE_SURE_BELOW = 10, /* and of one below counters */
	DATE_LINES = 3,       /* above and below the text that may be a date */
	DATE_MARGIN = 12      /* by which another label may have won there */
};

void
dated_offer(struct sorting *s, struct span raw, const struct date *d,
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

void
dated_piece(struct sorting *s, size_t i, const struct piece *p, bool label)
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
	dated_offer(s, p->value, &p->date,
	    label || s->labelled ? DATE_FROM_LABEL
		: head           ? DATE_FROM_HEAD
				 : DATE_FROM_TAIL);
}

void
dated_modified(struct sorting *s, size_t i, const struct piece *p)
{
	if (!p->date.known)
		return;
	s->a->modified = p->date;
	s->a->modified_raw = p->value;
	s->a->modified_line = i;
	dated_offer(s, p->value, &p->date, DATE_FROM_MODIFIED);
}

bool
dated_head(const struct sorting *s, size_t i)
{
	return line_at(s, i)->role == ROLE_DATE && s->title < s->p->n &&
	    ((i > s->title && i < s->first) || is_above_title(s, i));
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

void
dated_find_line(struct sorting *s)
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

/* Words in front of a date that starts a paragraph: none, or an outlet's name
 * and a mark. */
static bool
is_before_date(struct span s)
{
	s = span_trim(s);
	return s.n == 0 ||
	    (memchr("/|:-", s.p[s.n - 1], 4) != NULL &&
		count_spaced(s) <= LEAD_WORDS);
}

/* The end of the words that a date may start in, as is_before_date has it. */
static size_t
lead_end(struct span folded)
{
	size_t i, words = 0;

	for (i = 0; i < folded.n && words <= LEAD_WORDS; i++)
		words += i > 0 && folded.p[i] == ' ' && folded.p[i - 1] != ' ';
	return i;
}

void
dated_lead(struct sorting *s, struct span head)
{
	struct folded *f = &s->a->fold;
	struct span folded = buf_span(&f->text), rest;
	struct date d;

	/* a day that is known has a year in digits */
	if (!fold_has_digit(folded) ||
	    !date_may_lead(s->r->dates, folded, lead_end(folded)))
		return;
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
	dated_offer(s, span_of(head.p + d.start, d.end - d.start), &d,
	    DATE_FROM_DATELINE);
}
