/*
 * A page, or an article, as lines with roles: what split-articles cuts by and
 * extract-meta sorts by.  Lines are spans of the text, which is never changed.
 */
#ifndef NEWS_PAGE_H
#define NEWS_PAGE_H

#include "base/mem.h"
#include "news/again.h"
#include "news/form.h"
#include "news/line.h"
#include "record/layout.h"

struct page {
	struct form form;
	struct span text;  /* as form_read has it */
	struct line *line; /* owned: those that are not blank; room is used
	                      again */
	size_t n, cap;
	size_t lines;      /* the blank ones counted */
	struct date crawl; /* of the first line, where that is a mark; offsets
	                      are bytes of its text */
	struct span known_title; /* in: what the record says, or .n 0 */
	struct layout layout;    /* in: what the record says of the text */
	uint64_t site; /* in: of sites_find (news/site.h), or 0; out: 0
	                  where no line is its */
	void *scores;  /* owned: room of label_lines */
	size_t scores_cap;
	struct folded fold; /* of the line that was looked at last */
	struct again again; /* owned: lines of the pages before, too */
};

/*
 * Is the page one that page_read takes?  One of more lines than a page has
 * that anybody reads, a line in PAGE_LINE_BYTES and PAGE_LINES more, is not,
 * so that a page takes at most 12 times its bytes from end to end (of 2 MiB
 * and more; what --explain prints aside).  Blank lines do not count.  NULL, or
 * what is wrong, with *at the byte where it goes wrong.
 */
const char *page_refuses(struct span text, size_t *at);

enum { PAGE_LINE_BYTES = 16, PAGE_LINES = 20000 };

/*
 * Read text (valid UTF-8) into p: its lines, and what each is by itself and by
 * its neighbours.  reference is for relative dates, or NULL.
 */
void page_read(struct page *p, const struct rules *r, struct span text,
    const struct date *reference);

/* Do blank lines stand in front of line i, or of the end where i is p->n? */
bool page_blank_before(const struct page *p, size_t i);

/* Is one of the lines the headline of the other, with or without the site's
 * name behind it? */
bool page_same_headline(const struct page *p, size_t a, size_t b);

/* Where much of it is in use, give the room back; the lines are gone. */
void page_shrink(struct page *p);

/* Give the memory back; the text is the caller's. */
void page_free(struct page *p);

#endif
