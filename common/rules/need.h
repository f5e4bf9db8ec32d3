/*
 * What a line must hold for a pattern to match anywhere in it: a mark of a set
 * that stands outside of all groups, as ["«] does.  It is looked for in the
 * bytes of the line before that is folded, which most lines need not be.
 */
#ifndef RULES_NEED_H
#define RULES_NEED_H

#include <stdbool.h>

#include "base/span.h"

enum { NEED_BYTES = 32 };

struct need {
	char byte[NEED_BYTES]; /* that the marks, and what is folded to one of
	                          them, begin with */
	unsigned n;            /* 0: the pattern tells nothing */
};

/* What pattern (PCRE2, extended, over folded text) needs. */
struct need need_of(struct span pattern);

/* Whether a line, not folded yet, may hold it: false is certain. */
bool need_met(const struct need *n, struct span line);

#endif
