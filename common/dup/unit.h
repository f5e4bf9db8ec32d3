/*
 * A record on its way through dedupe: its line, what is wrong with it, its
 * name and its sketch.  Making one needs nothing but the line, so that many
 * can be made at once.
 */
#ifndef DUP_UNIT_H
#define DUP_UNIT_H

#include "dup/encore.h"
#include "dup/story.h"
#include "record/stream.h"

enum { UNIT_FIELDS = 16 };

/* What records are read for; the same for all of a run. */
struct unit_plan {
	struct span field[UNIT_FIELDS]; /* compared, in this order */
	unsigned nfields;
	struct span id, date; /* names of fields */
	bool exact;           /* bytes alone: no words, no shingles */
	uint32_t now;         /* minute, for records without date */
	struct sketch_params sketch;
	struct words_map map;
};

struct unit {
	struct span line; /* as read, with its byte order mark */
	struct stream_place place;
	unsigned long number; /* 1-based line of all input */

	bool blank;       /* nothing but blanks: not a record */
	bool none;        /* nor a line: the input has ended */
	bool again;       /* a good line that was there before: nothing else is
	                     known of it */
	uint32_t seen;    /* what encore_note knows it by, where it is not */
	const char *what; /* why it is a bad record, or NULL */
	size_t at;        /* byte of line */

	struct record record;
	struct span name; /* its id; the line's number where it has none */
	size_t length;    /* bytes compared */
	struct sketch sketch;
	struct sighting sighting; /* set by what pool_ordered has called */

	struct aside aside; /* what was said while it was read */
};

/* Parse u->line and sketch what plan asks for. */
void unit_make(struct unit *u, const struct unit_plan *plan);

/* Give the memory back, that of the sketch and the record as well. */
void unit_free(struct unit *u);

#endif
