/*
 * Units as items of batches (crew/batch.h), or, of one thread, in a ring.  A
 * line that has to be read from the input is the ring's first, so that only
 * there room is kept for what is longer than a block of the reader.
 */
#include "dup/pool.h"

#include <stdlib.h>

#include "crew/batch.h"

enum { RING = 2 /* units */ };

struct pool {
	struct stream *s;
	const struct unit_plan *plan;
	struct batches *batches; /* of several threads; else NULL */
	struct unit ring[RING];
	unsigned first, used;     /* the one that was handed out, and behind it
	                             those that are made */
	unsigned long before;     /* lines of the files that are done */
	struct stream_place last; /* line that was read */
	bool ended;
	void (*await)(void *, const struct unit *, struct await *);
	void (*ordered)(void *, struct unit *);
	void *ordered_arg;
	void (*idle)(void *);
	void *idle_arg;
	struct await awaited;  /* what ordered will read */
	struct encore *encore; /* or NULL */
};

/* Read one line.  What is said meanwhile waits with it for its turn, where that
 * is not now. */
static bool
read_line(struct pool *p, struct unit *u, bool ahead)
{
	if (p->ended)
		return false;
	u->again = false;
	u->seen = ENCORE_NONE;
	stream_aside(p->s, ahead ? &u->aside : NULL);
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
	return true;
}

/* The same for a batch: the bytes are to live on. */
static bool
read_unit(void *pool, void *item, struct batch_bytes *with, size_t *bytes)
{
	struct unit *u = item;

	if (!read_line(pool, u, true))
		return false;
	if (u->none)
		return true;
	*bytes = u->line.n;
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

static bool
is_ordered(const struct pool *p, const struct unit *u)
{
	return p->ordered != NULL && !u->blank && !u->again && u->what == NULL;
}

static void
order_unit(void *pool, void *item)
{
	struct pool *p = pool;
	struct unit *u = item;

	if (!is_ordered(p, u))
		return;
	p->await(p->ordered_arg, u, &p->awaited);
	await_rest(&p->awaited);
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

	p->s = s;
	p->plan = plan;
	if (threads > 1)
		p->batches = batches_new(s, &items, threads);
	return p;
}

/* Read and make one more, the first as it comes, others where they are there
 * and there is anything to wait for. */
static bool
make_ahead(struct pool *p)
{
	struct unit *u = &p->ring[(p->first + p->used) % RING];

	if (p->used > 0 && (p->plan->exact || !stream_holds(p->s)))
		return false;
	if (!read_line(p, u, p->used > 0))
		return false;
	p->used++;
	u->sketch.words.await = &p->awaited;
	make_unit(p, u, 0);
	await_rest(&p->awaited);
	if (is_ordered(p, u))
		p->await(p->ordered_arg, u, &p->awaited);
	return true;
}

static struct unit *
next_alone(struct pool *p)
{
	struct unit *u;

	if (p->used > 0) {
		p->first = (p->first + 1) % RING;
		p->used--;
	}
	if (p->used == 0) {
		p->first = 0;
		if (p->idle != NULL && stream_would_wait(p->s))
			p->idle(p->idle_arg);
	}
	while (p->used < RING && make_ahead(p))
		;
	if (p->used == 0)
		return NULL;
	u = &p->ring[p->first];
	if (p->used == 1)
		await_rest(&p->awaited);
	if (is_ordered(p, u))
		p->ordered(p->ordered_arg, u);
	return u;
}

struct unit *
pool_next(struct pool *p)
{
	struct unit *u;

	stream_tell_of(p->s, NULL);
	do {
		u = p->batches != NULL ? batches_next(p->batches)
				       : next_alone(p);
		if (u == NULL)
			return NULL;
		stream_replay(p->s, &u->aside);
		if (stream_stopped(p->s))
			return NULL;
		if (u->blank && !u->none)
			stream_count(p->s, -1);
	} while (u->blank);
	stream_tell_of(p->s, &u->place);
	return u;
}

void
pool_ordered(struct pool *p,
    void (*await)(void *, const struct unit *, struct await *),
    void (*ordered)(void *, struct unit *), void *arg)
{
	p->await = await;
	p->ordered = ordered;
	p->ordered_arg = arg;
	if (p->batches != NULL)
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
	p->idle = idle;
	p->idle_arg = arg;
	if (p->batches != NULL)
		batches_idle(p->batches, idle, arg);
}

void
pool_free(struct pool *p)
{
	stream_tell_of(p->s, NULL);
	if (p->batches != NULL)
		batches_free(p->batches);
	for (unsigned i = 0; i < RING; i++)
		unit_free(&p->ring[i]);
	free(p);
}
