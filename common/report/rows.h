/*
 * The rows of all lists of a report, numbered from 0 in the order in which they
 * are written: what an article has of them are numbers.
 */
#ifndef REPORT_ROWS_H
#define REPORT_ROWS_H

#include "report/count.h"

struct counter_row {
	uint64_t hash; /* of its counter */
	size_t number;
};

struct rows {
	struct counter_row *r; /* owned */
	size_t n, cap;
	struct buf first; /* JSON: an open object, each list's first number */
	size_t label[COUNT_LABELS + 1]; /* first rows of entities, and behind */
};

/* A list called key begins; a row of the counter s follows. */
void rows_list(struct rows *rows, const char *key);
void rows_add(struct rows *rows, const struct top_slot *s);

/* All rows are there: order c's articles, and what finds rows. */
void rows_close(struct rows *rows, struct count *c);

/* Write the names that come together, and the articles; both behind
 * rows_close. */
void rows_together(const struct rows *rows, const struct count *c,
    size_t listed, struct buf *out);
void rows_articles(
    const struct rows *rows, const struct count *c, struct buf *out);

/* Give the memory back. */
void rows_free(struct rows *rows);

#endif
