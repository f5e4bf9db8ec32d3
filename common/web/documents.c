/*
 * The first kilobyte of a file says what it is.
 */
#include "web/documents.h"

#include <strings.h>

#include "io/reader.h"
#include "text/charset.h"

enum { HEAD = 1024 /* bytes that tell what a file is */ };

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

/* The first bytes say what HTML says there; text and other XML do not. */
static bool
is_html(struct span head)
{
	static const char *const tags[] = { "<!doctype html", "<html", "<head",
		"<body", "<title", "<meta", "<script", "<link", "<style",
		"<div", "<p>", "<p ", "<table", "<article", "<section", "<h1",
		"<span", "<br" };
	size_t i, mark;

	if (charset_marked(head, &mark) != NULL && mark == 2)
		return true; /* UTF-16 */
	for (i = 0; i < sizeof tags / sizeof tags[0]; i++)
		if (has_tag(head, tags[i]))
			return true;
	return false;
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
	*out = (struct document) { .id = name_file(d), .raw = unit };
	return true;
}

/* --- Formats ---------------------------------------------------------------
 */

static const struct format {
	bool (*is)(struct span head);
	bool (*next)(
	    struct documents *d, struct span unit, struct document *out);
} formats[] = { [DOCUMENTS_HTML] = { is_html, next_html } };

enum { FORMATS = sizeof formats / sizeof formats[0] };

/* The format of what starts with unit; NULL where it is none. */
static const struct format *
format_of(const struct documents *d, struct span unit)
{
	size_t i;

	if (d->format != DOCUMENTS_AUTO)
		return &formats[d->format];
	if (unit.n > HEAD)
		unit.n = HEAD;
	for (i = DOCUMENTS_AUTO + 1; i < FORMATS; i++)
		if (formats[i].is(unit))
			return &formats[i];
	return NULL;
}

void
documents_start(struct documents *d)
{
	unsigned all = ~(unsigned)KIND_PACKED;

	stream_delimiter(d->stream, READER_WHOLE);
	stream_takes(d->stream,
	    d->format != DOCUMENTS_AUTO ? all : KIND_MARKUP | KIND_MARKED);
}

bool
documents_next(struct documents *d, struct document *out)
{
	struct span unit;

	while (stream_unit(d->stream, &unit)) {
		const struct format *f = format_of(d, unit);

		if (f == NULL)
			stream_bad(d->stream, unit, "not HTML (see --from)", 0);
		else if (f->next(d, unit, out))
			return true;
	}
	return false;
}

void
documents_free(struct documents *d)
{
	buf_free(&d->id);
}
