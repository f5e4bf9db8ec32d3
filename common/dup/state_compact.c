/*
 * Writing the log anew.  It is read twice: who is of one story is known at its
 * end.  Keys of records that go fall to the next ones that have them.
 */
#include <errno.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "dup/old.h"
#include "dup/state.h"

struct compaction {
	struct state *s;
	struct log log; /* the new one */
	struct writer out;
	struct stories *t;
	uint32_t oldest; /* minute */
	uint32_t *story; /* owned; of each record of the old log, in order:
	                    one of its story that came before it, or itself */
	uint32_t *now;   /* owned; of each: 1 + its number in the new log, or
	                    0 */
	uint32_t *first; /* owned; of each that is itself: the same of its
	                    story's first record that is there */
	size_t n, cap;
	struct sketch sketch;
	struct story_past past;
	struct span name;
	struct buf entry;
};

/* The next record of the old log; false at its end. */
static bool
next(struct compaction *c, enum log_error *e)
{
	struct span frame;
	bool good;

	if (*e != LOG_OK || !log_next(&c->s->log, &frame))
		return false;
	good = c->s->log.version == LOG_VERSION
	    ? entry_read(frame, &c->sketch, &c->name, &c->past)
	    : old_read(frame, &c->sketch, &c->name, &c->past);
	if (good)
		return true;
	c->s->log.at = c->s->log.frame;
	*e = LOG_DAMAGED;
	return false;
}

static uint32_t
root(struct compaction *c, uint32_t i)
{
	while (c->story[i] != i)
		i = c->story[i] = c->story[c->story[i]];
	return i;
}

/* Put the record at hand to the stories of those that it joined. */
static bool
add_story(struct compaction *c)
{
	uint32_t i = (uint32_t)c->n++, a, b;

	c->story = mem_grow(c->story, &c->cap, c->n, sizeof c->story[0]);
	c->story[i] = i;
	for (unsigned k = 0; k < c->past.njoined; k++) {
		if (c->past.joined[k] == 0 || c->past.joined[k] > i)
			return false;
		a = root(c, i);
		b = root(c, i - c->past.joined[k]);
		c->story[a > b ? a : b] = a > b ? b : a;
	}
	return true;
}

static enum log_error
read_stories(struct compaction *c)
{
	enum log_error e = LOG_OK;

	c->s->log.at = c->s->log.start;
	while (next(c, &e))
		if (!add_story(c)) {
			c->s->log.at = c->s->log.frame;
			e = LOG_DAMAGED;
		}
	c->now = mem_zero(c->n, sizeof c->now[0]);
	c->first = mem_zero(c->n, sizeof c->first[0]);
	return e;
}

/* The record that was `back` ones in front of number i of the old log: how many
 * in front of the next one of the new log is it?  0 where it is not there. */
static uint32_t
distance(const struct compaction *c, uint32_t i, uint32_t back)
{
	uint32_t now = back > 0 && back <= i ? c->now[i - back] : 0;

	return now > 0 ? (uint32_t)c->t->n + 1 - now : 0;
}

/* Say of others what the record at hand, number i of the old log, says of
 * them, as far as they are in the new one: what it replaces, its story's first
 * one, or one of the same words. */
static void
renew(struct compaction *c, uint32_t i, const struct sighting *f)
{
	struct story_past *p = &c->past;
	uint32_t *first = &c->first[root(c, i)], n = (uint32_t)c->t->n;
	uint32_t replaced = p->njoined > 0 ? distance(c, i, p->joined[0]) : 0;

	p->njoined = 0;
	p->replaces = p->replaces && replaced > 0;
	if (p->replaces)
		p->joined[p->njoined++] = replaced;
	if (*first > 0)
		p->joined[p->njoined++] = n + 1 - *first;
	else if (f->same_norm != INDEX_NONE)
		p->joined[p->njoined++] = n - f->same_norm;
	if (*first == 0)
		*first = n + 1;
	p->kept = distance(c, i, p->kept);
	c->now[i] = n + 1;
}

/* Add the record at hand to the new log. */
static enum log_error
add(struct compaction *c, uint32_t i)
{
	struct sighting f;

	stories_find(c->t, &c->sketch, &f);
	if (f.same_raw != INDEX_NONE) { /* forgotten once, and come again */
		memset(c->past.took, UINT8_MAX, sizeof c->past.took);
		f.same_norm = INDEX_NONE;
	} else
		memcpy(c->past.took, f.took, sizeof f.took);
	renew(c, i, &f);
	if (f.same_raw != INDEX_NONE)
		stories_recall(c->t, &c->sketch, c->name, &c->past);
	else
		stories_keep(c->t, &c->sketch, c->name, &c->past);
	c->entry.n = 0;
	entry_write(&c->entry, &c->sketch, c->name, &c->past);
	return log_add(&c->log, buf_span(&c->entry));
}

/* Add what is not too old. */
static enum log_error
copy(struct compaction *c)
{
	enum log_error e = LOG_OK;

	c->s->log.at = c->s->log.start;
	for (uint32_t i = 0; next(c, &e); i++)
		if (c->sketch.minute >= c->oldest)
			e = add(c, i);
	return e == LOG_OK ? log_commit(&c->log) : e;
}

/* Read the old log once more, from its start. */
static enum log_error
reopen(struct log *l)
{
	int fd = l->fd;

	l->fd = -1;
	log_close(l);
	return log_open(l, fd, 0);
}

/* Make an empty log and fill it. */
static enum status
fill(struct compaction *c, struct span about)
{
	struct state *s = c->s;
	enum log_error e = LOG_SYSTEM;

	if (s->log.version == LOG_VERSION)
		about = s->log.about;
	if (writer_make(&c->out, &s->log_target) == 0 &&
	    log_create(&c->out, about, state_generation()) == 0)
		e = log_open(&c->log, c->out.fd, 0);
	writer_watch(&c->out);
	if (e == LOG_OK)
		e = log_write(&c->log);
	if (e == LOG_OK)
		e = reopen(&s->log);
	if (e == LOG_OK)
		e = read_stories(c);
	if (e == LOG_OK)
		e = copy(c);
	c->log.fd = -1; /* c->out closes it */
	return state_failed(s, e);
}

/* Let the new log take the place of the old one. */
static enum status
replace(struct compaction *c)
{
	struct state *s = c->s;
	struct log old = s->log;

	target_remove(&s->image_target);
	if (writer_close(&c->out, true) != 0) {
		errno = c->out.error;
		return state_failed(s, LOG_SYSTEM);
	}
	s->log = c->log;
	c->log = old;
	return state_image(s, c->t, true);
}

enum status
state_compact(
    struct state *s, uint32_t oldest, struct span about, struct stories *t)
{
	struct compaction c = { .s = s,
		.log = { .fd = -1 },
		.out = { .fd = -1 },
		.t = t,
		.oldest = oldest };
	enum status status;

	t->params.memory = 0;
	status = fill(&c, about);
	if (status == STATUS_OK)
		status = replace(&c);
	else if (c.out.fd >= 0)
		writer_close(&c.out, false);
	log_close(&c.log);
	sketch_free(&c.sketch);
	buf_free(&c.entry);
	free(c.story);
	free(c.now);
	free(c.first);
	return status;
}
