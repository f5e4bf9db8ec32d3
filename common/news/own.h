/* What the lines show that are the page's own, where its site is known. */
#ifndef NEWS_OWN_H
#define NEWS_OWN_H

#include "news/page.h"

/* Add how often the site has printed the line, whose kind is known: what most
 * of its pages have is of a button's kind from now on. */
void own_add_seen(struct line *l);

/* Add where the lines of p stand that are its own. */
void own_add(struct page *p);

#endif
