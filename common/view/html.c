/*
 * A record is
 *
 *	{"id":..., "title":..., "date":..., ..., "fields":[{"name":..., "text":
 *	..., "e":[[start,end,label,id,name,title,group], ...]}, ...]}
 *
 * Mentions are arrays because there are many of them; their offsets are UTF-16
 * code units, as JavaScript counts.
 */
#include "view/html.h"

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
	markup_add_part(out, head, page_style(), page_script());
}

void
html_tail(struct buf *out)
{
	struct span head, tail;

	markup_split(page_view(), &head, &tail);
	markup_add_part(out, tail, page_style(), page_script());
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

void
html_record(struct html *h, struct record *r, struct span id_field)
{
	h->line.n = 0;
	h->records++;
	put_object(&h->line);
	put_string(put_key(&h->line, SPAN("id")),
	    record_name(r, id_field, h->records));
	for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++)
		add_shown(h, r, field_name(shown[i]), field_find(r, shown[i]));
	/* Of records from elsewhere. */
	add_shown(h, r, SPAN("source"), record_find(r, SPAN("source")));
	add_shown(h, r, field_name(FIELD_DUP), field_find(r, FIELD_DUP));
	add_address(h, r);
	put_array(put_key(&h->line, SPAN("fields")));
}

static void
put_mention(struct buf *out, struct view_ruler *r, const struct mention *m)
{
	put_array(out);
	put_number(out, (int64_t)view_measure(r, m->start));
	put_number(out, (int64_t)view_measure(r, m->end));
	put_maybe(out, m->label);
	put_maybe(out, m->id);
	put_maybe(out, m->name);
	put_maybe(out, m->title);
	put_number(out, m->group);
	put_array_end(out);
}

void
html_field(struct html *h, const struct view_options *o,
    const struct mentions *all, struct span field, struct span text)
{
	struct view_ruler r = { text, OFFSET_UTF16, 0, 0 };
	struct buf *out = &h->line;

	put_object(out);
	put_string(put_key(out, SPAN("name")), field);
	put_string(put_key(out, SPAN("text")), text);
	put_array(put_key(out, SPAN("e")));
	for (size_t i = 0; i < all->n; i++)
		if (view_wanted(o, &all->m[i]))
			put_mention(out, &r, &all->m[i]);
	put_array_end(out);
	put_object_end(out);
}

void
html_record_end(struct html *h, struct buf *out)
{
	put_array_end(&h->line);
	put_object_end(&h->line);
	buf_addc(&h->line, '\n');
	markup_add_json(out, buf_span(&h->line));
}

void
html_free(struct html *h)
{
	buf_free(&h->line);
}
