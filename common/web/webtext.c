/*
 * Where it stops: libxml2 knows HTML 4 and mends by its own rules, not by
 * those of the HTML standard, so that in broken pages a block may end at
 * another place than in a browser.
 */
#include "web/webtext.h"

#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <strings.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/status.h"
#include "text/fold.h"
#include "text/utf8.h"
#include "web/element.h"

enum {
	DEPTH = 1024, /* Blink stops at 512; libxml2's own tree at 256 */
	NODES = 1 << 20,
	PAGE_BYTES = 1 << 30,
	KEPT_BYTES = 4096, /* of an attribute */
	VALUE_BYTES = 2000 /* of text that is a property's value */
};

/* Attributes that say something. */
#define ATTRIBUTES(X)               \
	X(CLASS, "class")           \
	X(CONTENT, "content")       \
	X(DATETIME, "datetime")     \
	X(HIDDEN, "hidden")         \
	X(HREF, "href")             \
	X(HTTP_EQUIV, "http-equiv") \
	X(ID, "id")                 \
	X(ITEMPROP, "itemprop")     \
	X(ITEMSCOPE, "itemscope")   \
	X(ITEMTYPE, "itemtype")     \
	X(LANG, "lang")             \
	X(NAME, "name")             \
	X(PROPERTY, "property")     \
	X(REL, "rel") X(ROLE, "role") X(STYLE, "style") X(TYPE, "type")

enum attribute {
#define ATTRIBUTE_ENUM(name, text) AT_##name,
	ATTRIBUTES(ATTRIBUTE_ENUM)
#undef ATTRIBUTE_ENUM
	    AT_COUNT
};

/* Values that are there; p is NULL for the others. */
struct attributes {
	struct span of[AT_COUNT];
};

/* Bytes of webtext.kept. */
struct kept {
	uint32_t at, n;
};

/* An element that is open. */
struct open {
	const struct element *element;
	uint32_t text; /* bytes of the text in front of it */
	bool made;     /* it has a node, which is the current one */
	bool hidden, link, pre, scope, time, relative;
	uint16_t tag;
	struct kept prop, value, rel, name; /* name: of a scope */
};

enum capture { CAPTURE_NONE, CAPTURE_TITLE, CAPTURE_JSONLD };

struct parse {
	struct webtext *h;
	struct webmeta *meta;
	htmlParserCtxtPtr libxml;
	const char *wrong;
	struct open *open;
	size_t nopen, open_cap;
	unsigned hidden, links, pres; /* of them that are open */
	uint32_t node;                /* the innermost that is open */
	enum capture capture;
	struct buf captured;

	bool begun;       /* there is a line */
	bool blank;       /* in front of what comes next */
	bool bullet;      /* the same */
	bool seam;        /* an inline element began where another one ended */
	bool seam_linked; /* both are links */
	size_t ended;     /* bytes of text where an inline element ended */
	bool ended_link;  /* and was a link */
	struct webtext_line line;
	uint32_t shown; /* where the line starts behind its bullet */
};

/* --- Lines -----------------------------------------------------------------
 */

/* Is there anything to see, but blanks and marks without width? */
static bool
is_shown(struct span s)
{
	const char *p = s.p, *end = s.p + s.n;
	size_t len;

	for (; p < end; p += len) {
		uint32_t cp = utf8_get(p, end, &len);

		if (cp > ' ' && cp != 0xa0 && cp != 0xad && cp != 0xfeff &&
		    !(cp >= 0x2000 && cp <= 0x200f) &&
		    !(cp >= 0x2028 && cp <= 0x202f) &&
		    !(cp >= 0x2060 && cp <= 0x206f) && cp != 0x3000)
			return true;
	}
	return false;
}

static void
end_line(struct parse *p)
{
	struct webtext *h = p->h;

	p->blank = false;
	if (!p->begun)
		return;
	p->begun = false;
	if (!is_shown(span_skip(buf_span(&h->text), p->shown))) {
		h->text.n = p->line.start;
		return;
	}
	p->line.end = (uint32_t)h->text.n;
	h->line = mem_grow(
	    h->line, &h->lines_cap, h->nlines + 1, sizeof h->line[0]);
	h->line[h->nlines++] = p->line;
	buf_addc(&h->text, '\n');
}

