/* Which line is the headline, and what of it is not the site's name. */
#ifndef NEWS_HEADLINE_H
#define NEWS_HEADLINE_H

#include "news/piece.h"
#include "news/sorting.h"

/* Set s->title: to the line that is surest, p->n where none is sure enough. */
void headline_find(struct sorting *s);

/* The headline t without `- محليات - صحيفة الضفاف` behind it, or `صحيفة الضفاف
 * |` in front; an outlet's name goes to the article's sitename. */
struct span headline_without_site(struct sorting *s, struct span t);

/* Does the trail `الرئيسية / محليات / ...` on line i end with the headline,
 * which is piece p, where no line of its own has it? */
bool headline_ends_trail(
    const struct sorting *s, size_t i, const struct piece *p);

#endif
