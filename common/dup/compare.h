/*
 * Is the text at hand a repeat of an earlier one?  The comparison behind the
 * keys, for near and contained repeats.
 */
#ifndef DUP_COMPARE_H
#define DUP_COMPARE_H

#include "dup/story.h"

/* Ask the memory for what compare_record will read. */
static inline void
compare_prefetch(struct stories *t, uint32_t id)
{
	uint64_t at = stories_record(t, id)->shape;

	if (at == STORY_NO_SHAPE)
		return;
	column_prefetch(&t->shapes, at);
	column_prefetch(&t->shapes, at + 64);
}

/* Make t's parts "of the record at hand" from s. */
void compare_start(struct stories *t, const struct sketch *s);

/* Compare with record id; number is the record's at hand.  True, with *like
 * set, where it is a repeat. */
bool compare_record(
    struct stories *t, uint32_t number, uint32_t id, struct likeness *like);

#endif
