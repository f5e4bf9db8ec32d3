/*
 * Forms of a word without its proclitics: [وف]? [بلك]? in front of a rest of
 * at least two letters, and [وف]? لل in front of a rest that has lost its
 * article.  The letters are two bytes each once folded.
 */
#include "text/clitic.h"

#include "text/fold.h"
#include "text/utf8.h"

enum { LETTER = 2, REST = 2 * LETTER };

/* The folded Arabic letter at byte `at` of w, as its second byte, or 0. */
static unsigned char
letter(struct span w, size_t at)
{
	if (at + LETTER > w.n)
		return 0;
	if ((unsigned char)w.p[at] == 0xd9)
		return (unsigned char)w.p[at + 1];
	if ((unsigned char)w.p[at] == 0xd8)
		return (unsigned char)w.p[at + 1] | 0x40;
	return 0;
}

/* Second bytes of the letters, with 0x40 set for those behind 0xd8. */
enum { WAW = 0x88, FEH = 0x81, LAM = 0x84, KAF = 0x83, BEH = 0xa8 | 0x40 };

static size_t
add(struct clitic_form *out, size_t n, struct span w, size_t cut, bool article)
{
	if (cut + REST > w.n)
		return n;
	out[n].cut = (uint8_t)cut;
	out[n].letters = (uint8_t)(cut / LETTER);
	out[n].article = article;
	return n + 1;
}

size_t
clitic_forms(struct span w, struct clitic_form out[CLITIC_FORMS])
{
	unsigned char c = letter(w, 0);
	size_t n = 1, at = 0;

	out[0] = (struct clitic_form) { 0, 0, false };
	if (c == WAW || c == FEH) {
		at = LETTER;
		n = add(out, n, w, at, false);
		c = letter(w, at);
	}
	if (c == LAM && letter(w, at + LETTER) == LAM)
		return add(out, n, w, at + (size_t)2 * LETTER, true);
	if (c == BEH || c == LAM || c == KAF)
		n = add(out, n, w, at + LETTER, false);
	return n;
}

size_t
clitic_source(struct span source, unsigned letters)
{
	const char *p = source.p, *end = source.p + source.n;
	char to[FOLD_MAX];
	enum fold_class class;
	size_t n;

	for (; p < end; p += n) {
		uint32_t cp = utf8_get(p, end, &n);
		size_t folded = fold_point(cp, to, &class);

		if (folded > 0 && letters == 0)
			break;
		if (folded > 0)
			letters = folded / LETTER >= letters
			    ? 0
			    : letters - (unsigned)(folded / LETTER);
	}
	return (size_t)(p - source.p);
}
