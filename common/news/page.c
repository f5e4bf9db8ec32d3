/*
 * Each line gets a role by itself (cue, date, dateline, outlet, shape), then
 * by its neighbours (the entries of a list of headlines).  Cues that are glued
 * to the end of a sentence start a line of their own.
 */
#include "news/page.h"

#include <stdlib.h>

#include "news/label.h"
#include "news/piece.h"
#include "news/site.h"
#include "text/utf8.h"

enum {
	LABEL_POINTS_MAX = 60, /* an outlet, a byline, a section */
	LABEL_WORDS_MAX = 8,
	SIGNATURE_WORDS_MAX = 6,
	DATE_POINTS_MAX = 120,
	UNREAD_WORDS_MAX = 6,    /* of a date that cannot be read, and label */
	RELATIVE_WORDS_MAX = 4,  /* `منذ ثلاث ساعات تقريبا` */
	START_BYTES = 32,        /* that tell whether a line may start so */
	LABEL_BYTES = 64,        /* in which a long line's label ends */
	STRAY_LETTERS = 30,      /* beside a labelled date */
	WORD_POINTS_MAX = 200,   /* of lines whose words are looked at */
	MARK_BYTES = 15,         /* `date 2025-11-07` */
	LINES_KEPT = 10000,      /* room that is worth using again, */
	FOLDED_KEPT = 1 << 20,   /* in bytes */
	LAYOUT_BODY_POINTS = 80, /* of a line of the article's own block */
	LAYOUT_BODY_WORDS = 8,
	LAYOUT_LINK_WORDS = 4, /* of a link that is a headline */
	GLUE_WINDOW = 64       /* bytes looked at in front of a colon */
};

struct reading {
	struct page *page;
	const struct rules *rules;
	const struct date *reference;
	/* of the line that is looked at */
	struct cue cue;    /* .role ROLE_COUNT: none */
	struct date date;  /* .end 0: none */
	bool searched;     /* was one looked for on the whole line? */
	struct date whole; /* that one; .end 0: none */
};

/* Bytes of text that the folded byte `at` comes from. */
static size_t
unfold(const struct folded *f, size_t at)
{
	return f->map[at];
}

/* The byte range of text that f stands for, as a trimmed span of it. */
static struct span
raw_rest(const struct line *l, const struct folded *f, size_t from)
{
	return line_trim(span_skip(l->text, unfold(f, from)));
}

/* Does the text consist of names of the set, with nothing but marks between
 * them?  The value of the last, or -1. */
static int
only_names(const struct names *set, struct span folded)
{
	size_t at = 0, end, len;
	int last = -1, v;

	while (at < folded.n) {
		enum fold_class c = fold_class(
		    utf8_get(folded.p + at, folded.p + folded.n, &len));

		if (c < FOLD_LETTER) {
			at += len;
			continue;
		}
		if ((v = names_longest(set, folded, at, &end)) < 0)
			return -1;
		last = v;
		at = end;
	}
	return last;
}

/* May the words stand beside a date: a section, an outlet, a place, what a
 * cue says? */
static bool
is_beside(struct reading *r, struct span words)
{
	struct cue cue;

	return only_names(&r->rules->sections, words) >= 0 ||
	    only_names(&r->rules->outlets, words) >= 0 ||
	    only_names(&r->rules->places, words) >= 0 ||
	    (cue_find(r->rules->cues, words, &cue) &&
		(cue.role == ROLE_MODIFIED || cue.role == ROLE_DATE ||
		    cue.role == ROLE_SOURCE || cue.role == ROLE_COUNTER ||
		    cue.role == ROLE_BYLINE || cue.role == ROLE_SHARE ||
		    cue.role == ROLE_COMMENTS || cue.role == ROLE_CATEGORY ||
		    cue.role == ROLE_OUTLET));
}

