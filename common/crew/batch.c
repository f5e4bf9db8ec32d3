/*
 * Batches in a ring: the caller reads into the next empty one, threads make its
 * items, the caller hands them out in order.  A batch is 32 items or 256 KiB,
 * whichever is reached first: enough that the lock is not what takes the time,
 * little enough that threads share a short input.
 */
#include "crew/batch.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/err.h"

enum {
	BATCH_ITEMS = 32,
	BATCH_BYTES = 1 << 16,
	OUT_KEEP = 1 << 20, /* bytes of a batch's output, for the next one */
	AHEAD = 2           /* batches, and their bytes, for each thread */
};

enum batch_state {
	BATCH_EMPTY,
	BATCH_READ,
	BATCH_TAKEN,
	BATCH_MADE,
	BATCH_READY /* ordered was called for all of it */
};

struct batch {
	enum batch_state state; /* under the lock */
	unsigned n, next;       /* items; the next to hand out */
	size_t bytes;
	struct batch_bytes with;
	char *item;
};

struct batch_hand {
	struct batches *all;
	pthread_t thread;
	unsigned number;
};

struct batches {
	struct stream *s;
	struct batch_plan plan;
	struct batch_hand *hand;
	unsigned hands; /* besides the caller's */
	bool end;

	struct batch *ring;
	unsigned size, first, used; /* batches in flight, oldest first */
	size_t bytes;               /* of them */
	pthread_mutex_t lock;
	pthread_cond_t work, made;
	bool quit; /* under the lock */
	void (*idle)(void *);
	void *idle_arg;
	void (*ordered)(void *, void *);
	unsigned next_ordered; /* batch of the ring; under the lock */
	bool ordering;         /* somebody is at it; under the lock */
};

static void *
item_of(const struct batches *p, struct batch *b, unsigned i)
{
	return b->item + i * p->plan.size;
}

static void
order_batch(struct batches *p, struct batch *b)
{
	for (unsigned i = 0; p->ordered != NULL && i < b->n; i++)
		p->ordered(p->plan.arg, item_of(p, b, i));
}

/* Do what is to be done in order, as far as batches are made and nobody else
 * is at it; the lock is held, and given up meanwhile. */
static void
order_ready(struct batches *p)
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
make_taken(struct batches *p, struct batch *b, unsigned thread)
{
	pthread_mutex_unlock(&p->lock);
	for (unsigned i = 0; i < b->n; i++)
		p->plan.make(p->plan.arg, item_of(p, b, i), thread);
	pthread_mutex_lock(&p->lock);
	b->state = BATCH_MADE;
	order_ready(p);
}

/* The oldest batch that nobody works on; the lock is held. */
static struct batch *
take(struct batches *p)
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
	struct batch_hand *hand = arg;
	struct batches *p = hand->all;
	struct batch *b;

	pthread_mutex_lock(&p->lock);
	while (!p->quit) {
		if ((b = take(p)) == NULL) {
			pthread_cond_wait(&p->work, &p->lock);
			continue;
		}
		make_taken(p, b, hand->number);
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

struct batches *
batches_new(struct stream *s, const struct batch_plan *plan, unsigned threads)
{
	struct batches *p = mem_zero(1, sizeof *p);
	unsigned i;

	*p = (struct batches) { .s = s, .plan = *plan, .hands = threads - 1 };
	p->size = AHEAD * threads;
	p->ring = mem_zero(p->size, sizeof p->ring[0]);
	for (i = 0; i < p->size; i++)
		p->ring[i].item = mem_zero(BATCH_ITEMS, plan->size);
	p->hand = mem_zero(threads, sizeof p->hand[0]);
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->work, NULL);
	pthread_cond_init(&p->made, NULL);
	for (i = 0; i < p->hands; i++) {
		struct batch_hand *hand = &p->hand[i];

		*hand = (struct batch_hand) { .all = p, .number = i + 1 };
		if ((errno = pthread_create(&hand->thread, NULL, worker, hand)))
			err(STATUS_FATAL, "thread");
	}
	return p;
}

