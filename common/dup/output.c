#include "dup/output.h"

#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "record/field.h"

void
output_start(struct output *o)
{
	stream_make(o->s, &o->dups, o->dups_file);
	stream_make(o->s, &o->pairs, o->pairs_file);
	o->held = mem_zero(o->hold, sizeof o->held[0]);
}

/* A failure of the files beside ends the run; the output's is the stream's. */
static void
check_file(struct output *o, const struct writer *w, const char *path)
{
	if (w->error != 0)
		stream_die(
		    o->s, STATUS_FATAL, "%s: %s", path, strerror(w->error));
}

static void
check_state(struct output *o, enum status status)
{
	if (status != STATUS_OK)
		stream_die(
		    o->s, status, "%s: not brought up to date", o->state->dir);
}

static void
add_name(struct writer *w, struct span name)
{
	struct buf *b = &w->block;

	if (w->error == 0)
		put_escaped(b, name);
}

/* A line for each record that this one was found like. */
static void
write_pairs(struct output *o, const struct unit *u)
{
	for (unsigned i = 0; i < o->t->nlike; i++) {
		const struct likeness *like = &o->t->like[i];

		add_name(&o->pairs, stories_name(o->t, like->of));
		writer_add(&o->pairs, SPAN("\t"));
		add_name(&o->pairs, u->name);
		if (o->pairs.error == 0)
			buf_printf(&o->pairs.block, "\t%.3f\t%.3f\n",
			    like->similarity, like->containment);
		writer_mark(&o->pairs);
	}
	check_file(o, &o->pairs, o->pairs_file);
}

static void
set_dup(struct record *r, const struct held_record *h)
{
	struct buf *b = field_set(r, FIELD_DUP);

	if (!h->repeat) {
		put_null(b);
		return;
	}
	put_object(b);
	put_string(field_key(b, FIELD_DUP_OF), buf_span(&h->of));
	put_string(
	    field_key(b, FIELD_DUP_KIND), span_str(story_kinds[h->like.kind]));
	put_thousandths(field_key(b, FIELD_DUP_SIMILARITY), h->like.similarity);
	put_thousandths(
	    field_key(b, FIELD_DUP_CONTAINMENT), h->like.containment);
	put_string(field_key(b, FIELD_DUP_CLUSTER), buf_span(&h->cluster));
	put_object_end(b);
}

static void
set_like(struct record *r, const struct held_record *h)
{
	struct buf *b = field_set(r, FIELD_LIKE);
	const struct likeness *like = &h->related;

	if (h->repeat || like->kind == STORY_NEW) {
		put_null(b);
		return;
	}
	put_object(b);
	put_string(field_key(b, FIELD_LIKE_OF), buf_span(&h->related_of));
	put_string(
	    field_key(b, FIELD_LIKE_KIND), span_str(story_kinds[like->kind]));
	put_thousandths(field_key(b, FIELD_LIKE_SIMILARITY), like->similarity);
	put_thousandths(
	    field_key(b, FIELD_LIKE_CONTAINMENT), like->containment);
	put_object_end(b);
}

/* Does it come out? */
static bool
is_wanted(const struct output *o, const struct held_record *h)
{
	if (o->repeated)
		return h->repeat;
	if (o->unique)
		return !h->repeat && !h->repeated;
	return o->mark || !h->repeat;
}

/* Write a record as the options have it. */
static void
write_record(struct output *o, struct span line, struct record *r,
    const struct held_record *h)
{
	bool beside = h->repeat && o->dups_file != NULL;

	if (o->mark || beside) {
		set_dup(r, h);
		set_like(r, h);
	}
	if (beside) {
		record_emit(r, &o->dups.block);
		writer_mark(&o->dups);
		check_file(o, &o->dups, o->dups_file);
	}
	if (is_wanted(o, h)) {
		if (o->mark)
			stream_emit(o->s, r);
		else
			stream_pass(o->s, line);
	}
	if (o->state != NULL && h->entry.n > 0)
		check_state(o, state_add(o->state, buf_span(&h->entry)));
}

static void
copy(struct buf *b, struct span s)
{
	b->n = 0;
	buf_adds(b, s);
}

/* It takes the place of the record that was written for it. */
static void
replace(struct output *o, struct held_record *h, uint32_t number, uint32_t id)
{
	h->repeat = false;
	stories_replace(o->t, number, id);
	if (h->entry.n > 0)
		entry_replaces(&h->entry);
}

/* Is it a newer version of what was written? */
static bool
is_update(const struct output *o, const struct verdict *v)
{
	return o->updates && v->like.kind >= STORY_NEAR && v->kept.newer;
}