/* The same for parts between slashes, bars and bullets. */
static bool
may_stand_by(struct reading *r, struct span words)
{
	struct span part;

	words = span_trim(words);
	if (words.n == 0 || is_beside(r, words))
		return true;
	while (words.n > 0) {
		part = line_part(&words);
		if (part.n > 0 && !is_beside(r, part))
			return false;
	}
	return true;
}

/* `... | آخر تحديث: ...`: does the label of another date follow? */
static bool
is_second_label(struct reading *r, struct span folded, size_t at)
{
	struct cue cue;

	return cue_find(r->rules->cues, span_skip(folded, at), &cue) &&
	    (cue.role == ROLE_MODIFIED || cue.role == ROLE_DATE);
}

/* A date at byte `from` of the folded line, with nothing beside it that makes
 * it prose. */
static bool
read_date(struct reading *r, const struct line *l, size_t from)
{
	const struct folded *f = &r->page->fold;
	struct span folded = buf_span(&f->text);
	struct date d = { .end = 0 };
	bool found = date_find(
	    r->rules->dates, f, l->text, from, folded.n, r->reference, &d);

	if (from == 0) {
		r->searched = true;
		r->whole = d;
	}
	if (!found)
		return false;
	r->date = d;
	if (d.outside > 0 &&
	    !(d.outside <= STRAY_LETTERS && d.known && from > 0) &&
	    !(may_stand_by(r, span_of(folded.p + from, d.from - from)) &&
		(may_stand_by(r, span_skip(folded, d.to)) ||
		    (from > 0 && is_second_label(r, folded, d.to)))))
		return false;
	return true;
}

/* Is the folded text a place or an outlet, whole? */
static bool
is_place_or_outlet(const struct rules *rules, struct span s)
{
	return names_find(&rules->places, s) >= 0 ||
	    rules_outlet(rules, s) != NULL;
}

/* The first mark of a signature from byte i on, with its bytes in *len; or the
 * end. */
static size_t
signature_mark(struct span folded, size_t i, size_t *len)
{
	static const struct span marks[] = { SPAN("_"), SPAN("/"), SPAN("|"),
		SPAN("-"), SPAN(":"), SPAN("–"), SPAN("—"), SPAN("─") };
	size_t k;

	for (; i < folded.n; i++)
		for (k = 0; k < sizeof marks / sizeof marks[0]; k++)
			if (folded.p[i] == marks[k].p[0] &&
			    span_starts(span_skip(folded, i), marks[k])) {
				*len = marks[k].n;
				return i;
			}
	return folded.n;
}

/* May s be who signs: two words or more, and behind a colon a name? */
static bool
may_sign(const struct rules *rules, struct span s, bool colon)
{
	return colon ? piece_is_name(rules, s) : memchr(s.p, ' ', s.n) != NULL;
}

/* Names, a mark, a place or outlet: `سمير العلي _ الرقة`, `بغداد / هند
 * الراوي`, `ليلى حداد - سانا`, `كسلا: الطيب الأمين`. */
static bool
is_signature(const struct rules *rules, struct span folded)
{
	struct span left, right;
	size_t len, at = signature_mark(folded, 0, &len);
	bool colon;

	if (at == 0 || at == folded.n ||
	    memchr(folded.p, '"', folded.n) != NULL)
		return false;
	colon = folded.p[at] == ':';
	left = span_trim(span_of(folded.p, at));
	for (at += len; at < folded.n && memchr(" -_", folded.p[at], 3);)
		at++;
	right = span_trim(span_skip(folded, at));
	if (is_place_or_outlet(rules, left))
		return right.n > 0 && may_sign(rules, right, colon);
	return is_place_or_outlet(rules, right) && may_sign(rules, left, colon);
}

/* Is the folded text in front of a bracket a sentence: `... صباح السبت.`,
 * `وينتظر المزارعون المطر`? */
static bool
is_sentence(struct span before)
{
	before = span_trim(before);
	return before.n > 0 &&
	    (memchr(".!?-", before.p[before.n - 1], 4) != NULL ||
		span_ends(before, SPAN("؟")) ||
		(span_starts(before, SPAN("و")) &&
		    memchr(before.p, ' ', before.n) != NULL));
}

