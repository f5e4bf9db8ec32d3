/* What threads have in common of words (tagger/store.h): what is taken is what
 * was given, whoever gives at the same time. */
#include "tagger/store.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/hash.h"
#include "tap.h"

enum { SIZE = 96, KEYS = 2 * STORE_MOST, THREADS = 3 };

struct giver {
	struct type_store *store;
	unsigned seed;
	unsigned long taken, wrong;
};

static uint64_t
key_of(uint32_t i)
{
	return hash_mix(i + 1, 7) | 1;
}

/* The type with that key. */
static void
fill(uint64_t type[SIZE / 8], uint64_t key)
{
	for (int i = 0; i < SIZE / 8; i++)
		type[i] = key >> i;
}

static void
give_all(struct type_store *s, uint64_t key, const uint64_t type[SIZE / 8])
{
	const char *p = (const char *)type;

	store_give(s, key, span_of(p, SIZE - 16), span_of(p + SIZE - 16, 16));
}

/* Take or give keys, the smaller the more often. */
static void *
give(void *arg)
{
	struct giver *g = arg;
	uint64_t like[SIZE / 8], random = g->seed;
	const char *mine;

	for (int i = 0; i < 2 * KEYS; i++) {
		uint64_t key;

		random = hash_mix(random, i);
		key = key_of((random % KEYS) * (random >> 40) >> 24);
		fill(like, key);
		mine = store_find(g->store, key);
		if (mine == NULL)
			give_all(g->store, key, like);
		else {
			g->taken++;
			g->wrong += memcmp(mine, like, SIZE) != 0;
		}
	}
	return NULL;
}

static void
test_threads(void)
{
	struct giver g[THREADS];
	pthread_t thread[THREADS];
	unsigned long taken = 0, wrong = 0;

	for (unsigned i = 0; i < THREADS; i++) {
		g[i] = (struct giver) {
			.store = i ? g[0].store : store_new(SIZE), .seed = i + 1
		};
		pthread_create(&thread[i], NULL, give, &g[i]);
	}
	for (unsigned i = 0; i < THREADS; i++) {
		pthread_join(thread[i], NULL);
		taken += g[i].taken;
		wrong += g[i].wrong;
	}
	ok(taken > KEYS, "threads take what others gave");
	ok(wrong == 0, "and it is the same");
	store_free(g[0].store);
}

int
main(void)
{
	struct type_store *s = store_new(SIZE);
	uint64_t a[SIZE / 8];
	const char *b;
	unsigned there = 0;

	fill(a, key_of(0));
	ok(store_find(s, key_of(0)) == NULL, "nothing is there");
	give_all(s, key_of(0), a);
	give_all(s, key_of(0), a);
	ok((b = store_find(s, key_of(0))) != NULL && memcmp(a, b, SIZE) == 0,
	    "what was given");
	ok(store_find(s, key_of(1)) == NULL, "and nothing else");
	for (uint32_t i = 0; i < KEYS; i++) {
		fill(a, key_of(i));
		give_all(s, key_of(i), a);
	}
	for (uint32_t i = 0; i < KEYS; i++)
		there += store_find(s, key_of(i)) != NULL;
	ok(there > STORE_MOST / 10 * 9 && there <= STORE_MOST,
	    "until it is full");
	store_free(s);
	store_free(NULL);
	test_threads();
	return tap_done();
}
