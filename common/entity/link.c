/*
 * A hash table from what mentions have in common (id, words, ends of a full
 * name) to the last mention that had it; each mention looks there.  Backwards
 * first, since what a single name means may stand behind it; then forwards,
 * which numbers the entities.
 */
#include "entity/link.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/hash.h"

/* The keys of a mention; 0: none. */
struct link_keys {
	uint64_t id, words;
	uint64_t ends, last, pair, first; /* of a person */
};

struct mention_table {
	uint64_t *key; /* 0: empty */
	uint32_t *mention;
	size_t slots, room;   /* in use; that there are */
	struct link_keys *of; /* each mention */
	size_t cap;
};

/* What a key says of a mention. */
enum { KEY_ID = 11, KEY_WORDS, KEY_ENDS, KEY_LAST, KEY_FIRST };

struct mention_table *
mention_table_new(void)
{
	return mem_zero(1, sizeof(struct mention_table));
}

void
mention_table_free(struct mention_table *t)
{
	if (t == NULL)
		return;
	free(t->key);
	free(t->mention);
	free(t->of);
	free(t);
}

/* Empty the table and make room for n keys. */
static void
reset(struct mention_table *t, size_t n)
{
	size_t slots = 64;

	while (slots < 2 * n)
		slots *= 2;
	if (slots > t->room) {
		free(t->key);
		free(t->mention);
		t->key = mem_alloc(slots * sizeof *t->key);
		t->mention = mem_alloc(slots * sizeof *t->mention);
		t->room = slots;
	}
	t->slots = slots;
	memset(t->key, 0, slots * sizeof *t->key);
}

/* UINT32_MAX where no mention has it, or there is no such key. */
static uint32_t
find(const struct mention_table *t, uint64_t key)
{
	size_t i;

	if (key == 0)
		return UINT32_MAX;
	i = hash_slot(t->key, t->slots, key);
	return t->key[i] ? t->mention[i] : UINT32_MAX;
}

static void
put(struct mention_table *t, uint64_t key, uint32_t mention)
{
	size_t i;

	if (key == 0)
		return;
	i = hash_slot(t->key, t->slots, key);
	t->key[i] = key;
	t->mention[i] = mention;
}

static bool
person(const struct mention *m)
{
	return span_eq(m->label, SPAN("PER"));
}

static uint64_t
id_key(const struct mention *m)
{
	return m->id.n > 0 ? hash_span(m->id, KEY_ID) | 1 : 0;
}

static struct link_keys
keys_of(const struct mention *m)
{
	struct link_keys k = { .id = id_key(m),
		.words = hash_mix(m->key, hash_span(m->label, KEY_WORDS)) | 1 };

	if (!person(m))
		return k;
	k.last = hash_mix(m->last, KEY_LAST) | 1;
	k.first = hash_mix(m->first_word, KEY_FIRST) | 1;
	if (m->words > 1)
		k.ends = hash_mix(m->first_word ^ m->last, KEY_ENDS) | 1;
	if (m->words > 2)
		k.pair = hash_mix(m->before_last ^ m->last, KEY_LAST) | 1;
	return k;
}

/* Remember mention i as one that later ones may mean. */
static void
remember(struct mention_table *t, uint32_t i)
{
	const struct link_keys *k = &t->of[i];

	put(t, k->id, i);
	put(t, k->words, i);
	if (k->ends == 0)
		return;
	put(t, k->ends, i);
	put(t, k->last, i);
	put(t, k->pair, i);
	put(t, k->first, i);
}

/* The mention in the table that mention i means, or UINT32_MAX. */
static uint32_t
same_as(const struct mention_table *t, const struct mention *m, uint32_t i)
{
	const struct link_keys *k = &t->of[i];
	uint32_t other = find(t, k->id);

	if (other == UINT32_MAX)
		other = find(t, k->words);
	if (other != UINT32_MAX || !person(m))
		return other;
	if (m->words == 1) {
		other = find(t, k->last);
		return other == UINT32_MAX ? find(t, k->first) : other;
	}
	other = find(t, k->ends);
	if (other == UINT32_MAX && m->words == 2)
		other = find(
		    t, hash_mix(m->first_word ^ m->last, KEY_LAST) | 1);
	return other;
}

/* Two with ids of their own are never one. */
static bool
differ(const struct mention *a, const struct mention *b)
{
	return a->id.n > 0 && b->id.n > 0 && !span_eq(a->id, b->id);
}

/* Give mention i the id of another that it means. */
static void
share(struct mentions *all, struct mention_table *t, uint32_t i, uint32_t other)
{
	struct mention *m = &all->m[i];

	if (m->id.p == NULL) {
		m->id = all->m[other].id;
		m->name = all->m[other].name;
		t->of[i].id = t->of[other].id;
	}
}

/* Whether m is a person of the list, called by one name. */
static bool
last_name(const struct mention *m)
{
	return m->words == 1 && m->id.n > 0 && person(m);
}

/* A last name of the list is another person's where the text names one in full
 * that is called so, and not the one of the list. */
static void
doubt_last_names(struct mentions *all, struct mention_table *t)
{
	uint32_t n = 0;

	while (n < all->n && !last_name(&all->m[n]))
		n++;
	if (n == all->n)
		return;
	reset(t, all->n * 2);
	for (uint32_t i = 0; i < all->n; i++)
		if (t->of[i].ends != 0) {
			put(t, t->of[i].last, i);
			put(t, t->of[i].id, i);
		}
	for (uint32_t i = n; i < all->n; i++) {
		struct mention *m = &all->m[i];

		if (last_name(m) && find(t, t->of[i].id) == UINT32_MAX &&
		    find(t, t->of[i].last) != UINT32_MAX) {
			m->id = m->name = span_of(NULL, 0);
			t->of[i].id = 0;
		}
	}
}

void
link_mentions(struct mentions *all, struct mention_table *t)
{
	uint32_t groups = 0;

	if (all->n > t->cap)
		t->of = mem_grow(t->of, &t->cap, all->n, sizeof *t->of);
	for (uint32_t i = 0; i < all->n; i++)
		t->of[i] = keys_of(&all->m[i]);
	doubt_last_names(all, t);

	/* backwards first: what a single name means may stand behind it */
	reset(t, all->n * 6);
	for (uint32_t i = (uint32_t)all->n; i-- > 0;) {
		struct mention *m = &all->m[i];
		uint32_t other = same_as(t, m, i);

		if (other != UINT32_MAX && !differ(m, &all->m[other]))
			share(all, t, i, other);
		remember(t, i);
	}
	reset(t, all->n * 6);
	for (uint32_t i = 0; i < all->n; i++) {
		struct mention *m = &all->m[i];
		uint32_t other = same_as(t, m, i);

		if (other != UINT32_MAX && !differ(m, &all->m[other])) {
			m->group = all->m[other].group;
			share(all, t, i, other);
		} else
			m->group = groups++;
		remember(t, i);
	}
}