/* A caption: it ends with an outlet in brackets, `جانب من اللقاء (سانا)`. */
static bool
is_caption(const struct rules *rules, struct span folded)
{
	const char *open;

	if (!span_ends(folded, SPAN(")")))
		return false;
	open = memrchr(folded.p, '(', folded.n);
	return open != NULL && open > folded.p &&
	    !is_sentence(span_to(folded.p, open)) &&
	    rules_outlet(rules, span_to(open, folded.p + folded.n)) != NULL;
}

/* Does a byte stand in s that may part a dateline: punctuation, or the lead
 * byte of the dashes? */
static bool
has_part(struct span s)
{
	static const bool part[256] = { ['-'] = true,
		['/'] = true,
		[':'] = true,
		['('] = true,
		['_'] = true,
		['|'] = true,
		[0xe2] = true };
	size_t i;

	for (i = 0; i < s.n; i++)
		if (part[(unsigned char)s.p[i]])
			return true;
	return false;
}

/* A dateline, alone on its line. */
static bool
is_dateline(struct reading *r, const struct line *l)
{
	struct dateline d;

	return l->points <= LABEL_POINTS_MAX && has_part(l->text) &&
	    dateline_read(r->rules, &r->page->fold, l->text, 0, &d) &&
	    d.whole && d.places > 0;
}

/* A role by what the whole line is a name of. */
static enum role
role_of_name(struct reading *r, const struct line *l, struct span folded)
{
	int section;

	if (is_caption(r->rules, folded) && l->words > 1)
		return ROLE_PHOTO;
	if (l->points > LABEL_POINTS_MAX || l->words > LABEL_WORDS_MAX ||
	    l->stop)
		return ROLE_COUNT;
	if ((section = only_names(&r->rules->sections, folded)) >= 0)
		return section == SECTION_NAV ? ROLE_NAV : ROLE_CATEGORY;
	if (only_names(&r->rules->outlets, folded) >= 0)
		return ROLE_OUTLET;
	if (l->words >= 3 && l->words <= SIGNATURE_WORDS_MAX &&
	    is_signature(r->rules, folded))
		return ROLE_BYLINE;
	return ROLE_COUNT;
}

/* The label of a line whose role is sure. */
static enum label
label_of_role(enum role role)
{
	static const uint8_t of[ROLE_COUNT] = {
		[ROLE_BLANK] = LABEL_FURNITURE,
		[ROLE_TITLE] = LABEL_TITLE,
		[ROLE_BODY] = LABEL_BODY,
		[ROLE_DATE] = LABEL_DATE,
		[ROLE_MODIFIED] = LABEL_DATE,
		[ROLE_BYLINE] = LABEL_AUTHOR,
		[ROLE_CATEGORY] = LABEL_SECTION,
		[ROLE_SOURCE] = LABEL_CREDIT,
		[ROLE_OUTLET] = LABEL_CREDIT,
		[ROLE_DATELINE] = LABEL_CREDIT,
		[ROLE_KEYWORDS] = LABEL_TAGS,
		[ROLE_RELATED] = LABEL_HEADING,
		[ROLE_PROMO] = LABEL_RELATED,
		[ROLE_ITEM] = LABEL_RELATED,
		[ROLE_PHOTO] = LABEL_CAPTION,
	};

	return role == ROLE_TITLE || of[role] != 0 ? (enum label)of[role]
						   : LABEL_FURNITURE;
}

/* `تاريخ النشر: أواخر الشهر الماضي`: a label of a date, and a few words that
 * are none that can be read. */
static bool
is_unread(const struct line *l, struct span folded, size_t rest)
{
	bool date = span_starts(folded, SPAN("تاريخ")) ||
	    span_starts(folded, SPAN("التاريخ"));
	size_t i;

	if (l->words > UNREAD_WORDS_MAX || l->stop ||
	    memchr(folded.p, ':', rest) == NULL)
		return false;
	for (i = rest; i < folded.n && !date; i++)
		date = folded.p[i] >= '0' && folded.p[i] <= '9';
	return date;
}

