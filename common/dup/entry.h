/*
 * A record as the log of a state has it: its sketch, its name, and what was
 * decided of it, so that who reads it decides nothing anew.  khabar-state(5).
 */
#ifndef DUP_ENTRY_H
#define DUP_ENTRY_H

#include "dup/story.h"

/* Add the entry to b; past NULL: nothing was decided yet. */
void entry_write(struct buf *b, const struct sketch *k, struct span name,
    const struct story_past *past);

/* Note in an entry that the record was written in the place of the one that it
 * repeats. */
void entry_replaces(struct buf *entry);

/* Read it again: trace and name stay in entry.  False
 * where it is nothing that entry_write wrote; then *k and *past are of no
 * use. */
bool entry_read(struct span entry, struct sketch *k, struct span *name,
    struct story_past *past);

#endif
