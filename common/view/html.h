/*
 * Records and their mentions as one page to look at: tag-entities
 * --format=html.  The page is common/tables/view.html with the records in it,
 * packed in blocks as they come, so that the page unpacks what is looked at
 * and no more is kept here than a block.
 */
#ifndef VIEW_HTML_H
#define VIEW_HTML_H

#include "record/field.h"
#include "view/roll.h"
#include "view/view.h"

/* A field of the record at hand, and the mentions in it. */
struct html_part {
	struct span name, text;
	struct mentions all; /* the caller's */
};

/* What the mentions of one group are of. */
struct html_group {
	struct span label, id, name;
	bool known, named;
	size_t number; /* in the record, once named */
};

struct html {
	struct html_part *part; /* owned, of the record at hand */
	size_t parts, parts_cap;
	struct html_group *group; /* owned, by their number */
	size_t groups, groups_cap;
	size_t named;          /* groups that have a number */
	struct buf line;       /* what is shown of it */
	struct buf texts;      /* a block: lines */
	size_t in_texts;       /* how many */
	struct buf rows;       /* a block: what lists and filters need */
	size_t in_rows;        /* of how many, whose texts are added */
	struct roll roll;      /* of those */
	unsigned long records; /* begun */
};

/* Add what stands in front of the first record. */
void html_head(struct buf *out);

/* Begin a record: what its own fields say of title, date and source.  Without
 * id_field it is called by its number. */
void html_record(struct html *h, struct record *r, struct span id_field);

/* A field of it and the mentions in it; both are the caller's, until the
 * record ends. */
void html_field(struct html *h, const struct mentions *all, struct span field,
    struct span text);

/* End the record, with the mentions that o lets through; add the blocks that
 * are full. */
void html_record_end(
    struct html *h, const struct view_options *o, struct buf *out);

/* Add the blocks that are left, and what stands behind them. */
void html_tail(struct html *h, struct buf *out);

/* Give the memory back. */
void html_free(struct html *h);

#endif