static void
begin_line(struct parse *p)
{
	struct buf *text = &p->h->text;

	p->begun = true;
	p->line = (struct webtext_line) { .start = (uint32_t)text->n,
		.node = p->node };
	if (p->bullet)
		buf_adds(text, SPAN("• "));
	p->bullet = false;
	p->shown = (uint32_t)text->n;
}

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
ends_digit(struct span s)
{
	const char *at;
	uint32_t cp;

	if (s.n == 0)
		return false;
	cp = utf8_before(s.p, s.p + s.n, &at);
	return fold_class(cp) == FOLD_DIGIT;
}

static bool
starts_digit(struct span s)
{
	size_t len;

	return fold_class(utf8_get(s.p, s.p + s.n, &len)) == FOLD_DIGIT;
}

/* Elements without a blank between them are one word, but two links, or a
 * number and what is beside it: style sheets part those. */
static bool
is_parted(const struct parse *p, struct span s)
{
	return p->seam_linked || ends_digit(buf_span(&p->h->text)) ||
	    starts_digit(s);
}

/* Show s: runs of blanks are one, and none at the ends of a line. */
static void
show(struct parse *p, struct span s)
{
	size_t n;

	while (s.n > 0) {
		if (is_blank(s.p[0])) {
			if (s.p[0] == '\n' && p->pres > 0)
				end_line(p);
			p->blank = true;
			s = span_skip(s, 1);
			continue;
		}
		for (n = 1; n < s.n && !is_blank(s.p[n]); n++)
			;
		if (!p->begun)
			begin_line(p);
		else if (p->blank || (p->seam && is_parted(p, s)))
			buf_addc(&p->h->text, ' ');
		p->blank = p->seam = p->seam_linked = false;
		buf_add(&p->h->text, s.p, n);
		if (p->links > 0)
			p->line.linked += (uint32_t)n;
		s = span_skip(s, n);
	}
}

/* --- Blocks ----------------------------------------------------------------
 */

static void
stop(struct parse *p, const char *wrong)
{
	p->wrong = wrong;
	xmlStopParser(p->libxml);
}

static void
begin_node(struct parse *p, unsigned tag, bool body)
{
	struct webtext *h = p->h;

	end_line(p);
	if (h->nnodes == NODES) {
		stop(p, "a page of too many elements");
		return;
	}
	h->node = mem_grow(
	    h->node, &h->nodes_cap, h->nnodes + 1, sizeof h->node[0]);
	h->node[h->nnodes] = (struct webtext_node) { .parent = p->node,
		.line = (uint32_t)h->nlines,
		.tag = (uint8_t)tag,
		.body = body };
	p->node = (uint32_t)h->nnodes++;
}

static void
end_node(struct parse *p)
{
	struct webtext_node *n = &p->h->node[p->node];

	end_line(p);
	n->end = (uint32_t)p->h->nnodes;
	n->last = (uint32_t)p->h->nlines;
	p->node = n->parent;
}

/* --- Attributes ------------------------------------------------------------
 */

static void
read_attributes(const xmlChar **from, struct attributes *a)
{
	static const char *const names[] = {
#define ATTRIBUTE_NAME(name, text) text,
		ATTRIBUTES(ATTRIBUTE_NAME)
#undef ATTRIBUTE_NAME
	};
	size_t i, k;

	*a = (struct attributes) { .of = { { NULL, 0 } } };
	for (i = 0; from != NULL && from[i] != NULL; i += 2) {
		const char *value = (const char *)from[i + 1];

		for (k = 0; k < AT_COUNT; k++)
			if (strcmp((const char *)from[i], names[k]) == 0)
				break;
		if (k < AT_COUNT && a->of[k].p == NULL)
			a->of[k] = value ? span_trim(span_str(value))
					 : SPAN("");
	}
}

static bool
same_word(struct span a, struct span b)
{
	return a.n == b.n && strncasecmp(a.p, b.p, a.n) == 0;
}

/* Is one of the words of list among words, which ends with an empty one? */
static bool
has_word(struct span list, const struct span *words)
{
	size_t k;

	while (list.n > 0) {
		struct span word = span_trim(span_cut(&list, ' '));

		for (k = 0; words[k].n > 0; k++)
			if (same_word(word, words[k]))
				return true;
	}
	return false;
}

/* Does the declaration stand in a style attribute, with or without blanks? */
static bool
has_style(struct span style, const char *name, const char *value)
{
	while (style.n > 0) {
		struct span v = span_cut(&style, ';');
		struct span n = span_trim(span_cut(&v, ':'));

		v = span_trim(v);
		if (same_word(n, span_str(name)) && v.n >= strlen(value) &&
		    strncasecmp(v.p, value, strlen(value)) == 0)
			return true;
	}
	return false;
}

