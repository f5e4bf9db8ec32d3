/*
 * Where khabar's data files are: in ../share/khabar beside the program's
 * directory (installed), in the program's own directory or that above it
 * (built), or in PKGDATADIR (installed, and moved).  The environment plays no
 * part.
 */
#ifndef IO_SHARE_H
#define IO_SHARE_H

#include "base/buf.h"

/* Put the path of the file called name, with a NUL behind it, into path; where
 * it is nowhere, the last place that was looked at, and false. */
bool share_find(const char *name, struct buf *path);

/* The same of a program of khabar's, which is in this one's directory. */
bool share_program(const char *name, struct buf *path);

/* The file called name where the program has it inside (make static); NULL in
 * all other programs. */
struct span share_inside(const char *name) __attribute__((weak));

#endif
