/*
 * The page has blocks of records, packed and in base64, which means nothing to
 * HTML (record/markup.h).  A block of texts is a line a record,
 *
 *	{"id":..., "title":..., ..., "fields":[{"name":..., "text":...,
 *	"e":[from,length,of, from,length,of,title, ...]}, ...]}
 *
 * where a mention says how far behind the start of the one before it starts,
 * how long it is, in UTF-16 code units, as JavaScript counts, of which of the
 * record's entities it is, and the person's title where one is printed.  Then
 * comes one of the index, about the blocks of texts since the one before it:
 *
 *	{"rows":[[id,date,source,dup,like,[entity,...]], ...],
 *	"names":[[label,id,name], ...], "counts":[mentions, ...]}
 *
 * The page reads the index at once, and texts when they are looked at.
 */
#include "view/html.h"

#include <stdlib.h>

#include "record/markup.h"
#include "tables/tables.h"

/* What the page shows of a record beside its text. */
static const enum field shown[] = { FIELD_TITLE, FIELD_DATE, FIELD_SITENAME,
	FIELD_CREDIT, FIELD_AGENCY, FIELD_AUTHOR, FIELD_LANGUAGE, FIELD_ROLE,
	FIELD_WARNINGS };

void
html_head(struct buf *out)
{
	struct span head, tail;

	markup_split(page_view(), &head, &tail);
	buf_adds(out, head);
}

/* A value is copied as it is written, unless it is half a surrogate pair. */
static void
add_shown(struct html *h, struct record *r, struct span name,
    const struct json_member *m)
{
	struct json_error e;
	struct span text;

	if (m == NULL || m->type == JSON_NULL ||
	    (m->type == JSON_STRING && !record_string(r, m, &text, &e)))
		return;
	put_json(put_key(&h->line, name), m->value);
}

/* Where it stands in the web; the page links to http and https only. */
static void
add_address(struct html *h, struct record *r)
{
	const struct json_member *m = record_find(r, SPAN("url"));

	add_shown(
	    h, r, SPAN("url"), m != NULL ? m : record_find(r, SPAN("URL")));
}

/* A string in the index; null where it is none, or empty. */
static void
put_text(struct html *h, struct record *r, const struct json_member *m)
{
	struct json_error e;
	struct span text;

	if (m != NULL && m->type == JSON_STRING &&
	    record_string(r, m, &text, &e) && text.n > 0)
		put_json(&h->rows, m->value);
	else
		put_null(&h->rows);
}

/* Where it was printed: the first of these fields that says so. */
static const struct json_member *
source_of(struct record *r)
{
	static const enum field sources[] = { FIELD_SITENAME, FIELD_CREDIT,
		FIELD_AGENCY };

	for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
		const struct json_member *m = field_find(r, sources[i]);

		if (m != NULL && m->type == JSON_STRING && m->value.n > 2)
			return m;
	}
	return record_find(r, SPAN("source"));
}

static void
put_object_of(struct html *h, const struct json_member *m)
{
	if (m != NULL && m->type == JSON_OBJECT)
		put_json(&h->rows, m->value);
	else
		put_null(&h->rows);
}

static void
begin_row(struct html *h, struct record *r, struct span id)
{
	put_array(&h->rows);
	put_string(&h->rows, id);
	put_text(h, r, field_find(r, FIELD_DATE));
	put_text(h, r, source_of(r));
	put_object_of(h, field_find(r, FIELD_DUP));
	put_object_of(h, field_find(r, FIELD_LIKE));
	put_array(&h->rows);
}

void
html_record(struct html *h, struct record *r, struct span id_field)
{
	struct span id = record_name(r, id_field, ++h->records);

	h->line.n = h->parts = h->groups = h->named = 0;
	put_object(&h->line);
	put_string(put_key(&h->line, SPAN("id")), id);
	for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++)
		add_shown(h, r, field_name(shown[i]), field_find(r, shown[i]));
	/* Of records from elsewhere. */
	add_shown(h, r, SPAN("source"), record_find(r, SPAN("source")));
	add_address(h, r);
	put_array(put_key(&h->line, SPAN("fields")));
	if (h->rows.n == 0)
		put_array(put_key(&h->rows, SPAN("rows")));
	begin_row(h, r, id);
}

void
html_field(struct html *h, const struct mentions *all, struct span field,
    struct span text)
{
	h->part = mem_grow(
	    h->part, &h->parts_cap, h->parts + 1, sizeof *h->part);
	h->part[h->parts++] = (struct html_part) { field, text, *all };
}

