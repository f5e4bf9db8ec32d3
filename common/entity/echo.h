/*
 * One text, one answer: what is a name once in a text is the same name wherever
 * it stands there, after "one sense per discourse" (Gale, Church and Yarowsky,
 * 1992).  So are the last word of a person's full name, and the last two of one
 * of three words or more.  Internal to entities.h.
 */
#ifndef ENTITY_ECHO_H
#define ENTITY_ECHO_H

#include "entity/entities.h"

/* Add the names among the words that nobody took, once the mentions are linked
 * (entity/link.h).  Whether there were any: link again then. */
bool echoes_find(struct entities *e);

#endif
