/* rules/need: no line is ruled out that the pattern matches. */
#include "rules/need.h"

#include <stdio.h>
#include <string.h>

#include "rules/pattern.h"
#include "tap.h"
#include "text/fold.h"
#include "text/utf8.h"

/* Patterns, and how many bytes they need one of. */
static const struct {
	const char *regex;
	bool needs;
} patterns[] = { { "a[\"\xc2\xab]b", true }, { "(?:a|b)[!](?<x>c)", true },
	{ "[^a][(]", true }, { "[]a][)]", true }, { "[(]+a", true },
	{ "a|[(]", false }, { "([(])", false }, { "[(]?a", false },
	{ "[(] *a", false }, { "[(]{0,1}a", false }, { "[^(]", false },
	{ "[!-/]", false }, { "[(a]", false }, { "[[:punct:]]", false },
	{ "a#([(]", false }, { "\\Q[(]\\E", false }, { "\\[(]", false },
	{ "\\[a[(]", true }, { "(?:a(*ACCEPT)|b)[(]", false }, { "", false },
	{ "[(", false } };

/* Lines are made of these. */
static const char *const pieces[] = { "a", "b", "(", "\"", "\xc2\xab", "!", "c",
	"\xe2\x91\xb4" /* folds to (1) */ };

enum { PIECES = sizeof pieces / sizeof pieces[0], LONGEST = 4 };

/* Whether a line that the pattern matches, folded, is ruled out. */
static bool
is_wrong(struct pattern *p, const struct need *n, const struct buf *line)
{
	struct buf folded = { 0 };
	struct span group[1];
	bool wrong;

	fold_add(&folded, buf_span(line));
	wrong = pattern_find(p, buf_span(&folded), 0, group, 1) > 0 &&
	    !need_met(n, buf_span(line));
	if (wrong)
		printf("# ruled out: %.*s\n", (int)line->n, line->p);
	buf_free(&folded);
	return wrong;
}

static void
test_lines(const char *regex, bool needs)
{
	struct need n = need_of(span_str(regex));
	struct buf line = { 0 };
	char message[200];
	struct pattern *p = pattern_plain(
	    span_str(regex), message, sizeof message);
	bool wrong = false;

	for (int i = 0; p != NULL && i < 8 * 8 * 8 * 8; i++) {
		line.n = 0;
		for (int k = 0, left = i; k < LONGEST; k++, left /= PIECES)
			buf_adds(&line, span_str(pieces[left % PIECES]));
		wrong |= is_wrong(p, &n, &line);
	}
	ok(!wrong && (n.n > 0) == needs, "%s", regex);
	buf_free(&line);
	pattern_free(p);
}

/* Whatever is folded to a mark, is looked for. */
static void
test_folded(void)
{
	struct need n = need_of(SPAN("[\"(\xc2\xab!]"));
	bool good = n.n > 0 && !need_met(&n, SPAN("aaaaaaaa\xd8\xa7")) &&
	    !need_met(&n, SPAN(""));

	for (uint32_t cp = 1; cp < 0x110000; cp++) {
		char in[4], to[FOLD_MAX];
		enum fold_class class;
		struct span s;

		if (cp >= 0xd800 && cp < 0xe000)
			continue;
		s = span_of(to, fold_point(cp, to, &class));
		if (memmem(s.p, s.n, "\"", 1) == NULL &&
		    memmem(s.p, s.n, "(", 1) == NULL &&
		    memmem(s.p, s.n, "\xc2\xab", 2) == NULL &&
		    memmem(s.p, s.n, "!", 1) == NULL)
			continue;
		good = good && need_met(&n, span_of(in, utf8_put(in, cp)));
	}
	ok(good, "a mark, and all that is folded to one");
}

int
main(void)
{
	for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++)
		test_lines(patterns[i].regex, patterns[i].needs);
	test_folded();
	return tap_done();
}
