/*
 * Lines that come again, byte for byte: what was a good record is one again,
 * and the same.  Told by 96 bits of a hash, as texts are with --exact.
 *
 * It is worth its time and its 20 bytes a line where lines do come again:
 * after every ENCORE_WINDOW lines it goes on, or pauses, as these say.
 */
#ifndef DUP_ENCORE_H
#define DUP_ENCORE_H

#include "dup/index.h"

enum { ENCORE_WINDOW = 1 << 14, ENCORE_LEAST = 1 << 10 /* repeats in it */ };

struct encore {
	bool paused;
	unsigned lines, repeats; /* of this window */
	struct index index;
	struct column known; /* uint64_t: more of each hash; its lowest bit is
	                        set where the line is good */
};

#define ENCORE_NONE INDEX_NONE

/* No lines yet; encore_free takes the memory back. */
void encore_init(struct encore *a);

/* Is line one that was called good?  If it is not, *number is what it is called
 * by, or ENCORE_NONE. */
bool encore_find(struct encore *a, struct span line, uint32_t *number);

/* A line was handled, in any order: number is as above, ENCORE_NONE where it
 * was found; good: it was a record, and would be a repeat if it came again;
 * repeat: it is one by its bytes. */
void encore_note(struct encore *a, uint32_t number, bool good, bool repeat);

/* Give the memory back. */
void encore_free(struct encore *a);

#endif