/* What the line's cue says, if what stands behind it agrees. */
static bool
role_of_cue(struct reading *r, struct line *l, struct span folded)
{
	struct span rest;
	struct cue cue;

	if (!cue_find(r->rules->cues, folded, &cue))
		return false;
	r->cue = cue;
	rest = raw_rest(l, &r->page->fold, cue.rest);
	l->rest = (uint32_t)rest.n;
	if (cue.named &&
	    only_names(&r->rules->outlets, span_skip(folded, cue.rest)) < 0)
		return false;
	if (cue.role == ROLE_TITLE && rest.n > 0)
		line_set_text(l, rest);
	if ((cue.role == ROLE_DATE || cue.role == ROLE_MODIFIED) &&
	    rest.n > 0 && !read_date(r, l, cue.rest) &&
	    !(cue.role == ROLE_DATE && is_unread(l, folded, cue.rest)))
		return false;
	if ((cue.role == ROLE_BYLINE && l->stop && l->words > 6) ||
	    (cue.role == ROLE_FOLLOW && l->stop &&
		l->points > LABEL_POINTS_MAX))
		return false; /* a sentence */
	l->role = cue.role;
	l->labelled = true;
	if (cue.user) { /* whoever wrote the row knows */
		l->label = (uint8_t)label_of_role(cue.role);
		l->fixed = true;
	}
	l->glued = cue.glued;
	return true;
}

/* Is it worth folding a paragraph to look for a cue?  A long one starts with
 * a label that ends soon. */
static bool
may_be_cue(struct reading *r, const struct line *l)
{
	if (l->points > LINE_TITLE_MAX &&
	    memchr(l->text.p, ':', LABEL_BYTES) == NULL)
		return false;
	fold(&r->page->fold, utf8_head(l->text, START_BYTES));
	return cue_may_start(r->rules->cues, buf_span(&r->page->fold.text));
}

/* Dates are short and have a digit; relative ones are shorter. */
static bool
may_be_date(const struct line *l, struct span folded)
{
	return l->words <= RELATIVE_WORDS_MAX ||
	    (l->points <= DATE_POINTS_MAX && fold_has_digit(folded));
}

/* Are the words of the line worth a look?  Those of a paragraph say little. */
static bool
has_facts(const struct line *l)
{
	return l->points <= LINE_TITLE_MAX ||
	    (l->points <= WORD_POINTS_MAX && !l->stop);
}

/* What a line is by what the whole of it says. */
static enum role
role_of_whole(struct reading *r, struct line *l, struct span folded)
{
	enum role role;

	if (line_is_rule(&r->page->fold))
		return ROLE_RULE;
	if (line_is_time(&r->page->fold))
		return ROLE_TIME;
	if (is_dateline(r, l))
		return ROLE_DATELINE;
	if (may_be_date(l, folded) && read_date(r, l, 0))
		return ROLE_DATE;
	role = role_of_name(r, l, folded);
	if (role == ROLE_COUNT)
		role = l->bullet ? ROLE_BULLET : line_shape(l);
	return role;
}

