/*
 * Lines that come again: what stands around articles comes back on page after
 * page of a site, and what a line shows by itself is the same each time.
 */
#ifndef NEWS_AGAIN_H
#define NEWS_AGAIN_H

#include "news/line.h"

/* The lines that were looked at last: a few hundred KB, made when first
 * needed.  All zero is an empty one. */
struct again {
	uint32_t *hash;          /* of each place's line, 0: none; owned */
	struct again_line *line; /* owned */
	/* what the lines were looked at with; others forget them */
	const struct rules *rules;
	struct date reference; /* .month 0: none */
};

/* From now on lines are looked at with r and reference (or NULL). */
void again_with(
    struct again *a, const struct rules *r, const struct date *reference);

/*
 * Has a line of such text and bullet been kept?  Then l, on which line_start
 * alone has been called, gets all that was known of that one, and true is
 * returned.
 */
bool again_find(const struct again *a, struct line *l);

/* Keep what is known of l, in place of another one, if it comes for the second
 * time; was is the text that line_start gave it.  Long lines are not kept. */
void again_keep(struct again *a, const struct line *l, struct span was);

/* Give the memory back; a is empty again. */
void again_free(struct again *a);

#endif