/*
 * Is an element with these attributes not to be seen?  Not meant: pages that
 * hide themselves until a script has run, and what React fills in later and
 * then moves to its place (hidden id="S:...").
 */
static bool
is_hidden(const struct element *e, const struct attributes *a)
{
	static const struct span classes[] = { SPAN("sr-only"),
		SPAN("visually-hidden"), SPAN("visuallyhidden"),
		SPAN("screen-reader-text"), SPAN("screen-reader-only"),
		SPAN("element-invisible"), SPAN("") };

	if (e->tag == HTML_BODY || e->tag == HTML_MAIN ||
	    e->tag == HTML_ARTICLE || e->says == SAYS_HTML)
		return false;
	if (a->of[AT_HIDDEN].p != NULL &&
	    !span_starts(a->of[AT_ID], SPAN("S:")))
		return true;
	return has_style(a->of[AT_STYLE], "display", "none") ||
	    has_style(a->of[AT_STYLE], "visibility", "hidden") ||
	    has_word(a->of[AT_CLASS], classes);
}

/* Do class or id say that readers' comments are in it? */
static bool
is_comments(const struct attributes *a)
{
	static const struct span words[] = { SPAN("comments"),
		SPAN("comments-area"), SPAN("comments-list"),
		SPAN("comments-section"), SPAN("comment-list"),
		SPAN("comment-section"), SPAN("commentlist"),
		SPAN("comment-respond"), SPAN("disqus_thread"),
		SPAN("fb-comments"), SPAN("") };

	return has_word(a->of[AT_CLASS], words) ||
	    has_word(a->of[AT_ID], words);
}

/* Do its classes call it a caption (wp-caption-text, Image-caption)? */
static bool
is_caption(const struct attributes *a)
{
	struct span s = a->of[AT_CLASS];

	return s.n > 0 &&
	    (memmem(s.p, s.n, "caption", 7) != NULL ||
		memmem(s.p, s.n, "Caption", 7) != NULL);
}

/* The tag of a block; ARIA's roles say it where the element does not. */
static unsigned
tag_of(const struct element *e, const struct attributes *a)
{
	static const struct {
		struct span role;
		enum html_tag tag;
	} roles[] = { { SPAN("navigation"), HTML_NAV },
		{ SPAN("menu"), HTML_NAV }, { SPAN("menubar"), HTML_NAV },
		{ SPAN("complementary"), HTML_ASIDE },
		{ SPAN("contentinfo"), HTML_FOOTER },
		{ SPAN("main"), HTML_MAIN } };
	size_t i;

	for (i = 0; i < sizeof roles / sizeof roles[0]; i++)
		if (same_word(a->of[AT_ROLE], roles[i].role))
			return roles[i].tag;
	if (is_caption(a))
		return HTML_CAPTION;
	return e->tag == HTML_BLOCK && is_comments(a) ? HTML_ASIDE : e->tag;
}

static struct kept
keep(struct parse *p, struct span s)
{
	struct buf *kept = &p->h->kept;
	struct kept k;

	s = utf8_head(s, KEPT_BYTES);
	k = (struct kept) { (uint32_t)kept->n, (uint32_t)s.n };
	buf_adds(kept, s);
	return k;
}

static struct span
kept(const struct parse *p, struct kept k)
{
	return span_of(p->h->kept.p + k.at, k.n);
}

/* --- What the markup declares ----------------------------------------------
 */

/* s, with runs of blanks as one. */
static void
keep_title(struct buf *out, struct span s)
{
	s = span_trim(s);
	for (; s.n > 0 && out->n < KEPT_BYTES; s = span_skip(s, 1)) {
		if (!is_blank(s.p[0]))
			buf_addc(out, s.p[0]);
		else if (!is_blank(s.p[1]))
			buf_addc(out, ' ');
	}
}

/* The scope that an element in the open ones below n lies in. */
static struct span
scope_of(const struct parse *p, size_t n)
{
	while (n-- > 0)
		if (p->open[n].scope)
			return kept(p, p->open[n].name);
	return SPAN("");
}

static void
read_meta(struct parse *p, const struct attributes *a)
{
	static const enum attribute names[] = { AT_PROPERTY, AT_NAME,
		AT_HTTP_EQUIV };
	struct span content = a->of[AT_CONTENT];
	size_t i;

	if (content.n == 0)
		return;
	if (span_eq(a->of[AT_PROPERTY], SPAN("og:title")) &&
	    p->h->title[0].n == 0)
		keep_title(&p->h->title[0], content);
	for (i = 0; i < sizeof names / sizeof names[0]; i++)
		if (a->of[names[i]].n > 0)
			webmeta_tag(p->meta, a->of[names[i]], content);
	if (a->of[AT_ITEMPROP].n > 0)
		webmeta_itemprop(p->meta, scope_of(p, p->nopen),
		    a->of[AT_ITEMPROP], content);
}

