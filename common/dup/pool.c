/*
 * Batches in a ring: the caller reads into the next empty one, threads make its
 * units, the caller hands them out in order.  A batch is 32 records or 256 KiB,
 * whichever is reached first: enough that the lock is not what takes the time,
 * little enough that threads share a short input.
 */
#include "dup/pool.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

enum { BATCH_UNITS = 32, BATCH_BYTES = 1 << 18 };

enum batch_state {
	BATCH_EMPTY,
	BATCH_READ,
	BATCH_TAKEN,
	BATCH_MADE,
	BATCH_READY /* ordered was called for all of it */
};

struct batch {
	enum batch_state state; /* under the lock */
	unsigned n, next;       /* units; the next to hand out */
	struct unit unit[BATCH_UNITS];
};

struct pool {
	struct stream *s;
	const struct unit_plan *plan;
	pthread_t *thread;
	unsigned threads;         /* besides the caller's */
	unsigned long before;     /* lines of the files that are done */
	struct stream_place last; /* line that was read */
	bool end;

	struct batch *ring;
	unsigned size, first, used; /* batches in flight, oldest first */
	pthread_mutex_t lock;
	pthread_cond_t work, made;
	bool quit; /* under the lock */
	void (*idle)(void *);
	void *idle_arg;
	void (*ordered)(void *, struct unit *);
	void *ordered_arg;
	unsigned next_ordered; /* batch of the ring; under the lock */
	bool ordering;         /* somebody is at it; under the lock */
};

static void
make_batch(struct pool *p, struct batch *b)
{
	for (unsigned i = 0; i < b->n; i++)
		unit_make(&b->unit[i], p->plan);
}

static void
order_batch(struct pool *p, struct batch *b)
{
	for (unsigned i = 0; p->ordered != NULL && i < b->n; i++)
		if (!b->unit[i].blank && b->unit[i].what == NULL)
			p->ordered(p->ordered_arg, &b->unit[i]);
}

/* Do what is to be done in order, as far as batches are made and nobody else
 * is at it; the lock is held, and given up meanwhile. */
static void
order_ready(struct pool *p)
{
	struct batch *b;

	while (!p->ordering &&
	    (b = &p->ring[p->next_ordered])->state == BATCH_MADE) {
		p->ordering = true;
		pthread_mutex_unlock(&p->lock);
		order_batch(p, b);
		pthread_mutex_lock(&p->lock);
		p->ordering = false;
		b->state = BATCH_READY;
		p->next_ordered = (p->next_ordered + 1) % p->size;
		pthread_cond_signal(&p->made);
	}
}

/* Make a batch that was taken; the lock is held, and given up meanwhile. */
static void
make_taken(struct pool *p, struct batch *b)
{
	pthread_mutex_unlock(&p->lock);
	make_batch(p, b);
	pthread_mutex_lock(&p->lock);
	b->state = BATCH_MADE;
	order_ready(p);
}

/* The oldest batch that nobody works on; the lock is held. */
static struct batch *
take(struct pool *p)
{
	for (unsigned i = 0; i < p->used; i++) {
		struct batch *b = &p->ring[(p->first + i) % p->size];

		if (b->state == BATCH_READ) {
			b->state = BATCH_TAKEN;
			return b;
		}
	}
	return NULL;
}

