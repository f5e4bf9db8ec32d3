/*
 * Who wrote it: the names in what stands behind a label of an author, or on a
 * line that was found to name one.
 */
#ifndef NEWS_BYLINE_H
#define NEWS_BYLINE_H

#include "news/rules.h"

enum { BYLINE_AUTHORS = 8 };

struct byline {
	struct span author[BYLINE_AUTHORS]; /* of the source */
	size_t n;
	struct span place;  /* printed beside them; .n 0: none */
	struct span outlet; /* the same */
	bool left;          /* letters are in none of these */
};

/*
 * Read value (of the source; f is scratch).  With label a label said that
 * authors follow, so a single word may be one.
 */
void byline_read(const struct rules *r, struct span value, bool label,
    struct folded *f, struct byline *out);

#endif
