/*
 * JSON that somebody wrote by hand, or by a template, and that a script would
 * perhaps not read: raw newlines and tabs and unknown escapes in strings,
 * quotes in them that are not escaped, a comma too many, bytes behind the end.
 */
#ifndef RECORD_MEND_H
#define RECORD_MEND_H

#include "base/buf.h"

/* Add the array or object that s, valid UTF-8, starts with, as RFC 8259 has
 * it; false, with nothing added, where it is none whatever one does. */
bool mend_json(struct buf *out, struct span s);

#endif
