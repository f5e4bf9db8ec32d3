/*
 * Tags and character references of HTML in what should be text: whoever took
 * the text off a page missed them, or a feed has it as HTML.
 *
 * A tag is one of an element that elements.tsv knows; `a < b` is text.  A
 * reference is read where it ends with a semicolon, twice where somebody wrote
 * it twice (`&amp;nbsp;`), as the HTML Standard has it (section 13.2.5.72 and
 * 13.2.5.80: numbers of C1 controls are windows-1252).
 */
#include "news/form.h"

#include <strings.h>

#include "tables/tables.h"
#include "text/charset.h"
#include "text/utf8.h"

enum {
	NAME_MAX_BYTES = 12,  /* of a reference or an element */
	TAG_MAX_BYTES = 4000, /* a tag that is longer is none */
	TWICE = 2
};

/* The row of a table that starts with the name: what stands behind it; or .n 0.
 * Few pages ask, so it is looked for in the text of the table. */
static struct span
look_up(struct span table, const char *name, size_t n)
{
	char key[NAME_MAX_BYTES + 2];
	const char *at, *end;

	key[0] = '\n';
	memcpy(key + 1, name, n);
	key[n + 1] = '\t';
	at = memmem(table.p, table.n, key, n + 2);
	if (at == NULL)
		return span_of(NULL, 0);
	at += n + 2;
	end = memchr(at, '\n', (size_t)(table.p + table.n - at));
	return span_to(at, end != NULL ? end : table.p + table.n);
}

static uint32_t
number_of(struct span digits, unsigned base)
{
	uint32_t cp = 0;
	size_t i;

	for (i = 0; i < digits.n; i++) {
		char c = digits.p[i];
		unsigned d = c >= '0' && c <= '9'
		    ? (unsigned)(c - '0')
		    : (unsigned)(c | 32) - 'a' + 10;

		if (d >= base)
			return 0;
		cp = cp * base + d;
		if (cp > 0x10ffff)
			return 0;
	}
	return cp;
}

/* The code point of a number, 0 where it is none that a text has. */
static uint32_t
allowed(uint32_t cp)
{
	if (cp >= 0x80 && cp < 0xa0)
		cp = charset_find(SPAN("windows-1252"))->high[cp & 0x7f];
	if ((cp < 0x20 && cp != '\n' && cp != '\t' && cp != '\r') ||
	    cp == 0x7f || cp == 0xfffd || (cp >= 0xd800 && cp < 0xe000))
		return 0;
	return cp == '\r' ? '\n' : cp;
}

/* What the reference at the beginning of s, behind its &, stands for; *n gets
 * its bytes, the semicolon included.  0 where it is none. */
static uint32_t
read_reference(struct span s, size_t *n)
{
	size_t most = s.n < NAME_MAX_BYTES ? s.n : NAME_MAX_BYTES;
	const char *end = memchr(s.p, ';', most);
	struct span name;

	if (end == NULL || end == s.p)
		return 0;
	name = span_to(s.p, end);
	*n = name.n + 1;
	if (name.p[0] != '#')
		return number_of(
		    look_up(table_references(), name.p, name.n), 16);
	name = span_skip(name, 1);
	if (name.n > 1 && (name.p[0] | 32) == 'x')
		return allowed(number_of(span_skip(name, 1), 16));
	return name.n > 0 ? allowed(number_of(name, 10)) : 0;
}

/* The end of a tag, behind its >; quotes may hold one. */
static size_t
tag_end(struct span s)
{
	size_t i, most = s.n < TAG_MAX_BYTES ? s.n : TAG_MAX_BYTES;
	char quote = '\0';

	for (i = 0; i < most; i++)
		if (quote != '\0')
			quote = s.p[i] == quote ? '\0' : quote;
		else if (s.p[i] == '>')
			return i + 1;
		else if (s.p[i] == '<')
			return 0;
		else if (i > 0 && s.p[i - 1] == '=' &&
		    (s.p[i] == '"' || s.p[i] == '\''))
			quote = s.p[i];
	return 0;
}

