/* read-pages(1): web documents in, one record a page out. */
#include <stdlib.h>

#include "base/err.h"
#include "crew/crew.h"
#include "lang/language.h"
#include "record/field.h"
#include "web/decode.h"
#include "web/documents.h"
#include "web/webpage.h"

struct read {
	struct stream stream;
	struct documents documents;
	struct webpage page;
	const struct languages *languages; /* that threads share */
	struct record record;
	const char *encoding; /* or "auto" */
	struct crew_options jobs;
};

#define AT(member) OPT_AT(struct read, member)

static const struct opt options[] = {
	{ 0, "from", "auto|feed|html|warc", "what holds the pages", OPT_WORD,
	    AT(documents.format), .init = "auto" },
	{ 0, "encoding", "NAME", "character set", OPT_STRING, AT(encoding),
	    .init = "auto" },
	{ .type = OPT_TABLE, .rows = crew_options, AT(jobs) },
	{ .type = OPT_TABLE, .rows = stream_options, AT(stream) },
	{ 0 },
};

static const char synopsis[] = "[-v] [-o file] [option ...] [file ...]";

/* A string, or null where nothing is known. */
static void
set(struct read *x, enum field f, struct span s)
{
	put_maybe(
	    field_set(&x->record, f), s.n > 0 ? s : (struct span) { NULL, 0 });
}

static void
set_list(struct read *x, enum field f, const struct webmeta_list *list)
{
	struct buf *out = field_set(&x->record, f);
	size_t i;

	put_array(out);
	for (i = 0; i < list->n; i++)
		put_string(out, list->p[i]);
	put_array_end(out);
}

/* What is declared of it: by the page, or by the feed. */
static const struct webmeta *
meta_of(const struct read *x, const struct document *d)
{
	return d->meta != NULL ? d->meta : &x->page.meta;
}

static void
set_declared(struct read *x, const struct document *d)
{
	const struct webmeta *m = meta_of(x, d);
	struct span known = language_of(
	    x->languages, webpage_article(&x->page), NULL);

	set(x, FIELD_PAGE_TITLE, m->title);
	set(x, FIELD_PAGE_DATE, m->date);
	set(x, FIELD_PAGE_DATE_RAW, d->date_raw);
	set(x, FIELD_PAGE_DATE_FROM, m->date.n > 0 ? SPAN("markup") : m->date);
	set(x, FIELD_PAGE_DATE_MODIFIED, m->date_modified);
	set_list(x, FIELD_PAGE_AUTHOR, &m->author);
	set(x, FIELD_PAGE_SITENAME, m->sitename);
	set_list(x, FIELD_PAGE_CATEGORIES, &m->categories);
	set_list(x, FIELD_PAGE_TAGS, &m->tags);
	set(x, FIELD_PAGE_LANGUAGE, known.p != NULL ? known : m->language);
}

static void
set_status(struct read *x, int status)
{
	struct buf *out = field_set(&x->record, FIELD_PAGE_STATUS);

	if (status > 0)
		put_number(out, status);
	else
		put_null(out);
}

static void
set_warnings(struct read *x, const struct document *d)
{
	struct buf *out = field_set(&x->record, FIELD_PAGE_WARNINGS);
	const char *what = d->http_status >= 400 ? "page_error"
						 : x->page.warning;

	put_array(out);
	if (what != NULL)
		put_string(out, span_str(what));
	if (d->date_raw.n > 0)
		put_string(out, SPAN("date_unread"));
	if (d->cut)
		put_string(out, SPAN("truncated"));
	put_array_end(out);
}

static void
write_page(struct read *x, const struct document *d)
{
	record_clear(&x->record);
	put_string(field_set(&x->record, FIELD_PAGE_ID), d->id);
	set(x, FIELD_PAGE_URL, d->url.n > 0 ? d->url : meta_of(x, d)->url);
	put_string(
	    field_set(&x->record, FIELD_PAGE_TEXT), webpage_text(&x->page));
	set_declared(x, d);
	set(x, FIELD_PAGE_CRAWLED, d->crawled);
	set(x, FIELD_PAGE_WARC_LANGUAGE, d->language);
	set_status(x, d->http_status);
	put_string(field_set(&x->record, FIELD_PAGE_ENCODING),
	    span_str(x->page.encoding));
	set_warnings(x, d);
	layout_put(
	    field_set(&x->record, FIELD_LAYOUT), &x->page.layout, 0, SIZE_MAX);
	stream_emit(&x->stream, &x->record);
}

/* NULL, or what is wrong with it. */
static const char *
read_document(struct read *x, const struct document *d)
{
	bool sure = x->encoding != NULL;
	struct span label = sure ? span_str(x->encoding) : d->charset;

	switch (d->kind) {
	case DOCUMENT_ITEM:
		return webpage_item(&x->page, d->raw, d->encoding);
	case DOCUMENT_TEXT:
		return webpage_plain(&x->page, d->raw, label, sure);
	default:
		return webpage_read(&x->page, d->raw, label, sure);
	}
}

static bool
take(void *read, void *document, struct room *room, size_t *bytes)
{
	struct read *x = read;
	struct document_kept *k = document;

	if (!documents_next(&x->documents, &k->d))
		return false;
	*bytes = k->d.raw.n;
	if (room != NULL)
		document_keep(k, room);
	return true;
}

static void
read_page(void *read, void *document)
{
	struct read *x = read;
	const struct document_kept *k = document;
	const char *wrong = read_document(x, &k->d);

	if (wrong == NULL)
		write_page(x, &k->d);
	else
		stream_bad(&x->stream, k->d.unit, wrong, 0);
}

static void
start(void *read)
{
	struct read *x = read;

	record_new(&x->record);
}

static void
end(void *read)
{
	struct read *x = read;

	webpage_free(&x->page);
	record_free(&x->record);
}

static const struct crew_plan plan = { .tool = sizeof(struct read),
	.stream = offsetof(struct read, stream),
	.item = sizeof(struct document_kept),
	.start = start,
	.end = end,
	.read = take,
	.free = document_kept_free,
	.work = read_page };

int
main(int argc, char **argv)
{
	struct read x = { .documents.stream = &x.stream };
	struct languages *languages;
	struct crew crew;

	stream_init(&x.stream, "read-pages");
	argv = opt_parse(argc, argv, options, synopsis, &x);
	if (strcmp(x.encoding, "auto") == 0)
		x.encoding = NULL;
	else if (!decode_reads(span_str(x.encoding)))
		errx(STATUS_FATAL, "--encoding: unknown character set");
	x.documents.encoding = x.encoding;
	documents_start(&x.documents);
	stream_enter(&x.stream, argv);
	x.languages = languages = languages_new();
	crew_hire(&crew, &plan, &x, &x.jobs);
	stream_start(&x.stream, argv);
	crew_run(&crew);
	crew_free(&crew);
	documents_free(&x.documents);
	languages_free(languages);
	return (int)stream_close(&x.stream);
}
