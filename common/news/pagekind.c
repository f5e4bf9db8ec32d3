/*
 * A list has a mark for each of its entries, a date, a link to more, a writer,
 * with a headline and little text between one and the next, and hardly more in
 * front and behind; or it has nothing but headlines.  Entries of a live page
 * start with a time of day or a minute of play.
 */
#include "news/pagekind.h"

#include "news/label.h"
#include "text/utf8.h"

enum {
	ERROR_POINTS = 500, /* of text that such a page may have */
	STUB_POINTS = 1200,
	LAST_LINES = 3,      /* in which text may say so, too */
	PHRASE_POINTS = 130, /* of a line with a phrase */
	PHRASE_WORDS = 32,
	FIRST_LINES = 12,      /* that may come again with each entry, */
	SAME_POINTS = 60,      /* and no longer */
	MORE_WORDS = 5,        /* of a link to more */
	ENTRY_POINTS = 600,    /* of a teaser */
	ENTRY_SHARE = 5,       /* one in so many may be otherwise */
	ENTRIES = 3,           /* of a list, or a live page that says so */
	TIMES = 5,             /* of one that does not */
	HEADLINES = 6,         /* of a list of these alone */
	HEADLINE_POINTS = 150, /* of text beside them */
	PARAGRAPH_POINTS = 80, /* of one of an article */
	TIME_BYTES = 48,
	SAID_POINTS = 25 /* of what is said at a time */
};

/* The kind that a phrase of the line tells, bits.  An error of a single
 * word is told by the whole line. */
static unsigned
phrases(const struct rules *r, struct page *p, const struct line *l)
{
	struct name_word word[PHRASE_WORDS];
	struct span folded;
	size_t i, n, end;
	unsigned kinds = 0;
	int kind;

	if (l->points > PHRASE_POINTS)
		return 0;
	fold(&p->fold, l->text);
	folded = buf_span(&p->fold.text);
	n = names_words(word, PHRASE_WORDS, folded);
	for (i = 0; i < n; i++) {
		if (!names_may_start(&r->pagekinds, &word[i]))
			continue;
		kind = names_longest(
		    &r->pagekinds, folded, word[i].start, &end);
		if (kind >= 0 && kind != PAGEKIND_MORE &&
		    (kind == PAGEKIND_LIVE || kind == PAGEKIND_STUB ||
			end > word[i].end || n == 1))
			kinds |= 1u << kind;
	}
	return kinds;
}

/* Digits, and a colon with two more or a minute's mark: what stands behind. */
static bool
read_time(struct span *s)
{
	size_t i = 0, digits = 0;

	while (i < s->n && (s->p[i] == '(' || s->p[i] == '[' || s->p[i] == ' '))
		i++;
	for (; i < s->n && s->p[i] >= '0' && s->p[i] <= '9'; i++)
		digits++;
	if (digits == 0 || digits > 3 || (digits == 3 && s->p[i - 3] != '1'))
		return false;
	if (s->n >= i + 3 && s->p[i] == ':' && s->p[i + 1] >= '0' &&
	    s->p[i + 1] < '6' && s->p[i + 2] >= '0' && s->p[i + 2] <= '9')
		*s = span_skip(*s, i + 3);
	else if (s->n > i &&
	    (s->p[i] == '\'' || s->p[i] == '+' ||
		span_starts(span_skip(*s, i), SPAN("’")) ||
		span_starts(span_skip(*s, i), SPAN("′"))))
		*s = span_skip(*s, i + 1);
	else
		return false;
	return true;
}

/* The first letters tell that most lines do not. */
static bool
may_be_timed(struct span s)
{
	static const struct span starts[] = { SPAN("عاجل"), SPAN("د."),
		SPAN("د "), SPAN("دقيقة"), SPAN("الدقيقة"), SPAN("قبل "),
		SPAN("منذ ") };
	unsigned char first = s.n > 1 ? (unsigned char)s.p[0] : 0;
	size_t i;

	if (first < 0x80)
		return (first >= '0' && first <= '9') || first == '(' ||
		    first == '[';
	if (first == 0xdb || (first == 0xd9 && (unsigned char)s.p[1] >= 0xa0))
		return fold_class(utf8_get(s.p, s.p + s.n, &i)) == FOLD_DIGIT;
	for (i = 0; i < sizeof starts / sizeof starts[0]; i++)
		if (s.p[1] == starts[i].p[1] && s.p[0] == starts[i].p[0] &&
		    span_starts(s, starts[i]))
			return true;
	return false;
}

