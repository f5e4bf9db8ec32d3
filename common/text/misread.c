/*
 * What costs nothing on plain pages: they hold none of the bytes c3, c5, ce and
 * d0, with which the letters that d8 and d9 become in Western, Greek and
 * Cyrillic sets start, nor ط or ظ before a sign of Latin-1.  Then a line counts
 * where one byte of eight is such a lead; accents of Latin languages are fewer.
 */
#include "text/misread.h"

#include <stdlib.h>

#include "text/charset.h"
#include "text/utf8.h"

enum {
	POINTS = 0x10000, /* of the tables of the way back */
	LEADS = 3,        /* at least, in a line */
	SPARSE = 8,       /* one lead in so many bytes of a line */
	SURE = 8,         /* letters that windows-1256 must show */
	FAMILIAR = 6      /* one word in so many is known, or has an article */
};

/* Read as, what it was; see MISREADINGS. */
static const struct {
	const char *as, *was;
} rows[MISREADINGS] = {
	{ "windows-1256", "utf-8" },
	{ "windows-1252", "utf-8" }, /* and Latin-1 */
	{ "windows-1250", "utf-8" },
	{ "iso-8859-2", "utf-8" },
	{ "macintosh", "utf-8" },
	{ "windows-1257", "utf-8" },
	{ "windows-1253", "utf-8" },
	{ "windows-1251", "utf-8" },
	{ "windows-1252", "windows-1256" },
};

static const uint16_t *
high_of(const char *name)
{
	return charset_find(span_str(name))->high;
}

static bool
was_utf8(int row)
{
	return charset_find(span_str(rows[row].was))->kind == CHARSET_UTF8;
}

/* Latin-1 is windows-1252 with controls for all signs below a0. */
static bool
was_latin1(int row)
{
	return strcmp(rows[row].as, "windows-1252") == 0;
}

/* The bytes of the first n code points of s. */
static size_t
points_bytes(struct span s, size_t n)
{
	size_t i, len;

	for (i = 0; i < s.n && n > 0; i += len, n--)
		utf8_get(s.p + i, s.p + s.n, &len);
	return i;
}

/* Is there ط or ظ before a sign of Latin-1? */
static bool
has_tah(struct span s)
{
	const char *p = s.p, *end = s.p + s.n;

	while (p < end && (p = memchr(p, 0xc2, (size_t)(end - p))) != NULL) {
		if (p - s.p >= 2 && (unsigned char)p[-2] == 0xd8 &&
		    ((unsigned char)p[-1] == 0xb7 ||
			(unsigned char)p[-1] == 0xb8))
			return true;
		p++;
	}
	return false;
}

static bool
hints(struct span s)
{
	static const char leads[] = "\xc3\xc5\xce\xd0";

	for (const char *p = leads; *p != '\0' && s.n > 0; p++)
		if (memchr(s.p, *p, s.n) != NULL)
			return true;
	return has_tah(s);
}

/* Has the line as many leads as misread ones have? */
static bool
is_dense(struct span s)
{
	size_t i, leads = 0;

	for (i = 0; i + 1 < s.n; i++) {
		unsigned char b = (unsigned char)s.p[i];
		unsigned char c = (unsigned char)s.p[i + 1];

		leads += b == 0xc3 || b == 0xc5 ||
		    ((b == 0xce || b == 0xd0) && (c == 0xa8 || c == 0xa9)) ||
		    (b == 0xd8 && (c == 0xb7 || c == 0xb8));
	}
	return leads >= LEADS && leads * SPARSE >= s.n;
}

static bool
has_dense(struct span s)
{
	while (s.n > 0)
		if (is_dense(span_cut(&s, '\n')))
			return true;
	return false;
}

static const uint8_t *
back_of(struct misread *m, int row)
{
	const uint16_t *high = high_of(rows[row].as);
	unsigned b;

	if (m->back[row] != NULL)
		return m->back[row];
	m->back[row] = mem_zero(POINTS, 1);
	for (b = 0x80; b < 0xa0 && was_latin1(row); b++)
		m->back[row][b] = (uint8_t)b;
	for (b = 0x80; b <= 0xff; b++)
		m->back[row][high[b & 0x7f]] = (uint8_t)b;
	m->back[row][0xfffd] = 0;
	for (b = 0x80; b <= 0xff; b++) /* what the set leaves open stayed */
		if (high[b & 0x7f] == 0xfffd && m->back[row][b] == 0)
			m->back[row][b] = (uint8_t)b;
	return m->back[row];
}