/* Decide what a line is by itself. */
static void
judge(struct reading *r, struct line *l)
{
	struct folded *f = &r->page->fold;
	enum role role = line_shape(l);
	bool may_be = role != ROLE_BODY;

	r->searched = false;
	r->date.end = 0;
	r->cue.role = ROLE_COUNT;
	l->role = (uint8_t)role;
	if (l->text.n == 0) {
		evidence_of_line(l, r->rules, NULL, &r->date);
		return;
	}
	if (!may_be && !(may_be = may_be_cue(r, l)) && !has_facts(l)) {
		evidence_of_line(l, r->rules, NULL, &r->date);
		return;
	}
	fold(f, l->text);
	if (!may_be || !role_of_cue(r, l, buf_span(&f->text))) {
		l->rest = 0;
		if (role != ROLE_BODY)
			l->role = (uint8_t)role_of_whole(
			    r, l, buf_span(&f->text));
		else if (may_be_date(l, buf_span(&f->text)))
			read_date(r, l, 0);
	}
	evidence_of_line(l, r->rules, has_facts(l) ? f : NULL, &r->date);
	if (l->points > DATE_POINTS_MAX)
		return;
	if (l->labelled && l->role == ROLE_TITLE) { /* the cue went */
		fold(f, l->text);
		cue_find(r->rules->cues, buf_span(&f->text), &r->cue);
		r->searched = false;
	}
	evidence_of_pieces(l, r->rules, &r->cue, &r->date, r->reference,
	    r->searched ? &r->whole : NULL, f);
}

/* Where a cue is glued to the sentence before it (`.المصدر: ...`): its byte
 * in text, or 0 where none is. */
static size_t
find_glue(struct reading *r, struct span text)
{
	const char *p = text.p, *end = text.p + text.n;
	struct folded *f = &r->page->fold;

	while ((p = memchr(p, ':', (size_t)(end - p))) != NULL) {
		const char *from = p - text.p > GLUE_WINDOW ? p - GLUE_WINDOW
							    : text.p;
		const char *before;
		struct span window;
		uint32_t cp;
		long at;

		while (from < p && ((unsigned char)*from & 0xc0) == 0x80)
			from++;
		window = span_to(from, p++);
		if (!cue_may_be_glued(r->rules->cues, window))
			continue;
		fold(f, window);
		at = cue_before_colon(r->rules->cues, buf_span(&f->text));
		if (at < 0 || window.p + unfold(f, (size_t)at) == text.p)
			continue;
		from = window.p + unfold(f, (size_t)at);
		cp = utf8_before(text.p, from, &before);
		if (cp != ' ') /* glued to a word, a full stop, a quote */
			return (size_t)(from - text.p);
		if (before == text.p)
			continue;
		cp = utf8_before(text.p, before, &before);
		if (cp == '.' || cp == '!' || cp == 0x61f || cp == '"' ||
		    cp == 0xbb)
			return (size_t)(from - text.p);
	}
	return 0;
}

/* Look at one line of the text, without its glued parts; NULL where it is
 * blank. */
static struct line *
read_line(struct reading *r, struct span all)
{
	struct page *p = r->page;
	struct line *l;
	struct span text;

	p->line = mem_grow(p->line, &p->cap, p->n + 1, sizeof p->line[0]);
	l = &p->line[p->n];
	line_start(l, all);
	l->number = (uint32_t)p->lines++;
	if (line_shape(l) == ROLE_BLANK)
		return NULL;
	p->n++;
	if (again_find(&p->again, l))
		return l;
	text = l->text;
	judge(r, l);
	again_keep(&p->again, l, text);
	return l;
}

/* `date 2025-11-07 T`: the bytes of the day that a crawler put in front of the
 * page, with the blank behind; 0 where there is none. */
static size_t
crawl_mark(struct span all, struct date *d)
{
	struct span text = line_trim(all), day;
	size_t n;

	if (!span_starts(text, SPAN("date ")) || text.n < MARK_BYTES + 1 ||
	    text.p[MARK_BYTES] != ' ')
		return 0;
	day = span_of(text.p + 5, MARK_BYTES - 5);
	if (!date_parse_iso(day, d) || d->day < 0)
		return 0;
	d->start = 5;
	d->end = MARK_BYTES;
	n = (size_t)(text.p - all.p) + MARK_BYTES + 1;
	return n < all.n ? n : 0;
}

/* The mark is a line of its own. */
static struct span
read_mark(struct reading *r, struct span all)
{
	struct date d = { .known = false };
	size_t n = crawl_mark(all, &d);
	struct line *l;

	if (n == 0)
		return all;
	l = read_line(r, span_of(all.p, n));
	l->role = ROLE_DATE;
	r->page->crawl = d;
	l->mark = l->fixed = true;
	l->label = LABEL_SITE;
	return span_skip(all, n);
}

