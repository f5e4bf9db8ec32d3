/*
 * A line of a page: its text without what stands around it, and its shape.
 */
#ifndef NEWS_LINE_H
#define NEWS_LINE_H

#include "news/dateline.h"
#include "news/evidence.h"
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
	bool mark;        /* a crawler's date, glued to the first line */
	bool glued;       /* the line before it has no LF: it was glued */
	bool dated;       /* DATE, MODIFIED: date has a value; BODY: no */
	struct date date; /* offsets are bytes of text */
	uint8_t kind;     /* of evidence.c: what it is to its neighbours */
	uint8_t label;    /* enum label */
	bool fixed;       /* the label is not for the weights to decide */
	int16_t margin;   /* by which the label won */
	struct evidences e;
};

/* How headlines are printed, in code points. */
enum {
	LINE_TITLE_MAX = 125,
	LINE_COLON_MAX = 60 /* of one that ends with a colon */
};

/* Start on a line: its text, bullet, end and size; everything else is 0. */
void line_start(struct line *l, struct span all);

/* What the line is by its shape alone: BLANK, BULLET (a bullet without text),
 * BODY, TITLE or SHORT. */
enum role line_shape(const struct line *l);

/* Is there nothing but marks in the folded line, a time of day? */
bool line_is_rule(const struct folded *f);
bool line_is_time(const struct folded *f);

/* s without blanks, no-break spaces, and direction marks at both ends. */
struct span line_trim(struct span s);

/* Cut the part up to the first slash, bar, bullet or lone dash off *s and
 * return it, trimmed. */
struct span line_part(struct span *s);

#endif
