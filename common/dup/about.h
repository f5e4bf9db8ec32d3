/*
 * What decides about repeats, as a line for people that is part of every state
 * and is read again where no options say it: khabar-state(5).
 */
#ifndef DUP_ABOUT_H
#define DUP_ABOUT_H

#include "dup/story.h"
#include "dup/unit.h"

/* What sketches of other versions of this program differ in. */
enum { STATE_VERSION = 2 };

/* Add the line to b. */
void about_write(
    struct buf *b, const struct unit_plan *plan, const struct story_params *p);

/* Set in p what a line of about_write says; the rest of p stays.  False where
 * it is none, or of another version.  A NUL stands behind about. */
bool about_read(struct span about, struct story_params *p);

#endif
