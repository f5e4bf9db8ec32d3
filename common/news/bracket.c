#include "news/bracket.h"

#include <string.h>

#include "news/line.h"

static const struct {
	struct span open, close;
} brackets[] = { { SPAN("["), SPAN("]") }, { SPAN("("), SPAN(")") },
	{ SPAN("{"), SPAN("}") }, { SPAN("\""), SPAN("\"") },
	{ SPAN("«"), SPAN("»") }, { SPAN("“"), SPAN("”") } };

enum { BRACKETS = sizeof brackets / sizeof brackets[0] };

/* s without a mark at its end that nothing in it opens. */
static struct span
strip_close(struct span s)
{
	size_t i;

	for (i = 0; i < BRACKETS; i++) {
		struct span in = span_of(s.p, s.n - brackets[i].close.n);

		if (span_ends(s, brackets[i].close) &&
		    memmem(in.p, in.n, brackets[i].open.p,
			brackets[i].open.n) == NULL)
			return line_trim(in);
	}
	return s;
}

struct span
bracket_strip(struct span s)
{
	size_t i;

	for (i = 0; i < BRACKETS; i++) {
		struct span in = span_skip(s, brackets[i].open.n);
		struct span close = brackets[i].close;
		const char *end;

		if (!span_starts(s, brackets[i].open))
			continue;
		end = memmem(in.p, in.n, close.p, close.n);
		if (end == NULL)
			return line_trim(in);
		return end + close.n == in.p + in.n
		    ? line_trim(span_to(in.p, end))
		    : s;
	}
	return strip_close(s);
}

size_t
bracket_between(struct span s)
{
	struct span rest;
	size_t i, k;

	for (i = 0; i < BRACKETS && !span_starts(s, brackets[i].close); i++)
		;
	if (i == BRACKETS)
		return 0;
	rest = span_skip(s, brackets[i].close.n);
	while (rest.n > 0 && rest.p[0] == ' ')
		rest = span_skip(rest, 1);
	for (k = 0; k < BRACKETS; k++)
		if (span_starts(rest, brackets[k].open))
			return s.n - rest.n;
	return 0;
}
