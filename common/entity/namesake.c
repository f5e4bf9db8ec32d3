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

/* By how much a place's rank may be worse than that of the one which has the
 * name, for countries of the record to speak for it: eight times fewer people
 * (places/places.c). */
enum { RANK_NEAR = 6 };

/* Is the country one of the record's? */
static bool
is_told(const struct mentions *all, struct span country)
{
	for (size_t i = 0; i < all->n && country.n > 0; i++) {
		struct span id = all->m[i].id;

		if (span_starts(id, SPAN("iso3166:")) &&
		    span_eq(span_skip(id, strlen("iso3166:")), country))
			return true;
	}
	return false;
}

/* Is the id that of a part of a country?  Regions have ids of khabar's own. */
static bool
is_part(struct span id)
{
	return span_starts(id, SPAN("iso3166-2:")) ||
	    span_starts(id, SPAN("khabar:")) ||
	    (span_starts(id, SPAN("geonames:")) && id.n > 9 && id.p[9] >= 'A' &&
		id.p[9] <= 'Z');
}

/* The country that is printed behind mention i: طرابلس، لبنان or في لبنان. */
static struct span
country_behind(const struct mentions *all, struct span text, size_t i)
{
	static const char *const links[] = { "،", ",", "(", "في", "-" };
	const struct mention *m = &all->m[i], *next = m + 1;
	struct span between, none = { NULL, 0 };
	bool linked;

	if (i + 1 == all->n || next->start - next->prefix < m->end ||
	    !span_starts(next->id, SPAN("iso3166:")))
		return none;
	between = span_trim(
	    span_to(text.p + m->end, text.p + next->start - next->prefix));
	linked = between.n == 0 &&
	    span_starts(
		span_of(text.p + next->start - next->prefix, next->prefix),
		SPAN("ب"));
	for (size_t k = 0; k < sizeof links / sizeof *links; k++)
		linked = linked || span_eq(between, span_str(links[k]));
	return linked ? span_skip(next->id, strlen("iso3166:")) : none;
}

/* Whether the record speaks for entry e rather than for the one that has the
 * name. */
static bool
speaks_for(const struct gazetteer *g, const struct mentions *all,
    const struct mention *m, struct span country,
    const struct gazetteer_entry *e)
{
	struct span own = gazetteer_country(g, e);

	if (m->part && !is_part(gazetteer_id(g, e)))
		return false;
	if (country.n > 0)
		return span_eq(own, country);
	return m->part || is_told(all, own);
}

/* Settle mention i, whose name several places have; whether it was another. */
static bool
settle_shared(
    const struct gazetteer *g, struct span text, struct mentions *all, size_t i)
{
	struct mention *m = &all->m[i];
	const struct gazetteer_entry *held = &g->entry[m->held], *best;
	struct span country = m->country.n > 0 ? m->country
					       : country_behind(all, text, i);

	if (!span_eq(gazetteer_id(g, held), m->id) ||
	    speaks_for(g, all, m, country, held))
		return false;
	best = NULL;
	for (uint32_t k = gazetteer_others(g, m->shared);
	     k < g->others && g->other[k].state == m->shared; k++) {
		const struct gazetteer_entry *e = &g->entry[g->other[k].entry];

		if (country.n == 0 && !m->part &&
		    e->rank > held->rank + RANK_NEAR)
			break;
		if (best == NULL && speaks_for(g, all, m, country, e))
			best = e;
	}
	if (best == NULL)
		return false;
	m->id = gazetteer_id(g, best);
	m->name = gazetteer_name(g, best);
	return true;
}

/* A bit for each row whose place is called by one name in a mention.  No row's
 * place is the other of a row in front of it. */
static uint32_t
named_rows(const struct namesakes *s, const struct mentions *all)
{
	uint32_t rows = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct mention *m = &all->m[i];

		for (size_t k = 0; m->words == 1 && m->id.n > 0 && k < s->n;
		     k++)
			rows |= (uint32_t)span_eq(m->id, s->of[k].id) << k;
	}
	return rows;
}

static bool
settle_listed(const struct namesakes *s, struct span text, struct mentions *all)
{
	bool changed = false;

	for (uint32_t rows = named_rows(s, all); rows != 0; rows &= rows - 1) {
		const struct namesake *k = &s->of[__builtin_ctz(rows)];

		if (!means_other(k, text, all))
			continue;
		for (size_t j = 0; j < all->n; j++)
			if (all->m[j].words == 1 &&
			    span_eq(all->m[j].id, k->id)) {
				all->m[j].id = k->other;
				all->m[j].name = k->name;
				changed = true;
			}
	}
	return changed;
}

bool
namesakes_settle(const struct namesakes *s, const struct gazetteer *g,
    struct span text, struct mentions *all)
{
	bool changed = settle_listed(s, text, all);

	for (size_t i = 0; g != NULL && i < all->n; i++)
		if (all->m[i].shared != 0 && settle_shared(g, text, all, i))
			changed = true;
	return changed;
}