/* Does the line start with a time of day, a minute of play, or "urgent"? */
static bool
is_timed(struct page *p, const struct line *l)
{
	static const struct span minutes[] = { SPAN("الدقيقه "), SPAN("دقيقه "),
		SPAN("د."), SPAN("د "), SPAN("قبل "), SPAN("منذ ") };
	struct span head;

	if (!may_be_timed(l->text))
		return false;
	fold(&p->fold, utf8_head(l->text, TIME_BYTES));
	head = buf_span(&p->fold.text);
	if (read_time(&head))
		return true;
	if (span_starts(head, SPAN("عاجل")))
		return l->words > 3;
	for (size_t i = 0; i < sizeof minutes / sizeof minutes[0]; i++)
		if (span_starts(head, minutes[i])) {
			head = span_skip(head, minutes[i].n);
			return head.n > 0 && head.p[0] >= '0' &&
			    head.p[0] <= '9';
		}
	return false;
}

/* Does much follow a time, on its line or the next one? */
static bool
says_much(const struct page *p, size_t i)
{
	return p->line[i].points >= SAID_POINTS ||
	    (i + 1 < p->n && p->line[i + 1].points >= SAID_POINTS);
}

/* Points of the lines from i up to, not including, end; of text alone. */
static size_t
points_of(const struct page *p, size_t i, size_t end, bool text)
{
	size_t points = 0;

	for (; i < end && i < p->n; i++)
		if (!text || p->line[i].label == LABEL_BODY)
			points += p->line[i].points;
	return points;
}

static bool
is_live(const struct rules *r, struct page *p)
{
	size_t i, timed = 0, sure = 0, much = 0, first = p->n, last = 0;

	for (i = 0; i < p->n; i++)
		if (is_timed(p, &p->line[i])) {
			first = timed++ == 0 ? i : first;
			last = i;
			much += says_much(p, i);
			sure += p->line[i].role != ROLE_DATE;
		}
	if (much < ENTRIES ||
	    points_of(p, first, last + 2, false) <
		points_of(p, 0, first, true) +
		    points_of(p, last + 2, p->n, true))
		return false; /* a ticker beside an article */
	if (sure >= TIMES && much * 4 >= timed * 3 && sure * 3 >= p->n)
		return true;
	for (i = 0; i < p->n; i++)
		if (phrases(r, p, &p->line[i]) & PAGE_LIVE)
			return true;
	return false;
}

/* --- Lists ---------------------------------------------------------------- */

enum entry_mark {
	ENTRY_DATE,
	ENTRY_WRITER,
	ENTRY_MORE,
	ENTRY_SAME, /* the line that comes again most */
	ENTRY_MARKS
};

/* Marks of a kind, in the order of the page. */
struct marks {
	size_t n, good; /* those with an entry between them and the last */
	size_t points;  /* since the last one */
	bool headline;  /* there was one since then */
	bool broken;    /* there is too much text in front of one */
};

static bool
is_headline(const struct line *l)
{
	return l->label != LABEL_DATE && l->label != LABEL_AUTHOR && !l->stop &&
	    l->words >= 3 && l->points <= LINE_TITLE_MAX && !l->labelled;
}

/* The line that comes again most often, of the first few; .n 0: none. */
static struct span
most_repeated(const struct page *p)
{
	struct span best = { NULL, 0 };
	size_t i, k, n, most = ENTRIES - 1;

	for (i = 0; i < p->n && i < FIRST_LINES; i++) {
		if (p->line[i].points > SAME_POINTS)
			continue;
		for (n = 0, k = i; k < p->n; k++)
			n += span_eq(p->line[k].text, p->line[i].text);
		if (n > most) {
			most = n;
			best = p->line[i].text;
		}
	}
	return best;
}

