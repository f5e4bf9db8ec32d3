/*
 * The memory is mapped, as much as the part has bytes: pages that no piece was
 * read into take none.  It grows by mremap(2), which moves no bytes.
 */
#include "io/column.h"

#include <endian.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/err.h"
#include "base/status.h"

enum {
	SUMS = IMAGE_PIECE / 8, /* sums in a piece of them */
	RUN = 64,               /* pieces that are read at once, at most */
	FIRST = 1 << 16         /* bytes of room */
};

static bool
bit(const uint64_t *set, size_t i)
{
	return set[i / 64] >> i % 64 & 1;
}

static void
set_bit(uint64_t *set, size_t i)
{
	set[i / 64] |= (uint64_t)1 << i % 64;
}

static size_t
pieces(const struct column *c)
{
	return (c->cold + IMAGE_PIECE - 1) / IMAGE_PIECE;
}

/* Make room for n bytes in all. */
static void
grow(struct column *c, size_t n)
{
	size_t cap = c->cap ? c->cap : FIRST;
	void *p;

	if (n <= c->cap)
		return;
	while (cap < n)
		cap = cap > SIZE_MAX / 2 ? n : cap * 2;
	p = c->p == NULL
	    ? mmap(NULL, cap, PROT_READ | PROT_WRITE,
		  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
	    : mremap(c->p, c->cap, cap, MREMAP_MAYMOVE);
	if (p == MAP_FAILED)
		err(STATUS_FATAL, "memory");
	c->p = p;
	c->cap = cap;
}

/* Let c be a part of which nothing is read yet. */
static void
start(
    struct column *c, const struct image_file *f, unsigned i, const char *shape)
{
	size_t sums;

	*c = (struct column) { .file = f, .part = &f->part[i], .shape = shape };
	c->n = c->cold = (size_t)f->part[i].bytes;
	sums = (pieces(c) + SUMS - 1) / SUMS;
	c->here = mem_zero(pieces(c) / 64 + 1, sizeof c->here[0]);
	c->sum = mem_zero(sums * SUMS, sizeof c->sum[0]);
	c->sum_here = mem_zero(sums / 64 + 1, sizeof c->sum_here[0]);
}

void
column_open(
    struct column *c, const struct image_file *f, unsigned i, const char *shape)
{
	start(c, f, i, shape);
	if (c->n == 0)
		return;
	grow(c, c->n);
	column_fetch(c, c->n - 1, 1); /* behind it, bytes are added */
}

/* Turn the numbers of n bytes, which are at offset at of an array, from the
 * file's byte order to the machine's, or back. */
static void
turn(const char *shape, char *p, size_t at, size_t n)
{
	const char *digit = shape;
	size_t size = 0, width;

	if (htole16(1) == 1)
		return;
	for (; *digit != '\0'; digit++)
		size += (size_t)(*digit - '0');
	at %= size;
	for (digit = shape; at > 0; at -= (size_t)(*digit++ - '0'))
		;
	for (; n > 0; n -= width, p += width) {
		width = (size_t)(*digit++ - '0');
		for (size_t i = 0; i < width / 2; i++) {
			char other = p[i];

			p[i] = p[width - 1 - i];
			p[width - 1 - i] = other;
		}
		if (*digit == '\0')
			digit = shape;
	}
}

void
column_refuse(struct column *c, uint64_t at)
{
	if (c->bad == 0)
		c->bad = 1 + at + (c->part ? c->part->at : 0);
}

/* The sum of piece i. */
static bool
find_sum(struct column *c, size_t i, uint64_t *sum)
{
	size_t k = i / SUMS;
	uint64_t *p = c->sum + k * SUMS;
	uint64_t at = c->part->sums + (uint64_t)k * IMAGE_PIECE;

	if (!bit(c->sum_here, k)) {
		if (!image_read(c->file, p, IMAGE_PIECE, at) ||
		    image_check(p, at) != c->part->top[k])
			return false;
		set_bit(c->sum_here, k);
	}
	*sum = le64toh(p[i % SUMS]);
	return true;
}

/* Read n pieces from piece i on to p; those that are damaged are zeros. */
static void
read_pieces(struct column *c, size_t i, size_t n, char *p)
{
	uint64_t at = c->part->at + (uint64_t)i * IMAGE_PIECE, sum;

	if (!image_read(c->file, p, n * IMAGE_PIECE, at))
		memset(p, 0, n * IMAGE_PIECE); /* which have another check */
	for (; n > 0; n--, i++, p += IMAGE_PIECE, at += IMAGE_PIECE) {
		if (!find_sum(c, i, &sum) || image_check(p, at) != sum) {
			column_refuse(c, (uint64_t)i * IMAGE_PIECE);
			memset(p, 0, IMAGE_PIECE);
		} else
			turn(c->shape, p, i * IMAGE_PIECE, IMAGE_PIECE);
	}
}

bool
column_read(const struct image_file *f, unsigned i, const char *shape, void *p,
    size_t n)
{
	struct column c;
	bool good;

	if (f->part[i].bytes != n)
		return false;
	start(&c, f, i, shape);
	read_pieces(&c, 0, pieces(&c), p);
	good = c.bad == 0;
	column_free(&c);
	return good;
}

/* From piece i on, how many are still in the file, up to end and RUN? */
static size_t
absent(const struct column *c, size_t i, size_t end)
{
	size_t n = 0;

	while (n < RUN && i + n < end && !bit(c->here, i + n))
		n++;
	return n;
}

void
column_fetch(struct column *c, size_t at, size_t n)
{
	size_t all = pieces(c), i = at / IMAGE_PIECE;
	size_t end = (at + n + IMAGE_PIECE - 1) / IMAGE_PIECE, some;

	if (end > all)
		end = all;
	for (; i<end; i += some> 0 ? some : 1) {
		some = absent(c, i, end);
		if (some > 0)
			read_pieces(c, i, some, c->p + i * IMAGE_PIECE);
		for (size_t k = 0; k < some; k++)
			set_bit(c->here, i + k);
	}
}

void
column_drop(struct column *c, size_t at, size_t n)
{
	size_t i = (at + IMAGE_PIECE - 1) / IMAGE_PIECE;
	size_t end = (at + n) / IMAGE_PIECE;

	if (end > c->cold / IMAGE_PIECE)
		end = c->cold / IMAGE_PIECE;
	if (i >= end ||
	    madvise(c->p + i * IMAGE_PIECE, (end - i) * IMAGE_PIECE,
		MADV_DONTNEED) != 0)
		return;
	for (; i < end; i++)
		c->here[i / 64] &= ~((uint64_t)1 << i % 64);
}

const void *
column_find(struct column *c, uint64_t at, uint64_t n)
{
	if (at <= c->n && n <= c->n - at)
		return column_at(c, (size_t)at, (size_t)n);
	column_refuse(c, at < c->n ? at : 0);
	return NULL;
}

void *
column_add(struct column *c, size_t n)
{
	if (n > c->cap - c->n)
		grow(c, c->n + n);
	c->n += n;
	return c->p + c->n - n;
}

/* The file is not needed any more. */
static void
let_go(struct column *c)
{
	free(c->here);
	free(c->sum);
	free(c->sum_here);
	c->here = c->sum = c->sum_here = NULL;
	c->cold = 0;
}

void
column_thaw(struct column *c)
{
	if (c->cold > 0)
		column_fetch(c, 0, c->cold);
	let_go(c);
}

void
column_cut(struct column *c, size_t n)
{
	column_thaw(c);
	c->n -= n;
	if (n > 0 && c->n > 0)
		memmove(c->p, c->p + n, c->n);
}

void
column_write(
    struct image *m, const char *shape, const void *p, size_t at, size_t n)
{
	char part[IMAGE_PIECE];
	size_t some;

	if (htole16(1) == 1) {
		image_add(m, p, n);
		return;
	}
	for (; n > 0; n -= some, at += some) {
		some = n < sizeof part ? n : sizeof part;
		memcpy(part, p, some);
		turn(shape, part, at, some);
		image_add(m, part, some);
		p = (const char *)p + some;
	}
}

void
column_save(struct column *c, struct image *m, const char *shape)
{
	size_t all = pieces(c), at = 0, n;
	char *run = mem_alloc((size_t)RUN * IMAGE_PIECE);

	image_part(m);
	c->shape = shape;
	for (size_t i = 0; i + 1 < all;
	     i += n > 0 ? n : 1, at = i * IMAGE_PIECE) {
		n = absent(c, i, all);
		if (n > 0)
			read_pieces(c, i, n, run);
		column_write(m, shape, n > 0 ? run : c->p + at, at,
		    (n > 0 ? n : 1) * IMAGE_PIECE);
	}
	column_write(m, shape, c->p + at, at, c->n - at);
	free(run);
}

void
column_free(struct column *c)
{
	let_go(c);
	if (c->p != NULL)
		munmap(c->p, c->cap);
	*c = (struct column) { .p = NULL };
}
