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

/* Read the table; status 2 where it is bad.  languages_free takes it back. */
struct languages *languages_new(void);

/* The BCP 47 code of text, or a span with p NULL where it cannot be told. */
struct span language_of(struct languages *l, struct span text);

/* Give the memory back; the codes that were told live on. */
void languages_free(struct languages *l);

#endif
