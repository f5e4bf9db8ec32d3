/*
 * What a document of the web came in, as UTF-8: its character set is told by
 * who sent it, by what it declares in its first kilobytes, and by its bytes.
 */
#ifndef WEB_DECODE_H
#define WEB_DECODE_H

#include "base/buf.h"

/*
 * Set *to to raw as UTF-8, without NULs, and *encoding to the name of its
 * character set.  label is one that was named, or empty: it is believed where
 * it is sure (a user's); otherwise (HTTP's) it is so where the bytes allow it.
 * NULL, or what is wrong with it.
 */
const char *decode(struct buf *to, const char **encoding, struct span raw,
    struct span label, bool sure);

/* Is label that of a character set that is read? */
bool decode_reads(struct span label);

/* The first n bytes of raw, as they read where a byte order mark says UTF-16,
 * in room; or as they are. */
struct span decode_head(struct buf *room, struct span raw, size_t n);

#endif
