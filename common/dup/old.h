/*
 * States of the first version, whose records have keys and sets of shingles
 * that nothing can be compared with any more: what is left of them is the
 * hashes of bytes and of words.
 */
#ifndef DUP_OLD_H
#define DUP_OLD_H

#include "dup/story.h"

/* As entry_read, of an entry of that version: without keys. */
bool old_read(struct span entry, struct sketch *k, struct span *name,
    struct story_past *past);

/* Do lines of about_write, one of that version and one of ours, say that the
 * same fields are compared, and folded in the same way? */
bool old_alike(struct span old, struct span about);

#endif
