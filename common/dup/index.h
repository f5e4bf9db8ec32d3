/*
 * A hash table from 32-bit keys to record numbers.  Buckets of eight
 * entries, a cache line each; a full bucket runs over into the next.  Cut into
 * parts that grow one at a time by a quarter, so that growing never doubles
 * the memory.  8 bytes an entry, 11 to 13 with the room left free: so much that
 * most looks are into one bucket.
 *
 * Where a key may lead is anywhere, so that most looks into a large table would
 * miss the page tables, too: parts that are not small lie in blocks on huge
 * pages.  What is added to a part is new memory; the rest stays where it is.
 *
 * One that was saved is looked at where it is, in its image, and stays as it
 * is: what comes new, or is changed, goes to a table in memory in front of it.
 */
#ifndef DUP_INDEX_H
#define DUP_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dup/await.h"
#include "io/column.h"

enum {
	INDEX_PARTS = 64, /* a power of two */
	INDEX_BUCKET = 8,
	INDEX_BLOCK = 512 /* buckets */
};

#define INDEX_NONE UINT32_MAX

struct index_bucket {
	uint32_t key[INDEX_BUCKET];
	uint32_t id[INDEX_BUCKET]; /* INDEX_NONE where the place is free; the
	                              free ones are last */
};

struct index_part {
	struct index_bucket **block; /* owned; of INDEX_BLOCK buckets, which the
	                                index has; or of fewer, owned */
	size_t cap;                  /* blocks there is room for */
	uint32_t buckets, n;         /* n entries */
};

/* Memory for blocks, given back with the index. */
struct index_room {
	struct index_bucket **page; /* owned; n of them */
	size_t n, cap;
	unsigned used; /* blocks of the last one */
};

/* The same in an image. */
struct index_old {
	uint32_t first, buckets; /* in the image's buckets */
	uint32_t n;
};

/* A record's part is told by the lowest bits of its key. */
struct index {
	struct index_part part[INDEX_PARTS];
	struct index_room room;
	struct index_bucket *spare; /* owned; for a copy of a part */
	size_t spare_cap;           /* buckets */
	struct index_old old[INDEX_PARTS];
	struct column image; /* buckets of all parts; empty where none is */
	uint32_t limit;      /* of the numbers in it */
	uint64_t bad;        /* as image.bad, of one that is gone */
};

/* Is this the record that is looked for?  Lets records share a key. */
typedef bool index_same(void *arg, uint32_t id);

/* An empty index, with its first buckets: index_free takes them back. */
void index_init(struct index *x);

/*
 * The place of the record under key, the one that same says if it is not
 * NULL; where there is none, the place that id has now taken.  First come,
 * first served: no key has a list that grows.  Valid until the next call; the
 * caller may put another record there.
 */
uint32_t *index_place(
    struct index *x, uint32_t key, uint32_t id, index_same *same, void *arg);

/* Let id be the record under key from here on, whatever an image says. */
void index_set(
    struct index *x, uint32_t key, uint32_t id, index_same *same, void *arg);

/* Note that key's bucket will be read. */
void index_await(const struct index *x, uint32_t key, struct await *a);

/* Take out every record below first, and number the others from 0 on.  What
 * was in an image is in memory then. */
void index_forget(struct index *x, uint32_t first);

/* Bytes that are held, or would be if all of the image were. */
size_t index_bytes(const struct index *x);

/* 1 + the byte of the image that was found damaged, or 0. */
uint64_t index_bad(const struct index *x);

/* Look at all of the image: index_bad tells what is damaged. */
void index_check(struct index *x);

/* Write the index as the next INDEX_SAVED parts of m; one: no two records
 * share a key. */
enum { INDEX_SAVED = 2 };
void index_save(struct index *x, struct image *m, bool one);

/* Let x, which is empty, be what index_save has written as part i of f and
 * behind; no record there has a number of limit or more.  False where that is
 * damaged: what it says of itself does not go together. */
bool index_load(
    struct index *x, const struct image_file *f, unsigned i, uint32_t limit);

/* Give the memory back. */
void index_free(struct index *x);

#endif
