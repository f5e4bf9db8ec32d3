/*
 * Forms of a word without its proclitics: [وف]? [بلك]? in front of a rest of
 * at least two letters, and [وف]? لل in front of a rest that has lost its
 * article.  The letters are two bytes each once folded.
 */
#include "text/clitic.h"

#include "text/fold.h"
#include "text/utf8.h"

enum { REST = 2 * CLITIC_LETTER };

static size_t
add(struct clitic_form *out, size_t n, struct span w, size_t cut, bool article)
{
	if (cut + REST > w.n)
		return n;
	out[n].cut = (uint8_t)cut;
	out[n].letters = (uint8_t)(cut / CLITIC_LETTER);
	out[n].article = article;
	return n + 1;
}

size_t
clitic_forms(struct span w, struct clitic_form out[CLITIC_FORMS])
{
	size_t n = 1, at = clitic_conjunction(w);
	struct span rest = span_skip(w, at);

	out[0] = (struct clitic_form) { 0, 0, false };
	if (at > 0)
		n = add(out, n, w, at, false);
	if (clitic_preposition(rest) > 0)
		n = add(out, n, w, at + CLITIC_LETTER, false);
	if (span_starts(rest, SPAN("لل")))
		n = add(out, n, w, at + (size_t)2 * CLITIC_LETTER, true);
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
			letters = folded / CLITIC_LETTER >= letters
			    ? 0
			    : letters - (unsigned)(folded / CLITIC_LETTER);
	}
	return (size_t)(p - source.p);
}
