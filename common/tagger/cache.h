/*
 * The cache of word types: what the tagger knows of a word, once it has had it.
 *
 * Types lie in sets of four; a set's keys stand side by side, the one that was
 * used last in front, and the last one gives way to a new one.  A key's two
 * lowest bits are the number of its type's place in the set, so that types
 * never move.
 */
#ifndef TAGGER_CACHE_H
#define TAGGER_CACHE_H

#include <stdint.h>

#include "tagger/match.h"

enum { CACHE_WAY_BITS = 2, CACHE_WAYS = 1 << CACHE_WAY_BITS };

enum { CACHE_LINE = 64 }; /* bytes that come from memory together */

struct word_type {
	uint64_t key; /* of the word's bytes; 0: empty */
	struct probe probe;
	int16_t score[]; /* see model_word */
};

struct type_cache {
	uint64_t (*set)[CACHE_WAYS]; /* keys; owned */
	char *type;                  /* owned */
	size_t stride;               /* bytes of one */
	unsigned bits;               /* log2 of their number */
	size_t added;                /* types, since it has that size */
};

/* An empty cache of types with so many scores each.  It is small, for a page
 * alone, and grows with the types it sees: call cache_room between lines, which
 * is true where it grows. */
void cache_init(struct type_cache *c, size_t scores);
bool cache_room(struct type_cache *c);

/* Give the memory back. */
void cache_free(struct type_cache *c);

/* Keys have no bit in CACHE_WAYS - 1, and are not 0. */
static inline uint64_t *
cache_set(const struct type_cache *c, uint64_t key)
{
	return c->set[key >> (64 - c->bits + CACHE_WAY_BITS)];
}

/* The type of that number. */
static inline struct word_type *
cache_type(const struct type_cache *c, uint32_t number)
{
	return (void *)(c->type + number * c->stride);
}

/* Have the key's set on its way from memory. */
static inline void
cache_await_set(const struct type_cache *c, uint64_t key)
{
	__builtin_prefetch(cache_set(c, key));
}

/* The same of a type. */
static inline void
cache_await(const struct type_cache *c, uint32_t number)
{
	const char *p = (const char *)cache_type(c, number);

	__builtin_prefetch(p);
	__builtin_prefetch(p + CACHE_LINE);
	for (size_t i = 2 * CACHE_LINE; i < c->stride; i += CACHE_LINE)
		__builtin_prefetch(p + i);
}

/*
 * The number of the type with that key.  True where it is there; where it is
 * not, the number is that of the type that gives way to it, and the caller is
 * to fill that in, its key too.  A type may have to give way to two words of a
 * line: its own key tells whom it is of.
 */
static inline bool
cache_find(struct type_cache *c, uint64_t key, uint32_t *number)
{
	uint64_t *set = cache_set(c, key), hit;
	unsigned i = 0;
	bool there;

	while (i < CACHE_WAYS - 1 && (set[i] ^ key) >= CACHE_WAYS)
		i++;
	hit = set[i];
	there = (hit ^ key) < CACHE_WAYS;
	for (; i > 0; i--)
		set[i] = set[i - 1];
	set[0] = key | hit % CACHE_WAYS;
	*number = (uint32_t)(set - c->set[0]) + (uint32_t)(hit % CACHE_WAYS);
	c->added += !there;
	return there;
}

#endif
