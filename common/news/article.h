/*
 * The fields of an article, read from its lines.  Every line ends up in one
 * place: the body, a field, or what was removed.
 */
#ifndef NEWS_ARTICLE_H
#define NEWS_ARTICLE_H

#include "news/page.h"

/* Where a line went. */
enum place {
	PLACE_REMOVED, /* in the order of the page, with its role */
	PLACE_BODY,
	PLACE_FIELD
};

struct spans {
	struct span *s; /* owned; room is used again */
	size_t n, cap;
};

struct article {
	struct span title;    /* p is NULL where there is none, here and */
	struct span date_raw; /* in what follows */
	struct date date;     /* .known unset where there is none */
	struct date modified;
	size_t modified_line; /* that says so; the number of lines: none */
	struct spans authors;
	struct dateline dateline; /* .places 0 and no agency: none */
	struct span credit;
	struct span agency; /* canonical name */
	struct span sitename;
	struct spans categories;
	struct span tags_raw;
	struct spans related;
	uint8_t *place; /* enum place of each line of the page */
	size_t cap;
	struct span known_title; /* in: what the record says, or p NULL */

	struct folded fold; /* scratch */
};

/*
 * Sort the lines of p into a, whose spans are spans of the page's text or of
 * tables.  Set known_title before.
 */
void article_read(struct article *a, const struct rules *r, struct page *p);

/*
 * Lines of which nothing is in a field any more are removed ones: their value
 * gave way to another line's, or to what the record says (unset it before).
 */
void article_settle(struct article *a, const struct page *p);

void article_free(struct article *a);

#endif
