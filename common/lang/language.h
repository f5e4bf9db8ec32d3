/*
 * The language of a text, by its script, the letters that only some languages
 * of that script use, and its most frequent words (common/tables/languages.tsv;
 * the idea is that of Grefenstette, "Comparing two language identification
 * schemes", JADT 1995).  Short texts of a few words may come out wrong.
 */
#ifndef LANG_LANGUAGE_H
#define LANG_LANGUAGE_H

#include "base/span.h"

struct languages;

/* Read the table; status 2 where it is bad.  languages_free takes it back.
 * They are never written to again: threads may share them. */
struct languages *languages_new(void);

/* What else the look at a text shows. */
struct language_signs {
	size_t letters;
	size_t questions; /* marks: what a conversion could not write */
	size_t forward;  /* words that end with a letter that is always last, */
	size_t reversed; /* and those that start with one, or as a word does
	                    whose ligature of lam and alef was turned */
};

/* The BCP 47 code of text, or a span with p NULL where it cannot be told, as
 * Arabic in Latin letters and figures (`3andna`).  signs may be NULL. */
struct span language_of(
    const struct languages *l, struct span text, struct language_signs *signs);

/* Was Arabic written in the order in which it is seen, from left to right? */
bool language_is_visual(const struct language_signs *signs);

/* Are there question marks where letters were? */
bool language_is_lost(const struct language_signs *signs);

/* Give the memory back; the codes that were told live on. */
void languages_free(struct languages *l);

#endif
