/*
 * Where judged records go: out, dropped, marked, to files beside, into the
 * state; held back a while where a better one of the story may come.
 */
#ifndef DUP_OUTPUT_H
#define DUP_OUTPUT_H

#include "dup/state.h"
#include "dup/unit.h"
#include "record/stream.h"

/* Which record of a story comes out. */
enum output_keep { KEEP_FIRST, KEEP_LONGEST, KEEP_NEWEST };

/* A record that was judged and not yet written. */
struct held_record {
	struct buf line, name, entry; /* entry: for the state, or empty */
	bool repeat;                  /* of one that is or was kept */
	bool repeated;                /* one that it is like came later */
	struct likeness like;         /* why */
	struct buf of, cluster;       /* names, where it is a repeat */
	struct likeness related;      /* what it is like otherwise; or NEW */
	struct buf related_of;        /* its name */
	uint64_t story, number;       /* stories.forgotten + them */
	size_t length;                /* bytes compared */
	uint32_t minute;
};

struct output {
	struct stream *s;
	struct stories *t;
	struct state *state; /* or NULL */
	bool mark, repeated;
	bool updates; /* newer versions of what was written are no repeats */
	bool unique;  /* only records without a repeat */
	const char *dups_file, *pairs_file; /* or NULL */
	enum output_keep keep;
	size_t hold; /* records held back, at most; at least 1 */

	struct writer dups, pairs;
	struct held_record *held; /* owned; a ring of hold */
	size_t first, n;          /* of them in use */
	struct record record;     /* for lines that were held */
	struct buf entry;
};

/* Open the files; all above the blank line is set.  Ends the program where
 * one cannot be opened. */
void output_start(struct output *o);

/* Take a record and its verdict. */
void output_put(struct output *o, struct unit *u, const struct verdict *v);

/* Bring the output to the disk, where it goes to one, and commit the state
 * behind it.  What is held back stays so, and out of the state.  Does nothing
 * with -o, --dups or --pairs, whose files are there only in the end. */
void output_commit(struct output *o);

/* Write what is held back and close the files beside. */
void output_finish(struct output *o);

/* Give the memory back; the files beside must have been closed. */
void output_free(struct output *o);

#endif
