/* Options: what each type makes of an argument, defaults, tables in tables, the
 * distance between names.  What is refused: tests/house/options.t. */
#include <stdint.h>
#include <stdlib.h>

#include "base/edit.h"
#include "base/opt.h"
#include "tap.h"

enum word { WORD_NONE, WORD_ONE, WORD_TWO, WORD_THREE };

struct inner {
	bool flag;
	const char *file;
};

struct settings {
	struct opt_list list, free_list;
	int set, number, called;
	unsigned positive, time;
	size_t large, size;
	double real;
	enum word word, open;
	const char *string;
	struct span span;
	struct inner inner;
};

static void
count(void *place, const char *arg)
{
	*(int *)place += (int)strlen(arg);
}

#define AT(member) OPT_AT(struct settings, member)

static const struct opt inner[] = {
	{ 'f', "flag", NULL, "", OPT_FLAG, OPT_AT(struct inner, flag) },
	{ 0, "file", "FILE", "", OPT_FILE, OPT_AT(struct inner, file) },
	{ 0 },
};

static const struct opt table[] = {
	{ 0, "set", NULL, "", OPT_SET, AT(set), .min = -7 },
	{ 'n', "number", "N", "", OPT_NUMBER, AT(number), .min = -3, .max = 7,
	    .init = "5" },
	{ 'p', "positive", "N", "", OPT_NUMBER, AT(positive), .max = 7 },
	{ 0, "large", "N", "", OPT_NUMBER, AT(large), .max = 1e12 },
	{ 0, "real", "X", "", OPT_REAL, AT(real), .min = .5, .max = 2 },
	{ 0, "size", "SIZE", "", OPT_SIZE, AT(size), .init = "64M" },
	{ 0, "time", "TIME", "", OPT_TIME, AT(time) },
	{ 0, "word", "one|two|three", "", OPT_WORD, AT(word), .min = WORD_ONE,
	    .init = "three" },
	{ 0, "open", "one|two|three", "", OPT_WORD, AT(open), .min = WORD_ONE },
	{ 0, "string", "S", "", OPT_STRING, AT(string) },
	{ 's', "span", "S", "", OPT_SPAN, AT(span), .init = "text" },
	{ 'l', "list", "S", "", OPT_LIST, AT(list), .max = 2, .init = "text" },
	{ 0, "free-list", "S", "", OPT_LIST, AT(free_list) },
	{ 'c', "call", "S", "", OPT_CALL, AT(called), .call = count,
	    .init = "abc" },
	{ .type = OPT_TABLE, .rows = inner, AT(inner) },
	{ 0 },
};

/* What the arguments, NULL-terminated, make of settings. */
static struct settings
parse(const char **argv, char ***rest)
{
	struct settings t = { .inner = { false, NULL } };
	int argc = 0;

	while (argv[argc] != NULL)
		argc++;
	*rest = opt_parse(argc, (char **)argv, table, "", &t);
	return t;
}

#define PARSE(...) parse((const char *[]) { "tool", __VA_ARGS__, NULL }, &rest)

static void
test_defaults(void)
{
	char **rest;
	struct settings t = PARSE("a", "b");

	ok(t.number == 5 && t.size == 64 << 20 && t.word == WORD_THREE &&
		span_eq(t.span, SPAN("text")) && t.called == 3,
	    "defaults are typed as users type them");
	ok(t.set == 0 && t.open == WORD_NONE && t.string == NULL &&
		!t.inner.flag && t.inner.file == NULL && t.real == 0,
	    "without one the place is left alone");
	ok(t.list.n == 1 && strcmp(t.list.item[0], "text") == 0 &&
		t.list.item[1] == NULL && t.free_list.item == NULL,
	    "of lists, too");
	ok(strcmp(rest[0], "a") == 0 && strcmp(rest[1], "b") == 0 &&
		rest[2] == NULL,
	    "what is left");
	free(t.list.item);
}

static void
test_values(void)
{
	char **rest;
	struct settings t = PARSE("--set", "-n-3", "x", "--positive", "7",
	    "--large=1000000000000", "--real=.5", "--size=2G", "--time=36h",
	    "--word=one", "--open=two", "--string=", "-s", "a b", "-lx", "-ly",
	    "-cd", "-f", "--fi=F", "--", "-f");

	ok(t.set == -7 && t.number == -3 && t.positive == 7, "numbers");
	ok(t.large == 1000000000000 && t.real == .5, "large and real ones");
	ok(t.size == (size_t)2 << 30 && t.time == 2160, "size and time");
	ok(t.word == WORD_ONE && t.open == WORD_TWO, "words");
	ok(*t.string == '\0' && span_eq(t.span, SPAN("a b")), "strings");
	ok(t.list.n == 2 && strcmp(t.list.item[1], "y") == 0 &&
		t.list.item[2] == NULL,
	    "a list, without its default");
	ok(t.called == 4, "a call, behind that of the default");
	ok(t.inner.flag && strcmp(t.inner.file, "F") == 0,
	    "a table in a table; a name cut short");
	ok(strcmp(rest[0], "x") == 0 && strcmp(rest[1], "-f") == 0 &&
		rest[2] == NULL,
	    "what is left");
	free(t.list.item);
}

static void
test_units(void)
{
	static const struct {
		const char *arg;
		size_t size;
	} sizes[] = { { "--size=1", 1 }, { "--size=512K", 512 << 10 },
		{ "--size=64m", 64 << 20 }, { "--size=1T", (size_t)1 << 40 },
		{ "--size=18446744073709551615", SIZE_MAX } };
	static const struct {
		const char *arg;
		unsigned minutes;
	} times[] = { { "--time=90m", 90 }, { "--time=30d", 43200 },
		{ "--time=2w", 20160 } };
	char **rest;

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct settings t = PARSE(sizes[i].arg);

		ok(t.size == sizes[i].size, "%s", sizes[i].arg);
		free(t.list.item);
	}
	for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
		struct settings t = PARSE(times[i].arg);

		ok(t.time == times[i].minutes, "%s", times[i].arg);
		free(t.list.item);
	}
}

static void
test_distance(void)
{
	static const struct {
		const char *a, *b;
		unsigned far;
	} pairs[] = { { "", "", 0 }, { "", "abc", 3 }, { "field", "field", 0 },
		{ "feild", "field", 1 }, { "fild", "field", 1 },
		{ "fiield", "field", 1 }, { "fielt", "field", 1 },
		{ "kitten", "sitting", 3 }, { "ca", "abc", 3 },
		{ "ab", "ba", 1 }, { "abcd", "badc", 2 } };

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		ok(edit_distance(span_str(pairs[i].a), span_str(pairs[i].b)) ==
			    pairs[i].far &&
			edit_distance(span_str(pairs[i].b),
			    span_str(pairs[i].a)) == pairs[i].far,
		    "'%s' and '%s'", pairs[i].a, pairs[i].b);
}

int
main(void)
{
	test_defaults();
	test_values();
	test_units();
	test_distance();
	return tap_done();
}
