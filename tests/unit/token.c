/* Tokens and proclitics on words that a reader can check. */
#include "text/token.h"

#include "tap.h"
#include "text/clitic.h"
#include "text/fold.h"

/* The tokens of text, a kind and a | each: W, N, M or B and the bytes; _ where
 * a blank stands in front. */
static bool
splits(const char *text, const char *want)
{
	static const char kinds[] = "WNMB";
	struct tokens t = { .n = 0 };
	struct buf out = { 0 };
	bool same;

	tokens_split(&t, span_str(text));
	for (size_t i = 0; i < t.n; i++)
		buf_printf(&out, "%s%c%.*s|", t.t[i].blank ? "_" : "",
		    kinds[t.t[i].kind], (int)t.t[i].n, text + t.t[i].at);
	same = span_eq(buf_span(&out), span_str(want));
	if (!same)
		printf("# %.*s\n", (int)out.n, out.p);
	tokens_free(&t);
	buf_free(&out);
	return same;
}

/* The rests of a folded word, behind | each, + where the article is gone. */
static bool
cuts(const char *word, const char *want)
{
	struct clitic_form form[CLITIC_FORMS];
	struct buf out = { 0 };
	size_t i, n = clitic_forms(span_str(word), form);
	bool same;

	for (i = 0; i < n; i++)
		buf_printf(&out, "%s%s|", form[i].article ? "+" : "",
		    word + form[i].cut);
	same = span_eq(buf_span(&out), span_str(want));
	for (i = 0; i < n; i++) /* as probe_letters and probe_article have it */
		same &= form[i].letters == i &&
		    (!form[i].article || i + 1 == n);
	if (!same)
		printf("# %.*s\n", (int)out.n, out.p);
	buf_free(&out);
	return same;
}

/* Words of 1 to 40 letters, which are looked at eight at a time, and what may
 * end them, and may not. */
static bool
ends_anywhere(const char *letter, const char *behind, const char *want)
{
	/* blanks in front of it and behind it, so that blocks of bytes begin
	 * and end anywhere */
	static const int around[][2] = { { 0, 0 }, { 0, 80 }, { 1, 90 },
		{ 50, 3 }, { 63, 120 } };
	struct buf text = { 0 }, wanted = { 0 };
	bool same = true;

	for (unsigned i = 0; i < 40 * sizeof around / sizeof *around; i++) {
		const int *blanks = around[i / 40];

		text.n = wanted.n = 0;
		buf_printf(&text, "ي%*s", blanks[0], "");
		buf_printf(&wanted, "%s", blanks[0] ? "Wي|_W" : "Wي");
		for (unsigned k = 0; k <= i % 40; k++) {
			buf_printf(&text, "%s", letter);
			buf_printf(&wanted, "%s", letter);
		}
		buf_printf(&text, "%s%*s", behind, blanks[1], "");
		buf_printf(&wanted, "%s", want);
		buf_addc(&text, '\0');
		buf_addc(&wanted, '\0');
		same &= splits(text.p, wanted.p);
	}
	buf_free(&text);
	buf_free(&wanted);
	return same;
}

static void
test_long(void)
{
	static const struct {
		const char *behind, *want;
	} ends[] = { { "", "|" }, { " و", "|_Wو|" },
		{ "، ثم نحو ذلك", "|M،|_Wثم|_Wنحو|_Wذلك|" },
		{ "٣ من المقاعد", "|N٣|_Wمن|_Wالمقاعد|" },
		{ "ـر ثم نحو ذلك", "ـر|_Wثم|_Wنحو|_Wذلك|" },
		{ "ًا ثم نحو ذلك", "ًا|_Wثم|_Wنحو|_Wذلك|" },
		{ "پ ثم نحو ذلك", "پ|_Wثم|_Wنحو|_Wذلك|" },
		{ "RT ثم نحو ذلك", "|WRT|_Wثم|_Wنحو|_Wذلك|" },
		{ "؟ ثم نحو ذلك", "|M؟|_Wثم|_Wنحو|_Wذلك|" } };

	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		ok(ends_anywhere("ي", ends[i].behind, ends[i].want),
		    "letters of all lengths and '%s'", ends[i].behind);
		ok(ends_anywhere("ء", ends[i].behind, ends[i].want),
		    "the same");
		ok(ends_anywhere("غ", ends[i].behind, ends[i].want),
		    "the same");
	}
}

int
main(void)
{
	ok(splits("", "") && splits(" \t ", ""), "nothing");
	ok(splits("قال الوزير", "Wقال|_Wالوزير|"), "words");
	ok(splits("RTوزير", "WRT|Wوزير|"), "scripts that are glued");
	ok(splits("في 2023، و٣٠٪", "Wفي|_N2023|M،|_Wو|N٣٠|M٪|"), "numbers");
	ok(splits("ها... (قال)", "Wها|M...|_M(|Wقال|M)|"), "marks");
	ok(splits("أ\n\n ب\r\n", "Wأ|B\n\n|_Wب|B\r\n|") ||
		splits("أ\n\n ب\r\n", "Wأ|B\n\n|Wب|B\r\n|"),
	    "line ends");
	ok(splits("مُحَمَّدٌ عـربي", "Wمُحَمَّدٌ|_Wعـربي|"), "tashkeel and tatweel");
	ok(splits("\xe2\x80\x8fقال\xe2\x80\x8f و", "Wقال|_Wو|"),
	    "invisible marks are outside");

	ok(cuts("محمد", "محمد|"), "no proclitic");
	ok(cuts("وليد", "وليد|ليد|يد|"), "all ways, right or wrong");
	ok(cuts("للسلام", "للسلام|لسلام|+سلام|"),
	    "an article that is swallowed");
	ok(cuts("وللسلام", "وللسلام|للسلام|لسلام|+سلام|"), "and a conjunction");
	ok(cuts("فبالقاهره", "فبالقاهره|بالقاهره|القاهره|"), "two proclitics");
	ok(cuts("وب", "وب|") && cuts("و", "و|") && cuts("", "|"),
	    "too short to cut");
	ok(cuts("usa", "usa|"), "other scripts");
	ok(clitic_source(span_str("وَبِالقاهرة"), 2) == 8,
	    "marks go with their letter");
	test_long();
	return tap_done();
}