/* The bytes that s was in the wrong set; false where it has others. */
static bool
write_bytes(struct misread *m, int row, struct span s)
{
	const uint8_t *back = back_of(m, row);
	const char *p = s.p, *end = s.p + s.n;
	size_t len;

	m->bytes.n = 0;
	for (; p < end; p += len) {
		uint32_t cp = utf8_get(p, end, &len);

		if (cp >= 0x80 && (cp >= POINTS || back[cp] == 0))
			return false;
		buf_addc(&m->bytes, (char)(cp < 0x80 ? cp : back[cp]));
	}
	return true;
}

static bool
is_arabic(uint32_t cp)
{
	return cp >= 0x620 && cp < 0x6ff;
}

/* Are most characters beyond ASCII of the Arabic block? */
static bool
mostly_arabic(struct span s)
{
	const char *p = s.p, *end = s.p + s.n;
	size_t len, arabic = 0, others = 0;

	for (; p < end; p += len) {
		uint32_t cp = utf8_get(p, end, &len);

		arabic += is_arabic(cp);
		others += cp >= 0x80 && !is_arabic(cp);
	}
	return arabic > others;
}

/* Is the word one of the commonest, or has it an article? */
static bool
is_familiar(struct span w)
{
	static const struct span common[] = { SPAN("في"), SPAN("من"),
		SPAN("على"), SPAN("إلى"), SPAN("أن"), SPAN("عن"), SPAN("مع"),
		SPAN("ان"), SPAN("هذا"), SPAN("كان"), SPAN("التي") };
	size_t i;

	for (i = 0; i < sizeof common / sizeof common[0]; i++)
		if (span_eq(w, common[i]))
			return true;
	if (span_starts(w, SPAN("و")) || span_starts(w, SPAN("ب")))
		w = span_skip(w, 2);
	return span_starts(w, SPAN("ال")) && w.n >= 2 * 4;
}

