/*
 * What the settings in force will find, for people: --explain.
 */
#ifndef DUP_EXPLAIN_H
#define DUP_EXPLAIN_H

#include "base/status.h"
#include "dup/unit.h"

struct clerk;

/* Print the settings and the probability curve of the bands to standard
 * output; the exit status. */
int explain(const struct story_params *p);

/* Print what the second of the two texts in files is to the first: the figures
 * of their alignment, what the trees of each question add up to, the decision.
 * A file that starts with a brace is a record, any other a text; clerk opens
 * them.  The exit status. */
enum status explain_pair(const struct story_params *p,
    const struct unit_plan *plan, struct clerk *clerk, char **files);

#endif
