/* Words, shingles, keys: what decides and what does not. */
#include <string.h>

#include "dup/mix.h"
#include "dup/shingle.h"
#include "dup/sketch.h"
#include "dup/when.h"
#include "tap.h"
#include "text/fold.h"
#include "text/utf8.h"

static struct words_map maps[3];

static size_t
words(struct words *w, enum words_fold fold, const char *text)
{
	w->n = 0;
	words_add(w, &maps[fold], span_str(text));
	return w->n;
}

static bool
same(enum words_fold fold, const char *a, const char *b)
{
	struct words x = { 0 }, y = { 0 };
	bool result;

	words(&x, fold, a);
	words(&y, fold, b);
	result = x.n == y.n &&
	    (x.n == 0 || memcmp(x.hash, y.hash, x.n * sizeof x.hash[0]) == 0);
	words_free(&x);
	words_free(&y);
	return result;
}

/* The same words, code point by code point, over the folded text: what the
 * fast loop must agree with. */
static void
test_slowly(const char *text)
{
	struct buf folded = { 0 }, parted = { 0 };
	struct words fast = { 0 }, slow = { 0 };

	fold_add(&folded, span_str(text));
	words_add(&fast, &maps[WORDS_ARABIC], span_str(text));
	for (size_t i = 0; i < folded.n; i++) {
		buf_addc(&parted, folded.p[i]);
		if (folded.p[i] == ' ')
			buf_add(&parted, "\n \t", 3);
	}
	words_add(&slow, &maps[WORDS_ARABIC], buf_span(&parted));
	ok(fast.n == slow.n &&
		memcmp(fast.hash, slow.hash, fast.n * sizeof fast.hash[0]) == 0,
	    "folded before or while reading: %.40s", text);
	words_free(&fast);
	words_free(&slow);
	buf_free(&folded);
	buf_free(&parted);
}

static bool
same_scalar(const struct words_map *m, struct span text)
{
	struct words a = { 0 }, b = { 0 };
	bool result;

	words_add(&a, m, text);
	words_add_scalar(&b, m, text);
	result = a.n == b.n &&
	    (a.n == 0 || memcmp(a.hash, b.hash, a.n * sizeof a.hash[0]) == 0);
	words_free(&a);
	words_free(&b);
	return result;
}

/* Text of n code points; one in `odd` is any, the others are such as news are
 * made of, a blank among every `blank` of them. */
static void
random_text(
    struct buf *b, unsigned n, unsigned odd, unsigned blank, uint64_t *seed)
{
	static const uint32_t any[] = { 0x80, 0x100, 0x800, 0xd800 };
	static const uint16_t some[] = { '.', '\n', ',', 0xab, 0xbb, 0xa0,
		0x60c, 0x61f, 0x640, 0x64b, 0x66b, 0x661, '1', '5', 'a', 0x67e,
		0x6a9, 0x6cc, 0x6d4, 0x200f, 0x201c };

	b->n = 0;
	while (n-- > 0) {
		uint64_t r = *seed = mix64(*seed + 0x9e3779b97f4a7c15u);
		uint32_t cp = 0x621 + (uint32_t)(r >> 8) % 0x2a;

		if (r % blank == 0)
			cp = ' ';
		if ((r >> 16) % odd == 0)
			cp = r >> 60 < 12
			    ? some[(r >> 24) % (sizeof some / sizeof some[0])]
			    : (uint32_t)(r >> 24) % any[r >> 40 & 3];
		b->n += utf8_put(buf_room(b, 4), cp);
	}
}

/* By shuffles and by letters: at all lengths, over all edges of what is read
 * at once, with words of all lengths. */
static void
test_shuffles(enum words_fold fold)
{
	struct buf b = { 0 };
	uint64_t seed = fold + 1;
	unsigned wrong = 0, n;

	for (n = 0; n < 3000; n++) {
		random_text(&b, n < 2900 ? n % 200 : n * 3, 2 + n % 90,
		    1 + n % 23, &seed);
		wrong += !same_scalar(&maps[fold], buf_span(&b));
	}
	ok(wrong == 0, "%s: random texts by shuffles: %u differ",
	    words_folds[fold], wrong);
	for (n = wrong = 0; n < 0x3000; n++) {
		b.n = 0;
		buf_adds(&b, SPAN("قال "));
		b.n += utf8_put(buf_room(&b, 4), n < 0x2800 ? n : n + 0xd000);
		buf_adds(&b, SPAN("كتب"));
		b.n += utf8_put(buf_room(&b, 4), n < 0x2800 ? n : n + 0xd000);
		buf_adds(&b, SPAN(" هنا"));
		wrong += !same_scalar(&maps[fold], buf_span(&b));
	}
	ok(wrong == 0, "%s: each letter by shuffles: %u differ",
	    words_folds[fold], wrong);
	b.n = 0;
	for (n = wrong = 0; n < 5000; n++) {
		buf_adds(&b, SPAN("ب"));
		if (n > 2000 && n % 50 != 0)
			continue;
		wrong += !same_scalar(&maps[fold], buf_span(&b));
	}
	ok(wrong == 0, "%s: one word of n letters: %u differ",
	    words_folds[fold], wrong);
	buf_free(&b);
}

