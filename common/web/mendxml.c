/*
 * One walk from left to right, with a stack of the elements that are open; the
 * limits keep it linear, whatever comes.
 */
#include "web/mendxml.h"

#include <libxml/HTMLparser.h>
#include <stdlib.h>

#include "base/mem.h"

enum {
	NAME_MOST = 32,    /* bytes of an entity's name */
	DEPTH_MOST = 1024, /* of elements */
	SIGNS_MOST = 256,  /* attributes of one, which the parser compares */
	ENDS_MOST = 64     /* elements that one end may close */
};

struct mending {
	struct buf *out;
	struct span rest;  /* of the XML */
	bool declares;     /* entities of its own, */
	const char *wrong; /* such as a reference to one; or NULL */
	struct name {
		size_t at, n; /* bytes of out */
	} * open;             /* owned: elements */
	size_t nopen, open_cap;
};

/* Pass n bytes over. */
static void
pass(struct mending *m, size_t n)
{
	m->rest = span_skip(m->rest, n);
}

/* Copy n bytes; controls become blanks. */
static void
copy(struct mending *m, size_t n)
{
	char *to = buf_room(m->out, n);

	for (size_t i = 0; i < n; i++) {
		char c = m->rest.p[i];

		to[i] = (unsigned char)c < ' ' && c != '\t' && c != '\n' ? ' '
									 : c;
	}
	m->out->n += n;
	pass(m, n);
}

/* How many bytes it is to the end of mark; all, where that is missing. */
static size_t
up_to(struct span s, struct span mark)
{
	const char *at = s.n > 0 ? memmem(s.p, s.n, mark.p, mark.n) : NULL;

	return at != NULL ? (size_t)(at - s.p) + mark.n : s.n;
}

/* --- The document type ---------------------------------------------------- */

/* Does it declare an entity, but for those of document types (%)? */
static bool
declares_entity(struct span s)
{
	while (s.n > 0) {
		s = span_skip(s, up_to(s, SPAN("<!ENTITY")));
		if (s.n > 0 && !span_starts(span_trim(s), SPAN("%")))
			return true;
	}
	return false;
}

static void
pass_doctype(struct mending *m)
{
	size_t i, brackets = 0;
	char quote = '\0';

	for (i = 0; i < m->rest.n; i++) {
		char c = m->rest.p[i];

		if (quote != '\0')
			quote = c == quote ? '\0' : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '[')
			brackets++;
		else if (c == ']' && brackets > 0)
			brackets--;
		else if (c == '>' && brackets == 0)
			break;
	}
	i += i < m->rest.n;
	m->declares |= declares_entity(span_of(m->rest.p, i));
	pass(m, i);
}

/* --- References ----------------------------------------------------------- */

/* The character of HTML's, or XML's, entity; 0 where there is none. */
static unsigned
entity_value(struct span name)
{
	char text[NAME_MOST + 1];
	const htmlEntityDesc *e;

	memcpy(text, name.p, name.n);
	text[name.n] = '\0';
	if (span_eq(name, SPAN("apos")))
		return '\'';
	e = htmlEntityLookup((const xmlChar *)text);
	return e != NULL ? e->value : 0;
}

/* The name in `&name;`; empty where there is none. */
static struct span
reference_name(struct span s)
{
	size_t n = 1;

	while (n < s.n && n <= NAME_MOST &&
	    (((s.p[n] | 0x20) >= 'a' && (s.p[n] | 0x20) <= 'z') ||
		(s.p[n] >= '0' && s.p[n] <= '9') || s.p[n] == '_'))
		n++;
	return n > 1 && n < s.n && s.p[n] == ';' ? span_of(s.p + 1, n - 1)
						 : SPAN("");
}

/* Is it `&#1575;`, or `&#x627;`, of a character that XML has? */
static bool
is_number(struct span s)
{
	bool hex = s.n > 2 && s.p[2] == 'x';
	size_t n = hex ? 3 : 2, first = n;
	unsigned value = 0;

	if (s.n < 3 || s.p[1] != '#')
		return false;
	for (; n < s.n && n < first + 7 && s.p[n] != ';'; n++) {
		char c = s.p[n] | 0x20;
		unsigned digit = c >= '0' && c <= '9' ? (unsigned)(c - '0')
		    : hex && c >= 'a' && c <= 'f'     ? (unsigned)(c - 'a' + 10)
						      : 16;

		if (digit == 16)
			return false;
		value = value * (hex ? 16 : 10) + digit;
	}
	return n > first && n < s.n && s.p[n] == ';' &&
	    (value >= ' ' || value == '\t' || value == '\n') &&
	    (value < 0xd800 || value > 0xdfff) && (value | 1) != 0xffff &&
	    value < 0x110000;
}

static void
mend_reference(struct mending *m)
{
	struct span name = reference_name(m->rest);
	unsigned value = name.n > 0 ? entity_value(name) : 0;

	if (value > 0) {
		buf_printf(m->out, "&#%u;", value);
		pass(m, name.n + 2);
		return;
	}
	if (is_number(m->rest)) {
		copy(m, 1);
		return;
	}
	buf_adds(m->out, SPAN("&#38;"));
	pass(m, 1);
	if (name.n > 0 && m->declares)
		m->wrong = "entities of its own, which are not read";
}

