/*
 * What looks false in a run: kinds of findings, how many of each, and the
 * first few as examples.
 */
#ifndef REPORT_FINDING_H
#define REPORT_FINDING_H

#include <stdint.h>

#include "base/span.h"

enum {
	FINDINGS = 64, /* kinds; more are counted together as "other" */
	FINDING_NAME = 40,
	FINDING_EXAMPLES = 8,
	EXAMPLE_ID = 80,
	EXAMPLE_VALUE = 160
};

struct example {
	char id[EXAMPLE_ID], value[EXAMPLE_VALUE];
	uint8_t id_n, value_n; /* bytes */
	unsigned long unit;    /* the record's number */
};

struct finding {
	char name[FINDING_NAME]; /* ends with NUL */
	bool warning;            /* a record's own warning, not a check */
	unsigned long count;
	unsigned examples;
	struct example example[FINDING_EXAMPLES];
};

struct findings {
	struct finding f[FINDINGS];
	unsigned n;
	unsigned examples;  /* of each kind, at the most FINDING_EXAMPLES */
	unsigned long unit; /* the record that is looked at; set by callers */
	uint64_t found;     /* kinds found in it, a bit each */
	bool shown;         /* it is an example */
};

/* From now on the record number unit is looked at. */
void findings_start(struct findings *all, unsigned long unit);

/* Count one of the kind name in the record id; value is what is false, or
 * empty. */
void findings_add(struct findings *all, struct span name, bool warning,
    struct span id, struct span value);

#endif
