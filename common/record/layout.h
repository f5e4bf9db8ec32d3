/*
 * The layout of a page's text, as read-pages writes it and others read it: runs
 * of its characters and the part of the page's structure that they are of.
 */
#ifndef RECORD_LAYOUT_H
#define RECORD_LAYOUT_H

#include "record/record.h"

/* Each part, by its name in records. */
/* clang-format off */
#define LAYOUTS(X) \
	X(H1, "h1") \
	X(NAV, "nav") \
	X(ASIDE, "aside") \
	X(FOOTER, "footer") \
	X(CAPTION, "caption") \
	X(LIST, "list") \
	X(LINKS, "links") \
	X(ARTICLE, "article")
/* clang-format on */

/* LAYOUT_H1 and so on; 1 << tag is its bit in a set. */
enum layout_tag {
#define LAYOUT_ENUM(name, text) LAYOUT_##name,
	LAYOUTS(LAYOUT_ENUM)
#undef LAYOUT_ENUM
	    LAYOUT_TAGS /* how many; none of them */
};

/* Half-open, in code points of the text. */
struct layout_span {
	size_t start, end;
	enum layout_tag tag;
};

/* In order of start, of equal ones the longer first. */
struct layout {
	struct layout_span *span; /* owned; room is used again */
	size_t n, cap;
};

/* What r has: nothing where it has no layout, or it is []; elements that are
 * no such spans are left out. */
void layout_read(struct layout *l, const struct record *r);

/* Add a span. */
void layout_add(
    struct layout *l, size_t start, size_t end, enum layout_tag tag);

/* Read what r, or NULL, has: does it say that there is one article, or
 * none? */
bool layout_whole(struct layout *l, const struct record *r);

/* How many spans have tag. */
size_t layout_count(const struct layout *l, enum layout_tag tag);

/* Write what l says of code points from..to, counted from `from`. */
void layout_put(
    struct buf *out, const struct layout *l, size_t from, size_t to);

/*
 * Set the fields of r, a record with a layout, for the part of its text in
 * bytes start..end: the layout, and, where the part is not the first, nothing
 * in the fields that the markup gave to the page's own article.  A record
 * without a layout is left alone.
 */
void layout_cut(const struct layout *l, struct record *r, struct span text,
    size_t start, size_t end);

/* A walk through the text, from left to right; all zero at first. */
struct layout_walk {
	size_t at;               /* the next span */
	size_t end[LAYOUT_TAGS]; /* of those before it */
};

/* The set of tags at code point `point`, which is not before the one that was
 * asked for last. */
unsigned layout_at(const struct layout *l, struct layout_walk *w, size_t point);

/* Give the memory back. */
void layout_free(struct layout *l);

#endif
