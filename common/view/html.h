/*
 * Records and their mentions as one page to look at: tag-entities
 * --format=html.  The page is common/tables/view.html with the records in it,
 * a JSON object a line, written as they come; nothing of a record is kept.
 */
#ifndef VIEW_HTML_H
#define VIEW_HTML_H

#include "view/view.h"
#include "record/field.h"

struct html {
	struct buf line;       /* of the record at hand */
	struct buf at;         /* where mentions of its field stand */
	unsigned long records; /* begun */
};

/* Add what stands in front of the first record. */
void html_head(struct buf *out);

/* Begin a record: what its own fields say of title, date and source.  Without
 * id_field it is called by its number. */
void html_record(struct html *h, struct record *r, struct span id_field);

/* A field of it and the mentions in it. */
void html_field(struct html *h, const struct view_options *o,
    const struct mentions *all, struct span field, struct span text);

/* Add the record. */
void html_record_end(struct html *h, struct buf *out);

/* Add what stands behind the last one. */
void html_tail(struct buf *out);

/* Give the memory back. */
void html_free(struct html *h);

#endif
