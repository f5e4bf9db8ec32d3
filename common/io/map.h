/*
 * Files as memory, read only, for data that is looked up and not read through.
 */
#ifndef IO_MAP_H
#define IO_MAP_H

#include "base/span.h"

struct clerk;

/* Map the file path, which c opens (io/clerk.h).  0 and its bytes in *out,
 * page-aligned; or -1 with errno set.  An empty file is a span of length 0. */
int map_open(struct clerk *c, const char *path, struct span *out);

/* The same as a copy, for data that runs with the program (gazetteer, model):
 * a mapped file that is written in place or cut changes under the run, which
 * dies by SIGBUS or finds other bytes than those that were checked. */
int map_copy(struct clerk *c, const char *path, struct span *out);

/* Unmap; *s is empty behind it. */
void map_close(struct span *s);

#endif
