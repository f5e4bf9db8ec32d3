/*
 * Arguments of options, by the type that their row names.
 */
#ifndef BASE_OPT_VALUE_H
#define BASE_OPT_VALUE_H

#include "base/opt.h"

/* Put what arg says where o has it, which is at place; ends the program with
 * status 2 and a message where arg is not what o takes. */
void opt_set(const struct opt *o, void *place, const char *arg);

/* Has o an argument if its type needs one, and at its place what that goes to?
 */
bool opt_fits(const struct opt *o);

#endif
