/*
 * Lines of memory that will be read soon, asked for one by one between other
 * work: a CPU that has twenty or so under way drops what more it is asked for
 * (of 160 in a row, Zen 4 drops a third).
 */
#ifndef DUP_AWAIT_H
#define DUP_AWAIT_H

enum { AWAIT_LINES = 512 /* at most; the rest is not asked for */ };

struct await {
	const void *line[AWAIT_LINES]; /* not owned; n of them */
	unsigned n;
};

/* Note a line to be asked for. */
static inline void
await_add(struct await *a, const void *line)
{
	a->line[a->n] = line;
	a->n += a->n < AWAIT_LINES - 1;
}

/* Ask for one, if one is left. */
static inline void
await_one(struct await *a)
{
	if (a->n > 0)
		__builtin_prefetch(a->line[--a->n]);
}

/* Ask for all that are left. */
static inline void
await_rest(struct await *a)
{
	while (a->n > 0)
		await_one(a);
}

#endif
