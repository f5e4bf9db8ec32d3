/*
 * Message catalogues of GNU gettext (*.mo): pairs of strings, sorted.
 * GNU gettext manual, "The Format of GNU MO Files".
 */
#ifndef PLACES_MO_H
#define PLACES_MO_H

#include <stdint.h>

#include "base/span.h"

struct mo {
	struct span file;      /* not owned */
	uint32_t count;        /* pairs */
	uint32_t ids, strings; /* offsets of the two tables */
	bool swapped; /* written on a machine of the other byte order */
};

/* False where file is no catalogue. */
bool mo_open(struct mo *m, struct span file);

/* The pair i < count: what is translated and its translation.  False where
 * the catalogue points out of itself. */
bool mo_pair(
    const struct mo *m, uint32_t i, struct span *id, struct span *string);

#endif
