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
#include "dup/about.h"
#include "dup/explain.h"

enum {
	COMMIT_EVERY = 16384, /* records */
	SELF = 20 << 20       /* bytes held besides what is remembered */
};

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
	if (r->prepare && (r->dir == NULL || r->job != RUN_FILTER))
		errx(STATUS_FATAL, "--prepare needs --state DIR and records");
	if (r->upgrade && r->job != RUN_COMPACT)
		errx(STATUS_FATAL, "--upgrade needs --compact");
	if (r->against != NULL)
		r->dir = r->against;
	if (r->commit != NULL) {
		if (r->job != RUN_FILTER)
			errx(STATUS_FATAL, "--commit goes alone");
		r->dir = r->commit;
		r->job = RUN_COMMIT;
	}
	if (r->drop_list != NULL)
		r->job = RUN_DROP;
}

/* The weights of decisions. */
static void
read_weights(struct run *r)
{
	struct table t;
	struct span text;

	if (r->table == NULL) {
		decider_init(&r->decider);
		return;
	}
	text = table_load(stream_clerk(&r->s), r->table);
	table_start(&t, r->table, text);
	decider_read(&r->decider, &t);
	free((void *)(uintptr_t)text.p);
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
	p->decider = &r->decider;
	stories_init(&r->stories, p);
	about_write(&r->about, &r->plan, p);
}

static void
commit(void *arg)
{
	struct run *r = arg;

	if (r->state.added > 0)
		output_commit(&r->out);
}

/* Note what that and the decision will read. */
static void
await(void *arg, const struct unit *u, struct await *a)
{
	const struct run *r = arg;

	stories_await(&r->stories, &u->sketch, a);
}

/* Look up a record's keys, ahead of the decision. */
static void
find(void *arg, struct unit *u)
{
	struct run *r = arg;

	stories_find(&r->stories, &u->sketch, &u->sighting);
}

/* Does a line's second coming do nothing but come out or not?  Then it need not
 * be read. */
static bool
looks_at_lines(const struct run *r)
{
	const struct output *o = &r->out;

	return r->job == RUN_FILTER && r->params.exact &&
	    !stories_forgets(&r->stories) && !o->mark && !o->unique &&
	    o->keep == KEEP_FIRST && o->dups_file == NULL &&
	    o->pairs_file == NULL;
}

/* A line that was there before. */
static void
filter_encore(struct run *r, const struct unit *u)
{
	encore_note(&r->encore, ENCORE_NONE, true, true);
	if (r->out.repeated)
		stream_pass(&r->s, u->line);
}

/* False where the state was found damaged before a word was said of u. */
static bool
filter_one(struct run *r, struct unit *u)
{
	struct verdict v;

	if (u->again) {
		filter_encore(r, u);
		return true;
	}
	if (stories_forgets(&r->stories))
		stories_judge(&r->stories, &u->sketch, u->name, &v);
	else
		stories_decide(
		    &r->stories, &u->sketch, u->name, &u->sighting, &v);
	if (stories_bad(&r->stories) != 0)
		return false;
	encore_note(&r->encore, u->seen, !sketch_empty(&u->sketch),
	    v.like.kind == STORY_EXACT);
	output_put(&r->out, u, &v);
	if (r->state.added >= COMMIT_EVERY)
		output_commit(&r->out);
	return true;
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
	    &r->s, &r->plan, stream_passes(&r->s) ? 1 : crew_threads(&r->jobs));
	struct unit *u;

	if (r->dir != NULL && !r->against)
		pool_idle(pool, commit, r);
	if (r->job == RUN_FILTER && !stories_forgets(&r->stories))
		pool_ordered(pool, await, find, r);
	encore_init(&r->encore);
	if (looks_at_lines(r))
		pool_encore(pool, &r->encore);
	while ((u = pool_next(pool)) != NULL) {
		if (u->what != NULL) {
			stream_bad(&r->s, u->line, u->what, u->at);
			if (stream_stopped(&r->s))
				break;
		} else if (r->job == RUN_FILTER) {
			if (!filter_one(r, u))
				break;
		} else if (r->job == RUN_KEYS)
			stage_keys(&r->s, r->shard, u, r->plan.exact);
		else
			drop_one(r, u);
	}
	pool_free(pool);
	encore_free(&r->encore);
	if (stories_bad(&r->stories) != 0)
		stream_die(&r->s,
		    state_damaged(&r->state, stories_bad(&r->stories)),
		    "%s: stopped", r->dir);
}

static enum state_mode
mode_of(const struct run *r)
{
	if (r->job == RUN_CHECK)
		return STATE_CHECK;
	if (r->job == RUN_COMMIT)
		return STATE_COMMIT;
	if (r->job == RUN_COMPACT)
		return r->upgrade ? STATE_UPGRADE : STATE_COMPACT;
	if (r->against || r->job == RUN_INFO)
		return STATE_READ;
	return r->prepare ? STATE_PREPARE : STATE_WRITE;
}

static enum status
take_state(struct run *r, struct span about)
{
	enum status status = state_take(
	    &r->state, r->dir, mode_of(r), r->wait, about, stream_clerk(&r->s));

	if (status != STATUS_OK)
		state_close(&r->state);
	return status;
}

