/*
 * A file's kind is told by its first eight bytes, behind blanks where it may be
 * a crawl.
 */
#include "record/field.h"
#include "record/pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "base/hash.h"
#include "base/mem.h"
#include "text/utf8.h"
#include "text/wide.h"

#define AT(member) OPT_AT(struct pages, member)

const struct opt pages_options[] = {
	{ 0, "from", "auto|text|jsonl|wet", "what holds the pages", OPT_WORD,
	    AT(format), .init = "auto" },
	{ 0, "field", "NAME", "JSON field with the page", OPT_SPAN, AT(field),
	    .init = "text" },
	{ '0', "null", NULL, "text pages end with a NUL", OPT_SET,
	    AT(delimiter), .min = '\0' },
	{ 0 },
};

/* Bytes that tell what a file is: no more than the shortest record has, so
 * that one that comes slowly is not waited behind. */
enum { HEAD = 8 };

static struct span
without_bom(struct span s)
{
	return span_starts(s, SPAN("\xef\xbb\xbf")) ? span_skip(s, 3) : s;
}

/* JSON Lines start with a brace and a key. */
static enum pages_format
guess(struct pages *p)
{
	struct span head;

	if (warc_told(p->stream))
		return PAGES_WET;
	head = reader_peek(&p->stream->in, HEAD);
	if (head.n > HEAD)
		head.n = HEAD;
	head = span_trim(without_bom(head));
	if (!span_starts(head, SPAN("{")))
		return PAGES_TEXT;
	head = span_trim(span_skip(head, 1));
	return span_starts(head, SPAN("\"")) ? PAGES_JSONL : PAGES_TEXT;
}

/* Is a byte order mark of UTF-16 believed?  Bytes that part pages are none in
 * it. */
static bool
reads_wide(const struct pages *p)
{
	return p->encoding.name == NULL && p->separates == NULL &&
	    p->delimiter == READER_WHOLE;
}

/* The kinds that are read.  Who names the format or the character set has
 * looked into the file, but for packed ones. */
static unsigned
takes(const struct pages *p)
{
	unsigned all = ~(unsigned)KIND_PACKED, groups = KIND_TEXT | KIND_CRAWL;

	if (p->encoding.name != NULL)
		groups |= KIND_MARKED | KIND_WIDE;
	else if (p->delimiter == '\0')
		groups |= KIND_WIDE | KIND_FILLED;
	else if (reads_wide(p))
		groups |= KIND_MARKED;
	if (p->format == PAGES_AUTO)
		return groups;
	return groups & KIND_MARKED ? all : all & ~(unsigned)KIND_MARKED;
}

/* What the stream calls when it has opened a file. */
static void
opened(void *arg)
{
	struct pages *p = arg;
	struct reader *in = &p->stream->in;

	struct span head;
	struct wide w;

	p->count = 0;
	p->served = false;
	warc_begin(&p->warc);
	p->alone = false;
	p->named = NULL;
	p->current = p->format;
	if (p->current == PAGES_AUTO)
		p->current = guess(p);
	head = reader_peek(in, HEAD);
	if (p->current == PAGES_TEXT && reads_wide(p) && wide_told(head, &w))
		in->delimiter = READER_WHOLE;
	else if (p->current != PAGES_TEXT || p->separates != NULL)
		in->delimiter = '\n';
	else if (p->delimiter != READER_WHOLE)
		in->delimiter = p->delimiter;
	else if (strcmp(p->stream->file, "stdin") == 0 &&
	    encoding_keeps(&p->encoding, '\f'))
		in->delimiter = '\f';
	else
		in->delimiter = READER_WHOLE;
}

/* What the stream calls at the end of a file. */
static void
ended(void *arg)
{
	struct pages *p = arg;

	if (p->current != PAGES_WET)
		return;
	if (p->served && !p->warc.open && !p->warc.page)
		stream_fail(p->stream,
		    "no record of text in this WARC file: read-pages FILE | "
		    "split-articles");
	else
		warc_end(&p->warc);
}

