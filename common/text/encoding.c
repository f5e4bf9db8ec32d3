/*
 * windows-1256 and ISO-8859-6 are told by their letters: where most bytes above
 * 0x7f are Arabic letters in one of them and the text is not UTF-8, it is that.
 */
#include "text/encoding.h"

#include <errno.h>
#include <stdlib.h>

#include "base/mem.h"
#include "text/utf8.h"

/* Of UTF-8 one byte in so many, and one more, may be none, and many more
 * characters beyond ASCII must be well-formed. */
enum { STRAY_BYTES = 10000, STRAY_CHARACTERS = 32 };

/* The set of that name, if it is one that is read by its table. */
static const struct charset *
bytes_of(const char *name)
{
	const struct charset *c = charset_find(
	    name ? span_str(name) : SPAN("windows-1256"));

	if (c == NULL ||
	    (strcmp(c->name, "windows-1256") != 0 &&
		strcmp(c->name, "iso-8859-6") != 0))
		return NULL;
	return c;
}

bool
encoding_init(struct encoding *e, const char *name)
{
	*e = (struct encoding) {
		.name = name, .to_utf8 = (iconv_t)-1, .from_utf8 = (iconv_t)-1
	};
	if (name != NULL && *name == '\0') /* to iconv the locale's */
		return false;
	if ((e->bytes = bytes_of(name)) != NULL)
		return true;
	e->to_utf8 = iconv_open("UTF-8", name);
	e->from_utf8 = iconv_open(name, "UTF-8");
	return e->to_utf8 != (iconv_t)-1 && e->from_utf8 != (iconv_t)-1;
}

/* The same as convert, below, by the table. */
static bool
read_bytes(const struct charset *c, struct span s, struct buf *out, size_t *at)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		unsigned char b = (unsigned char)s.p[i];

		if (b < 0x80) {
			buf_addc(out, (char)b);
			continue;
		}
		if (c->high[b & 0x7f] == 0xfffd) {
			*at = i;
			return false;
		}
		out->n += utf8_put(buf_room(out, 4), c->high[b & 0x7f]);
	}
	return true;
}

/* Convert s behind out; false, with *at the byte that stopped it. */
static bool
convert(iconv_t cd, struct span s, struct buf *out, size_t *at)
{
	char *in = (char *)(uintptr_t)s.p;
	size_t left = s.n;

	iconv(cd, NULL, NULL, NULL, NULL);
	while (left > 0) {
		size_t room = left * 2 + 16;
		char *to = buf_room(out, room);
		size_t result = iconv(cd, &in, &left, &to, &room);

		out->n = (size_t)(to - out->p);
		if (result == (size_t)-1 && errno != E2BIG) {
			*at = (size_t)(in - s.p);
			return false;
		}
	}
	return true;
}

bool
encoding_keeps(struct encoding *e, char c)
{
	char *in = &c, out[16], *to = out;
	size_t left = 1, room = sizeof out;

	if (e->bytes != NULL)
		return (c & 0x80) == 0;
	iconv(e->from_utf8, NULL, NULL, NULL, NULL);
	return iconv(e->from_utf8, &in, &left, &to, &room) != (size_t)-1 &&
	    to == out + 1 && out[0] == c;
}

/* Read raw, which is UTF-8 but for a few bytes, into e->text; false where these
 * are too many. */
static bool
from_stray(struct encoding *e, struct span raw)
{
	struct span rest = raw;
	size_t i, n, most = 1 + raw.n / STRAY_BYTES, characters = 0;

	e->text.n = e->nstray = 0;
	while (e->nstray <= most) {
		n = utf8_valid(rest);
		for (i = 0; i < n; i++)
			characters += (rest.p[i] & 0xc0) == 0xc0;
		buf_adds(&e->text, span_of(rest.p, n));
		if (n == rest.n)
			return characters > e->nstray * STRAY_CHARACTERS;
		e->stray = mem_grow(
		    e->stray, &e->stray_cap, e->nstray + 1, sizeof e->stray[0]);
		e->stray[e->nstray++] = (size_t)(rest.p + n - raw.p);
		buf_adds(&e->text, SPAN("\xef\xbf\xbd"));
		rest = span_skip(rest, n + 1);
	}
	return false;
}

/* Letters of the Arabic block among the code points above ASCII. */
static void
count_arabic(struct span s, size_t *arabic, size_t *others)
{
	const char *p = s.p, *end = s.p + s.n;
	size_t len;

	*arabic = *others = 0;
	for (; p < end; p += len) {
		uint32_t cp = utf8_get(p, end, &len);

		if (cp >= 0x620 && cp < 0x6ff)
			++*arabic;
		else if (cp >= 0x80)
			++*others;
	}
}

