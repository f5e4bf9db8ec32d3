/*
 * A page, or an article, as lines with roles: what split-articles cuts by and
 * extract-meta sorts by.  Lines are spans of the text, which is never changed.
 */
#ifndef NEWS_PAGE_H
#define NEWS_PAGE_H

#include "base/mem.h"
#include "news/line.h"

struct page {
	struct span text;
	struct line *line; /* owned; room is used again */
	size_t n, cap;
	uint32_t *shown; /* owned: the lines that are not blank */
	size_t nshown, shown_cap;
	struct span known_title; /* in: what the record says, or .n 0 */
	void *scores;            /* owned: room of label_lines */
	size_t scores_cap;
	struct folded fold; /* of the line that was looked at last */
};

/*
 * Read text (valid UTF-8) into p: its lines, and what each is by itself and by
 * its neighbours.  reference is for relative dates, or NULL.
 */
void page_read(struct page *p, const struct rules *r, struct span text,
    const struct date *reference);

/* The i-th line that is not blank. */
static inline struct line *
page_shown(const struct page *p, size_t i)
{
	return &p->line[p->shown[i]];
}

/* The next line from i on that is not blank; p->n where there is none. */
size_t page_next(const struct page *p, size_t i);

/* Make the roles of lines those of their labels. */
void page_take_labels(struct page *p);

/* Is one of the lines the headline of the other, with or without the site's
 * name behind it? */
bool page_same_headline(const struct page *p, size_t a, size_t b);

/* Give the memory back; the text is the caller's. */
void page_free(struct page *p);

#endif
