#include "news/rules.h"

#include <stdlib.h>

#include "base/mem.h"
#include "news/boundary.h"
#include "news/label.h"
#include "news/site.h"
#include "tables/tables.h"

static void
add_outlets(struct rules *r, struct table *t)
{
	struct span cell[TABLE_CELLS];

	while (table_row(t, cell) > 0) {
		struct outlet o = { .name = cell[1] };

		if (span_eq(cell[3], SPAN("agency")))
			o.flags |= OUTLET_AGENCY;
		else if (!span_eq(cell[3], SPAN("outlet")))
			table_die(t, "type is not agency or outlet", cell[3]);
		if (span_eq(cell[4], SPAN("ambiguous")))
			o.flags |= OUTLET_AMBIGUOUS;
		r->outlet = mem_grow(r->outlet, &r->outlets_cap,
		    r->noutlets + 1, sizeof r->outlet[0]);
		r->outlet[r->noutlets] = o;
		names_add_forms(&r->outlets, cell[0], (int)r->noutlets++);
	}
}

static void
add_places(struct rules *r)
{
	struct table t;
	struct span cell[TABLE_CELLS];

	table_start(&t, "places.tsv", table_places());
	while (table_row(&t, cell) > 0)
		names_add_forms(&r->places, cell[0], 0);
}

static void
add_sections(struct rules *r)
{
	struct table t;
	struct span cell[TABLE_CELLS];

	table_start(&t, "sections.tsv", table_sections());
	while (table_row(&t, cell) > 0)
		names_add_forms(&r->sections, cell[0],
		    span_eq(cell[1], SPAN("nav")) ? SECTION_NAV : SECTION_NEWS);
}

static void
add_given(struct rules *r)
{
	struct table t;
	struct span cell[TABLE_CELLS];

	table_start(&t, "givennames.tsv", table_givennames());
	while (table_row(&t, cell) > 0)
		names_add_forms(&r->linewords, cell[0], LINEWORD_GIVEN);
}

static void
add_linewords(struct rules *r)
{
	static const char *const classes[LINEWORD_CLASSES] = { "function",
		"verb", "menu", "office", "writer", "given", "role", "hand",
		"outlet" };
	struct table t;
	struct span cell[TABLE_CELLS];
	int i;

	table_start(&t, "linewords.tsv", table_linewords());
	while (table_row(&t, cell) > 0) {
		for (i = 0; i < LINEWORD_CLASSES; i++)
			if (span_eq(cell[0], span_str(classes[i])))
				break;
		if (i == LINEWORD_CLASSES)
			table_die(&t, "unknown class of words", cell[0]);
		names_add_forms(
		    i < LINEWORD_GIVEN ? &r->linewords : &r->bywords, cell[1],
		    i);
	}
}

/* A user's table: cues if the first row's second column is a form of cues. */
static bool
is_cue_table(struct table t)
{
	static const char *const forms[] = { "bare", "colon", "named", "rest",
		"head", "define" };
	struct span cell[TABLE_CELLS];
	size_t i;

	if (table_row(&t, cell) == 0)
		return false;
	for (i = 0; i < sizeof forms / sizeof forms[0]; i++)
		if (span_eq(cell[1], span_str(forms[i])))
			return true;
	return false;
}

static void
add_user(struct rules *r, struct clerk *c, const char *path)
{
	struct span text = table_load(c, path);
	struct table t;

	r->user = mem_grow(
	    r->user, &r->user_cap, r->nuser + 1, sizeof r->user[0]);
	r->user[r->nuser++] = text.p;
	table_start(&t, path, text);
	if (boundary_weights_know(t))
		boundary_weights_read(r->boundary, &t);
	else if (labeller_knows(t))
		labeller_read(r->labeller, &t);
	else if (sites_know(t))
		sites_read(r->sites, &t);
	else if (is_cue_table(t))
		cues_add(r->cues, &t, true);
	else
		add_outlets(r, &t);
}

void
rules_init(struct rules *r, struct clerk *c, const char *const *paths)
{
	struct table t;

	*r = (struct rules) { .cues = cues_new() };
	r->labeller = mem_zero(1, sizeof *r->labeller);
	labeller_init(r->labeller);
	r->boundary = mem_zero(1, sizeof *r->boundary);
	boundary_weights_init(r->boundary);
	r->sites = sites_new();
	for (; paths != NULL && *paths != NULL; paths++)
		add_user(r, c, *paths);
	table_start(&t, "cues.tsv", table_cues());
	cues_add(r->cues, &t, false);
	cues_compile(r->cues);
	table_start(&t, "agencies.tsv", table_agencies());
	add_outlets(r, &t);
	add_places(r);
	add_sections(r);
	add_linewords(r);
	add_given(r);
	r->dates = date_reader_new();
}

const struct outlet *
rules_outlet(const struct rules *r, struct span folded)
{
	int i = names_find(&r->outlets, folded);

	return i < 0 ? NULL : &r->outlet[i];
}

void
rules_free(struct rules *r)
{
	cues_free(r->cues);
	free(r->labeller);
	free(r->boundary);
	sites_free(r->sites);
	date_reader_free(r->dates);
	names_free(&r->outlets);
	names_free(&r->places);
	names_free(&r->sections);
	names_free(&r->linewords);
	names_free(&r->bywords);
	free(r->outlet);
	while (r->nuser > 0)
		free((void *)(uintptr_t)r->user[--r->nuser]);
	free(r->user);
}
