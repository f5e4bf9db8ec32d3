/*
 * Folding and its way back: each byte of the folded text names the code point
 * that it comes from.  What a code point folds to is tested by
 * tests/unit/fold.t.
 */
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "tap.h"
#include "text/letters.h"
#include "text/utf8.h"

static bool
folds(const char *from, const char *to)
{
	struct buf out = { 0 };
	bool same;

	fold_add(&out, span_str(from));
	same = span_eq(buf_span(&out), span_str(to));
	if (!same)
		printf("# '%s' became '%.*s'\n", from, (int)out.n, out.p);
	buf_free(&out);
	return same;
}

/* Text of random code points, of the first so many kinds: the plain letters of
 * letters.h and ASCII first, then others that are Arabic. */
static void
random_text(struct buf *out, size_t points, unsigned kinds)
{
	static const uint32_t from[] = { 0x621, 0x641, 0x20, 0x600, 0x610,
		0x64b, 0x2000, 0xfb50, 0xfe70, 0x1f600, 0x80, 0xfdf0, 0 };
	static const uint32_t size[] = { 26, 10, 95, 256, 32, 32, 0x70, 0x2b0,
		0x90, 80, 0x780, 16, 0x110000 };

	out->n = 0;
	while (points-- > 0) {
		size_t k = chance(kinds);
		uint32_t cp = from[k] + chance(size[k]);

		if (cp < 0xd800 || cp > 0xdfff)
			out->n += utf8_put(buf_room(out, 4), cp);
	}
}

/* Is map what folding code point by code point says? */
static bool
map_is_right(const struct folded *f, struct span src)
{
	char to[FOLD_MAX];
	enum fold_class class;
	size_t at = 0, in = 0, len, n;

	for (; in < src.n; in += len) {
		uint32_t cp = utf8_get(src.p + in, src.p + src.n, &len);

		n = fold_point(cp, to, &class);
		if (at + n > f->text.n || memcmp(f->text.p + at, to, n) != 0)
			return false;
		for (size_t i = 0; i < n; i++)
			if (f->map[at + i] != in)
				return false;
		at += n;
	}
	return at == f->text.n && f->map[at] == src.n;
}

static void
test_random(void)
{
	struct buf text = { 0 }, added = { 0 };
	struct folded f = { .map = NULL };
	int i, maps = 0, adds = 0, valid = 0;

	for (i = 0; i < 2000; i++) {
		random_text(&text, chance(200), i % 2 ? 13 : 3);
		fold(&f, buf_span(&text));
		maps += map_is_right(&f, buf_span(&text));
		added.n = 0;
		fold_add(&added, buf_span(&text));
		adds += span_eq(buf_span(&added), buf_span(&f.text));
		valid += utf8_valid(buf_span(&f.text)) == f.text.n;
	}
	ok(maps == i, "map names where each byte comes from (%d)", maps);
	ok(adds == i, "fold and fold_add agree (%d)", adds);
	ok(valid == i, "what is folded is UTF-8 (%d)", valid);
	buf_free(&text);
	buf_free(&added);
	folded_free(&f);
}

/* Folding what is folded changes nothing; a class says what is left. */
static void
test_points(void)
{
	unsigned long twice = 0, classes = 0, sizes = 0;
	char to[FOLD_MAX];
	enum fold_class class;
	struct buf again = { 0 };
	size_t n;

	for (uint32_t cp = 0; cp < 0x110000; cp++) {
		if (cp >= 0xd800 && cp <= 0xdfff)
			continue;
		n = fold_point(cp, to, &class);
		sizes += n > FOLD_MAX ||
		    (cp < 0x800 && n > (cp < 0x80 ? 1 : 2));
		classes += fold_class(cp) != class ||
		    (class == FOLD_DROP) != (n == 0);
		again.n = 0;
		fold_add(&again, span_of(to, n));
		if (!span_eq(buf_span(&again), span_of(to, n)) && twice++ < 9)
			printf("# U+%04X: '%.*s', then '%.*s'\n", cp, (int)n,
			    to, (int)again.n, again.p);
	}
	ok(twice == 0, "folding twice is folding once (%lu are not)", twice);
	ok(classes == 0, "classes say what is left (%lu do not)", classes);
	ok(sizes == 0, "no folded form is longer than is said");
	buf_free(&again);
}

