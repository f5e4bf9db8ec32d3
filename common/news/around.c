/*
 * What the lines of a page show together: each is of a kind by its looks, and
 * sees the kinds of those around it.  Lengths say what counts as prose.
 */
#include "news/gaps.h"
#include "news/own.h"
#include "news/shown.h"

/* What counts as prose by its looks alone, in code points. */
enum {
	PROSE_POINTS = 110,
	PROSE_STOP = 60,       /* of a line that ends a sentence */
	HEADLINE_POINTS = 200, /* of a headline, at most */
	NEAR = 3,
	DENSE_LINES = 3 /* looked at on each side */
};

static enum kind
kind_by_shape(const struct line *l)
{
	if (l->points >= PROSE_POINTS || (l->stop && l->points >= PROSE_STOP))
		return KIND_PROSE;
	if (l->bullet)
		return KIND_ITEM;
	if (l->stop && l->words >= 4)
		return KIND_SENTENCE;
	return l->words >= 4 ? KIND_HEADLINE : KIND_WORDS;
}

static enum kind
kind_of(const struct line *l)
{
	switch (l->role) {
	case ROLE_DATE:
	case ROLE_MODIFIED:
	case ROLE_TIME:
		return KIND_DATED;
	case ROLE_BYLINE:
		return KIND_BYLINE;
	case ROLE_CATEGORY:
	case ROLE_OUTLET:
	case ROLE_DATELINE:
		return KIND_NAME;
	case ROLE_SOURCE:
	case ROLE_KEYWORDS:
	case ROLE_COPYRIGHT:
	case ROLE_END:
		return KIND_ENDING;
	case ROLE_RELATED:
	case ROLE_PROMO:
		return KIND_RELATED;
	case ROLE_RULE:
	case ROLE_BULLET:
		return l->text.n == 0 || l->role == ROLE_RULE
		    ? KIND_MARK
		    : kind_by_shape(l);
	case ROLE_COUNTER:
	case ROLE_SHARE:
	case ROLE_FOLLOW:
	case ROLE_COMMENTS:
	case ROLE_AD:
	case ROLE_COOKIES:
	case ROLE_PHOTO:
	case ROLE_NAV:
		return KIND_BUTTON;
	default:
		return kind_by_shape(l);
	}
}

/* A headline may be as long as a paragraph is: where paragraphs end as
 * sentences do, long lines above the first of them that do not are none. */
static void
find_long_headlines(struct page *p)
{
	size_t i, first = p->n, ended = 0, others = 0;

	for (i = 0; i < p->n; i++) {
		if (p->line[i].kind != KIND_PROSE)
			continue;
		if (p->line[i].sentence) {
			if (ended++ == 0)
				first = i;
		} else if (ended > 0)
			others++;
	}
	if (ended <= others)
		return;
	for (i = 0; i < first; i++)
		if (p->line[i].kind == KIND_PROSE &&
		    p->line[i].points <= HEADLINE_POINTS)
			p->line[i].kind = KIND_HEADLINE;
}

static void
add_side(struct page *p, size_t i, long step, enum evidence first)
{
	long at = (long)i + step;

	evidence_add(&p->line[i].e,
	    first +
		(at < 0 || at >= (long)p->n ? KIND_COUNT
					    : p->line[(size_t)at].kind));
}

static void
add_neighbours(struct page *p, size_t i)
{
	struct line *l = &p->line[i];
	size_t j, brief = 0;

	add_side(p, i, -1, EVIDENCE_before_prose);
	add_side(p, i, 1, EVIDENCE_behind_prose);
	add_side(p, i, -2, EVIDENCE_before2_prose);
	add_side(p, i, 2, EVIDENCE_behind2_prose);
	if (page_blank_before(p, i))
		ADD(l, blank_before);
	if (page_blank_before(p, i + 1))
		ADD(l, blank_behind);
	for (j = i > DENSE_LINES ? i - DENSE_LINES : 0;
	     j < p->n && j <= i + DENSE_LINES; j++)
		brief += j != i && p->line[j].points < 60 &&
		    p->line[j].kind != KIND_PROSE;
	if (brief >= 5)
		ADD(l, dense);
	else if (brief <= 1)
		ADD(l, sparse);
}

/* What has been passed since the last paragraph, and on the page. */
static void
add_since(struct page *p)
{
	bool related = false, ending = false, comments = false, dated = false;
	bool title = false, seen_comments = false, seen_ending = false;
	size_t i;

	for (i = 0; i < p->n; i++) {
		struct line *l = &p->line[i];

		if (related)
			ADD(l, since_related);
		if (ending)
			ADD(l, since_ending);
		if (comments)
			ADD(l, since_comments);
		if (dated)
			ADD(l, since_dated);
		if (title)
			ADD(l, since_title);
		if (seen_comments)
			ADD(l, seen_comments);
		if (seen_ending)
			ADD(l, seen_ending);
		if (l->kind == KIND_PROSE) {
			related = ending = comments = dated = title = false;
			continue;
		}
		related |= l->role == ROLE_RELATED;
		ending |= l->kind == KIND_ENDING;
		comments |= l->role == ROLE_COMMENTS;
		dated |= l->kind == KIND_DATED;
		title |= l->kind == KIND_HEADLINE && HAS(l, below_best);
		seen_comments |= l->role == ROLE_COMMENTS;
		seen_ending |= l->kind == KIND_ENDING;
	}
	for (i = 0; i < p->n && i < 5; i++)
		ADD_N(&p->line[i], top_0, i < 3 ? i : 3);
	for (; i < p->n; i++)
		ADD(&p->line[i], top_more);
	if (p->n > 0)
		ADD(&p->line[p->n - 1], last_line);
}

