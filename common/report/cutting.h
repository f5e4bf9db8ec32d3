/*
 * Cuttings: the articles that a report lists, so that one can look at what was
 * counted.  They are the newest ones, a number that is set, and besides those
 * that are examples of findings.
 */
#ifndef REPORT_CUTTING_H
#define REPORT_CUTTING_H

#include <stdint.h>

#include "base/buf.h"

/* Bytes that are kept; a longer headline or source ends with "…", a longer url
 * or id is none.  Names that an article may have. */
enum {
	CUTTING_TITLE = 400,
	CUTTING_SOURCE = 120,
	CUTTING_DATE = 40,
	CUTTING_URL = 2000,
	CUTTING_ID = 200,
	CUTTING_NAMES = 256,
	CUTTING_ORDER = 16 /* as 2024-05-31T10:00 */
};

/* What is told of an article; a span whose p is NULL is not there. */
struct cutting_facts {
	unsigned long unit; /* the record's number */
	struct span title, date, source, url, id;
	struct span order; /* its date, where that is one, else empty */
	uint64_t found;    /* findings: bit i for the i-th kind */
	bool repeat; /* of the record number `of`, 0 where it is not known */
	unsigned long of;
	bool pinned;           /* an example: to be kept however old */
	const uint64_t *names; /* hashes of the counters that it is in */
	size_t n;
};

struct cutting {
	unsigned long unit;
	char order[CUTTING_ORDER]; /* with zeros behind it */
	uint64_t found;
	bool pinned, repeat;
	struct buf row;  /* JSON: an array that is open */
	uint64_t *names; /* owned */
	size_t n, room;
};

struct cuttings {
	size_t most;       /* not counting those pinned; set before */
	struct cutting *c; /* owned */
	size_t n, cap;
	size_t used;               /* that have memory: n or more */
	size_t pinned;             /* of the n */
	char floor[CUTTING_ORDER]; /* what is older is not kept */
};

/* Keep it, if it is new enough. */
void cuttings_add(struct cuttings *all, const struct cutting_facts *f);

/* Order: the newest first; drop what is too much. */
void cuttings_close(struct cuttings *all);

/* Give the memory back. */
void cuttings_free(struct cuttings *all);

#endif
