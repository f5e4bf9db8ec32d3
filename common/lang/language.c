/*
 * Of a text the first 1000 bytes are looked at.  A frequent word counts as
 * three letters that only some languages have.  A bitmap of words' first and
 * last four bytes and length says of nearly all words that they are in no list.
 */
#include "lang/language.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "lang/language_scan.h"
#include "rules/table.h"
#include "tables/tables.h"
#include "text/fold.h"
#include "text/letters.h"
#include "text/utf8.h"

enum {
	LANGUAGES_MOST = 64,
	SLOTS = 8192,     /* words of all languages, a power of two */
	BRIEF_BITS = 16,  /* of a hash that says that a word is in no slot */
	WORD_POINTS = 3,  /* a frequent word counts as so many letters */
	SIGN_BYTES = 400, /* whose words are looked at for their order */
	VISUAL_WORDS = 2, /* that start as none does */
	LOST_MARKS = 10
};

#define NO_CODE "-" /* of Arabic in Latin letters, which has none */

enum script { ARABIC, LATIN, CYRILLIC, HEBREW, GREEK, HAN, OTHER, SCRIPTS };

struct language {
	struct span code;
	enum script script;
};

struct word_slot {
	struct span word;
	uint64_t languages; /* a bit each */
};

struct languages {
	struct language of[LANGUAGES_MOST];
	int n;
	struct word_slot slot[SLOTS];
	uint64_t letter[0x800]; /* languages that use it and others do not */
	char plain[SCAN_COUNTED][2]; /* those that are counted by the scan */
	size_t nplain;
	/* of the words in slots, and of those that are not the first language's
	 * alone */
	uint64_t brief[(1 << BRIEF_BITS) / 64];
	uint64_t others[(1 << BRIEF_BITS) / 64];
};

static enum script
script_named(struct span name)
{
	static const struct {
		struct span name;
		enum script script;
	} scripts[] = { { SPAN("Arab"), ARABIC }, { SPAN("Latn"), LATIN },
		{ SPAN("Cyrl"), CYRILLIC }, { SPAN("Hebr"), HEBREW },
		{ SPAN("Grek"), GREEK }, { SPAN("Hani"), HAN } };

	for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++)
		if (span_eq(scripts[i].name, name))
			return scripts[i].script;
	return OTHER;
}

static enum script
script_of(uint32_t cp)
{
	if ((cp >= 0x600 && cp < 0x780) || (cp >= 0xfb50 && cp < 0xfeff))
		return ARABIC;
	if (cp < 0x250)
		return LATIN;
	if (cp >= 0x370 && cp < 0x400)
		return GREEK;
	if (cp >= 0x400 && cp < 0x530)
		return CYRILLIC;
	if (cp >= 0x590 && cp < 0x600)
		return HEBREW;
	if (cp >= 0x3040 && cp < 0xa000)
		return HAN;
	return OTHER;
}

/* The number of the slot that is the word's, or will be. */
static size_t
slot_of(const struct languages *l, struct span word)
{
	size_t i;

	for (i = hash_span(word, 0) % SLOTS;
	     l->slot[i].word.n > 0 && !span_eq(l->slot[i].word, word);
	     i = (i + 1) % SLOTS)
		;
	return i;
}

static void
add_brief(uint64_t *brief, struct span word)
{
	uint32_t hash;

	if (word.n < HASH_END)
		return;
	hash = hash_ends(word, BRIEF_BITS);
	brief[hash / 64] |= (uint64_t)1 << hash % 64;
}

/* Nearly always false for what is not in brief, never for what is. */
static bool
may_be_in(const uint64_t *brief, struct span word)
{
	uint32_t hash;

	if (word.n < HASH_END)
		return word.n > 0;
	hash = hash_ends(word, BRIEF_BITS);
	return brief[hash / 64] >> hash % 64 & 1;
}

static void
add_words(struct languages *l, struct span cell, uint64_t bit)
{
	while (cell.p != NULL) {
		struct span word = span_cut(&cell, '|');
		struct word_slot *slot;

		if (word.n == 0)
			continue;
		slot = &l->slot[slot_of(l, word)];
		slot->word = word;
		slot->languages |= bit;
		add_brief(l->brief, word);
		if (bit > 1)
			add_brief(l->others, word);
	}
}

static void
add_letters(
    struct languages *l, const struct table *t, struct span cell, uint64_t bit)
{
	const char *p = cell.p, *end = cell.p + cell.n;
	size_t len;

	for (; p < end; p += len) {
		uint32_t cp = utf8_get(p, end, &len);

		if (cp >= 0x800 || fold_class(cp) != FOLD_LETTER)
			continue;
		if (l->letter[cp] == 0 && letters_have(cp)) {
			if (l->nplain == SCAN_COUNTED)
				table_die(t, "too many letters", cell);
			memcpy(l->plain[l->nplain++], p, 2);
		}
		l->letter[cp] |= bit;
	}
}

