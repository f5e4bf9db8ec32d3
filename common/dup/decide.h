/*
 * What the figures of an alignment say: sums over small trees, whose numbers
 * were learned from pairs of articles that people read (tests/fit/pairs.c) and
 * stand in common/tables/pairs.tsv.  Each tree asks two questions of the form
 * "is this figure below that limit?" and adds a whole number, in hundredths of
 * a log-odds (Friedman, "Greedy function approximation: a gradient boosting
 * machine", Annals of Statistics 29, 2001).
 */
#ifndef DUP_DECIDE_H
#define DUP_DECIDE_H

#include "dup/figure.h"
#include "rules/table.h"

enum decide_question {
	DECIDE_REPEAT,   /* is one a repeat of the other? */
	DECIDE_TEMPLATE, /* if not: are they two fillings of one form? */
	DECIDE_RELATED,  /* if not a repeat: is there anything between them? */
	DECIDE_COUNT
};

/* Their names in the table. */
extern const char *const decide_questions[DECIDE_COUNT + 1];

/* The first question, those behind it (below the limit or not), and what the
 * four ways through add. */
struct decide_tree {
	uint8_t figure[3];
	int limit[3], add[4];
};

struct decide_forest {
	int bias;
	struct decide_tree *tree; /* owned */
	size_t n, cap;
};

/* All that is known of how to decide. */
struct decider {
	struct decide_forest forest[DECIDE_COUNT];
};

/* Read a table, or the one that comes with khabar; decider_free takes the
 * memory back.  Status 2 with file:line where a row is bad. */
void decider_read(struct decider *d, struct table *t);
void decider_init(struct decider *d);
void decider_free(struct decider *d);

/* The sum of a question's trees: yes from 0 on. */
int decider_sum(
    const struct decider *d, enum decide_question q, const struct figures *f);

#endif
