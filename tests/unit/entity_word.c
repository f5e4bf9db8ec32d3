/* What the tagger knows of a word alone: where it is cut from its proclitics,
 * its class, and what running text makes of it. */
#include "learn/lexicon.h"
#include "text/fold.h"
#include "text/token.h"
#include "tap.h"

static const struct {
	const char *word;
	unsigned count;
} seen[] = { { "فرنسا", 3000 }, { "وفرنسا", 800 }, { "وكالة", 5000 },
	{ "لوكالة", 1300 }, { "باريس", 900 }, { "اريس", 4 }, { "كوريا", 700 },
	{ "وريا", 3 }, { "ورد", 600 }, { "فورد", 100 }, { "الضفة", 500 },
	{ "بالضفة", 80 }, { "وليد", 300 }, { "ليد", 3 }, { "لبنان", 900 },
	{ "بنان", 2 } };

static void
make_lexicon(struct lexicon *out)
{
	struct lexicon_builder b = { 0 };
	struct buf folded = { 0 };

	for (size_t i = 0; i < sizeof seen / sizeof *seen; i++) {
		folded.n = 0;
		fold_add(&folded, span_str(seen[i].word));
		lexicon_word(&b, buf_span(&folded))->count = seen[i].count;
	}
	lexicon_make(&b, out);
	lexicon_builder_free(&b);
	buf_free(&folded);
}

/* The letters that are cut off in front of what stands for the word. */
static unsigned
cut(const struct lexicon *l, const char *word)
{
	struct word w;

	word_look(&w, span_str(word), TOKEN_WORD, l);
	return w.form[w.best].letters;
}

static unsigned class(
    const struct lexicon *l, const char *word, enum token_kind kind)
{
	struct word w;

	word_look(&w, span_str(word), kind, l);
	return w.class;
}

static void
check_cuts(const struct lexicon *l)
{
	static const struct {
		const char *word;
		unsigned letters;
	} want[] = { { "وفرنسا", 1 }, { "لوكالة", 1 }, { "باريس", 0 },
		{ "كوريا", 0 }, { "فورد", 0 }, { "بالضفة", 1 }, { "وليد", 0 },
		{ "للوكالة", 2 }, { "للبنان", 1 }, { "وللبنان", 2 },
		{ "وزبدين", 1 }, { "فزبدين", 0 }, { "والزبدين", 1 } };

	for (size_t i = 0; i < sizeof want / sizeof *want; i++)
		ok(cut(l, want[i].word) == want[i].letters, "%s: %u letters",
		    want[i].word, cut(l, want[i].word));
}

static void
check_classes(const struct lexicon *l)
{
	ok(class(l, "«", TOKEN_MARK) == CLASS_OPEN, "an opening mark");
	ok(class(l, ")", TOKEN_MARK) == CLASS_CLOSE, "a closing one");
	ok(class(l, "،", TOKEN_MARK) == CLASS_MARK, "another mark");
	ok(class(l, "2021", TOKEN_NUMBER) == CLASS_NUMBER, "a number");
	ok(class(l, "OK", TOKEN_WORD) == CLASS_LATIN, "a Latin word");
	ok(class(l, "زبدين", TOKEN_WORD) == CLASS_USE + 2 * USE_UNSEEN,
	    "an unknown word");
	ok(class(l, "الزبدين", TOKEN_WORD) == CLASS_USE + 2 * USE_UNSEEN + 1,
	    "one with the article");
}

static void
check_uses(void)
{
	enum { PER, ORG, LOC };
	const struct lexeme_use rare = { .total = 2, .alone = { 2 } },
				person = { .total = 10,
					.first = { 4 },
					.alone = { 1 } },
				kind = { .total = 10, .first = { [ORG] = 8 } },
				inner = { .total = 10, .last = { [ORG] = 6 } },
				title = { .total = 100, .before = 20 },
				edge = { .total = 100, .last = { [ORG] = 10 } },
				plain = { .total = 100 };

	ok(lexeme_role(&rare) == USE_UNSEEN, "too rare");
	ok(lexeme_role(&person) == USE_PERSON, "a person's");
	ok(lexeme_role(&kind) == USE_KIND, "a kind of body");
	ok(lexeme_role(&inner) == USE_INNER, "a word within bodies' names");
	ok(lexeme_role(&title) == USE_TITLE, "a title");
	ok(lexeme_role(&edge) == USE_EDGE, "a nationality");
	ok(lexeme_role(&plain) == USE_PLAIN, "a plain word");
	ok(lexeme_place(&plain) == 0 && lexeme_place(&edge) != 0 &&
		lexeme_place(&edge) != lexeme_place(&inner) &&
		lexeme_place(&kind) != lexeme_place(&inner),
	    "where in names, and how often");
}

int
main(void)
{
	struct lexicon l;

	make_lexicon(&l);
	check_cuts(&l);
	check_classes(&l);
	check_uses();
	lexicon_free(&l);
	return tap_done();
}
