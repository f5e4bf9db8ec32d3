/*
 * The parser's events (SAX) come here, so that no tree is built.  An element
 * below the feed's or an item's own whose name is a row of a table is kept as
 * what stands in it, tags included.
 */
#include "web/feed.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <strings.h>

#include "base/err.h"
#include "base/status.h"
#include "web/decode.h"
#include "web/mendxml.h"

enum { HEAD = 8192 /* bytes that tell what a file is */ };

/* --- What it is ------------------------------------------------------------
 */

static struct span
behind(struct span s, const char *mark)
{
	const char *at = s.n > 0 ? memmem(s.p, s.n, mark, strlen(mark)) : NULL;

	return at != NULL ? span_to(at + strlen(mark), s.p + s.n) : SPAN("");
}

/* What follows the declaration, comment or instruction at the start of s. */
static struct span
behind_markup(struct span s)
{
	struct span type = s;

	if (span_starts(s, SPAN("<!--")))
		return behind(s, "-->");
	type = span_cut(&type, '>');
	if (memchr(type.p, '[', type.n) != NULL)
		span_cut(&s, ']');
	return behind(s, ">");
}

/* The name of the first element; empty where s starts with none. */
static struct span
first_element(struct span s)
{
	size_t n = 0;

	if (span_starts(s = span_trim(s), SPAN("\xef\xbb\xbf")))
		s = span_trim(span_skip(s, 3));
	while (span_starts(s, SPAN("<?")) || span_starts(s, SPAN("<!")))
		s = span_trim(behind_markup(s));
	if (!span_starts(s, SPAN("<")))
		return SPAN("");
	s = span_skip(s, 1);
	while (n < s.n && memchr(" \t\r\n/>", s.p[n], 6) == NULL)
		n++;
	return span_of(s.p, n);
}

/* rss, rdf:RDF, feed; whatever their prefix. */
static bool
is_root(struct span name)
{
	const char *colon = name.n > 0 ? memrchr(name.p, ':', name.n) : NULL;

	if (colon != NULL)
		name = span_to(colon + 1, name.p + name.n);
	return span_eq(name, SPAN("rss")) || span_eq(name, SPAN("RDF")) ||
	    span_eq(name, SPAN("feed"));
}

bool
feed_told(struct span s)
{
	struct buf room = { 0 };
	bool told = is_root(first_element(decode_head(&room, s, HEAD)));

	buf_free(&room);
	return told;
}

/* --- What is kept ----------------------------------------------------------
 */

enum space { CORE, DC, TERMS, CONTENT, MEDIA, XHTML, BURNER, OTHER };

/* Those of feeds themselves are none of these, or Atom's. */
static const struct {
	enum space space;
	const char *uri, *prefix; /* the prefix where nobody declared it */
} spaces[] = {
	{ CORE, "http://www.w3.org/2005/Atom", "atom" },
	{ CORE, "http://purl.org/atom/ns#", "atom03" },
	{ CORE, "http://purl.org/rss/1.0", "rss" },
	{ DC, "http://purl.org/dc/elements/1.1", "dc" },
	{ TERMS, "http://purl.org/dc/terms", "dcterms" },
	{ CONTENT, "http://purl.org/rss/1.0/modules/content", "content" },
	{ MEDIA, "http://search.yahoo.com/mrss", "media" },
	{ XHTML, "http://www.w3.org/1999/xhtml", "xhtml" },
	{ BURNER, "http://rssnamespace.org/feedburner/ext/1.0", "feedburner" },
};

