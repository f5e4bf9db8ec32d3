/*
 * A record is believed where its content ends as it must.  Where it does not,
 * its length is wrong, and the next record is looked for by its first line,
 * from the start of the content on.
 */
#include "record/warc.h"

#include <strings.h>

#include "text/utf8.h"

/* A record's first line, up to its version; WARC/0.18 is ClueWeb's. */
static const struct span mark = SPAN("WARC/"), versions = SPAN("10");

/* Bytes that tell: no more than the shortest record has, so that one that
 * comes slowly is not waited behind. */
enum { HEAD = 8, MARK = sizeof "WARC/1." - 1 };

static const char not_one[] = "not a WARC record: expected WARC/1.0",
		  cut_in_header[] = "WARC record is cut short in its header",
		  wrong_length[] = "Content-Length is wrong",
		  cut_short[] = "WARC record is cut short",
		  too_long[] = "page longer than --max-record",
		  no_page[] = "no page in this WARC file";

/* --- Where one begins ------------------------------------------------------
 */

static struct span
without_bom(struct span s)
{
	return span_starts(s, SPAN("\xef\xbb\xbf")) ? span_skip(s, 3) : s;
}

/* Does s start as a record; or, as far as it goes, might it? */
static bool
starts(struct span s, bool *might)
{
	struct span m = mark;

	*might = s.n < MARK;
	if (s.n < m.n)
		m.n = s.n;
	if (!span_starts(s, m) ||
	    (s.n > m.n && memchr(versions.p, s.p[m.n], versions.n) == NULL) ||
	    (s.n > m.n + 1 && s.p[m.n + 1] != '.'))
		return *might = false;
	return !*might;
}

bool
warc_told(struct stream *s)
{
	struct reader *in = &s->in;
	size_t least = HEAD;
	bool might;

	for (;;) {
		struct span have = reader_peek(in, least), head = have;

		if (head.n > KIND_HEAD) /* the same for every block size */
			head.n = KIND_HEAD;
		if (starts(span_trim(without_bom(head)), &might))
			return true;
		if (have.n < least || have.n >= KIND_HEAD || !might)
			return false;
		least = have.n + 1;
	}
}

/* Where in s the next record starts, which is not at its first byte; s.n: not
 * in it. */
static size_t
find_record(struct span s)
{
	struct span rest = s;
	const char *at;
	bool might;

	while (rest.n > 0 && (at = memmem(rest.p, rest.n, "\nWARC/", 6))) {
		rest = span_to(at + 1, s.p + s.n);
		if (starts(rest, &might))
			return s.n - rest.n;
	}
	return s.n;
}

/* --- Its header ------------------------------------------------------------
 */

/* The header of a record has no end. */
static void
lose_header(struct warc *w)
{
	stream_count(w->stream, 1);
	stream_bad_unit(w->stream, cut_in_header);
}

/* What follows `name:` in a header line, or a span with p NULL. */
static struct span
header_value(struct span line, struct span name)
{
	if (line.n <= name.n || line.p[name.n] != ':' ||
	    strncasecmp(line.p, name.p, name.n) != 0)
		return (struct span) { NULL, 0 };
	return span_trim(span_skip(line, name.n + 1));
}

/* Digits as a number; what is no number is 0. */
static size_t
number(struct span s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n && i < 18 && s.p[i] >= '0' && s.p[i] <= '9';
	     i++)
		n = n * 10 + (size_t)(s.p[i] - '0');
	return n;
}

/* Say once, up to the next record, that this is none. */
static void
lose(struct warc *w, struct span line)
{
	if (w->lost) {
		if (w->stream->bad == BAD_PASS)
			stream_pass(w->stream, line);
		return;
	}
	w->lost = true;
	stream_count(w->stream, 1);
	stream_bad(w->stream, line, not_one, 0);
}

/* `<urn:uuid:7>`: WARC/1.0 has URIs in angle brackets. */
static struct span
without_angles(struct span s)
{
	return span_starts(s, SPAN("<")) && span_ends(s, SPAN(">")) && s.n > 1
	    ? span_of(s.p + 1, s.n - 2)
	    : s;
}

/* A header line (ISO 28500, section 4). */
static void
read_header(struct warc *w, struct span line)
{
	static const struct span names[WARC_HEADERS] = {
		[WARC_TYPE] = SPAN("WARC-Type"),
		[WARC_URI] = SPAN("WARC-Target-URI"),
		[WARC_DATE] = SPAN("WARC-Date"),
		[WARC_ID] = SPAN("WARC-Record-ID"),
		[WARC_LANGUAGE] = SPAN("WARC-Identified-Content-Language"),
		[WARC_TRUNCATED] = SPAN("WARC-Truncated"),
		[WARC_SEGMENT] = SPAN("WARC-Segment-Number"),
		[WARC_CONTENT] = SPAN("Content-Type"),
		[WARC_LENGTH] = SPAN("Content-Length"),
	};

	if (span_starts(line, mark)) {
		if (w->open)
			lose_header(w);
		w->open = w->seen = true;
		w->lost = false;
		for (int i = 0; i < WARC_HEADERS; i++)
			w->value[i].n = 0;
		return;
	}
	if (!w->open) {
		lose(w, line);
		return;
	}
	for (int i = 0; i < WARC_HEADERS; i++) {
		struct span v = header_value(line, names[i]);

		if (v.p == NULL || utf8_valid(v) < v.n)
			continue;
		w->value[i].n = 0;
		buf_adds(&w->value[i], without_angles(v));
	}
}

