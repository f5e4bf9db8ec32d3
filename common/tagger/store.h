/*
 * Types of words that several threads have in common, beside the cache of each:
 * a word that one of them has filled in is copied by the others, which takes a
 * tenth of the time.  It takes types until it is full, and gives none up.
 */
#ifndef TAGGER_STORE_H
#define TAGGER_STORE_H

#include <stdint.h>

#include "base/span.h"

enum { STORE_BITS = 17, STORE_MOST = 1 << STORE_BITS };

struct type_store;

/* An empty one, for up to STORE_MOST types of so many bytes each. */
struct type_store *store_new(size_t size);

/* The bytes of the type with that key, which is not 0; NULL where there is
 * none. */
const char *store_find(const struct type_store *s, uint64_t key);

/* Keep a copy of the type with that key, in two pieces, if it is not there and
 * there is room. */
void store_give(
    struct type_store *s, uint64_t key, struct span type, struct span more);

/* Give the memory back; NULL is nothing. */
void store_free(struct type_store *s);

#endif