static const struct feed_row {
	enum space space;
	const char *name;
	enum feed_field field;
} rows[] = {
	{ CORE, "title", FEED_TITLE },
	{ BURNER, "origLink", FEED_ORIGIN },
	{ CORE, "link", FEED_LINK },
	{ CORE, "guid", FEED_ID },
	{ CORE, "id", FEED_ID },
	{ CORE, "pubDate", FEED_PUBLISHED },
	{ CORE, "published", FEED_PUBLISHED },
	{ CORE, "issued", FEED_PUBLISHED },
	{ CORE, "created", FEED_PUBLISHED },
	{ DC, "date", FEED_PUBLISHED },
	{ TERMS, "issued", FEED_PUBLISHED },
	{ TERMS, "created", FEED_PUBLISHED },
	{ CORE, "updated", FEED_UPDATED },
	{ CORE, "modified", FEED_UPDATED },
	{ TERMS, "modified", FEED_UPDATED },
	{ CORE, "author", FEED_AUTHOR },
	{ DC, "creator", FEED_AUTHOR },
	{ CORE, "category", FEED_CATEGORY },
	{ DC, "subject", FEED_TAG },
	{ MEDIA, "keywords", FEED_TAG },
	{ CORE, "language", FEED_LANGUAGE },
	{ DC, "language", FEED_LANGUAGE },
	{ CONTENT, "encoded", FEED_CONTENT },
	{ XHTML, "body", FEED_CONTENT },
	{ CORE, "content", FEED_CONTENT },
	{ CORE, "description", FEED_SUMMARY },
	{ CORE, "summary", FEED_SUMMARY },
};

/* --- The parse -------------------------------------------------------------
 */

/* An attribute, as libxml2 hands it over. */
struct attribute {
	const xmlChar *name, *prefix, *uri, *value, *end;
};

/* An element that has been opened. */
struct tag {
	const char *name, *prefix, *uri; /* prefix and uri may be NULL */
	const struct attribute *attribute;
	size_t nattributes;
};

struct feed_parse {
	struct feed *f;
	bool atom;         /* texts are plain where they do not say else */
	size_t depth;      /* of the element that is open */
	size_t head, item; /* of the feed's own, of the item's; 0: none */
	size_t capture;    /* of the one that is kept; 0: none */
	bool escapes;      /* what stands in it is markup, not a text of it */
	struct feed_value now;
};

static bool
same_uri(const char *a, const char *b)
{
	size_t n = strlen(b);

	return strncmp(a, b, n) == 0 &&
	    (a[n] == '\0' || strcmp(a + n, "/") == 0);
}

static enum space
space_of(const struct tag *e)
{
	for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++)
		if (e->uri != NULL ? same_uri(e->uri, spaces[i].uri)
				   : e->prefix != NULL &&
			    strcmp(e->prefix, spaces[i].prefix) == 0)
			return spaces[i].space;
	return e->prefix == NULL ? CORE : OTHER;
}

static const struct feed_row *
row_of(const struct tag *e)
{
	enum space space = space_of(e);

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (rows[i].space == space &&
		    strcasecmp(rows[i].name, e->name) == 0)
			return &rows[i];
	return NULL;
}

/* The attribute's value; p is NULL where there is none. */
static struct span
attribute(const struct tag *e, const char *name)
{
	for (size_t i = 0; i < e->nattributes; i++)
		if (strcmp((const char *)e->attribute[i].name, name) == 0)
			return span_to((const char *)e->attribute[i].value,
			    (const char *)e->attribute[i].end);
	return (struct span) { NULL, 0 };
}

static bool
attribute_is(const struct tag *e, const char *name, struct span value)
{
	return span_eq(attribute(e, name), value);
}

static void
keep(struct feed_parse *p, struct feed_value v)
{
	struct feed_values *to = p->item > 0 ? &p->f->of_items : &p->f->own;

	to->p = mem_grow(to->p, &to->cap, to->n + 1, sizeof to->p[0]);
	to->p[to->n++] = v;
}

static void
keep_text(struct feed_parse *p, enum feed_field field, struct span s)
{
	struct feed_value v = { field, true, p->f->kept.n, s.n };

	buf_adds(&p->f->kept, s);
	keep(p, v);
}

static void
end_item(struct feed_parse *p)
{
	struct feed *f = p->f;

	if (p->item == 0)
		return;
	f->item[f->nitems - 1].last = f->of_items.n;
	p->item = 0;
}

/* One that the last item's missing end has swallowed is one, too. */
static void
begin_item(struct feed_parse *p)
{
	struct feed *f = p->f;

	end_item(p);
	f->item = mem_grow(
	    f->item, &f->items_cap, f->nitems + 1, sizeof f->item[0]);
	f->item[f->nitems++] = (struct feed_item) { f->of_items.n, 0 };
	p->item = p->depth;
}

/* What an element says by its attributes: true, and there is no more to it. */
static bool
read_attributes(
    struct feed_parse *p, enum feed_field field, const struct tag *e)
{
	struct span rel = attribute(e, "rel"), said;

