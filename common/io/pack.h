/*
 * Bytes, packed: what the browser's DecompressionStream calls "deflate".
 */
#ifndef IO_PACK_H
#define IO_PACK_H

#include "base/buf.h"

/* Add s to out, packed by zlib (RFC 1950), with its default effort: the same
 * bytes for the same s and the same zlib. */
void pack_add(struct buf *out, struct span s);

#endif
