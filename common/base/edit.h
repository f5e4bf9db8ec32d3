/*
 * How far two short words are from each other.
 */
#ifndef BASE_EDIT_H
#define BASE_EDIT_H

#include "base/span.h"

enum { EDIT_MOST = 64 }; /* bytes of a word */

/*
 * The least number of bytes to insert, delete, replace, or swap with their
 * neighbour that makes a of b: Damerau, "A technique for computer detection
 * and correction of spelling errors" (CACM 7, 1964), where no byte is changed
 * twice.  UINT_MAX where one of them is longer than EDIT_MOST.
 */
unsigned edit_distance(struct span a, struct span b);

#endif
