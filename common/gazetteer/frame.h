/*
 * The frame of khabar's binary files (gazetteer, model): a head with magic,
 * versions, length and checksum, then parts aligned to 8 bytes.  Written and
 * read on little-endian machines; others are refused by the magic's number.
 */
#ifndef GAZETTEER_FRAME_H
#define GAZETTEER_FRAME_H

#include <stdint.h>

#include "base/buf.h"

struct frame_head {
	char magic[8];
	uint32_t order;        /* 0x01020304 */
	uint16_t version;      /* of the format */
	uint16_t fold_version; /* of the folding its hashes come from */
	uint64_t size;         /* of the whole image in bytes */
	uint64_t sum;          /* of all bytes behind this head */
};

/* NULL where image is whole, of this kind and at least min bytes long;
 * otherwise what is wrong. */
const char *frame_check(struct span image, const char magic[8], size_t min);

/* Cut the next part, count elements of size bytes, off *rest; false where it
 * is not there. */
bool frame_part(
    struct span *rest, uint64_t count, size_t size, struct span *part);

/* Add a part: count elements of size bytes, and padding. */
void frame_add(struct buf *out, const void *p, size_t count, size_t size);

/* Fill in the head of the image that starts at byte start of out. */
void frame_seal(struct buf *out, size_t start, const char magic[8]);

/* Check image, of any kind, and make its head anew as this version writes it.
 * NULL, or what is wrong with it. */
const char *frame_renew(struct buf *image);

#endif
