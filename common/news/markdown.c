/*
 * Markdown, as what makes text of HTML writes it (CommonMark 0.31, and tables
 * of GitHub's): headings, bold labels, links, images, quotes, tables, escapes.
 *
 * A page is taken for it where it has a heading, a link with an address or bold
 * words; then all marks go.  Bullets and rules stay, which lines have in other
 * pages, too, and bars between the cells of a row.  Links that share a line
 * with nothing else become lines of their own: they are a menu or a list.
 */
#include "news/form.h"
#include "text/utf8.h"

enum {
	TEXT_MAX = 1500, /* bytes of a link's text, and of its address */
	WORDS_MAX = 400, /* bytes of what one star emphasises */
	NESTED = 8,      /* brackets in it */
	DEPTH = 4,       /* links within links: an image that is one */
	HEADING_MAX = 6,
	UNDERLINE = 5 /* and more; fewer are a rule */
};

/* What ends later: the end of a link or of emphasised words. */
struct pending {
	size_t at, n;
};

struct markdown {
	struct form_step *s;
	size_t line, end; /* of the line that is read */
	bool links;       /* there is nothing else on it */
	struct pending pending[DEPTH];
	size_t depth;
};

static char
byte_at(struct span s, size_t at)
{
	return at < s.n ? s.p[at] : '\0';
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\0';
}

