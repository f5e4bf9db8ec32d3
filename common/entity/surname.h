/*
 * Surnames: a word that ends a person's full name means that person wherever
 * it stands alone in the text.  Internal to entities.h.
 */
#ifndef ENTITY_SURNAME_H
#define ENTITY_SURNAME_H

#include "entity/entities.h"

/* Add the surnames among the words that nobody took, once the mentions are
 * linked (entity/link.h).  Whether there were any: link again then. */
bool surnames_find(struct entities *e);

#endif
