#include "dup/encore.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

void
encore_init(struct encore *a)
{
	*a = (struct encore) { .paused = false };
	index_init(&a->index);
}

struct encore_key {
	struct encore *a;
	uint64_t high;
};

static uint64_t *
known_at(struct encore *a, uint32_t number)
{
	return column_at(
	    &a->known, number * sizeof(uint64_t), sizeof(uint64_t));
}

static bool
same_line(void *arg, uint32_t number)
{
	const struct encore_key *k = arg;

	return ((*known_at(k->a, number) ^ k->high) & ~(uint64_t)1) == 0;
}

bool
encore_find(struct encore *a, struct span line, uint32_t *number)
{
	uint32_t next = (uint32_t)(a->known.n / sizeof(uint64_t));
	struct encore_key k = { a, 0 };
	XXH128_hash_t h;

	*number = ENCORE_NONE;
	/* A byte order mark is good in front of a first line alone. */
	if (a->paused || next == ENCORE_NONE ||
	    span_starts(line, SPAN("\xef\xbb\xbf")))
		return false;
	h = XXH3_128bits(line.p, line.n);
	k.high = h.high64 & ~(uint64_t)1;
	*number = *index_place(
	    &a->index, (uint32_t)h.low64, next, same_line, &k);
	if (*number == next)
		column_put(&a->known, &k.high, sizeof k.high);
	if ((*known_at(a, *number) & 1) == 0)
		return false;
	*number = ENCORE_NONE;
	return true;
}

void
encore_note(struct encore *a, uint32_t number, bool good, bool repeat)
{
	if (good && number != ENCORE_NONE)
		*known_at(a, number) |= 1;
	a->repeats += repeat;
	if (++a->lines < ENCORE_WINDOW)
		return;
	a->paused = a->repeats < ENCORE_LEAST;
	a->lines = a->repeats = 0;
}

void
encore_free(struct encore *a)
{
	index_free(&a->index);
	column_free(&a->known);
}