static bool
is_latin(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/*
 * Every text of Latin-1 is some text in windows-1256.  It was that where it is
 * made of Arabic words, of which enough are known, and none holds Latin letters
 * as well: accented ones stand among others.
 */
static bool
has_words(struct span s)
{
	const char *p = s.p, *end = s.p + s.n, *from;
	size_t len, latin = 0, arabic = 0, words = 0, known = 0;

	while (p < end) {
		from = p;
		while (p < end && is_arabic(utf8_get(p, end, &len))) {
			p += len;
			arabic++;
		}
		if (p == from) {
			utf8_get(p, end, &len);
			latin += is_latin(*p);
			p += len;
			continue;
		}
		if ((from > s.p && is_latin(from[-1])) ||
		    (p < end && is_latin(*p)))
			return false;
		words++;
		known += is_familiar(span_to(from, p));
	}
	return arabic >= SURE && arabic > latin && known > 0 &&
	    known * FAMILIAR >= words;
}

/* Append s, read rightly; false where it was not misread so. */
static bool
mend_as(struct misread *m, int row, struct span s, struct buf *out)
{
	size_t from = out->n;
	struct span text;

	if (!write_bytes(m, row, s))
		return false;
	text = buf_span(&m->bytes);
	if (was_utf8(row)) {
		if (utf8_valid(text) < text.n || !mostly_arabic(text))
			return false;
		buf_adds(out, text);
		return true;
	}
	charset_read(charset_find(span_str(rows[row].was)), text, out);
	text = span_skip(buf_span(out), from);
	if (mostly_arabic(text) && has_words(text))
		return true;
	out->n = from;
	return false;
}

/* Does a row behind that which made what is in out from byte from on make
 * something else? */
static bool
is_doubtful(
    struct misread *m, int row, struct span s, struct buf *out, size_t from)
{
	size_t end = out->n;
	bool other = false;

	while (++row < MISREADINGS && !other) {
		if (!mend_as(m, row, s, out))
			continue;
		other = !span_eq(span_of(out->p + from, end - from),
		    span_of(out->p + end, out->n - end));
		out->n = end;
	}
	return other;
}

/* Append s mended; the row of it, or MISREADINGS.  Where two rows differ, that
 * of the lines before is right. */
static int
mend(struct misread *m, struct span s, struct buf *out)
{
	size_t from = out->n;
	int row;

	if (m->n > 0 && mend_as(m, m->part[m->n - 1].row, s, out))
		return m->part[m->n - 1].row;
	for (row = 0; row < MISREADINGS; row++)
		if (mend_as(m, row, s, out))
			break;
	if (row < MISREADINGS && is_doubtful(m, row, s, out, from)) {
		out->n = from;
		return MISREADINGS;
	}
	return row;
}

/* Append s, a page or a line, mended, as one part. */
static bool
mend_part(struct misread *m, struct span s, struct buf *out)
{
	size_t from = out->n;
	int row = mend(m, s, out);

	if (row == MISREADINGS)
		return false;
	m->part = mem_grow(m->part, &m->cap, m->n + 1, sizeof *m->part);
	m->part[m->n++] = (struct misread_part) {
		.text = from, .end = out->n, .row = row
	};
	return true;
}

bool
misread_mend(struct misread *m, struct span raw, struct buf *out)
{
	size_t before = out->n;
	struct span rest = raw;

	m->n = m->i = m->raw_at = m->text_at = 0;
	if (!hints(raw) || !has_dense(raw))
		return false;
	if (mend_part(m, raw, out))
		return true;
	while (rest.n > 0) {
		struct span line = span_cut(&rest, '\n');

		if (!is_dense(line) || !mend_part(m, line, out))
			buf_adds(out, line);
		if (line.p + line.n < raw.p + raw.n)
			buf_addc(out, '\n');
	}
	if (m->n == 0)
		out->n = before;
	return m->n > 0;
}

/* Go on by a part's characters, or by the bytes before one, up to byte n of the
 * text. */
static void
step(struct misread *m, struct span raw, struct span text, size_t n)
{
	const struct misread_part *p = m->i < m->n ? &m->part[m->i] : NULL;
	size_t k;

	if (p == NULL || m->text_at < p->text) {
		k = (p == NULL || n < p->text ? n : p->text) - m->text_at;
		m->raw_at += k;
		m->text_at += k;
		return;
	}
	k = (n < p->end ? n : p->end) - m->text_at;
	m->raw_at += points_bytes(span_skip(raw, m->raw_at),
	    was_utf8(p->row) ? k : utf8_count(span_of(text.p + m->text_at, k)));
	m->text_at += k;
	m->i += m->text_at == p->end;
}

size_t
misread_raw(struct misread *m, struct span raw, struct span text, size_t n)
{
	if (n < m->text_at)
		m->i = m->raw_at = m->text_at = 0;
	while (m->text_at < n)
		step(m, raw, text, n);
	return m->raw_at;
}

/* Is cp a byte from 80 to bf in the set, which goes on with a character? */
static bool
goes_on(const uint16_t *high, uint32_t cp)
{
	size_t i;

	for (i = 0; i < 0x40; i++)
		if (high[i] == cp)
			return true;
	return cp >= 0x80 && cp < 0xa0;
}

/* Are a third of the characters beyond ASCII d8 or d9 in the set, and two of
 * five of these before what goes on?  More are not where controls got lost. */
static bool
is_broken(int row, struct span s)
{
	const uint16_t *high = high_of(rows[row].as);
	const char *p = s.p, *end = s.p + s.n;
	size_t len, others = 0, leads = 0, pairs = 0;
	uint32_t cp, before = 0;

	for (; p < end; p += len, before = cp) {
		cp = utf8_get(p, end, &len);
		others += cp >= 0x80;
		leads += cp == high[0xd8 & 0x7f] || cp == high[0xd9 & 0x7f];
		pairs += (before == high[0xd8 & 0x7f] ||
			     before == high[0xd9 & 0x7f]) &&
		    goes_on(high, cp);
	}
	return leads > LEADS && leads * 3 > others && pairs * 5 > leads * 2;
}

/* Was the line misread twice, so that it is dense again once it is read
 * rightly? */
static bool
is_twice(struct misread *m, int row, struct span line)
{
	struct span text;

	if (!was_utf8(row) || !write_bytes(m, row, line))
		return false;
	text = buf_span(&m->bytes);
	return utf8_valid(text) == text.n && is_dense(text);
}

static bool
is_misread(struct misread *m, struct span line)
{
	struct buf out = { 0 };
	bool found = mend(m, line, &out) < MISREADINGS;
	int row;

	for (row = 0; row < MISREADINGS && !found; row++)
		found = (was_utf8(row) && is_broken(row, line)) ||
		    is_twice(m, row, line);
	buf_free(&out);
	return found;
}

bool
misread_told(struct span s)
{
	struct misread m = { 0 };
	bool found = false;

	if (!hints(s))
		return false;
	while (s.n > 0 && !found) {
		struct span line = span_cut(&s, '\n');

		found = is_dense(line) && is_misread(&m, line);
	}
	misread_free(&m);
	return found;
}

void
misread_free(struct misread *m)
{
	int row;

	for (row = 0; row < MISREADINGS; row++)
		free(m->back[row]);
	free(m->part);
	buf_free(&m->bytes);
}
