/*
 * The ranks of lists: whom a name belongs to that several claim.  The user's
 * come first; of khabar's own, places (countries and cities) come before what
 * is called after them.
 */
#include "gazetteer/list.h"

#include <stdlib.h>

#include "rules/table.h"

/* Places (countries and cities) come before what is called after them. */
enum { COLUMNS = 4, RANK_USER = 0, RANK_PLACE = 5, RANK_BUILTIN = 20 };

/* Add a name; one-word names of khabar's persons and organisations are believed
 * anywhere. */
static bool
add_name(struct gazetteer_builder *b, uint32_t entity, struct span name,
    enum list_kind kind)
{
	if (!gazetteer_phrase(b, entity, name))
		return false;
	if (kind == LIST_BUILTIN && b->entry[entity].label != LABEL_LOC)
		gazetteer_believe(b, entity, name, true);
	return true;
}

static void
add_row(struct gazetteer_builder *b, const struct table *t,
    const struct span *cell, enum list_kind kind)
{
	struct span aliases = cell[3], doubtful = cell[4], alias;
	bool place = span_eq(cell[1], SPAN("LOC"));
	uint32_t entity = gazetteer_entity(b, cell[0], cell[1], cell[2],
	    kind == LIST_USER ? RANK_USER
		: place       ? RANK_PLACE
			      : RANK_BUILTIN,
	    kind == LIST_USER || span_starts(cell[0], SPAN("iso3166:")) ? 1
									: 2);

	if (entity == UINT32_MAX)
		table_die(t, "too many labels or too long", cell[1]);
	if (!add_name(b, entity, cell[2], kind))
		table_die(t, "no word in the name", cell[2]);
	while (aliases.n > 0) {
		alias = span_cut(&aliases, '|');
		if (!add_name(b, entity, alias, kind))
			table_die(t, "no word in the alias", alias);
	}
	while (kind == LIST_BUILTIN && doubtful.n > 0)
		gazetteer_believe(b, entity, span_cut(&doubtful, '|'), false);
}

void
list_load(struct gazetteer_builder *b, const char *path, enum list_kind kind)
{
	struct span cell[TABLE_CELLS], text = table_load(path);
	struct table t;
	int n;
	union {
		const char *c;
		void *v;
	} p = { .c = text.p };

	table_start(&t, path, text);
	while ((n = table_row(&t, cell)) > 0) {
		if (n < COLUMNS - 1)
			table_die(
			    &t, "not id, label, name[, aliases]", cell[0]);
		if (cell[1].n == 0)
			table_die(&t, "no label", cell[0]);
		add_row(b, &t, cell, kind);
	}
	free(p.v);
}

static unsigned
percent(const struct table *t, struct span cell)
{
	unsigned n = 0;

	for (size_t i = 0; i < cell.n; i++) {
		if (cell.p[i] < '0' || cell.p[i] > '9' || n > 100)
			table_die(t, "no percent", cell);
		n = n * 10 + (unsigned)(cell.p[i] - '0');
	}
	return n;
}

void
list_likeness(struct gazetteer_builder *b, const char *path)
{
	struct span cell[TABLE_CELLS], text = table_load(path);
	struct table t;

	table_start(&t, path, text);
	while (table_row(&t, cell) > 0) {
		unsigned like[LABEL_MISC];

		for (int i = 0; i < LABEL_MISC; i++)
			like[i] = percent(&t, cell[1 + i]);
		gazetteer_likeness(b, cell[0], like);
	}
	free((void *)(uintptr_t)text.p);
}
