/*
 * It starts with 2^11 types and grows eightfold, up to 2^17.
 */
#include "tagger/cache.h"

#include <stdlib.h>

#include "base/mem.h"

enum { FIRST_BITS = 11, STEP_BITS = 3, MOST_BITS = 17 };

/* Types lie side by side at this, so that few cache lines hold one. */
enum { ALIGN = 32 };

/* One type more than there are, as the last one's scores are read from a bit
 * beyond their end. */
static void
make(struct type_cache *c, unsigned bits)
{
	size_t sets = (size_t)1 << (bits - CACHE_WAY_BITS);

	c->bits = bits;
	c->added = 0;
	c->type = mem_table(((size_t)1 << bits) + 1, c->stride);
	c->set = mem_aligned(sets, sizeof *c->set);
	for (size_t i = 0; i < sets; i++)
		for (unsigned k = 0; k < CACHE_WAYS; k++)
			c->set[i][k] = k;
}

void
cache_init(struct type_cache *c, size_t scores)
{
	size_t n = sizeof(struct word_type) + scores * sizeof(int16_t);

	c->stride = (n + ALIGN - 1) / ALIGN * ALIGN;
	make(c, FIRST_BITS);
}

/* Within a set those that were used last keep that. */
static void
move(struct type_cache *to, const struct type_cache *from, size_t set)
{
	for (unsigned i = CACHE_WAYS; i-- > 0;) {
		uint32_t at = (uint32_t)(set * CACHE_WAYS +
		    from->set[set][i] % CACHE_WAYS);
		const struct word_type *type = cache_type(from, at);

		if (type->key == 0)
			continue;
		cache_find(to, type->key, &at);
		memcpy(cache_type(to, at), type, to->stride);
	}
}

bool
cache_room(struct type_cache *c)
{
	struct type_cache old = *c;

	if (c->added >> (c->bits - 1) == 0 || c->bits >= MOST_BITS)
		return false;
	make(c, c->bits + STEP_BITS);
	for (size_t i = 0; i < (size_t)1 << (old.bits - CACHE_WAY_BITS); i++)
		move(c, &old, i);
	c->added = 0;
	cache_free(&old);
	return true;
}

void
cache_free(struct type_cache *c)
{
	free(c->set);
	free(c->type);
	*c = (struct type_cache) { .set = NULL };
}
