/*
 * The torn line: what a killed run, a full disk or a power cut leaves at the
 * end of a file that others append to.  A record behind it would be glued to
 * it, and lost with it.
 */
#ifndef IO_APPEND_H
#define IO_APPEND_H

#include <stdbool.h>

#include "base/span.h"

/* Is fd a file that is appended to (open(2), O_APPEND) and ends within a line,
 * as far as it can be read?  One that cannot be may do so. */
bool append_torn(int fd);

/* Writing to fd, a file, failed behind written, which began with a line: cut
 * the line off that it ends within, unless the file goes on behind it.  errno
 * stays. */
void append_cut(int fd, struct span written);

#endif
