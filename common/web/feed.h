/*
 * Feeds: RSS 2.0 and those before it, RSS 1.0 (RDF), Atom 1.0 (RFC 4287) and
 * 0.3, with the modules content, Dublin Core and Media.  Parsed by libxml2,
 * mended before (web/mendxml.h); what no row of a table knows is passed over.
 */
#ifndef WEB_FEED_H
#define WEB_FEED_H

#include "base/buf.h"

/* What an item, or the feed, says. */
enum feed_field {
	FEED_TITLE,
	FEED_ORIGIN, /* its address, where the link goes to a counter's */
	FEED_LINK,
	FEED_ID,
	FEED_PUBLISHED,
	FEED_UPDATED,
	FEED_AUTHOR,
	FEED_CATEGORY,
	FEED_TAG,
	FEED_LANGUAGE,
	FEED_CONTENT, /* all of it, or else */
	FEED_SUMMARY
};

struct feed_value {
	enum feed_field field;
	bool plain;   /* a text; otherwise HTML */
	size_t at, n; /* bytes of feed.kept */
};

/* Values in the order in which they stand; p is owned. */
struct feed_values {
	struct feed_value *p;
	size_t n, cap;
};

/* The values of an item: half-open. */
struct feed_item {
	size_t first, last;
};

struct feed {
	const char *encoding;
	bool cut;               /* its end is missing: the last item goes */
	struct feed_item *item; /* owned, as all below; room is used again */
	size_t nitems, items_cap;
	struct feed_values of_items, own;
	struct buf kept, utf8, xml;
};

/* Does s start as a feed? */
bool feed_told(struct span s);

/* Read a feed, in the character set that label names: see decode.  NULL, or
 * what is wrong with it. */
const char *feed_read(
    struct feed *f, struct span raw, struct span label, bool sure);

/* The first value, that is not blank, of an item, or of the feed where it is
 * NULL; or NULL. */
const struct feed_value *feed_find(
    const struct feed *f, const struct feed_item *item, enum feed_field field);

/* The bytes of a value, without blanks around them; of NULL none. */
struct span feed_text(const struct feed *f, const struct feed_value *v);

/* Give the memory back. */
void feed_free(struct feed *f);

#endif
