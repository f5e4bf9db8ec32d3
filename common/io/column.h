/*
 * Bytes that grow at their end, for arrays of millions of elements.  What is in
 * front may be a part of an image (io/image.h): a piece of it is read, and
 * checked, when it is asked for, into memory of its own, where it may be
 * changed.  So a run that looks at little of a large state reads little of it,
 * and whatever happens to the file behind its back does not happen to what was
 * checked.
 *
 * Only one thread may use a column at a time; columns of one image may have a
 * thread each.
 */
#ifndef IO_COLUMN_H
#define IO_COLUMN_H

#include "io/image.h"

struct column {
	char *p;     /* owned (mmap(2)); where the pieces are that were read */
	size_t n;    /* bytes in use */
	size_t cap;  /* bytes of room */
	size_t cold; /* of the first so many, pieces may still be in the file */
	const struct image_file *file; /* not owned; with cold > 0 */
	const struct image_place *part;
	uint64_t *here;     /* owned; a bit for each piece that was read */
	uint64_t *sum;      /* owned; of each piece, where they were read */
	uint64_t *sum_here; /* owned; a bit for each piece of sums */
	const char *shape;  /* see column_open */
	uint64_t bad;       /* 1 + byte of the file that is damaged; 0: none */
};

/*
 * Let c, all zero, be the image's part i, which is read as need be; it is to
 * be there until column_free or column_thaw.  shape has a digit for each
 * number of an element, its bytes: "448" is an array of struct { uint32_t a, b;
 * uint64_t c; }.
 */
void column_open(struct column *c, const struct image_file *f, unsigned i,
    const char *shape);

/* Read all of the image's part i, which is to be n bytes, a multiple of
 * IMAGE_PIECE, to p.  False where it is not, or is damaged. */
bool column_read(const struct image_file *f, unsigned i, const char *shape,
    void *p, size_t n);

/* Read the pieces of the n bytes at offset at; what cannot be read or is
 * damaged is zeros, and c->bad is set. */
void column_fetch(struct column *c, size_t at, size_t n);

/* The n bytes at offset at, all of which are in use.  Valid until bytes are
 * added. */
static inline void *
column_at(struct column *c, size_t at, size_t n)
{
	if (at < c->cold)
		column_fetch(c, at, n);
	return c->p + at;
}

/* The same, where at and n come from a file: NULL, and c->bad is set, where
 * they are not all in use. */
const void *column_find(struct column *c, uint64_t at, uint64_t n);

/* What is at offset at cannot be: set c->bad. */
void column_refuse(struct column *c, uint64_t at);

/* Add n bytes, which are not set; returns them. */
void *column_add(struct column *c, size_t n);

/* The same, set to the n bytes at p. */
static inline void
column_put(struct column *c, const void *p, size_t n)
{
	void *to = column_add(c, n);

	if (n > 0)
		memcpy(to, p, n);
}

/* Ask the memory for what is at offset at ahead of time. */
static inline void
column_prefetch(const struct column *c, size_t at)
{
	__builtin_prefetch(c->p + at);
}

/* The n bytes at offset at, of a part that was not changed, are not needed
 * soon: let their memory go. */
void column_drop(struct column *c, size_t at, size_t n);

/* Read all that is still in the file: the file is not needed any more. */
void column_thaw(struct column *c);

/* Take the first n bytes away. */
void column_cut(struct column *c, size_t n);

/* Write all of c, an array of that shape, as the next part of m.  What is still
 * in the file is copied and not kept in memory. */
void column_save(struct column *c, struct image *m, const char *shape);

/* Add n bytes, which stand at offset at of an array of that shape and end with
 * a number, to the part of m that is written. */
void column_write(
    struct image *m, const char *shape, const void *p, size_t at, size_t n);

/* Give the memory back; c is all zero again. */
void column_free(struct column *c);

#endif
