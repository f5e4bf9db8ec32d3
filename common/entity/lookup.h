/*
 * What the lists know of a proposal.  Internal to entities.h.
 */
#ifndef ENTITY_LOOKUP_H
#define ENTITY_LOOKUP_H

#include "entity/proposal.h"

/* The entry of list g (number `number`) that is called exactly like p and has
 * its label, with the form of p's first word in *form; NULL where there is
 * none. */
const struct gazetteer_entry *lookup_entry(const struct gazetteer *g,
    unsigned number, const struct tagger *t, const struct proposal *p,
    unsigned *form);

/* Set id and name of m, where a list has p; the form of p's first word. */
unsigned lookup_name(
    const struct entities *e, const struct proposal *p, struct mention *m);

/* The label of a name of the lists. */
struct span lookup_label(const struct entities *e, const struct name_match *m);

/* Can that name be believed alone? */
static inline bool
lookup_sure(const struct name_match *m)
{
	return m->sure > 0 && m->n >= m->sure;
}

#endif
