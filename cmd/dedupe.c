/* dedupe: each story once.  dedupe(1). */
#include <err.h>
#include <getopt.h>
#include <stdlib.h>

#include "dup/run.h"
#include "dup/when.h"

enum {
	OPT_MARK = OPT_LONG,
	OPT_REPEATED,
	OPT_DUPS,
	OPT_PAIRS,
	OPT_KEEP,
	OPT_HOLD,
	OPT_FIELD,
	OPT_ID,
	OPT_DATE,
	OPT_EXACT,
	OPT_PRESET,
	OPT_THRESHOLD,
	OPT_SHINGLE,
	OPT_FOLD,
	OPT_STATE,
	OPT_AGAINST,
	OPT_WINDOW,
	OPT_WAIT,
	OPT_MEM,
	OPT_SHARD,
	OPT_JOB /* + enum run_job: options that are a job of their own */
};

static const struct opt table[] = {
	{ OPT_MARK, "mark", NULL, "write every record, with dup" },
	{ OPT_REPEATED, "repeated", NULL, "write only the repeats" },
	{ OPT_DUPS, "dups", "FILE", "write the repeats there, marked" },
	{ OPT_PAIRS, "pairs", "FILE", "write all pairs found there" },
	{ OPT_KEEP, "keep", "first|longest|newest", "which one to keep" },
	{ OPT_HOLD, "hold", "N", "records held back for --keep (1000)" },
	{ OPT_FIELD, "field", "NAME", "compare this field (text); repeatable" },
	{ OPT_ID, "id-field", "NAME", "the field that names records (id)" },
	{ OPT_DATE, "date-field", "NAME", "the field of their dates (date)" },
	{ OPT_EXACT, "exact", NULL, "compare bytes alone" },
	{ OPT_PRESET, "preset", "strict|news|wide", "how alike repeats are" },
	{ OPT_THRESHOLD, "threshold", "J", "similarity of repeats, 0.05 to 1" },
	{ OPT_SHINGLE, "shingle", "N", "words of a shingle, 1 to 5" },
	{ OPT_FOLD, "fold", "arabic|unicode|none", "how letters are compared" },
	{ OPT_JOB + RUN_EXPLAIN, "explain", NULL,
	    "print what will be found, and end" },
	{ OPT_STATE, "state", "DIR", "remember across runs" },
	{ OPT_AGAINST, "against", "DIR", "know what DIR knows; add nothing" },
	{ OPT_WINDOW, "window", "TIME", "forget after 90m, 36h, 30d, 2w" },
	{ OPT_WAIT, "wait", NULL, "wait for a state that is in use" },
	{ OPT_JOB + RUN_CHECK, "check", NULL, "read all of --state, and end" },
	{ OPT_JOB + RUN_INFO, "info", NULL,
	    "print what --state holds, and end" },
	{ OPT_JOB + RUN_COMPACT, "compact", NULL, "rewrite --state, and end" },
	{ OPT_MEM, "mem", "SIZE", "memory to hold; then the oldest go" },
	{ 'j', "jobs", "N", "threads (1)" },
	{ OPT_JOB + RUN_KEYS, "keys", NULL, "stage: records to keys" },
	{ OPT_JOB + RUN_REDUCE, "reduce", NULL, "stage: sorted keys to pairs" },
	{ OPT_JOB + RUN_UNION, "union", NULL, "stage: sorted pairs to a list" },
	{ OPT_JOB + RUN_DROP, "drop-list", "FILE",
	    "stage: drop what it lists" },
	{ OPT_SHARD, "shard", "N", "stages: number of the input (0)" },
	STREAM_OPTIONS,
	{ 0, NULL, NULL, NULL },
};

static const char synopsis[] = "[options] [file ...]";

enum { LEAST_MEMORY = 16 << 20 }; /* what counts boilerplate takes 4 */

static void
set_field(struct unit_plan *plan, const char *name)
{
	if (plan->nfields == UNIT_FIELDS)
		errx(STATUS_FATAL, "more than %d fields", UNIT_FIELDS);
	plan->field[plan->nfields++] = span_str(name);
}

