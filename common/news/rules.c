#include "news/rules.h"

#include <stdlib.h>

#include "base/mem.h"
#include "news/boundary.h"
#include "news/label.h"
#include "news/site.h"
#include "tables/tables.h"

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

void
rules_load(struct rules_tables *t, struct clerk *c, const char *const *paths)
{
	size_t n = 0;

	while (paths != NULL && paths[n] != NULL)
		n++;
	*t = (struct rules_tables) { paths, mem_zero(n + 1, sizeof t->text[0]),
		n };
	for (n = 0; n < t->n; n++)
		t->text[n] = table_load(c, paths[n]);
}

void
rules_unload(struct rules_tables *t)
{
	while (t->n > 0)
		free((void *)(uintptr_t)t->text[--t->n].p);
	free(t->text);
}

static void
add_user(struct rules *r, const char *path, struct span text)
{
	struct table t;

	table_start(&t, path, text);
	if (boundary_weights_know(t))
		boundary_weights_read(r->boundary, &t);
	else if (labeller_knows(t))
		labeller_read(r->labeller, &t);
	else if (sites_know(t))
		sites_read(r->sites, &t);
	else if (is_cue_table(t))
		cues_add(r->cues, &t, true);
	else {
		if (r->user_outlets.n == 0)
			names_start(&r->user_outlets, false);
		nameset_add_outlets(&r->outlet, &r->user_outlets, &t);
	}
}

/* Ours come behind the user's, in one set, where there are such. */
static void
open_outlets(struct rules *r)
{
	struct table t;

	if (r->user_outlets.n == 0) {
		nameset_open(NAMESET_OUTLETS, &r->outlets);
		nameset_outlets(&r->outlet);
		return;
	}
	table_start(&t, "agencies.tsv", table_agencies());
	nameset_add_outlets(&r->outlet, &r->user_outlets, &t);
	r->outlets = r->user_outlets.set;
}

void
rules_init(struct rules *r, const struct rules_tables *user)
{
	struct table t;
	size_t i;

	*r = (struct rules) { .cues = cues_new() };
	r->labeller = mem_zero(1, sizeof *r->labeller);
	labeller_init(r->labeller);
	r->boundary = mem_zero(1, sizeof *r->boundary);
	boundary_weights_init(r->boundary);
	r->sites = sites_new();
	for (i = 0; user != NULL && i < user->n; i++)
		add_user(r, user->path[i], user->text[i]);
	table_start(&t, "cues.tsv", table_cues());
	cues_add(r->cues, &t, false);
	cues_ready(r->cues);
	open_outlets(r);
	nameset_open(NAMESET_PLACES, &r->places);
	nameset_open(NAMESET_SECTIONS, &r->sections);
	nameset_open(NAMESET_LINEWORDS, &r->linewords);
	nameset_open(NAMESET_BYWORDS, &r->bywords);
	nameset_open(NAMESET_PAGEKINDS, &r->pagekinds);
	r->dates = date_reader_new();
}

const struct outlet *
rules_outlet(const struct rules *r, struct span folded)
{
	int i = names_find(&r->outlets, folded);

	return i < 0 ? NULL : &r->outlet.of[i];
}

void
rules_free(struct rules *r)
{
	cues_free(r->cues);
	free(r->labeller);
	free(r->boundary);
	sites_free(r->sites);
	date_reader_free(r->dates);
	names_free(&r->user_outlets);
	free(r->outlet.of);
}
