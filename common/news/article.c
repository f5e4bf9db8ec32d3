/*
 * The lines in front of the first paragraph are the head, those behind the
 * last one the tail.  Labelled fields count anywhere; what has no label counts
 * in the head and the tail only: between paragraphs a short line is part of
 * the body (a sub-heading, a verse, a question).
 */
#include "news/article.h"

#include <stdlib.h>

#include "base/mem.h"
#include "news/vocab.h"
#include "text/utf8.h"

/* How sure a date is the article's own; higher wins. */
enum rank {
	RANK_NONE,
	RANK_MODIFIED,
	RANK_TAIL,
	RANK_MASTHEAD,
	RANK_DATELINE,
	RANK_TITLE,
	RANK_LABEL
};

enum {
	HEADLINE_WORDS = 4,  /* of a line that looked like a byline */
	NAME_WORDS = 4,      /* of a name on its own line */
	KEYWORD_WORDS = 6,   /* of one keyword on its own line */
	HEADLINES_MOST = 3,  /* lines without a paragraph that may be a text */
	PROSE_LINES = 12,    /* paragraphs that a headline is compared with */
	PROSE_BYTES = 1200,  /* of each */
	DATELINE_HEAD = 160, /* bytes of a paragraph that may hold one */
	SAME_LINES = 1000    /* entries of a list among which none is twice */
};

