/*
 * The tagger's spans, mended by the names of the built-in list that they meet:
 * see entities.h.  Internal to it.
 */
#ifndef ENTITY_REPAIR_H
#define ENTITY_REPAIR_H

#include "entity/entities.h"

/* Add what the tagger took tokens [first, end) of the line for, as one mention
 * or several. */
void repair_add(
    struct entities *e, uint32_t first, uint32_t end, struct span label);

#endif
