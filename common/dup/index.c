/*
 * A part is found by the key's lowest bits, a bucket in it by all of them in
 * order (mix_below).  Small parts grow by half, larger ones by a quarter: an
 * index of few records should not be grown hundreds of times, a large one not
 * hold much that is free.  A part that has MOST entries a bucket grows: with
 * one more, every look but one in seven would go on to a second bucket.
 */
#include "dup/index.h"

#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/mem.h"
#include "dup/mix.h"

enum {
	FIRST_BUCKETS = 4,
	MOST = 6,
	SMALL = 1 << 13,
	ROOM = 1 << 21 /* bytes for blocks that are asked for at once */
};

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
bucket_at(const struct index_part *p, uint32_t at)
{
	return p->block[at / INDEX_BLOCK] + at % INDEX_BLOCK;
}

/* A table of that many buckets, which are free. */
static struct index_bucket *
table_new(uint32_t buckets)
{
	void *b = mem_aligned(buckets, sizeof(struct index_bucket));

	return memset(b, 0xff, buckets * sizeof(struct index_bucket));
}

/* The next block of the room. */
static struct index_bucket *
block_new(struct index_room *r)
{
	const size_t size = INDEX_BLOCK * sizeof(struct index_bucket);
	struct index_bucket *b;

	if (r->n == 0 || r->used == ROOM / size) {
		r->page = mem_grow(r->page, &r->cap, r->n + 1, sizeof(void *));
		r->page[r->n++] = mem_pages(ROOM);
		r->used = 0;
	}
	b = r->page[r->n - 1] + r->used++ * INDEX_BLOCK;
	return memset(b, 0xff, size);
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

/* Let p have that many buckets, all free: fewer than a block, or whole blocks.
 * It never has fewer than before. */
static void
part_resize(struct index *x, struct index_part *p, uint32_t buckets)
{
	uint32_t blocks = buckets / INDEX_BLOCK,
		 have = p->buckets / INDEX_BLOCK;

	if (have == 0 && p->block != NULL)
		free(p->block[0]);
	p->block = mem_grow(p->block, &p->cap, blocks + 1, sizeof p->block[0]);
	if (blocks == 0)
		p->block[0] = table_new(buckets);
	for (uint32_t i = 0; i < have; i++)
		memset(p->block[i], 0xff,
		    INDEX_BLOCK * sizeof(struct index_bucket));
	for (uint32_t i = have; i < blocks; i++)
		p->block[i] = block_new(&x->room);
	p->buckets = buckets;
	p->n = 0;
}

/* All buckets of p in a row; valid until the next call. */
static const struct index_bucket *
part_copy(struct index *x, const struct index_part *p)
{
	x->spare = mem_grow(
	    x->spare, &x->spare_cap, p->buckets, sizeof x->spare[0]);
	for (uint32_t i = 0; i < p->buckets; i += INDEX_BLOCK)
		memcpy(x->spare + i, p->block[i / INDEX_BLOCK],
		    (p->buckets < INDEX_BLOCK ? p->buckets : INDEX_BLOCK) *
			sizeof x->spare[0]);
	return x->spare;
}

void
index_init(struct index *x)
{
	*x = (struct index) { .limit = 0 };
	for (unsigned i = 0; i < INDEX_PARTS; i++)
		part_resize(x, &x->part[i], FIRST_BUCKETS);
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

	while (full(bucket_at(p, at)))
		at = at + 1 == p->buckets ? 0 : at + 1;
	put_into(p, bucket_at(p, at), key, id);
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
			struct index_bucket *to;

			if (b->id[k] == INDEX_NONE)
				break;
			if (b->id[k] < first)
				continue;
			while (used[at] == INDEX_BUCKET)
				at = at + 1 == p->buckets ? 0 : at + 1;
			to = bucket_at(p, at);
			to->key[used[at]] = b->key[k];
			to->id[used[at]++] = b->id[k] - first;
			p->n++;
		}
	free(used);
}