/* Read a batch of items, as many as are there. */
static void
read_batch(struct batches *p)
{
	struct batch *b = &p->ring[(p->first + p->used) % p->size];

	b->n = b->next = 0;
	b->bytes = 0;
	room_clear(&b->with.in);
	if (b->with.out.cap > OUT_KEEP)
		buf_free(&b->with.out);
	b->with.out.n = 0;
	do {
		size_t bytes = 0;

		if (!p->plan.read(
			p->plan.arg, item_of(p, b, b->n), &b->with, &bytes)) {
			p->end = true;
			break;
		}
		b->bytes += bytes;
		b->n++;
	} while (b->n < BATCH_ITEMS && b->bytes < BATCH_BYTES &&
	    !stream_would_wait(p->s));
	if (b->n == 0)
		return;
	p->bytes += b->bytes;
	pthread_mutex_lock(&p->lock);
	b->state = BATCH_READ;
	p->used++;
	pthread_cond_signal(&p->work);
	pthread_mutex_unlock(&p->lock);
}

/* Wait for the oldest batch; make what is left to make meanwhile. */
static struct batch *
oldest(struct batches *p)
{
	struct batch *b = &p->ring[p->first], *mine;

	pthread_mutex_lock(&p->lock);
	while (b->state != BATCH_READY)
		if ((mine = take(p)) != NULL)
			make_taken(p, mine, 0);
		else
			pthread_cond_wait(&p->made, &p->lock);
	pthread_mutex_unlock(&p->lock);
	return b;
}

static void
retire(struct batches *p)
{
	p->bytes -= p->ring[p->first].bytes;
	pthread_mutex_lock(&p->lock);
	p->ring[p->first].state = BATCH_EMPTY;
	p->first = (p->first + 1) % p->size;
	p->used--;
	pthread_mutex_unlock(&p->lock);
}

/* Nothing is in flight: is there time? */
static void
tell_idle(struct batches *p)
{
	if (p->idle != NULL && stream_would_wait(p->s))
		p->idle(p->idle_arg);
}

/* Read until the ring is full, the input ends or would have to be waited for
 * while something can be handed out. */
static bool
fill(struct batches *p)
{
	const size_t most = (size_t)AHEAD * BATCH_BYTES * (p->hands + 1);

	if (p->used == 0)
		tell_idle(p);
	while (!p->end && p->used < p->size &&
	    (p->used == 0 || (p->bytes < most && !stream_would_wait(p->s))))
		read_batch(p);
	return p->used > 0;
}

void *
batches_next(struct batches *p)
{
	struct batch *b;

	b = &p->ring[p->first];
	if (p->used > 0 && b->next > 0 && b->next == b->n) {
		retire(p);
		b = &p->ring[p->first];
	}
	if (p->used == 0 || b->next == 0) {
		if (!fill(p))
			return NULL;
		b = oldest(p);
	}
	return item_of(p, b, b->next++);
}

void
batches_ordered(struct batches *p, void (*ordered)(void *, void *item))
{
	p->ordered = ordered;
}

void
batches_idle(struct batches *p, void (*idle)(void *), void *arg)
{
	p->idle = idle;
	p->idle_arg = arg;
}

void
batches_free(struct batches *p)
{
	unsigned i, j;

	pthread_mutex_lock(&p->lock);
	p->quit = true;
	pthread_cond_broadcast(&p->work);
	pthread_mutex_unlock(&p->lock);
	for (i = 0; i < p->hands; i++)
		pthread_join(p->hand[i].thread, NULL);
	for (i = 0; i < p->size; i++) {
		for (j = 0; j < BATCH_ITEMS; j++)
			p->plan.free(p->plan.arg, item_of(p, &p->ring[i], j));
		room_free(&p->ring[i].with.in);
		buf_free(&p->ring[i].with.out);
		free(p->ring[i].item);
	}
	pthread_mutex_destroy(&p->lock);
	pthread_cond_destroy(&p->work);
	pthread_cond_destroy(&p->made);
	free(p->hand);
	free(p->ring);
	free(p);
}
