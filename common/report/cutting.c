/*
 * An array that is sorted and cut to half when it is twice as long as it may
 * be: so one article costs a logarithm, as in a heap.
 */
#include "report/cutting.h"

#include <stdlib.h>

#include "record/put.h"
#include "text/utf8.h"

/* A string of n bytes at the most. */
static void
put_head(struct buf *out, struct span s, size_t n)
{
	struct span head = utf8_head(s, n);
	struct buf text = { 0 };

	if (head.n == s.n) {
		put_maybe(out, s);
		return;
	}
	buf_adds(&text, head);
	buf_adds(&text, SPAN("…"));
	put_string(out, buf_span(&text));
	buf_free(&text);
}

/* A string that leads nowhere without its end. */
static void
put_whole(struct buf *out, struct span s, size_t n)
{
	put_maybe(out, s.n <= n ? s : span_of(NULL, 0));
}

static void
fill(struct cutting *c, const struct cutting_facts *f, const char *order)
{
	c->unit = f->unit;
	c->found = f->found;
	c->pinned = f->pinned;
	c->repeat = f->repeat;
	memcpy(c->order, order, sizeof c->order);
	c->row.n = 0;
	put_array(&c->row);
	put_number(&c->row, (int64_t)f->unit);
	put_head(&c->row, f->title, CUTTING_TITLE);
	put_head(&c->row, f->date, CUTTING_DATE);
	put_head(&c->row, f->source, CUTTING_SOURCE);
	put_whole(&c->row, f->url, CUTTING_URL);
	put_whole(&c->row, f->id, CUTTING_ID);
	if (f->repeat)
		put_number(&c->row, (int64_t)f->of);
	else
		put_null(&c->row);
	c->n = f->n < CUTTING_NAMES ? f->n : CUTTING_NAMES;
	c->names = mem_grow(c->names, &c->room, c->n, sizeof c->names[0]);
	if (c->n > 0)
		memcpy(c->names, f->names, c->n * sizeof c->names[0]);
}

/* The newest first, the last read of a day; with no date at the end. */
static int
by_age(const void *a, const void *b)
{
	const struct cutting *x = a, *y = b;
	int order = memcmp(y->order, x->order, CUTTING_ORDER);

	if (order != 0)
		return order;
	return x->unit < y->unit ? 1 : -1;
}

/* Those that are pinned in front. */
static int
by_right(const void *a, const void *b)
{
	const struct cutting *x = a, *y = b;

	return x->pinned != y->pinned ? (int)y->pinned - (int)x->pinned
				      : by_age(a, b);
}

static void
sort(struct cuttings *all, int (*compare)(const void *, const void *))
{
	if (all->n > 0)
		qsort(all->c, all->n, sizeof all->c[0], compare);
}

static void
cut(struct cuttings *all)
{
	size_t most = all->pinned + all->most;

	sort(all, by_right);
	if (all->n > most)
		all->n = most;
}

void
cuttings_add(struct cuttings *all, const struct cutting_facts *f)
{
	char order[CUTTING_ORDER] = { 0 };

	if (all->most == 0)
		return;
	if (all->n == all->pinned + 2 * all->most) {
		cut(all);
		memcpy(all->floor, all->c[all->n - 1].order, sizeof all->floor);
	}
	if (f->order.n > 0)
		memcpy(order, f->order.p,
		    f->order.n < sizeof order ? f->order.n : sizeof order);
	if (!f->pinned && memcmp(order, all->floor, sizeof order) < 0)
		return;
	if (all->n == all->used) {
		all->c = mem_grow(
		    all->c, &all->cap, all->used + 1, sizeof all->c[0]);
		all->c[all->used++] = (struct cutting) { 0 };
	}
	fill(&all->c[all->n++], f, order);
	all->pinned += f->pinned;
}

void
cuttings_close(struct cuttings *all)
{
	cut(all);
	sort(all, by_age);
}

void
cuttings_free(struct cuttings *all)
{
	for (size_t i = 0; i < all->used; i++) {
		buf_free(&all->c[i].row);
		free(all->c[i].names);
	}
	free(all->c);
	*all = (struct cuttings) { .most = all->most };
}
