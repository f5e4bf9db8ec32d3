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
#include "rules/table.h"
#include "tables/tables.h"
#include "text/fold.h"
#include "text/letters.h"
#include "text/utf8.h"

enum {
	LANGUAGES_MOST = 64,
	TALLIED = 8,      /* letters of letters.h that some languages have */
	TEXT_MOST = 1000, /* bytes that are looked at */
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
	uint64_t letter[0x800];    /* languages that use it and others do not */
	uint16_t tallied[TALLIED]; /* those that are counted in vectors */
	size_t ntallied;
	uint64_t brief[(1 << BRIEF_BITS) / 64]; /* of the words in slots */
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
add_brief(struct languages *l, struct span word)
{
	uint32_t hash;

	if (word.n < HASH_END)
		return;
	hash = hash_ends(word, BRIEF_BITS);
	l->brief[hash / 64] |= (uint64_t)1 << hash % 64;
}

/* Nearly always false for what is in no slot, never for what is in one. */
static bool
may_be_in_slot(const struct languages *l, struct span word)
{
	uint32_t hash;

	if (word.n < HASH_END)
		return true;
	hash = hash_ends(word, BRIEF_BITS);
	return l->brief[hash / 64] >> hash % 64 & 1;
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
		add_brief(l, word);
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
			if (l->ntallied == TALLIED)
				table_die(t, "too many letters", cell);
			l->tallied[l->ntallied++] = (uint16_t)cp;
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

	if (word.n == 0 || word.n > sizeof lower || !may_be_in_slot(l, word))
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
	letters_lanes seen[TALLIED];
	struct language_signs signs;
	int figures; /* that stand for letters */
};

/* Step over the Arabic letters from p on, up to end. */
static const char *
count_run(const struct languages *l, const char *p, const char *end,
    struct language_count *n)
{
	const char *from = p;
	size_t run = LETTERS_BYTES;
	uint32_t cp;

	for (; run == LETTERS_BYTES && end - p >= LETTERS_BYTES; p += run)
		run = letters_tally(p, l->tallied, l->ntallied, n->seen);
	for (; (cp = fold_arabic(p, end)) != 0; p += 2) {
		if (fold_low[cp].class != FOLD_LETTER)
			break;
		if (l->letter[cp] != 0)
			add_score(n->score, l->letter[cp], 1);
	}
	n->letters[ARABIC] += (int)(p - from) / 2;
	return p;
}

/* Put what was counted in vectors to the rest. */
static void
add_tallied(const struct languages *l, struct language_count *n)
{
	for (size_t k = 0; k < l->ntallied; k++) {
		int points = 0;

		for (size_t i = 0; i < LETTERS_BYTES / 2; i++)
			points += n->seen[k][i];
		add_score(n->score, l->letter[l->tallied[k]], points);
	}
}

/* Has text from p to end what no address is without, but in ASCII? */
static bool
has_addresses(const char *p, const char *end)
{
	size_t n = (size_t)(end - p);

	return n > 0 &&
	    (memchr(p, '@', n) != NULL || memchr(p, '/', n) != NULL);
}

/* The text ends at end, with what was counted up to there. */
static void
count(const struct languages *l, struct span text, struct language_count *n)
{
	const char *p = text.p, *word = p;
	const char *end = p + (text.n < TEXT_MOST ? text.n : TEXT_MOST);
	const char *signs = p + SIGN_BYTES;
	bool addresses = has_addresses(p, end);
	size_t len, skip;

	for (; p < end; p += len) {
		uint32_t cp;
		enum fold_class class;

		if ((p == text.p || (unsigned char)p[-1] <= ' ') &&
		    (addresses || (unsigned char)*p < 0x80) &&
		    (skip = address_at(p, end)) > 0) {
			len = skip;
			word = p + len;
			continue;
		}
		p = count_run(l, p, end, n);
		if (p == end)
			break;
		cp = utf8_get(p, text.p + text.n, &len);
		class = fold_class(cp);
		if (class == FOLD_LETTER) {
			n->letters[script_of(cp)]++;
			if (cp < 0x800)
				add_score(n->score, l->letter[cp], 1);
			continue;
		}
		if (class == FOLD_DROP)
			continue;
		add_word(l, span_to(word, p), n->score);
		if (p < signs)
			add_signs(&n->signs, span_to(word, p));
		word = p + len;
		if (cp == ' ')
			continue;
		n->signs.questions += cp == '?';
		n->figures += cp < 0x80 && class == FOLD_DIGIT &&
		    is_figure_letter(text.p, p, end);
	}
	add_tallied(l, n);
}

struct span
language_of(
    const struct languages *l, struct span text, struct language_signs *signs)
{
	struct language_count n = { .figures = 0 };
	int best = -1;
	enum script script = ARABIC;

	count(l, text, &n);
	for (int i = 0; i < SCRIPTS; i++) {
		n.signs.letters += (size_t)n.letters[i];
		if (n.letters[i] > n.letters[script])
			script = (enum script)i;
	}
	if (signs != NULL)
		*signs = n.signs;
	for (int i = 0; i < l->n && n.letters[script] > 0; i++) {
		if (span_eq(l->of[i].code, SPAN(NO_CODE)))
			n.score[i] += WORD_POINTS * n.figures;
		if (l->of[i].script == script &&
		    (best < 0 || n.score[i] > n.score[best]))
			best = i;
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