/* A line, or two: a heading glued to a paragraph. */
static void
read_heading(struct reading *r, struct span all)
{
	struct line *l = read_line(r, all);
	const char *at;

	if (l == NULL || !l->glued || l->rest == 0)
		return;
	at = line_rest(l).p;
	line_set_text(l, line_trim(span_to(all.p, at)));
	l->bytes = (uint32_t)(at - all.p);
	l->rest = 0;
	l->role = ROLE_NAV; /* a widget that lost its links */
	l = read_line(r, span_to(at, all.p + all.n));
	if (l == NULL)
		return;
	l->glued = true;
	if (l->role == ROLE_TITLE) /* what was glued is a link's headline */
		l->role = ROLE_ITEM;
}

static void
read_lines(struct reading *r)
{
	struct span rest = r->page->text;

	while (rest.n > 0) {
		const char *lf = memchr(rest.p, '\n', rest.n);
		size_t n = lf ? (size_t)(lf - rest.p) + 1 : rest.n;
		struct span all = span_of(rest.p, n);
		size_t at;

		rest = span_skip(rest, n);
		if (all.p == r->page->text.p)
			all = read_mark(r, all);
		while ((at = find_glue(r, all)) > 0) {
			read_heading(r, span_of(all.p, at));
			all = span_skip(all, at);
		}
		read_heading(r, all);
	}
}

/* Is the line blank?  Most are not, as their first byte says. */
static bool
is_blank(struct span all)
{
	if (all.p[0] > ' ' && all.p[0] < 0x7f)
		return false;
	return line_trim(all).n == 0;
}

const char *
page_refuses(struct span text, size_t *at)
{
	size_t most = text.n / PAGE_LINE_BYTES + PAGE_LINES, lines = 0, n;
	struct span rest = text;

	*at = UINT32_MAX;
	if (text.n >= UINT32_MAX)
		return "a page of 4 GiB";
	for (; rest.n > 0 && rest.n / 2 + lines >= most;
	     rest = span_skip(rest, n)) {
		const char *lf = memchr(rest.p, '\n', rest.n);

		n = lf ? (size_t)(lf - rest.p) + 1 : rest.n;
		if (is_blank(span_of(rest.p, n)))
			continue;
		*at = (size_t)(rest.p - text.p);
		if (lines++ == most)
			return "a page of too many lines";
	}
	return NULL;
}

bool
page_blank_before(const struct page *p, size_t i)
{
	size_t number = i < p->n ? p->line[i].number : p->lines;

	return number > (i > 0 ? p->line[i - 1].number + 1 : 0);
}

bool
page_same_headline(const struct page *p, size_t a, size_t b)
{
	struct span s = p->line[a].text, t = p->line[b].text;

	return s.n < t.n ? span_starts(t, s) : span_starts(s, t);
}

/* What the record says of where lines stand. */
static void
read_layout(struct page *p)
{
	struct layout_walk walk = { .at = 0 };
	const char *at = p->text.p;
	size_t i, point = 0;

	for (i = 0; i < p->n && p->layout.n > 0; i++) {
		struct line *l = &p->line[i];

		point += utf8_count(span_to(at, l->text.p));
		at = l->text.p;
		l->layout = (uint8_t)layout_at(&p->layout, &walk, point);
	}
}

/* The label of a line that its place on the page decides; LABEL_COUNT where
 * it does not.  article: some line lies in one. */
