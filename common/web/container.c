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
	LINKED = 50,         /* of a line, or a box, of links */
	HOLDS = 60,          /* of its parent's prose: the article is within */
	ARTICLE = 250        /* prose of an article, at least */
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

static bool
is_apart(const struct webtext *h, uint32_t node)
{
	return is_in(h, node, HTML_NAV) || is_in(h, node, HTML_ASIDE) ||
	    is_in(h, node, HTML_FOOTER) || is_in(h, node, HTML_CAPTION);
}

/* The prose of line i, in code points. */
static uint32_t
prose_of(const struct webtext *h, const struct webtext_line *l, uint32_t points)
{
	if (is_linked(l) || is_apart(h, l->node))
		return 0;
	if (points >= PROSE ||
	    (points >= PROSE_SENTENCE && ends_sentence(text_of(h, l))))
		return points;
	return 0;
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

/* The block that calls itself the article's body, of several the one with most
 * prose; or 0. */
static uint32_t
declared(const struct container *c, const struct webtext *h)
{
	uint32_t i, best = 0, most = 0;

	for (i = 1; i < h->nnodes; i++)
		if (h->node[i].body && c->mass[i].prose > most) {
			most = c->mass[i].prose;
			best = i;
		}
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

/* The last h1 above the prose that begins at line `first`. */
static uint32_t
heading_above(const struct webtext *h, uint32_t first)
{
	uint32_t i = first;

	while (i-- > 0)
		if (is_in(h, h->line[i].node, HTML_H1))
			return i;
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

/* Boxes of links among the article's blocks, and what else its elements say. */
static void
mark_inside(struct container *c, const struct webtext *h, uint32_t node)
{
	uint32_t i = node + 1;

	for (; i < h->node[node].end;) {
		const struct webtext_node *n = &h->node[i];
		const struct mass *m = &c->mass[i];

		if (n->tag == HTML_NAV)
			mark(c, n->line, n->last, LAYOUT_NAV);
		else if (n->tag == HTML_ASIDE)
			mark(c, n->line, n->last, LAYOUT_ASIDE);
		else if (n->tag == HTML_FOOTER)
			mark(c, n->line, n->last, LAYOUT_FOOTER);
		else if ((size_t)m->linked * 100 > (size_t)m->points * LINKED)
			mark(c, n->line, n->last, LAYOUT_LINKS);
		else {
			if (n->tag == HTML_CAPTION)
				mark(c, n->line, n->last, LAYOUT_CAPTION);
			else if (n->tag == HTML_ITEM)
				mark(c, n->line, n->last, LAYOUT_LIST);
			i++;
			continue;
		}
		i = n->end;
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
container_find(struct container *c, const struct webtext *h)
{
	uint32_t node, next;

	c->tag = mem_grow(c->tag, &c->tag_cap, h->nlines + 1, 1);
	c->heading = UINT32_MAX;
	c->first = c->last = c->body = 0;
	weigh(c, h);
	mark_all(c, h);
	node = declared(c, h);
	while ((next = descend(c, h, node)) != node)
		node = next;
	c->found = c->mass[node].prose >= ARTICLE;
	if (!c->found)
		return;
	c->body = c->first = h->node[node].line;
	c->last = h->node[node].last;
	c->heading = heading_above(h, first_prose(c, h, c->first, c->last));
	if (c->heading < c->first)
		c->first = c->heading;
	mark(c, c->first, c->last, LAYOUT_TAGS);
	for (next = c->first; next < c->body; next++)
		if (is_linked(&h->line[next]) ||
		    is_apart(h, h->line[next].node))
			c->tag[next] = (uint8_t)outside(h, &h->line[next]);
	mark_inside(c, h, node);
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
