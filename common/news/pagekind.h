/*
 * Pages that are no whole article: a list of others, one that is written on
 * while things happen, the beginning of one that is for subscribers, an error
 * or a wall in front of the page.  Told by phrases (pagekinds.tsv), by what
 * comes again and again, and by how much text there is.
 */
#ifndef NEWS_PAGEKIND_H
#define NEWS_PAGEKIND_H

#include "news/page.h"

/* What phrases tell: the values of NAMESET_PAGEKINDS. */
enum {
	PAGEKIND_ERROR,
	PAGEKIND_STUB,
	PAGEKIND_LIVE,
	PAGEKIND_MORE, /* a link to the whole of a teaser */
	PAGEKIND_PHRASES
};

/* What a page may be: bits. */
enum {
	PAGE_ERROR = 1 << PAGEKIND_ERROR,
	PAGE_STUB = 1 << PAGEKIND_STUB,
	PAGE_LIVE = 1 << PAGEKIND_LIVE,
	PAGE_LIST = 1 << PAGEKIND_MORE
};

/* The kinds of a page whose lines have labels, or 0. */
unsigned pagekind_of(const struct rules *r, struct page *p);

/* How many teasers or headlines of other pages a list has; 0 where the page is
 * none. */
size_t pagekind_teasers(const struct rules *r, struct page *p);

#endif