/* The blank line behind a record's header, which n bytes of content follow. */
static void
end_header(struct warc *w, size_t n)
{
	struct span head = reader_peek(
	    &w->stream->in, n < WARC_HEAD ? n : WARC_HEAD);

	if (head.n > n)
		head.n = n;
	if (head.n > WARC_HEAD)
		head.n = WARC_HEAD;
	w->open = false;
	w->wanted = w->wants(w->arg, head);
	w->page |= w->wanted;
}

/* --- Its content -----------------------------------------------------------
 */

/* Does a record end behind n bytes, with two line ends?  No more is read than
 * these, as the next one may come later.  Who forgets one is forgiven. */
static bool
ends_behind(struct reader *in, size_t n)
{
	static const struct span ends[] = { SPAN("\n\n"), SPAN("\r\n\r\n"),
		SPAN("\r\nWARC/"), SPAN("\nWARC/"), SPAN("WARC/") };
	struct span end = SPAN("");

	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		end = span_skip(reader_peek(in, n + ends[i].n), n);
		if (span_starts(end, ends[i]))
			return true;
	}
	return end.n < 5 && span_trim(end).n == 0; /* of the file */
}

/* Pass over n bytes of content, or those in front of a record that begins in
 * them: true.  Copy them, as a bad record. */
static bool
pass_content(struct stream *s, size_t n, bool copied)
{
	const size_t over = MARK; /* what find_record sees */
	bool found = false;

	while (n > 0 && !found) {
		struct span have = reader_peek(&s->in, over + 1);
		size_t most = n < s->in.max ? n : s->in.max, at;

		if (have.n > most + over)
			have.n = most + over;
		at = find_record(have);
		found = at < have.n;
		if (!found && have.n > over)
			at = have.n - over;
		else if (!found)
			at = have.n < most ? have.n : most;
		if (at == 0)
			break;
		reader_take(&s->in, at, &have, NULL);
		if (copied) {
			writer_add(&s->out, have);
			writer_flush(&s->out);
		}
		n -= at;
	}
	if (copied)
		writer_add(&s->out, SPAN("\n"));
	return found;
}

/* What is wrong with a content of n bytes, or NULL. */
static const char *
why_wrong(const struct warc *w, size_t n)
{
	struct reader *in = &w->stream->in;
	struct span have;

	if (n > in->max)
		return w->wanted ? too_long : NULL;
	have = reader_peek(in, n);
	if (have.n < n && find_record(have) == have.n)
		return cut_short;
	return have.n < n || !ends_behind(in, n) ? wrong_length : NULL;
}

/* The content of a record; false where it is wrong. */
static bool
read_content(struct warc *w, size_t n, struct span *content)
{
	struct stream *s = w->stream;
	const char *what = why_wrong(w, n);
	struct stream_place place;

	if (what == NULL && n <= s->in.max)
		return reader_take(&s->in, n, content, NULL) == READ_UNIT;
	reader_take(&s->in, 0, content, NULL); /* is at hand, for messages */
	place = stream_place(s);
	if (pass_content(s, n, what != NULL && s->bad == BAD_PASS) &&
	    what == NULL)
		what = wrong_length;
	if (what == NULL)
		return false;
	w->lost = w->page = true;
	stream_count(s, !w->wanted);
	stream_tell_of(s, &place);
	stream_bad_unit(s, what);
	stream_tell_of(s, NULL);
	return false;
}

/* --- A file ----------------------------------------------------------------
 */

void
warc_begin(struct warc *w)
{
	w->pages = 0;
	w->open = w->lost = w->seen = w->page = w->wanted = false;
}

bool
warc_line(struct warc *w, struct span line, struct span *content)
{
	struct stream *s = w->stream;
	size_t length;

	stream_count(s, -1); /* lines are no pages */
	if (s->in.units == 1)
		line = without_bom(line);
	if (span_trim(line).n > 0) {
		read_header(w, line);
		return false;
	}
	if (!w->open)
		return false;
	length = number(buf_span(&w->value[WARC_LENGTH]));
	end_header(w, length);
	if (length == 0)
		return false;
	stream_count(s, w->wanted);
	w->pages += w->wanted;
	return read_content(w, length, content) && w->wanted;
}

void
warc_end(struct warc *w)
{
	if (w->open)
		lose_header(w);
	else if (w->seen && !w->page) {
		stream_count(w->stream, 1);
		stream_bad_unit(w->stream, no_page);
	}
}

void
warc_free(struct warc *w)
{
	for (int i = 0; i < WARC_HEADERS; i++)
		buf_free(&w->value[i]);
}
