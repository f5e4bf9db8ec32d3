/*
 * What tables are sure of, whatever the tagger says: names of several words, of
 * which the longest one counts; names that a kind of body makes (entity/body.h)
 * ; and single words that mostly mean the place, organisation or person that
 * they can be the name of (enum gazetteer_likely).  Internal to entities.h.
 */
#ifndef ENTITY_SURE_H
#define ENTITY_SURE_H

#include "entity/entities.h"

/* Add the names of the line that are sure, but for those that the tagger saw
 * to be parts of longer ones. */
void sure_add(struct entities *e);

#endif