/* Is the record a page's text?  Those that a server sent are noted. */
static bool
wants(void *arg, struct span head)
{
	struct pages *p = arg;
	struct span type = buf_span(&p->warc.value[WARC_TYPE]);

	(void)head;
	p->served |= span_eq(type, SPAN("response")) ||
	    span_eq(type, SPAN("resource"));
	return span_eq(type, SPAN("conversion"));
}

static struct span
without_extension(struct span name)
{
	const char *dot = name.n > 1 ? memrchr(name.p + 1, '.', name.n - 1)
				     : NULL;

	return dot != NULL ? span_to(name.p, dot) : name;
}

/* The name of the file that is read, without directory and extension, and
 * what says that it is packed; or all of it. */
static struct span
base_name(const struct pages *p)
{
	struct span s = span_str(p->stream->file);
	const char *slash = strrchr(p->stream->file, '/');

	if (p->called == PAGES_PATH)
		return s;
	if (slash != NULL)
		s = span_to(slash + 1, s.p + s.n);
	if (reader_unpacks(&p->stream->in))
		s = without_extension(s);
	return without_extension(s);
}

/* A name of a file, and the first file that has it. */
struct pages_file {
	uint64_t hash;
	const char *path; /* of the stream; NULL: no name */
};

/* The place of the name in a table of cap of them, a power of two. */
static struct pages_file *
find_name(struct pages_file *table, size_t cap, uint64_t hash)
{
	size_t i = hash & (cap - 1);

	while (table[i].path != NULL && table[i].hash != hash)
		i = (i + 1) & (cap - 1);
	return &table[i];
}

static void
grow_names(struct pages *p)
{
	size_t cap = p->names_cap > 0 ? 2 * p->names_cap : 64;
	struct pages_file *table = mem_zero(cap, sizeof table[0]);

	for (size_t i = 0; i < p->names_cap; i++)
		if (p->name[i].path != NULL)
			*find_name(table, cap, p->name[i].hash) = p->name[i];
	free(p->name);
	p->name = table;
	p->names_cap = cap;
}

/* A word where another file is called as this one, once for this one. */
static void
note_name(void *pages, const char *name)
{
	struct pages *p = pages;
	struct span base = span_str(name);
	struct pages_file *f;
	uint64_t hash = hash_span(base, 0);

	if (p->noted == p->stream->file)
		return;
	p->noted = p->stream->file;
	if (2 * p->names >= p->names_cap)
		grow_names(p);
	f = find_name(p->name, p->names_cap, hash);
	if (f->path == NULL) {
		*f = (struct pages_file) { hash, p->stream->file };
		p->names++;
	} else if (strcmp(f->path, p->stream->file) != 0) {
		struct buf what = { 0 };

		buf_printf(&what,
		    "another file has this name; %s "
		    "(--doc=path tells them apart)",
		    f->path);
		buf_addc(&what, '\0');
		stream_note(p->stream, what.p);
		buf_free(&what);
	}
}

void
pages_start(struct pages *p)
{
	p->stream->takes = takes(p);
	stream_files(p->stream, opened, ended, p);
	stream_turns(p->stream, note_name, p);
	p->warc.stream = p->stream;
	p->warc.wants = wants;
	p->warc.arg = p;
}

/* What the page of its file's number count is called where it has no id of its
 * own. */
static struct span
name_page(struct pages *p, struct span base, unsigned long count)
{
	size_t valid;

	if (p->named != p->stream->file && p->called == PAGES_NAME) {
		p->doc.n = 0;
		buf_adds(&p->doc, base);
		buf_addc(&p->doc, '\0');
		stream_turn(p->stream, p->doc.p);
		p->named = p->stream->file;
	}
	p->doc.n = 0;
	while (base.n > 0) { /* bytes that are no UTF-8 become U+FFFD */
		valid = utf8_valid(base);
		buf_add(&p->doc, base.p, valid);
		base = span_skip(base, valid);
		if (base.n > 0) {
			buf_adds(&p->doc, SPAN("\xef\xbf\xbd"));
			base = span_skip(base, 1);
		}
	}
	if (!p->alone)
		buf_printf(&p->doc, "-%lu", count);
	return buf_span(&p->doc);
}

