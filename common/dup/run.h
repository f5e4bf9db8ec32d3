/*
 * The jobs of dedupe, once its options are read.
 */
#ifndef DUP_RUN_H
#define DUP_RUN_H

#include "crew/crew.h"
#include "dup/output.h"
#include "dup/pool.h"
#include "dup/stage.h"

enum run_job {
	RUN_FILTER,
	RUN_EXPLAIN, /* print what will be found */
	RUN_COMPARE, /* print what two texts are to each other */
	RUN_CHECK,   /* read all of the state */
	RUN_INFO,    /* print what it holds */
	RUN_COMMIT,  /* learn what was prepared */
	RUN_COMPACT, /* rewrite it */
	RUN_KEYS,    /* stages: see stage.h */
	RUN_REDUCE,
	RUN_UNION,
	RUN_DROP
};

struct run {
	/* What options set; with those of s, plan, params and out. */
	enum run_job job;
	const char *dir;       /* of the state, or NULL */
	const char *against;   /* the same, to add nothing to */
	const char *commit;    /* the same, for RUN_COMMIT */
	bool prepare;          /* learn nothing yet */
	bool upgrade;          /* RUN_COMPACT: of an older version, too */
	const char *drop_list; /* RUN_DROP, or NULL */
	bool wait;             /* for another run */
	enum story_preset preset;
	const char *table; /* of weights, or NULL */
	double threshold;  /* 0: the preset's */
	unsigned shingle;  /* the same */
	struct opt_list fields;
	struct crew_options jobs;
	unsigned shard;

	struct stream s;
	struct unit_plan plan;
	struct decider decider;
	struct story_params params;
	struct output out; /* what its user sets: see output.h */
	struct stories stories;
	struct encore encore;
	struct state state;
	struct stage_list list;
	struct buf about;
};

/* Do the job on files; the status to end with.  r is of zeros, but for what
 * options and stream_init have set. */
enum status run(struct run *r, char **files);

#endif
