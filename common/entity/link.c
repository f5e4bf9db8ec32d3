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

struct mention_table {
	uint64_t *key; /* 0: empty */
	uint32_t *mention;
	size_t slots, used;
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
	free(t);
}

/* Empty the table and make room for n keys. */
static void
reset(struct mention_table *t, size_t n)
{
	size_t slots = 64;

	while (slots < 2 * n)
		slots *= 2;
	if (slots > t->slots) {
		free(t->key);
		free(t->mention);
		t->key = mem_alloc(slots * sizeof *t->key);
		t->mention = mem_alloc(slots * sizeof *t->mention);
	}
	t->slots = slots;
	memset(t->key, 0, slots * sizeof *t->key);
}

static uint32_t
find(const struct mention_table *t, uint64_t key)
{
	size_t i = hash_slot(t->key, t->slots, key | 1);

	return t->key[i] ? t->mention[i] : UINT32_MAX;
}

static void
put(struct mention_table *t, uint64_t key, uint32_t mention)
{
	size_t i = hash_slot(t->key, t->slots, key | 1);

	t->key[i] = key | 1;
	t->mention[i] = mention;
}

static bool
person(const struct mention *m)
{
	return span_eq(m->label, SPAN("PER"));
}

static uint64_t
words_key(const struct mention *m)
{
	return hash_mix(m->key, hash_span(m->label, KEY_WORDS));
}

/* Remember m as one that later mentions may mean. */
static void
remember(struct mention_table *t, const struct mention *m, uint32_t i)
{
	if (m->id.n > 0)
		put(t, hash_span(m->id, KEY_ID), i);
	put(t, words_key(m), i);
	if (person(m) && m->words > 1) {
		put(t, hash_mix(m->first_word ^ m->last, KEY_ENDS), i);
		put(t, hash_mix(m->last, KEY_LAST), i);
		if (m->words > 2)
			put(t, hash_mix(m->before_last ^ m->last, KEY_LAST), i);
		put(t, hash_mix(m->first_word, KEY_FIRST), i);
	}
}

/* The mention in the table that m means, or UINT32_MAX. */
static uint32_t
same_as(const struct mention_table *t, const struct mention *m)
{
	uint32_t i = UINT32_MAX;

	if (m->id.n > 0)
		i = find(t, hash_span(m->id, KEY_ID));
	if (i == UINT32_MAX)
		i = find(t, words_key(m));
	if (i == UINT32_MAX && person(m) && m->words > 1)
		i = find(t, hash_mix(m->first_word ^ m->last, KEY_ENDS));
	if (i == UINT32_MAX && person(m) && m->words == 1)
		i = find(t, hash_mix(m->last, KEY_LAST));
	if (i == UINT32_MAX && person(m) && m->words == 2)
		i = find(t, hash_mix(m->first_word ^ m->last, KEY_LAST));
	if (i == UINT32_MAX && person(m) && m->words == 1)
		i = find(t, hash_mix(m->last, KEY_FIRST));
	return i;
}

/* Two with ids of their own are never one. */
static bool
differ(const struct mention *a, const struct mention *b)
{
	return a->id.n > 0 && b->id.n > 0 && !span_eq(a->id, b->id);
}

static void
share(struct mention *m, const struct mention *other)
{
	if (m->id.p == NULL) {
		m->id = other->id;
		m->name = other->name;
	}
}

/* A last name of the list is another person's where the text names one in full
 * that is called so, and not the one of the list. */
static void
doubt_last_names(struct mentions *all, struct mention_table *t)
{
	reset(t, all->n * 2);
	for (uint32_t i = 0; i < all->n; i++)
		if (person(&all->m[i]) && all->m[i].words > 1) {
			put(t, hash_mix(all->m[i].last, KEY_LAST), i);
			if (all->m[i].id.n > 0)
				put(t, hash_span(all->m[i].id, KEY_ID), i);
		}
	for (uint32_t i = 0; i < all->n; i++) {
		struct mention *m = &all->m[i];

		if (person(m) && m->words == 1 && m->id.n > 0 &&
		    find(t, hash_span(m->id, KEY_ID)) == UINT32_MAX &&
		    find(t, hash_mix(m->last, KEY_LAST)) != UINT32_MAX)
			m->id = m->name = span_of(NULL, 0);
	}
}

void
link_mentions(struct mentions *all, struct mention_table *t)
{
	uint32_t groups = 0;

	doubt_last_names(all, t);

	/* backwards first: what a single name means may stand behind it */
	reset(t, all->n * 6);
	for (uint32_t i = (uint32_t)all->n; i-- > 0;) {
		struct mention *m = &all->m[i];
		uint32_t other = same_as(t, m);

		if (other != UINT32_MAX && !differ(m, &all->m[other]))
			share(m, &all->m[other]);
		remember(t, m, i);
	}
	reset(t, all->n * 6);
	for (uint32_t i = 0; i < all->n; i++) {
		struct mention *m = &all->m[i];
		uint32_t other = same_as(t, m);

		if (other != UINT32_MAX && !differ(m, &all->m[other])) {
			m->group = all->m[other].group;
			share(m, &all->m[other]);
		} else
			m->group = groups++;
		remember(t, m, i);
	}
}