/* A line of JSON, if there is more than blanks in it. */
static bool
next_json(struct pages *p, struct span line, struct page_in *out)
{
	struct span inner = p->stream->in.units == 1 ? without_bom(line) : line;

	if (span_trim(inner).n == 0)
		return false;
	p->count++;
	out->unit = out->raw = line;
	return true;
}

/* The page in a line of JSON that was taken; false where it is bad, and
 * told. */
static bool
open_json(struct pages *p, struct page_kept *k)
{
	struct record *r = &p->record;
	struct page_in *in = &k->in;
	struct json_error e;

	p->stream->unit = in->unit;
	if (p->stream->in.units == 1)
		in->unit = without_bom(in->unit);
	if (!record_parse(r, in->unit, &e)) {
		stream_bad(p->stream, in->unit, e.what, e.at);
		return false;
	}
	if (!stream_text(p->stream, r, p->field, &in->raw))
		return false;
	in->record = r;
	in->doc = record_value(r, p->id_field);
	if (in->doc.p == NULL)
		in->doc = name_page(p, k->base, k->count);
	return true;
}

/* A page of lines has outgrown max: the rest of it is passed over, or passed
 * on.  False where nothing more is to be read. */
static bool
outgrown(struct pages *p, const char *what)
{
	struct stream *s = p->stream;
	struct span begun = buf_span(&p->gathered);

	if (begun.n > 0 && begun.p[begun.n - 1] == '\n')
		begun.n--;
	stream_bad(s, begun, what, s->in.max);
	p->gathered.n = 0;
	return s->in.fd >= 0;
}

/* Gather lines up to a separator, or the end of the file.  The reader moves a
 * line when it reads the next one: they are copied. */
static bool
gather(struct pages *p, struct span line, struct page_in *out)
{
	struct stream *s = p->stream;
	enum read_result result = READ_UNIT;
	bool fits = true;

	p->gathered.n = 0;
	p->count++;
	while (result <= READ_LAST && !p->separates(p->separates_arg, line)) {
		if (fits) {
			buf_adds(&p->gathered, line);
			if (!s->in.last)
				buf_addc(&p->gathered, '\n');
			fits = p->gathered.n <= s->in.max;
			if (!fits &&
			    !outgrown(p, "page longer than --max-record"))
				return false;
		} else if (s->bad == BAD_PASS)
			stream_pass(s, line);
		while ((result = stream_more(s, &line)) == READ_LONG) {
			if (fits && !outgrown(p, "longer than --max-record"))
				return false;
			fits = false;
			if (s->bad == BAD_PASS)
				reader_copy(&s->in, &s->out);
		}
	}
	if (result == READ_ERROR) /* half a page is none */
		return false;
	p->alone = p->count == 1 && result == READ_END;
	out->raw = out->unit = buf_span(&p->gathered);
	if (span_ends(out->unit, SPAN("\n")))
		out->unit.n--; /* stream_pass adds one */
	out->doc = name_page(p, base_name(p), p->count);
	return fits && out->raw.n > 0;
}

/* A line of a WET file. */
static bool
next_wet(struct pages *p, struct span line, struct page_in *out)
{
	const struct buf *said = p->warc.value;

	if (!warc_line(&p->warc, line, &out->raw))
		return false;
	p->count = p->warc.pages;
	out->unit = out->raw;
	out->wet = said;
	out->doc = said[WARC_URI].n > 0 ? buf_span(&said[WARC_URI])
					: name_page(p, base_name(p), p->count);
	return true;
}

static bool
next_text(struct pages *p, struct span unit, struct page_in *out)
{
	if (p->separates != NULL)
		return gather(p, unit, out);
	p->count++;
	p->alone = p->count == 1 && p->stream->in.last;
	out->raw = out->unit = unit;
	out->doc = name_page(p, base_name(p), p->count);
	return unit.n > 0;
}

static const char *
why_bad(const struct pages *p)
{
	if (p->encoding.wide.mark > 0)
		return "broken UTF-16 or UTF-32";
	if (p->encoding.name != NULL)
		return "not in the character set of --encoding";
	return "neither UTF-8 nor windows-1256 (see --encoding)";
}

