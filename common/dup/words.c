/*
 * Folding, cutting into words and hashing in one pass, letter by letter; words
 * of plain Arabic letters, which most are, are read by shuffles where the CPU
 * has them (words_shuffle.c).
 *
 * A word's hash is a cyclic polynomial of random numbers for its letters
 * (Cohen, "Recursive Hashing Functions for n-Grams", ACM TOIS 15, 1997): two
 * cycles a letter.  It is part of the state on disk: a change needs a new
 * version there (state.h).
 */
#include "dup/words.h"

#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/mem.h"
#include "dup/mix.h"
#include "dup/words_open.h"
#include "tables/tables.h"
#include "rules/table.h"
#include "text/fold.h"
#include "text/utf8.h"

/* KIND_LETTER never stands in a map: letters have their random numbers. */
enum words_kind { KIND_PART, KIND_DROP, KIND_LETTER, KIND_DIGIT };

enum { FIRST_ARABIC = 0x600 };

/* Digits are told from letters by this bit of their random number. */
#define DIGIT_BIT ((uint64_t)1 << 63)

const char *const words_folds[] = { "arabic", "unicode", "none", NULL };

static enum words_kind
kind_of(enum fold_class class, enum words_fold fold)
{
	switch (class) {
	case FOLD_DROP:
		return fold == WORDS_ARABIC ? KIND_DROP : KIND_LETTER;
	case FOLD_LETTER:
		return KIND_LETTER;
	case FOLD_DIGIT:
		return KIND_DIGIT;
	default:
		return KIND_PART;
	}
}

/* The random number of a folded letter or digit. */
static uint64_t
random_of(uint32_t unit, enum words_kind kind)
{
	uint64_t r = (mix64(unit + 1) | 4) & ~DIGIT_BIT;

	return kind == KIND_DIGIT ? r | DIGIT_BIT : r;
}

/* Does one mark that parts groups of digits stand from p to end? */
static bool
is_group_mark(const char *p, const char *end)
{
	struct span rest = SPAN(",|.|'| |٬|،|\xc2\xa0|\xe2\x80\x89|"
				"\xe2\x80\xaf");
	struct span mark;

	while (rest.n > 0) {
		mark = span_cut(&rest, '|');
		if (span_eq(mark, span_to(p, end)))
			return true;
	}
	return false;
}

/* A number ends at p: one with the group of digits in front, or the start of
 * such. */
static void
number_end(struct words *w, struct open_word *o, const char *p)
{
	bool digits = o->digits == o->units;

	if (digits && o->digits == 3 && o->n == w->n && o->n > 0 &&
	    is_group_mark(o->end, o->start)) {
		for (unsigned i = 0; i < 3; i++)
			o->before = words_rotate(o->before);
		o->before ^= o->hash;
		w->n--;
	} else if (digits && o->digits <= 3)
		o->before = o->hash;
	else
		digits = false;
	w->hash[w->n++] = mix64(digits ? o->before : o->hash) | 1;
	o->n = digits ? w->n : 0;
	o->end = p;
}

void
words_end(struct words *w, struct open_word *o, const char *p)
{
	if (o->number)
		number_end(w, o, p);
	else if (o->some)
		w->hash[w->n++] = mix64(o->hash) & ~(uint64_t)1;
	o->hash = 0;
	o->some = o->number = false;
	o->units = o->digits = 0;
}

static inline void
word_unit(struct open_word *o, uint64_t random, const char *p)
{
	bool digit = random & DIGIT_BIT;

	if (!o->some && digit) {
		o->number = true;
		o->start = p;
	}
	o->some = true;
	o->units++;
	o->digits += digit;
	o->hash = words_rotate(o->hash) ^ random;
}

static inline void
add_low(struct words *w, const struct words_map *m, struct open_word *o,
    uint32_t cp, const char *p)
{
	if (m->low[cp] > KIND_DIGIT)
		word_unit(o, m->low[cp], p);
	else if (m->low[cp] == KIND_PART)
		words_end(w, o, p);
}

/* A code point from U+0800 on; its folded form may be several. */
static void
add_high(struct words *w, const struct words_map *m, struct open_word *o,
    uint32_t cp, const char *p)
{
	char out[FOLD_MAX];
	enum fold_class class;
	size_t n, len;
	enum words_kind kind;

	n = fold_point(cp, out, &class);
	if (m->fold != WORDS_ARABIC || class == FOLD_DIGIT) {
		if ((kind = kind_of(class, m->fold)) == KIND_PART)
			words_end(w, o, p);
		else
			word_unit(o, random_of(cp, kind), p);
		return;
	}
	if (class == FOLD_OTHER || class == FOLD_SPACE)
		words_end(w, o, p);
	for (size_t i = 0; i < n && class == FOLD_LETTER; i += len) {
		cp = utf8_get(out + i, out + n, &len);
		if (cp < 0x800)
			add_low(w, m, o, cp, p);
		else
			word_unit(o, random_of(cp, KIND_LETTER), p);
	}
}

/* Read letters of two bytes as long as they come; the word so far is kept in
 * registers.  Returns the byte behind them. */
