/*
 * Values out of markup as people read them: references of HTML that are left
 * in them decoded, tags gone, blanks as one.
 */
#ifndef WEB_TIDY_H
#define WEB_TIDY_H

#include "base/buf.h"
#include "text/fold.h"

/* Add s, valid UTF-8, tidied, to out, but no more than its bytes; what was
 * added lies there until out is changed. */
struct span tidy(struct buf *out, struct span s);

/* Add what is compared of s to out: its words, folded, a blank on both sides of
 * each.  f is room. */
struct span tidy_key(struct buf *out, struct folded *f, struct span s);

/* Are all words of the key a in the key b, one behind the other?  An empty one
 * is in none. */
bool tidy_in(struct span a, struct span b);

/* The share of the words of the key a that are in b, in percent. */
unsigned tidy_shared(struct span a, struct span b);

#endif
