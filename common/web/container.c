/*
 * The thresholds say what prose is, what a box of links is, and how much of a
 * block's prose a part of it must hold to be the article's place.
 */
#include "web/container.h"

#include <stdlib.h>

#include "base/mem.h"
#include "text/utf8.h"

/* Lengths are code points, shares in percent. */
enum {
	PROSE = 80,          /* a line of prose without a full stop */
	PROSE_SENTENCE = 40, /* and with one */
	ROW = 4,             /* lines of links that are a menu */
	CAPTION_LINES = 3,   /* of a figure, at most */
	PROSE_BLANKS = 5,    /* between the words of prose, at least */
	LINKED = 50,         /* of a line, or a box, of links */
	HOLDS = 60,          /* of its parent's prose: the article is within */
	REST = 80,           /* prose beside the block, at least, */
	REST_SHARE = 60,     /* and its share of all that is there */
	BRIEF = 40,          /* prose of one that is declared */
	ARTICLE = 250,       /* prose of an article, at least */
	TEASER = 200,        /* less, alone among other lines, is a teaser */
	TITLE = 15,          /* a headline, at least, */
	TITLE_SHARE = 40     /* and its share of what `title` says */
};

/* Half-open. */
struct lines {
	uint32_t first, last;
};

static struct span
text_of(const struct webtext *h, const struct webtext_line *l)
{
	return span_of(h->text.p + l->start, l->end - l->start);
}

