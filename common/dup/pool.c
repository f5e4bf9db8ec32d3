/*
 * Units as items of batches (crew/batch.h).
 */
#include "dup/pool.h"

#include <stdlib.h>

#include "crew/batch.h"

struct pool {
	struct stream *s;
	const struct unit_plan *plan;
	struct batches *batches;
	unsigned long before;     /* lines of the files that are done */
	struct stream_place last; /* line that was read */
	bool several;             /* threads */
	bool ended;
	void (*ordered)(void *, struct unit *);
	void *ordered_arg;
	struct encore *encore; /* or NULL */
};

/* Read one line; its bytes are copied where it is to live on.  What is said
 * while it is read waits with it for its turn. */
static bool
read_unit(void *pool, void *item, struct batch_bytes *with, size_t *bytes)
{
	struct pool *p = pool;
	struct unit *u = item;

	if (p->ended)
		return false;
	u->again = false;
	u->seen = ENCORE_NONE;
	stream_aside(p->s, with != NULL ? &u->aside : NULL);
	p->ended = u->none = !stream_unit(p->s, &u->line);
	stream_aside(p->s, NULL);
	u->blank = u->none;
	if (u->none)
		return u->aside.n > 0 || u->aside.read > 0;
	u->place = stream_place(p->s);
	if (u->place.file != p->last.file || u->place.unit <= p->last.unit)
		p->before += p->last.unit;
	p->last = u->place;
	u->number = p->before + u->place.unit;
	if (p->encore != NULL)
		u->again = encore_find(p->encore, u->line, &u->seen);
	*bytes = u->line.n;
	if (with != NULL)
		u->line = room_copy(&with->in, u->line);
	return true;
}

static void
make_unit(void *pool, void *item, unsigned thread)
{
	struct pool *p = pool;
	struct unit *u = item;

	(void)thread;
	if (u->again)
		u->what = NULL;
	else if (!u->none)
		unit_make(u, p->plan);
}

static void
order_unit(void *pool, void *item)
{
	struct pool *p = pool;
	struct unit *u = item;

	if (!u->blank && !u->again && u->what == NULL)
		p->ordered(p->ordered_arg, u);
}

static void
free_unit(void *pool, void *item)
{
	(void)pool;
	unit_free(item);
}

struct pool *
pool_new(struct stream *s, const struct unit_plan *plan, unsigned threads)
{
	struct pool *p = mem_zero(1, sizeof *p);
	const struct batch_plan items = { sizeof(struct unit), p, read_unit,
		make_unit, free_unit };

	*p = (struct pool) { .s = s, .plan = plan, .several = threads > 1 };
	p->batches = batches_new(s, &items, threads);
	return p;
}

struct unit *
pool_next(struct pool *p)
{
	struct unit *u;

	stream_tell_of(p->s, NULL);
	do {
		if ((u = batches_next(p->batches)) == NULL)
			return NULL;
		stream_replay(p->s, &u->aside);
		if (stream_stopped(p->s))
			return NULL;
		if (u->blank && !u->none)
			stream_count(p->s, -1);
	} while (u->blank);
	if (p->several)
		stream_tell_of(p->s, &u->place);
	return u;
}

void
pool_ordered(struct pool *p, void (*ordered)(void *, struct unit *), void *arg)
{
	p->ordered = ordered;
	p->ordered_arg = arg;
	batches_ordered(p->batches, order_unit);
}

void
pool_encore(struct pool *p, struct encore *a)
{
	p->encore = a;
}

void
pool_idle(struct pool *p, void (*idle)(void *), void *arg)
{
	batches_idle(p->batches, idle, arg);
}

void
pool_free(struct pool *p)
{
	stream_tell_of(p->s, NULL);
	batches_free(p->batches);
	free(p);
}