static struct html_group *
group_of(struct html *h, const struct mention *m)
{
	h->group = mem_grow(
	    h->group, &h->groups_cap, (size_t)m->group + 1, sizeof *h->group);
	while (h->groups <= m->group)
		h->group[h->groups++] = (struct html_group) { .number = 0 };
	return &h->group[m->group];
}

/* An entity is called as its list has it, or by the longest of its mentions. */
static void
meet(struct html_group *g, const struct mention *m, struct span text)
{
	struct span own = span_of(text.p + m->start, m->end - m->start);
	struct span name = m->name.p != NULL ? m->name : own;

	if (!g->known) {
		*g = (struct html_group) { m->label, m->id, name, true, false,
			0 };
	} else if (g->id.p == NULL && m->id.p != NULL) {
		g->id = m->id;
		g->name = name;
	} else if (g->id.p == NULL && own.n > g->name.n) {
		g->name = own;
	}
}

static void
meet_all(struct html *h, const struct view_options *o)
{
	for (size_t i = 0; i < h->parts; i++) {
		const struct mentions *all = &h->part[i].all;

		for (size_t k = 0; k < all->n; k++)
			if (view_wanted(o, &all->m[k]))
				meet(group_of(h, &all->m[k]), &all->m[k],
				    h->part[i].text);
	}
}

/* Count a mention of the group; the first one adds it to the row. */
static size_t
name_group(struct html *h, struct html_group *g)
{
	uint32_t n = roll_add(&h->roll, g->label, g->id, g->name);

	if (!g->named) {
		g->named = true;
		g->number = h->named++;
		put_number(&h->rows, n);
	}
	return g->number;
}

static void
put_part(
    struct html *h, const struct view_options *o, const struct html_part *p)
{
	struct view_ruler r = { p->text, OFFSET_UTF16, 0, 0 };
	struct buf *out = &h->line;
	size_t last = 0;

	put_object(out);
	put_string(put_key(out, SPAN("name")), p->name);
	put_string(put_key(out, SPAN("text")), p->text);
	put_array(put_key(out, SPAN("e")));
	for (size_t i = 0; i < p->all.n; i++) {
		const struct mention *m = &p->all.m[i];
		size_t start;

		if (!view_wanted(o, m))
			continue;
		start = view_measure(&r, m->start);
		put_number(out, (int64_t)start - (int64_t)last);
		put_number(out, (int64_t)(view_measure(&r, m->end) - start));
		put_number(out, (int64_t)name_group(h, group_of(h, m)));
		if (m->title.p != NULL)
			put_string(out, m->title);
		last = start;
	}
	put_array_end(out);
	put_object_end(out);
}

static void
add_texts(struct html *h, struct buf *out)
{
	markup_add_packed(out, SPAN("texts"), h->in_texts, buf_span(&h->texts));
	h->in_rows += h->in_texts;
	h->texts.n = h->in_texts = 0;
}

static void
add_index(struct html *h, struct buf *out)
{
	struct buf *all = &h->line;

	all->n = 0;
	put_object(all);
	put_array_end(&h->rows);
	put_json(all, buf_span(&h->rows));
	roll_put(&h->roll, all);
	put_object_end(all);
	markup_add_packed(out, SPAN("index"), h->in_rows, buf_span(all));
	h->rows.n = h->in_rows = 0;
}

/* Bytes that are packed at a time, in front of it.  A text is found by
 * unpacking its block, so these are small; names are told once a block of the
 * index, so these are large. */
enum { TEXTS = 256 << 10, ROWS = 1 << 20 };

void
html_record_end(struct html *h, const struct view_options *o, struct buf *out)
{
	meet_all(h, o);
	for (size_t i = 0; i < h->parts; i++)
		put_part(h, o, &h->part[i]);
	put_array_end(&h->line);
	put_object_end(&h->line);
	put_array_end(&h->rows);
	put_array_end(&h->rows);
	buf_addc(&h->line, '\n');
	buf_adds(&h->texts, buf_span(&h->line));
	h->in_texts++;
	if (h->texts.n < TEXTS)
		return;
	add_texts(h, out);
	if (h->rows.n + h->roll.names.n >= ROWS)
		add_index(h, out);
}

void
html_tail(struct html *h, struct buf *out)
{
	struct span head, tail;

	if (h->in_texts > 0)
		add_texts(h, out);
	if (h->rows.n > 0)
		add_index(h, out);
	markup_split(page_view(), &head, &tail);
	buf_adds(out, tail);
}

void
html_free(struct html *h)
{
	free(h->part);
	free(h->group);
	buf_free(&h->line);
	buf_free(&h->texts);
	buf_free(&h->rows);
	roll_free(&h->roll);
}