/* Note all but the line. */
static void
fill(struct output *o, struct held_record *h, const struct unit *u,
    const struct verdict *v)
{
	h->repeat = story_repeats(v->like.kind);
	h->repeated = false;
	h->like = v->like;
	h->related = v->related;
	h->entry.n = 0;
	if (o->state != NULL && state_learns(o->state) &&
	    v->number != INDEX_NONE)
		entry_write(&h->entry, &u->sketch, u->name, &o->t->past);
	if (h->repeat && is_update(o, v)) {
		h->related = v->kept;
		h->related.kind = STORY_REPLACES;
		replace(o, h, v->number, v->like.of);
	}
	if (!o->t->params.names)
		return;
	if (story_repeats(v->like.kind)) {
		copy(&h->of, stories_name(o->t, v->like.of));
		copy(&h->cluster, stories_name(o->t, v->cluster));
	}
	if (h->related.kind != STORY_NEW)
		copy(&h->related_of, stories_name(o->t, h->related.of));
}

/* Write the oldest record that is held back. */
static void
release(struct output *o)
{
	struct held_record *h = &o->held[o->first];
	struct json_error e;
	struct span line = buf_span(&h->line);

	if (span_starts(line, SPAN("\xef\xbb\xbf")))
		line = span_skip(line, 3);
	record_parse(&o->record, line, &e); /* it was parsed once */
	write_record(o, buf_span(&h->line), &o->record, h);
	o->first = (o->first + 1) % o->hold;
	o->n--;
}

/* The record of the story that is to be kept, if it is still held back. */
static struct held_record *
kept(struct output *o, uint64_t story)
{
	for (size_t i = 0; i < o->n; i++) {
		struct held_record *h = &o->held[(o->first + i) % o->hold];

		if (h->story == story && !h->repeat)
			return h;
	}
	return NULL;
}

static bool
better(const struct output *o, const struct held_record *a,
    const struct held_record *b)
{
	return o->keep == KEEP_LONGEST ? a->length > b->length
				       : a->minute > b->minute;
}

/* The record is kept in the place of the other. */
static void
take_place(struct output *o, struct held_record *h, const struct verdict *v,
    struct held_record *other)
{
	other->repeat = true;
	other->like = h->like;
	copy(&other->of, buf_span(&h->name));
	copy(&other->cluster, buf_span(&h->cluster));
	h->related.kind = STORY_NEW;
	if (v->number == INDEX_NONE)
		h->repeat = false; /* the same bytes */
	else
		replace(o, h, v->number, v->like.of);
}

/* Hold the record back; it may take the place of the one that was kept. */
static void
hold(struct output *o, struct unit *u, const struct verdict *v)
{
	struct held_record *h, *other;

	if (o->n == o->hold)
		release(o);
	h = &o->held[(o->first + o->n) % o->hold];
	fill(o, h, u, v);
	copy(&h->line, u->line);
	copy(&h->name, u->name);
	h->story = o->t->forgotten + v->cluster;
	h->number = o->t->forgotten + v->number;
	h->length = u->length;
	h->minute = u->sketch.minute;
	other = v->like.kind != STORY_NEW ? kept(o, h->story) : NULL;
	o->n++;
	if (other == NULL)
		return;
	other->repeated = h->repeated = true;
	if (h->repeat && o->keep != KEEP_FIRST && better(o, h, other))
		take_place(o, h, v, other);
}

void
output_put(struct output *o, struct unit *u, const struct verdict *v)
{
	if (o->pairs_file != NULL)
		write_pairs(o, u);
	if (o->keep != KEEP_FIRST || o->unique) {
		hold(o, u, v);
		return;
	}
	fill(o, &o->held[0], u, v);
	write_record(o, u->line, &u->record, &o->held[0]);
}

static void
release_all(struct output *o)
{
	while (o->n > 0)
		release(o);
}

static void
close_file(struct output *o, struct writer *w, const char *path)
{
	if (path == NULL)
		return;
	stream_made(o->s, w, stream_good(o->s));
	check_file(o, w, path);
}

void
output_commit(struct output *o)
{
	if (stream_unnamed(o->s) || o->dups_file != NULL ||
	    o->pairs_file != NULL || o->state == NULL ||
	    o->state->mode != STATE_WRITE)
		return;
	if (stream_sync(o->s))
		check_state(o, state_commit(o->state));
}

void
output_finish(struct output *o)
{
	release_all(o);
	close_file(o, &o->dups, o->dups_file);
	close_file(o, &o->pairs, o->pairs_file);
	if (o->state != NULL)
		stream_sync(o->s);
}

void
output_free(struct output *o)
{
	for (size_t i = 0; i < o->hold; i++) {
		struct held_record *h = &o->held[i];

		buf_free(&h->line);
		buf_free(&h->name);
		buf_free(&h->entry);
		buf_free(&h->of);
		buf_free(&h->cluster);
		buf_free(&h->related_of);
	}
	free(o->held);
	record_free(&o->record);
}
