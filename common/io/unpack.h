/*
 * Packed bytes, unpacked while they come: gzip (RFC 1952), zstd (RFC 8878), xz
 * and bzip2, told by their first bytes.  Several members, one behind the other,
 * are one stream, as their own programs have it.
 *
 * Memory does not grow with what is packed: what needs more than
 * UNPACK_MEMORY is refused, and how much is unpacked at a time the caller says.
 */
#ifndef IO_UNPACK_H
#define IO_UNPACK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/span.h"

enum {
	UNPACK_HEAD = 10, /* bytes by which a packing is told */
	UNPACK_MEMORY = 128 << 20
};

struct packing;
struct unpack;

/* How what starts with head is packed; NULL where it is not, or, with *more,
 * where more bytes may tell. */
const struct packing *unpack_told(struct span head, bool *more);

/* Start to unpack what starts with head, which is copied; room is how many
 * packed bytes are read at a time.  unpack_free takes NULL, too. */
struct unpack *unpack_new(
    const struct packing *p, struct span head, size_t room);
void unpack_free(struct unpack *u);

/*
 * Unpack up to n bytes to `to`.  Returns how many these are; 0 where more
 * packed bytes are needed, or, where none will come, all is unpacked; -1 where
 * it is broken: everything in front of that has been returned before.
 */
ssize_t unpack_read(struct unpack *u, char *to, size_t n);

/* Are there bytes to be unpacked before more are needed? */
bool unpack_ready(const struct unpack *u);

/* Where the next packed bytes go, after unpack_read has returned 0: n bytes of
 * room; then that so many are there, of 0 that no more will come. */
char *unpack_room(struct unpack *u, size_t *n);
void unpack_add(struct unpack *u, size_t n);

/* Will no more come? */
bool unpack_ended(const struct unpack *u);

/*
 * A content coding of HTTP (RFC 9110, section 8.4.1): unpack s, which is in the
 * coding that name says, behind what is in out, and up to max bytes more.  What
 * stands behind the packed bytes is left out.
 */
enum unpack_coding {
	UNPACK_DONE,
	UNPACK_PART,    /* it is broken behind what was added */
	UNPACK_NOT,     /* it is not in that coding; nothing was added */
	UNPACK_UNKNOWN, /* as the name is */
	UNPACK_LONG
};
struct buf;
enum unpack_coding unpack_coding(
    struct span name, struct span s, size_t max, struct buf *out);

enum { UNPACK_WHY = 160 };

/* After -1: what is broken, and where, as base/err.h's kinds of messages have
 * it; bytes are counted from 1. */
void unpack_why(const struct unpack *u, char why[UNPACK_WHY]);

#endif
