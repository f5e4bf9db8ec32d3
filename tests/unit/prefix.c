/* rules/prefix: no line is ruled out that the pattern matches. */
#include "rules/prefix.h"

#include <stdio.h>

#include "rules/pattern.h"
#include "tap.h"

/* Each kind of thing that is followed, or is not. */
static const char *const patterns[] = { "ab|c", "(?:ab?|c+)d", "(a|b)(c|d)",
	"a\\h*b", "\\h+x", "a\\h+\\h*b", "a\\h\\hb", "[abc]d", "[a-c]{2,}x",
	"[^a]b", "[\\h.]+x", "(?=ab)a", "(?!x)a", "(?<!a)b", "(?<=a)?b",
	"a{0,2}b", "a{2}b", "a*?b", "a?+b", "\\p{L}\\.", "\\w.x", ".x", "$|ax",
	"(?i)AB|CD", "a(?i:B)|cd", "(?:x|(?i)a)B|CD", "a #(b", "\\Qa|b\\E",
	"[[:alpha:]|x]b|cd", "\\x61b", "\\.\\.", "(?<n>a|b)x", "(?&part)x",
	"a(?&part)?b", "^ab", "a^b|^c", "(?&none)?a", "(?>a|ab)c", "(?|a|b)c",
	"((a)|b)?(c)?d", "(?:(?:a|b|c|d)(?:a|b|c|d)){4}x", "a(?:)b",
	"(?:a||b)x", "", "b(?=)a" };

/* The letters of all lines. */
static const char letters[] = "abcdxB. \t";

static const struct prefix_part part = { { "part", 4 }, { "b|cd?", 5 } };

static struct pattern *
compile(const char *regex)
{
	char message[200];
	struct buf b = { 0 };
	struct pattern *p;

	buf_printf(
	    &b, "(?n)^(?:%s\n)(?(DEFINE)(?<part>b|cd?)(?<none>x))", regex);
	p = pattern_plain(buf_span(&b), message, sizeof message);
	if (p == NULL)
		printf("# %s: %s\n", regex, message);
	buf_free(&b);
	return p;
}

/* The line that number stands for, of n letters. */
static struct span
line_of(char *to, size_t n, unsigned long number)
{
	size_t i;

	for (i = 0; i < n; i++, number /= sizeof letters - 1)
		to[i] = letters[number % (sizeof letters - 1)];
	return span_of(to, n);
}

/* Returns how many of the lines it rules out; -1 where a line that matches was
 * among them. */
static long
rules_out(const char *regex)
{
	struct prefixes *t = prefixes_new();
	struct pattern *p = compile(regex);
	struct span group[1], line;
	unsigned long i, all = 1;
	long out = 0;
	bool bad = p == NULL;
	char to[4];
	size_t n;

	prefixes_add(t, 0, span_str(regex), &part, 1);
	prefixes_ready(t);
	for (n = 0; n <= sizeof to && p != NULL; n++, all *= sizeof letters - 1)
		for (i = 0; i < all; i++) {
			uint64_t rows = 0;
			bool may;

			line = line_of(to, n, i);
			may = prefixes_find(t, line, false, &rows);
			if (n > 0 && may != (prefixes_next(t, line, 0) == 0)) {
				printf("# not next: '%.*s'\n", (int)n, line.p);
				bad = true;
			}
			if (may)
				continue;
			out++;
			if (pattern_find(p, line, 0, group, 1) == 0)
				continue;
			printf("# ruled out: '%.*s'\n", (int)n, line.p);
			bad = true;
		}
	pattern_free(p);
	prefixes_free(t);
	return bad ? -1 : out;
}

static void
test_cut(void)
{
	struct prefixes *t = prefixes_new();
	uint64_t rows = 0;

	prefixes_add(t, 0, SPAN("abc"), NULL, 0);
	prefixes_add(t, 1, SPAN("\\p{L}\\hx"), NULL, 0);
	ok(prefixes_find(t, SPAN("ab"), true, &rows) && rows == 0,
	    "the start of a line that may go on so");
	ok(!prefixes_find(t, SPAN("ab"), false, &rows), "a line that does not");
	ok(!prefixes_find(t, SPAN("ad"), true, &rows), "another start");
	ok(prefixes_find(t, SPAN("ش \t x"), false, &rows) && rows == 2,
	    "any letter, blanks");
	prefixes_free(t);
}

static void
test_next(void)
{
	struct span line = SPAN("صحف وصحيفة صحيفة");
	struct prefixes *t = prefixes_new();
	size_t at;

	ok(prefixes_add(t, 0, SPAN("(?<x>صحيفة|جريدة)\\h?"), NULL, 0),
	    "something is known of how it starts");
	prefixes_ready(t);
	at = prefixes_next(t, line, 0);
	ok(at == 9, "within a word (%zu)", at);
	at = prefixes_next(t, line, at + 2);
	ok(at == 20, "the next one (%zu)", at);
	ok(prefixes_next(t, line, at + 2) == line.n, "no more");
	ok(!prefixes_add(t, 1, SPAN(".صحيفة"), NULL, 0), "nothing is known");
	prefixes_free(t);
}

int
main(void)
{
	long out;

	for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
		out = rules_out(patterns[i]);
		ok(out >= 0, "%s: rules out %ld lines", patterns[i], out);
	}
	ok(rules_out("ab|c") > 6000 && rules_out("(?:ab?|c+)d") > 6000 &&
		rules_out("(?&part)x") > 6000 && rules_out("a\\h*b") > 7000,
	    "nearly all of them");
	test_cut();
	test_next();
	return tap_done();
}
