/*
 * Sets have room for 2^11 types to begin with and grow fourfold.
 */
#include "tagger/cache.h"

#include <stdlib.h>

#include "base/mem.h"

enum { FIRST_BITS = 11, STEP_BITS = 2 };
_Static_assert((CACHE_BITS - FIRST_BITS) % STEP_BITS == 0, "they end there");

/* Types lie at multiples of this, so that few cache lines hold one.  Scores
 * are read by vectors, from a bit beyond their end. */
enum { ALIGN = 32, VECTOR = 32 };

static void
make_sets(struct type_cache *c, unsigned bits)
{
	size_t n = (size_t)1 << (bits - CACHE_WAY_BITS);

	c->bits = bits;
	c->set = mem_aligned(n, sizeof *c->set);
	memset(c->set, 0, n * sizeof *c->set);
}

void
cache_init(struct type_cache *c, size_t scores)
{
	size_t n = sizeof(struct word_type) + scores * sizeof(int16_t);

	_Static_assert(sizeof(struct word_type) >= VECTOR, "one is enough");
	c->n = 0;
	c->scores = scores * sizeof(int16_t);
	c->stride = (n + ALIGN - 1) / ALIGN * ALIGN;
	c->room = mem_alloc(CACHE_MOST * c->stride + CACHE_LINE);
	c->type = (char *)c->room + -(uintptr_t)c->room % CACHE_LINE;
	c->forms = mem_alloc(CACHE_MOST * sizeof *c->forms);
	make_sets(c, FIRST_BITS);
}

/* Within a set those that were used last keep that. */
static void
move(struct type_cache *to, const uint32_t from[CACHE_WAYS])
{
	for (unsigned i = CACHE_WAYS; i-- > 0;) {
		uint32_t *set;

		if (from[i] == 0)
			continue;
		set = cache_set(to, cache_type(to, from[i] % CACHE_MOST)->key);
		memmove(set + 1, set, (CACHE_WAYS - 1) * sizeof *set);
		set[0] = from[i];
	}
}

bool
cache_room(struct type_cache *c)
{
	uint32_t(*old)[CACHE_WAYS] = c->set;
	size_t sets = (size_t)1 << (c->bits - CACHE_WAY_BITS);

	if (c->n >> (c->bits - 1) == 0 || c->bits >= CACHE_BITS)
		return false;
	if (c->bits == FIRST_BITS)
		mem_huge(c->type + c->n * c->stride,
		    (CACHE_MOST - c->n) * c->stride);
	make_sets(c, c->bits + STEP_BITS);
	for (size_t i = 0; i < sets; i++)
		move(c, old[i]);
	free(old);
	return true;
}

void
cache_free(struct type_cache *c)
{
	free(c->set);
	free(c->forms);
	free(c->room);
	*c = (struct type_cache) { .set = NULL };
}