/* The name of an itemscope: its itemprop, or the last part of its type. */
static struct span
scope_name(const struct attributes *a)
{
	struct span type = a->of[AT_ITEMTYPE];
	const char *slash = type.n ? memrchr(type.p, '/', type.n) : NULL;

	if (a->of[AT_ITEMPROP].n > 0)
		return a->of[AT_ITEMPROP];
	return slash ? span_to(slash + 1, type.p + type.n) : type;
}

/* Of what its end will tell: the microdata and the time. */
static void
keep_attributes(struct parse *p, struct open *o, const struct attributes *a)
{
	struct span value = a->of[AT_CONTENT];

	if (a->of[AT_ITEMSCOPE].p != NULL) {
		o->scope = true;
		o->name = keep(p, scope_name(a));
	} else if (a->of[AT_ITEMPROP].n > 0)
		o->prop = keep(p, a->of[AT_ITEMPROP]);
	if (value.p == NULL)
		value = a->of[AT_DATETIME];
	if (value.p == NULL && same_word(a->of[AT_ITEMPROP], SPAN("url")))
		value = a->of[AT_HREF];
	o->time = o->element->says == SAYS_TIME;
	if (o->time || o->prop.n > 0)
		o->value = keep(p, value);
	o->relative = o->element->says == SAYS_LINK && a->of[AT_REL].n > 0;
	if (o->relative) {
		o->rel = keep(p, a->of[AT_REL]);
		o->value = keep(p, a->of[AT_HREF]);
	}
}

/* The text shown since the element began. */
static struct span
text_since(const struct parse *p, const struct open *o)
{
	size_t from = o->text < p->h->text.n ? o->text : p->h->text.n;

	return utf8_head(
	    span_trim(span_skip(buf_span(&p->h->text), from)), VALUE_BYTES);
}

static void
note_time(struct parse *p, const struct open *o)
{
	struct webtext *h = p->h;
	struct span text = text_since(p, o);

	h->time = mem_grow(
	    h->time, &h->times_cap, h->ntimes + 1, sizeof h->time[0]);
	h->time[h->ntimes++] = (struct webtext_time) {
		.line = (uint32_t)h->nlines,
		.datetime = o->value.at,
		.n = o->value.n,
		.text = text.n ? (uint32_t)(text.p - h->text.p) : 0,
		.text_n = (uint32_t)text.n,
	};
}

static void
tell(struct parse *p, const struct open *o)
{
	struct span text = text_since(p, o);

	if (o->prop.n > 0 && o->element->says != SAYS_META &&
	    !span_eq(kept(p, o->prop), SPAN("articleBody")))
		webmeta_itemprop(p->meta, scope_of(p, p->nopen),
		    kept(p, o->prop), o->value.n ? kept(p, o->value) : text);
	if (o->relative)
		webmeta_link(p->meta, kept(p, o->rel), kept(p, o->value), text);
	if (o->time)
		note_time(p, o);
}

static void
start_capture(
    struct parse *p, const struct element *e, const struct attributes *a)
{
	if (e->says == SAYS_TITLE && p->hidden == 0)
		p->capture = CAPTURE_TITLE;
	else if (e->says == SAYS_SCRIPT &&
	    same_word(a->of[AT_TYPE], SPAN("application/ld+json")))
		p->capture = CAPTURE_JSONLD;
	p->captured.n = 0;
}

static void
end_capture(struct parse *p)
{
	if (p->capture == CAPTURE_TITLE) {
		webmeta_title(p->meta, buf_span(&p->captured));
		if (p->h->title[1].n == 0)
			keep_title(&p->h->title[1], buf_span(&p->captured));
	} else if (p->capture == CAPTURE_JSONLD)
		webmeta_jsonld(p->meta, buf_span(&p->captured));
	p->capture = CAPTURE_NONE;
}

/* --- Events ----------------------------------------------------------------
 */

