/*
 * Pages as lynx -dump writes them: a number in brackets in front of each link,
 * counted from 1 on, and their addresses behind a heading at the end.
 */
#include "news/form.h"
#include "news/line.h"

enum {
	LINKS = 3, /* numbers in order, and the page is such a one */
	NUMBER_DIGITS = 4,
	MISSING = 5 /* numbers that may be left out between two */
};

/* The number in brackets at byte `at`, glued to a word behind it; *n gets its
 * bytes.  0 where there is none. */
static unsigned
link_number(struct span s, size_t at, size_t *n)
{
	unsigned number = 0;
	size_t i = at + 1;

	while (i < s.n && i <= at + NUMBER_DIGITS && s.p[i] >= '0' &&
	    s.p[i] <= '9')
		number = number * 10 + (unsigned)(s.p[i++] - '0');
	if (i == at + 1 || i + 1 >= s.n || s.p[i] != ']' ||
	    memchr(" \t\n([.,:;", s.p[i + 1], 9) != NULL ||
	    (at > 0 && memchr(" \t\n(|", s.p[at - 1], 5) == NULL))
		return 0;
	*n = i + 1 - at;
	return number;
}

/* Walk over the numbers that go up; how many there are.  They are taken out
 * where edit is set. */
static size_t
walk(struct form_step *s, bool edit)
{
	const char *p = s->in.p, *end = s->in.p + s->in.n;
	unsigned last = 0, number;
	size_t n, links = 0;

	for (; (p = memchr(p, '[', (size_t)(end - p))) != NULL; p++) {
		number = link_number(s->in, (size_t)(p - s->in.p), &n);
		if (number <= last || number > last + MISSING)
			continue;
		last = number;
		links++;
		if (edit)
			form_edit(s, (size_t)(p - s->in.p), n, SPAN(""));
	}
	return links;
}

/* Is the line one of the list of addresses? */
static bool
is_address(struct span line)
{
	line = line_trim(line);
	return line.n == 0 || span_eq(line, SPAN("References")) ||
	    span_eq(line, SPAN("Visible links")) ||
	    span_eq(line, SPAN("Visible links:")) ||
	    span_starts(line, SPAN("Hidden links")) ||
	    (line.p[0] >= '0' && line.p[0] <= '9' &&
		memmem(line.p, line.n, ":/", 2) != NULL);
}

/* The byte where the list of addresses at the page's end starts. */
static size_t
find_addresses(struct span text)
{
	size_t at = text.n;

	while (at > 0) {
		const char *lf = memrchr(text.p, '\n', at - 1);
		size_t from = lf != NULL ? (size_t)(lf - text.p) + 1 : 0;

		if (!is_address(span_of(text.p + from, at - from)))
			break;
		at = from;
	}
	return at;
}

void
form_dumped(struct form_step *s, const struct rules *r, struct folded *f)
{
	struct span whole = s->in;
	size_t at;

	(void)r;
	(void)f;
	if (!s->look.marked || walk(s, false) < LINKS)
		return;
	at = find_addresses(whole);
	s->in.n = at;
	walk(s, true);
	s->in = whole;
	if (at < whole.n)
		form_edit(s, at, whole.n - at, SPAN(""));
}
