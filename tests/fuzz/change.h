/*
 * Inputs that are changes of one image: eight bytes each, where (4, past the
 * end from its start again) and what is there then (4); where it is all ones,
 * how long the image is.
 */
#ifndef FUZZ_CHANGE_H
#define FUZZ_CHANGE_H

#include <stdint.h>
#include <string.h>

#include "gazetteer/frame.h"

enum { CHANGE_BYTES = 8 };

/* Copy was to out with the changes, its head and its check made anew. */
static inline void
change_image(struct buf *out, struct span was, const uint8_t *data, size_t size,
    const char magic[8])
{
	out->n = 0;
	buf_adds(out, was);
	for (; size >= CHANGE_BYTES; size -= CHANGE_BYTES) {
		uint32_t at, word;

		memcpy(&at, data, sizeof at);
		memcpy(&word, data + 4, sizeof word);
		data += CHANGE_BYTES;
		if (at == UINT32_MAX)
			out->n = word % (was.n + 1);
		else
			memcpy(out->p + at % (was.n - sizeof word), &word,
			    sizeof word);
	}
	if (out->n < sizeof(struct frame_head))
		return;
	/* The sizes of parts, which are the head's own, stay changed. */
	frame_seal(out, 0, magic);
}

/* The same as memory of exactly that size, aligned as a file's: free(3). */
static inline char *
change_copy(const struct buf *b)
{
	char *copy = malloc(b->n ? b->n : 1);

	if (copy != NULL && b->n > 0)
		memcpy(copy, b->p, b->n);
	return copy;
}

#endif