struct languages *
languages_new(void)
{
	struct languages *l = mem_zero(1, sizeof *l);
	struct span cell[TABLE_CELLS];
	struct table t;

	table_start(&t, "languages.tsv", table_languages());
	while (table_row(&t, cell) > 0) {
		uint64_t bit;

		if (l->n == LANGUAGES_MOST)
			table_die(&t, "too many languages", cell[0]);
		bit = (uint64_t)1 << l->n;
		l->of[l->n++] = (struct language) { cell[0],
			script_named(cell[1]) };
		add_letters(l, &t, cell[2], bit);
		add_words(l, cell[3], bit);
	}
	return l;
}

static void
add_score(int *score, uint64_t languages, int points)
{
	for (; languages != 0; languages &= languages - 1)
		score[__builtin_ctzll(languages)] += points;
}

/* A word of the text, in ASCII lower case. */
static void
add_word(const struct languages *l, struct span word, int *score)
{
	char lower[48];

	if (word.n > sizeof lower)
		return;
	if ((word.p[0] & 0xfc) != 0xd8) { /* no Arabic letter */
		for (size_t i = 0; i < word.n; i++)
			lower[i] = word.p[i] >= 'A' && word.p[i] <= 'Z'
			    ? (char)(word.p[i] | 0x20)
			    : word.p[i];
		word.p = lower;
	}
	add_score(score, l->slot[slot_of(l, word)].languages, WORD_POINTS);
}

/* An address, a handle, a hashtag: words of no language. */
static bool
is_address(struct span word)
{
	return word.n > 1 &&
	    (word.p[0] == '#' || memchr(word.p, '@', word.n) != NULL ||
		memmem(word.p, word.n, "://", 3) != NULL ||
		span_starts(word, SPAN("www.")) ||
		(word.p[0] > 0 && memchr(word.p, '/', word.n) != NULL &&
		    memchr(word.p, '.', word.n) != NULL));
}

/* The bytes at p of a word that is of no language: it has a mark that others
 * do not have. */
static size_t
address_at(const char *p, const char *end)
{
	static const bool mark[256] = {
		['#'] = true, ['@'] = true, ['/'] = true, ['.'] = true
	};
	const char *at = p;
	bool seen = false;

	for (; at < end && (unsigned char)*at > ' '; at++)
		seen |= mark[(unsigned char)*at];
	return seen && is_address(span_to(p, at)) ? (size_t)(at - p) : 0;
}

/* Is the letter at p one that is always the last of its word: ta marbuta, alef
 * maqsura, and their presentation forms? */
static bool
is_last_letter(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;
	unsigned low = (unsigned)u[0] << 8 | u[1];

	if (u[0] == 0xef)
		return (u[1] == 0xba && (u[2] == 0x93 || u[2] == 0x94)) ||
		    (u[1] == 0xbb && (u[2] == 0xaf || u[2] == 0xb0));
	/* no branch: of letters one foresees nothing */
	return (low == 0xd8a9) | (low == 0xd989);
}

static void
add_signs(struct language_signs *signs, struct span word)
{
	const char *last;

	if (word.n < 4 || (word.p[0] & 0x80) == 0)
		return;
	last = word.p + word.n - 2;
	signs->forward += is_last_letter(
	    ((unsigned char)*last & 0xc0) == 0x80 ? last - 1 : last);
	signs->reversed += is_last_letter(word.p) ||
	    (memcmp(word.p, "\xd8\xa7\xd8\xa7", 4) == 0 &&
		span_starts(word, SPAN("اال")));
}

/* Is the digit at p one that stands for a letter, among Latin ones? */
static bool
is_figure_letter(const char *start, const char *p, const char *end)
{
	char next = p + 1 < end ? p[1] : ' ', last = p > start ? p[-1] : ' ';
	bool before = (last | 32) >= 'a' && (last | 32) <= 'z';
	bool after = (next | 32) >= 'a' && (next | 32) <= 'z';

	return strchr("235679", *p) != NULL && (after || before) &&
	    (after || next == ' ' || p + 1 == end);
}

/* What is read of a text. */
struct language_count {
	int score[LANGUAGES_MOST], letters[SCRIPTS];
	struct language_signs signs;
	int figures; /* that stand for letters */
	struct language_scan scan;
	const uint64_t *words; /* that are looked for */
};

/* Count the letter cp so many times. */
static void
count_letter(
    const struct languages *l, uint32_t cp, int times, struct language_count *n)
{
	n->letters[script_of(cp)] += times;
	if (cp < 0x800 && l->letter[cp] != 0)
		add_score(n->score, l->letter[cp], times);
}

/* Look at the first bytes of text, and count their plain letters. */
static void
count_plain(const struct languages *l, struct span text, size_t bytes,
    struct language_count *n)
{
	language_scan(&n->scan, text, bytes, l->plain, l->nplain);
	n->letters[ARABIC] += n->scan.letters;
	for (size_t k = 0; k < l->nplain; k++)
		add_score(n->score,
		    l->letter[fold_arabic(l->plain[k], l->plain[k] + 2)],
		    n->scan.counted[k]);
}

/* Has that counted the letter cp at byte `at`? */
static bool
is_counted(const struct language_count *n, size_t at, uint32_t cp)
{
	return at < n->scan.n && letters_have(cp);
}

