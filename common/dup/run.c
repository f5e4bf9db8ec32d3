/*
 * The jobs of dedupe in terms of the room's parts.  A state is committed every
 * 16384 records where nothing else asks for it earlier; --memory is for what is
 * remembered and so less by what the program itself takes.
 */
#include "dup/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/err.h"
#include "dup/explain.h"
#include "text/fold.h"

enum {
	COMMIT_EVERY = 16384, /* records */
	SELF = 20 << 20       /* bytes held besides what is remembered */
};

/* What decides about repeats, in a line: part of every state. */
static void
describe(struct run *r)
{
	const struct story_params *p = &r->params;

	buf_printf(&r->about, "version=%d fields=", STATE_VERSION);
	for (unsigned i = 0; i < r->plan.nfields; i++) {
		buf_adds(&r->about, SPAN(","));
		put_escaped(&r->about, r->plan.field[i]);
	}
	if (p->exact) {
		buf_adds(&r->about, SPAN(" exact"));
		return;
	}
	buf_printf(&r->about,
	    " fold=%s/%d shingle=%u bands=%ux%u "
	    "similarity=%.3f containment=%.3f",
	    words_folds[r->plan.map.fold], FOLD_VERSION, p->sketch.words,
	    p->sketch.bands, p->sketch.rows, p->similarity, p->containment);
}

/* What is compared, and how: options, where they change a preset. */
static void
choose(struct run *r)
{
	story_preset(&r->params, r->preset);
	if (r->threshold > 0)
		story_threshold(&r->params, r->threshold);
	if (r->shingle > 0)
		r->params.sketch.words = r->shingle;
	r->plan.exact = r->params.exact;
	for (size_t i = 0; i < r->fields.n; i++)
		r->plan.field[r->plan.nfields++] = span_str(r->fields.item[i]);
	free(r->fields.item);
	if (r->against != NULL)
		r->dir = r->against;
	if (r->drop_list != NULL)
		r->job = RUN_DROP;
}

/* Bring the options that depend on others in order. */
static void
settle(struct run *r)
{
	struct story_params *p = &r->params;

	p->names = r->dir != NULL || r->out.mark || r->out.dups_file ||
	    r->out.pairs_file;
	if (r->dir != NULL && p->window == 0)
		p->window = UINT32_MAX; /* dates are noted, for later runs */
	if (p->memory != 0)
		p->memory = p->memory > 2 * (size_t)SELF ? p->memory - SELF
							 : p->memory / 2;
	r->plan.sketch = p->sketch;
	if (r->job != RUN_KEYS) /* whose output names no time */
		r->plan.now = (uint32_t)(time(NULL) / 60);
	words_map_init(&r->plan.map, r->plan.map.fold);
	stories_init(&r->stories, p);
	describe(r);
}

static void
commit(void *arg)
{
	struct run *r = arg;

	if (r->state.added > 0)
		output_commit(&r->out);
}

/* Look up a record's keys, ahead of the decision. */
static void
find(void *arg, struct unit *u)
{
	struct run *r = arg;

	stories_find(&r->stories, &u->sketch, &u->sighting);
}

static void
filter_one(struct run *r, struct unit *u)
{
	struct verdict v;

	if (stories_forgets(&r->stories))
		stories_judge(&r->stories, &u->sketch, u->name, &v);
	else
		stories_decide(
		    &r->stories, &u->sketch, u->name, &u->sighting, &v);
	output_put(&r->out, u, &v);
	if (r->state.added >= COMMIT_EVERY)
		output_commit(&r->out);
}

static void
drop_one(struct run *r, struct unit *u)
{
	if (stage_list_take(&r->list, u->number) == r->out.repeated)
		stream_pass(&r->s, u->line);
}

static void
each_record(struct run *r)
{
	struct pool *pool = pool_new(
	    &r->s, &r->plan, stream_passes(&r->s) ? 1 : r->jobs);
	struct unit *u;

	if (r->dir != NULL && !r->against)
		pool_idle(pool, commit, r);
	if (r->job == RUN_FILTER && !stories_forgets(&r->stories))
		pool_ordered(pool, find, r);
	while ((u = pool_next(pool)) != NULL) {
		if (u->what != NULL) {
			stream_bad(&r->s, u->line, u->what, u->at);
			if (stream_stopped(&r->s))
				break;
		} else if (r->job == RUN_FILTER)
			filter_one(r, u);
		else if (r->job == RUN_KEYS)
			stage_keys(&r->s, r->shard, u, r->plan.exact);
		else
			drop_one(r, u);
	}
	pool_free(pool);
}

