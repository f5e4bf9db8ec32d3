/*
 * An article while its lines are sorted into fields: what article.c,
 * headline.c, dated.c and credit.c have in common.
 */
#ifndef NEWS_SORTING_H
#define NEWS_SORTING_H

#include "news/article.h"
#include "news/label.h"

enum {
	SAME_LINES = 1000 /* entries of a list among which none is twice */
};

/* Pointers are those that article_read was given; lines are counted from 0. */
struct sorting {
	struct article *a;
	const struct rules *r;
	struct page *p;
	const struct date *reference;
	size_t title;       /* line of the headline, or p->n */
	size_t first, last; /* first and last paragraph, or p->n */
	bool above;         /* the date at hand stands above the headline */
	bool labelled;      /* a label of a date stands alone above */
};

/* Line i, a part of the page. */
static inline struct line *
line_at(const struct sorting *s, size_t i)
{
	return &s->p->line[i];
}

/* Line i goes to place, whatever was said of it before. */
static inline void
sort_into(struct sorting *s, size_t i, enum place place)
{
	s->a->place[i] = (uint8_t)place;
}

/* Is line i above the text, or anywhere where there is none? */
static inline bool
is_head(const struct sorting *s, size_t i)
{
	return s->first == s->p->n || i < s->first;
}

/* Does line i stand between two paragraphs? */
static inline bool
is_inside(const struct sorting *s, size_t i)
{
	return s->first < s->p->n && i > s->first && i < s->last;
}

/* Add s, unless it is empty or among the last SAME_LINES of the list. */
void spans_push(struct spans *list, struct span s);

/* Does s, not empty, begin in the line? */
bool line_holds(const struct line *l, struct span s);

/* The outlet that text is the name of, or NULL. */
const struct outlet *sorting_outlet(struct sorting *s, struct span text);

/* Is text an outlet's name, or what starts as one does: `صحيفة الضفاف`? */
bool sorting_names_outlet(struct sorting *s, struct span text);

/* Words of s, which has single spaces between them. */
size_t count_spaced(struct span s);

#endif
