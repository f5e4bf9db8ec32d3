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
};

/*
 * Read value (of the source; f is scratch): names parted by marks or و, what
 * they are called and their addresses left out.  With label a label said that
 * authors follow, so a name may be one that no table knows, or a single word;
 * without, a word of it must be known.
 */
void byline_read(const struct rules *r, struct span value, bool label,
    struct folded *f, struct byline *out);

/* Does the folded label name another hand than the author's: an editor's, a
 * photographer's, a translator's? */
bool byline_is_hand(const struct rules *r, struct span folded);

#endif
