/*
 * Lines that come back on the pages of a site: its menus, mastheads, share bars
 * and notices, from tables that learn-furniture(1) wrote (khabar-tables(5)).
 * They are evidence of what a line is (news/evidence.h) and decide nothing.
 */
#ifndef NEWS_SITE_H
#define NEWS_SITE_H

#include "record/pages.h"
#include "rules/table.h"
#include "text/fold.h"

/* Bytes of a line's key and of a site's name that count: their beginning. */
enum { SITE_KEY = 120, SITE_NAME = 110 };

/* On how many of its site's pages a line stands. */
enum site_seen {
	SITE_UNKNOWN, /* the site is not known */
	SITE_NEW,     /* on this one alone, as far as is known */
	SITE_SOME,
	SITE_MOST /* on half of them or more */
};

struct sites;

/* No table, no site. */
struct sites *sites_new(void);

/* Is t such a table?  Nothing of it is taken. */
bool sites_know(struct table t);

/* Read the rows of t, whose text must outlive s.  Status 2 with file:line
 * where a row is bad. */
void sites_read(struct sites *s, struct table *t);

/*
 * The site of a page: that which its record's field names, or else that of the
 * rows without one; 0 where none of them is known.  page needs record or wet
 * alone.
 */
uint64_t sites_find(const struct sites *s, const struct page_in *page);

/* How often a line of the site was seen, by its key. */
enum site_seen sites_line(
    const struct sites *s, uint64_t site, struct span key);

/* Is there a line that most pages of the site have? */
bool sites_have_most(const struct sites *s, uint64_t site);

/*
 * What a line is known by: key gets the letters of f, a blank for what stands
 * between them, a 0 for each number; or nothing where there are no letters.
 * The key of a key is the same.
 */
void site_key(struct buf *key, const struct folded *f);

/* What a site is called by a field's value: the host of an address without
 * www, or the value itself.  name gets it, without TAB or line end. */
void site_name(struct buf *name, struct span value);

/* Give the memory back. */
void sites_free(struct sites *s);

#endif