/* Read raw, which is no UTF-8, into e->text by the Arabic set that its letters
 * tell; false where most of it is no Arabic then. */
static bool
from_arabic(struct encoding *e, struct span raw)
{
	size_t at, arabic, others;

	e->text.n = 0;
	if (!read_bytes(charset_arabic(raw), raw, &e->text, &at))
		return false;
	count_arabic(buf_span(&e->text), &arabic, &others);
	return arabic > 4 * others;
}

enum encoding_kind
encoding_read(struct encoding *e, struct span raw, struct span *text)
{
	size_t valid;

	*text = raw;
	e->raw_at = e->text_at = 0;
	if (e->name != NULL) {
		e->text.n = 0;
		if (e->bytes != NULL
			? !read_bytes(e->bytes, raw, &e->text, &e->bad)
			: !convert(e->to_utf8, raw, &e->text, &e->bad))
			return ENCODING_BAD;
		*text = buf_span(&e->text);
		/* glibc lets UTF-8 above U+10FFFF through to UTF-8. */
		e->bad = utf8_valid(*text);
		return e->bad < text->n ? ENCODING_BAD : ENCODING_NAMED;
	}
	e->wide.mark = 0;
	if (wide_told(raw, &e->wide)) {
		e->text.n = 0;
		if (!wide_read(e->wide, raw, &e->text, &e->bad))
			return ENCODING_BAD;
		*text = buf_span(&e->text);
		return ENCODING_WIDE;
	}
	valid = utf8_valid(raw);
	e->text.n = 0;
	if (valid == raw.n && !misread_mend(&e->misread, raw, &e->text))
		return ENCODING_UTF8;
	e->bad = valid;
	if (valid < raw.n && from_stray(e, raw)) {
		*text = buf_span(&e->text);
		return ENCODING_STRAY;
	}
	if (valid < raw.n && !from_arabic(e, raw))
		return ENCODING_BAD;
	*text = buf_span(&e->text);
	return valid == raw.n ? ENCODING_MOJIBAKE : ENCODING_NAMED;
}

static size_t
wide_raw_length(struct encoding *e, size_t n)
{
	if (e->raw_at == 0 || n < e->text_at) {
		e->raw_at = e->wide.mark;
		e->text_at = 0;
	}
	e->raw_at += wide_length(
	    e->wide, span_of(e->text.p + e->text_at, n - e->text_at));
	e->text_at = n;
	return e->raw_at;
}

/* Each stray byte is three of the text. */
static size_t
stray_raw_length(const struct encoding *e, size_t n)
{
	size_t i;

	for (i = 0; i < e->nstray && e->stray[i] < n; i++)
		n -= 2;
	return n;
}

/* A byte is a code point of the text. */
static size_t
bytes_raw_length(struct encoding *e, size_t n)
{
	if (n < e->text_at)
		e->raw_at = e->text_at = 0;
	e->raw_at += utf8_count(
	    span_of(e->text.p + e->text_at, n - e->text_at));
	e->text_at = n;
	return e->raw_at;
}

size_t
encoding_raw_length(
    struct encoding *e, enum encoding_kind kind, struct span raw, size_t n)
{
	iconv_t cd = e->to_utf8;
	char *in, sink[4096];
	size_t left;

	if (kind == ENCODING_UTF8 || n == 0)
		return n;
	if (kind == ENCODING_WIDE)
		return wide_raw_length(e, n);
	if (kind == ENCODING_STRAY)
		return stray_raw_length(e, n);
	if (kind == ENCODING_MOJIBAKE)
		return misread_raw(&e->misread, raw, buf_span(&e->text), n);
	if (e->bytes != NULL)
		return bytes_raw_length(e, n);
	if (e->raw_at == 0 || n < e->text_at) {
		iconv(cd, NULL, NULL, NULL, NULL);
		e->raw_at = e->text_at = 0;
	}
	in = (char *)(uintptr_t)raw.p + e->raw_at;
	left = raw.n - e->raw_at;
	/* As it was read, until n bytes have come out: the way back need not
	 * be unique. */
	while (n > e->text_at && left > 0) {
		size_t most = n - e->text_at, room;
		char *to = sink;

		room = most = most < sizeof sink ? most : sizeof sink;
		if (iconv(cd, &in, &left, &to, &room) == (size_t)-1 &&
		    errno != E2BIG)
			break;
		if (room == most)
			break;
		e->text_at += most - room;
	}
	return e->raw_at = raw.n - left;
}

void
encoding_free(struct encoding *e)
{
	if (e->to_utf8 != (iconv_t)-1)
		iconv_close(e->to_utf8);
	if (e->from_utf8 != (iconv_t)-1)
		iconv_close(e->from_utf8);
	misread_free(&e->misread);
	buf_free(&e->text);
	free(e->stray);
}