static bool
is_mark(const struct rules *r, struct page *p, const struct line *l,
    enum entry_mark m, struct span same)
{
	switch (m) {
	case ENTRY_DATE:
		return l->role == ROLE_DATE && l->words <= MORE_WORDS * 2;
	case ENTRY_WRITER:
		return l->label == LABEL_AUTHOR;
	case ENTRY_MORE:
		if (l->words > MORE_WORDS || l->label == LABEL_BODY)
			return false;
		fold(&p->fold, l->text);
		return names_find(&r->pagekinds, buf_span(&p->fold.text)) ==
		    PAGEKIND_MORE;
	case ENTRY_SAME:
		return same.n > 0 && span_eq(l->text, same);
	case ENTRY_MARKS:
		break;
	}
	return false;
}

static void
count(struct marks *m, const struct line *l, bool mark)
{
	if (!mark) {
		m->points += l->points;
		m->headline |= is_headline(l);
		return;
	}
	m->broken |= m->points > ENTRY_POINTS;
	m->good += m->n > 0 && m->headline;
	m->n++;
	m->points = 0;
	m->headline = false;
}

/* Two paragraphs in a row: an article. */
static bool
has_article(const struct page *p)
{
	size_t i, n = 0;

	for (i = 0; i < p->n && n < 2; i++)
		if (p->line[i].label == LABEL_BODY && p->line[i].stop &&
		    p->line[i].points >= PARAGRAPH_POINTS)
			n++;
		else
			n = 0;
	return n == 2;
}

/* Headlines, where there is nothing else. */
static size_t
headlines(const struct page *p)
{
	size_t i, n = 0, points = 0;

	for (i = 0; i < p->n; i++) {
		const struct line *l = &p->line[i];

		if (l->label == LABEL_BODY && !is_headline(l))
			points += l->points;
		else
			n += is_headline(l) && l->words >= 4;
	}
	return n >= HEADLINES && points < HEADLINE_POINTS ? n : 0;
}

size_t
pagekind_teasers(const struct rules *r, struct page *p)
{
	struct marks marks[ENTRY_MARKS] = { { .n = 0 } };
	struct span same;
	size_t i, most = 0;
	enum entry_mark m;

	if (has_article(p))
		return 0;
	same = most_repeated(p);
	for (i = 0; i < p->n && p->line[i].role != ROLE_COMMENTS; i++)
		for (m = 0; m < ENTRY_MARKS; m++)
			count(&marks[m], &p->line[i],
			    is_mark(r, p, &p->line[i], m, same));
	for (m = 0; m < ENTRY_MARKS; m++) {
		const struct marks *n = &marks[m];

		if (n->n >= ENTRIES && !n->broken &&
		    n->points <= ENTRY_POINTS &&
		    n->good + 1 + n->n / ENTRY_SHARE >= n->n && n->n > most)
			most = n->n;
	}
	return most > 0 ? most : headlines(p);
}

/* --- All kinds ------------------------------------------------------------ */

/* Points of text; short lines of it do not count. */
static size_t
text_points(const struct page *p)
{
	size_t i, points = 0;

	for (i = 0; i < p->n; i++)
		if (p->line[i].label == LABEL_BODY && !is_headline(&p->line[i]))
			points += p->line[i].points;
	return points;
}

/* May the line ask for money?  A cue that is known says something else. */
static bool
is_offer(const struct line *l)
{
	return (l->label == LABEL_FURNITURE || l->label == LABEL_CAPTION) &&
	    (!l->labelled || l->role == ROLE_FOLLOW || l->role == ROLE_NAV);
}

unsigned
pagekind_of(const struct rules *r, struct page *p)
{
	size_t i, points = text_points(p);
	unsigned kinds = 0;

	for (i = 0; i < p->n && points < STUB_POINTS; i++)
		if (points < ERROR_POINTS || is_offer(&p->line[i]) ||
		    (i + LAST_LINES >= p->n && !p->line[i].labelled))
			kinds |= phrases(r, p, &p->line[i]);
	kinds &= PAGE_STUB |
	    (points < ERROR_POINTS && !has_article(p) ? PAGE_ERROR : 0);
	if (is_live(r, p))
		kinds |= PAGE_LIVE;
	else if (pagekind_teasers(r, p) > 0)
		kinds |= PAGE_LIST;
	return kinds;
}