	if (field == FEED_LINK && (said = attribute(e, "href")).p != NULL) {
		if (rel.p == NULL || span_eq(rel, SPAN("alternate")))
			keep_text(p, field, said);
		return true;
	}
	if (field != FEED_CATEGORY)
		return false;
	said = attribute(e, "label");
	if (said.n == 0)
		said = attribute(e, "term");
	if (said.n > 0)
		keep_text(p, field, said);
	return said.n > 0;
}

/* A category of WordPress' may be a tag. */
static enum feed_field
field_of(const struct feed_row *row, const struct tag *e)
{
	return row->field == FEED_CATEGORY &&
		(attribute_is(e, "domain", SPAN("post_tag")) ||
		    attribute_is(e, "domain", SPAN("tag")))
	    ? FEED_TAG
	    : row->field;
}

/* Atom's texts are plain, HTML or XHTML. */
static void
capture(struct feed_parse *p, enum feed_field field, const struct tag *e)
{
	struct span type = attribute(e, "type");

	p->capture = p->depth;
	p->escapes = span_eq(type, SPAN("xhtml")) ||
	    span_eq(type, SPAN("application/xhtml+xml"));
	p->now = (struct feed_value) { field,
		p->atom && space_of(e) == CORE &&
		    (type.p == NULL || span_eq(type, SPAN("text")) ||
			span_eq(type, SPAN("text/plain"))),
		p->f->kept.n, 0 };
}

static void
add_escaped(struct buf *to, struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '&')
			buf_adds(to, SPAN("&amp;"));
		else if (s.p[i] == '<')
			buf_adds(to, SPAN("&lt;"));
		else if (s.p[i] == '\'')
			buf_adds(to, SPAN("&#39;"));
		else
			buf_addc(to, s.p[i]);
}

/* A tag within what is kept, as HTML has it. */
static void
add_tag(struct feed_parse *p, const struct tag *e)
{
	struct buf *to = &p->f->kept;

	buf_printf(to, "<%s", e->name);
	for (size_t i = 0; i < e->nattributes; i++) {
		const struct attribute *a = &e->attribute[i];

		buf_printf(to, " %s='", (const char *)a->name);
		add_escaped(
		    to, span_to((const char *)a->value, (const char *)a->end));
		buf_addc(to, '\'');
	}
	buf_addc(to, '>');
	p->now.plain = false;
}

static void
open_element(struct feed_parse *p, const struct tag *e)
{
	size_t own = p->item > 0 ? p->item : p->head;
	struct span lang = attribute(e, "lang");
	const struct feed_row *row;
	enum feed_field field;

	if (space_of(e) == CORE &&
	    (strcmp(e->name, "item") == 0 || strcmp(e->name, "entry") == 0)) {
		p->capture = 0;
		begin_item(p);
	} else if (p->capture > 0)
		add_tag(p, e);
	else if (p->item == 0 && space_of(e) == CORE &&
	    (strcmp(e->name, "channel") == 0 || strcmp(e->name, "feed") == 0))
		p->head = p->depth;
	else if (p->depth == own + 1 && own > 0 && (row = row_of(e)) != NULL) {
		field = field_of(row, e);
		if (!read_attributes(p, field, e))
			capture(p, field, e);
	}
	if (lang.n > 0 && p->capture == 0)
		keep_text(p, FEED_LANGUAGE, lang);
}

static void
start_element(void *arg, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int nspaces, const xmlChar **space, int nattributes,
    int ndefaults, const xmlChar **attributes)
{
	struct feed_parse *p = arg;
	struct attribute a[32];
	struct tag e = { (const char *)name, (const char *)prefix,
		(const char *)uri, a, 0 };

	(void)nspaces;
	(void)space;
	(void)ndefaults;
	for (; e.nattributes < 32 && (int)e.nattributes < nattributes;
	     e.nattributes++) {
		const xmlChar **from = attributes + 5 * e.nattributes;

		a[e.nattributes] = (struct attribute) { from[0], from[1],
			from[2], from[3], from[4] };
	}
	p->depth++;
	open_element(p, &e);
}

