/*
 * The first kilobyte of a file says what it is.  A crawl's records say so
 * themselves, by types.
 */
#include "web/documents.h"

#include <stdlib.h>
#include <strings.h>

#include "io/reader.h"
#include "text/charset.h"
#include "web/decode.h"

enum {
	HEAD = 1024, /* bytes that tell what a file is */
	KINDS_READ = KIND_MARKUP | KIND_MARKED | KIND_CRAWL
};

/* --- HTML: a file is a document --------------------------------------------
 */

static bool
has_tag(struct span s, const char *tag)
{
	size_t n = strlen(tag), i;

	for (i = 0; i + n <= s.n; i++)
		if (s.p[i] == '<' && strncasecmp(s.p + i, tag, n) == 0)
			return true;
	return false;
}

static bool
has_tags(struct span head)
{
	static const char *const tags[] = { "<!doctype html", "<html", "<head",
		"<body", "<title", "<meta", "<script", "<link", "<style",
		"<div", "<p>", "<p ", "<table", "<article", "<section", "<h1",
		"<span", "<br" };
	size_t i;

	for (i = 0; i < sizeof tags / sizeof tags[0]; i++)
		if (has_tag(head, tags[i]))
			return true;
	return false;
}

/* The first bytes say what HTML says there; text and other XML do not. */
static bool
is_html(struct span head)
{
	struct buf room = { 0 };
	bool is = has_tags(decode_head(&room, head, HEAD));
	size_t mark;

	buf_free(&room);
	return is || (charset_marked(head, &mark) != NULL && mark == 2);
}

/* The name of the file, without its directory; what is no UTF-8 in it becomes
 * U+FFFD. */
static struct span
name_file(struct documents *d)
{
	const char *file = stream_place(d->stream).file;
	const char *slash = strrchr(file, '/');

	d->id.n = 0;
	charset_read(charset_find(SPAN("utf-8")),
	    span_str(slash ? slash + 1 : file), &d->id);
	return buf_span(&d->id);
}

static bool
next_html(struct documents *d, struct span unit, struct document *out)
{
	*out = (struct document) {
		.id = name_file(d), .unit = unit, .raw = unit
	};
	return true;
}

/* --- Feeds: an item is one -------------------------------------------------
 */

/* Read the feed in from: its items are the next documents. */
static void
begin_items(struct documents *d, const struct document *from)
{
	struct feed *f = &d->items.feed;
	bool sure = d->encoding != NULL;
	const char *wrong = feed_read(
	    f, from->raw, sure ? span_str(d->encoding) : from->charset, sure);

	items_begin(&d->items);
	d->feed = *from;
	if (wrong != NULL) {
		f->nitems = 0;
		stream_bad(d->stream, from->unit, wrong, 0);
	} else if (f->cut)
		stream_bad_unit(d->stream, "feed is cut short");
}

static bool
next_item(struct documents *d, struct document *out)
{
	struct item item;

	if (stream_stopped(d->stream) || !items_next(&d->items, &item))
		return false;
	*out = d->feed;
	if (item.id.n == 0) {
		d->item_id.n = 0;
		buf_adds(&d->item_id, out->id);
		buf_printf(&d->item_id, "#%zu", d->items.next);
		item.id = buf_span(&d->item_id);
	}
	out->id = item.id;
	out->raw = out->unit = item.html;
	out->kind = DOCUMENT_ITEM;
	out->encoding = d->items.feed.encoding;
	out->meta = item.meta;
	out->url = item.meta->url;
	out->date_raw = item.date_raw;
	return true;
}

static bool
next_feed(struct documents *d, struct span unit, struct document *out)
{
	*out = (struct document) {
		.id = name_file(d), .unit = unit, .raw = unit
	};
	begin_items(d, out);
	return false;
}

/* --- WARC: a record of a page is one ---------------------------------------
 */

static struct span
said(const struct documents *d, enum warc_header h)
{
	return buf_span(&d->warc.value[h]);
}

/* Is it a page by its type, or, where it has none, by its bytes? */
static bool
is_page_type(struct span type, struct span body)
{
	static const struct span types[] = { SPAN("text/html"),
		SPAN("application/xhtml+xml"), SPAN("application/rss+xml"),
		SPAN("application/atom+xml"), SPAN("application/rdf+xml"),
		SPAN("application/xml"), SPAN("text/xml") };

	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (http_is(type, types[i]))
			return true;
	return type.n == 0 && (feed_told(body) || is_html(body));
}

