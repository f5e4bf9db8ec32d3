/*
 * What mentions have in common (id, words, ends of a full name) has a number,
 * by a hash table, and each number the last mention that had it; each mention
 * looks there.  Backwards first, since what a single name means may stand
 * behind it; then forwards, which numbers the entities.
 */
#include "entity/link.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/hash.h"

/* The numbers of a mention's keys; 0: none. */
struct link_keys {
	uint32_t id, words;
	uint32_t ends, last, pair, first; /* of a person */
	uint32_t both;                    /* the pair that two words are */
};

struct mention_table {
	uint64_t *key;        /* 0: empty */
	uint32_t *number;     /* of a key, from 1 on */
	size_t slots, room;   /* in use; that there are */
	uint32_t numbers;     /* given */
	uint32_t *last;       /* mention with a number; UINT32_MAX: none */
	struct link_keys *of; /* each mention */
	size_t cap, last_cap;
};

/* What a key says of a mention. */
enum { KEYS = 6 }; /* that a mention has at the most */
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
	free(t->number);
	free(t->last);
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
		free(t->number);
		t->key = mem_alloc(slots * sizeof *t->key);
		t->number = mem_alloc(slots * sizeof *t->number);
		t->room = slots;
	}
	t->slots = slots;
	t->numbers = 0;
	memset(t->key, 0, slots * sizeof *t->key);
}

/* The number of a key. */
static uint32_t
number_of(struct mention_table *t, uint64_t key)
{
	size_t i = hash_slot(t->key, t->slots, key);

	if (t->key[i] == 0) {
		t->key[i] = key;
		t->number[i] = ++t->numbers;
	}
	return t->number[i];
}

/* No mention has been looked at yet. */
static void
forget(struct mention_table *t)
{
	size_t n = (size_t)t->numbers + 1;

	if (n > t->last_cap)
		t->last = mem_grow(t->last, &t->last_cap, n, sizeof *t->last);
	memset(t->last, 0xff, n * sizeof *t->last);
}

/* The last mention with that number; UINT32_MAX where there is none. */
static uint32_t
find(const struct mention_table *t, uint32_t number)
{
	return number == 0 ? UINT32_MAX : t->last[number];
}

static void
put(struct mention_table *t, uint32_t number, uint32_t mention)
{
	t->last[number] = mention;
}

static bool
person(const struct mention *m)
{
	return span_eq(m->label, SPAN("PER"));
}

static struct link_keys
keys_of(struct mention_table *t, const struct mention *m)
{
	struct link_keys k = {
		.words = number_of(
		    t, hash_mix(m->key, hash_span(m->label, KEY_WORDS)) | 1)
	};

	if (m->id.n > 0)
		k.id = number_of(t, hash_span(m->id, KEY_ID) | 1);
	if (!person(m))
		return k;
	k.last = number_of(t, hash_mix(m->last, KEY_LAST) | 1);
	k.first = number_of(t, hash_mix(m->first_word, KEY_FIRST) | 1);
	if (m->words > 1)
		k.ends = number_of(
		    t, hash_mix(m->first_word ^ m->last, KEY_ENDS) | 1);
	if (m->words == 2)
		k.both = number_of(
		    t, hash_mix(m->first_word ^ m->last, KEY_LAST) | 1);
	if (m->words > 2)
		k.pair = number_of(
		    t, hash_mix(m->before_last ^ m->last, KEY_LAST) | 1);
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
	return other == UINT32_MAX ? find(t, k->both) : other;
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
	forget(t);
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
	reset(t, all->n * KEYS);
	for (uint32_t i = 0; i < all->n; i++)
		t->of[i] = keys_of(t, &all->m[i]);
	doubt_last_names(all, t);

	/* backwards first: what a single name means may stand behind it */
	forget(t);
	for (uint32_t i = (uint32_t)all->n; i-- > 0;) {
		struct mention *m = &all->m[i];
		uint32_t other = same_as(t, m, i);

		if (other != UINT32_MAX && !differ(m, &all->m[other]))
			share(all, t, i, other);
		remember(t, i);
	}
	forget(t);
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
