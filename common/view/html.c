/*
 * A record is
 *
 *	{"id":..., "title":..., "date":..., ..., "fields":[{"name":..., "text":
 *	..., "of":[[label,id,name,title,group], ...], "e":[from,length,of,
 *	from,length,of, ...]}, ...]}
 *
 * There are many mentions, so what they are of is written once, and each is
 * three numbers: where it starts, from the start of the one before, and how
 * long it is, in UTF-16 code units, as JavaScript counts; and the number of
 * what it is of.
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

/* What the mentions before are of, those of the last KINDS kinds. */
enum { KINDS = 64 };

struct kinds {
	const struct mention *m[KINDS];
	size_t n; /* in all */
};

static bool
is_same(struct span a, struct span b)
{
	return (a.p == NULL) == (b.p == NULL) && span_eq(a, b);
}

static bool
is_kind(const struct mention *a, const struct mention *b)
{
	return a->group == b->group && is_same(a->label, b->label) &&
	    is_same(a->id, b->id) && is_same(a->name, b->name) &&
	    is_same(a->title, b->title);
}

/* The number of what m is of; put where it is a new one. */
static size_t
put_kind(struct buf *out, struct kinds *all, const struct mention *m)
{
	for (size_t i = all->n; i > 0 && i + KINDS > all->n; i--)
		if (is_kind(all->m[(i - 1) % KINDS], m))
			return i - 1;
	put_array(out);
	put_maybe(out, m->label);
	put_maybe(out, m->id);
	put_maybe(out, m->name);
	put_maybe(out, m->title);
	put_number(out, m->group);
	put_array_end(out);
	all->m[all->n % KINDS] = m;
	return all->n++;
}

void
html_field(struct html *h, const struct view_options *o,
    const struct mentions *all, struct span field, struct span text)
{
	struct view_ruler r = { text, OFFSET_UTF16, 0, 0 };
	struct buf *out = &h->line, *at = &h->at;
	struct kinds kinds = { .n = 0 };
	size_t last = 0;

	put_object(out);
	put_string(put_key(out, SPAN("name")), field);
	put_string(put_key(out, SPAN("text")), text);
	put_array(put_key(out, SPAN("of")));
	at->n = 0;
	put_array(at);
	for (size_t i = 0; i < all->n; i++) {
		const struct mention *m = &all->m[i];
		size_t start;

		if (!view_wanted(o, m))
			continue;
		start = view_measure(&r, m->start);
		put_number(at, (int64_t)start - (int64_t)last);
		put_number(at, (int64_t)(view_measure(&r, m->end) - start));
		put_number(at, (int64_t)put_kind(out, &kinds, m));
		last = start;
	}
	put_array_end(out);
	put_array_end(at);
	put_json(put_key(out, SPAN("e")), buf_span(at));
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
	buf_free(&h->at);
}
