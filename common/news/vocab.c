/*
 * Stems are not cut below three letters, of two bytes each.
 */
#include "news/vocab.h"

#include <endian.h>

#include "text/clitic.h"
#include "text/fold.h"
#include "text/letters.h"
#include "text/utf8.h"

enum { LETTER = CLITIC_LETTER, STEM_MIN = 3 * LETTER }; /* bytes */

static bool
ends(struct span w, const char *two)
{
	return w.n >= STEM_MIN + 2 * LETTER &&
	    memcmp(w.p + w.n - 2 * LETTER, two, 2 * LETTER) == 0;
}

/* Take proclitics and common endings off. */
static inline struct span
stem(struct span w)
{
	if (w.n > STEM_MIN + LETTER)
		w = span_skip(w, clitic_conjunction(w));
	if (w.n > STEM_MIN + LETTER)
		w = span_skip(w, clitic_preposition(w));
	if (w.n >= STEM_MIN + LETTER * 2 && span_starts(w, CLITIC_ARTICLE))
		w = span_skip(w, CLITIC_ARTICLE.n);
	if (ends(w, "ات") || ends(w, "ون") || ends(w, "ين"))
		w.n -= 2 * LETTER;
	else if (w.n > STEM_MIN &&
	    (span_ends(w, SPAN("ه")) || span_ends(w, SPAN("ي"))))
		w.n -= LETTER;
	return w;
}

/* A word as it is gathered, folded; what is longer is cut.  Behind it is room
 * for letters that are written and not taken, and to read eight bytes. */
enum { WORD_MAX = 64, WORD_ROOM = WORD_MAX + LETTERS_BYTES };

/* The bit of a word, of which eight bytes more can be read. */
static inline uint16_t
bit_of(struct span w)
{
	uint64_t h = w.n, part;

	for (w = stem(w); w.n >= sizeof part; w = span_skip(w, sizeof part)) {
		memcpy(&part, w.p, sizeof part);
		h = (h ^ part) * 0x9e3779b97f4a7c15u;
		h ^= h >> 29;
	}
	memcpy(&part, w.p, sizeof part);
	part = w.n > 0 ? be64toh(part) >> (64 - 8 * w.n) : 0;
	h = (h ^ part) * 0x9e3779b97f4a7c15u;
	h ^= h >> 29;
	return (uint16_t)(h % VOCAB_BITS);
}

static bool
has(const struct vocab *v, uint16_t bit)
{
	return v->bit[bit / 64] >> bit % 64 & 1;
}

static void
add(struct vocab *v, uint16_t bit)
{
	v->bit[bit / 64] |= (uint64_t)1 << bit % 64;
}

/* Add the word, unless it is short or among those seen. */
static inline void
add_word(struct vocab_list *to, struct vocab *seen, struct span word)
{
	uint16_t bit;

	if (word.n < 4 * LETTER || to->n == VOCAB_WORDS)
		return;
	bit = bit_of(word);
	to->bit[to->n] = bit;
	to->n += !has(seen, bit);
	add(seen, bit);
}

/* What the code point at *p folds to; *p is moved behind it.  What is above
 * U+07FF parts words: the scripts that this is for lie below. */
static inline struct fold_entry
take_point(const unsigned char **p)
{
	static const struct fold_entry high = { .class = FOLD_OTHER };
	unsigned c = *(*p)++;

	if (c < 0x80)
		return fold_low[c];
	if (c < 0xe0)
		return fold_low[(c & 0x1f) << 6 | (*(*p)++ & 0x3fu)];
	*p += c < 0xf0 ? 2 : 3;
	return high;
}

/* Take the words from p on that are plain: letters of letters_fold, no more
 * than there, and a blank.  Returns where that ends, in front of a word. */
static const unsigned char *
plain_words(struct vocab_list *w, struct vocab *seen, const unsigned char *p,
    const unsigned char *end)
{
	char word[WORD_ROOM];
	size_t n;

	while (end - p > LETTERS_BYTES) {
		n = letters_fold((const char *)p, word);
		if (p[n] != ' ')
			break;
		add_word(w, seen, span_of(word, n));
		p += n + 1;
	}
	return p;
}

void
vocab_words(struct vocab_list *w, struct span text)
{
	const unsigned char *p = (const unsigned char *)text.p;
	const unsigned char *end = p + text.n;
	struct vocab seen = { .n = 0 };
	char word[WORD_ROOM] = { 0 };
	size_t n = 0;

	for (w->n = 0; p < end;) {
		struct fold_entry e;

		if (n == 0)
			p = plain_words(w, &seen, p, end);
		else if (end - p >= LETTERS_BYTES &&
		    n + LETTERS_BYTES < WORD_MAX) {
			size_t run = letters_fold((const char *)p, word + n);

			n += run;
			p += run;
			if (p == end)
				break;
		}
		e = take_point(&p);
		if (e.class >= FOLD_LETTER) {
			memcpy(word + n, e.to, 2);
			n += n + 2 < WORD_MAX ? e.n : 0;
		} else if (n > 0 && e.class != FOLD_DROP) {
			add_word(w, &seen, span_of(word, n));
			n = 0;
		}
	}
	add_word(w, &seen, span_of(word, n));
}

void
vocab_add(struct vocab *v, const struct vocab_list *w)
{
	size_t i;

	for (i = 0; i < w->n; i++) {
		v->n += !has(v, w->bit[i]);
		add(v, w->bit[i]);
	}
}

int
vocab_count(const struct vocab *v, const struct vocab_list *w)
{
	size_t i;
	int n = 0;

	for (i = 0; i < w->n; i++)
		n += has(v, w->bit[i]);
	return n;
}

int
vocab_common(const struct vocab *a, const struct vocab *b)
{
	int i, n = 0;

	for (i = 0; i < VOCAB_BITS / 64; i++)
		n += __builtin_popcountll(a->bit[i] & b->bit[i]);
	return n;
}
