/*
 * Folding, cutting into words and hashing in one pass.  Arabic text is runs
 * of two-byte letters between single blanks, so the loop over a run has one
 * branch that a CPU mispredicts, at its end.
 *
 * A word's hash is a cyclic polynomial of random numbers for its letters
 * (Cohen, "Recursive Hashing Functions for n-Grams", ACM TOIS 15, 1997): two
 * cycles a letter.  It is part of the state on disk: a change needs a new
 * version there (state.h).
 */
#include "dup/words.h"

#include <stdlib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/mem.h"
#include "dup/mix.h"
#include "text/fold.h"
#include "text/utf8.h"

/* KIND_LETTER never stands in a map: letters have their random numbers. */
enum words_kind { KIND_PART, KIND_DROP, KIND_LETTER, KIND_DIGIT };

enum words_const {
	FIRST_ARABIC = 0x600,
	ROTATE = 13,
	PLAIN = 8 /* letters of a word that is read without branches */
};

/* Digits are told from letters by this bit of their random number. */
#define DIGIT_BIT ((uint64_t)1 << 63)

const char *const words_folds[] = { "arabic", "unicode", "none", NULL };

/* A word that is being read. */
struct open_word {
	uint64_t hash;
	bool some, number;
};

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

void
words_map_init(struct words_map *m, enum words_fold fold)
{
	m->fold = fold;
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
}

static inline uint64_t
rotate(uint64_t x)
{
	return x << ROTATE | x >> (64 - ROTATE);
}

static inline void
word_end(struct words *w, struct open_word *o)
{
	if (o->some)
		w->hash[w->n++] = (mix64(o->hash) & ~(uint64_t)1) | o->number;
	*o = (struct open_word) { .hash = 0 };
}

static inline void
word_unit(struct open_word *o, uint64_t random)
{
	o->number |= !o->some && (random & DIGIT_BIT);
	o->some = true;
	o->hash = rotate(o->hash) ^ random;
}

static inline void
add_low(struct words *w, const struct words_map *m, struct open_word *o,
    uint32_t cp)
{
	if (m->low[cp] > KIND_DIGIT)
		word_unit(o, m->low[cp]);
	else if (m->low[cp] == KIND_PART)
		word_end(w, o);
}

/* A code point from U+0800 on; its folded form may be several. */
static void
add_high(struct words *w, const struct words_map *m, struct open_word *o,
    uint32_t cp)
{
	char out[FOLD_MAX];
	enum fold_class class;
	size_t n, len;
	enum words_kind kind;

	n = fold_point(cp, out, &class);
	if (m->fold != WORDS_ARABIC || class == FOLD_DIGIT) {
		if ((kind = kind_of(class, m->fold)) == KIND_PART)
			word_end(w, o);
		else
			word_unit(o, random_of(cp, kind));
		return;
	}
	if (class == FOLD_OTHER || class == FOLD_SPACE)
		word_end(w, o);
	for (size_t i = 0; i < n && class == FOLD_LETTER; i += len) {
		cp = utf8_get(out + i, out + n, &len);
		if (cp < 0x800)
			add_low(w, m, o, cp);
		else
			word_unit(o, random_of(cp, KIND_LETTER));
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
		hash = rotate(hash) ^ random;
	}
	o->hash = hash;
	o->some |= p > start;
	return p;
}

/*
 * The common case without a branch that depends on the word: up to eight
 * letters of two bytes, then a blank.  17 bytes are read at p.  Returns the
 * byte behind the blank, or p where it is something else.
 */
static inline const char *
add_plain(struct words *w, const struct words_map *m, const char *p)
{
#ifdef __SSE2__
	__m128i v = _mm_loadu_si128((const void *)p), cp;
	unsigned high = (unsigned)_mm_movemask_epi8(v), n, k;
	unsigned lead = (unsigned)_mm_movemask_epi8(
	    _mm_cmpeq_epi8(_mm_and_si128(v, _mm_set1_epi8((char)0xe0)),
		_mm_set1_epi8((char)0xc0)));
	uint64_t hash = 0;
	uint16_t at[PLAIN];
	bool odd = false;

	n = (unsigned)__builtin_ctz(~high) / 2;
	cp = _mm_or_si128(
	    _mm_slli_epi16(_mm_and_si128(v, _mm_set1_epi16(0x1f)), 6),
	    _mm_and_si128(_mm_srli_epi16(v, 8), _mm_set1_epi16(0x3f)));
	_mm_storeu_si128((void *)at, cp);
	if (n == 0 || p[2 * n] != ' ' ||
	    (~lead & 0x5555 & ((1u << 2 * n) - 1)) != 0)
		return p;
#pragma GCC unroll 8
	for (k = 0; k < PLAIN; k++) {
		uint64_t random = m->low[at[k]];

		odd |= (k < n) & ((int64_t)random <= KIND_DIGIT);
		hash = k < n ? rotate(hash) ^ random : hash;
	}
	if (odd)
		return p;
	w->hash[w->n++] = mix64(hash) & ~(uint64_t)1;
	return p + 2 * n + 1;
#else
	(void)w;
	(void)m;
	return p;
#endif
}

void
words_add(struct words *w, const struct words_map *m, struct span text)
{
	const char *p = text.p, *end = text.p + text.n;
	struct open_word o = { .hash = 0 };
	uint32_t cp;
	size_t len;

	w->hash = mem_grow(
	    w->hash, &w->cap, w->n + text.n / 2 + 1, sizeof w->hash[0]);
	for (;;) {
		const char *plain = p;

		while (!o.some && end - p > 16 &&
		    (plain = add_plain(w, m, p)) != p)
			p = plain;
		p = add_run(m, &o, p, end);
		if (p == end)
			break;
		if (*p == ' ' && o.some) {
			w->hash[w->n++] = (mix64(o.hash) & ~(uint64_t)1) |
			    o.number;
			o = (struct open_word) { .hash = 0 };
			p++;
			continue;
		}
		cp = utf8_get(p, end, &len);
		if (cp < 0x800)
			add_low(w, m, &o, cp);
		else
			add_high(w, m, &o, cp);
		p += len;
	}
	word_end(w, &o);
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