/* Bytes of s up to the end tag of the element, which is included; or all. */
static size_t
hidden_end(struct span s, struct span name)
{
	size_t i, n;

	for (i = 0; i + name.n + 2 < s.n; i++) {
		if (s.p[i] != '<' || s.p[i + 1] != '/' ||
		    strncasecmp(s.p + i + 2, name.p, name.n) != 0)
			continue;
		n = tag_end(span_skip(s, i + 1));
		return n > 0 ? i + 1 + n : s.n;
	}
	return s.n;
}

/* Bytes of the tag or comment at the beginning of s, and what is written for
 * it; 0 where it is none. */
static size_t
read_tag(struct span s, struct span *by)
{
	char name[NAME_MAX_BYTES];
	size_t i = 1, n = 0, end;
	struct span kind;
	const char *comment;

	*by = SPAN("");
	if (span_starts(s, SPAN("<!--"))) {
		if (s.n > TAG_MAX_BYTES)
			s.n = TAG_MAX_BYTES;
		comment = memmem(s.p + 4, s.n - 4, "-->", 3);
		return comment != NULL ? (size_t)(comment - s.p) + 3 : 0;
	}
	if (i < s.n && s.p[i] == '/')
		i++;
	for (; i < s.n && n < sizeof name; i++, n++) {
		char c = s.p[i] | 32;

		if ((c < 'a' || c > 'z') && c != '-' &&
		    (s.p[i] < '0' || s.p[i] > '9'))
			break;
		name[n] = s.p[i] == '-' || s.p[i] <= '9' ? s.p[i] : c;
	}
	if (n == 0 || n == sizeof name || i == s.n ||
	    memchr(" \t\n/>", s.p[i], 5) == NULL ||
	    (end = tag_end(span_skip(s, 1))) == 0)
		return 0;
	kind = look_up(table_elements(), name, n);
	if (span_eq(kind, SPAN("block")))
		*by = SPAN("\n");
	else if (span_eq(kind, SPAN("space")))
		*by = SPAN(" ");
	end += 1;
	if (span_eq(kind, SPAN("hidden")) && s.p[1] != '/')
		end += hidden_end(span_skip(s, end), span_of(name, n));
	return kind.n > 0 ? end : 0;
}

/* The line is over already where a block ends behind another one. */
static bool
is_over(const struct form_step *s, size_t at)
{
	size_t i = at;

	while (i > s->done && (s->in.p[i - 1] == ' ' || s->in.p[i - 1] == '\t'))
		i--;
	if (i > s->done)
		return s->in.p[i - 1] == '\n';
	return s->out.n == 0 || s->out.p[s->out.n - 1] == '\n';
}

static size_t
edit_tag(struct form_step *s, size_t at)
{
	struct span by;
	size_t n = read_tag(span_skip(s->in, at), &by);

	if (n == 0)
		return 1;
	if (span_eq(by, SPAN("\n")) && is_over(s, at))
		by = SPAN("");
	form_edit(s, at, n, by);
	return n;
}

static size_t
edit_reference(struct form_step *s, size_t at)
{
	char utf8[4];
	uint32_t cp = '&';
	size_t n = 1, more, i;

	for (i = 0; i < TWICE && cp == '&'; i++) {
		uint32_t next;

		next = read_reference(span_skip(s->in, at + n), &more);
		if (next == 0)
			break;
		cp = next;
		n += more;
	}
	if (n == 1)
		return 1;
	form_edit(s, at, n, span_of(utf8, utf8_put(utf8, cp)));
	return n;
}

void
form_hypertext(struct form_step *s, const struct rules *r, struct folded *f)
{
	const char *end = s->in.p + s->in.n;
	const char *amp = memchr(s->in.p, '&', s->in.n);
	const char *less = memchr(s->in.p, '<', s->in.n);

	(void)r;
	(void)f;
	while (amp != NULL || less != NULL) {
		bool tag = amp == NULL || (less != NULL && less < amp);
		size_t at = (size_t)((tag ? less : amp) - s->in.p);
		size_t n = tag ? edit_tag(s, at) : edit_reference(s, at);
		const char *next = s->in.p + at + n;

		if (amp != NULL && amp < next)
			amp = memchr(next, '&', (size_t)(end - next));
		if (less != NULL && less < next)
			less = memchr(next, '<', (size_t)(end - next));
	}
}
