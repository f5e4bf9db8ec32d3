/*
 * Counters lie in an array, ordered by a binary heap of their counts and found
 * by a hash table with linear probing; a name that goes is taken out of the
 * table by moving back what follows it (Knuth, TAOCP 3, 6.4, algorithm R).
 */
#include "report/top.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "text/utf8.h"

static unsigned long
count_at(const struct top *t, size_t place)
{
	return t->slots[t->heap[place]].count;
}

static void
put_at(struct top *t, size_t place, uint32_t slot)
{
	t->heap[place] = slot;
	t->slots[slot].at = place;
}

/* The count at place has grown: move it away from the root. */
static void
sift_down(struct top *t, size_t place)
{
	uint32_t slot = t->heap[place];

	for (;;) {
		size_t child = 2 * place + 1;

		if (child + 1 < t->n &&
		    count_at(t, child + 1) < count_at(t, child))
			child++;
		if (child >= t->n || count_at(t, child) >= t->slots[slot].count)
			break;
		put_at(t, place, t->heap[child]);
		place = child;
	}
	put_at(t, place, slot);
}

static void
sift_up(struct top *t, size_t place)
{
	uint32_t slot = t->heap[place];

	while (
	    place > 0 && count_at(t, (place - 1) / 2) > t->slots[slot].count) {
		put_at(t, place, t->heap[(place - 1) / 2]);
		place = (place - 1) / 2;
	}
	put_at(t, place, slot);
}

static struct span
key_of(const struct top_slot *s)
{
	return span_of(s->key, s->key_n);
}

/* Where in the table key is, or would go. */
static size_t
probe(const struct top *t, struct span key, uint64_t hash)
{
	size_t i = hash & t->mask;

	for (; t->table[i] != 0; i = (i + 1) & t->mask) {
		const struct top_slot *s = &t->slots[t->table[i] - 1];

		if (s->hash == hash && span_eq(key_of(s), key))
			break;
	}
	return i;
}

/* Twice the room, at least double of what is to be held. */
static void
grow_table(struct top *t)
{
	size_t size = t->mask == 0 ? 64 : 2 * (t->mask + 1);

	free(t->table);
	t->table = mem_zero(size, sizeof t->table[0]);
	t->mask = size - 1;
	for (size_t i = 0; i < t->n; i++) {
		struct top_slot *s = &t->slots[i];

		t->table[probe(t, key_of(s), s->hash)] = (uint32_t)i + 1;
	}
}

static void
forget(struct top *t, const struct top_slot *s)
{
	size_t hole = probe(t, key_of(s), s->hash), i = hole;

	for (;;) {
		size_t home;

		i = (i + 1) & t->mask;
		if (t->table[i] == 0)
			break;
		home = t->slots[t->table[i] - 1].hash & t->mask;
		/* May it stand at the hole?  Not if it is at home in between.
		 */
		if (((i - home) & t->mask) < ((i - hole) & t->mask))
			continue;
		t->table[hole] = t->table[i];
		hole = i;
	}
	t->table[hole] = 0;
}

static void
set_name(struct top_slot *s, struct span key, struct span shown)
{
	shown = utf8_head(shown, TOP_NAME);
	s->key_n = (uint8_t)key.n;
	s->shown_n = (uint8_t)shown.n;
	if (key.n > 0)
		memcpy(s->key, key.p, key.n);
	if (shown.n > 0)
		memcpy(s->shown, shown.p, shown.n);
}

/* A counter for a new name: a fresh one, or the smallest. */
static struct top_slot *
take(struct top *t)
{
	struct top_slot *s;
	unsigned long error = 0;

	if (t->n == t->most) {
		s = &t->slots[t->heap[0]];
		forget(t, s);
		error = s->count;
		memset(s->tally, 0, sizeof s->tally);
	} else {
		t->slots = mem_grow(
		    t->slots, &t->cap, t->n + 1, sizeof t->slots[0]);
		t->heap = mem_grow(
		    t->heap, &t->heap_cap, t->n + 1, sizeof t->heap[0]);
		s = &t->slots[t->n];
		*s = (struct top_slot) { .at = t->n };
		t->heap[t->n] = (uint32_t)t->n;
		t->n++;
		sift_up(t, s->at);
	}
	s->count = s->error = error;
	s->unit = 0;
	s->born = t->born++;
	return s;
}

struct top_slot *
top_add(struct top *t, struct span key, struct span shown, unsigned long unit)
{
	struct top_slot *s;
	uint64_t hash;
	size_t i;

	key = utf8_head(key, TOP_NAME);
	hash = hash_span(key, t->seed);
	if (2 * (t->n + 1) > t->mask)
		grow_table(t);
	i = probe(t, key, hash);
	if (t->table[i] != 0) {
		s = &t->slots[t->table[i] - 1];
	} else {
		s = take(t);
		set_name(s, key, shown);
		s->hash = hash;
		i = probe(t, key, hash);
		t->table[i] = (uint32_t)(s - t->slots) + 1;
	}
	if (s->unit == unit)
		return s;
	s->unit = unit;
	s->count++;
	t->names++;
	sift_down(t, s->at);
	return s;
}

const struct top_slot **
top_sorted(const struct top *t, int (*compare)(const void *, const void *))
{
	const struct top_slot **all = mem_zero(t->n + 1, sizeof all[0]);

	for (size_t i = 0; i < t->n; i++)
		all[i] = &t->slots[i];
	qsort(all, t->n, sizeof all[0], compare);
	return all;
}

static const struct top_slot *
slot(const void *p)
{
	return *(const struct top_slot *const *)p;
}

int
top_by_key(const void *a, const void *b)
{
	const struct top_slot *x = slot(a), *y = slot(b);
	size_t n = x->key_n < y->key_n ? x->key_n : y->key_n;
	int order = memcmp(x->key, y->key, n);

	return order != 0 ? order : (int)x->key_n - (int)y->key_n;
}

int
top_by_count(const void *a, const void *b)
{
	const struct top_slot *x = slot(a), *y = slot(b);

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return top_by_key(a, b);
}

int
top_by_sure(const void *a, const void *b)
{
	const struct top_slot *x = slot(a), *y = slot(b);
	unsigned long m = x->count - x->error, n = y->count - y->error;

	return m != n ? (m < n ? 1 : -1) : top_by_count(a, b);
}

int
top_by_age(const void *a, const void *b)
{
	const struct top_slot *x = slot(a), *y = slot(b);

	return x->born < y->born ? -1 : x->born > y->born;
}

void
top_free(struct top *t)
{
	free(t->slots);
	free(t->heap);
	free(t->table);
	*t = (struct top) { .most = t->most, .seed = t->seed };
}
