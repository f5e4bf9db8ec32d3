/* dedupe: each story once.  dedupe(1). */
#include "dup/run.h"

#define AT(member) OPT_AT(struct run, member)

/* Groups of options of which one may be given. */
enum { ONE_JOB = 1, ONE_STATE };

static const struct opt table[] = {
	{ 0, "mark", NULL, "write every record, with dup", OPT_FLAG,
	    AT(out.mark) },
	{ 0, "repeated", NULL, "write only the repeats", OPT_FLAG,
	    AT(out.repeated) },
	{ 0, "unique", NULL, "write only stories without a repeat", OPT_FLAG,
	    AT(out.unique) },
	{ 0, "updates", NULL, "write newer versions of what was written, too",
	    OPT_FLAG, AT(out.updates) },
	{ 0, "dups", "FILE", "write the repeats there, marked", OPT_FILE,
	    AT(out.dups_file) },
	{ 0, "pairs", "FILE", "write all pairs found there", OPT_FILE,
	    AT(out.pairs_file) },
	{ 0, "keep", "first|longest|newest", "which one to keep", OPT_WORD,
	    AT(out.keep), .init = "first" },
	{ 0, "hold", "N", "records held for --keep, --unique", OPT_NUMBER,
	    AT(out.hold), .min = 1, .max = 1000000, .init = "1000" },
	{ 0, "field", "NAME", "compare this field", OPT_LIST, AT(fields),
	    .max = UNIT_FIELDS, .init = "text" },
	{ 0, "id-field", "NAME", "the field that names records", OPT_SPAN,
	    AT(plan.id), .init = "id" },
	{ 0, "date-field", "NAME", "the field of their dates", OPT_SPAN,
	    AT(plan.date), .init = "date" },
	{ 0, "exact", NULL, "compare bytes alone", OPT_FLAG, AT(params.exact) },
	{ 0, "preset", "strict|news|wide", "how alike repeats are", OPT_WORD,
	    AT(preset), .init = "news" },
	{ 0, "threshold", "J", "similarity of repeats", OPT_REAL, AT(threshold),
	    .min = 0.05, .max = 1 },
	{ 0, "shingle", "N", "words of a shingle", OPT_NUMBER, AT(shingle),
	    .min = 1, .max = 5 },
	{ 0, "fold", "arabic|unicode|none", "how letters are compared",
	    OPT_WORD, AT(plan.map.fold), .init = "arabic" },
	{ 't', "table", "FILE", "weights of decisions, for the built-in ones",
	    OPT_FILE, AT(table) },
	{ 0, "explain", NULL, "print what will be found, and end", OPT_SET,
	    AT(job), .min = RUN_EXPLAIN, .group = ONE_JOB },
	{ 0, "compare", NULL, "print the figures of two files, and end",
	    OPT_SET, AT(job), .min = RUN_COMPARE, .group = ONE_JOB },
	{ 0, "state", "DIR", "remember across runs", OPT_FILE, AT(dir),
	    .group = ONE_STATE },
	{ 0, "against", "DIR", "know what DIR knows; add nothing", OPT_FILE,
	    AT(against), .group = ONE_STATE },
	{ 0, "prepare", NULL, "let --state learn nothing before --commit",
	    OPT_FLAG, AT(prepare) },
	{ 0, "commit", "DIR", "let DIR learn what is prepared, and end",
	    OPT_FILE, AT(commit), .group = ONE_STATE },
	{ 0, "window", "TIME", "forget after 90m, 36h, 30d, 2w", OPT_TIME,
	    AT(params.window) },
	{ 0, "wait", NULL, "wait for a state that is in use", OPT_FLAG,
	    AT(wait) },
	{ 0, "check", NULL, "read all of --state, and end", OPT_SET, AT(job),
	    .min = RUN_CHECK, .group = ONE_JOB },
	{ 0, "info", NULL, "print what --state holds, and end", OPT_SET,
	    AT(job), .min = RUN_INFO, .group = ONE_JOB },
	{ 0, "compact", NULL, "rewrite --state, and end", OPT_SET, AT(job),
	    .min = RUN_COMPACT, .group = ONE_JOB },
	{ 0, "upgrade", NULL, "with --compact: a state of 0.1, too", OPT_FLAG,
	    AT(upgrade) },
	{ 0, "mem", "SIZE", "memory to hold; then the oldest go", OPT_SIZE,
	    AT(params.memory),
	    .min = 16 << 20 }, /* what counts boilerplate takes 4 */
	{ .type = OPT_TABLE, .rows = crew_options, AT(jobs) },
	{ 0, "keys", NULL, "stage: records to keys", OPT_SET, AT(job),
	    .min = RUN_KEYS, .group = ONE_JOB },
	{ 0, "reduce", NULL, "stage: sorted keys to pairs", OPT_SET, AT(job),
	    .min = RUN_REDUCE, .group = ONE_JOB },
	{ 0, "union", NULL, "stage: sorted pairs to a list", OPT_SET, AT(job),
	    .min = RUN_UNION, .group = ONE_JOB },
	{ 0, "drop-list", "FILE", "stage: drop what it lists", OPT_FILE,
	    AT(drop_list), .group = ONE_JOB },
	{ 0, "shard", "N", "stages: number of the input", OPT_NUMBER, AT(shard),
	    .min = 0, .max = STAGE_SHARDS - 1, .init = "0" },
	{ .type = OPT_TABLE, .rows = stream_options, AT(s) },
	{ 0 },
};

int
main(int argc, char **argv)
{
	static struct run r;

	stream_init(&r.s, "dedupe");
	argv = opt_parse(argc, argv, table, "[options] [file ...]", &r);
	return (int)run(&r, argv);
}
