/*
 * The items of a feed, each as a page and what is declared of it.
 */
#ifndef WEB_ITEMS_H
#define WEB_ITEMS_H

#include "web/feed.h"
#include "web/webmeta.h"

struct items {
	struct feed feed; /* read by the caller: feed_read, then items_begin */
	size_t next;

	struct buf site;     /* the feed's title, tidied */
	struct webmeta meta; /* of the item at hand, as is this */
	struct buf html;
};

struct item {
	struct span id;   /* its guid or id, or else its link; n is 0 where it
	                     has none */
	struct span html; /* its content, or else its summary */
	struct span date_raw;       /* a date that cannot be read; or n is 0 */
	const struct webmeta *meta; /* the rest */
};

/* Start with the first item of what the feed has read. */
void items_begin(struct items *x);

/* The next one with a text or a title, whose spans live until the one after;
 * false behind the last. */
bool items_next(struct items *x, struct item *out);

/* Give the memory back. */
void items_free(struct items *x);

#endif
