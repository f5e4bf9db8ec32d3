/* L-BFGS: see learn.h. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "learn.h"

enum { MEMORY = 8, TRIES = 40 };

/* The end is near enough: |g| against 1 or |x|. */
static const double NEAR = 1e-5;

struct descent {
	learn_loss *f;
	void *ctx;
	size_t n;
	double *x, *g;         /* where we are, the gradient there */
	double *next, *next_g; /* the point tried */
	double *direction;
	double *step[MEMORY]; /* the last steps and what they did to g */
	double *change[MEMORY];
	double curve[MEMORY]; /* step * change */
	unsigned kept;        /* so many were ever kept */
};

static double
dot(const double *a, const double *b, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

static void
add(double *a, double by, const double *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		a[i] += by * b[i];
}

/* The two loops of Nocedal: minus the gradient times what the last steps say
 * of the inverse Hessian. */
static void
find_direction(struct descent *s)
{
	unsigned k, first = s->kept > MEMORY ? s->kept - MEMORY : 0;
	double by[MEMORY], scale;

	memcpy(s->direction, s->g, s->n * sizeof *s->g);
	for (unsigned i = s->kept; i-- > first;) {
		k = i % MEMORY;
		by[k] = dot(s->step[k], s->direction, s->n) / s->curve[k];
		add(s->direction, -by[k], s->change[k], s->n);
	}
	k = (s->kept + MEMORY - 1) % MEMORY;
	scale = s->kept == 0
	    ? 1
	    : s->curve[k] / dot(s->change[k], s->change[k], s->n);
	for (size_t j = 0; j < s->n; j++)
		s->direction[j] *= -scale;
	for (unsigned i = first; i < s->kept; i++) {
		k = i % MEMORY;
		add(s->direction,
		    -by[k] -
			dot(s->change[k], s->direction, s->n) / s->curve[k],
		    s->step[k], s->n);
	}
}

/* Go along the direction, by halving and doubling, to where the value is lower
 * and the slope flatter.  Returns the value there; next and next_g are set. */
static double
line_search(struct descent *s, double value, double slope, double by)
{
	double low = 0, high = 0, v = value;

	for (int tries = 0; tries < TRIES; tries++) {
		memcpy(s->next, s->x, s->n * sizeof *s->x);
		add(s->next, by, s->direction, s->n);
		v = s->f(s->ctx, s->next, s->next_g);
		if (!(v <= value + 1e-4 * by * slope))
			high = by;
		else if (dot(s->next_g, s->direction, s->n) < .9 * slope)
			low = by;
		else
			break;
		by = high > 0 ? (low + high) / 2 : 2 * by;
	}
	return v;
}

/* Take the step to next, and keep what it says where the curve is upward. */
static void
take_step(struct descent *s)
{
	unsigned k = s->kept % MEMORY;

	for (size_t i = 0; i < s->n; i++) {
		s->step[k][i] = s->next[i] - s->x[i];
		s->change[k][i] = s->next_g[i] - s->g[i];
	}
	s->curve[k] = dot(s->step[k], s->change[k], s->n);
	if (s->curve[k] > 1e-300)
		s->kept++;
	memcpy(s->x, s->next, s->n * sizeof *s->x);
	memcpy(s->g, s->next_g, s->n * sizeof *s->g);
}

/* Is the end reached? */
static bool
is_near(const struct descent *s)
{
	double x = dot(s->x, s->x, s->n);

	return dot(s->g, s->g, s->n) <= NEAR * NEAR * (x < 1 ? 1 : x);
}

static unsigned
run(struct descent *s, unsigned rounds)
{
	double next, slope, value = s->f(s->ctx, s->x, s->g);
	unsigned round;

	for (round = 0; round < rounds && !is_near(s); round++) {
		find_direction(s);
		slope = dot(s->g, s->direction, s->n);
		/* The first step has no measure: short where g is large. */
		next = line_search(s, value, slope,
		    s->kept > 0 || slope > -1 ? 1 : -1 / slope);
		if (!(next < value))
			break;
		value = next;
		take_step(s);
	}
	return round;
}

unsigned
learn_minimise(learn_loss *f, void *ctx, double *x, size_t n, unsigned rounds)
{
	struct descent s = { .f = f, .ctx = ctx, .n = n, .x = x };
	double *room = mem_zero((4 + 2 * MEMORY) * n, sizeof *room);

	s.g = room;
	s.next = room + n;
	s.next_g = room + 2 * n;
	s.direction = room + 3 * n;
	for (unsigned i = 0; i < MEMORY; i++) {
		s.step[i] = room + (4 + i) * n;
		s.change[i] = room + (4 + MEMORY + i) * n;
	}
	rounds = run(&s, rounds);
	free(room);
	return rounds;
}
