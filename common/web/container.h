/*
 * Where on a page its article lies: the block that holds most of the page's
 * prose, found from the outside in.
 *
 * Lines of prose are long, or end a sentence, and are no links; so menus,
 * boxes of headlines and comments of a few words weigh nothing (the idea is
 * that of Kohlschütter, Fankhauser and Nejdl, "Boilerplate Detection using
 * Shallow Text Features", WSDM 2010: length and link density tell most).
 */
#ifndef WEB_CONTAINER_H
#define WEB_CONTAINER_H

#include "record/layout.h"
#include "web/webtext.h"

struct container {
	bool found;           /* there is an article */
	uint32_t first, last; /* its lines, from the heading on: half-open */
	uint32_t body;        /* the first line of the block with its text */
	uint32_t heading;     /* the line of its h1, or UINT32_MAX */
	uint8_t *tag;         /* owned: enum layout_tag of each line, but
	                         for ARTICLE; room is used again */
	size_t tag_cap;

	uint32_t *points; /* owned: room, of lines */
	struct mass {
		uint32_t prose, points, linked;
	} * mass; /* owned: room, of nodes */
	size_t points_cap, mass_cap;
};

/* Find it on the page h.  declared: the page says that it has one, so that a
 * few lines will do. */
void container_find(
    struct container *c, const struct webtext *h, bool declared);

/* Give the memory back. */
void container_free(struct container *c);

#endif
