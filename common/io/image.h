/*
 * Memory as a file, whole or not at all, with a check at its end: a cache of
 * what could be made anew.
 */
#ifndef IO_IMAGE_H
#define IO_IMAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "io/writer.h"

struct image {
	struct writer out;
	void *hash; /* owned; NULL where it is not open */
};

/* What stands in front; the same is asked for when the file is opened. */
struct image_head {
	char magic[8];
	uint64_t generation, offset; /* the caller's */
};

/* Start to write the image path.  0, or -1 with errno set. */
int image_start(
    struct image *m, const char *path, const struct image_head *head);

/* Add n bytes.  Errors are kept until image_close. */
void image_add(struct image *m, const void *p, size_t n);

/* Write the check, sync, give the file its name; unless keep is set, drop it.
 * 0, or -1 with errno set. */
int image_close(struct image *m, bool keep);

/*
 * Map the image path.  0, its head and, in *body, what was added; or -1 with
 * errno set, EILSEQ where it is damaged.  *file is to be unmapped (io/map.h).
 */
int image_open(const char *path, struct image_head *head, struct span *file,
    struct span *body);

#endif
