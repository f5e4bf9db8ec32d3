/*
 * A type is written to a place that is the thread's own, and found by its slot
 * from then on: nobody sees a half of one, and nobody waits.  Two threads may
 * give the same one at once; then one of the copies lies idle.
 */
#include "tagger/store.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* A slot is the upper bits of a key and 1 + the number of its type, or 0. */
enum {
	SLOT_BITS = STORE_BITS + 1,
	SLOTS = 1 << SLOT_BITS,
	NUMBERS = 2 * STORE_MOST,
	TRIES = 8, /* slots, from the key's own on */
	PAGE = 512 /* slots that are not looked at before one is in use */
};

struct type_store {
	_Atomic uint64_t *slot; /* SLOTS, and types behind them; owned */
	char *type;             /* keys and types */
	size_t size;            /* bytes of one, behind its key */
	atomic_bool used[SLOTS / PAGE];
	char apart[64];     /* from what is read all the time */
	_Atomic uint32_t n; /* types; more where it is full */
};

static size_t
slot_of(uint64_t key, unsigned try)
{
	return ((key >> (64 - SLOT_BITS)) + try) % SLOTS;
}

struct type_store *
store_new(size_t size)
{
	struct type_store *s = mem_zero(1, sizeof *s);
	const size_t slots = SLOTS * sizeof s->slot[0];
	char *all = mem_table(
	    1, slots + STORE_MOST * (sizeof(uint64_t) + size));

	s->slot = (void *)all;
	s->type = all + slots;
	s->size = size;
	return s;
}

/* What is in a slot.  Memory that is read before it is written is mapped twice,
 * and the second time stops all threads. */
static uint64_t
look(const struct type_store *s, size_t slot)
{
	if (!atomic_load_explicit(&s->used[slot / PAGE], memory_order_acquire))
		return 0;
	return atomic_load_explicit(&s->slot[slot], memory_order_acquire);
}

static char *
type_of(const struct type_store *s, uint32_t number)
{
	return s->type + number * (sizeof(uint64_t) + s->size);
}

const char *
store_find(const struct type_store *s, uint64_t key)
{
	for (unsigned i = 0; i < TRIES; i++) {
		uint64_t slot = look(s, slot_of(key, i));
		const char *type;

		if (slot == 0)
			return NULL;
		if ((slot ^ key) >= NUMBERS)
			continue;
		type = type_of(s, (uint32_t)(slot % NUMBERS) - 1);
		if (memcmp(type, &key, sizeof key) == 0)
			return type + sizeof key;
	}
	return NULL;
}

/* The first free slot of the key's; false where there is none, or it has one
 * already. */
static bool
find_free(const struct type_store *s, uint64_t key, unsigned *try)
{
	for (*try = 0; *try < TRIES; ++*try) {
		uint64_t slot = look(s, slot_of(key, *try));

		if (slot == 0)
			return true;
		if ((slot ^ key) < NUMBERS)
			return false;
	}
	return false;
}

void
store_give(
    struct type_store *s, uint64_t key, struct span type, struct span more)
{
	uint32_t mine;
	unsigned try;
	char *to;

	if (atomic_load(&s->n) >= STORE_MOST || !find_free(s, key, &try) ||
	    (mine = atomic_fetch_add(&s->n, 1)) >= STORE_MOST)
		return;
	to = type_of(s, mine);
	memcpy(to, &key, sizeof key);
	memcpy(to + sizeof key, type.p, type.n);
	memcpy(to + sizeof key + type.n, more.p, more.n);
	for (; try < TRIES; try++) {
		size_t at = slot_of(key, try);
		uint64_t none = 0;

		if (atomic_compare_exchange_strong(&s->slot[at], &none,
			key / NUMBERS * NUMBERS + mine + 1)) {
			atomic_store(&s->used[at / PAGE], true);
			return;
		}
	}
}

void
store_free(struct type_store *s)
{
	if (s == NULL)
		return;
	free(s->slot);
	free(s);
}