static bool
is_dated(const struct line *l)
{
	return HAS(l, dated_whole) || HAS(l, dated_beside) ||
	    HAS(l, dated_stray);
}

/* How the lines with a date stand to each other. */
static void
add_date_lines(struct page *p)
{
	size_t i, n = 0, last = 0, above = p->n;

	for (i = 0; i < p->n; i++) {
		struct line *l = &p->line[i];

		if (l->kind == KIND_PROSE)
			above = p->n;
		else if (is_dated(l)) {
			if (above < p->n) {
				ADD(l, date_above);
				ADD(&p->line[above], date_below);
			}
			above = last = i;
			n++;
		}
	}
	if (n == 1)
		ADD(&p->line[last], date_only);
}

/* Lines printed twice, whole or as the beginning or end of another. */
static void
add_pair(struct page *p, size_t i, size_t j)
{
	struct line *a = &p->line[i], *b = &p->line[j];
	struct span s = a->text, t = b->text;
	bool near = j - i <= NEAR;

	if (span_eq(s, t)) {
		if (near) {
			ADD(a, twice_near_first);
			ADD(b, twice_near_again);
		} else {
			ADD(a, twice_far_first);
			ADD(b, twice_far_again);
		}
	} else if (s.n > t.n && (span_starts(s, t) || span_ends(s, t))) {
		ADD(a, shorter_behind);
		ADD(b, longer_before);
	} else if (t.n > s.n && (span_starts(t, s) || span_ends(t, s))) {
		ADD(a, longer_behind);
		ADD(b, shorter_before);
	}
}

/* How many lines are compared with each, and bytes that tell most apart; of
 * the keys of lines those are kept, each in its place. */
enum { PAIR_LINES = 60, PAIR_BYTES = 16, PAIR_KEYS = 64 };

/* The first and the last bytes of a line. */
struct pair_keys {
	uint64_t first[PAIR_KEYS], last[PAIR_KEYS];
};

static void
add_key(struct pair_keys *k, size_t i, struct span s)
{
	uint64_t first = 0, last = i; /* short lines end alike with none */

	memcpy(&first, s.p, s.n < sizeof first ? s.n : sizeof first);
	if (s.n >= PAIR_BYTES)
		memcpy(&last, s.p + s.n - sizeof last, sizeof last);
	k->first[i % PAIR_KEYS] = first;
	k->last[i % PAIR_KEYS] = last;
}

/* May one start or end with the other?  Short ones must be the same. */
static bool
may_pair(struct span s, struct span t)
{
	if (s.n < PAIR_BYTES || t.n < PAIR_BYTES)
		return span_eq(s, t);
	return memcmp(s.p, t.p, PAIR_BYTES) == 0 ||
	    memcmp(s.p + s.n - PAIR_BYTES, t.p + t.n - PAIR_BYTES,
		PAIR_BYTES) == 0;
}

static void
add_pairs(struct page *p)
{
	struct pair_keys k;
	uint64_t first, last;
	size_t i, j;

	for (j = 0; j < p->n; j++) {
		add_key(&k, j, p->line[j].text);
		first = k.first[j % PAIR_KEYS];
		last = k.last[j % PAIR_KEYS];
		for (i = j < PAIR_LINES ? 0 : j - PAIR_LINES + 1; i < j; i++)
			if ((k.first[i % PAIR_KEYS] == first ||
				k.last[i % PAIR_KEYS] == last) &&
			    may_pair(p->line[i].text, p->line[j].text))
				add_pair(p, i, j);
	}
}

/* Where the page's markup has its lines; outside is not in the article, where
 * there is one. */
static void
add_layout(struct page *p)
{
	bool article = layout_count(&p->layout, LAYOUT_ARTICLE) > 0;
	size_t i;
	unsigned tag;

	for (i = 0; i < p->n && p->layout.n > 0; i++) {
		struct line *l = &p->line[i];

		for (tag = 0; tag < LAYOUT_TAGS; tag++)
			if (line_lies_in(l, (enum layout_tag)tag))
				ADD_N(l, layout_h1, tag);
		if (article && !line_lies_in(l, LAYOUT_ARTICLE))
			ADD(l, layout_outside);
	}
}

_Static_assert(EVIDENCE_layout_outside - EVIDENCE_layout_h1 == LAYOUT_TAGS,
    "an evidence for each part of a layout");

void
evidence_of_page(struct page *p)
{
	size_t i;

	for (i = 0; i < p->n; i++) {
		p->line[i].kind = (uint8_t)kind_of(&p->line[i]);
		own_add_seen(&p->line[i]);
	}
	find_long_headlines(p);
	gaps_add(p);
	for (i = 0; i < p->n; i++)
		add_neighbours(p, i);
	add_since(p);
	add_date_lines(p);
	add_layout(p);
	if (p->site != 0)
		own_add(p);
	add_pairs(p);
}
