/* The brackets and quotes that names and keywords are printed in. */
#ifndef NEWS_BRACKET_H
#define NEWS_BRACKET_H

#include "base/span.h"

/* s without the pair around all of it, or without the one mark at an end of it
 * that has no other in it. */
struct span bracket_strip(struct span s);

/* Bytes of a closing mark at the start of s and the blanks behind it, where
 * another mark opens there; or 0. */
size_t bracket_between(struct span s);

#endif