/* --- Tags ----------------------------------------------------------------- */

/* How many bytes of s, from the first on, are a name's. */
static size_t
name_length(struct span s, size_t first)
{
	size_t n = first;

	while (n < s.n && memchr(" \t\r\n/><&\"'=", s.p[n], 11) == NULL)
		n++;
	return n - first;
}

/* Does a tag start here, or just a `<` in a text? */
static bool
is_tag(struct span s)
{
	char c = s.n > 1 ? s.p[1] : '\0';

	if (c == '/')
		return name_length(s, 2) > 0;
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_';
}

static struct span
open_name(const struct mending *m, size_t i)
{
	return span_of(m->out->p + m->open[i].at, m->open[i].n);
}

/* HTML's elements without an end, which nobody escaped. */
static bool
is_void(struct span name)
{
	return span_eq(name, SPAN("br")) || span_eq(name, SPAN("hr")) ||
	    span_eq(name, SPAN("img")) || span_eq(name, SPAN("wbr"));
}

static void
push(struct mending *m, size_t at, size_t n)
{
	if (m->nopen == DEPTH_MOST)
		m->wrong = "elements more than 1024 deep";
	m->open = mem_grow(
	    m->open, &m->open_cap, m->nopen + 1, sizeof m->open[0]);
	m->open[m->nopen++] = (struct name) { at, n };
}

/* Close the innermost element. */
static void
close_one(struct mending *m)
{
	struct name name = m->open[--m->nopen];

	buf_room(m->out, name.n + 3); /* nothing moves */
	buf_adds(m->out, SPAN("</"));
	buf_add(m->out, m->out->p + name.at, name.n);
	buf_addc(m->out, '>');
}

/* An end closes what is open in its element; where there is none, it goes. */
static void
mend_end(struct mending *m)
{
	struct span name = span_of(m->rest.p + 2, name_length(m->rest, 2));
	size_t i = m->nopen, last = i > ENDS_MOST ? i - ENDS_MOST : 0;

	while (i > last && !span_eq(open_name(m, i - 1), name))
		i--;
	while (i > last && m->nopen >= i)
		close_one(m);
	pass(m, up_to(m->rest, SPAN(">")));
}

/* The attributes, up to what ends the tag. */
static void
mend_attributes(struct mending *m)
{
	size_t signs = 0;
	char quote = '\0';

	while (m->rest.n > 0) {
		char c = m->rest.p[0];

		if (quote == '\0' && c == '=' && ++signs > SIGNS_MOST) {
			m->wrong = "more than 256 attributes";
			return;
		}
		if (quote == '\0' && (c == '>' || c == '<'))
			return;
		if (quote == '\0' && (c == '"' || c == '\''))
			quote = c;
		else if (c == quote)
			quote = '\0';
		if (c == '&')
			mend_reference(m);
		else if (c == '<') {
			buf_adds(m->out, SPAN("&#60;"));
			pass(m, 1);
		} else
			copy(m, 1);
	}
}

static void
mend_start(struct mending *m)
{
	size_t at = m->out->n + 1, n = name_length(m->rest, 1);

	copy(m, 1 + n);
	mend_attributes(m);
	if (span_starts(m->rest, SPAN(">")))
		pass(m, 1);
	if (m->out->p[m->out->n - 1] == '/')
		m->out->n--;
	else if (!is_void(span_of(m->out->p + at, n))) {
		push(m, at, n);
		buf_addc(m->out, '>');
		return;
	}
	buf_adds(m->out, SPAN("/>"));
}

/* What stands up to the next `<` or `&`. */
static void
copy_run(struct mending *m)
{
	size_t n = 1;

	while (n < m->rest.n && m->rest.p[n] != '<' && m->rest.p[n] != '&')
		n++;
	copy(m, n);
}

/* --- All ------------------------------------------------------------------ */

/* What stands at the start of the rest. */
static void
mend_next(struct mending *m)
{
	struct span rest = m->rest;

	if (span_starts(rest, SPAN("<![CDATA[")))
		copy(m, up_to(rest, SPAN("]]>")));
	else if (span_starts(rest, SPAN("<!--")))
		pass(m, up_to(rest, SPAN("-->")));
	else if (span_starts(rest, SPAN("<?")))
		pass(m, up_to(rest, SPAN("?>")));
	else if (span_starts(rest, SPAN("<!")))
		pass_doctype(m);
	else if (rest.p[0] == '&')
		mend_reference(m);
	else if (rest.p[0] != '<')
		copy_run(m);
	else if (!is_tag(rest)) {
		buf_adds(m->out, SPAN("&#60;"));
		pass(m, 1);
	} else if (rest.p[1] == '/')
		mend_end(m);
	else
		mend_start(m);
}

const char *
mend_xml(struct buf *out, struct span xml)
{
	struct mending m = { .out = out, .rest = span_trim(xml) };

	if (span_starts(m.rest, SPAN("\xef\xbb\xbf")))
		m.rest = span_trim(span_skip(m.rest, 3));
	while (m.rest.n > 0 && m.wrong == NULL)
		mend_next(&m);
	free(m.open);
	return m.wrong;
}
