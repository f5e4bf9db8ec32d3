#include "entity/mention.h"

#include <stdlib.h>

#include "base/mem.h"

const char *const mention_sources[] = { "gazetteer", "rule", "model", "coref" };

struct mention *
mentions_room(struct mentions *all)
{
	if (all->n == all->cap)
		all->m = mem_grow(
		    all->m, &all->cap, all->n + 1, sizeof *all->m);
	return &all->m[all->n];
}

static int
by_start(const void *a, const void *b)
{
	const struct mention *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

/* Lines come in order, and few mentions of each are out of it. */
void
mentions_sort(struct mentions *all)
{
	enum { FEW = 64 };

	if (all->n > FEW) {
		qsort(all->m, all->n, sizeof *all->m, by_start);
		return;
	}
	for (size_t i = 1; i < all->n; i++) {
		struct mention moved;
		size_t to = i;

		while (to > 0 && all->m[to - 1].start > all->m[i].start)
			to--;
		if (to == i)
			continue;
		moved = all->m[i];
		memmove(
		    all->m + to + 1, all->m + to, (i - to) * sizeof *all->m);
		all->m[to] = moved;
	}
}