static inline const char *
add_run(const struct words_map *m, struct open_word *o, const char *p,
    const char *end)
{
	uint64_t hash = o->hash;
	const char *start = p;

	for (; end - p >= 2 && (p[0] & 0xe0) == 0xc0; p += 2) {
		uint64_t random = m->low[(p[0] & 0x1fu) << 6 | (p[1] & 0x3fu)];

		if ((int64_t)random <= KIND_DIGIT)
			break;
		hash = words_rotate(hash) ^ random;
	}
	o->hash = hash;
	o->some |= p > start;
	o->units += p > start;
	return p;
}

/* The place of a word, whose lowest bit is 0, among the numbers. */
static size_t
number_slot(const struct words_map *m, uint64_t hash)
{
	size_t at = hash >> 40 & (WORDS_NUMBERS - 1);

	while (m->number[at] != 0 && m->number[at] != hash)
		at = (at + 1) & (WORDS_NUMBERS - 1);
	return at;
}

/* A number's bits of the filter, and the word that they are in. */
static inline uint64_t
filter_bits(uint64_t hash)
{
	return (uint64_t)1 << (hash >> 58) | (uint64_t)1 << (hash >> 52 & 63);
}

static inline size_t
filter_word(uint64_t hash)
{
	return hash >> 20 & (WORDS_FILTER / 64 - 1);
}

void
words_mark(struct words *w, const struct words_map *m)
{
	for (size_t i = 0; i < w->n; i++) {
		uint64_t h = w->hash[i], bits = filter_bits(h);

		if ((m->filter[filter_word(h)] & bits) == bits)
			w->hash[i] |= m->number[number_slot(m, h)] == h;
	}
}

void
words_scan(struct words *w, const struct words_map *m, struct open_word *o,
    const char *p, const char *end)
{
	uint32_t cp;
	size_t len;

	for (;;) {
		p = add_run(m, o, p, end);
		if (p == end)
			break;
		if (*p == ' ' && o->some) {
			words_end(w, o, p++);
			continue;
		}
		cp = utf8_get(p, end, &len);
		if (cp < 0x800)
			add_low(w, m, o, cp, p);
		else
			add_high(w, m, o, cp, p);
		p += len;
	}
	words_end(w, o, end);
}

static void
make_room(struct words *w, struct span text)
{
	w->hash = mem_grow(
	    w->hash, &w->cap, w->n + text.n / 2 + 1, sizeof w->hash[0]);
}

void
words_add_scalar(struct words *w, const struct words_map *m, struct span text)
{
	struct open_word o = { .hash = 0 };

	make_room(w, text);
	words_scan(w, m, &o, text.p, text.p + text.n);
}

void
words_add(struct words *w, const struct words_map *m, struct span text)
{
	if (!words_can_shuffle()) {
		words_add_scalar(w, m, text);
		return;
	}
	make_room(w, text);
	words_shuffle(w, m, text);
}

static void
add_number(struct words_map *m, uint64_t hash)
{
	m->number[number_slot(m, hash)] = hash;
	m->filter[filter_word(hash)] |= filter_bits(hash);
}

/* A form of a number with what may stand in front of it. */
static void
add_form(struct words_map *m, struct span form)
{
	static const char *const before[] = { "", "و", "ف", "ب", "ل" };
	static const char *const article[] = { "", "ال" };
	struct words w = { 0 };
	struct buf b = { 0 };

	for (size_t i = 0; i < 2 * sizeof before / sizeof before[0]; i++) {
		b.n = 0;
		buf_adds(&b, span_str(before[i / 2]));
		buf_adds(&b, span_str(article[i % 2]));
		buf_adds(&b, form);
		w.n = 0;
		words_add(&w, m, buf_span(&b));
		if (w.n == 1 && !words_number(w.hash[0]))
			add_number(m, w.hash[0]);
	}
	words_free(&w);
	buf_free(&b);
}

static void
add_numbers(struct words_map *m)
{
	struct span cell[TABLE_CELLS];
	struct table t;

	table_start(&t, "numbers.tsv", table_numbers());
	while (table_row(&t, cell) > 0)
		while (cell[2].n > 0)
			add_form(m, span_cut(&cell[2], '|'));
}

void
words_map_init(struct words_map *m, enum words_fold fold)
{
	m->fold = fold;
	memset(m->number, 0, sizeof m->number);
	memset(m->filter, 0, sizeof m->filter);
	for (uint32_t cp = 0; cp < 0x800; cp++) {
		const struct fold_entry *f = &fold_low[cp];
		enum words_kind kind = kind_of(f->class, fold);
		bool folds = fold == WORDS_ARABIC ||
		    (fold == WORDS_UNICODE && cp < FIRST_ARABIC);
		size_t len;

		m->low[cp] = kind;
		if (kind == KIND_LETTER || kind == KIND_DIGIT)
			m->low[cp] = random_of(folds && f->n > 0
				? utf8_get(f->to, f->to + f->n, &len)
				: cp,
			    kind);
	}
	words_shuffles_init(m);
	add_numbers(m);
}

uint64_t
words_hash(const struct words *w)
{
	return XXH3_64bits(w->hash, w->n * sizeof w->hash[0]);
}

void
words_free(struct words *w)
{
	free(w->hash);
	*w = (struct words) { .hash = NULL };
}
