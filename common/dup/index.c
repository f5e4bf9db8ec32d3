/*
 * A part is found by the key's lowest bits, a bucket in it by all of them in
 * order (mix_below).  Small parts grow by half, larger ones by a quarter: an
 * index of few records should not be grown hundreds of times, a large one not
 * hold much that is free.
 */
#include "dup/index.h"

#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/mem.h"
#include "dup/mix.h"
#include "io/map.h"

enum { FIRST_BUCKETS = 4, SMALL = 1 << 13 };

static struct index_part *
part_of(struct index *x, uint32_t key)
{
	return &x->part[key % INDEX_PARTS];
}

/* The upper bits choose the bucket: a larger part keeps their order, and all
 * 32 bits stay in the entry, so that a part can grow to any size. */
static uint32_t
bucket_of(const struct index_part *p, uint32_t key)
{
	return mix_below(key, p->buckets);
}

static struct index_bucket *
table_new(uint32_t buckets)
{
	size_t size = buckets * sizeof(struct index_bucket);
	void *b;

	if (posix_memalign(&b, sizeof(struct index_bucket), size) != 0)
		b = mem_alloc(SIZE_MAX); /* says that there is no memory */
	memset(b, 0xff, size);
	return b;
}

/* Which of the eight numbers at p are x, a bit each. */
static inline unsigned
equal(const uint32_t *p, uint32_t x)
{
#ifdef __SSE2__
	__m128i v = _mm_set1_epi32((int)x);
	__m128i low = _mm_cmpeq_epi32(_mm_load_si128((const __m128i *)p), v);
	__m128i high = _mm_cmpeq_epi32(
	    _mm_load_si128((const __m128i *)(p + 4)), v);

	return (unsigned)_mm_movemask_ps(_mm_castsi128_ps(low)) |
	    (unsigned)_mm_movemask_ps(_mm_castsi128_ps(high)) << 4;
#else
	unsigned mask = 0;

	for (unsigned i = 0; i < INDEX_BUCKET; i++)
		mask |= (unsigned)(p[i] == x) << i;
	return mask;
#endif
}

void
index_init(struct index *x)
{
	for (unsigned i = 0; i < INDEX_PARTS; i++)
		x->part[i] = (struct index_part) { table_new(FIRST_BUCKETS),
			FIRST_BUCKETS, 0 };
}

/* Put an entry into a bucket that has room. */
static uint32_t *
put_into(
    struct index_part *p, struct index_bucket *b, uint32_t key, uint32_t id)
{
	unsigned at = (unsigned)__builtin_ctz(equal(b->id, INDEX_NONE));

	b->key[at] = key;
	b->id[at] = id;
	p->n++;
	return &b->id[at];
}

static bool
full(const struct index_bucket *b)
{
	return b->id[INDEX_BUCKET - 1] != INDEX_NONE;
}

/* Build the part anew with this many buckets, without records below first,
 * which becomes 0. */
static void
rebuild(struct index_part *p, uint32_t buckets, uint32_t first)
{
	struct index_part old = *p;
	uint32_t at;

	*p = (struct index_part) { table_new(buckets), buckets, 0 };
	for (uint32_t i = 0; i < old.buckets; i++)
		for (unsigned k = 0; k < INDEX_BUCKET; k++) {
			uint32_t key = old.b[i].key[k], id = old.b[i].id[k];

			if (id == INDEX_NONE || id < first)
				continue;
			at = bucket_of(p, key);
			while (full(&p->b[at]))
				at = at + 1 == buckets ? 0 : at + 1;
			put_into(p, &p->b[at], key, id - first);
		}
	free(old.b);
}

/* Small parts grow fast, large ones by as much memory as they must. */
static uint32_t
larger(uint32_t buckets)
{
	return buckets + buckets / (buckets < SMALL ? 2 : 4);
}

uint32_t *
index_place(struct index *x, uint32_t key, uint32_t id, index_same *same,
    const void *arg)
{
	struct index_part *p = part_of(x, key);
	struct index_bucket *b;
	uint32_t at;
	unsigned mask, i;

	if (p->n >= p->buckets * (INDEX_BUCKET - 1))
		rebuild(p, larger(p->buckets), 0);
	at = bucket_of(p, key);
	for (;;) {
		b = &p->b[at];
		for (mask = equal(b->key, key); mask != 0; mask &= mask - 1) {
			i = (unsigned)__builtin_ctz(mask);
			if (b->id[i] != INDEX_NONE &&
			    (same == NULL || same(arg, b->id[i])))
				return &b->id[i];
		}
		if (!full(b))
			return put_into(p, b, key, id);
		at = at + 1 == p->buckets ? 0 : at + 1;
	}
}

void
index_prefetch(const struct index *x, uint32_t key)
{
	const struct index_part *p = &x->part[key % INDEX_PARTS];

	__builtin_prefetch(&p->b[bucket_of(p, key)], 1);
}

void
index_forget(struct index *x, uint32_t first)
{
	for (unsigned i = 0; i < INDEX_PARTS; i++)
		rebuild(&x->part[i], x->part[i].buckets, first);
}

size_t
index_bytes(const struct index *x)
{
	size_t n = 0;

	for (unsigned i = 0; i < INDEX_PARTS; i++)
		n += x->part[i].buckets * sizeof(struct index_bucket);
	return n;
}

void
index_save(const struct index *x, struct image *out)
{
	for (unsigned i = 0; i < INDEX_PARTS; i++) {
		const struct index_part *p = &x->part[i];
		uint32_t head[2] = { p->buckets, p->n };

		image_add(out, head, sizeof head);
		image_add(out, p->b, p->buckets * sizeof *p->b);
	}
}

void
index_load(struct index *x, const uint8_t **p)
{
	uint32_t head[2];

	for (unsigned i = 0; i < INDEX_PARTS; i++) {
		memcpy(head, *p, sizeof head);
		*p += sizeof head;
		free(x->part[i].b);
		x->part[i] = (struct index_part) { table_new(head[0]), head[0],
			head[1] };
		memcpy(x->part[i].b, *p, head[0] * sizeof *x->part[i].b);
		map_drop(
		    span_of((const char *)*p, head[0] * sizeof *x->part[i].b));
		*p += head[0] * sizeof *x->part[i].b;
	}
}

void
index_free(struct index *x)
{
	for (unsigned i = 0; i < INDEX_PARTS; i++)
		free(x->part[i].b);
}
