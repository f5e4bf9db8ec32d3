/*
 * A hash table from 32-bit keys to record numbers.  Buckets of eight
 * entries, a cache line each; a full bucket runs over into the next.  Cut into
 * parts that grow one at a time by a quarter, so that growing never doubles
 * the memory.  8 bytes an entry, 9 to 12 with the room left free.
 */
#ifndef DUP_INDEX_H
#define DUP_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/image.h"

enum {
	INDEX_PARTS = 64, /* a power of two */
	INDEX_BUCKET = 8
};

#define INDEX_NONE UINT32_MAX

struct index_bucket {
	uint32_t key[INDEX_BUCKET];
	uint32_t id[INDEX_BUCKET]; /* INDEX_NONE where the place is free; the
	                              free ones are last */
};

struct index_part {
	struct index_bucket *b; /* owned */
	uint32_t buckets, n;    /* n entries */
};

/* A record's part is told by the lowest bits of its key. */
struct index {
	struct index_part part[INDEX_PARTS];
};

/* Is this the record that is looked for?  Lets records share a key. */
typedef bool index_same(const void *arg, uint32_t id);

/* An empty index, with its first buckets: index_free takes them back. */
void index_init(struct index *x);

/*
 * The place of the record under key, the one that same says if it is not
 * NULL; where there is none, the place that id has now taken.  First come,
 * first served: no key has a list that grows.  Valid until the next call; the
 * caller may put another record there.
 */
uint32_t *index_place(struct index *x, uint32_t key, uint32_t id,
    index_same *same, const void *arg);

/* Ask the memory for key's bucket ahead of time. */
void index_prefetch(const struct index *x, uint32_t key);

/* Take out every record below first, and number the others from 0 on. */
void index_forget(struct index *x, uint32_t first);

/* Bytes that are held. */
size_t index_bytes(const struct index *x);

/* Put the index behind out; make it from what stands at *p, which is moved on
 * (and has been checked). */
void index_save(const struct index *x, struct image *out);
void index_load(struct index *x, const uint8_t **p);

/* Give the memory back. */
void index_free(struct index *x);

#endif
