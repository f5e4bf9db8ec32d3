/*
 * The words of a folded line, whatever block they lie in, and the phrases that
 * start with them.
 */
#include "news/names.h"

#include "chance.h"
#include "tap.h"
#include "text/utf8.h"

enum { WORDS = 300 };

/* Letters, blanks and marks of one to four bytes, folded. */
static void
random_line(struct folded *f, size_t points)
{
	static const uint32_t from[] = { 0x621, 0x627, 0x644, ' ', 'a', '0',
		0x60c, 0x67e, 0xe9, 0x2026, 0x4e00, 0x1f600, 0x10330 };
	struct buf text = { 0 };

	while (points-- > 0) {
		size_t k = chance(sizeof from / sizeof from[0] + 12);
		uint32_t cp = k < sizeof from / sizeof from[0] ? from[k]
							       : 0x63a;

		text.n += utf8_put(buf_room(&text, 4), k > 20 ? 0x62c : cp);
	}
	fold(f, buf_span(&text));
	buf_free(&text);
}

/* Are these the words, as code points tell them? */
static bool
words_are_right(const struct name_word *word, size_t n, struct span folded)
{
	size_t i, len, words = 0;
	bool in = false, right = true;

	for (i = 0; i < folded.n; i += len) {
		bool is = fold_class(utf8_get(folded.p + i, folded.p + folded.n,
			      &len)) >= FOLD_LETTER;

		if (is && !in)
			right &= words < n && word[words].start == i;
		if (!is && in)
			right &= word[words++].end == i;
		in = is;
	}
	if (in)
		right &= words < n && word[words++].end == folded.n;
	return right && words == n;
}

static void
test_words(void)
{
	struct folded f = { .map = NULL };
	struct name_word word[WORDS];
	int i, right = 0;
	size_t n;

	for (i = 0; i < 3000; i++) {
		random_line(&f, chance(WORDS));
		n = names_words(word, WORDS, buf_span(&f.text));
		right += words_are_right(word, n, buf_span(&f.text));
	}
	ok(right == i, "words are runs of letters and digits (%d)", right);
	fold(&f, SPAN("واحد اثنان ثلاثة"));
	ok(names_words(word, 2, buf_span(&f.text)) == 2, "no more than asked");
	folded_free(&f);
}

/* Do all words of f start what they start by their bytes? */
static bool
same_phrases(const struct names *s, const struct folded *f)
{
	struct name_word word[WORDS];
	struct span folded = buf_span(&f->text);
	size_t i, one = 0, other = 0, n = names_words(word, WORDS, folded);

	for (i = 0; i < n; i++)
		if (names_longest_from(s, folded, &word[i], &one) !=
			names_longest(s, folded, word[i].start, &other) ||
		    one != other)
			return false;
	return true;
}

static void
test_phrases(bool loose)
{
	struct names_builder b;
	struct folded f = { .map = NULL };
	int i, right = 0;

	names_start(&b, loose);
	for (i = 0; i < 300; i++) {
		random_line(&f, 1 + chance(6));
		names_add(&b, buf_span(&f.text), i);
	}
	for (i = 0; i < 1000; i++) {
		random_line(&f, chance(WORDS));
		right += same_phrases(&b.set, &f);
	}
	ok(right == i, "phrases start with their words (%d)", right);
	names_free(&b);
	folded_free(&f);
}

int
main(void)
{
	test_words();
	test_phrases(false);
	test_phrases(true);
	return tap_done();
}
