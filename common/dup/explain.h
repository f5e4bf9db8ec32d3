/*
 * What the settings in force will find, for people: --explain.
 */
#ifndef DUP_EXPLAIN_H
#define DUP_EXPLAIN_H

#include "dup/story.h"

/* Print the settings and the probability curve of the bands to standard
 * output; the exit status. */
int explain(const struct story_params *p);

#endif