static double
threshold(const char *arg)
{
	char *end;
	double x = strtod(arg, &end);

	if (end == arg || *end != '\0' || !(x >= 0.05 && x <= 1))
		errx(STATUS_FATAL, "threshold %s: not from 0.05 to 1", arg);
	return x;
}

static uint32_t
window(const char *arg)
{
	uint32_t minutes = when_length(arg);

	if (minutes == 0)
		errx(
		    STATUS_FATAL, "window %s: not like 90m, 36h, 30d, 2w", arg);
	return minutes;
}

static void
set_state(struct run *r, const char *dir, bool against)
{
	if (r->dir != NULL)
		errx(STATUS_FATAL, "more than one --state or --against");
	r->dir = dir;
	r->against = against;
}

static void
set_job(struct run *r, enum run_job job, const char *arg)
{
	if (r->job != RUN_FILTER)
		errx(STATUS_FATAL,
		    "more than one of --explain, --check, "
		    "--info, --compact and the stages");
	r->job = job;
	r->drop_list = arg;
}

/* The options of the comparison; false where key is another. */
static bool
compare_option(struct run *r, int key, const char *arg)
{
	switch (key) {
	case OPT_FIELD:
		set_field(&r->plan, arg);
		return true;
	case OPT_ID:
		r->plan.id = span_str(arg);
		return true;
	case OPT_DATE:
		r->plan.date = span_str(arg);
		return true;
	case OPT_EXACT:
		r->plan.exact = r->params.exact = true;
		return true;
	case OPT_THRESHOLD:
		story_threshold(&r->params, threshold(arg));
		return true;
	case OPT_SHINGLE:
		r->params.sketch.words = (unsigned)opt_number(arg, 1, 5);
		return true;
	case OPT_FOLD:
		r->plan.map.fold = (enum words_fold)opt_word(
		    "fold", arg, words_folds);
		return true;
	default:
		return false;
	}
}

static void
option(struct run *r, int key, const char *arg)
{
	switch (key) {
	case OPT_MARK:
		r->out.mark = true;
		break;
	case OPT_REPEATED:
		r->out.repeated = true;
		break;
	case OPT_DUPS:
		r->out.dups_file = arg;
		break;
	case OPT_PAIRS:
		r->out.pairs_file = arg;
		break;
	case OPT_KEEP:
		r->out.keep = (enum output_keep)opt_word(
		    "keep", arg, output_keeps);
		break;
	case OPT_HOLD:
		r->out.hold = (size_t)opt_number(arg, 1, 1000000);
		break;
	case OPT_STATE:
	case OPT_AGAINST:
		set_state(r, arg, key == OPT_AGAINST);
		break;
	case OPT_WINDOW:
		r->params.window = window(arg);
		break;
	case OPT_WAIT:
		r->wait = true;
		break;
	case OPT_MEM:
		if ((r->params.memory = opt_size(arg)) < LEAST_MEMORY)
			errx(STATUS_FATAL, "mem %s: less than 16M", arg);
		break;
	case OPT_SHARD:
		r->shard = (unsigned)opt_number(arg, 0, STAGE_SHARDS - 1);
		break;
	case 'j':
		r->jobs = (unsigned)opt_number(arg, 1, 256);
		break;
	default:
		if (!stream_option(&r->s, key, arg))
			set_job(r, (enum run_job)(key - OPT_JOB), arg);
	}
}

/* The preset comes first, wherever it stands: others change it. */
static void
options(struct run *r, int argc, char **argv)
{
	int key;

	while ((key = opt_next(argc, argv, table, synopsis)) != -1)
		if (key == OPT_PRESET)
			story_preset(&r->params,
			    story_presets[opt_word(
				"preset", optarg, story_presets)]);
	optind = 0; /* once more from the start */
	while ((key = opt_next(argc, argv, table, synopsis)) != -1)
		if (key != OPT_PRESET && !compare_option(r, key, optarg))
			option(r, key, optarg);
}

int
main(int argc, char **argv)
{
	static struct run r;

	run_init(&r);
	options(&r, argc, argv);
	return (int)run(&r, argv + optind);
}
