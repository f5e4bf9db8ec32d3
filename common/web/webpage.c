/*
 * The character set of a page is told by what it declares in its first
 * kilobytes, and by its bytes; a page without an article is a list where it has
 * that many links.
 */
#include "web/webpage.h"

#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "text/charset.h"
#include "text/utf8.h"

enum {
	META_BYTES = 8192, /* of a page that may hold its charset */
	LIST_LINKS = 20    /* lines of links of a page that is a list */
};

/* --- The character set -----------------------------------------------------
 */

static const char *
find_word(struct span s, const char *word)
{
	size_t n = strlen(word), i;

	for (i = 0; i + n <= s.n; i++)
		if (strncasecmp(s.p + i, word, n) == 0)
			return s.p + i;
	return NULL;
}

/* The value in `charset=value` with or without quotes; empty where it is no
 * such. */
static struct span
charset_value(struct span s)
{
	size_t n = 0;

	s = span_trim(s);
	if (!span_starts(s, SPAN("=")))
		return SPAN("");
	s = span_trim(span_skip(s, 1));
	if (s.n > 0 && (s.p[0] == '"' || s.p[0] == '\''))
		s = span_skip(s, 1);
	while (n < s.n && memchr("\"'; \t\r\n/", s.p[n], 8) == NULL)
		n++;
	return span_of(s.p, n);
}

/* What the first meta element with a charset says: HTML's prescan, section
 * 13.2.3.2, in short. */
static struct span
declared_charset(struct span page)
{
	struct span rest = page, tag, value;
	const char *at, *end;

	if (rest.n > META_BYTES)
		rest.n = META_BYTES;
	while ((at = find_word(rest, "<meta")) != NULL) {
		rest = span_to(at, rest.p + rest.n);
		end = memchr(rest.p, '>', rest.n);
		tag = span_to(at, end ? end : rest.p + rest.n);
		rest = span_skip(rest, tag.n);
		if ((at = find_word(tag, "charset")) == NULL)
			continue;
		value = charset_value(
		    span_to(at + strlen("charset"), tag.p + tag.n));
		if (value.n > 0)
			return value;
	}
	return SPAN("");
}

/* NULs are in no text, and end the page for libxml2. */
static void
drop_nuls(struct buf *b)
{
	char *to, *from, *end = b->p + b->n;

	if (b->n == 0 || (to = memchr(b->p, '\0', b->n)) == NULL)
		return;
	for (from = to; from < end; from++)
		if (*from != '\0')
			*to++ = *from;
	b->n = (size_t)(to - b->p);
}

/* The character set of the page, whose byte order mark is taken off. */
static const struct charset *
charset_of(struct span *raw, struct span label, bool sure)
{
	const struct charset *said = charset_find(label);
	const struct charset *marked;
	size_t mark;

	marked = charset_marked(*raw, &mark);
	if (marked != NULL && (!sure || marked == said)) {
		*raw = span_skip(*raw, mark);
		return marked;
	}
	if (said != NULL && sure)
		return said;
	if (said == NULL)
		said = charset_find(declared_charset(*raw));
	return charset_guess(*raw, said);
}

static const char *
decode(struct webpage *p, struct span raw, struct span label, bool sure)
{
	const struct charset *c = charset_of(&raw, label, sure);

	p->encoding = c->name;
	p->utf8.n = 0;
	if (c->kind == CHARSET_OTHER)
		return "in a character set that is not read";
	charset_read(c, raw, &p->utf8);
	drop_nuls(&p->utf8);
	return NULL;
}

bool
webpage_reads(struct span label)
{
	const struct charset *c = charset_find(label);

	return c != NULL && c->kind != CHARSET_OTHER;
}

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
	const char *wrong = decode(p, raw, label, sure);

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

const char *
webpage_plain(struct webpage *p, struct span raw, struct span label, bool sure)
{
	const char *wrong = decode(p, raw, label, sure);
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
