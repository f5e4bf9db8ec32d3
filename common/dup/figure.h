/*
 * Figures of an alignment (align.h): what tells a repeat from a text that only
 * looks like one.  Whole numbers; shares are in thousandths.
 *
 * Words that are boilerplate (weight.h) are aligned like others but not
 * counted: lengths and shares are of the words that tell.
 */
#ifndef DUP_FIGURE_H
#define DUP_FIGURE_H

#include "dup/align.h"

/* Each by its name in pairs.tsv, where it is explained. */
/* clang-format off */
#define FIGURES(X) \
	X(short_share) X(long_share) X(both_share) X(lead_low) X(lead_high) \
	X(longest) X(longest_share) X(typical) X(runs) \
	X(late_short) X(first_short) X(first_long) X(last_long) \
	X(swaps) X(swap_rate) X(swap_words) X(figure_swaps) \
	X(cuts) X(cut_share) \
	X(figures_kept) X(figures_lost) \
	X(length) X(ratio) X(fresh) X(fresh_share) X(hole_short) X(hole_long) \
	X(terms_low) X(terms_high) X(moved) X(days) X(title_share)
/* clang-format on */

/* FIGURE_short_share and so on. */
enum figure {
#define FIGURE_ENUM(name) FIGURE_##name,
	FIGURES(FIGURE_ENUM)
#undef FIGURE_ENUM
	    FIGURE_COUNT
};

struct figures {
	int of[FIGURE_COUNT];
	unsigned a, a_hit; /* words of the first text that tell; of them
	                      aligned */
	unsigned b, b_hit; /* the same of the second one */
};

/* The figure's name in the table. */
const char *figure_name(enum figure f);

/* A text with marks: dull[i] is 1 where word i (the title's not counted) is
 * boilerplate. */
struct figure_text {
	const struct trace *trace;
	const uint8_t *dull;
};

/* The figures of a and b, whose words behind the titles x has aligned. */
void figures_take(struct figures *f, const struct aligner *x,
    struct figure_text a, struct figure_text b);

#endif