/* The page had bytes that are not UTF-8. */
static void
note_strays(struct pages *p)
{
	char what[TOLD_KIND];

	snprintf(what, sizeof what,
	    "not UTF-8, written as U+FFFD; the first is byte %zu",
	    p->encoding.bad + 1);
	stream_note(p->stream, what);
}

/* The next one, but for its text. */
static bool
take(struct pages *p, struct page_in *out)
{
	struct span unit;
	bool found = false;

	while (!found && stream_unit(p->stream, &unit)) {
		*out = (struct page_in) { .unit = SPAN("") };
		if (p->current == PAGES_JSONL)
			found = next_json(p, unit, out);
		else if (p->current == PAGES_WET)
			found = next_wet(p, unit, out);
		else
			found = next_text(p, unit, out);
	}
	return found;
}

static bool
decode(struct pages *p, struct page_in *in)
{
	if (in->record != NULL && p->encoding.name != NULL) {
		in->text = in->raw; /* JSON is UTF-8 */
		return true;
	}
	in->encoding = encoding_read(&p->encoding, in->raw, &in->text);
	if (in->encoding == ENCODING_STRAY)
		note_strays(p);
	if (in->encoding != ENCODING_BAD)
		return true;
	stream_bad(p->stream, in->unit, why_bad(p), p->encoding.bad);
	return false;
}

/* Copy the bytes of k->in, which was taken last. */
static void
keep_page(struct page_kept *k, struct room *room)
{
	struct page_in *in = &k->in;
	int i;

	in->unit = in->raw = room_copy(room, in->raw);
	in->doc = room_copy(room, in->doc);
	for (i = 0; i < WARC_HEADERS && in->wet != NULL; i++) {
		struct span said = room_copy(room, buf_span(&in->wet[i]));

		k->wet[i] = (struct buf) { (char *)(uintptr_t)said.p, said.n,
			0 };
	}
	if (in->wet != NULL)
		in->wet = k->wet;
}

void
pages_desk(struct pages *p, struct stream *s)
{
	*p = (struct pages) { .stream = s,
		.field = p->field,
		.id_field = p->id_field,
		.called = p->called,
		.encoding.name = p->encoding.name };
	encoding_init(&p->encoding, p->encoding.name);
}

bool
pages_take(struct pages *p, struct page_kept *k, struct room *room)
{
	if (!take(p, &k->in))
		return false;
	k->json = p->current == PAGES_JSONL;
	k->base = base_name(p);
	k->count = p->count;
	if (room != NULL)
		keep_page(k, room);
	return true;
}

bool
pages_open(struct pages *p, struct page_kept *k)
{
	return (!k->json || open_json(p, k)) && decode(p, &k->in);
}

bool
pages_next(struct pages *p, struct page_in *out)
{
	struct page_kept k = { .json = false };

	do
		if (!pages_take(p, &k, NULL))
			return false;
	while (!pages_open(p, &k));
	*out = k.in;
	return true;
}

struct span
pages_value(const struct page_in *page, struct span key)
{
	if (page->record != NULL)
		return record_value(page->record, key);
	if (page->wet == NULL || !span_eq(key, SPAN("url")) ||
	    page->wet[WARC_URI].n == 0)
		return span_of(NULL, 0);
	return buf_span(&page->wet[WARC_URI]);
}

void
pages_tell(const struct page_in *page, struct record *r)
{
	static const struct {
		enum warc_header header;
		enum field field;
	} fields[] = {
		{ WARC_URI, FIELD_WET_URL },
		{ WARC_DATE, FIELD_WET_CRAWLED },
		{ WARC_ID, FIELD_WET_ID },
		{ WARC_LANGUAGE, FIELD_WET_LANGUAGE },
	};

	if (page->wet == NULL)
		return;
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
		const struct buf *value = &page->wet[fields[i].header];
		struct buf *to = field_set(r, fields[i].field);

		if (value->n > 0)
			put_string(to, buf_span(value));
		else
			put_null(to);
	}
}

void
pages_free(struct pages *p)
{
	record_free(&p->record);
	encoding_free(&p->encoding);
	buf_free(&p->gathered);
	buf_free(&p->doc);
	warc_free(&p->warc);
	free(p->name);
}