static void
end_element(
    void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct feed_parse *p = arg;

	(void)prefix;
	(void)uri;
	if (p->capture > 0 && p->depth == p->capture) {
		p->now.n = p->f->kept.n - p->now.at;
		keep(p, p->now);
		p->capture = 0;
	} else if (p->capture > 0)
		buf_printf(&p->f->kept, "</%s>", (const char *)name);
	else if (p->depth == p->item)
		end_item(p);
	else if (p->depth == p->head)
		p->head = 0;
	p->depth -= p->depth > 0;
}

static void
characters(void *arg, const xmlChar *text, int n)
{
	struct feed_parse *p = arg;
	struct span s = span_of((const char *)text, (size_t)n);

	if (p->capture == 0)
		return;
	if (p->escapes || p->depth > p->capture)
		add_escaped(&p->f->kept, s);
	else
		buf_adds(&p->f->kept, s);
}

/* false: the parser gave up. */
static bool
parse_xml(struct feed_parse *p, struct span xml)
{
	xmlParserCtxtPtr c = xmlNewParserCtxt();
	bool ok;

	if (c == NULL)
		errx(STATUS_FATAL, "out of memory");
	/* No handler of libxml2's is left, so it builds nothing, loads nothing
	 * and says nothing. */
	memset(c->sax, 0, sizeof *c->sax);
	c->sax->initialized = XML_SAX2_MAGIC;
	c->sax->startElementNs = start_element;
	c->sax->endElementNs = end_element;
	c->sax->characters = c->sax->ignorableWhitespace = c->sax->cdataBlock =
	    characters;
	c->userData = p;
	xmlCtxtReadMemory(c, xml.p, (int)xml.n, NULL, "UTF-8",
	    XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
		XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_HUGE |
		XML_PARSE_NOENT /* of attributes; there are no entities */);
	if (c->errNo == XML_ERR_NO_MEMORY)
		errx(STATUS_FATAL, "out of memory");
	ok = c->disableSAX == 0;
	xmlFreeParserCtxt(c);
	return ok;
}

/* Does s hold an end tag with that name? */
static bool
has_end(struct span s, struct span name)
{
	while (s.n > 0) {
		s = behind(s, "</");
		if (name.n > 0 && span_starts(s, name))
			return true;
	}
	return false;
}

/* Is the end of the root element there, or of RSS 2.0's only child? */
static bool
is_whole(struct span xml)
{
	struct span root = first_element(xml);

	return has_end(xml, root) ||
	    (span_ends(root, SPAN("rss")) && has_end(xml, SPAN("channel")));
}

const char *
feed_read(struct feed *f, struct span raw, struct span label, bool sure)
{
	enum { MOST = 1 << 30 };
	struct feed_parse p = { .f = f };
	const char *wrong = decode(&f->utf8, &f->encoding, raw, label, sure);

	f->nitems = f->of_items.n = f->own.n = f->kept.n = f->xml.n = 0;
	f->cut = false;
	if (wrong == NULL)
		wrong = mend_xml(&f->xml, buf_span(&f->utf8));
	if (wrong == NULL && f->xml.n > MOST)
		wrong = "a feed of 1 GiB";
	if (wrong != NULL)
		return wrong;
	p.atom = span_ends(first_element(buf_span(&f->xml)), SPAN("feed"));
	f->cut = !parse_xml(&p, buf_span(&f->xml)) ||
	    !is_whole(buf_span(&f->xml));
	if (f->cut && p.item > 0)
		f->nitems--;
	else
		end_item(&p);
	return NULL;
}

/* --- What it says ----------------------------------------------------------
 */

struct span
feed_text(const struct feed *f, const struct feed_value *v)
{
	return v != NULL ? span_trim(span_of(f->kept.p + v->at, v->n))
			 : SPAN("");
}

const struct feed_value *
feed_find(
    const struct feed *f, const struct feed_item *item, enum feed_field field)
{
	const struct feed_values *in = item != NULL ? &f->of_items : &f->own;
	size_t i = item != NULL ? item->first : 0;
	size_t end = item != NULL ? item->last : in->n;

	for (; i < end; i++)
		if (in->p[i].field == field && feed_text(f, &in->p[i]).n > 0)
			return &in->p[i];
	return NULL;
}

void
feed_free(struct feed *f)
{
	free(f->item);
	free(f->of_items.p);
	free(f->own.p);
	buf_free(&f->kept);
	buf_free(&f->utf8);
	buf_free(&f->xml);
}
