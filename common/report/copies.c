/*
 * Records are remembered in a table of sets of 8 by the hash of their id; the
 * oldest of a set goes.  Two ids of one hash are taken for one, which among the
 * 131072 of the default is one chance in 10^9.
 */
#include "report/copies.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/iso.h"
#include "base/mem.h"
#include "report/check.h"

/* Prints of a set, of which the oldest goes first. */
enum { WAYS = 8, EXACT = 16, PARTS = 8 };

void
copies_init(struct copies *c, size_t pairs, size_t prints)
{
	c->pairs.most = pairs;
	c->sets = 1;
	while (c->sets * WAYS < prints)
		c->sets *= 2;
}

struct moment
moment_read(struct span date)
{
	struct moment m = { 0 };
	struct iso_time t;

	if (check_date(date) < CHECK_IS_DAY)
		return m;
	iso_read(date, &t);
	m.dated = true;
	m.day = iso_days(t.year, t.month, t.day);
	if (t.hour < 0 || t.minute < 0)
		return m;
	m.timed = true;
	m.zoned = t.zoned;
	m.minutes = (int64_t)m.day * 24 * 60 + t.hour * 60 + t.minute -
	    (t.zoned ? t.zone : 0);
	return m;
}

static uint64_t
hash_id(struct span id)
{
	uint64_t h = hash_span(id, 1);

	return h != 0 ? h : 1;
}

static struct print *
set_of(const struct copies *c, uint64_t id)
{
	return &c->prints[WAYS * (id & (c->sets - 1))];
}

void
copies_print(struct copies *c, struct span id, const struct print *p)
{
	struct print *set, *to;
	uint64_t h = hash_id(id);

	if (c->prints == NULL)
		c->prints = mem_zero(WAYS * c->sets, sizeof c->prints[0]);
	set = to = set_of(c, h);
	for (unsigned i = 0; i < WAYS; i++)
		if (set[i].id == h || set[i].unit < to->unit) {
			to = &set[i];
			if (to->id == h)
				break;
		}
	*to = *p;
	to->id = h;
}

static const struct print *
find(const struct copies *c, struct span id)
{
	uint64_t h = hash_id(id);
	const struct print *set;

	if (c->prints == NULL)
		return NULL;
	set = set_of(c, h);
	for (unsigned i = 0; i < WAYS; i++)
		if (set[i].id == h)
			return &set[i];
	return NULL;
}

/* Steps of n: n itself below EXACT, then PARTS for each power of two. */
static unsigned
step_of(int64_t n)
{
	unsigned log = 4, step;

	if (n < EXACT)
		return (unsigned)n;
	while (n >> (log + 1) > 0)
		log++;
	step = EXACT + (log - 4) * PARTS + (unsigned)(n >> (log - 3) & 7);
	return step < DELAY_STEPS ? step : DELAY_STEPS - 1;
}

/* The middle of a step. */
static int64_t
of_step(unsigned step)
{
	unsigned log = 4 + (step - EXACT) / PARTS, part = step % PARTS;

	if (step < EXACT)
		return step;
	return ((int64_t)(PARTS + part) << (log - 3)) +
	    (((int64_t)1 << (log - 3)) - 1) / 2;
}

static void
delays_add(struct delays *d, int64_t n)
{
	d->n++;
	d->by[step_of(n)]++;
}

int64_t
delays_median(const struct delays *d)
{
	unsigned long seen = 0;

	for (unsigned i = 0; i < DELAY_STEPS; i++) {
		seen += d->by[i];
		if (2 * seen >= d->n && d->n > 0)
			return of_step(i);
	}
	return -1;
}

/* What counts the delays of a pair; cleared where the pair is a new one. */
static struct copy_delays *
delays_of(struct copies *c, const struct top_slot *s)
{
	size_t at = (size_t)(s - c->pairs.slots), had = c->cap;
	struct copy_delays *d;

	c->delays = mem_grow(c->delays, &c->cap, at + 1, sizeof c->delays[0]);
	if (c->cap > had)
		memset(c->delays + had, 0, (c->cap - had) * sizeof *d);
	d = &c->delays[at];
	if (d->born != s->born + 1)
		*d = (struct copy_delays) { .born = s->born + 1 };
	return d;
}

/* How long after b a is; what is not known is 0. */
struct lag {
	bool dated, timed;
	int64_t minutes, days;
};

static struct lag
lag_of(const struct moment *a, const struct moment *b)
{
	struct lag l = { .dated = a->dated && b->dated,
		.timed = a->timed && b->timed && a->zoned == b->zoned };

	if (l.timed)
		l.minutes = a->minutes - b->minutes;
	if (l.dated)
		l.days = a->day - b->day;
	return l;
}

static struct top_slot *
count_pair(struct copies *c, unsigned long later, unsigned long earlier,
    unsigned long unit)
{
	char key[48];
	int n = snprintf(key, sizeof key, "%lu\t%lu", later, earlier);

	return top_add(&c->pairs, span_of(key, (size_t)n), SPAN(""), unit);
}

const struct print *
copies_repeat(struct copies *c, struct span of, const struct print *p,
    struct top_slot **pair)
{
	const struct print *first = find(c, of);
	struct copy_delays *d;
	struct lag l;

	if (first == NULL) {
		c->unknown++;
		return NULL;
	}
	l = lag_of(&p->when, &first->when);
	if (l.timed ? l.minutes < 0 : l.days < 0)
		*pair = count_pair(c, first->source, p->source, p->unit);
	else
		*pair = count_pair(c, p->source, first->source, p->unit);
	d = delays_of(c, *pair);
	if (l.timed)
		delays_add(&d->minutes, llabs(l.minutes));
	if (l.dated)
		delays_add(&d->days, llabs(l.days));
	return first;
}

void
copies_sources(
    const struct top_slot *pair, unsigned long *later, unsigned long *earlier)
{
	char text[TOP_NAME + 1], *tab;

	memcpy(text, pair->key, pair->key_n);
	text[pair->key_n] = '\0';
	*later = strtoul(text, &tab, 10);
	*earlier = strtoul(tab, NULL, 10);
}

void
copies_free(struct copies *c)
{
	free(c->prints);
	free(c->delays);
	top_free(&c->pairs);
	c->prints = NULL;
	c->delays = NULL;
	c->cap = 0;
}
