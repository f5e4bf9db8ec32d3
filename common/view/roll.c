/* A name is told by its hash: see base/hash.h for what that is worth. */
#include "view/roll.h"

#include <stdlib.h>

#include "base/hash.h"
#include "record/put.h"

enum { SLOTS = 1 << 12 }; /* at first */

static uint64_t
key_of(struct span label, struct span id, struct span name)
{
	uint64_t h = id.p != NULL
	    ? hash_span(id, 1)
	    : hash_mix(hash_span(label, 2), hash_span(name, 3));

	return h != 0 ? h : 1;
}

static void
make_slots(struct roll *r, size_t slots)
{
	struct roll old = *r;

	r->key = mem_zero(slots, sizeof *r->key);
	r->number = mem_zero(slots, sizeof *r->number);
	r->slots = slots;
	for (size_t i = 0; i < old.slots; i++)
		if (old.key[i] != 0) {
			size_t to = hash_slot(r->key, slots, old.key[i]);

			r->key[to] = old.key[i];
			r->number[to] = old.number[i];
		}
	free(old.key);
	free(old.number);
}

static uint32_t
new_name(struct roll *r, struct span label, struct span id, struct span name)
{
	if (r->n == 0)
		put_array(&r->names);
	put_array(&r->names);
	put_string(&r->names, label);
	put_maybe(&r->names, id);
	put_string(&r->names, name);
	put_array_end(&r->names);
	r->count = mem_grow(r->count, &r->cap, r->n + 1, sizeof *r->count);
	r->count[r->n] = 0;
	return (uint32_t)r->n++;
}

uint32_t
roll_add(struct roll *r, struct span label, struct span id, struct span name)
{
	uint64_t key = key_of(label, id, name);
	size_t at;

	if (r->slots < 2 * (r->n + 1))
		make_slots(r, r->slots > 0 ? 2 * r->slots : SLOTS);
	at = hash_slot(r->key, r->slots, key);
	if (r->key[at] == 0) {
		r->key[at] = key;
		r->number[at] = new_name(r, label, id, name);
	}
	r->count[r->number[at]]++;
	return r->number[at];
}

void
roll_put(struct roll *r, struct buf *out)
{
	put_key(out, SPAN("names"));
	if (r->n == 0)
		put_array(out);
	else
		put_json(out, buf_span(&r->names));
	put_array_end(out);
	put_array(put_key(out, SPAN("counts")));
	for (size_t i = 0; i < r->n; i++)
		put_number(out, r->count[i]);
	put_array_end(out);
	r->n = r->names.n = 0;
	if (r->slots > 0)
		memset(r->key, 0, r->slots * sizeof *r->key);
}

void
roll_free(struct roll *r)
{
	buf_free(&r->names);
	free(r->count);
	free(r->key);
	free(r->number);
	*r = (struct roll) { .n = 0 };
}