static void
test_words(void)
{
	struct words w = { 0 };

	ok(words(&w, WORDS_ARABIC, "") == 0, "no word in nothing");
	ok(words(&w, WORDS_ARABIC, " .,\n!؟، ") == 0, "nor in marks");
	ok(words(&w, WORDS_ARABIC, "قال له: نعم.") == 3, "three words");
	ok(words(&w, WORDS_ARABIC, "a-b_c") == 3, "marks part words");
	ok(words(&w, WORDS_ARABIC, "كَتَبَ") == 1, "tashkeel does not");
	ok(words(&w, WORDS_ARABIC, "15 ١٥ م15 15م") == 4, "figures");
	ok(words_number(w.hash[0]) && words_number(w.hash[1]) &&
		!words_number(w.hash[2]) && words_number(w.hash[3]),
	    "a word is a number that begins with a digit");
	ok(w.hash[0] == w.hash[1], "digits of all kinds are the same");
	words_free(&w);
	ok(same(WORDS_ARABIC, "إلى الأردنّ", "الي الاردن"), "arabic folds");
	ok(same(WORDS_ARABIC, "مدرسة", "مدرسه"), "ta marbuta");
	ok(same(WORDS_ARABIC, "ﻣﺼﺮ", "مصر"), "presentation forms");
	ok(same(WORDS_ARABIC, "مــصر", "مصر"), "tatweel");
	ok(same(WORDS_ARABIC, "NATO", "nato"), "lower case");
	ok(!same(WORDS_UNICODE, "إلى", "الي"), "unicode does not fold arabic");
	ok(same(WORDS_UNICODE, "NATO Ñ", "nato ñ"), "but case");
	ok(!same(WORDS_NONE, "NATO", "nato"), "none does not");
	ok(!same(WORDS_ARABIC, "ab", "ba"), "order of letters");
	ok(!same(WORDS_ARABIC, "ab c", "a bc"), "where words end");
	ok(!same(WORDS_ARABIC, "اا", "ا"), "how often a letter stands");
	ok(same(WORDS_ARABIC, "بلغ 1250 طنا", "بلغ 1,250 طنا") &&
		same(WORDS_ARABIC, "بلغ 1250 طنا", "بلغ 1 250 طنا") &&
		same(WORDS_ARABIC, "بلغ 1250 طنا", "بلغ ١٬٢٥٠ طنا") &&
		same(WORDS_ARABIC, "1234567", "1.234.567"),
	    "groups of digits are one number");
	ok(words(&w, WORDS_ARABIC, "1250 300") == 2 &&
		words(&w, WORDS_ARABIC, "12, 300") == 2 &&
		words(&w, WORDS_ARABIC, "12 و300") == 2 &&
		words(&w, WORDS_ARABIC, "12 30 400x") == 3,
	    "what is no group is not");
	words(&w, WORDS_ARABIC, "ستمئة وثلاثون ألف شخص");
	words_mark(&w, &maps[WORDS_ARABIC]);
	ok(w.n == 4 && words_number(w.hash[0]) && words_number(w.hash[1]) &&
		words_number(w.hash[2]) && !words_number(w.hash[3]),
	    "figures in words are figures");
	words_free(&w);
	test_slowly("وقال الرئيس، في كلمة ألقاها أمس الأول: «لن نتراجع»!");
	test_slowly("كلمةطويلةجداجداجدا قصيرة و ١٢٣ abc déjà 😀 ok ﷺ end");
	test_slowly("a");
	test_slowly("قُتِلَ ٥ أشـــخاص\xe2\x80\x8f في\xc2\xa0حادث");
}

static void
make(struct sketch *s, const struct sketch_params *p, const char *text)
{
	s->words.n = 0;
	words_add(&s->words, &maps[WORDS_ARABIC], span_str(text));
	sketch_make(s, p, &maps[WORDS_ARABIC]);
}

/* Keys of a that b has. */
static unsigned
common_keys(const struct sketch *a, const struct sketch *b)
{
	unsigned n = 0;

	for (unsigned i = 0; i < a->nkeys; i++)
		for (unsigned j = 0; j < b->nkeys; j++)
			n += a->key[i] == b->key[j];
	return n;
}

