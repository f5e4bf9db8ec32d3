/*
 * The lines that come back on the pages of a site, counted page by page, in
 * memory that is bounded (report/top.h): what learn-furniture(1) writes.  That
 * a line which stands on many pages of a site is none of its text is the
 * observation of Z. Bar-Yossef and S. Rajagopalan, "Template Detection via Data
 * Mining and its Applications", WWW 2002.
 */
#ifndef FURNITURE_LEARNED_H
#define FURNITURE_LEARNED_H

#include "news/page.h"
#include "news/rules.h"
#include "record/pages.h"
#include "report/top.h"

struct learned {
	struct span by;  /* in: the field that names a page's site */
	unsigned least;  /* in: pages that have a line, */
	size_t counters; /* in: lines that are counted exactly */
	struct top sites, lines;
	unsigned long pages;
	struct rules rules;
	struct page page;
	struct buf key, name; /* room */
};

/* Start; what is in is set before.  Reads tables: in front of stream_start. */
void learned_start(struct learned *f);

/* Count the lines of a page.  What is wrong with it, at byte *at of its text,
 * where it is refused (page_refuses); or NULL. */
const char *learned_add(
    struct learned *f, const struct page_in *page, size_t *at);

/* Add the table (khabar-tables(5)) to out: by site, the lines of most pages
 * first. */
void learned_write(const struct learned *f, struct buf *out);

/* Give the memory back. */
void learned_free(struct learned *f);

#endif
