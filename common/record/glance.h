/*
 * What files are, by their first bytes, for who is to read none of them.
 * Strangers wrote these bytes, and they may have to be unpacked: so it is done
 * by a process of its own, in the sandbox.
 */
#ifndef RECORD_GLANCE_H
#define RECORD_GLANCE_H

#include "io/confine.h"
#include "record/kind.h"

/*
 * Which of the files, NULL-terminated, are of these groups (enum kind_group): a
 * bool each; free(3) takes them back.  False where nothing can be read, or not
 * without taking it (reader_ahead_of).  Ends the program with status 2 where
 * that process fails.
 */
bool *glance(struct confine *confine, char **files, unsigned groups);

#endif