static enum label
label_of_layout(const struct line *l, bool article)
{
	if ((article && !line_lies_in(l, LAYOUT_ARTICLE)) ||
	    line_lies_in(l, LAYOUT_NAV) || line_lies_in(l, LAYOUT_ASIDE) ||
	    line_lies_in(l, LAYOUT_FOOTER))
		return LABEL_FURNITURE;
	if (line_lies_in(l, LAYOUT_LINKS))
		return article && l->words >= LAYOUT_LINK_WORDS
		    ? LABEL_RELATED
		    : LABEL_FURNITURE;
	if (line_lies_in(l, LAYOUT_CAPTION))
		return LABEL_CAPTION;
	if (line_lies_in(l, LAYOUT_H1))
		return LABEL_TITLE;
	if (line_lies_in(l, LAYOUT_LIST))
		return LABEL_BODY;
	if (article && l->role == ROLE_BODY && !l->labelled &&
	    l->points >= LAYOUT_BODY_POINTS && l->words >= LAYOUT_BODY_WORDS)
		return LABEL_BODY;
	return LABEL_COUNT;
}

static void
fix_layout(struct page *p)
{
	bool article = layout_count(&p->layout, LAYOUT_ARTICLE) > 0;
	size_t i;

	for (i = 0; i < p->n && p->layout.n > 0; i++) {
		struct line *l = &p->line[i];
		enum label label = label_of_layout(l, article);

		if (label == LABEL_COUNT)
			continue;
		l->label = (uint8_t)label;
		l->fixed = true;
		if (label == LABEL_FURNITURE && !l->labelled)
			l->role = ROLE_NAV; /* no outlet, no date */
	}
}

/* The line that the record says is the headline. */
static void
fix_title(struct page *p)
{
	struct span known = line_trim(p->known_title);
	size_t i;

	if (layout_count(&p->layout, LAYOUT_H1) > 0)
		return;

	for (i = 0; known.n > 0 && i < p->n; i++) {
		struct line *l = &p->line[i];

		if (!span_eq(l->text, known))
			continue;
		l->label = LABEL_TITLE;
		l->fixed = true;
		return;
	}
}

/* A page that markup was read from has a block a line. */
static struct span
read_form(struct page *p, const struct rules *r, struct span text)
{
	struct span read;
	size_t at;

	p->form.n = 0;
	if (p->layout.n > 0)
		return text;
	read = form_read(&p->form, r, text);
	if (p->form.n > 0 && page_refuses(read, &at) != NULL) {
		p->form.n = 0;
		return text;
	}
	return read;
}

/* How often its site has printed each line.  A page without any line that most
 * of its pages have is none of them, as far as one can see. */
static void
read_site(struct page *p, const struct sites *sites)
{
	struct buf key = { 0 };
	bool most;
	size_t i;

	if (p->site == 0)
		return;
	most = !sites_have_most(sites, p->site);
	for (i = 0; i < p->n; i++) {
		struct line *l = &p->line[i];

		fold(&p->fold, l->text);
		site_key(&key, &p->fold);
		if (line_is_prose(l))
			l->seen = SITE_NEW;
		else if (key.n > 0)
			l->seen = (uint8_t)sites_line(
			    sites, p->site, buf_span(&key));
		most |= l->seen == SITE_MOST;
	}
	buf_free(&key);
	if (most)
		return;
	p->site = 0;
	for (i = 0; i < p->n; i++)
		p->line[i].seen = SITE_UNKNOWN;
}

void
page_read(struct page *p, const struct rules *r, struct span text,
    const struct date *reference)
{
	struct reading reading = {
		.page = p, .rules = r, .reference = reference
	};

	again_with(&p->again, r, reference);
	p->text = read_form(p, r, text);
	p->n = p->lines = 0;
	read_lines(&reading);
	read_layout(p);
	read_site(p, r->sites);
	evidence_of_page(p);
	fix_layout(p);
	fix_title(p);
	label_lines(r->labeller, p);
}

void
page_shrink(struct page *p)
{
	if (p->cap < LINES_KEPT && p->fold.cap < FOLDED_KEPT)
		return;
	page_free(p);
}

void
page_free(struct page *p)
{
	free(p->line);
	free(p->scores);
	layout_free(&p->layout);
	folded_free(&p->fold);
	again_free(&p->again);
	form_free(&p->form);
	*p = (struct page) { .n = 0 };
}