/* Take back what it counted in an address, bytes from..to of text. */
static void
take_back(const struct languages *l, const char *text, size_t from, size_t to,
    struct language_count *n)
{
	for (; from < to; from++) {
		uint32_t cp = fold_arabic(text + from, text + to);

		if (cp != 0 && is_counted(n, from, cp))
			count_letter(l, cp, -1, n);
	}
}

/* A word of the text, which what stands at byte `at` ends. */
static void
end_word(const struct languages *l, struct span word, size_t at,
    struct language_count *n)
{
	if (may_be_in(n->words, word))
		add_word(l, word, n->score);
	if (at < SIGN_BYTES)
		add_signs(&n->signs, word);
}

/* What stands between blanks from byte i of text on, point by point: the byte
 * behind the blank.  The text ends at end, with what was counted up to there.
 */
static size_t
count_points(const struct languages *l, struct span text, size_t i, size_t end,
    struct language_count *n)
{
	size_t word = i + address_at(text.p + i, text.p + end), len;

	take_back(l, text.p, i, word, n);
	for (i = word; i < end; i += len) {
		uint32_t cp = utf8_get(text.p + i, text.p + text.n, &len);
		enum fold_class class = fold_class(cp);

		if (class == FOLD_LETTER && !is_counted(n, i, cp))
			count_letter(l, cp, 1, n);
		if (class == FOLD_LETTER || class == FOLD_DROP)
			continue;
		end_word(l, span_to(text.p + word, text.p + i), i, n);
		word = i + len;
		if (cp <= ' ')
			return word;
		n->signs.questions += cp == '?';
		n->figures += cp < 0x80 && class == FOLD_DIGIT &&
		    is_figure_letter(text.p, text.p + i, text.p + end);
	}
	return i;
}

/* The same where the scan has said all about it; 0 where it has not. */
static size_t
count_words(const struct languages *l, const char *text, size_t i,
    struct language_count *n)
{
	uint64_t blank, end, part;
	size_t word = i;

	if (i >= n->scan.n)
		return 0;
	blank = scan_from(n->scan.blank, i);
	end = blank & -blank;
	if (end == 0 || (scan_from(n->scan.odd, i) & (end - 1)) != 0)
		return 0;
	part = (scan_from(n->scan.part, i) & (end - 1)) | end;
	for (; part != 0; part &= part - 1) {
		size_t at = i + (size_t)__builtin_ctzll(part);

		end_word(l, span_to(text + word, text + at), at, n);
		word = at + ((unsigned char)text[at] < 0x80 ? 1 : 2);
	}
	return word;
}

static void
count(const struct languages *l, struct span text, struct language_count *n)
{
	const size_t end = text.n < SCAN_MOST ? text.n : SCAN_MOST;
	size_t i = 0, next;

	count_plain(l, text, end, n);
	for (; i < end; i = next)
		if ((next = count_words(l, text.p, i, n)) == 0)
			next = count_points(l, text, i, end, n);
}

/* The script of most letters. */
static enum script
find_script(const struct language_count *n)
{
	enum script script = ARABIC;

	for (int i = 0; i < SCRIPTS; i++)
		if (n->letters[i] > n->letters[script])
			script = (enum script)i;
	return script;
}

/* The likeliest language of that script, the first of equals; or -1. */
static int
find_best(const struct languages *l, enum script script,
    const struct language_count *n)
{
	int best = -1, most = -1;

	for (int i = 0; i < l->n && n->letters[script] > 0; i++) {
		int score = n->score[i];

		if (l->of[i].script != script)
			continue;
		if (span_eq(l->of[i].code, SPAN(NO_CODE)))
			score += WORD_POINTS * n->figures;
		if (score > most) {
			best = i;
			most = score;
		}
	}
	return best;
}

/* Where the first language wins by its letters alone over all that others may
 * say for themselves, as it does with nearly all texts that are asked about,
 * its words are not looked for. */
struct span
language_of(
    const struct languages *l, struct span text, struct language_signs *signs)
{
	struct language_count n = { .words = l->others };
	int best;

	count(l, text, &n);
	best = find_best(l, find_script(&n), &n);
	if (best != 0) {
		n = (struct language_count) { .words = l->brief };
		count(l, text, &n);
		best = find_best(l, find_script(&n), &n);
	}
	if (signs != NULL) {
		*signs = n.signs;
		for (int i = 0; i < SCRIPTS; i++)
			signs->letters += (size_t)n.letters[i];
	}
	return best < 0 || span_eq(l->of[best].code, SPAN(NO_CODE))
	    ? (struct span) { NULL, 0 }
	    : l->of[best].code;
}

bool
language_is_visual(const struct language_signs *s)
{
	return s->reversed >= VISUAL_WORDS && s->reversed * 2 > s->forward;
}

bool
language_is_lost(const struct language_signs *s)
{
	return s->questions >= LOST_MARKS && s->questions > s->letters;
}

void
languages_free(struct languages *l)
{
	free(l);
}
