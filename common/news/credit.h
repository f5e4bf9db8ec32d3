/* Whose text it is: the credit and its agency. */
#ifndef NEWS_CREDIT_H
#define NEWS_CREDIT_H

#include "news/sorting.h"

/* The outlet that is named behind the last sentence of t, in brackets or
 * slashes; .n 0: none. */
struct span credit_mark(struct sorting *s, struct span t);

/* The agency is o, if o is one and no other is known. */
void credit_agency(struct article *a, const struct outlet *o);

/* The agency of a credit is surer than that of a dateline; a labelled credit
 * surer than one without. */
void credit_set(struct sorting *s, struct span credit, bool label);

/* `... صباح السبت. (رويترز)`: who is named behind the last sentence of the
 * text. */
void credit_last(struct sorting *s);

#endif