static bool
ends_sentence(struct span s)
{
	static const struct span marks[] = { SPAN("."), SPAN("!"), SPAN("؟"),
		SPAN("?"), SPAN("…"), SPAN("۔"), SPAN(":"), SPAN(".\""),
		SPAN(".»"), SPAN(".”") };
	size_t i;

	for (i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (span_ends(s, marks[i]))
			return true;
	return false;
}

static bool
is_linked(const struct webtext_line *l)
{
	return (size_t)l->linked * 100 > (size_t)(l->end - l->start) * LINKED;
}

/* Is line i inside an element with tag? */
static bool
is_in(const struct webtext *h, uint32_t node, enum html_tag tag)
{
	for (; node > 0; node = h->node[node].parent)
		if (h->node[node].tag == tag)
			return true;
	return false;
}

/* A figure is no more than a few lines; what is longer, whatever it is called,
 * is text. */
static bool
is_caption(const struct webtext_node *n)
{
	return n->tag == HTML_CAPTION && n->last - n->line <= CAPTION_LINES;
}

/* Does the block lie beside the text, by what its elements are?  An article's
 * footer says who wrote it, and when. */
static bool
is_beside(const struct webtext *h, uint32_t node)
{
	if (is_in(h, node, HTML_NAV) || is_in(h, node, HTML_ASIDE))
		return true;
	for (; node > 0; node = h->node[node].parent)
		if (is_caption(&h->node[node]))
			return true;
	return false;
}

static bool
is_apart(const struct webtext *h, uint32_t node)
{
	return is_beside(h, node) || is_in(h, node, HTML_FOOTER);
}

/* Is it nothing but an address, as hidden microdata are? */
static bool
is_address(struct span s)
{
	return (span_starts(s, SPAN("http://")) ||
		   span_starts(s, SPAN("https://"))) &&
	    memchr(s.p, ' ', s.n) == NULL;
}

static size_t
count_blanks(struct span s)
{
	size_t i, n = 0;

	for (i = 0; i < s.n; i++)
		n += s.p[i] == ' ';
	return n;
}

/* The prose of line i, in code points. */
static uint32_t
prose_of(const struct webtext *h, const struct webtext_line *l, uint32_t points)
{
	if (is_linked(l) || is_apart(h, l->node) ||
	    count_blanks(text_of(h, l)) < PROSE_BLANKS)
		return 0;
	if (points >= PROSE ||
	    (points >= PROSE_SENTENCE && ends_sentence(text_of(h, l))))
		return points;
	return 0;
}

static bool
is_cut_short(struct span s)
{
	return span_ends(s, SPAN("...")) || span_ends(s, SPAN("…")) ||
	    span_ends(s, SPAN("[…]")) || span_ends(s, SPAN("[...]"));
}

/* Is line i prose that is no teaser's: not cut short, and long or beside
 * another such line? */
static bool
is_whole(const struct container *c, const struct webtext *h, uint32_t i)
{
	const struct webtext_line *l = &h->line[i];

	return i < h->nlines && prose_of(h, l, c->points[i]) > 0 &&
	    !is_cut_short(text_of(h, l));
}

/* The prose in lines from..to that is of an article. */
static size_t
article_prose(const struct container *c, const struct webtext *h, uint32_t from,
    uint32_t to)
{
	size_t n = 0;
	uint32_t i;

	for (i = from; i < to; i++)
		if (is_whole(c, h, i) &&
		    (c->points[i] >= TEASER || is_whole(c, h, i + 1) ||
			(i > from && is_whole(c, h, i - 1))))
			n += c->points[i];
	return n;
}

/* What each block holds, with all that is in it. */
static void
weigh(struct container *c, const struct webtext *h)
{
	size_t i;

	c->points = mem_grow(
	    c->points, &c->points_cap, h->nlines + 1, sizeof c->points[0]);
	c->mass = mem_grow(c->mass, &c->mass_cap, h->nnodes, sizeof c->mass[0]);
	memset(c->mass, 0, h->nnodes * sizeof c->mass[0]);
	for (i = 0; i < h->nlines; i++) {
		const struct webtext_line *l = &h->line[i];
		struct mass *m = &c->mass[l->node];
		uint32_t n = (uint32_t)utf8_count(text_of(h, l));

		c->points[i] = n;
		m->points += n;
		if (is_linked(l))
			m->linked += n;
		m->prose += prose_of(h, l, n);
	}
	for (i = h->nnodes; i-- > 1;) {
		struct mass *m = &c->mass[i];
		struct mass *up = &c->mass[h->node[i].parent];

		up->points += m->points;
		up->linked += m->linked;
		up->prose += m->prose;
	}
}

/* Does the block lie in one that calls itself so? */
static bool
is_in_body(const struct webtext *h, uint32_t i)
{
	while ((i = h->node[i].parent) > 0)
		if (h->node[i].body)
			return true;
	return false;
}

/* The block that calls itself the article's body; of several the one with most
 * prose, or the one that holds most of them, where each is a paragraph; or
 * 0. */
static uint32_t
declared_body(const struct container *c, const struct webtext *h)
{
	uint32_t i, best = 0, most = 0, all = 0;

	for (i = 1; i < h->nnodes; i++) {
		if (!h->node[i].body)
			continue;
		if (!is_in_body(h, i))
			all += c->mass[i].prose;
		if (c->mass[i].prose > most) {
			most = c->mass[i].prose;
			best = i;
		}
	}
	while (
	    best > 0 && (size_t)c->mass[best].prose * 100 < (size_t)all * HOLDS)
		best = h->node[best].parent;
	return best;
}

/* Blocks of text, not of blocks. */
static bool
is_leaf(enum html_tag tag)
{
	return tag == HTML_P || tag == HTML_H1 || tag == HTML_H2 ||
	    tag == HTML_ITEM || tag == HTML_LIST;
}

/* The child of node that holds most of its prose, or node itself. */
static uint32_t
descend(const struct container *c, const struct webtext *h, uint32_t node)
{
	uint32_t i = node + 1;

	for (; i < h->node[node].end; i = h->node[i].end)
		if (!is_leaf((enum html_tag)h->node[i].tag) &&
		    (size_t)c->mass[i].prose * 100 >=
			(size_t)c->mass[node].prose * HOLDS)
			return i;
	return node;
}

/* The block around node, in top, where what else it holds is prose as well: an
 * article in two parts, with an advertisement between them. */
static uint32_t
ascend(const struct container *c, const struct webtext *h, uint32_t node,
    uint32_t top)
{
	while (node != top) {
		const struct mass *m = &c->mass[node];
		uint32_t up = h->node[node].parent;
		uint32_t rest = c->mass[up].prose - m->prose;

		if (rest < REST ||
		    (size_t)rest * 100 <
			(size_t)(c->mass[up].points - m->points) * REST_SHARE)
			break;
		node = up;
	}
	return node;
}

/* Has the block a headline of the first order? */
static bool
has_h1(const struct webtext *h, uint32_t node)
{
	uint32_t i;

	for (i = node + 1; i < h->node[node].end; i++)
		if (h->node[i].tag == HTML_H1)
			return true;
	return false;
}

/* Where node holds several articles, each with an h1, as pages do that go on
 * for ever: the first; else node. */
static uint32_t
first_article(const struct container *c, const struct webtext *h, uint32_t node)
{
	uint32_t i, first = node, n = 0;

	for (i = node + 1; i < h->node[node].end; i++)
		if (h->node[i].tag == HTML_ARTICLE && has_h1(h, i) &&
		    c->mass[i].prose >= ARTICLE && n++ == 0)
			first = i;
	return n > 1 ? first : node;
}

/* Is line i what the page calls itself, or a good part of it? */
static bool
is_in_title(const struct container *c, const struct webtext *h, uint32_t i)
{
	struct span s = text_of(h, &h->line[i]);
	int k;

	if (span_starts(s, SPAN("• ")))
		s = span_skip(s, sizeof "• " - 1);
	for (k = 0; k < 2; k++)
		if (c->points[i] >= TITLE && h->title[k].n > 0 &&
		    s.n * 100 >= h->title[k].n * TITLE_SHARE &&
		    memmem(h->title[k].p, h->title[k].n, s.p, s.n) != NULL)
			return true;
	return false;
}

/* The last h1 above the prose that begins at line `first`. */
static uint32_t
h1_above(const struct webtext *h, uint32_t first)
{
	uint32_t i = first;

	while (i-- > 0)
		if (is_in(h, h->line[i].node, HTML_H1))
			return i;
	return UINT32_MAX;
}

/* The headline above the prose that begins at line `first`: the h1, but where
 * that is the site's and another line is what the page calls itself. */
static uint32_t
heading_above(
    const struct container *c, const struct webtext *h, uint32_t first)
{
	uint32_t h1 = h1_above(h, first), i = first;

	if (h1 != UINT32_MAX && is_in_title(c, h, h1))
		return h1;
	while (i-- > 0)
		if (is_in_title(c, h, i))
			return i;
	return h1;
}

/* The first h1 of lines from..to, where a caption or a kicker stands above it.
 */
static uint32_t
h1_within(const struct webtext *h, uint32_t from, uint32_t to)
{
	for (; from < to; from++)
		if (is_in(h, h->line[from].node, HTML_H1))
			return from;
	return UINT32_MAX;
}

/* The first line of prose in lines from..to, or to. */
static uint32_t
first_prose(const struct container *c, const struct webtext *h, uint32_t from,
    uint32_t to)
{
	for (; from < to; from++)
		if (prose_of(h, &h->line[from], c->points[from]) > 0)
			break;
	return from;
}

static void
mark(struct container *c, uint32_t from, uint32_t to, enum layout_tag tag)
{
	for (; from < to; from++)
		c->tag[from] = (uint8_t)tag;
}

/* Is the block a paragraph that happens to be a link, not a headline? */
static bool
is_sentence(const struct webtext *h, const struct webtext_node *n)
{
	return n->last == n->line + 1 &&
	    span_ends(text_of(h, &h->line[n->line]), SPAN("."));
}

/* Is line i one of a row of links, a menu's or of buttons?  Fewer may be
 * those of the author and the section. */
static bool
is_in_row(const struct container *c, const struct webtext *h, uint32_t i)
{
	uint32_t from = i, to = i;

	while (from > c->first && is_linked(&h->line[from - 1]))
		from--;
	while (to < c->last && is_linked(&h->line[to]))
		to++;
	return to > i && to - from >= ROW;
}

/* The tag of a block among those of the article, with all that it holds; or
 * LAYOUT_TAGS.  prose: from the article's first prose to its last. */
static enum layout_tag
tag_inside(const struct container *c, const struct webtext *h, uint32_t i,
    const struct lines *prose)
{
	const struct webtext_node *n = &h->node[i];
	const struct mass *m = &c->mass[i];

	if (n->tag == HTML_NAV)
		return LAYOUT_NAV;
	if (n->tag == HTML_ASIDE)
		return LAYOUT_ASIDE;
	if (is_caption(n))
		return LAYOUT_CAPTION;
	if ((size_t)m->linked * 100 > (size_t)m->points * LINKED &&
	    !is_sentence(h, n) &&
	    (n->line > prose->first || n->last - n->line >= ROW))
		return LAYOUT_LINKS;
	return n->tag == HTML_ITEM && n->line > prose->first &&
		n->line < prose->last
	    ? LAYOUT_LIST
	    : LAYOUT_TAGS;
}

/* Boxes of links among the article's blocks, and what else its elements say. */
static void
mark_inside(struct container *c, const struct webtext *h, uint32_t node)
{
	struct lines prose = { first_prose(c, h, c->body, c->last), c->last };
	uint32_t i = node + 1;

	while (prose.last > prose.first &&
	    prose_of(h, &h->line[prose.last - 1], c->points[prose.last - 1]) ==
		0)
		prose.last--;
	while (i < h->node[node].end) {
		const struct webtext_node *n = &h->node[i];
		enum layout_tag tag = tag_inside(c, h, i, &prose);

		if (tag != LAYOUT_TAGS)
			mark(c, n->line, n->last, tag);
		i = tag == LAYOUT_TAGS || tag == LAYOUT_LIST ? i + 1 : n->end;
	}
}

/* What lies outside of the article. */
static enum layout_tag
outside(const struct webtext *h, const struct webtext_line *l)
{
	if (is_in(h, l->node, HTML_NAV))
		return LAYOUT_NAV;
	if (is_in(h, l->node, HTML_FOOTER))
		return LAYOUT_FOOTER;
	return is_linked(l) ? LAYOUT_LINKS : LAYOUT_ASIDE;
}

static void
mark_all(struct container *c, const struct webtext *h)
{
	uint32_t i;

	for (i = 0; i < h->nlines; i++)
		c->tag[i] = (uint8_t)outside(h, &h->line[i]);
}

void
container_find(struct container *c, const struct webtext *h, bool declared)
{
	uint32_t node, next, top;

	c->tag = mem_grow(c->tag, &c->tag_cap, h->nlines + 1, 1);
	c->heading = UINT32_MAX;
	c->first = c->last = c->body = 0;
	weigh(c, h);
	mark_all(c, h);
	top = node = declared_body(c, h);
	while ((next = descend(c, h, node)) != node)
		node = next;
	node = first_article(c, h, ascend(c, h, node, top));
	c->found = declared ? c->mass[node].prose >= BRIEF
			    : article_prose(c, h, h->node[node].line,
				  h->node[node].last) >= ARTICLE;
	if (!c->found)
		return;
	c->body = c->first = h->node[node].line;
	c->last = h->node[node].last;
	c->heading = heading_above(c, h, first_prose(c, h, c->first, c->last));
	if (c->heading == UINT32_MAX)
		c->heading = h1_within(h, c->first, c->last);
	if (c->heading < c->first)
		c->first = c->heading;
	mark(c, c->first, c->last, LAYOUT_TAGS);
	for (next = c->first; next < c->body; next++)
		if (is_beside(h, h->line[next].node) || is_in_row(c, h, next))
			c->tag[next] = (uint8_t)outside(h, &h->line[next]);
	mark_inside(c, h, node);
	for (next = c->first; next < c->last; next++)
		if (is_address(text_of(h, &h->line[next])))
			c->tag[next] = LAYOUT_ASIDE;
	if (c->heading < c->last)
		c->tag[c->heading] = LAYOUT_H1;
}

void
container_free(struct container *c)
{
	free(c->tag);
	free(c->points);
	free(c->mass);
}
