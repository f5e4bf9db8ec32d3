#include "entity/namesake.h"

#include "rules/table.h"
#include "tables/tables.h"

void
namesakes_init(struct namesakes *s)
{
	struct span cell[TABLE_CELLS];
	struct table t;

	s->n = 0;
	table_start(&t, "namesakes.tsv", table_namesakes());
	while (table_row(&t, cell) > 0) {
		if (s->n == NAMESAKES)
			table_die(&t, "too many namesakes", cell[0]);
		s->of[s->n++] = (struct namesake) { cell[0], cell[1], cell[2],
			cell[3], cell[4], cell[5] };
	}
}

/* Is s one of the forms in a cell? */
static bool
is_form(struct span cell, struct span s)
{
	while (cell.n > 0)
		if (span_eq(span_cut(&cell, '|'), s))
			return true;
	return false;
}

/* Is one of the ids in a cell that of a mention? */
static bool
is_mentioned(const struct mentions *all, struct span cell)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->m[i].id.n > 0 && is_form(cell, all->m[i].id))
			return true;
	return false;
}

/* Does one of the mentions print the other's own spelling? */
static bool
is_marked(
    const struct namesake *k, struct span text, const struct mentions *all)
{
	for (size_t i = 0; i < all->n; i++)
		if (span_eq(all->m[i].id, k->id) &&
		    is_form(k->marked,
			span_to(
			    text.p + all->m[i].start, text.p + all->m[i].end)))
			return true;
	return false;
}

static bool
means_other(
    const struct namesake *k, struct span text, const struct mentions *all)
{
	return is_marked(k, text, all) ||
	    (is_mentioned(all, k->pro) && !is_mentioned(all, k->contra));
}

void
namesakes_settle(
    const struct namesakes *s, struct span text, struct mentions *all)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct namesake *k = &s->of[i];

		if (!is_mentioned(all, k->id) || !means_other(k, text, all))
			continue;
		for (size_t j = 0; j < all->n; j++)
			if (all->m[j].words == 1 &&
			    span_eq(all->m[j].id, k->id)) {
				all->m[j].id = k->other;
				all->m[j].name = k->name;
			}
	}
}