static bool
is_mark(char c)
{
	return c > ' ' && c < 0x7f &&
	    !((c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z'));
}

/* Behind the bracket at s.p[at] its partner; 0 where none is near. */
static size_t
partner(struct span s, size_t at, char open, char shut)
{
	size_t i, depth = 0;

	for (i = at; i < s.n && i < at + TEXT_MAX; i++)
		if (s.p[i] == '\\' && is_mark(byte_at(s, i + 1)))
			i++;
		else if (s.p[i] == open && depth++ == NESTED)
			return 0;
		else if (s.p[i] == shut && --depth == 0)
			return i + 1;
	return 0;
}

/* May the text in brackets be where a link leads? */
static bool
is_address(struct span s)
{
	static const struct span starts[] = { SPAN("http"), SPAN("/"),
		SPAN("#"), SPAN("."), SPAN("?"), SPAN("<"), SPAN("mailto:"),
		SPAN("tel:"), SPAN("javascript:"), SPAN("whatsapp:"),
		SPAN("data:"), SPAN("www.") };
	size_t i;

	if (s.n == 0)
		return true;
	for (i = 0; i < sizeof starts / sizeof starts[0]; i++)
		if (span_starts(s, starts[i]))
			return true;
	for (i = 0; i < s.n && (s.p[i] & 0x80) == 0 && s.p[i] != ' '; i++)
		;
	return i == s.n && memchr(s.p, '.', s.n) != NULL;
}

/* The link whose [ is at byte `at`: where its ] is, and behind its address; 0
 * where it is none. */
static size_t
link_end(struct span s, size_t at, size_t *shut)
{
	size_t end = partner(s, at, '[', ']'), last;

	if (end == 0)
		return 0;
	*shut = end - 1;
	if (byte_at(s, end) != '(' || (last = partner(s, end, '(', ')')) == 0 ||
	    !is_address(span_of(s.p + end + 1, last - end - 2)))
		return 0;
	return last;
}

/* Bytes of `[1]: https://...`, a line of addresses; 0 where it is none. */
static size_t
definition(struct span line)
{
	size_t end = partner(line, 0, '[', ']');

	if (byte_at(line, 0) != '[' || end < 3 || byte_at(line, end) != ':')
		return 0;
	return memmem(line.p + end, line.n - end, "://", 3) != NULL ? line.n
								    : 0;
}

/* The number of #s of a heading, 0 where the line is none. */
static size_t
heading(struct span line)
{
	size_t n = 0;

	while (byte_at(line, n) == '#')
		n++;
	return n <= HEADING_MAX && byte_at(line, n) == ' ' ? n : 0;
}

static struct span
line_at(struct span text, size_t at)
{
	const char *lf = memchr(text.p + at, '\n', text.n - at);

	return span_to(text.p + at, lf != NULL ? lf : text.p + text.n);
}

/* Blanks and marks of quotes in front of what the line says. */
static size_t
lead(struct span line)
{
	size_t i = 0, quote = 0;

	for (; byte_at(line, i) == ' ' || byte_at(line, i) == '>'; i++)
		if (line.p[i] == '>')
			quote = i + 1;
	return quote > 0 ? i : 0;
}

/* Are there bold words, or a link, on the line? */
static bool
has_inline(struct span text, struct span line)
{
	const char *p = line.p, *end = line.p + line.n, *shut;
	size_t at;

	for (; (p = memchr(p, '[', (size_t)(end - p))) != NULL; p++)
		if (link_end(text, (size_t)(p - text.p), &at) > 0)
			return true;
	p = memmem(line.p, line.n, "**", 2);
	if (p == NULL || end - p < 4 || is_blank(p[2]) || p[2] == '*')
		return false;
	shut = memmem(p + 2, (size_t)(end - p) - 2, "**", 2);
	return shut != NULL && !is_blank(shut[-1]);
}

/* Are there nothing but such bytes in s? */
static bool
only(struct span s, const char *bytes)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (strchr(bytes, s.p[i]) == NULL)
			return false;
	return s.n > 0;
}

/* Does the line underline the one above, a headline? */
static bool
is_underline(struct span text, struct span line)
{
	return line.n >= UNDERLINE && (only(line, "=") || only(line, "-")) &&
	    line.p - text.p > 1 && line.p[-2] != '\n' && line.p[-2] != '.';
}

bool
markdown_may_start(char first)
{
	static const bool mark[256] = { ['#'] = true,
		['*'] = true,
		['-'] = true,
		['['] = true,
		['!'] = true,
		['>'] = true,
		['|'] = true,
		['1'] = true,
		['='] = true };

	return mark[(unsigned char)first];
}

/* Does the line say that the page is Markdown?  Most are asked by their first
 * byte alone. */
static bool
tells(struct span text, struct span line)
{
	size_t i = 0;

	while (byte_at(line, i) == ' ')
		i++;
	if (!markdown_may_start(byte_at(line, i)))
		return false;
	line = span_skip(line, i);
	return heading(line) > 0 || is_underline(text, line) ||
	    has_inline(text, line);
}

static bool
is_markdown(struct span text)
{
	size_t at = 0;

	while (at < text.n) {
		struct span line = line_at(text, at);

		if (tells(text, line))
			return true;
		at += line.n + 1;
	}
	return false;
}

/* Two links and more on a line, with blanks and bars between. */
static bool
is_links(struct span text, struct span line)
{
	size_t at = (size_t)(line.p - text.p), end = at + line.n, shut, n = 0;

	while (at < end) {
		size_t next = text.p[at] == '[' ? link_end(text, at, &shut) : 0;

		if (next > 0)
			n++;
		else if (strchr(" \t|*-", text.p[at]) == NULL)
			return false;
		at = next > 0 ? next : at + 1;
	}
	return n > 1;
}

/* Take n bytes out. */
static size_t
take_out(struct markdown *m, size_t at, size_t n)
{
	form_edit(m->s, at, n, SPAN(""));
	return n;
}

/* A link's text stays, its [ goes, and later what ends it. */
static size_t
edit_link(struct markdown *m, size_t at)
{
	size_t shut, end = link_end(m->s->in, at, &shut);

	if (end == 0 || m->depth == DEPTH)
		return 1;
	m->pending[m->depth++] = (struct pending) { .at = shut,
		.n = end - shut };
	return take_out(m, at, 1);
}

/* An image goes, with what is said of it. */
static size_t
edit_image(struct markdown *m, size_t at)
{
	size_t shut, end;

	if (byte_at(m->s->in, at + 1) != '[' ||
	    (end = link_end(m->s->in, at + 1, &shut)) == 0)
		return 1;
	return take_out(m, at, end - at);
}

/* *, ** or _, of which one side is a word's; a single one needs another one on
 * the line. */
static size_t
edit_emphasis(struct markdown *m, size_t at)
{
	struct span in = m->s->in;
	char c = in.p[at], before = at > m->line ? in.p[at - 1] : '\0';
	size_t n = 1, i;

	while (byte_at(in, at + n) == c)
		n++;
	if (is_blank(before) && is_blank(byte_at(in, at + n)))
		return n;
	if (n > 1 &&
	    (c != '_' || is_blank(before) || is_mark(before) ||
		is_blank(byte_at(in, at + n)) || is_mark(byte_at(in, at + n))))
		return take_out(m, at, n);
	if (n > 1 || m->depth == DEPTH ||
	    !(is_blank(before) || is_mark(before)))
		return n;
	for (i = at + 2; i < m->end && i < at + WORDS_MAX; i++)
		if (in.p[i] == c && !is_blank(in.p[i - 1]) &&
		    (is_blank(byte_at(in, i + 1)) ||
			is_mark(byte_at(in, i + 1))))
			break;
	if (i >= m->end || i == at + WORDS_MAX || is_blank(byte_at(in, at + 1)))
		return 1;
	m->pending[m->depth++] = (struct pending) { .at = i, .n = 1 };
	return take_out(m, at, 1);
}

/* What ends here; links on a line with nothing else end it. */
static size_t
end_pending(struct markdown *m, size_t at)
{
	size_t i, n = 0;

	for (i = 0; i < m->depth; i++)
		if (m->pending[i].at == at)
			n = m->pending[i].n;
		else if (m->pending[i].at < at)
			m->pending[i].at = SIZE_MAX; /* it was taken out */
	while (m->depth > 0 &&
	    (m->pending[m->depth - 1].at == at ||
		m->pending[m->depth - 1].at == SIZE_MAX))
		m->depth--;
	if (n > 0)
		form_edit(
		    m->s, at, n, n > 1 && m->links ? SPAN("\n") : SPAN(""));
	return n;
}

/* What the byte at `at` starts: bytes to go on behind. */
static size_t
edit_inline(struct markdown *m, size_t at)
{
	struct span in = m->s->in;
	size_t n;

	if (m->depth > 0 && (n = end_pending(m, at)) > 0)
		return n;
	switch (in.p[at]) {
	case '\\':
		if (is_mark(byte_at(in, at + 1))) {
			take_out(m, at, 1);
			return 2;
		}
		return at + 1 >= m->end ? take_out(m, at, 1) : 1;
	case '!':
		return edit_image(m, at);
	case '[':
		return edit_link(m, at);
	case '*':
	case '_':
	case '~':
		return edit_emphasis(m, at);
	case '`':
		return take_out(m, at, 1);
	default:
		return 1;
	}
}

/* Marks in front of the line: bytes to go on behind.  SIZE_MAX: nothing is left
 * of it. */
static size_t
edit_lead(struct markdown *m, struct span line)
{
	size_t n = lead(line), hashes;

	if (n > 0)
		take_out(m, m->line, n);
	line = span_skip(line, n);
	if (only(line, "-") && !is_underline(m->s->in, line))
		return SIZE_MAX; /* a rule */
	if (only(line, "=") || only(line, "|-: ") || definition(line) > 0 ||
	    span_starts(line, SPAN("```"))) {
		take_out(m, m->line + n, line.n);
		return SIZE_MAX;
	}
	if ((hashes = heading(line)) > 0)
		n += take_out(m, m->line + n, hashes + 1);
	else if (byte_at(line, 0) == '|')
		n += take_out(m, m->line + n, 1);
	return n;
}

/* The bar behind the last cell of a row. */
static bool
is_last_bar(const struct markdown *m, size_t at)
{
	return m->s->in.p[at] == '|' && at + 1 == m->end &&
	    m->s->in.p[m->line] == '|';
}

static void
edit_line(struct markdown *m, size_t at)
{
	struct span line = line_at(m->s->in, at);
	size_t i;

	m->line = at;
	m->end = at + line.n;
	m->links = is_links(m->s->in, line);
	i = edit_lead(m, line);
	if (i == SIZE_MAX)
		return;
	for (i += at; i < m->end;)
		i += is_last_bar(m, i) ? take_out(m, i, 1) : edit_inline(m, i);
	m->end = i; /* an image may go on on the next line */
}

void
form_markdown(struct form_step *s, const struct rules *r, struct folded *f)
{
	struct markdown m = { .s = s };
	size_t at;

	(void)r;
	(void)f;
	if (!s->look.marked || !is_markdown(s->in))
		return;
	for (at = 0; at < s->in.n;) {
		edit_line(&m, at);
		at = m.end;
		if (at < s->in.n && s->in.p[at] == '\n')
			at++;
	}
}
