/*
 * The jobs of dedupe, once its options are read.
 */
#ifndef DUP_RUN_H
#define DUP_RUN_H

#include "dup/output.h"
#include "dup/pool.h"
#include "dup/stage.h"

enum run_job {
	RUN_FILTER,
	RUN_EXPLAIN, /* print what will be found */
	RUN_CHECK,   /* read all of the state */
	RUN_INFO,    /* print what it holds */
	RUN_COMPACT, /* rewrite it */
	RUN_KEYS,    /* stages: see stage.h */
	RUN_REDUCE,
	RUN_UNION,
	RUN_DROP
};

struct run {
	enum run_job job;
	struct stream s;
	struct unit_plan plan;
	struct story_params params;
	struct output out; /* what its user sets: see output.h */
	const char *dir;   /* of the state, or NULL */
	bool against;      /* add nothing to it */
	bool wait;         /* for another run */
	const char *drop_list;
	unsigned jobs, shard;

	struct stories stories;
	struct state state;
	struct stage_list list;
	struct buf about;
};

/* Set all to what holds without options. */
void run_init(struct run *r);

/* Do the job on files; the status to end with. */
enum status run(struct run *r, char **files);

#endif
