/*
 * Where one article of a page ends and the next begins.
 *
 * Candidates are headlines and headings of related articles that lead to a
 * paragraph.  Each piece of evidence for or against a candidate has a weight
 * (common/tables/boundary.tsv); where they add up to the threshold, 0, the page
 * is cut.  A missed cut leaves one long record, a false cut damages two.
 */
#ifndef NEWS_BOUNDARY_H
#define NEWS_BOUNDARY_H

#include "news/page.h"

/* Each piece of evidence, by its name in the table and in records; what it
 * means stands in boundary.tsv. */
/* clang-format off */
#define REASONS(X) \
	X(bias) X(heading) X(end) X(tail) X(label) X(rule) X(list) \
	X(date) X(stamp) X(dateline) X(byline) X(repeat) X(pair) \
	X(stray) X(dip) X(alike) X(second) X(same) X(closing) \
	X(untitled) X(thin) X(question) X(quoted) X(brief) X(blank) \
	X(sure) X(unsure) X(short_before) X(titled) X(listed) X(bodied) \
	X(headless)
/* clang-format on */

/* REASON_bias and so on: the bits of boundary.evidence. */
enum reason {
#define REASON_ENUM(name) REASON_##name,
	REASONS(REASON_ENUM)
#undef REASON_ENUM
	    REASON_COUNT
};

/* What each reason adds to the score of a cut; tenths of a log-odds. */
struct boundary_weights {
	int of[REASON_COUNT];
};

struct boundary {
	size_t line; /* the cut is in front of it, */
	size_t at;   /* at this byte of the page */
	int score;
	uint32_t evidence; /* a bit per enum reason */
};

struct boundaries {
	struct boundary *b; /* owned; room is used again */
	size_t n, cap;
};

/* Read the weights that come with khabar, or those of t: rows of a reason and
 * a whole number.  Status 2 with file:line where a row is bad. */
void boundary_weights_init(struct boundary_weights *w);
void boundary_weights_read(struct boundary_weights *w, struct table *t);

/* Is t a table of such weights?  Nothing of it is taken. */
bool boundary_weights_know(struct table t);

/* Its name in the table and in records. */
struct span reason_name(enum reason e);

/* Add {"score":N,"evidence":["heading",...]}, or null for none. */
void boundary_put(struct buf *out, const struct boundary *b);

/* What is wanted: the same cuts, with more or less said about them. */
enum boundary_detail {
	BOUNDARY_CUTS,    /* evidence that cannot change a cut may be missing */
	BOUNDARY_REASONS, /* with all evidence */
	BOUNDARY_ALL      /* and all candidates: for fitting the weights */
};

/* Find the cuts of p, in order of lines: where the weights of r add up to
 * threshold or more. */
void boundaries_find(const struct rules *r, struct page *p, int threshold,
    enum boundary_detail detail, struct boundaries *out);

/* Give the memory back. */
void boundaries_free(struct boundaries *b);

#endif