/* Build the part anew with this many buckets. */
static void
rebuild(struct index *x, struct index_part *p, uint32_t buckets, uint32_t first)
{
	const struct index_bucket *old = part_copy(x, p);
	uint32_t n = p->buckets;

	part_resize(x, p, buckets);
	put_all(p, old, n, first);
}

/* Small parts grow fast, large ones by as much memory as they must. */
static uint32_t
larger(uint32_t buckets)
{
	uint32_t more = buckets / (buckets < SMALL ? 2 : 4);

	if (buckets >= INDEX_BLOCK)
		return buckets +
		    (more / INDEX_BLOCK + (more < INDEX_BLOCK)) * INDEX_BLOCK;
	return buckets + more < INDEX_BLOCK ? buckets + more : INDEX_BLOCK;
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

	if (p->n >= p->buckets * MOST)
		rebuild(x, p, larger(p->buckets), 0);
	at = bucket_of(p, key);
	for (*fresh = false;;) {
		b = bucket_at(p, at);
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
index_await(const struct index *x, uint32_t key, struct await *a)
{
	const struct index_part *p = &x->part[key % INDEX_PARTS];

	await_add(a, bucket_at(p, bucket_of(p, key)));
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
		const struct index_bucket *b = bucket_at(p, at);

		for (mask = equal(b->key, key); mask != 0; mask &= mask - 1) {
			i = (unsigned)__builtin_ctz(mask);
			if (b->id[i] != INDEX_NONE &&
			    (id == INDEX_NONE || b->id[i] == id))
				return true;
		}
		if (!full(b))
			return false;
	}
}

/* A part whose blocks are those of a table of its own. */
static struct index_part
part_alone(uint32_t buckets)
{
	struct index_bucket *b = table_new(buckets);
	uint32_t blocks = (buckets + INDEX_BLOCK - 1) / INDEX_BLOCK;
	struct index_part p = { .buckets = buckets };

	p.block = mem_grow(NULL, &p.cap, blocks, sizeof p.block[0]);
	for (uint32_t i = 0; i < blocks; i++)
		p.block[i] = b + (size_t)i * INDEX_BLOCK;
	return p;
}

static void
part_free(struct index_part *p)
{
	free(p->block[0]);
	free(p->block);
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
	struct index_part p = part_alone(buckets);
	const struct index_bucket *b;

	put_all(&p, part_copy(x, new), new->buckets, first);
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

/* Put all of the image's part, too, into the one in memory. */
static void
thaw(struct index *x, unsigned part, uint32_t first)
{
	struct index_part p = merged(x, part, first, false);
	uint32_t buckets = x->part[part].buckets;

	while (buckets * MOST < p.n)
		buckets = larger(buckets);
	part_resize(x, &x->part[part], buckets);
	put_all(&x->part[part], p.block[0], p.buckets, 0);
	part_free(&p);
	x->old[part] = (struct index_old) { 0, 0, 0 };
}

void
index_forget(struct index *x, uint32_t first)
{
	for (unsigned i = 0; i < INDEX_PARTS; i++)
		if (x->image.n == 0)
			rebuild(x, &x->part[i], x->part[i].buckets, first);
		else
			thaw(x, i, first);
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
		column_write(m, "4", p.block[0], 0,
		    p.buckets * sizeof(struct index_bucket));
		column_drop(&x->image,
		    (size_t)x->old[i].first * sizeof(struct index_bucket),
		    (size_t)x->old[i].buckets * sizeof(struct index_bucket));
		part_free(&p);
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
		if (x->part[i].buckets < INDEX_BLOCK)
			part_free(&x->part[i]);
		else
			free(x->part[i].block);
	for (size_t i = 0; i < x->room.n; i++)
		free(x->room.page[i]);
	free(x->room.page);
	free(x->spare);
	column_free(&x->image);
}
