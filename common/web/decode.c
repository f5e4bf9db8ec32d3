/*
 * What declares a character set is looked for in the first kilobytes only; what
 * the bytes say is text/charset.h's.
 */
#include "web/decode.h"

#include <strings.h>

#include "text/charset.h"

enum { META_BYTES = 8192 /* of a page that may hold its charset */ };

static const char *
find_word(struct span s, const char *word)
{
	size_t n = strlen(word), i;

	for (i = 0; i + n <= s.n; i++)
		if (strncasecmp(s.p + i, word, n) == 0)
			return s.p + i;
	return NULL;
}

/* The value in `charset=value` with or without quotes; empty where it is no
 * such. */
static struct span
charset_value(struct span s)
{
	size_t n = 0;

	s = span_trim(s);
	if (!span_starts(s, SPAN("=")))
		return SPAN("");
	s = span_trim(span_skip(s, 1));
	if (s.n > 0 && (s.p[0] == '"' || s.p[0] == '\''))
		s = span_skip(s, 1);
	while (n < s.n && memchr("\"'; \t\r\n/", s.p[n], 8) == NULL)
		n++;
	return span_of(s.p, n);
}

/* What the XML declaration says, if there is one. */
static struct span
of_xml(struct span page)
{
	const char *at;

	page = span_trim(page);
	if (!span_starts(page, SPAN("<?xml")))
		return SPAN("");
	page = span_cut(&page, '>');
	at = find_word(page, "encoding");
	return at == NULL
	    ? SPAN("")
	    : charset_value(span_to(at + strlen("encoding"), page.p + page.n));
}

/* What the first meta element with a charset says (HTML's prescan, section
 * 13.2.3.2, in short), or else the XML declaration. */
static struct span
declared_charset(struct span page)
{
	struct span rest = page, tag, value;
	const char *at, *end;

	if (rest.n > META_BYTES)
		rest.n = META_BYTES;
	while ((at = find_word(rest, "<meta")) != NULL) {
		rest = span_to(at, rest.p + rest.n);
		end = memchr(rest.p, '>', rest.n);
		tag = span_to(at, end ? end : rest.p + rest.n);
		rest = span_skip(rest, tag.n);
		if ((at = find_word(tag, "charset")) == NULL)
			continue;
		value = charset_value(
		    span_to(at + strlen("charset"), tag.p + tag.n));
		if (value.n > 0)
			return value;
	}
	return of_xml(page);
}

/* NULs are in no text, and end the page for libxml2. */
static void
drop_nuls(struct buf *b)
{
	char *to, *from, *end = b->p + b->n;

	if (b->n == 0 || (to = memchr(b->p, '\0', b->n)) == NULL)
		return;
	for (from = to; from < end; from++)
		if (*from != '\0')
			*to++ = *from;
	b->n = (size_t)(to - b->p);
}

/* The character set of the page, whose byte order mark is taken off. */
static const struct charset *
charset_of(struct span *raw, struct span label, bool sure)
{
	const struct charset *said = charset_find(label);
	const struct charset *marked;
	size_t mark;

	marked = charset_marked(*raw, &mark);
	if (marked != NULL && (!sure || marked == said)) {
		*raw = span_skip(*raw, mark);
		return marked;
	}
	if (said != NULL && sure)
		return said;
	if (said == NULL)
		said = charset_find(declared_charset(*raw));
	return charset_guess(*raw, said);
}

const char *
decode(struct buf *to, const char **encoding, struct span raw,
    struct span label, bool sure)
{
	const struct charset *c = charset_of(&raw, label, sure);

	*encoding = c->name;
	to->n = 0;
	if (c->kind == CHARSET_OTHER)
		return "in a character set that is not read";
	charset_read(c, raw, to);
	drop_nuls(to);
	return NULL;
}

bool
decode_reads(struct span label)
{
	const struct charset *c = charset_find(label);

	return c != NULL && c->kind != CHARSET_OTHER;
}

struct span
decode_head(struct buf *room, struct span raw, size_t n)
{
	size_t mark;
	const struct charset *c = charset_marked(raw, &mark);

	if (raw.n > n)
		raw.n = n;
	if (c == NULL)
		return raw;
	room->n = 0;
	charset_read(c, span_skip(raw, mark < raw.n ? mark : raw.n), room);
	return buf_span(room);
}