/* The same, for what is asked of the state alone. */
static enum status
open_state(struct run *r, struct span about, struct stories *t)
{
	enum status status = take_state(r, about);

	if (status != STATUS_OK)
		return status;
	stream_confine(&r->s);
	read_weights(r);
	status = state_read(&r->state, about, t);
	if (status != STATUS_OK)
		state_close(&r->state);
	return status;
}

/* No output goes over the state. */
static enum status
spare_state(struct run *r)
{
	const char *const paths[] = { stream_output(&r->s), r->out.dups_file,
		r->out.pairs_file };
	size_t i;

	for (i = 0; i < sizeof paths / sizeof paths[0]; i++)
		if ((i == 0 || paths[i] != NULL) &&
		    state_holds(&r->state, paths[i])) {
			warnx("%s: is part of the state %s",
			    paths[i] ? paths[i] : "standard output", r->dir);
			state_close(&r->state);
			return STATUS_FATAL;
		}
	return STATUS_OK;
}

/* Make the state's part of the run last, once all output is safe. */
static enum status
close_state(struct run *r, enum status status)
{
	bool done = status < STATUS_FATAL;

	/* What was stopped has written no file of -o. */
	if (stream_stopped(&r->s) && (r->prepare || stream_output(&r->s)))
		done = false;
	if (done && state_learns(&r->state))
		status_worst(&status, state_finish(&r->state, &r->stories));
	state_close(&r->state);
	return status;
}

static enum status
filter(struct run *r, char **files)
{
	enum status status;

	r->out.s = &r->s;
	r->out.t = &r->stories;
	if (r->dir != NULL) {
		status = take_state(r, buf_span(&r->about));
		if (status == STATUS_OK)
			status = spare_state(r);
		if (status != STATUS_OK)
			return status;
		r->out.state = &r->state;
	}
	output_start(&r->out);
	stream_enter(&r->s, files);
	read_weights(r);
	if (r->dir != NULL &&
	    (status = state_read(
		 &r->state, buf_span(&r->about), &r->stories)) != STATUS_OK) {
		stream_drop(&r->s);
		state_close(&r->state);
		return status;
	}
	stream_start(&r->s, files);
	each_record(r);
	output_finish(&r->out);
	status = stream_finish(&r->s);
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
	struct clerk *clerk = stream_clerk(&r->s);

	if (r->job == RUN_REDUCE || r->job == RUN_UNION)
		stream_takes(&r->s, KIND_TEXT); /* KEY TAB VALUE */
	stream_file(&r->s, r->drop_list);
	stream_enter(&r->s, files);
	read_weights(r);
	if (r->job == RUN_DROP) {
		r->plan.exact = true; /* enough to know a bad record */
		stage_list_load(&r->list, clerk, r->drop_list, r->shard);
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
	struct span about = { NULL, 0 };
	uint32_t window = r->params.window, oldest = 0;
	enum status status;

	if (r->upgrade)
		about = buf_span(&r->about);
	status = open_state(r, about, &r->stories);
	if (status != STATUS_OK)
		return status;
	if (window < r->plan.now)
		oldest = r->plan.now - window;
	status = state_compact(&r->state, oldest, about, &r->stories);
	state_close(&r->state);
	return status;
}

static enum status
commit_prepared(struct run *r)
{
	enum status status = open_state(r, span_of(NULL, 0), NULL);

	if (status == STATUS_OK) {
		status = state_learn(&r->state);
		state_close(&r->state);
	}
	return status;
}

static enum status
info(struct run *r)
{
	enum status status = open_state(r, span_of(NULL, 0), &r->stories);

	if (status != STATUS_OK)
		return status;
	status = state_info(&r->state, &r->stories);
	if (status == STATUS_OK && r->state.log.lost > 0 && r->job == RUN_CHECK)
		status = STATUS_BAD;
	state_close(&r->state);
	return status;
}

/* What is asked of a state alone. */
static enum status
manage(struct run *r, char **files)
{
	if (r->dir == NULL || r->against)
		errx(STATUS_FATAL,
		    "--check, --info and --compact need "
		    "--state DIR");
	if (r->job == RUN_COMMIT && files[0] != NULL)
		errx(STATUS_FATAL, "--commit reads no files");
	if (r->job == RUN_COMPACT)
		return compact(r);
	return r->job == RUN_COMMIT ? commit_prepared(r) : info(r);
}

static enum status
compare_files(struct run *r, char **files)
{
	clerk_files(stream_clerk(&r->s), (const char *const *)files);
	stream_confine(&r->s);
	read_weights(r);
	return explain_pair(&r->params, &r->plan, stream_clerk(&r->s), files);
}

enum status
run(struct run *r, char **files)
{
	enum status status;

	choose(r);
	if (r->job == RUN_EXPLAIN)
		return explain(&r->params);
	stream_file(&r->s, r->table);
	settle(r);
	if (r->job == RUN_FILTER)
		status = filter(r, files);
	else if (r->job == RUN_COMPARE)
		status = compare_files(r, files);
	else if (r->job <= RUN_COMPACT)
		status = manage(r, files);
	else
		status = stage(r, files);
	stream_end(&r->s);
	stories_free(&r->stories);
	decider_free(&r->decider);
	buf_free(&r->about);
	return status;
}
