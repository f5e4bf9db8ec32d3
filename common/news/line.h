/*
 * A line of a page: its text without what stands around it, and its shape.
 */
#ifndef NEWS_LINE_H
#define NEWS_LINE_H

#include "news/dateline.h"
#include "news/evidence.h"
#include "news/role.h"
#include "record/layout.h"

/* Pages are as long as --max-record lets them be: what is kept of a line is
 * small.  Offsets and lengths are bytes; a page is below 4 GiB. */
struct line {
	struct span text; /* without blanks, marks and a bullet around it */
	struct evidences e;
	uint32_t before;   /* of the line, in front of text */
	uint32_t bytes;    /* of the whole line, its LF included */
	uint32_t rest;     /* at the end of text: what stands behind the cue */
	uint32_t number;   /* of the line on the page, blank ones counted */
	uint16_t points;   /* code points of text, at most UINT16_MAX (of long
	                      lines, half its bytes) */
	uint16_t words;    /* of text; where it is long, a sixth of points */
	int16_t margin;    /* by which the label won */
	uint8_t role;      /* enum role */
	uint8_t kind;      /* enum kind: what it is to its neighbours */
	uint8_t label;     /* enum label */
	uint8_t layout;    /* of its start: a set of enum layout_tag */
	uint8_t seen;      /* enum site_seen, on other pages of its site */
	bool bullet : 1;   /* a bullet or number stands in front of text */
	bool stop : 1;     /* ends with a full stop */
	bool sentence : 1; /* ends with a mark that ends a sentence */
	bool labelled : 1; /* the role is that of a cue */
	bool mark : 1;     /* a crawler's date, glued to the first line */
	bool glued : 1;    /* the line before it has no LF: it was glued */
	bool fixed : 1;    /* the label is not for the weights to decide */
};

/* The bytes of the line, its LF included. */
static inline struct span
line_all(const struct line *l)
{
	return span_of(l->text.p - l->before, l->bytes);
}

/* What stands behind the cue; empty where nothing does. */
static inline struct span
line_rest(const struct line *l)
{
	return span_of(l->text.p + l->text.n - l->rest, l->rest);
}

/* Does the page's markup have the line in such a part? */
static inline bool
line_lies_in(const struct line *l, enum layout_tag tag)
{
	return l->layout >> tag & 1;
}

/* Is the line so long that it is prose, or prose by its end?  It is not looked
 * for on other pages. */
bool line_is_prose(const struct line *l);

/* How headlines are printed, in code points. */
enum {
	LINE_TITLE_MAX = 125,
	LINE_COLON_MAX = 60 /* of one that ends with a colon */
};

/* Start on a line: its text, bullet, end and size; everything else is 0. */
void line_start(struct line *l, struct span all);

/* Give it another text, which lies in the line; nothing else changes. */
void line_set_text(struct line *l, struct span text);

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
