/*
 * Who is named: persons, places and organisations of some records, each once,
 * numbered as they come.
 */
#ifndef VIEW_ROLL_H
#define VIEW_ROLL_H

#include <stdint.h>

#include "base/buf.h"

struct roll {
	struct buf names; /* JSON: [[label,id,name],...] without the last ] */
	uint32_t *count;  /* owned: mentions of each */
	size_t n, cap;    /* names */
	uint64_t *key;    /* owned: an open table of hashes, hash_slot's */
	uint32_t *number; /* owned: which name each is */
	size_t slots;
};

/* Count a mention of the entity: that with the id, or, where its p is NULL,
 * that with this label and name.  Returns its number. */
uint32_t roll_add(
    struct roll *r, struct span label, struct span id, struct span name);

/* Add the names, and how often each was mentioned, as two members of an
 * object, "names" and "counts"; then forget them. */
void roll_put(struct roll *r, struct buf *out);

/* Give the memory back. */
void roll_free(struct roll *r);

#endif