/* XML that is neither XHTML nor a feed, such as a map of the site. */
static bool
is_other_xml(struct span body)
{
	return span_starts(span_trim(body), SPAN("<?xml")) && !is_html(body);
}

/* Redirections have no page, though they may have a body; of a head that goes
 * on not all is known. */
static bool
is_answer(const struct http *h)
{
	if (h->status >= 300 && h->status <= 399)
		return false;
	if (!h->ended)
		return h->type.name.n == 0 ||
		    is_page_type(h->type.name, h->body);
	return h->body.n > 0 && is_page_type(h->type.name, h->body);
}

/* Is the record what a server answered, its head in front?  Some keep but the
 * body. */
static bool
has_head(const struct documents *d)
{
	return span_eq(said(d, WARC_TYPE), SPAN("response")) &&
	    !is_page_type(http_type(said(d, WARC_CONTENT)).name, SPAN(""));
}

/* Is it a page's text, and no log or list of what made the crawl? */
static bool
is_text(const struct documents *d)
{
	struct span type = said(d, WARC_TYPE), uri = said(d, WARC_URI);

	return span_eq(type, SPAN("conversion")) ||
	    (span_eq(type, SPAN("resource")) &&
		http_is(http_type(said(d, WARC_CONTENT)).name,
		    SPAN("text/plain")) &&
		!span_starts(uri, SPAN("metadata:")) &&
		!span_starts(uri, SPAN("urn:")));
}

static bool
wants(void *arg, struct span head)
{
	struct documents *d = arg;
	struct span type = said(d, WARC_TYPE);

	if (is_text(d))
		return head.n > 0;
	if (has_head(d))
		return http_read(&d->http, head) && is_answer(&d->http);
	return (span_eq(type, SPAN("resource")) ||
		   span_eq(type, SPAN("response"))) &&
	    is_page_type(http_type(said(d, WARC_CONTENT)).name, head);
}

/* The page in what a server answered. */
static bool
read_answer(struct documents *d, struct span content, struct document *out)
{
	struct http *h = &d->http;
	const char *wrong;

	if (!http_read(h, content) || !is_answer(h))
		return false;
	wrong = http_body(h, stream_max(d->stream), &out->raw, &out->cut);
	if (wrong != NULL)
		stream_bad(d->stream, content, wrong, 0);
	out->http_status = h->status;
	out->charset = h->type.charset;
	return wrong == NULL;
}

/* A record is named by its id, or else by its file and number. */
static struct span
name_record(struct documents *d)
{
	struct span id = said(d, WARC_ID);

	if (id.n > 0)
		return id;
	name_file(d);
	buf_printf(&d->id, "#%lu", d->warc.pages);
	return buf_span(&d->id);
}

static bool
next_warc(struct documents *d, struct span line, struct document *out)
{
	struct span content;

	if (!warc_line(&d->warc, line, &content))
		return false;
	*out = (struct document) {
		.id = name_record(d),
		.unit = content,
		.raw = content,
		.url = said(d, WARC_URI),
		.crawled = said(d, WARC_DATE),
		.language = said(d, WARC_LANGUAGE),
		.charset = http_type(said(d, WARC_CONTENT)).charset,
		.kind = is_text(d) ? DOCUMENT_TEXT : DOCUMENT_PAGE,
	};
	if (has_head(d) && !read_answer(d, content, out))
		return false;
	out->cut |= said(d, WARC_TRUNCATED).n > 0 ||
	    said(d, WARC_SEGMENT).n > 0;
	if (out->kind == DOCUMENT_PAGE && feed_told(out->raw)) {
		begin_items(d, out);
		return false;
	}
	return out->kind == DOCUMENT_TEXT || !is_other_xml(out->raw);
}

/* --- Formats ---------------------------------------------------------------
 */

static const struct format {
	bool (*is)(struct span head); /* NULL: see opened */
	bool (*next)(
	    struct documents *d, struct span unit, struct document *out);
} formats[] = {
	[DOCUMENTS_FEED] = { feed_told, next_feed },
	[DOCUMENTS_HTML] = { is_html, next_html },
	[DOCUMENTS_WARC] = { NULL, next_warc },
};

enum { FORMATS = sizeof formats / sizeof formats[0] };

