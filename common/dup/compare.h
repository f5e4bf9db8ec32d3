/*
 * Is the text at hand a repeat of an earlier one, or related to it?  The
 * comparison behind the keys.
 */
#ifndef DUP_COMPARE_H
#define DUP_COMPARE_H

#include "dup/story.h"

/* The record at hand and what it is compared with. */
struct comparer {
	struct trace trace;
	const struct weights *weights;    /* not owned; NULL: no boilerplate */
	bool started;                     /* the index of align is made */
	bool marked;                      /* dull is set */
	const struct weight_grams *grams; /* its; not owned; with weights */
	struct weight_grams own_grams, other_grams;
	struct aligner align;
	struct figures figures; /* of the last comparison */
	uint8_t dull[TRACE_WORDS], other_dull[TRACE_WORDS];
};

/* Take the text at hand and its grams, which stay the caller's; NULL: they are
 * yet to be found. */
void compare_start(struct comparer *c, const struct trace *t,
    const struct weight_grams *grams);

/* Can other be a repeat or related?  Quick, and wrong for few that are. */
bool compare_glance(struct comparer *c, const struct trace *other);

/* Set c->figures to those of both texts. */
void compare_figures(struct comparer *c, const struct trace *other);

/*
 * Compare the text at hand with other, an earlier one.  Sets all of like but
 * `of`; kind is STORY_NEW where there is nothing between them.
 */
void compare(struct comparer *c, const struct story_params *p,
    const struct trace *other, struct likeness *like);

#endif
