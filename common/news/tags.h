/*
 * Keywords told apart: by their separators where some are printed, otherwise
 * by what occurs in the article and in the tables of names.
 *
 * Without separators the cheapest way to part the words is taken (dynamic
 * programming over their gaps): a listed name costs little, a phrase of the
 * article more, words that nobody knows most; no keyword starts or ends with
 * a preposition.  Names that are neither listed nor in the article are
 * sometimes glued to their neighbours.
 */
#ifndef NEWS_TAGS_H
#define NEWS_TAGS_H

#include "news/article.h"

struct tags {
	struct names names; /* NAMESET_TAGS */
	struct names words; /* NAMESET_TAGWORDS */
	struct folded fold; /* scratch */
	struct spans out;
};

/*
 * Split raw into t->out, spans of raw.  title and body are where phrases are
 * looked up; body is the article's text.
 */
void tags_split(struct tags *t, const struct rules *r, struct span raw,
    struct span title, struct span body);

/* The same at separators alone; false, and t->out is empty, where there is
 * none. */
bool tags_parted(struct tags *t, struct span raw);

/* Give the memory back. */
void tags_free(struct tags *t);

#endif
