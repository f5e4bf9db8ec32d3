/*
 * A page without an article is a list where it has that many links.
 */
#include "web/webpage.h"

#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "text/utf8.h"
#include "web/decode.h"

enum { LIST_LINKS = 20 /* lines of links of a page that is a list */ };

/* --- Layout ----------------------------------------------------------------
 */

static struct span
line_text(const struct webtext *h, size_t i)
{
	const struct webtext_line *l = &h->line[i];

	return span_of(h->text.p + l->start, l->end - l->start);
}

/* Lines of one tag in a row are one span; that of the article is around those
 * of its lines. */
static void
set_layout(struct webpage *p)
{
	const struct webtext *h = &p->webtext;
	const struct container *c = &p->at;
	struct layout *out = &p->layout;
	size_t i, start = 0, end, article = 0;
	enum layout_tag before = LAYOUT_TAGS, tag;

	out->n = 0;
	for (i = 0; i < h->nlines; i++, start = end + 1, before = tag) {
		tag = (enum layout_tag)c->tag[i];
		end = start + utf8_count(line_text(h, i));
		if (c->found && (i == c->first || i == c->last))
			before = LAYOUT_TAGS;
		if (c->found && i == c->first) {
			article = out->n;
			layout_add(out, start, end, LAYOUT_ARTICLE);
		}
		if (tag != LAYOUT_TAGS && tag == before)
			out->span[out->n - 1].end = end;
		else if (tag != LAYOUT_TAGS)
			layout_add(out, start, end, tag);
		if (c->found && i + 1 == c->last)
			out->span[article].end = end;
	}
}

/* --- The page --------------------------------------------------------------
 */

static void
tell_times(struct webpage *p)
{
	const struct webtext *h = &p->webtext;
	const struct container *c = &p->at;
	size_t i;

	for (i = 0; i < h->ntimes; i++) {
		const struct webtext_time *t = &h->time[i];
		enum webmeta_where where = WEBMETA_OUTSIDE;

		if (c->found && t->line >= c->first && t->line < c->last &&
		    t->text + t->text_n <= h->text.n)
			where = t->line < c->body ? WEBMETA_HEAD
						  : WEBMETA_INSIDE;
		webmeta_time(&p->meta, span_of(h->kept.p + t->datetime, t->n),
		    span_of(h->text.p + t->text, t->text_n), where);
	}
}

/* A page without an article has none of what tells of one. */
static void
forget_article(struct webmeta *m)
{
	m->title = m->date = m->date_modified = SPAN("");
	m->author.n = m->tags.n = 0;
}

/* From the headline up to the text. */
static struct span
head_lines(const struct webpage *p)
{
	const struct webtext *h = &p->webtext;
	const struct container *c = &p->at;

	if (!c->found)
		return SPAN("");
	return span_to(h->text.p + h->line[c->first].start,
	    h->text.p + h->line[c->body].start);
}

/* What the page is, where it is no article. */
static const char *
what_else(const struct webpage *p)
{
	size_t i, links = 0;

	if (p->at.found)
		return NULL;
	for (i = 0; i < p->webtext.nlines; i++)
		links += p->webtext.line[i].linked > 0;
	return links >= LIST_LINKS ? "page_list" : "page_error";
}

const char *
webpage_read(struct webpage *p, struct span raw, struct span label, bool sure)
{
	struct span heading = SPAN("");
	const char *wrong = decode(&p->utf8, &p->encoding, raw, label, sure);

	p->webtext.meta = &p->meta;
	if (wrong == NULL)
		wrong = webtext_read(&p->webtext, buf_span(&p->utf8));
	if (wrong != NULL)
		return wrong;
	container_find(&p->at, &p->webtext, false);
	if (!p->at.found && webmeta_is_article(&p->meta))
		container_find(&p->at, &p->webtext, true);
	p->warning = what_else(p);
	set_layout(p);
	tell_times(p);
	if (p->at.heading != UINT32_MAX)
		heading = line_text(&p->webtext, p->at.heading);
	webmeta_printed(&p->meta, head_lines(p));
	webmeta_read(&p->meta, heading);
	if (!p->at.found)
		forget_article(&p->meta);
	return NULL;
}

/* All of it is the article; of its lines only these parts are told. */
static void
be_article(struct webpage *p)
{
	struct container *c = &p->at;
	bool known = c->found;
	size_t i;

	for (i = 0; i < p->webtext.nlines; i++)
		if (!known ||
		    (c->tag[i] != LAYOUT_CAPTION && c->tag[i] != LAYOUT_LIST &&
			c->tag[i] != LAYOUT_LINKS))
			c->tag[i] = LAYOUT_TAGS;
	c->found = p->webtext.nlines > 0;
	c->first = c->body = 0;
	c->last = (uint32_t)p->webtext.nlines;
	c->heading = UINT32_MAX;
}

const char *
webpage_item(struct webpage *p, struct span html, const char *encoding)
{
	const char *wrong;

	p->webtext.meta = &p->meta;
	wrong = webtext_read(&p->webtext, html);
	if (wrong != NULL)
		return wrong;
	container_find(&p->at, &p->webtext, true);
	be_article(p);
	p->encoding = encoding;
	p->warning = NULL;
	set_layout(p);
	return NULL;
}

const char *
webpage_plain(struct webpage *p, struct span raw, struct span label, bool sure)
{
	const char *wrong = decode(&p->utf8, &p->encoding, raw, label, sure);
	struct webtext *h = &p->webtext;

	h->nlines = h->nnodes = h->ntimes = h->text.n = 0;
	buf_adds(&h->text, buf_span(&p->utf8));
	if (!span_ends(buf_span(&h->text), SPAN("\n")))
		buf_addc(&h->text, '\n');
	webmeta_begin(&p->meta);
	p->at.found = false;
	p->layout.n = 0;
	p->warning = NULL;
	return wrong;
}

struct span
webpage_text(const struct webpage *p)
{
	struct span s = buf_span(&p->webtext.text);

	if (s.n > 0)
		s.n--;
	return s;
}

struct span
webpage_article(const struct webpage *p)
{
	const struct webtext *h = &p->webtext;

	if (!p->at.found)
		return webpage_text(p);
	return span_to(h->text.p + h->line[p->at.body].start,
	    h->text.p + h->line[p->at.last - 1].end);
}

void
webpage_free(struct webpage *p)
{
	webtext_free(&p->webtext);
	webmeta_free(&p->meta);
	container_free(&p->at);
	buf_free(&p->utf8);
	layout_free(&p->layout);
}
