/*
 * Room for bytes that are given up together: what is copied into it does not
 * move, and the next ones take the same place.
 */
#ifndef BASE_ROOM_H
#define BASE_ROOM_H

#include "base/span.h"

/* All zero is empty and ready. */
struct room {
	char *block; /* owned; NULL: not yet needed */
	size_t n;    /* bytes of it in use */
	char *more;  /* owned: what had no place in it, one behind the other */
};

enum { ROOM_BYTES = 1 << 18 };

/* A copy of s, which lives until r is cleared; where s.p is NULL, s. */
struct span room_copy(struct room *r, struct span s);

/* Give up all copies; ROOM_BYTES are kept for the next ones. */
void room_clear(struct room *r);

/* Give the memory back; r is empty and ready again. */
void room_free(struct room *r);

#endif
