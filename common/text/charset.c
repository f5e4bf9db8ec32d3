#include "text/charset.h"

#include <stdlib.h>

#include "text/utf8.h"
#include "text/wide.h"

struct label {
	const char *name;
	int of;
};

#include "charset_table.h"

enum {
	LABEL_BYTES = 32,
	STRAY = 32, /* well-formed characters for each byte that is none */
	WORD = 3    /* bytes above ASCII that are no accents */
};

static int
compare(const void *name, const void *label)
{
	return strcmp(name, ((const struct label *)label)->name);
}

const struct charset *
charset_find(struct span label)
{
	char name[LABEL_BYTES];
	const struct label *found;
	size_t i;

	label = span_trim(label);
	if (label.n >= sizeof name)
		return NULL;
	for (i = 0; i < label.n; i++)
		name[i] = label.p[i] >= 'A' && label.p[i] <= 'Z'
		    ? (char)(label.p[i] | 0x20)
		    : label.p[i];
	name[i] = '\0';
	found = bsearch(name, labels, sizeof labels / sizeof labels[0],
	    sizeof labels[0], compare);
	return found != NULL && strlen(name) == label.n ? &charsets[found->of]
							: NULL;
}

static void
put(struct buf *out, uint32_t cp)
{
	out->n += utf8_put(buf_room(out, 4), cp);
}

static void
read_utf8(struct span raw, struct buf *out)
{
	while (raw.n > 0) {
		size_t n = utf8_valid(raw);

		buf_add(out, raw.p, n);
		raw = span_skip(raw, n);
		if (raw.n == 0)
			break;
		put(out, 0xfffd);
		raw = span_skip(raw, 1);
	}
}

/* The unit at byte i; behind the end 0, which is no half of a pair. */
static uint32_t
unit_at(struct span raw, size_t i, struct wide w)
{
	return i + 1 < raw.n ? wide_unit(w, raw.p + i) : 0;
}

static void
read_utf16(struct span raw, bool big, struct buf *out)
{
	const struct wide w = { .width = 2, .big = big };
	size_t i;

	for (i = 0; i + 1 < raw.n; i += 2) {
		uint32_t u = unit_at(raw, i, w);
		uint32_t v = unit_at(raw, i + 2, w);

		if ((u & 0xfc00) == 0xd800 && (v & 0xfc00) == 0xdc00) {
			put(out, 0x10000 + ((u & 0x3ff) << 10 | (v & 0x3ff)));
			i += 2;
		} else
			put(out, (u & 0xf800) == 0xd800 ? 0xfffd : u);
	}
	if (i < raw.n)
		put(out, 0xfffd);
}

static void
read_bytes(struct span raw, const uint16_t *high, struct buf *out)
{
	size_t i, from;

	for (i = 0; i < raw.n; i++) {
		for (from = i; i < raw.n && (raw.p[i] & 0x80) == 0; i++)
			;
		buf_add(out, raw.p + from, i - from);
		if (i < raw.n)
			put(out, high[raw.p[i] & 0x7f]);
	}
}

void
charset_read(const struct charset *c, struct span raw, struct buf *out)
{
	switch (c->kind) {
	case CHARSET_UTF8:
		read_utf8(raw, out);
		break;
	case CHARSET_UTF16LE:
	case CHARSET_UTF16BE:
		read_utf16(raw, c->kind == CHARSET_UTF16BE, out);
		break;
	case CHARSET_BYTES:
		read_bytes(raw, c->high, out);
		break;
	case CHARSET_OTHER:
		break;
	}
}

const struct charset *
charset_marked(struct span raw, size_t *mark)
{
	*mark = 3;
	if (span_starts(raw, SPAN("\xef\xbb\xbf")))
		return charset_find(SPAN("utf-8"));
	*mark = 2;
	if (span_starts(raw, SPAN("\xff\xfe")))
		return charset_find(SPAN("utf-16le"));
	if (span_starts(raw, SPAN("\xfe\xff")))
		return charset_find(SPAN("utf-16be"));
	*mark = 0;
	if (raw.n < 4 || raw.p[2] == raw.p[3])
		return NULL; /* UTF-32, maybe */
	if (raw.p[0] == '<' && raw.p[1] == '\0')
		return charset_find(SPAN("utf-16le"));
	if (raw.p[0] == '\0' && raw.p[1] == '<')
		return charset_find(SPAN("utf-16be"));
	return NULL;
}

/* Bytes of raw that are no UTF-8, and characters above ASCII that are. */
static void
count_utf8(struct span raw, size_t *bad, size_t *good)
{
	size_t n, i;

	*bad = *good = 0;
	while (raw.n > 0) {
		n = utf8_valid(raw);
		for (i = 0; i < n; i++)
			*good += (raw.p[i] & 0xc0) == 0xc0;
		raw = span_skip(raw, n);
		if (raw.n > 0) {
			++*bad;
			raw = span_skip(raw, 1);
		}
	}
}

/* Do most bytes above ASCII stand beside others?  Those of Arabic words do,
 * accented letters of Latin ones do not. */
static bool
stands_together(struct span raw)
{
	size_t i, from, together = 0, all = 0;

	for (i = 0; i < raw.n; i++) {
		for (from = i; i < raw.n && raw.p[i] & 0x80; i++)
			;
		all += i - from;
		if (i - from >= WORD)
			together += i - from;
	}
	return together * 2 > all;
}

/*
 * How Arabic raw is in c, by the logarithms (to base 2) of how many of a
 * thousand letters of news each one is; -1 where a byte is none in c, or
 * a control.
 */
static long
arabic_score(const struct charset *c, struct span raw)
{
	static const signed char letters[] = { /* ء to غ */ 2, 1, 5, 1, 3, 2, 7,
		5, 5, 6, 3, 4, 4, 3, 5, 3, 6, 3, 5, 4, 3, 3, 4, 2, 5, 2,
		/* none, and the tatweel */ 0, 0, 0, 0, 0, 0,
		/* ف to ي */ 5, 5, 4, 7, 6, 6, 5, 6, 3, 6 };
	long score = 0;
	size_t i;

	if (c == NULL)
		return -1; /* the table lacks it */
	for (i = 0; i < raw.n; i++) {
		uint16_t cp;

		if ((raw.p[i] & 0x80) == 0)
			continue;
		cp = c->high[raw.p[i] & 0x7f];
		if (cp == 0xfffd || cp < 0xa0)
			return -1;
		if (cp >= 0x621 && cp < 0x621 + sizeof letters)
			score += letters[cp - 0x621];
	}
	return score;
}

const struct charset *
charset_arabic(struct span raw)
{
	const struct charset *iso = charset_find(SPAN("iso-8859-6"));
	const struct charset *windows = charset_find(SPAN("windows-1256"));

	return arabic_score(iso, raw) > arabic_score(windows, raw) ? iso
								   : windows;
}

const struct charset *
charset_guess(struct span raw, const struct charset *declared)
{
	const struct charset *utf8 = charset_find(SPAN("utf-8"));
	const struct charset *latin = charset_find(SPAN("windows-1252"));
	size_t bad, good;

	if (utf8_valid(raw) == raw.n)
		return utf8;
	if (declared != NULL && declared != latin &&
	    declared->kind >= CHARSET_BYTES)
		return declared;
	count_utf8(raw, &bad, &good);
	if (good > bad * STRAY)
		return utf8;
	return stands_together(raw) ? charset_arabic(raw) : latin;
}