/* Is a run of this letter, in front of others, what folding says? */
static bool
run_is_right(uint32_t cp)
{
	char from[LETTERS_BYTES] = "..............", to[LETTERS_BYTES],
	     one[FOLD_MAX];
	enum fold_class class;
	size_t n = fold_point(cp, one, &class), run;

	utf8_put(from, cp);
	utf8_put(from + 2, cp);
	run = letters_fold(from, to);
	return run == 0 ||
	    (run == 4 && class == FOLD_LETTER && n == 2 &&
		memcmp(to, one, 2) == 0 && memcmp(to + 2, one, 2) == 0);
}

static void
test_runs(void)
{
	char to[LETTERS_BYTES];
	uint32_t cp;
	unsigned long wrong = 0;

	for (cp = 0x80; cp < 0x800; cp++)
		if (!run_is_right(cp) && wrong++ < 9)
			printf("# U+%04X\n", cp);
	ok(wrong == 0, "runs are folded as letters are (%lu are not)", wrong);
	ok(letters_fold("وزير الخارجية", to) == 8u, "up to a blank");
	ok(letters_fold("المسؤولون", to) == 16u &&
		memcmp(to, "المسوول", 14) == 0,
	    "eight letters at most");
	ok(letters_fold(".وزير الخارجية", to) == 0,
	    "nothing in front of a mark");
}

static void
test_skip(void)
{
	char from[LETTERS_BYTES] = "..............";
	unsigned long wrong = 0;

	for (uint32_t cp = 0x80; cp < 0x800; cp++) {
		utf8_put(from, cp);
		utf8_put(from + 2, cp);
		wrong += letters_skip(from) != 4u * letters_have(cp);
	}
	ok(wrong == 0, "letters are told (%lu are not)", wrong);
	ok(letters_skip("والقال الا      ") == 12u, "up to a blank");
	ok(letters_skip("المسالاتالا") == 16u, "eight letters at most");
}

/* Is a code point at byte `at` of a block, across what is looked at at once or
 * not, seen and folded as it is? */
static bool
block_is_right(uint32_t cp, size_t at)
{
	char from[LETTERS_BLOCK + 2 * LETTERS_BYTES], to[LETTERS_BLOCK];
	char one[FOLD_MAX], *block = from + LETTERS_BYTES;
	uint64_t others, first, folded = 0;
	enum fold_class class;
	bool is = letters_have(cp);

	memset(from, ' ', sizeof from);
	utf8_put(block + at, cp);
	if (!is)
		memcpy(one, block + at, 2);
	else
		fold_point(cp, one, &class);
	others = letters_others(block, &first);
	for (size_t i = 0; i < LETTERS_BLOCK; i += LETTERS_BYTES)
		folded |= letters_fold_all(block + i, to + i).first << i;
	return first == (uint64_t)is << at && others == (uint64_t)!is << at &&
	    folded == first && memcmp(to + at, one, 2) == 0;
}

static void
test_blocks(void)
{
	unsigned long wrong = 0;

	for (uint32_t cp = 0x80; cp < 0x800; cp++)
		for (size_t at = 0; at < LETTERS_BLOCK - 1; at++)
			wrong += !block_is_right(cp, at);
	ok(wrong == 0, "letters are found in blocks (%lu are not)", wrong);
}

int
main(void)
{
	ok(folds("", ""), "nothing");
	ok(folds("أإآٱا", "ااااا"), "alef forms");
	ok(folds("علي على علی", "علي علي علي"), "ya and alef maqsura");
	ok(folds("وزارة", "وزاره"), "ta marbuta");
	ok(folds("مسؤول رئيس", "مسوول رييس"), "hamza carriers");
	ok(folds("پاکستان گچ ژ", "باكستان كج ز"), "Persian letters");
	ok(folds("مُحَمَّدٌ", "محمد"), "tashkeel");
	ok(folds("العـــربية", "العربيه"), "tatweel");
	ok(folds("مي\xe2\x80\x8cخواهم\xe2\x80\x8f\xef\xbb\xbf\xe2\x81\xa6",
	       "ميخواهم"),
	    "zero width and bidi marks");
	ok(folds("ﻻ ﷲ ﺍﻟ", "لا الله ال"), "presentation forms");
	ok(folds("٢٠٢٣ ۲۰۲۳", "2023 2023"), "digits");
	ok(folds("Reuters МОСКВА ΑΘΗΝΑ", "reuters москва αθηνα"), "lower case");
	ok(folds("a\xc2\xa0"
		 "b\tc\nd",
	       "a b c\nd"),
	    "blanks");
	test_random();
	test_points();
	test_runs();
	test_skip();
	test_blocks();
	return tap_done();
}
