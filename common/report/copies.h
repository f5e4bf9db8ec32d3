/*
 * Who repeats whom, and how much later: from the field dup of records that
 * dedupe has marked.  Of two articles the one with the earlier date printed
 * it first; where dates do not tell, the one that was read first.
 *
 * The record that is repeated is looked for among the last ones, a number that
 * is set, so memory is bounded.  Delays are counted in steps of an eighth of a
 * power of two (as HdrHistogram does), so that a median is off by 1/16 at the
 * most, and exact up to 16.
 */
#ifndef REPORT_COPIES_H
#define REPORT_COPIES_H

#include "report/top.h"

enum { DELAY_STEPS = 256 };

/* How many delays there are of each step. */
struct delays {
	unsigned long n;
	uint32_t by[DELAY_STEPS];
};

/* When an article is from, as far as that is known. */
struct moment {
	bool dated, timed, zoned;
	int64_t minutes; /* from 1970, UTC if zoned, else by its clock */
	long day;        /* as printed, from 1 January 1970 */
};

/* What is remembered of a record. */
struct print {
	uint64_t id;          /* its hash; 0: none */
	unsigned long unit;   /* its number */
	unsigned long source; /* born of its counter */
	struct moment when;
};

/* Of a pair of sources: those with times, in minutes; those with days, in
 * days. */
struct copy_delays {
	unsigned long born; /* of the pair's counter */
	struct delays minutes, days;
};

struct copies {
	struct print *prints; /* owned; in sets of 8 */
	size_t sets;          /* a power of two; 0: none yet */
	struct top pairs;     /* later TAB earlier, both born of sources */
	struct copy_delays *delays; /* owned; by counter of pairs */
	size_t cap;
	unsigned long unknown; /* repeats of what is not remembered */
};

/* Counters of pairs, at the most; records remembered, at least. */
void copies_init(struct copies *c, size_t pairs, size_t prints);

/* Read ISO 8601; a date that is none is no moment. */
struct moment moment_read(struct span date);

/* Remember the record called id. */
void copies_print(struct copies *c, struct span id, const struct print *p);

/* The record, which is not remembered yet, repeats the one called of: returns
 * what is remembered of that, or NULL.  *pair is the counter of both sources,
 * valid until the next one is counted. */
const struct print *copies_repeat(struct copies *c, struct span of,
    const struct print *p, struct top_slot **pair);

/* The sources of a counter of pairs, as print.source tells them. */
void copies_sources(
    const struct top_slot *pair, unsigned long *later, unsigned long *earlier);

/* The median of what was counted, from 0; of nothing -1. */
int64_t delays_median(const struct delays *d);

/* Give the memory back. */
void copies_free(struct copies *c);

#endif