/* The format of what starts with unit; NULL where it is none. */
static const struct format *
format_of(const struct documents *d, struct span unit)
{
	size_t i;

	if (d->current != DOCUMENTS_AUTO)
		return &formats[d->current];
	for (i = DOCUMENTS_AUTO + 1; i < FORMATS; i++)
		if (formats[i].is != NULL && formats[i].is(unit))
			return &formats[i];
	return NULL;
}

/* What the stream calls when it has opened a file: lines are read of a crawl,
 * all others are a unit. */
static void
opened(void *arg)
{
	struct documents *d = arg;

	d->current = d->format;
	if (d->current == DOCUMENTS_AUTO && warc_told(d->stream))
		d->current = DOCUMENTS_WARC;
	stream_delimiter(
	    d->stream, d->current == DOCUMENTS_WARC ? '\n' : READER_WHOLE);
	warc_begin(&d->warc);
}

static void
ended(void *arg)
{
	struct documents *d = arg;

	if (d->current == DOCUMENTS_WARC)
		warc_end(&d->warc);
}

/* What holds no document: refused by name, if it has one. */
static void
refuse(struct documents *d, struct span unit)
{
	const char *what;

	if (kind_ask(unit, true, KINDS_READ, &what) != KIND_REFUSED) {
		stream_bad(d->stream, unit,
		    "neither HTML nor WARC nor a feed (see --from)", 0);
		return;
	}
	stream_count(d->stream, -1);
	stream_fail(d->stream, what);
}

void
documents_start(struct documents *d)
{
	unsigned all = ~(unsigned)KIND_PACKED;

	d->warc.stream = d->stream;
	d->warc.wants = wants;
	d->warc.arg = d;
	stream_files(d->stream, opened, ended, d);
	stream_takes(d->stream,
	    d->format != DOCUMENTS_AUTO ? all : KINDS_READ | KIND_WIDE);
}

bool
documents_next(struct documents *d, struct document *out)
{
	struct span unit;
	bool found = next_item(d, out);

	while (!found && stream_unit(d->stream, &unit)) {
		const struct format *f = format_of(d, unit);

		if (f == NULL)
			refuse(d, unit);
		else
			found = f->next(d, unit, out) || next_item(d, out);
	}
	return found;
}

/* Each span that a document is made of, but for lists; of meta where it has
 * one. */
enum { SPANS = 13, SPANS_ALONE = 7 };

static size_t
spans_of(struct document *d, struct webmeta *m, struct span *out[SPANS])
{
	struct span *all[SPANS] = { &d->id, &d->raw, &d->charset, &d->url,
		&d->crawled, &d->language, &d->date_raw, &m->title, &m->date,
		&m->date_modified, &m->sitename, &m->language, &m->url };

	memcpy(out, all, sizeof all);
	return d->meta != NULL ? SPANS : SPANS_ALONE;
}

static void
keep_list(
    struct room *room, struct webmeta_list *to, const struct webmeta_list *from)
{
	to->n = 0;
	if (to->cap < from->n)
		to->p = mem_grow(to->p, &to->cap, from->n, sizeof to->p[0]);
	for (; to->n < from->n; to->n++)
		to->p[to->n] = room_copy(room, from->p[to->n]);
}

/* Of the item's feed. */
static void
keep_meta(struct document_kept *k, const struct webmeta *m)
{
	k->meta.title = m->title;
	k->meta.date = m->date;
	k->meta.date_modified = m->date_modified;
	k->meta.sitename = m->sitename;
	k->meta.language = m->language;
	k->meta.url = m->url;
}

void
document_keep(struct document_kept *k, struct room *room)
{
	const struct webmeta *m = k->d.meta;
	struct span *span[SPANS];
	size_t i, n;

	if (m != NULL)
		keep_meta(k, m);
	n = spans_of(&k->d, &k->meta, span);
	for (i = 0; i < n; i++)
		*span[i] = room_copy(room, *span[i]);
	k->d.unit = k->d.raw;
	if (m == NULL)
		return;
	keep_list(room, &k->meta.author, &m->author);
	keep_list(room, &k->meta.categories, &m->categories);
	keep_list(room, &k->meta.tags, &m->tags);
	k->d.meta = &k->meta;
}

void
document_kept_free(void *kept)
{
	struct document_kept *k = kept;

	free(k->meta.author.p);
	free(k->meta.categories.p);
	free(k->meta.tags.p);
}

void
documents_free(struct documents *d)
{
	warc_free(&d->warc);
	http_free(&d->http);
	items_free(&d->items);
	buf_free(&d->id);
	buf_free(&d->item_id);
}
