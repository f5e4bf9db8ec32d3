/*
 * The cache of word types: what the tagger knows of a word, once it has had it.
 *
 * Types are found by sets of eight places.  One that is used comes half the way
 * to the front; the last one gives way to a new one.  A place is the number of
 * its type and some bits of its key.  Types are numbered as they come, so that
 * the most frequent ones lie side by side, and memory is taken as it fills; the
 * one that gives way leaves its number.
 */
#ifndef TAGGER_CACHE_H
#define TAGGER_CACHE_H

#include <stdint.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "tagger/match.h"

enum { CACHE_WAY_BITS = 3, CACHE_WAYS = 1 << CACHE_WAY_BITS };

/* Most types, and so bits of a number; the rest of a place are of the key. */
enum { CACHE_BITS = 17, CACHE_MOST = 1 << CACHE_BITS };

enum { CACHE_LINE = 64 }; /* bytes that come from memory together */

/* Hashes of forms that lie with the type; those of others are few. */
enum { CACHE_FORMS = 2 };
typedef uint64_t cache_forms[CLITIC_FORMS - CACHE_FORMS];

/* What is known of a type, behind its scores: see model_words.  Together they
 * are two cache lines of khabar's own model. */
struct word_type {
	char facts[PROBE_FACTS_N]; /* of its probe */
	uint64_t hash[CACHE_FORMS];
	uint64_t key; /* of the word's bytes */
} __attribute__((packed, aligned(2)));

struct type_cache {
	uint32_t (*set)[CACHE_WAYS]; /* places, 0: none; owned */
	unsigned bits;               /* log2 of the places */
	uint32_t n;                  /* types */
	char *type;                  /* the first one, within room */
	size_t scores, stride;       /* bytes of one's scores, of one */
	cache_forms *forms;          /* of each type; owned */
	void *room;                  /* owned */
};

/* An empty cache of types with so many scores each.  Its sets are few, for a
 * page alone, and grow with the types it sees: call cache_room now and then,
 * which is true where they grow. */
void cache_init(struct type_cache *c, size_t scores);
bool cache_room(struct type_cache *c);

/* Give the memory back. */
void cache_free(struct type_cache *c);

/* The places that a key may stand in. */
static inline uint32_t *
cache_set(const struct type_cache *c, uint64_t key)
{
	return c->set[key >> (64 - c->bits + CACHE_WAY_BITS)];
}

/* The scores of the type of that number. */
static inline int16_t *
cache_score(const struct type_cache *c, uint32_t number)
{
	return (void *)(c->type + number * c->stride);
}

/* The rest of it. */
static inline struct word_type *
cache_type(const struct type_cache *c, uint32_t number)
{
	return (void *)(c->type + number * c->stride + c->scores);
}

/* All that is known of the type of that number is these bytes and those. */
static inline struct span
cache_bytes(const struct type_cache *c, uint32_t number)
{
	return span_of(c->type + number * c->stride, c->stride);
}

/* The rest of them: forms that do not lie with the type. */
static inline struct span
cache_more(const struct type_cache *c, uint32_t number)
{
	return span_of((const char *)c->forms[number], sizeof *c->forms);
}

/* Let the type of that number be a copy of another: from holds its bytes, and
 * behind them the rest. */
static inline void
cache_put(struct type_cache *c, uint32_t number, const char *from)
{
	memcpy(c->type + number * c->stride, from, c->stride);
	memcpy(c->forms[number], from + c->stride, sizeof *c->forms);
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
	const char *p = c->type + number * c->stride;

	__builtin_prefetch(p);
	__builtin_prefetch(p + CACHE_LINE);
	for (size_t i = 2 * CACHE_LINE; i < c->stride; i += CACHE_LINE)
		__builtin_prefetch(p + i);
}

/* Which of a set's places may be that one, or are empty, a bit each; the last
 * one is always among them. */
static inline unsigned
cache_ways_plain(const uint32_t set[CACHE_WAYS], uint32_t place)
{
	unsigned ways = 1u << (CACHE_WAYS - 1);

	for (unsigned k = 0; k < CACHE_WAYS; k++)
		ways |= (unsigned)((set[k] ^ place) < CACHE_MOST || set[k] == 0)
		    << k;
	return ways;
}

#ifdef __SSE2__
/* The same of four places, in lanes of all bits. */
static inline __m128i
cache_ways_4(const uint32_t set[4], uint32_t place)
{
	__m128i x = _mm_load_si128((const void *)set);
	__m128i none = _mm_setzero_si128();
	__m128i other = _mm_xor_si128(x, _mm_set1_epi32((int)place));

	return _mm_or_si128(_mm_cmpeq_epi32(x, none),
	    _mm_cmpeq_epi32(_mm_srli_epi32(other, CACHE_BITS), none));
}
#endif

/* The same, of a set that lies at a multiple of its size. */
static inline unsigned
cache_ways(const uint32_t set[CACHE_WAYS], uint32_t place)
{
#ifdef __SSE2__
	_Static_assert(CACHE_WAYS == 8, "two vectors");
	__m128i is = _mm_packs_epi32(
	    cache_ways_4(set, place), cache_ways_4(set + 4, place));

	is = _mm_packs_epi16(is, is);
	return (unsigned)(_mm_movemask_epi8(is) & 0xff) |
	    1u << (CACHE_WAYS - 1);
#else
	return cache_ways_plain(set, place);
#endif
}

/*
 * The number of the type with that key, which must be odd.  True where it
 * seems to be there; where it is not, the number is that of a new type or one
 * that gives way to it, and the caller is to fill that in, its key too.  A type
 * may give way before it is looked at, and not all of a key is compared: the
 * type's own key tells whom it is of.
 */
static inline bool
cache_find(struct type_cache *c, uint64_t key, uint32_t *number)
{
	uint32_t *set = cache_set(c, key), hit;
	uint32_t place = (uint32_t)key << CACHE_BITS;
	unsigned i = (unsigned)__builtin_ctz(cache_ways(set, place)), j = i / 2;
	bool there;

	hit = set[i];
	there = (hit ^ place) < CACHE_MOST;
	*number = hit == 0 ? c->n++ : hit % CACHE_MOST;
	set[i] = set[j];
	set[j] = place | *number;
	return there;
}

#endif
