/*
 * Names of territories and subdivisions in the XML files of Unicode CLDR
 * (UTS #35, part 2): <territory type="RU">...</territory>, one a line, and
 * nothing else of XML.  The five named character entities are not used there
 * in Arabic names; a name with one is passed over.
 */
#ifndef PLACES_CLDR_H
#define PLACES_CLDR_H

#include "base/span.h"

/* The next element called element in *rest: its type, and its text.  False
 * behind the last. */
bool cldr_next(struct span *rest, struct span element, struct span *type,
    struct span *name);

#endif
