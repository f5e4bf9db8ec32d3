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

/* The rank, see above. */
static unsigned
rank_of(struct span label, enum list_kind kind)
{
	if (kind == LIST_USER)
		return RANK_USER;
	return span_eq(label, SPAN("LOC")) ? RANK_PLACE : RANK_BUILTIN;
}

/* Add the names in cell, each as likely as that. */
static void
add_names(struct gazetteer_builder *b, const struct table *t, uint32_t entity,
    struct span cell, enum gazetteer_likely likely)
{
	while (cell.n > 0) {
		struct span name = span_cut(&cell, '|');

		if (!gazetteer_phrase(b, entity, name))
			table_die(t, "no word in the name", name);
		if (likely != LIKELY_UNKNOWN)
			gazetteer_believe(b, entity, name, likely);
	}
}

/* Names of khabar's own tables are believed. */
static void
add_row(struct gazetteer_builder *b, const struct table *t,
    const struct span *cell, enum list_kind kind)
{
	bool place = span_eq(cell[1], SPAN("LOC"));
	bool country = span_starts(cell[0], SPAN("iso3166:"));
	enum gazetteer_likely likely = kind == LIST_BUILTIN ? LIKELY_SURE
							    : LIKELY_UNKNOWN;
	uint32_t entity = gazetteer_entity(b, cell[0], cell[1], cell[2],
	    rank_of(cell[1], kind), kind == LIST_USER || country ? 1 : 2);

	if (entity == UINT32_MAX)
		table_die(t, "too many labels or too long", cell[1]);
	if (kind == LIST_BUILTIN)
		add_names(
		    b, t, entity, cell[4], place ? LIKELY_SOME : LIKELY_NOT);
	if (kind == LIST_BUILTIN && place)
		add_names(b, t, entity, cell[5], LIKELY_NOT);
	if (cell[2].n == 0)
		table_die(t, "no word in the name", cell[2]);
	add_names(b, t, entity, cell[2], likely);
	add_names(b, t, entity, cell[3], likely);
}

void
list_load(struct gazetteer_builder *b, struct clerk *c, const char *path,
    enum list_kind kind)
{
	struct span cell[TABLE_CELLS], text = table_load(c, path);
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
list_likeness(struct gazetteer_builder *b, struct clerk *c, const char *path)
{
	struct span cell[TABLE_CELLS], text = table_load(c, path);
	struct table t;

	table_start(&t, path, text);
	while (table_row(&t, cell) > 0)
		gazetteer_likeness(b, cell[0], percent(&t, cell[1]));
	free((void *)(uintptr_t)text.p);
}
