/*
 * Growable bytes.  A buf that is all zero is empty and ready; buf_free makes
 * it so again.  p is NULL until the first byte is added.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <string.h>

#include "base/mem.h"
#include "base/span.h"

struct buf {
	char *p;
	size_t n;   /* bytes in use */
	size_t cap; /* bytes of room */
};

/* Make room for more bytes behind the last one; returns where they go. */
static inline char *
buf_room(struct buf *b, size_t more)
{
	if (b->cap - b->n < more)
		b->p = mem_grow(b->p, &b->cap, b->n + more, 1);
	return b->p + b->n;
}

/* Copy n bytes, mostly fewer than memcpy(3) is called for; returns where `to`
 * goes on. */
static inline char *
buf_copy(char *to, const char *p, size_t n)
{
	if (n > 32)
		memcpy(to, p, n);
	else if (n >= 16) {
		memcpy(to, p, 16);
		memcpy(to + n - 16, p + n - 16, 16);
	} else if (n >= 8) {
		memcpy(to, p, 8);
		memcpy(to + n - 8, p + n - 8, 8);
	} else if (n >= 4) {
		memcpy(to, p, 4);
		memcpy(to + n - 4, p + n - 4, 4);
	} else if (n > 0) {
		to[0] = p[0];
		to[n / 2] = p[n / 2];
		to[n - 1] = p[n - 1];
	}
	return to + n;
}

/* Add n bytes; p may be NULL where n is 0, and must not point into b. */
static inline void
buf_add(struct buf *b, const char *p, size_t n)
{
	if (n > 0) {
		memcpy(buf_room(b, n), p, n);
		b->n += n;
	}
}

/* Add one byte. */
static inline void
buf_addc(struct buf *b, char c)
{
	*buf_room(b, 1) = c;
	b->n++;
}

/* Add the bytes of s, which must not lie in b. */
static inline void
buf_adds(struct buf *b, struct span s)
{
	buf_add(b, s.p, s.n);
}

/* All bytes, which stay b's: valid until it next grows or is freed. */
static inline struct span
buf_span(const struct buf *b)
{
	return span_of(b->p, b->n);
}

/* Add what printf(3) would print, without its final NUL. */
void buf_printf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Give the memory back; b is empty and ready again. */
void buf_free(struct buf *b);

#endif
