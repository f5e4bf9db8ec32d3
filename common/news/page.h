/*
 * A page, or an article, as lines with roles: what split-articles cuts by and
 * extract-meta sorts by.  Lines are spans of the text, which is never changed.
 */
#ifndef NEWS_PAGE_H
#define NEWS_PAGE_H

#include "news/dateline.h"
#include "news/role.h"

struct line {
	struct span all;  /* the bytes of the line, its LF included */
	struct span text; /* without blanks, marks and a bullet around it */
	struct span rest; /* of text: what stands behind the cue; empty if
	                     nothing does */
	uint32_t points;  /* code points of text (of long lines, half its
	                     bytes) */
	uint16_t words;   /* of text; where it is long, a sixth of points */
	uint8_t role;     /* enum role */
	bool bullet;      /* a bullet or number stands in front of text */
	bool stop;        /* ends with a full stop */
	bool sentence;    /* ends with a mark that ends a sentence */
	bool labelled;    /* the role is that of a cue */
	bool glued;       /* the line before it has no LF: it was glued */
	bool dated;       /* DATE, MODIFIED: date has a value; BODY: no */
	struct date date; /* offsets are bytes of text */
};

/* A line longer than this is prose, whatever it says. */
enum { PAGE_SHORT = 900 };

struct page {
	struct span text;
	struct line *line; /* owned; room is used again */
	size_t n, cap;
	struct folded fold; /* of the line that was looked at last */
};

/*
 * Read text (valid UTF-8) into p: its lines, and what each is by itself and by
 * its neighbours.  reference is for relative dates, or NULL.
 */
void page_read(struct page *p, const struct rules *r, struct span text,
    const struct date *reference);

/* The next line from i on that is not blank; p->n where there is none. */
size_t page_next(const struct page *p, size_t i);

/* Cut the part up to the first slash, bar, bullet or lone dash off *s and
 * return it, trimmed. */
struct span page_part(struct span *s);

/* Is one of the lines the headline of the other, with or without the site's
 * name behind it? */
bool page_same_headline(const struct page *p, size_t a, size_t b);

/* s without blanks, no-break spaces, and direction marks at both ends. */
struct span page_trim(struct span s);

void page_free(struct page *p);

#endif
