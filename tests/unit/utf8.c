/*
 * The vector validator, the scalar one and a slow one that decodes and
 * encodes again must give one verdict, wherever in a block a sequence stands.
 */
#include "text/utf8.h"

#include <string.h>

#include "tap.h"

/* Encode as RFC 3629's table has it; 0 bytes for what has no encoding. */
static size_t
encode(uint32_t cp, unsigned char out[4])
{
	static const uint32_t first[] = { 0, 0x80, 0x800, 0x10000, 0x110000 };
	static const unsigned char lead[] = { 0, 0xc0, 0xe0, 0xf0 };
	size_t n;

	if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		return 0;
	for (n = 1; cp >= first[n]; n++)
		;
	for (size_t i = n; i-- > 1; cp >>= 6)
		out[i] = (unsigned char)(0x80 | (cp & 0x3f));
	out[0] = (unsigned char)(lead[n - 1] | cp);
	return n;
}

/* The slow oracle: read n bytes as if they were right, encode what they say,
 * and see whether the same bytes come out. */
static size_t
slow_valid(const char *s, size_t size)
{
	static const unsigned char mask[] = { 0x7f, 0x1f, 0x0f, 0x07 };
	const unsigned char *p = (const unsigned char *)s;
	unsigned char back[4];
	size_t at = 0, n;

	while (at < size) {
		for (n = 1; n <= 4 && at + n <= size; n++) {
			uint32_t cp = p[at] & mask[n - 1];

			for (size_t i = 1; i < n; i++)
				cp = cp << 6 | (p[at + i] & 0x3f);
			if (encode(cp, back) == n &&
			    memcmp(back, p + at, n) == 0)
				break;
		}
		if (n > 4 || at + n > size)
			return at;
		at += n;
	}
	return at;
}

struct checked {
	unsigned long run, wrong;
};

static void
judge(struct checked *t, const char *p, size_t n)
{
	size_t want = slow_valid(p, n);

	t->run++;
	if (utf8_valid(span_of(p, n)) == want &&
	    utf8_valid_scalar(span_of(p, n)) == want)
		return;
	if (t->wrong++ < 5)
		printf("# %zu bytes: slow %zu, vector %zu, scalar %zu\n", n,
		    want, utf8_valid(span_of(p, n)),
		    utf8_valid_scalar(span_of(p, n)));
}

enum { ROOM = 160 };

static const char *const fillers[] = { "a", "\xd8\xb3", "\xe2\x80\x9c",
	"\xf0\x9f\x93\xb0" };
enum { FILLERS = 4 };

/* Valid text of one code point over and over: whole ones up to `at`, dots up
 * to `at`, then room for seq, then again. */
static size_t
embed(char out[ROOM], const char *filler, const char *seq, size_t n, size_t at,
    size_t behind)
{
	size_t f = strlen(filler), i = 0, end = at + n + behind;

	for (; i + f <= at; i += f)
		memcpy(out + i, filler, f);
	while (i < at)
		out[i++] = '.';
	memcpy(out + at, seq, n);
	for (i = at + n; i + f <= end; i += f)
		memcpy(out + i, filler, f);
	while (i < end)
		out[i++] = '.';
	return end;
}

/* Every kind of sequence, right and wrong. */
static const char *const kinds[] = { "\x7f", "\xc2\x80", "\xdf\xbf",
	"\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf",
	"\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf",
	/* a tail alone, too many tails */
	"\x80", "\xbf", "\xc2\x80\x80", "\xef\xbf\xbf\xbf",
	"\xf0\x90\x80\x80\x80",
	/* cut off */
	"\xc2", "\xe0\xa0", "\xe1", "\xf0\x90\x80", "\xf1\x80", "\xf4",
	/* a new lead inside */
	"\xc2\xc2\x80", "\xe1\xc2\x80", "\xe1\x80\xc2\x80", "\xf1\x80\x80z",
	"\xf1\x80z", "\xf1z",
	/* overlong */
	"\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf",
	"\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf",
	/* surrogates */
	"\xed\xa0\x80", "\xed\xaf\xbf", "\xed\xb0\x80", "\xed\xbf\xbf",
	"\xed\xa0\x80\xed\xb0\x80",
	/* above U+10FFFF, and bytes that never stand in UTF-8 */
	"\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xf7\xbf\xbf\xbf",
	"\xf8\x88\x80\x80\x80", "\xfc\x84\x80\x80\x80\x80", "\xfe", "\xff" };
