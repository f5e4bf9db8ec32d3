/*
 * A tag in a value ends within so many bytes; a `<` without an end so near is
 * text.
 */
#include "web/tidy.h"

#include <stdlib.h>

#include "text/utf8.h"

enum { TAG_MOST = 1000 /* bytes of a tag in a value */ };

/* What stands in headlines; HTML has 2,231 of them (its section 13.5). */
static const struct {
	const char *name;
	const char *is;
} references[] = {
	{ "amp;", "&" },
	{ "quot;", "\x22" },
	{ "apos;", "'" },
	{ "lt;", "<" },
	{ "gt;", ">" },
	{ "nbsp;", " " },
	{ "laquo;", "«" },
	{ "raquo;", "»" },
	{ "ldquo;", "“" },
	{ "rdquo;", "”" },
	{ "lsquo;", "‘" },
	{ "rsquo;", "’" },
	{ "hellip;", "…" },
	{ "ndash;", "–" },
	{ "mdash;", "—" },
	{ "middot;", "·" },
	{ "bull;", "•" },
	{ "zwnj;", "\xe2\x80\x8c" },
	{ "zwj;", "\xe2\x80\x8d" },
	{ "lrm;", "\xe2\x80\x8e" },
	{ "rlm;", "\xe2\x80\x8f" },
	{ "shy;", "" },
	{ "copy;", "©" },
	{ "reg;", "®" },
	{ "trade;", "™" },
};

/* &#1632; or &#x660; at the beginning of s: its bytes, the code point in *cp;
 * 0 where it is none. */
static size_t
number_reference(struct span s, uint32_t *cp)
{
	unsigned base = s.n > 3 && (s.p[2] | 0x20) == 'x' ? 16 : 10;
	size_t i = base == 16 ? 3 : 2;

	if (!span_starts(s, SPAN("&#")))
		return 0;
	for (*cp = 0; i < s.n && i < 12 && s.p[i] != ';'; i++) {
		char c = s.p[i] | 0x20;
		unsigned d = c >= 'a' ? (unsigned)(c - 'a') + 10
				      : (unsigned)(s.p[i] - '0');

		if (d >= base)
			return 0;
		*cp = *cp * base + d;
	}
	if (i >= s.n || s.p[i] != ';' || *cp < 0x20 || *cp > 0x10ffff ||
	    (*cp >= 0xd800 && *cp < 0xe000))
		return 0;
	return i + 1;
}

/* Add what the reference at the beginning of s means; its bytes, or 0. */
static size_t
add_reference(struct buf *out, struct span s)
{
	uint32_t cp;
	char utf8[4];
	size_t n = number_reference(s, &cp);

	if (n > 0) {
		buf_add(out, utf8, utf8_put(utf8, cp));
		return n;
	}
	s = span_skip(s, 1);
	for (size_t i = 0; i < sizeof references / sizeof references[0]; i++)
		if (span_starts(s, span_str(references[i].name))) {
			buf_adds(out, span_str(references[i].is));
			return 1 + strlen(references[i].name);
		}
	return 0;
}

/* Bytes of the tag at the beginning of s, or 0. */
static size_t
tag_length(struct span s)
{
	const char *end;
	char c = s.n > 1 ? s.p[1] : '\0';

	if (s.p[0] != '<' ||
	    !(c == '/' || c == '!' || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')))
		return 0;
	end = memchr(s.p, '>', s.n < TAG_MOST ? s.n : TAG_MOST);
	return end ? (size_t)(end - s.p) + 1 : 0;
}

/* References decoded and tags gone, once. */
static void
unwrap(struct buf *out, struct span s)
{
	while (s.n > 0) {
		size_t n = 0;

		if (s.p[0] == '&')
			n = add_reference(out, s);
		else if (s.p[0] == '<' && (n = tag_length(s)) > 0)
			buf_addc(out, ' ');
		if (n == 0)
			buf_addc(out, s.p[n++]);
		s = span_skip(s, n);
	}
}

struct span
tidy(struct buf *out, struct span s)
{
	struct buf once = { 0 }, twice = { 0 };
	size_t from = out->n, len;
	bool blank = false;
	const char *p, *end;

	unwrap(&once, s); /* &amp;quot; is what many systems make of a quote */
	unwrap(&twice, buf_span(&once));
	p = twice.p;
	for (end = p + twice.n; p < end; p += len) {
		uint32_t cp = utf8_get(p, end, &len);

		if (fold_class(cp) == FOLD_SPACE || cp < ' ') {
			blank = out->n > from;
			continue;
		}
		if (blank)
			buf_addc(out, ' ');
		blank = false;
		buf_add(out, p, len);
	}
	buf_free(&once);
	buf_free(&twice);
	return span_skip(buf_span(out), from);
}

struct span
tidy_key(struct buf *out, struct folded *f, struct span s)
{
	size_t from = out->n, len;
	bool inside = false;
	const char *p, *end;

	fold(f, s);
	p = f->text.p;
	for (end = p + f->text.n; p < end; p += len) {
		enum fold_class c = fold_class(utf8_get(p, end, &len));
		bool word = c == FOLD_LETTER || c == FOLD_DIGIT;

		if (word != inside)
			buf_addc(out, ' ');
		if (word)
			buf_add(out, p, len);
		inside = word;
	}
	if (inside)
		buf_addc(out, ' ');
	return span_skip(buf_span(out), from);
}

bool
tidy_in(struct span a, struct span b)
{
	return a.n > 0 && b.n >= a.n && memmem(b.p, b.n, a.p, a.n) != NULL;
}

unsigned
tidy_shared(struct span a, struct span b)
{
	unsigned words = 0, found = 0;
	const char *end;

	while (a.n > 1 && (end = memchr(a.p + 1, ' ', a.n - 1)) != NULL) {
		struct span word = span_to(a.p, end + 1);

		words++;
		found += tidy_in(word, b);
		a = span_skip(a, word.n);
	}
	return words ? 100 * found / words : 0;
}
