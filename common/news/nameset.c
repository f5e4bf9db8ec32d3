/* Making the sets and their image. */
#include "news/nameset.h"

#include <stdlib.h>

#include "news/pagekind.h"
#include "news/rules.h"
#include "tables/tables.h"

static void
add_column(struct names_builder *b, const char *name, struct span text,
    int column, int value)
{
	struct table t;
	struct span cell[TABLE_CELLS];

	table_start(&t, name, text);
	while (table_row(&t, cell) > 0)
		names_add_forms(b, cell[column], value);
}

void
nameset_add_outlets(struct outlets *o, struct names_builder *b, struct table *t)
{
	struct span cell[TABLE_CELLS];

	while (table_row(t, cell) > 0) {
		struct outlet outlet = { .name = cell[1] };

		if (span_eq(cell[3], SPAN("agency")))
			outlet.flags |= OUTLET_AGENCY;
		else if (!span_eq(cell[3], SPAN("outlet")))
			table_die(t, "type is not agency or outlet", cell[3]);
		if (span_eq(cell[4], SPAN("ambiguous")))
			outlet.flags |= OUTLET_AMBIGUOUS;
		if (o->n == o->cap)
			o->of = mem_grow(
			    o->of, &o->cap, o->n + 1, sizeof o->of[0]);
		o->of[o->n] = outlet;
		names_add_forms(b, cell[0], (int)o->n++);
	}
}

static void
add_sections(struct names_builder *b)
{
	struct table t;
	struct span cell[TABLE_CELLS];

	table_start(&t, "sections.tsv", table_sections());
	while (table_row(&t, cell) > 0)
		names_add_forms(b, cell[0],
		    span_eq(cell[1], SPAN("nav")) ? SECTION_NAV : SECTION_NEWS);
}

/* The words of the classes [from, to). */
static void
add_linewords(struct names_builder *b, int from, int to)
{
	static const char *const classes[] = { "function", "verb", "menu",
		"office", "writer", "prayer", "picture", "given", "role",
		"hand", "outlet", NULL };
	_Static_assert(
	    sizeof classes / sizeof classes[0] == LINEWORD_CLASSES + 1,
	    "a name for each class");
	struct table t;
	struct span cell[TABLE_CELLS];
	int i;

	table_start(&t, "linewords.tsv", table_linewords());
	while (table_row(&t, cell) > 0) {
		i = table_word(&t, cell[0], classes, "unknown class of words");
		if (i >= from && i < to)
			names_add_forms(b, cell[1], i);
	}
}

static void
add_tagwords(struct names_builder *b)
{
	struct table t;
	struct span cell[TABLE_CELLS];

	table_start(&t, "tagwords.tsv", table_tagwords());
	while (table_row(&t, cell) > 0)
		names_add_forms(b, cell[0],
		    span_eq(cell[1], SPAN("head")) ? TAGWORD_HEAD
						   : TAGWORD_STOP);
}

static void
add_pagekinds(struct names_builder *b)
{
	static const char *const kinds[] = { "error", "stub", "live", "more",
		NULL };
	_Static_assert(sizeof kinds / sizeof kinds[0] == PAGEKIND_PHRASES + 1,
	    "a name for each kind");
	struct table t;
	struct span cell[TABLE_CELLS];

	table_start(&t, "pagekinds.tsv", table_pagekinds());
	while (table_row(&t, cell) > 0)
		names_add_forms(b, cell[1],
		    table_word(&t, cell[0], kinds, "unknown kind of page"));
}

static void
add_tags(struct names_builder *b)
{
	int column;

	for (column = 2; column <= 3; column++) { /* names, aliases */
		add_column(b, "persons.tsv", table_persons(), column, 0);
		add_column(b, "orgs.tsv", table_orgs(), column, 0);
	}
	add_column(b, "places.tsv", table_places(), 0, 0);
}

static void
add_set(enum nameset which, struct names_builder *b, struct outlets *o)
{
	struct table t;

	switch (which) {
	case NAMESET_OUTLETS:
		table_start(&t, "agencies.tsv", table_agencies());
		nameset_add_outlets(o, b, &t);
		break;
	case NAMESET_PLACES:
		add_column(b, "places.tsv", table_places(), 0, 0);
		break;
	case NAMESET_SECTIONS:
		add_sections(b);
		break;
	case NAMESET_LINEWORDS:
		add_linewords(b, 0, LINEWORD_GIVEN);
		add_column(
		    b, "givennames.tsv", table_givennames(), 0, LINEWORD_GIVEN);
		break;
	case NAMESET_BYWORDS:
		add_linewords(b, LINEWORD_GIVEN, LINEWORD_CLASSES);
		break;
	case NAMESET_TAGS:
		add_tags(b);
		break;
	case NAMESET_TAGWORDS:
		add_tagwords(b);
		break;
	case NAMESET_PAGEKINDS:
		add_pagekinds(b);
		break;
	case NAMESETS:
		break;
	}
}

static void
add_outlets(const struct outlets *o, struct buf *out)
{
	size_t i;

	for (i = 0; i < o->n; i++) {
		struct span name = o->of[i].name;
		struct nameset_outlet b = { (uint32_t)(name.p -
						table_agencies().p),
			(uint32_t)name.n, o->of[i].flags };

		buf_add(out, (const char *)&b, sizeof b);
	}
}

void
nameset_compile(struct buf *out)
{
	struct nameset_head h = { .outlets = 0 };
	struct names_builder b;
	struct outlets o = { .n = 0 };
	int i;

	out->n = 0;
	buf_add(out, (const char *)&h, sizeof h);
	for (i = 0; i < NAMESETS; i++) {
		h.at[i] = out->n;
		names_start(&b, i == NAMESET_TAGS);
		add_set((enum nameset)i, &b, &o);
		names_image(&b, out);
		names_free(&b);
	}
	h.outlets = o.n;
	h.outlets_at = out->n;
	add_outlets(&o, out);
	memcpy(out->p, &h, sizeof h);
	free(o.of);
}
