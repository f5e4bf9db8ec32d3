/*
 * Arrays as a file, to be read a piece at a time: a cache of what could be made
 * anew.  It is written whole or not at all, and each piece of 4096 bytes has a
 * check of its own, so that opening a large image costs no more than a small
 * one.
 *
 *	head    magic[8], generation, offset; number of parts; bytes of each
 *	        part, of IMAGE_PARTS; check of the tops; zeros; check of the
 *	        head
 *	parts   one behind the other
 *	sums    of each part: a check for each piece of it
 *	tops    a check for each piece of sums
 *
 * The head is one piece, and parts and sums are filled up with zeros to whole
 * pieces; so all places follow from the numbers of bytes, and a file that is
 * longer or shorter than they say is damaged.  Numbers have 64 bits, the low
 * byte first.  Checks are XXH3 of 64 bits, seeded with where the piece stands.
 */
#ifndef IO_IMAGE_H
#define IO_IMAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "io/writer.h"

enum {
	IMAGE_PIECE = 4096,
	IMAGE_PARTS = 16 /* at most */
};

/* What stands in front; the same is found when the file is opened. */
struct image_head {
	char magic[8];
	uint64_t generation, offset; /* the caller's */
};

/* An image that is written. */
struct image {
	struct writer out;
	bool open;
	struct image_head head;
	unsigned parts;
	uint64_t bytes[IMAGE_PARTS];
	uint64_t at;      /* of the piece that is filled */
	struct buf piece; /* less than one */
	struct buf sums[IMAGE_PARTS];
};

/* Start to write the image t.  0, or -1 with errno set. */
int image_start(
    struct image *m, struct target *t, const struct image_head *head);

/* Begin the next part. */
void image_part(struct image *m);

/* Add n bytes to it.  Errors are kept until image_close. */
void image_add(struct image *m, const void *p, size_t n);

/* Write sums and head, sync, give the file its name; unless keep is set, drop
 * it.  0, or -1 with errno set. */
int image_close(struct image *m, bool keep);

/* An image that is read. */
struct image_file {
	int fd; /* -1: none */
	struct image_head head;
	unsigned parts;
	struct image_place {
		uint64_t at, bytes; /* in the file; a multiple of IMAGE_PIECE */
		uint64_t sums;      /* where its sums are */
		const uint64_t *top; /* into tops: checks of its sums */
	} part[IMAGE_PARTS];
	uint64_t size;  /* bytes of the file */
	uint64_t *tops; /* owned */
	uint64_t bad;   /* 1 + byte that is damaged, where EILSEQ was set */
};

/* Read the head of the image fd, of target_own; image_shut closes it, which is
 * not needed where this fails.  0, or -1 with errno set, EILSEQ where its head,
 * its length or its tops are not right. */
int image_open(struct image_file *f, int fd);

/* Read the n bytes, whole pieces, at offset at; past the end there are zeros.
 * False where that fails. */
bool image_read(const struct image_file *f, void *p, size_t n, uint64_t at);

/* The check of the piece p that stands at offset at. */
uint64_t image_check(const void *p, uint64_t at);

/* Close it; nothing may be read of it any more. */
void image_shut(struct image_file *f);

#endif
