/* Strings and arrays of JSON; what objects are is tested in tests/all. */
#include "record/json.h"
#include "record/put.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

static bool
written(struct span s, const char *want)
{
	struct buf out = { 0 };
	bool same;
	size_t n;
	char *to;

	put_string(&out, s);
	n = out.n;
	to = buf_room(&out, PUT_ESCAPE * s.n + 2);
	out.n = (size_t)(put_maybe_to(to, s.p ? s : SPAN("")) - out.p);
	same = span_eq(span_of(out.p, n), span_str(want)) &&
	    span_eq(span_skip(buf_span(&out), n), span_str(want));
	if (!same)
		printf("# %.*s\n", (int)out.n, out.p);
	buf_free(&out);
	return same;
}

/* The same at every place of a vector. */
static void
test_written(struct span s, const char *escaped, const char *name)
{
	char in[80], want[120];
	bool good = true;

	for (int before = 0; before < 35; before++)
		for (int after = 0; after < 35; after++) {
			memset(in, 'x', sizeof in);
			memcpy(in + before, s.p, s.n);
			snprintf(want, sizeof want, "\"%.*s%s%.*s\"", before,
			    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", escaped,
			    after, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
			good = good &&
			    written(span_of(in, (size_t)(before + after) + s.n),
				want);
		}
	ok(good, "written: %s", name);
}

static bool
decoded(const char *s, struct span want)
{
	struct buf out = { 0 };
	size_t at;
	bool same = json_decode(span_str(s), &out, &at) &&
	    span_eq(buf_span(&out), want);

	buf_free(&out);
	return same;
}

/* The same at every place of a vector. */
static void
test_decoded(const char *escaped, const char *plain, const char *name)
{
	char in[120], want[120];
	bool good = true;

	for (int before = 0; before < 35; before++)
		for (int after = 0; after < 35; after++) {
			const char *x =
			    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

			snprintf(in, sizeof in, "%.*s%s%.*s", before, x,
			    escaped, after, x);
			snprintf(want, sizeof want, "%.*s%s%.*s", before, x,
			    plain, after, x);
			good = good && decoded(in, span_str(want));
		}
	ok(good, "decoded: %s", name);
}

/* A string read byte by byte from p, behind its quote: where it ends, or what
 * is wrong there. */
static const char *
read_slowly(const char *p, const char *end, const char **what)
{
	*what = NULL;
	while (p < end && *p != '"') {
		if ((unsigned char)*p < 0x20) {
			*what = "control character in a string";
			return p;
		}
		if (*p == '\\' && end - p > 1 && p[1] == 'u') {
			if (end - p < 6 ||
			    strspn(p + 2, "0123456789abcdefABCDEF") < 4) {
				*what = "\\u without four hex digits";
				return p;
			}
		} else if (*p == '\\' && end - p > 1 &&
		    (p[1] == '\0' || strchr("\"\\/bfnrt", p[1]) == NULL)) {
			*what = "unknown escape";
			return p;
		} else if (*p == '\\' && end - p == 1)
			break;
		p += *p != '\\' ? 1 : p[1] == 'u' ? 6 : 2;
	}
	if (p == end || *p == '\\')
		*what = "string does not end";
	return p;
}

static bool
read_alike(const char *line, struct json_members *members)
{
	struct json_error e;
	const char *what, *end = line + strlen(line);
	const char *at = read_slowly(line + 6, end, &what);
	bool good = json_object(span_str(line), members, &e);

	if (what == NULL && strcmp(at, "\"}") == 0)
		return good && members->m[0].value.n == (size_t)(at - line) - 4;
	if (good ||
	    (what != NULL &&
		(strcmp(e.what, what) != 0 || e.at != (size_t)(at - line)))) {
		printf("# %s: %s, byte %zu\n", line, good ? "good" : e.what,
		    good ? 0 : e.at);
		return false;
	}
	return true;
}

/* Strings of all lengths that are full of backslashes. */
static void
test_read(void)
{
	static const char *const piece[] = { "\\\\", "\\\"", "\\n", "\\t", "x",
		"\\u0633", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "\xd8\xb3", "\\/",
		"\\b\\f\\r", /* and what is wrong */ "\"", "\\x", "\\2", "\n",
		"\\\n", "\\u00x0", "\\\xd8\xb3", "\\", "\x1f" };
	struct json_members members = { 0 };
	uint32_t seed = 1, wrong;
	char line[2048];
	bool good = true;

	for (int i = 0; i < 100000 && good; i++) {
		size_t n = 6;

		memcpy(line, "{\"k\":\"", n);
		wrong = i % 4 == 0 ? 9 : 0;
		for (uint32_t k = 0; k < (uint32_t)i % 40; k++) {
			const char *s;

			seed = seed * 1664525 + 1013904223;
			s = piece[(seed >> 16) % (10 + wrong)];
			memcpy(line + n, s, strlen(s));
			n += strlen(s);
		}
		memcpy(line + n, "\"}", 3);
		good = read_alike(line, &members);
	}
	free(members.m);
	ok(good, "read: strings full of escapes");
}

/* Byte of the half of a pair, or -1 where all is well. */
static int
half(const char *s)
{
	struct buf out = { 0 };
	size_t at = 0;
	bool good;

	buf_addc(&out, '!');
	good = json_decode(span_str(s), &out, &at);
	if (!good && out.n != 1)
		return -2; /* something was added */
	buf_free(&out);
	return good ? -1 : (int)at;
}

/* The elements, with a | behind each. */
static bool
elements(const char *array, const char *want)
{
	struct buf out = { 0 };
	struct json_member one;
	size_t at = 0;
	bool same;

	while (json_element(span_str(array), &at, &one)) {
		buf_adds(&out, one.value);
		buf_addc(&out, '|');
	}
	same = span_eq(buf_span(&out), span_str(want));
	buf_free(&out);
	return same;
}

static void
test_put(void)
{
	struct buf out = { 0 };

	put_object(&out);
	put_number(put_key(&out, SPAN("a")), -12);
	put_array(put_key(&out, SPAN("b")));
	put_array(&out);
	put_array_end(&out);
	put_number(&out, INT64_MIN);
	put_string(&out, SPAN("[{:"));
	put_string(&out, SPAN(""));
	put_maybe(&out, span_of(NULL, 0));
	put_thousandths(&out, 0.0625);
	put_object(&out);
	put_object_end(&out);
	put_json(&out, SPAN("[0]"));
	put_array_end(&out);
	put_bool(put_key(&out, SPAN("c")), false);
	put_object(put_key(&out, SPAN("d")));
	put_null(put_key(&out, SPAN("e")));
	put_object_end(&out);
	put_object_end(&out);
	ok(span_eq(buf_span(&out),
	       SPAN("{\"a\":-12,\"b\":[[],-9223372036854775808,\"[{:\",\"\","
		    "null,"
		    "0.062,{},[0]],\"c\":false,\"d\":{\"e\":null}}")),
	    "commas stand between values and nowhere else");
	buf_free(&out);
}

/* Objects of the same members: keys that are one copy. */
static void
test_put_to(void)
{
	static const struct put_member a = PUT_MEMBER_OF("a");
	static const struct put_member b = PUT_MEMBER_OF("bb");
	struct buf out = { 0 };

	put_array(&out);
	for (int i = 0; i < 2; i++) {
		char *to = put_room(&out, 2 * (PUT_MEMBER + PUT_NUMBER));

		to = put_number_to(put_first_to(to, &a), INT64_MIN);
		to = put_maybe_to(put_member_to(to, &b), span_of(NULL, 0));
		out.n = (size_t)(to - out.p);
		put_null(put_member(&out, &a));
		put_object_end(&out);
	}
	put_array_end(&out);
	put_object(&out);
	put_null(put_member(&out, &b));
	put_object_end(&out);
	ok(span_eq(buf_span(&out),
	       SPAN("[{\"a\":-9223372036854775808,\"bb\":null,\"a\":null},"
		    "{\"a\":-9223372036854775808,\"bb\":null,\"a\":null}],"
		    "{\"bb\":null}")),
	    "keys that are known have their commas");
	buf_free(&out);
}

static void
test_controls(void)
{
	static const char *const want[] = { "\\u0000", "\\u0001", "\\u0002",
		"\\u0003", "\\u0004", "\\u0005", "\\u0006", "\\u0007", "\\b",
		"\\t", "\\n", "\\u000b", "\\f", "\\r", "\\u000e" };
	char quoted[16];
	bool good = true;

	for (int c = 0; c < 0x20; c++) {
		char in = (char)c;

		if (c < 15)
			snprintf(quoted, sizeof quoted, "\"%s\"", want[c]);
		else
			snprintf(
			    quoted, sizeof quoted, "\"\\u%04x\"", (unsigned)c);
		good = good && written(span_of(&in, 1), quoted);
	}
	ok(good, "written: controls");
}

static void
test_numbers(void)
{
	struct buf out = { 0 };

	put_array(&out);
	for (uint64_t n = 1, i = 0; i < 19; i++, n *= 10)
		put_number(&out, (int64_t)(n - 1));
	put_number(&out, INT64_MIN);
	put_number(&out, INT64_MAX);
	put_array_end(&out);
	ok(span_eq(buf_span(&out),
	       SPAN("[0,9,99,999,9999,99999,999999,9999999,99999999,999999999,"
		    "9999999999,99999999999,999999999999,9999999999999,"
		    "99999999999999,999999999999999,9999999999999999,"
		    "99999999999999999,999999999999999999,"
		    "-9223372036854775808,9223372036854775807]")),
	    "numbers of all lengths");
	buf_free(&out);
}

int
main(void)
{
	ok(written(span_of(NULL, 0), "\"\""), "written: nothing");
	test_put();
	test_put_to();
	test_controls();
	test_written(SPAN("\""), "\\\"", "a quote");
	test_written(SPAN("\\"), "\\\\", "a backslash");
	test_written(SPAN("\n"), "\\n", "a line feed");
	test_written(SPAN("\xe2\x80\xa8"), "\\u2028", "U+2028");
	test_written(SPAN("\xe2\x80\xa9"), "\\u2029", "U+2029");
	test_written(SPAN("\xc2\x85"), "\\u0085", "U+0085");
	test_written(SPAN("\xe2\x80\x9c"), "\xe2\x80\x9c", "U+201C stays");
	test_written(SPAN("\xc2\x86"), "\xc2\x86", "U+0086 stays");
	test_written(SPAN("\x7f"), "\x7f", "U+007F stays");
	test_written(SPAN("\xd8\xb3"), "\xd8\xb3", "Arabic stays");

	test_numbers();
	ok(decoded("", SPAN("")), "decoded: nothing");
	ok(decoded("\\\"\\\\\\/\\b\\f\\n\\r\\t", SPAN("\"\\/\b\f\n\r\t")),
	    "decoded: short escapes");
	ok(decoded("\\u0000\\u0041\\u00e9\\u0633\\uFFFD",
	       SPAN("\0A\xc3\xa9\xd8\xb3\xef\xbf\xbd")),
	    "decoded: \\u");
	test_decoded("\\n", "\n", "a line feed");
	test_decoded("\\u0633\\\\", "\xd8\xb3\\", "a letter and a backslash");
	test_read();
	ok(decoded("\\ud800\\udc00\\uDBFF\\uDFFF",
	       SPAN("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf")),
	    "decoded: pairs");
	ok(decoded("\\\\ud800", SPAN("\\ud800")), "decoded: no escape");
	ok(half("\\ud800") == 0 && half("ab\\udc00") == 2 &&
		half("\\ud800x") == 0 && half("\\ud800\\n") == 0 &&
		half("\\ud800\\ud800\\udc00") == 0 &&
		half("\\ud83d\\ude00\\ude00") == 12 &&
		half("\\ud7ff\\ue000") == -1,
	    "halves of pairs");

	ok(elements("[]", "") && elements("[ ]", ""), "no element");
	ok(elements("[1]", "1|") && elements("[ 1 , 2 ]", "1|2|") &&
		elements("[[1,2],{\"a\":[3]},\"],[\",null]",
		    "[1,2]|{\"a\":[3]}|\"],[\"|null|"),
	    "elements");
	ok(elements("{}", "") && elements("1", "") && elements("", ""),
	    "no array, no element");
	return tap_done();
}
