#include "news/vocab.h"

#include "text/utf8.h"

enum { LETTER = 2, STEM_MIN = 3 * LETTER }; /* bytes of an Arabic letter */

static bool
starts(struct span w, const char *letter)
{
	return w.n >= LETTER && memcmp(w.p, letter, LETTER) == 0;
}

static bool
ends(struct span w, const char *two)
{
	return w.n >= STEM_MIN + 2 * LETTER &&
	    memcmp(w.p + w.n - 2 * LETTER, two, 2 * LETTER) == 0;
}

/* Take proclitics and common endings off. */
static struct span
stem(struct span w)
{
	if (w.n > STEM_MIN + LETTER && (starts(w, "و") || starts(w, "ف")))
		w = span_skip(w, LETTER);
	if (w.n > STEM_MIN + LETTER &&
	    (starts(w, "ب") || starts(w, "ل") || starts(w, "ك")))
		w = span_skip(w, LETTER);
	if (w.n >= STEM_MIN + LETTER * 2 && span_starts(w, SPAN("ال")))
		w = span_skip(w, 2 * LETTER);
	if (ends(w, "ات") || ends(w, "ون") || ends(w, "ين"))
		w.n -= 2 * LETTER;
	else if (w.n > STEM_MIN &&
	    (span_ends(w, SPAN("ه")) || span_ends(w, SPAN("ي"))))
		w.n -= LETTER;
	return w;
}

static void
add_word(struct vocab *v, struct span w)
{
	uint64_t h = 0xcbf29ce484222325u;
	size_t i;

	if (w.n < 4 * LETTER)
		return;
	w = stem(w);
	for (i = 0; i < w.n; i++)
		h = (h ^ (unsigned char)w.p[i]) * 0x100000001b3u;
	h ^= h >> 29;
	v->bit[h % VOCAB_BITS / 64] |= (uint64_t)1 << (h % 64);
}

void
vocab_add(struct vocab *v, struct folded *f, struct span text)
{
	const char *p, *end, *word;
	size_t len;

	f->text.n = 0;
	fold_add(&f->text, text);
	p = word = f->text.p;
	end = f->text.p + f->text.n;
	while (p < end) {
		uint32_t cp = utf8_get(p, end, &len);

		p += len;
		if (fold_class(cp) >= FOLD_LETTER)
			continue;
		add_word(v, span_to(word, p - len));
		word = p;
	}
	if (word != NULL)
		add_word(v, span_to(word, end));
}

int
vocab_size(const struct vocab *v)
{
	int i, n = 0;

	for (i = 0; i < VOCAB_BITS / 64; i++)
		n += __builtin_popcountll(v->bit[i]);
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
