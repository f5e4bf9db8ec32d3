/*
 * Forgetting records, writing and reading all that is known.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "dup/story.h"
#include "io/map.h"

enum { PIECE = 1 << 22 }; /* bytes that are copied at a time */

size_t
stories_bytes(const struct stories *t)
{
	size_t each = t->params.exact ? sizeof t->high[0] : sizeof t->record[0];

	if (t->params.window > 0)
		each += sizeof t->minute[0];
	if (t->params.names)
		each += sizeof t->name[0];
	return t->n * each + t->names.n + t->shapes.n +
	    t->nslots * sizeof t->slots[0] + index_bytes(&t->exact) +
	    index_bytes(&t->bands) + (t->params.exact ? 0 : WEIGHT_SIZE);
}

/* Let each record that stays name its story's first record that stays. */
static void
move_clusters(struct stories *t, uint32_t first)
{
	uint32_t root;

	for (uint32_t i = 0; i < t->n; i++) /* first records come first */
		t->record[i].cluster = t->record[t->record[i].cluster].cluster;
	for (uint32_t i = first; i < t->n; i++) {
		root = t->record[i].cluster;
		if (root >= first)
			continue;
		if (t->record[root].cluster == root)
			t->record[root].cluster = i;
		t->record[i].cluster = t->record[root].cluster;
	}
	for (uint32_t i = first; i < t->n; i++)
		t->record[i].cluster -= first;
}

/* The lowest byte of shapes that a record from first on needs. */
static uint64_t
lowest_shape(const struct stories *t, uint32_t first)
{
	uint64_t low = t->shapes.n;

	for (size_t i = first; i < t->n; i++) {
		const struct story_record *r = &t->record[i];

		if (r->shape < low)
			low = r->shape;
		if (r->slots > 0 && t->slots[r->slots - 1] < low)
			low = t->slots[r->slots - 1];
	}
	return low;
}

static void
move_shapes(struct stories *t, uint32_t first)
{
	uint64_t low = lowest_shape(t, first), *slots = t->slots;
	size_t n = 0;

	t->slots = mem_alloc((t->nslots + 1) * sizeof t->slots[0]);
	for (size_t i = first; i < t->n; i++) {
		struct story_record *r = &t->record[i];

		if (r->shape != STORY_NO_SHAPE)
			r->shape -= low;
		if (r->slots > 0) {
			t->slots[n] = slots[r->slots - 1] - low;
			r->slots = (uint32_t)++n;
		}
	}
	free(slots);
	t->slots_cap = t->nslots + 1;
	t->nslots = n;
	t->shapes.n -= low;
	if (t->shapes.n > 0)
		memmove(t->shapes.p, t->shapes.p + low, t->shapes.n);
}

static void
move_names(struct stories *t, uint32_t first)
{
	uint64_t low = t->name[first - 1];

	t->names.n -= low;
	memmove(t->names.p, t->names.p + low, t->names.n);
	for (size_t i = first; i < t->n; i++)
		t->name[i - first] = t->name[i] - low;
}

void
stories_forget(struct stories *t, uint32_t first)
{
	size_t left = t->n - first;

	if (first == 0)
		return;
	index_forget(&t->exact, first);
	index_forget(&t->bands, first);
	if (t->params.exact) {
		memmove(t->high, t->high + first, left * sizeof t->high[0]);
	} else {
		move_clusters(t, first);
		move_shapes(t, first);
		memmove(
		    t->record, t->record + first, left * sizeof t->record[0]);
	}
	if (t->params.window > 0)
		memmove(
		    t->minute, t->minute + first, left * sizeof t->minute[0]);
	if (t->params.names)
		move_names(t, first);
	t->n = t->found = left;
	t->forgotten += first;
}

/* A run of bytes: its length, then itself. */
static void
save_bytes(struct image *out, const void *p, size_t size)
{
	uint64_t n = size;

	image_add(out, &n, sizeof n);
	if (size > 0)
		image_add(out, p, size);
}

static size_t
load_bytes(const uint8_t **p, void **to, size_t *cap, size_t each)
{
	uint64_t n;
	size_t some;

	memcpy(&n, *p, sizeof n);
	*p += sizeof n;
	*to = mem_grow(*to, cap, (size_t)n / each + 1, each);
	for (size_t done = 0; done < n; done += some) {
		some = n - done < PIECE ? (size_t)(n - done) : PIECE;
		memcpy((char *)*to + done, *p, some);
		map_drop(span_of((const char *)*p, some));
		*p += some;
	}
	return (size_t)n / each;
}

#define SAVE(out, array, n) save_bytes((out), (array), (n) * sizeof *(array))
#define LOAD(p, array, cap) \
	load_bytes((p), (void **)&(array), (cap), sizeof *(array))

void
stories_save(const struct stories *t, struct image *out)
{
	uint64_t n = t->n;

	SAVE(out, &n, 1);
	SAVE(out, t->record, t->params.exact ? 0 : t->n);
	SAVE(out, t->known, t->params.exact ? 0 : t->n);
	SAVE(out, t->high, t->params.exact ? t->n : 0);
	SAVE(out, t->minute, t->params.window > 0 ? t->n : 0);
	SAVE(out, t->name, t->params.names ? t->n : 0);
	SAVE(out, t->names.p, t->names.n);
	SAVE(out, t->shapes.p, t->shapes.n);
	SAVE(out, t->slots, t->nslots);
	SAVE(out, &t->weights.stories, 1);
	SAVE(out, t->weights.count, t->params.exact ? 0 : WEIGHT_SIZE);
	index_save(&t->exact, out);
	index_save(&t->bands, out);
}

void
stories_load(struct stories *t, const uint8_t *p)
{
	uint64_t n, size;

	memcpy(&n, p + sizeof n, sizeof n);
	p += 2 * sizeof n;
	t->n = t->found = (size_t)n;
	LOAD(&p, t->record, &t->record_cap);
	LOAD(&p, t->known, &t->known_cap);
	LOAD(&p, t->high, &t->high_cap);
	LOAD(&p, t->minute, &t->minute_cap);
	LOAD(&p, t->name, &t->name_cap);
	t->names.n = LOAD(&p, t->names.p, &t->names.cap);
	t->shapes.n = LOAD(&p, t->shapes.p, &t->shapes.cap);
	t->nslots = LOAD(&p, t->slots, &t->slots_cap);
	memcpy(&t->weights.stories, p + sizeof size, sizeof n);
	p += 2 * sizeof size;
	memcpy(&size, p, sizeof size);
	p += sizeof size;
	if (size > 0)
		memcpy(t->weights.count, p, (size_t)size);
	p += size;
	index_load(&t->exact, &p);
	index_load(&t->bands, &p);
}
