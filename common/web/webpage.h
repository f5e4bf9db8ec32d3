/*
 * A web page, read: what it shows, where its article lies, what its markup
 * declares.
 */
#ifndef WEB_WEBPAGE_H
#define WEB_WEBPAGE_H

#include "web/container.h"

struct webpage {
	struct webtext webtext;
	struct webmeta meta;
	struct container at;
	struct buf utf8; /* the page as it came, decoded */

	/* what webpage_read found */
	const char *encoding;
	struct layout layout;
	const char *warning; /* page_list, ...; NULL where it is an article */
};

/*
 * Read a page that came as raw, in the character set that label names, or is
 * empty.  It is believed where it is sure (a user's); otherwise (HTTP's) it is
 * so where the bytes allow it.  NULL, or what is wrong with the page.
 */
const char *webpage_read(
    struct webpage *p, struct span raw, struct span label, bool sure);

/* The same of plain text, which declares nothing: no article is looked for. */
const char *webpage_plain(
    struct webpage *p, struct span raw, struct span label, bool sure);

/* The same of HTML, in valid UTF-8, that is all of its article, as in feeds;
 * encoding is what it came in. */
const char *webpage_item(
    struct webpage *p, struct span html, const char *encoding);

/* The text shown; no LF at the end. */
struct span webpage_text(const struct webpage *p);

/* The text of the article's lines, for the language. */
struct span webpage_article(const struct webpage *p);

/* Give the memory back. */
void webpage_free(struct webpage *p);

#endif