struct sorting {
	struct article *a;
	const struct rules *r;
	struct page *p;
	size_t title;       /* line of the headline, or p->n */
	size_t first, last; /* first and last paragraph, or p->n */
	enum rank rank;     /* of a->date */
	bool byline_place;  /* a->dateline is the place of a byline */
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

static struct line *
line_at(const struct sorting *s, size_t i)
{
	return &s->p->line[i];
}

static enum role
role_at(const struct sorting *s, size_t i)
{
	return i < s->p->n ? (enum role)s->p->line[i].role : ROLE_BLANK;
}

static void
put(struct sorting *s, size_t i, enum place place)
{
	s->a->place[i] = (uint8_t)place;
}

/* Does line i stand between the first and the last paragraph? */
static bool
is_inside(const struct sorting *s, size_t i)
{
	return s->first < s->p->n && i > s->first && i < s->last;
}

static bool
is_head(const struct sorting *s, size_t i)
{
	return s->first == s->p->n || i < s->first;
}

static void
take_body(struct sorting *s, size_t i)
{
	put(s, i, PLACE_BODY);
}

/* The first and last paragraph. */
static void
find_paragraphs(struct sorting *s)
{
	size_t i;

	s->first = s->last = s->p->n;
	for (i = 0; i < s->p->n; i++)
		if (role_at(s, i) == ROLE_BODY) {
			if (s->first == s->p->n)
				s->first = i;
			s->last = i;
		}
}

/* A text of a few lines that end no sentence: the longest of them behind the
 * first is its paragraph. */
static void
find_plain_text(struct sorting *s)
{
	size_t i, n = 0, at = s->p->n;

	for (i = 0; i < s->p->n; i++) {
		if (role_at(s, i) != ROLE_TITLE)
			continue;
		if (n++ > 0 &&
		    (at == s->p->n ||
			line_at(s, i)->points > line_at(s, at)->points))
			at = i;
	}
	if (n > 1 && n <= HEADLINES_MOST)
		s->first = s->last = at;
}

static bool
is_known_title(const struct sorting *s, const struct line *l)
{
	return s->a->known_title.n > 0 &&
	    span_eq(line_trim(s->a->known_title), l->text);
}

/* The headline without the site's name, where it is printed again so above
 * the text. */
static size_t
shorter_repeat(const struct sorting *s, size_t i)
{
	size_t next;

	for (next = i + 1; next < s->first; next++)
		if (role_at(s, next) == ROLE_TITLE &&
		    line_at(s, next)->text.n <= line_at(s, i)->text.n &&
		    page_same_headline(s->p, i, next))
			return next;
	return i;
}

/* The words of the first paragraphs. */
static void
gather_prose(const struct sorting *s, struct vocab *words)
{
	size_t i;
	int n = 0;

	*words = (struct vocab) { { 0 } };
	for (i = s->first; i <= s->last && n < PROSE_LINES; i++) {
		struct span text = line_at(s, i)->text;

		if (role_at(s, i) != ROLE_BODY)
			continue;
		vocab_add(words, utf8_head(text, PROSE_BYTES));
		n++;
	}
}

static int
words_shared(const struct vocab *words, struct span line)
{
	struct vocab v = { { 0 } };

	vocab_add(&v, line);
	return vocab_common(&v, words);
}

static bool
may_be_headline(const struct sorting *s, size_t i)
{
	enum role role = role_at(s, i);

	return (role == ROLE_TITLE || role == ROLE_SHORT) &&
	    !line_at(s, i)->bullet;
}

/* The line of the head that shares most words with the text: a menu or the
 * outlet's name shares none.  A later line must share twice as many: the first
 * sentence shares more than the headline above it.  p->n where no line shares
 * any. */
static size_t
headline_by_words(const struct sorting *s)
{
	struct vocab prose;
	size_t i, best = s->p->n;
	int shared, enough = 1;

	gather_prose(s, &prose);
	for (i = 0; i < s->first; i++) {
		if (!may_be_headline(s, i))
			continue;
		shared = words_shared(&prose, line_at(s, i)->text);
		if (shared >= enough) {
			enough = 2 * shared;
			best = i;
		}
	}
	return best;
}

/* The first line of a headline's shape in the head, or p->n. */
static size_t
headline_by_shape(const struct sorting *s)
{
	size_t i, brief = s->p->n, like = s->p->n;

	for (i = 0; i < s->first; i++) {
		enum role role = role_at(s, i);

		if (role == ROLE_TITLE && !line_at(s, i)->bullet)
			return i;
		if (role == ROLE_SHORT && brief == s->p->n)
			brief = i;
		if (role == ROLE_BYLINE && like == s->p->n &&
		    line_at(s, i)->words >= HEADLINE_WORDS)
			like = i; /* `أحرار في بيروت - قصة`, not a name */
	}
	return brief < s->p->n ? brief : like;
}

/* The headline: the line that the record knows, or the one of the head that
 * says most of what the text says, or the first of its shape. */
static void
find_title(struct sorting *s)
{
	size_t i;

	s->title = s->p->n;
	for (i = 0; i < s->p->n; i++)
		if (is_known_title(s, line_at(s, i))) {
			s->title = i;
			if (i == s->first)
				s->first = page_next(s->p, i + 1);
			return;
		}
	if (s->a->known_title.n > 0 || s->first == s->p->n)
		return;
	i = headline_by_words(s);
	if (i == s->p->n)
		i = headline_by_shape(s);
	s->title = i < s->p->n ? shorter_repeat(s, i) : i;
}

/* A date is the article's if no surer one is known. */
static void
offer_date(struct sorting *s, size_t i, const struct date *d, enum rank rank)
{
	struct article *a = s->a;

	if (rank <= s->rank || (a->date.known && !d->known))
		return;
	s->rank = rank;
	a->date = *d;
	a->date_raw = span_of(
	    line_at(s, i)->text.p + d->start, d->end - d->start);
}

static enum rank
rank_of(const struct sorting *s, size_t i)
{
	const struct line *l = line_at(s, i);

	if (l->rest.n > 0 && l->rest.p > l->text.p) /* behind a label */
		return RANK_LABEL;
	if (!is_head(s, i))
		return RANK_TAIL;
	return s->title < s->p->n && i > s->title ? RANK_TITLE : RANK_MASTHEAD;
}

/* What a folded span says, or NULL. */
static const struct outlet *
outlet_of(struct sorting *s, struct span text)
{
	fold(&s->a->fold, text);
	return rules_outlet(s->r, buf_span(&s->a->fold.text));
}

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

/* A credit without a full stop or brackets around it. */
static struct span
trim_credit(struct span s)
{
	s = line_trim(s);
	while (s.n > 0 && (s.p[s.n - 1] == '.' || s.p[s.n - 1] == '-'))
		s = line_trim(span_of(s.p, s.n - 1));
	if (s.n > 2 && s.p[0] == '(' && s.p[s.n - 1] == ')')
		s = line_trim(span_of(s.p + 1, s.n - 2));
	return s;
}

/* The day of the last change; where no other is printed, the article's. */
static void
take_modified(struct sorting *s, size_t i)
{
	struct line *l = line_at(s, i);

	if (l->dated) {
		s->a->modified = l->date;
		s->a->modified_line = i;
		offer_date(s, i, &l->date, RANK_MODIFIED);
	}
	put(s, i, PLACE_FIELD);
}

/* The agency of a credit is surer than that of a dateline. */
static void
set_credit(struct sorting *s, struct span credit)
{
	struct span before = s->a->agency;

	s->a->credit = credit;
	s->a->agency.p = NULL;
	find_agency(s, credit);
	if (s->a->agency.p == NULL)
		s->a->agency = before;
}

static void
take_credit(struct sorting *s, size_t i)
{
	struct line *l = line_at(s, i);
	size_t next = page_next(s->p, i + 1);
	struct span credit = trim_credit(
	    l->role == ROLE_OUTLET ? l->text : l->rest);

	if (credit.n == 0 &&
	    (role_at(s, next) == ROLE_OUTLET ||
		role_at(s, next) == ROLE_SHORT ||
		role_at(s, next) == ROLE_CATEGORY)) {
		credit = trim_credit(line_at(s, next)->text);
		put(s, next, PLACE_FIELD);
	}
	if (credit.n == 0)
		return;
	/* a label says more than a name alone */
	if (l->role != ROLE_SOURCE && s->a->credit.n > 0) {
		find_agency(s, credit);
		return;
	}
	set_credit(s, credit);
	put(s, i, PLACE_FIELD);
}

/* Names, parted by commas, ampersands and `و`, without a place behind. */
static void
add_authors(struct sorting *s, struct span names)
{
	struct dateline d;
	size_t i;

	while (names.n > 0) {
		struct span one;
		size_t end;

		for (i = 0; i < names.n &&
		     memchr(",/|&_\xe2", names.p[i], 6) == NULL &&
		     !(names.p[i] == '-' && i > 0 && names.p[i - 1] == ' ') &&
		     !span_starts(span_skip(names, i), SPAN("،"));
		     i++)
			;
		one = line_trim(span_of(names.p, i));
		while (one.n > 0 &&
		    (one.p[one.n - 1] == ':' || one.p[one.n - 1] == '.' ||
			one.p[one.n - 1] == '-'))
			one = line_trim(span_of(one.p, one.n - 1));
		fold(&s->a->fold, one);
		if (names_longest(&s->r->places, buf_span(&s->a->fold.text), 0,
			&end) < 0 ||
		    end < s->a->fold.text.n)
			push(&s->a->authors, one);
		else if (s->a->dateline.places == 0) {
			d = (struct dateline) { .places = 1 };
			d.place[0] = one;
			s->a->dateline = d;
			s->byline_place = true;
		}
		if (i < names.n && (unsigned char)names.p[i] >= 0x80)
			i += (unsigned char)names.p[i] == 0xe2 ? 2 : 1;
		names = span_skip(names, i < names.n ? i + 1 : i);
	}
}

static void
take_author(struct sorting *s, size_t i)
{
	struct line *l = line_at(s, i);
	size_t next = page_next(s->p, i + 1);
	struct span names = l->rest.n > 0 ? l->rest : l->text;

	if (l->rest.n == 0 && l->rest.p == l->text.p + l->text.n &&
	    l->words <= 2) { /* the label alone: the name is below */
		if (next >= s->p->n ||
		    (role_at(s, next) != ROLE_SHORT &&
			role_at(s, next) != ROLE_TITLE) ||
		    line_at(s, next)->words > NAME_WORDS)
			return;
		names = line_at(s, next)->text;
		put(s, next, PLACE_FIELD);
	}
	add_authors(s, names);
	put(s, i, PLACE_FIELD);
}

static void
take_dateline(struct sorting *s, struct span text, size_t i, bool whole)
{
	struct dateline d;

	fold(&s->a->fold, text);
	if (!dateline_read(s->r, &s->a->fold, text, 0, &d) ||
	    (whole && !d.whole))
		return;
	if (d.agency != NULL && !(d.agency->flags & OUTLET_AGENCY))
		d.agency = NULL;
	if (s->a->dateline.places == 0 || s->byline_place)
		s->a->dateline = d;
	s->byline_place = false;
	set_agency(s->a, d.agency);
	if (d.date.end > 0)
		offer_date(s, i, &d.date, RANK_DATELINE);
	if (whole)
		put(s, i, PLACE_FIELD);
}

/* The dateline in front of the first paragraph stays there. */
static void
take_inline_dateline(struct sorting *s)
{
	struct span head;

	if (s->first == s->p->n)
		return;
	head = utf8_head(line_at(s, s->first)->text, DATELINE_HEAD);
	take_dateline(s, head, s->first, false);
}

/* Sections of a line: parts parted by marks that are names of sections. */
static void
take_categories(struct sorting *s, struct span text, bool only_known)
{
	struct span rest = text;
	size_t i;

	while (rest.n > 0) {
		struct span one;
		int kind;

		for (i = 0;
		     i < rest.n && memchr("|/,>\\", rest.p[i], 5) == NULL &&
		     !span_starts(span_skip(rest, i), SPAN("»")) &&
		     !span_starts(span_skip(rest, i), SPAN("«")) &&
		     !span_starts(span_skip(rest, i), SPAN("،"));
		     i++)
			;
		one = line_trim(span_of(rest.p, i));
		fold(&s->a->fold, one);
		kind = names_find(&s->r->sections, buf_span(&s->a->fold.text));
		if (kind == SECTION_NEWS || (!only_known && kind < 0))
			push(&s->a->categories, one);
		if (i < rest.n && (unsigned char)rest.p[i] >= 0x80)
			i++;
		rest = span_skip(rest, i < rest.n ? i + 1 : i);
	}
}

/* What stands beside a date, part by part: `ثقافة / 10-11-2021 / بواسطة سعاد
 * بوعلام`. */
static void
take_beside(struct sorting *s, struct span beside)
{
	while (beside.n > 0) {
		struct span part = line_part(&beside), rest;
		struct cue cue;

		fold(&s->a->fold, part);
		if (!cue_find(s->r->cues, buf_span(&s->a->fold.text), &cue)) {
			take_categories(s, part, true);
			continue;
		}
		rest = line_trim(span_skip(part, s->a->fold.map[cue.rest]));
		if (cue.role == ROLE_SOURCE && s->a->credit.n == 0) {
			s->a->credit = trim_credit(rest);
			find_agency(s, s->a->credit);
		} else if (cue.role == ROLE_BYLINE)
			add_authors(s, rest);
		else if (cue.role == ROLE_CATEGORY)
			take_categories(s, rest, false);
	}
}

static void
take_date(struct sorting *s, size_t i)
{
	struct line *l = line_at(s, i);
	size_t next = page_next(s->p, i + 1);

	if (is_inside(s, i) && rank_of(s, i) < RANK_LABEL) {
		take_body(s, i);
		return;
	}
	if (l->date.end == 0) { /* the label is alone: the date is below */
		if (role_at(s, next) == ROLE_DATE && line_at(s, next)->date.end)
			offer_date(
			    s, next, &line_at(s, next)->date, RANK_LABEL);
		put(s, i, PLACE_REMOVED);
		return;
	}
	offer_date(s, i, &l->date, rank_of(s, i));
	take_beside(s, span_of(l->text.p, l->date.start));
	take_beside(s, span_skip(l->text, l->date.end));
	if (l->date.outside > 0 && l->rest.p == l->text.p + l->text.n)
		put(s, i, PLACE_REMOVED); /* a section, an outlet beside it */
	else
		put(s, i, PLACE_FIELD);
}

/* A section glued to the outlet's name: `أخبارصحيفة البعث`. */
static bool
take_glued_masthead(struct sorting *s, struct line *l)
{
	struct folded *f = &s->a->fold;
	size_t i;

	if (l->points > 60 || l->stop)
		return false;
	fold(f, l->text);
	for (i = 2; i < f->text.n; i++) {
		struct span left = span_of(f->text.p, i);
		struct span right = span_skip(buf_span(&f->text), i);

		if (((unsigned char)right.p[0] & 0xc0) == 0x80 ||
		    f->text.p[i - 1] == ' ' || right.p[0] == ' ' ||
		    names_find(&s->r->sections, left) != SECTION_NEWS ||
		    rules_outlet(s->r, right) == NULL)
			continue;
		push(&s->a->categories, span_of(l->text.p, f->map[i]));
		s->a->sitename = span_skip(l->text, f->map[i]);
		return true;
	}
	return false;
}

static void
take_head_name(struct sorting *s, size_t i)
{
	struct line *l = line_at(s, i);

	if (s->title < s->p->n && i > s->title) {
		take_credit(s, i);
		return;
	}
	if (s->a->sitename.n == 0)
		s->a->sitename = l->text;
	put(s, i, PLACE_FIELD);
}

/* The headline behind a promo's cue. */
static void
take_promo(struct sorting *s, size_t i)
{
	struct span headline = line_at(s, i)->rest;

	while (span_starts(headline, SPAN(".")))
		headline = line_trim(span_skip(headline, 1));
	push(&s->a->related, headline);
	put(s, i, PLACE_FIELD);
}

/* A heading amid the text with one headline below: a link, too. */
static void
take_single(struct sorting *s, size_t i)
{
	size_t next = page_next(s->p, i + 1);

	if (!is_inside(s, i) || role_at(s, next) != ROLE_TITLE)
		return;
	push(&s->a->related, line_at(s, next)->text);
	put(s, next, PLACE_FIELD);
}

/* The keywords behind a label; where it stands alone, the short lines below
 * are keywords, a line each. */
static void
take_keywords(struct sorting *s, size_t i)
{
	struct span tags = line_at(s, i)->rest;
	size_t next;

	put(s, i, PLACE_FIELD);
	for (next = page_next(s->p, i + 1); line_at(s, i)->rest.n == 0 &&
	     next < s->p->n && line_at(s, next)->words <= KEYWORD_WORDS &&
	     (role_at(s, next) == ROLE_TITLE ||
		 role_at(s, next) == ROLE_SHORT ||
		 role_at(s, next) == ROLE_BULLET ||
		 role_at(s, next) == ROLE_CATEGORY ||
		 (tags.n == 0 && role_at(s, next) != ROLE_BODY));
	     next = page_next(s->p, next + 1)) {
		struct span text = line_at(s, next)->text;

		tags = tags.n == 0 ? text : span_to(tags.p, text.p + text.n);
		put(s, next, PLACE_FIELD);
	}
	if (s->a->tags_raw.n == 0)
		s->a->tags_raw = tags;
}

/* A line without a role of its own. */
static void
take_plain(struct sorting *s, size_t i)
{
	struct line *l = line_at(s, i);

	if (i == s->title) {
		s->a->title = l->text;
		put(s, i, PLACE_FIELD);
	} else if (is_head(s, i) && s->title < s->p->n && i < s->title &&
	    take_glued_masthead(s, l))
		put(s, i, PLACE_FIELD);
	else if (is_head(s, i) && s->title < s->p->n && i < s->title)
		put(s, i, PLACE_REMOVED);
	else if (l->role == ROLE_SHORT && i > s->last && l->words <= 3 &&
	    !l->sentence)
		put(s, i, PLACE_REMOVED);
	else
		put(s, i, PLACE_BODY);
}

static void
take_dateline_line(struct sorting *s, size_t i)
{
	take_dateline(s, line_at(s, i)->text, i, true);
}

static void
take_outlet(struct sorting *s, size_t i)
{
	if (is_head(s, i))
		take_head_name(s, i);
	else
		take_credit(s, i);
}

static void
take_category(struct sorting *s, size_t i)
{
	struct line *l = line_at(s, i);

	if (!is_head(s, i) && outlet_of(s, l->text) != NULL) {
		take_credit(s, i); /* الشرق الأوسط is a newspaper, too */
		return;
	}
	take_categories(s, l->rest.n ? l->rest : l->text, l->rest.n == 0);
	put(s, i, PLACE_FIELD);
}

/* A breadcrumb in the head: `الرئيسية » أخبار`. */
static void
take_nav(struct sorting *s, size_t i)
{
	if (is_head(s, i))
		take_categories(s, line_at(s, i)->rest, false);
}

static void
take_item(struct sorting *s, size_t i)
{
	push(&s->a->related, line_at(s, i)->text);
	put(s, i, PLACE_FIELD);
}

/* What becomes of a line, by its role.  Roles that are not listed are
 * removed; those that need a label or a place in head or tail are body
 * between paragraphs. */
static const struct handling {
	void (*take)(struct sorting *s, size_t i);
	bool body_inside;
} handling[ROLE_COUNT] = {
	[ROLE_BODY] = { take_body, true },
	[ROLE_TITLE] = { take_plain, false },
	[ROLE_SHORT] = { take_plain, false },
	[ROLE_BULLET] = { take_plain, false },
	[ROLE_TIME] = { take_plain, false },
	[ROLE_DATE] = { take_date, false },
	[ROLE_MODIFIED] = { take_modified, false },
	[ROLE_DATELINE] = { take_dateline_line, true },
	[ROLE_BYLINE] = { take_author, true },
	[ROLE_SOURCE] = { take_credit, false },
	[ROLE_OUTLET] = { take_outlet, true },
	[ROLE_CATEGORY] = { take_category, true },
	[ROLE_NAV] = { take_nav, false },
	[ROLE_KEYWORDS] = { take_keywords, false },
	[ROLE_ITEM] = { take_item, false },
	[ROLE_PROMO] = { take_promo, false },
	[ROLE_RELATED] = { take_single, false },
};

static void
sort_line(struct sorting *s, size_t i)
{
	const struct handling *h = &handling[line_at(s, i)->role];

	if (s->a->place[i] != PLACE_REMOVED) /* taken with a line above */
		return;
	if (i == s->title)
		take_plain(s, i);
	else if (h->body_inside && is_inside(s, i))
		take_body(s, i);
	else if (h->take != NULL)
		h->take(s, i);
}

/* Does s lie in the line? */
static bool
holds(const struct line *l, struct span s)
{
	return s.n > 0 && s.p >= l->all.p && s.p < l->all.p + l->all.n;
}

/* Is something of line i in a field? */
static bool
is_kept(const struct article *a, const struct line *l, size_t i)
{
	int place;
	size_t k;

	if (l->role == ROLE_ITEM || l->role == ROLE_PROMO)
		return a->related.n > 0;
	for (place = 0; place < a->dateline.places; place++)
		if (holds(l, a->dateline.place[place]))
			return true;
	for (k = 0; k < a->authors.n && k < SAME_LINES; k++)
		if (holds(l, a->authors.s[k]))
			return true;
	for (k = 0; k < a->categories.n && k < SAME_LINES; k++)
		if (holds(l, a->categories.s[k]))
			return true;
	return i == a->modified_line || holds(l, a->title) ||
	    holds(l, a->date_raw) || holds(l, a->credit) ||
	    holds(l, a->sitename) || holds(l, a->tags_raw);
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
		.fold = kept.fold,
		.known_title = kept.known_title,
		.modified_line = lines };
	a->place = mem_grow(a->place, &a->cap, lines + 1, 1);
	memset(a->place, PLACE_REMOVED, lines);
}

void
article_read(struct article *a, const struct rules *r, struct page *p)
{
	struct sorting s = { .a = a, .r = r, .p = p, .rank = RANK_NONE };
	size_t i;

	reset(a, p->n);
	find_paragraphs(&s);
	if (s.first == p->n)
		find_plain_text(&s);
	find_title(&s);
	for (i = 0; i < p->n; i++)
		sort_line(&s, i);
	take_inline_dateline(&s);
	article_settle(a, p);
}

void
article_free(struct article *a)
{
	free(a->authors.s);
	free(a->categories.s);
	free(a->related.s);
	free(a->place);
	folded_free(&a->fold);
	*a = (struct article) { .cap = 0 };
}
