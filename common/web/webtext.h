/*
 * An HTML page as it is shown: its lines, a block a line, and the tree of
 * blocks that they stand in.  What its markup declares goes to web/webmeta.h.
 *
 * Parsed by libxml2, whose events (SAX) come here, so that no tree of its is
 * built; nothing else in khabar knows of it.  Blocks, what is shown and how
 * blanks collapse follow the rendering section of the HTML standard
 * (html.spec.whatwg.org, section 15.3); scripts have not run, and of style
 * sheets only `hidden`, `style` and a few class names are known.
 */
#ifndef WEB_WEBTEXT_H
#define WEB_WEBTEXT_H

#include <stdint.h>

#include "base/buf.h"
#include "web/webmeta.h"

/* What an element is, as far as it matters here. */
enum html_tag {
	HTML_BLOCK, /* any other block */
	HTML_ARTICLE,
	HTML_ASIDE,
	HTML_BODY,
	HTML_CAPTION, /* a figure, and what is below it */
	HTML_FOOTER,
	HTML_H1,
	HTML_H2, /* to h6 */
	HTML_HEADER,
	HTML_ITEM, /* of a list */
	HTML_LIST,
	HTML_MAIN,
	HTML_NAV,
	HTML_P
};

/* A block.  Node 0 holds all others and is its own parent; a node stands in
 * front of what it holds. */
struct webtext_node {
	uint32_t parent;
	uint32_t end;        /* of the nodes that it holds: behind the last */
	uint32_t line, last; /* lines that it holds: the first, and behind the
	                        last */
	uint8_t tag;         /* enum html_tag */
	bool body;           /* its itemprop is articleBody */
};

struct webtext_line {
	uint32_t start, end; /* bytes of the text, without the LF */
	uint32_t node;       /* the innermost that holds its start */
	uint32_t linked;     /* bytes in links */
};

/* A `time` element: its datetime is in webtext.kept. */
struct webtext_time {
	uint32_t line;
	uint32_t datetime, n;  /* bytes of kept */
	uint32_t text, text_n; /* bytes of text */
};

struct webtext {
	struct webmeta *meta; /* set by the caller */

	struct buf text;           /* the lines, a LF behind each */
	struct webtext_line *line; /* owned, as all below; room is used again */
	size_t nlines, lines_cap;
	struct webtext_node *node;
	size_t nnodes, nodes_cap;
	struct webtext_time *time;
	size_t ntimes, times_cap;
	struct buf kept;
	struct buf title[2]; /* og:title and `title`, blanks collapsed */
};

/*
 * Read a page, valid UTF-8 without a NUL, into h.  NULL, or what is wrong with
 * it: it holds too many elements, or too deep, or is longer than 1 GiB.
 */
const char *webtext_read(struct webtext *h, struct span page);

/* Give the memory back; meta is the caller's. */
void webtext_free(struct webtext *h);

#endif
