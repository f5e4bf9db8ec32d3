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

/* clang-format off */
#define EVIDENCES(X) \
	X(bias) X(heading) X(end) X(tail) X(label) X(rule) X(list) \
	X(date) X(stamp) X(dateline) X(byline) X(repeat) X(pair) \
	X(stray) X(dip) X(alike) X(second) X(same) X(closing) \
	X(untitled) X(thin) X(question) X(quoted) X(brief) X(blank)
/* clang-format on */

enum evidence {
#define EVIDENCE_ENUM(name) EVIDENCE_##name,
	EVIDENCES(EVIDENCE_ENUM)
#undef EVIDENCE_ENUM
	    EVIDENCE_COUNT
};

struct boundary_weights {
	int of[EVIDENCE_COUNT];
	int threshold; /* the page is cut from this score on */
};

struct boundary {
	size_t line; /* the cut is in front of it */
	int score;
	uint32_t evidence; /* a bit per enum evidence */
};

struct boundaries {
	struct boundary *b; /* owned; room is used again */
	size_t n, cap;
};

/* Read boundary.tsv. */
void boundary_weights_init(struct boundary_weights *w);

struct span evidence_name(enum evidence e);

/* What is wanted: the same cuts, with more or less said about them. */
enum boundary_detail {
	BOUNDARY_CUTS,    /* evidence that cannot change a cut may be missing */
	BOUNDARY_REASONS, /* with all evidence */
	BOUNDARY_ALL      /* and all candidates: for fitting the weights */
};

/* Find the cuts of p, in order of lines. */
void boundaries_find(const struct boundary_weights *w, const struct rules *r,
    struct page *p, enum boundary_detail detail, struct boundaries *out);

void boundaries_free(struct boundaries *b);

#endif
