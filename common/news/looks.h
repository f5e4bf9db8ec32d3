/* How a line looks: its size, its start and end, the marks and digits in it. */
#ifndef NEWS_LOOKS_H
#define NEWS_LOOKS_H

#include "news/line.h"

/* Add what counts of every line; it may be empty. */
void looks_add(struct line *l);

/* Add what its marks, digits and letters are; folded is l->text, folded. */
void looks_add_marks(struct line *l, struct span folded);

#endif
