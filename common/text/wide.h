/*
 * UTF-16 and UTF-32, as the Unicode Standard has them (section 3.10): told by
 * the byte order mark, or named, and made UTF-8.
 */
#ifndef TEXT_WIDE_H
#define TEXT_WIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct wide {
	unsigned width; /* bytes of a code unit: 2 or 4 */
	bool big;       /* the high byte comes first */
	unsigned mark;  /* bytes of the byte order mark in front, or 0 */
};

/* What the byte order mark in front of s says; false where there is none, or
 * nothing behind it. */
bool wide_told(struct span s, struct wide *w);

/* The code unit at p, which w.width bytes can be read from. */
uint32_t wide_unit(struct wide w, const char *p);

/* Add s in UTF-8 to out, without the mark; false, with *bad at the byte that
 * is wrong, where it is not well-formed. */
bool wide_read(struct wide w, struct span s, struct buf *out, size_t *bad);

/* Bytes that UTF-8, which is valid, takes in it, the mark not counted. */
size_t wide_length(struct wide w, struct span utf8);

#endif