static void *
worker(void *arg)
{
	struct pool *p = arg;
	struct batch *b;

	pthread_mutex_lock(&p->lock);
	while (!p->quit) {
		if ((b = take(p)) == NULL) {
			pthread_cond_wait(&p->work, &p->lock);
			continue;
		}
		make_taken(p, b);
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

struct pool *
pool_new(struct stream *s, const struct unit_plan *plan, unsigned threads)
{
	struct pool *p = mem_zero(1, sizeof *p);

	*p = (struct pool) { .s = s, .plan = plan, .threads = threads - 1 };
	p->size = threads > 1 ? 4 * threads : 1;
	p->ring = mem_zero(p->size, sizeof p->ring[0]);
	p->thread = mem_zero(threads, sizeof p->thread[0]);
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->work, NULL);
	pthread_cond_init(&p->made, NULL);
	for (unsigned i = 0; i < p->threads; i++)
		if ((errno = pthread_create(&p->thread[i], NULL, worker, p)))
			err(STATUS_FATAL, "thread");
	return p;
}

/* Read one line into u; its bytes are copied where it is to live on. */
static bool
read_unit(struct pool *p, struct unit *u, bool copy)
{
	if (!stream_unit(p->s, &u->line))
		return false;
	u->place = stream_place(p->s);
	if (u->place.file != p->last.file || u->place.unit <= p->last.unit)
		p->before += p->last.unit;
	p->last = u->place;
	u->number = p->before + u->place.unit;
	if (copy) {
		u->copy.n = 0;
		buf_adds(&u->copy, u->line);
		u->line = buf_span(&u->copy);
	}
	return true;
}

/* Read a batch of lines, as many as are there. */
static void
read_batch(struct pool *p)
{
	struct batch *b = &p->ring[(p->first + p->used) % p->size];
	size_t bytes = 0;

	b->n = b->next = 0;
	do {
		struct unit *u = &b->unit[b->n];

		if (!read_unit(p, u, true)) {
			p->end = true;
			break;
		}
		bytes += u->line.n;
		b->n++;
	} while (b->n < BATCH_UNITS && bytes < BATCH_BYTES &&
	    !stream_would_wait(p->s));
	if (b->n == 0)
		return;
	pthread_mutex_lock(&p->lock);
	b->state = BATCH_READ;
	p->used++;
	pthread_cond_signal(&p->work);
	pthread_mutex_unlock(&p->lock);
}

/* Wait for the oldest batch; make what is left to make meanwhile. */
static struct batch *
oldest(struct pool *p)
{
	struct batch *b = &p->ring[p->first], *mine;

	pthread_mutex_lock(&p->lock);
	while (b->state != BATCH_READY)
		if ((mine = take(p)) != NULL)
			make_taken(p, mine);
		else
			pthread_cond_wait(&p->made, &p->lock);
	pthread_mutex_unlock(&p->lock);
	return b;
}

static void
retire(struct pool *p)
{
	pthread_mutex_lock(&p->lock);
	p->ring[p->first].state = BATCH_EMPTY;
	p->first = (p->first + 1) % p->size;
	p->used--;
	pthread_mutex_unlock(&p->lock);
}

/* Nothing is in flight: is there time? */
static void
tell_idle(struct pool *p)
{
	if (p->idle != NULL && stream_would_wait(p->s))
		p->idle(p->idle_arg);
}

static struct unit *
next_alone(struct pool *p)
{
	struct unit *u = &p->ring[0].unit[0];

	do {
		tell_idle(p);
		if (!read_unit(p, u, false))
			return NULL;
		unit_make(u, p->plan);
		if (u->blank)
			stream_uncount(p->s);
	} while (u->blank);
	if (p->ordered != NULL && u->what == NULL)
		p->ordered(p->ordered_arg, u);
	return u;
}

/* Read until the ring is full, the input ends or would have to be waited for
 * while something can be handed out. */
static bool
fill(struct pool *p)
{
	if (p->used == 0)
		tell_idle(p);
	while (!p->end && p->used < p->size &&
	    (p->used == 0 || !stream_would_wait(p->s)))
		read_batch(p);
	return p->used > 0;
}

struct unit *
pool_next(struct pool *p)
{
	struct batch *b;
	struct unit *u;

	stream_tell_of(p->s, NULL);
	if (p->threads == 0)
		return next_alone(p);
	for (;;) {
		b = &p->ring[p->first];
		if (p->used > 0 && b->next > 0 && b->next == b->n) {
			retire(p);
			continue;
		}
		if (p->used == 0 || b->next == 0) {
			if (!fill(p))
				return NULL;
			b = oldest(p);
		}
		u = &b->unit[b->next++];
		if (!u->blank)
			break;
		stream_uncount(p->s);
	}
	stream_tell_of(p->s, &u->place);
	return u;
}

void
pool_ordered(struct pool *p, void (*ordered)(void *, struct unit *), void *arg)
{
	p->ordered = ordered;
	p->ordered_arg = arg;
}

void
pool_idle(struct pool *p, void (*idle)(void *), void *arg)
{
	p->idle = idle;
	p->idle_arg = arg;
}

void
pool_free(struct pool *p)
{
	stream_tell_of(p->s, NULL);
	pthread_mutex_lock(&p->lock);
	p->quit = true;
	pthread_cond_broadcast(&p->work);
	pthread_mutex_unlock(&p->lock);
	for (unsigned i = 0; i < p->threads; i++)
		pthread_join(p->thread[i], NULL);
	for (unsigned i = 0; i < p->size; i++)
		for (unsigned j = 0; j < BATCH_UNITS; j++)
			unit_free(&p->ring[i].unit[j]);
	pthread_mutex_destroy(&p->lock);
	pthread_cond_destroy(&p->work);
	pthread_cond_destroy(&p->made);
	free(p->thread);
	free(p->ring);
	free(p);
}