static void
open_shown(struct parse *p, struct open *o, const struct attributes *a)
{
	static const struct span body[] = { SPAN("articleBody"), SPAN("") };
	const struct element *e = o->element;

	o->link = e->says == SAYS_LINK && a->of[AT_HREF].p != NULL;
	o->pre = e->says == SAYS_PRE;
	p->links += o->link;
	p->pres += o->pre;
	if (e->show == SHOW_BREAK)
		end_line(p);
	else if (p->ended == p->h->text.n) {
		p->seam = true;
		p->seam_linked |= p->ended_link && o->link;
	}
	if (e->show != SHOW_BLOCK && !(e->show == SHOW_INLINE && is_caption(a)))
		return;
	o->tag = (uint16_t)tag_of(e, a);
	o->made = true;
	begin_node(p, o->tag, has_word(a->of[AT_ITEMPROP], body));
	if (e->tag == HTML_ITEM)
		p->bullet = true;
}

static void
start_element(void *arg, const xmlChar *name, const xmlChar **from)
{
	struct parse *p = arg;
	const struct element *e = element_find((const char *)name);
	struct attributes a;
	struct open o = { .element = e };

	if (p->nopen == DEPTH) {
		stop(p, "nested too deep");
		return;
	}
	read_attributes(from, &a);
	if (e->says == SAYS_META)
		read_meta(p, &a);
	else if (e->says == SAYS_HTML && a.of[AT_LANG].n > 0)
		webmeta_lang(p->meta, a.of[AT_LANG]);
	else if (e->says == SAYS_TITLE || e->says == SAYS_SCRIPT)
		start_capture(p, e, &a);
	keep_attributes(p, &o, &a);
	o.hidden = e->show == SHOW_NOT || is_hidden(e, &a);
	p->hidden += o.hidden;
	if (p->hidden == 0)
		open_shown(p, &o, &a);
	o.text = (uint32_t)p->h->text.n;
	p->open = mem_grow(
	    p->open, &p->open_cap, p->nopen + 1, sizeof p->open[0]);
	p->open[p->nopen++] = o;
}

/* libxml2 ends what it began, the innermost first. */
static void
end_element(void *arg, const xmlChar *name)
{
	struct parse *p = arg;
	struct open *o;

	(void)name;
	if (p->nopen == 0)
		return;
	o = &p->open[--p->nopen];
	if (p->capture != CAPTURE_NONE && o->element->show == SHOW_NOT)
		end_capture(p);
	tell(p, o);
	if (o->made) {
		end_node(p);
		if (o->element->tag == HTML_ITEM)
			p->bullet = false;
	} else if (o->text < p->h->text.n) {
		p->ended = p->h->text.n;
		p->ended_link = o->link;
	}
	p->hidden -= o->hidden;
	p->links -= o->link;
	p->pres -= o->pre;
}

static void
characters(void *arg, const xmlChar *text, int n)
{
	struct parse *p = arg;
	struct span s = span_of((const char *)text, (size_t)n);

	if (p->capture != CAPTURE_NONE)
		buf_adds(&p->captured, s);
	if (p->hidden == 0)
		show(p, s);
}

static void
parse_page(struct parse *p, struct span page)
{
	htmlParserCtxtPtr c = htmlNewParserCtxt();

	if (c == NULL)
		errx(STATUS_FATAL, "out of memory");
	/* No handler of libxml2's is left, so it builds nothing and says
	 * nothing. */
	memset(c->sax, 0, sizeof *c->sax);
	c->sax->startElement = start_element;
	c->sax->endElement = end_element;
	c->sax->characters = c->sax->ignorableWhitespace = c->sax->cdataBlock =
	    characters;
	c->userData = p;
	p->libxml = c;
	htmlCtxtReadMemory(c, page.p, (int)page.n, NULL, "UTF-8",
	    HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
		HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
	if (c->errNo == XML_ERR_NO_MEMORY)
		errx(STATUS_FATAL, "out of memory");
	htmlFreeParserCtxt(c);
}

const char *
webtext_read(struct webtext *h, struct span page)
{
	struct parse p = { .h = h, .meta = h->meta };

	h->text.n = h->kept.n = h->title[0].n = h->title[1].n = 0;
	h->nlines = h->nnodes = h->ntimes = 0;
	webmeta_begin(h->meta);
	if (page.n > PAGE_BYTES)
		return "a page of 1 GiB";
	begin_node(&p, HTML_BLOCK, false);
	parse_page(&p, page);
	while (p.nopen > 0)
		end_element(&p, NULL);
	end_node(&p);
	buf_free(&p.captured);
	free(p.open);
	return p.wrong;
}

void
webtext_free(struct webtext *h)
{
	buf_free(&h->text);
	buf_free(&h->kept);
	buf_free(&h->title[0]);
	buf_free(&h->title[1]);
	free(h->line);
	free(h->node);
	free(h->time);
}
