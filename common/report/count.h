/*
 * A run's records, counted: what khabar-report shows.  Reads the fields that
 * khabar's tools write, by the names that they have in khabar-record(5) or
 * those of schema.org; whatever is not there is not counted.
 *
 * Memory does not grow with the records: names are counted by report/top.h,
 * and of articles the newest are kept (report/cutting.h).
 */
#ifndef REPORT_COUNT_H
#define REPORT_COUNT_H

#include "record/field.h"
#include "report/calendar.h"
#include "report/check.h"
#include "report/copies.h"
#include "report/cutting.h"
#include "report/finding.h"
#include "report/top.h"

enum {
	COUNT_LENGTHS = 24, /* lengths of texts by powers of 2 */
	COUNT_LABELS = 4,   /* PER, ORG, LOC; all others */
	COUNT_KINDS = 4     /* of repeats */
};

/* As dedupe calls them, and entity labels; NULL-terminated. */
extern const char *const count_kinds[];
extern const char *const count_labels[];

/* The days of articles that name an entity: by its counter. */
struct name_days {
	struct name_day {
		unsigned long born; /* of the counter, and 1; 0: none */
		struct calendar days;
	} * of; /* owned */
	size_t cap;
};

struct count {
	/* set before */
	struct span id_field;
	char today[11]; /* YYYY-MM-DD: what is later is in the future */

	unsigned long records;
	unsigned long texts, chars; /* records with text; its code points */
	unsigned long length[COUNT_LENGTHS]; /* [i]: 2^i <= length < 2^(i+1) */
	unsigned long date[CHECK_IS_TIME + 1];
	unsigned long marked, repeats; /* with dup; where it is not null */
	unsigned long kind[COUNT_KINDS];
	unsigned long tagged, mentions; /* records with entities */

	struct top fields;  /* tally 0: not null, "", [] or {} */
	struct top days;    /* of dates that have one */
	struct top sources; /* tally: repeats by kind */
	struct top pairs;   /* day TAB source */
	/* These and the sources are told apart as text/fold.h compares. */
	struct top sitename, credit, agency, language;
	struct top entity[COUNT_LABELS]; /* by records that name them */
	struct top titles;               /* of records that are no repeats */
	struct top stories;              /* of repeats: how many each has */
	struct findings findings;
	struct cuttings cuttings;
	struct copies copies;
	struct name_days days_of[COUNT_LABELS];

	struct furniture furniture;
	struct record inner; /* room: an object in a record */
	struct buf name, string, source;
	uint64_t in[CUTTING_NAMES]; /* hashes of the record's counters */
	size_t ins;
};

/* counters: of each list of names (pairs have four times as many); articles:
 * that are kept. */
void count_init(
    struct count *c, size_t counters, unsigned examples, size_t articles);

/* Count a record that was read. */
void count_add(struct count *c, struct record *r);

/* Add all of it as one JSON object; khabar-report(1) tells what is in it.
 * bad: records that could not be read; listed: names of each list. */
void count_json(
    struct count *c, unsigned long bad, size_t listed, struct buf *out);

/* Give the memory back. */
void count_free(struct count *c);

#endif