enum { KINDS = sizeof kinds / sizeof kinds[0] };

static void
test_positions(void)
{
	struct checked t = { 0, 0 };
	char text[ROOM];

	for (size_t k = 0; k < KINDS; k++)
		for (size_t f = 0; f < FILLERS; f++)
			for (size_t at = 0; at < 70; at++)
				for (size_t behind = 0; behind < 70; behind++)
					judge(&t, text,
					    embed(text, fillers[f], kinds[k],
						strlen(kinds[k]), at, behind));
	ok(t.wrong == 0, "%lu: each kind of sequence at each place", t.run);
}

/* Two wrong things: the first one counts. */
static void
test_pairs(void)
{
	struct checked t = { 0, 0 };
	char text[ROOM], pair[16];

	for (size_t a = 0; a < KINDS; a++)
		for (size_t b = 0; b < KINDS; b++) {
			snprintf(pair, sizeof pair, "%s%s", kinds[a], kinds[b]);
			for (size_t at = 24; at < 70; at++)
				judge(&t, text,
				    embed(text, fillers[at % FILLERS], pair,
					strlen(pair), at, 32));
		}
	ok(t.wrong == 0, "%lu: pairs of sequences", t.run);
}

/* All there is of two and three bytes, and of four where it matters. */
static void
test_all(void)
{
	static const unsigned char tails[] = { 0x00, 0x7f, 0x80, 0xbf, 0xc0,
		0xff };
	struct checked t = { 0, 0 };
	char text[ROOM];
	size_t k = 0;

	for (unsigned lead = 0x80; lead < 0x100; lead++)
		for (unsigned second = 0; second < 0x100; second++) {
			for (unsigned third = 0; third < 0x100;
			     third += 1 + third % 3) {
				char s[] = { (char)lead, (char)second,
					(char)third };

				k++;
				judge(&t, text,
				    embed(text, fillers[k % FILLERS], s, 3,
					26 + k % 11, 30));
			}
			for (size_t fourth = 0; fourth < 36; fourth++) {
				char s[] = { (char)lead, (char)second,
					(char)tails[fourth / 6],
					(char)tails[fourth % 6] };

				k++;
				judge(&t, text,
				    embed(text, fillers[k % FILLERS], s, 4,
					26 + k % 11, 30));
			}
		}
	ok(t.wrong == 0, "%lu: sequences of three and four bytes", t.run);
}

static void
test_points(void)
{
	unsigned char want[4];
	unsigned long put = 0, got = 0;
	char out[4];
	size_t n, len;

	for (uint32_t cp = 0; cp < 0x110000; cp++) {
		if ((n = encode(cp, want)) == 0)
			continue;
		put += utf8_put(out, cp) != n || memcmp(out, want, n) != 0;
		got += utf8_get(out, out + n, &len) != cp || len != n;
	}
	ok(put == 0, "utf8_put writes every scalar value");
	ok(got == 0, "utf8_get reads every scalar value");
	got = 0;
	for (uint32_t cp = 0; cp < 0x10000; cp++) {
		char s[] = { (char)(cp >> 8), (char)cp };

		for (n = 1; n <= 2; n++)
			got += utf8_get(s, s + n, &len) > 0x10ffff || len > n;
	}
	ok(got == 0, "utf8_get stays inside what it is given");
}

/* At every place of a vector. */
static void
test_count(void)
{
	static const char letter[] = "\xf0\x9f\x93\xb0\xd8\xb3";
	char text[100];
	bool good = true;

	for (size_t before = 0; before < 40; before++)
		for (size_t after = 0; after < 40; after++) {
			memset(text, 'x', sizeof text);
			memcpy(text + before, letter, 6);
			good = good &&
			    utf8_count(span_of(text, before + 6 + after)) ==
				before + 2 + after;
		}
	ok(good, "utf8_count at every place");
}

int
main(void)
{
	ok(utf8_valid(span_of(NULL, 0)) == 0, "nothing is valid");
	ok(utf8_valid(span_of("\0\0", 2)) == 2, "NUL is valid");
	test_positions();
	test_pairs();
	test_all();
	test_points();
	ok(utf8_count(SPAN("a\xd8\xb3\xe2\x80\x9c\xf0\x9f\x93\xb0")) == 4,
	    "utf8_count");
	test_count();
	return tap_done();
}
