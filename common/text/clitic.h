/*
 * Proclitics: the conjunctions و ف and the prepositions ب ل ك that Arabic
 * writes together with the word behind them, one of each at the most, and لل
 * for ل + ال, where the second ل is not the word's own: للبنان.
 *
 * Here are the ways in which a word may be cut, not which of them is right:
 * وليد is a name and واشنطن a city.  Callers ask their lists.
 */
#ifndef TEXT_CLITIC_H
#define TEXT_CLITIC_H

#include <stdint.h>

#include "base/span.h"

/* Ways to cut a word, the whole word included. */
enum { CLITIC_FORMS = 4 };

struct clitic_form {
	uint8_t cut;     /* bytes of proclitics in front of the rest */
	uint8_t letters; /* letters of proclitics */
	bool article;    /* the rest lacks its ال, which لل has swallowed */
};

enum { CLITIC_LETTER = 2 }; /* bytes of an Arabic letter, folded */

/* The bytes of the conjunction that folded word begins with, or could; 0 where
 * it does not. */
static inline size_t
clitic_conjunction(struct span word)
{
	return span_starts(word, SPAN("و")) || span_starts(word, SPAN("ف"))
	    ? CLITIC_LETTER
	    : 0;
}

/* The same of a preposition. */
static inline size_t
clitic_preposition(struct span word)
{
	return span_starts(word, SPAN("ب")) || span_starts(word, SPAN("ل")) ||
		span_starts(word, SPAN("ك"))
	    ? CLITIC_LETTER
	    : 0;
}

/* The article, folded. */
#define CLITIC_ARTICLE SPAN("ال")

/*
 * The forms of word, which is folded: first the whole word, then, where at
 * least two letters are left, those with more and more cut off, one letter each
 * time; the last one alone may lack its article.  Returns how many.
 */
size_t clitic_forms(struct span word, struct clitic_form out[CLITIC_FORMS]);

/*
 * The bytes of the folded form of a word's source that its first `letters`
 * letters take, dropped marks behind them included: where a span that leaves
 * the proclitics out begins.
 */
size_t clitic_source(struct span source, unsigned letters);

#endif
