/*
 * A part is found by the key's lowest bits, a bucket in it by all of them in
 * order (mix_below).  Small parts grow by half, larger ones by a quarter: an
 * index of few records should not be grown hundreds of times, a large one not
 * hold much that is free.
 */
#include "dup/index.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/mem.h"
#include "dup/mix.h"

enum { FIRST_BUCKETS = 4, SMALL = 1 << 13, PAGE = 4096, LARGE = 1 << 18 };

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

/* Where a key may lead is anywhere, so that most looks into a large table would
 * miss the page tables, too: it lies on huge pages where the kernel has some,
 * with what is beside it. */
static void
ask_huge(void *b, size_t size)
{
	uintptr_t start = (uintptr_t)b & ~(uintptr_t)(PAGE - 1);

	if (size >= LARGE)
		madvise((void *)start, (uintptr_t)b + size - start,
		    MADV_HUGEPAGE); /* only for speed */
}

static struct index_bucket *
table_new(uint32_t buckets)
{
	size_t size = buckets * sizeof(struct index_bucket);
	void *b;

	if (posix_memalign(&b, sizeof(struct index_bucket), size) != 0)
		b = mem_alloc(SIZE_MAX); /* says that there is no memory */
	ask_huge(b, size);
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
	*x = (struct index) { .limit = 0 };
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

/* Put the entry where it belongs in a part that has room. */
static void
put(struct index_part *p, uint32_t key, uint32_t id)
{
	uint32_t at = bucket_of(p, key);

	while (full(&p->b[at]))
		at = at + 1 == p->buckets ? 0 : at + 1;
	put_into(p, &p->b[at], key, id);
}

/* Put the entries of n buckets into p, which has none, without records below
 * first, which becomes 0. */
static void
put_all(struct index_part *p, const struct index_bucket *b, uint32_t n,
    uint32_t first)
{
	uint8_t *used = mem_zero(p->buckets, 1);

	for (; n > 0; n--, b++)
		for (unsigned k = 0; k < INDEX_BUCKET; k++) {
			uint32_t at = bucket_of(p, b->key[k]);

			if (b->id[k] == INDEX_NONE)
				break;
			if (b->id[k] < first)
				continue;
			while (used[at] == INDEX_BUCKET)
				at = at + 1 == p->buckets ? 0 : at + 1;
			p->b[at].key[used[at]] = b->key[k];
			p->b[at].id[used[at]++] = b->id[k] - first;
			p->n++;
		}
	free(used);
}

/* Build the part anew with this many buckets. */
static void
rebuild(struct index_part *p, uint32_t buckets, uint32_t first)
{
	struct index_part old = *p;

	*p = (struct index_part) { table_new(buckets), buckets, 0 };
	put_all(p, old.b, old.buckets, first);
	free(old.b);
}

/* Small parts grow fast, large ones by as much memory as they must. */
static uint32_t
larger(uint32_t buckets)
{
	return buckets + buckets / (buckets < SMALL ? 2 : 4);
}

/* The bucket of the image, or NULL where it holds a number that it cannot. */
static const struct index_bucket *
old_bucket(struct index *x, uint32_t i)
{
	size_t at = (size_t)i * sizeof(struct index_bucket);
	const struct index_bucket *b = column_at(&x->image, at, sizeof *b);

	for (unsigned k = 0; k < INDEX_BUCKET; k++)
		if (b->id[k] >= x->limit && b->id[k] != INDEX_NONE) {
			column_refuse(&x->image, at + sizeof b->key + 4 * k);
			return NULL;
		}
	return b;
}

/* What the image has under key, or INDEX_NONE. */
static uint32_t
old_place(struct index *x, uint32_t key, index_same *same, void *arg)
{
	const struct index_old *p = &x->old[key % INDEX_PARTS];
	uint32_t at = mix_below(key, p->buckets), tries;
	const struct index_bucket *b;
	unsigned mask, i;

	for (tries = 0; tries < p->buckets; tries++) {
		if ((b = old_bucket(x, p->first + at)) == NULL)
			return INDEX_NONE;
		for (mask = equal(b->key, key); mask != 0; mask &= mask - 1) {
			i = (unsigned)__builtin_ctz(mask);
			if (b->id[i] != INDEX_NONE &&
			    (same == NULL || same(arg, b->id[i])))
				return b->id[i];
		}
		if (!full(b))
			return INDEX_NONE;
		at = at + 1 == p->buckets ? 0 : at + 1;
	}
	if (p->buckets > 0)
		column_refuse(&x->image, (uint64_t)p->first * sizeof *b);
	return INDEX_NONE;
}

/* The place in memory of the record under key; where there is none, *fresh is
 * set and id has it now. */
static uint32_t *
place(struct index *x, uint32_t key, uint32_t id, index_same *same, void *arg,
    bool *fresh)
{
	struct index_part *p = part_of(x, key);
	struct index_bucket *b;
	uint32_t at;
	unsigned mask, i;

	if (p->n >= p->buckets * (INDEX_BUCKET - 1))
		rebuild(p, larger(p->buckets), 0);
	at = bucket_of(p, key);
	for (*fresh = false;;) {
		b = &p->b[at];
		for (mask = equal(b->key, key); mask != 0; mask &= mask - 1) {
			i = (unsigned)__builtin_ctz(mask);
			if (b->id[i] != INDEX_NONE &&
			    (same == NULL || same(arg, b->id[i])))
				return &b->id[i];
		}
		if (!full(b)) {
			*fresh = true;
			return put_into(p, b, key, id);
		}
		at = at + 1 == p->buckets ? 0 : at + 1;
	}
}

uint32_t *
index_place(
    struct index *x, uint32_t key, uint32_t id, index_same *same, void *arg)
{
	bool fresh;
	uint32_t old, *p = place(x, key, id, same, arg, &fresh);

	if (!fresh || x->image.n == 0)
		return p;
	old = old_place(x, key, same, arg);
	if (old != INDEX_NONE)
		*p = old;
	return p;
}

void
index_set(
    struct index *x, uint32_t key, uint32_t id, index_same *same, void *arg)
{
	bool fresh;

	*place(x, key, id, same, arg, &fresh) = id;
}

void
index_prefetch(const struct index *x, uint32_t key)
{
	const struct index_part *p = &x->part[key % INDEX_PARTS];

	__builtin_prefetch(&p->b[bucket_of(p, key)], 1);
}

void
index_check(struct index *x)
{
	for (uint32_t i = 0; i < x->image.n / sizeof(struct index_bucket); i++)
		old_bucket(x, i);
}

/* Does the part have the key, for record id or, where that is INDEX_NONE, for
 * any? */
static bool
has(const struct index_part *p, uint32_t key, uint32_t id)
{
	uint32_t at = bucket_of(p, key);
	unsigned mask, i;

	for (;; at = at + 1 == p->buckets ? 0 : at + 1) {
		for (mask = equal(p->b[at].key, key); mask != 0;
		     mask &= mask - 1) {
			i = (unsigned)__builtin_ctz(mask);
			if (p->b[at].id[i] != INDEX_NONE &&
			    (id == INDEX_NONE || p->b[at].id[i] == id))
				return true;
		}
		if (!full(&p->b[at]))
			return false;
	}
}

/* A part of both: what is in memory comes first, and hides what the image has
 * of the same key and number, or key where `one` is set. */
static struct index_part
merged(struct index *x, unsigned part, uint32_t first, bool one)
{
	const struct index_part *new = &x->part[part];
	const struct index_old *old = &x->old[part];
	uint32_t n = new->n + old->n;
	uint32_t buckets = n / 6 < FIRST_BUCKETS ? FIRST_BUCKETS : n / 6 + 1;
	struct index_part p = { table_new(buckets), buckets, 0 };
	const struct index_bucket *b;

	put_all(&p, new->b, new->buckets, first);
	for (uint32_t i = 0; i < old->buckets; i++) {
		b = old_bucket(x, old->first + i);
		for (unsigned k = 0; b != NULL && k < INDEX_BUCKET; k++)
			if (b->id[k] != INDEX_NONE && b->id[k] >= first &&
			    p.n < n &&
			    !has(new, b->key[k], one ? INDEX_NONE : b->id[k]))
				put(&p, b->key[k], b->id[k] - first);
	}
	return p;
}

void
index_forget(struct index *x, uint32_t first)
{
	struct index_part p;

	for (unsigned i = 0; i < INDEX_PARTS; i++) {
		if (x->image.n == 0) {
			rebuild(&x->part[i], x->part[i].buckets, first);
			continue;
		}
		p = merged(x, i, first, false);
		free(x->part[i].b);
		x->part[i] = p;
		x->old[i] = (struct index_old) { 0, 0, 0 };
	}
	x->bad = index_bad(x);
	column_free(&x->image);
}

size_t
index_bytes(const struct index *x)
{
	size_t n = x->image.n;

	for (unsigned i = 0; i < INDEX_PARTS; i++)
		if (x->part[i].n > 0 || x->image.n == 0)
			n += x->part[i].buckets * sizeof(struct index_bucket);
	return n;
}

uint64_t
index_bad(const struct index *x)
{
	return x->bad ? x->bad : x->image.bad;
}

void
index_save(struct index *x, struct image *m, bool one)
{
	uint32_t head[INDEX_PARTS][2];
	struct index_part p;

	image_part(m);
	for (unsigned i = 0; i < INDEX_PARTS; i++) {
		p = merged(x, i, 0, one);
		head[i][0] = p.buckets;
		head[i][1] = p.n;
		column_write(m, "4", p.b, 0, p.buckets * sizeof *p.b);
		column_drop(&x->image, (size_t)x->old[i].first * sizeof *p.b,
		    (size_t)x->old[i].buckets * sizeof *p.b);
		free(p.b);
	}
	image_part(m);
	column_write(m, "4", head, 0, sizeof head);
}

bool
index_load(
    struct index *x, const struct image_file *f, unsigned i, uint32_t limit)
{
	struct column head = { .p = NULL };
	uint64_t first = 0;
	const uint32_t *p, *end;

	column_open(&x->image, f, i, "4");
	column_open(&head, f, i + 1, "4");
	x->limit = limit;
	p = column_find(&head, 0, sizeof(uint32_t[INDEX_PARTS][2]));
	end = p != NULL ? p + 2 * INDEX_PARTS : NULL;
	for (unsigned k = 0; p != end; k++, p += 2) {
		x->old[k] = (struct index_old) { (uint32_t)first, p[0], p[1] };
		first += p[0];
		if (p[1] / INDEX_BUCKET > p[0])
			break;
	}
	column_free(&head);
	return end != NULL && p == end &&
	    first * sizeof(struct index_bucket) == x->image.n;
}

void
index_free(struct index *x)
{
	for (unsigned i = 0; i < INDEX_PARTS; i++)
		free(x->part[i].b);
	column_free(&x->image);
}
