/*
 * The words of a passage: whatever block they lie in, and read at once or point
 * by point, which a tatweel behind each letter makes of any word.
 */
#include "news/vocab.h"

#include <string.h>

#include "base/buf.h"
#include "chance.h"
#include "tap.h"
#include "text/fold.h"
#include "text/utf8.h"

static bool
same(struct span a, struct span b)
{
	struct vocab_list x, y;

	vocab_words(&x, a);
	vocab_words(&y, b);
	if (x.n == y.n && memcmp(x.bit, y.bit, x.n * sizeof x.bit[0]) == 0)
		return true;
	printf("# %zu words and %zu: %.*s\n", x.n, y.n, (int)a.n, a.p);
	return false;
}

static size_t
words(const char *s)
{
	struct vocab_list w;

	vocab_words(&w, span_str(s));
	return w.n;
}

/* text with a tatweel behind each letter. */
static void
stretch(struct buf *out, struct span text)
{
	size_t i, len;

	out->n = 0;
	for (i = 0; i < text.n; i += len) {
		uint32_t cp = utf8_get(text.p + i, text.p + text.n, &len);

		buf_add(out, text.p + i, len);
		if (fold_class(cp) >= FOLD_LETTER && cp < 0x800)
			buf_adds(out, SPAN("ـ"));
	}
}

/* Words of up to `most` letters, now and then something else. */
static void
random_text(struct buf *out, size_t points, unsigned most)
{
	static const uint32_t others[] = { '.', 'a', 'Z', '7', '\n', '~', 0x60c,
		0x61f, 0x64b, 0x651, 0x660, 0x67e, 0x6a9, 0xe9, 0xab, 0x2026,
		0xfefb, 0x1f600, 0x200f };
	size_t word = 0;

	for (out->n = 0; points > 0; points--) {
		uint32_t cp = 0x621 + chance(42);

		if (word > 0)
			word--;
		else {
			cp = ' ';
			word = chance(most);
		}
		if (chance(20) == 0)
			cp = others[chance(sizeof others / sizeof others[0])];
		out->n += utf8_put(buf_room(out, 4), cp);
	}
}

static void
test_random(unsigned points, unsigned most, const char *name)
{
	struct buf text = { 0 }, stretched = { 0 };
	int i, right = 0;

	for (i = 0; i < 1000; i++) {
		random_text(&text, chance(points), most);
		stretch(&stretched, buf_span(&text));
		right += same(buf_span(&text), buf_span(&stretched));
	}
	ok(right == 1000, "%s: read at once as point by point", name);
	buf_free(&text);
	buf_free(&stretched);
}

/* A word, and one that starts where blocks end, is found at each place. */
static void
test_places(void)
{
	static const struct span passage = SPAN("المستشفيات والمدارس قريبة");
	struct buf text = { 0 };
	size_t i, right = 0;

	for (i = 0; i < 500; i++) {
		text.n = 0;
		while (text.n < i)
			buf_addc(&text, ' ');
		buf_adds(&text, passage);
		right += same(buf_span(&text), passage);
	}
	ok(right == 500, "blanks in front change nothing");
	buf_free(&text);
}

static void
test_stems(void)
{
	ok(words("من على أن في عن 2024 abc") == 0, "short words do not count");
	/* words of other lengths are other words */
	ok(words("ومصنع بمصنع مصنعه مصنعي") == 1, "proclitics and pronouns go");
	ok(words("والمصنع بالمصنع") == 1, "and the article");
	ok(words("مدرسون مدرسين مدرسات") == 1, "and endings");
	ok(words("فريق بلاد لبنان كتاب واحد") == 5, "not of short words");
	ok(words("إسلام اسلام أسلام") == 1, "letters are folded");
	ok(words("تفاح، تفاح؟ «تفاح» (تفاح) تفّاح تفاحـ") == 1,
	    "marks part words, or fall out");
	ok(words("") == 0, "no words");
}

int
main(void)
{
	test_stems();
	test_places();
	test_random(200, 9, "a passage");
	test_random(1500, 9, "a long one");
	test_random(900, 400, "long words");
	return tap_done();
}