/* The words of text, and n others in front of them. */
static void
make_behind(struct sketch *s, const struct sketch_params *p, unsigned n,
    const char *text)
{
	struct buf b = { 0 };

	for (unsigned i = 0; i < n; i++)
		buf_printf(&b, "w%u ", i * 7919 % 1000);
	buf_adds(&b, span_str(text));
	buf_addc(&b, '\0');
	make(s, p, b.p);
	buf_free(&b);
}

static void
test_sketch(void)
{
	static const struct sketch_params p = { 5, 8, 64 };
	struct sketch a = { 0 }, b = { 0 };

	make(&a, &p, "one two three four five six seven");
	ok(a.nkeys == 0 && a.trace.n == 7, "seven words have no keys");
	make(&a, &p, "one two three four five six seven eight");
	ok(a.nkeys == 4, "eight words have four");
	make(&b, &p, "One, two; three: four five six seven eight!");
	ok(a.norm == b.norm && a.nkeys == b.nkeys &&
		memcmp(a.key, b.key, sizeof a.key[0] * 4) == 0,
	    "marks and case do not matter");
	make(&b, &p, "one two three four five six seven eight 1 2 3 4");
	ok(b.nkeys == 9 && common_keys(&a, &b) == 4, "figures have a key");
	make_behind(&a, &p, 20,
	    "what is here stands in the other text as well, "
	    "word for word, for about as long as a lead is, and then it ends");
	make_behind(&b, &p, 900,
	    "what is here stands in the other text as well, "
	    "word for word, for about as long as a lead is, and then it ends");
	ok(common_keys(&a, &b) > 0 && b.nkeys <= 64,
	    "%u of %u keys of a text "
	    "that holds a part of it",
	    common_keys(&a, &b), b.nkeys);
	sketch_free(&a);
	sketch_free(&b);
}

/* Shingles found eight at once are those found one by one. */
static void
test_shingles(void)
{
	enum { WORDS = 60 };
	uint64_t word[WORDS], fast[WORDS + SHINGLE_LANES],
	    slow[WORDS + SHINGLE_LANES];
	unsigned good = 0, all = 0;

	for (unsigned i = 0; i < WORDS; i++)
		word[i] = mix64(i + 1);
	for (size_t n = 0; n <= WORDS; n++)
		for (unsigned width = 4; width <= 6; width++, all++) {
			uint64_t most = UINT64_MAX / (1 + n % 9);
			size_t found = shingle_find(fast, word, n, width, most);

			good += found ==
				shingle_find_scalar(
				    slow, word, n, width, most) &&
			    memcmp(fast, slow, found * sizeof fast[0]) == 0;
		}
	ok(good == all, "shingles of %u texts, eight at once", good);
}

/* Bytes of words made eight at once are those made one by one. */
static void
test_trace_words(void)
{
	enum { WORDS = 1003 };
	uint64_t word[WORDS];
	uint8_t byte[WORDS];
	unsigned good = 0;

	for (unsigned i = 0; i < WORDS; i++)
		word[i] = mix64(i + 1);
	trace_words(byte, word, WORDS);
	for (unsigned i = 0; i < WORDS; i++)
		good += byte[i] == trace_word(word[i]);
	ok(good == WORDS, "bytes of %u words, eight at once", good);
}

static void
test_when(void)
{
	ok(when_minute(SPAN("1970-01-01T00:05")) == 5, "minutes");
	ok(when_minute(SPAN("1970-01-02")) == 1440, "days");
	ok(when_minute(SPAN("2024-03-01")) - when_minute(SPAN("2024-02-28")) ==
		2880,
	    "a leap year");
	ok(when_minute(SPAN("2023-11")) == when_minute(SPAN("2023-11-01")),
	    "a month is its first day");
	ok(when_minute(SPAN("2023-11-19T14:35Z")) -
		    when_minute(SPAN("2023-11-19T14:35+03:00")) ==
		180,
	    "offsets");
	ok(when_minute(SPAN("2023-11-19T14:35:59")) ==
		when_minute(SPAN("2023-11-19T14:35")),
	    "seconds are passed over");
	ok(when_minute(SPAN("")) == 0 && when_minute(SPAN("heute")) == 0 &&
		when_minute(SPAN("2023-13-01")) == 0 &&
		when_minute(SPAN("1969-12-31")) == 0,
	    "no dates");
}

int
main(void)
{
	words_map_init(&maps[WORDS_ARABIC], WORDS_ARABIC);
	words_map_init(&maps[WORDS_UNICODE], WORDS_UNICODE);
	words_map_init(&maps[WORDS_NONE], WORDS_NONE);
	test_words();
	for (enum words_fold fold = 0; words_folds[fold] != NULL; fold++)
		test_shuffles(fold);
	test_sketch();
	test_shingles();
	test_trace_words();
	test_when();
	return tap_done();
}
