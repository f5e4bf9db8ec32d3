#include "entity/mention.h"

#include "base/mem.h"

const char *const mention_sources[] = { "gazetteer", "rule", "model", "coref" };

struct mention *
mentions_add(struct mentions *all)
{
	if (all->n == all->cap)
		all->m = mem_grow(
		    all->m, &all->cap, all->n + 1, sizeof *all->m);
	all->m[all->n] = (struct mention) { 0 };
	return &all->m[all->n++];
}