static enum status
open_state(struct run *r, struct span about)
{
	enum state_mode mode = r->against || r->job == RUN_INFO ? STATE_READ
								: STATE_WRITE;
	enum status status;

	if (r->job == RUN_CHECK)
		mode = STATE_CHECK;
	status = state_open(
	    &r->state, r->dir, mode, r->wait, about, &r->stories);
	if (status != STATUS_OK)
		state_close(&r->state);
	return status;
}

/* Make the state's part of the run last, once all output is safe. */
static enum status
close_state(struct run *r, enum status status)
{
	enum status s = STATUS_OK;

	if (status < STATUS_FATAL && !r->against) {
		s = state_commit(&r->state);
		if (s == STATUS_OK)
			s = state_image(&r->state, &r->stories, false);
	}
	state_close(&r->state);
	status_worst(&status, s);
	return status;
}

static enum status
filter(struct run *r, char **files)
{
	enum status status;

	r->out.s = &r->s;
	r->out.t = &r->stories;
	if (r->dir != NULL) {
		if ((status = open_state(r, buf_span(&r->about))) != STATUS_OK)
			return status;
		r->out.state = &r->state;
	}
	output_start(&r->out);
	stream_writes(&r->s, r->against != NULL ? NULL : r->dir);
	stream_start(&r->s, files);
	each_record(r);
	output_finish(&r->out);
	status = stream_close(&r->s);
	if (r->stories.dropped > 0)
		warnx("--mem reached: the oldest %llu records were forgotten",
		    (unsigned long long)r->stories.dropped);
	if (r->dir != NULL)
		status = close_state(r, status);
	output_free(&r->out);
	return status;
}

static enum status
stage(struct run *r, char **files)
{
	if (r->job == RUN_DROP) {
		r->plan.exact = true; /* enough to know a bad record */
		stage_list_load(&r->list, r->drop_list, r->shard);
	}
	stream_start(&r->s, files);
	if (r->job == RUN_REDUCE)
		stage_reduce(&r->s);
	else if (r->job == RUN_UNION)
		stage_union(&r->s, &r->stories);
	else
		each_record(r);
	free(r->list.line);
	return stream_close(&r->s);
}

/* Rewrite the log without what is behind the window, and the image. */
static enum status
compact(struct run *r)
{
	uint32_t window = r->params.window, oldest = 0;
	enum status status;

	if (window < r->plan.now)
		oldest = r->plan.now - window;
	status = state_compact(&r->state, oldest);
	state_close(&r->state);
	if (status != STATUS_OK)
		return status;
	stories_free(&r->stories);
	stories_init(&r->stories, &r->params);
	status = open_state(r, span_of(NULL, 0));
	if (status == STATUS_OK) {
		status = state_image(&r->state, &r->stories, true);
		state_close(&r->state);
	}
	return status;
}

/* What is asked of a state alone. */
static enum status
manage(struct run *r)
{
	enum status status;

	if (r->dir == NULL || r->against)
		errx(STATUS_FATAL,
		    "--check, --info and --compact need "
		    "--state DIR");
	status = open_state(r, span_of(NULL, 0));
	if (status != STATUS_OK)
		return status;
	if (r->job == RUN_COMPACT)
		return compact(r);
	status = state_info(&r->state, &r->stories);
	if (status == STATUS_OK && r->state.log.lost > 0 && r->job == RUN_CHECK)
		status = STATUS_BAD;
	state_close(&r->state);
	return status;
}

enum status
run(struct run *r, char **files)
{
	enum status status;

	choose(r);
	if (r->job == RUN_EXPLAIN)
		return explain(&r->params);
	settle(r);
	if (r->job == RUN_FILTER)
		status = filter(r, files);
	else if (r->job <= RUN_COMPACT)
		status = manage(r);
	else
		status = stage(r, files);
	stories_free(&r->stories);
	buf_free(&r->about);
	return status;
}
