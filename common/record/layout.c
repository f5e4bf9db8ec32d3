#include "record/layout.h"

#include <stdlib.h>

#include "record/field.h"
#include "text/utf8.h"

static const struct span names[] = {
#define LAYOUT_NAME(name, text) { text, sizeof text - 1 },
	LAYOUTS(LAYOUT_NAME)
#undef LAYOUT_NAME
};

void
layout_add(struct layout *l, size_t start, size_t end, enum layout_tag tag)
{
	l->span = mem_grow(l->span, &l->cap, l->n + 1, sizeof l->span[0]);
	l->span[l->n++] = (struct layout_span) { start, end, tag };
}

/* A number of digits alone; false where it is another. */
static bool
read_number(const struct json_member *m, size_t *n)
{
	size_t i;

	*n = 0;
	if (m->type != JSON_NUMBER || m->value.n > 15)
		return false;
	for (i = 0; i < m->value.n; i++) {
		if (m->value.p[i] < '0' || m->value.p[i] > '9')
			return false;
		*n = *n * 10 + (size_t)(m->value.p[i] - '0');
	}
	return true;
}

static void
read_tag(const struct json_member *m, enum layout_tag *tag)
{
	int i;

	for (i = 0; m->plain && i < (int)LAYOUT_TAGS; i++)
		if (span_eq(json_inside(m), names[i]))
			*tag = (enum layout_tag)i;
}

static void
read_span(struct layout *l, struct json_members *in, struct span object)
{
	enum layout_tag tag = LAYOUT_TAGS;
	size_t start = SIZE_MAX, end = 0, i;
	struct json_error e;

	if (!json_object(object, in, &e))
		return;
	for (i = 0; i < in->n; i++) {
		const struct json_member *m = &in->m[i];

		if (span_eq(m->key, field_name(FIELD_LAYOUT_START)) &&
		    !read_number(m, &start))
			return;
		if (span_eq(m->key, field_name(FIELD_LAYOUT_END)) &&
		    !read_number(m, &end))
			return;
		if (span_eq(m->key, field_name(FIELD_LAYOUT_TAG)))
			read_tag(m, &tag);
	}
	if (start < end && tag != LAYOUT_TAGS)
		layout_add(l, start, end, tag);
}

void
layout_read(struct layout *l, const struct record *r)
{
	const struct json_member *m = record_find(r, field_name(FIELD_LAYOUT));
	struct json_members in = { .n = 0 };
	struct json_member one;
	size_t at = 0;

	l->n = 0;
	if (m == NULL || m->type != JSON_ARRAY)
		return;
	while (json_element(m->value, &at, &one))
		if (one.type == JSON_OBJECT)
			read_span(l, &in, one.value);
	free(in.m);
}

size_t
layout_count(const struct layout *l, enum layout_tag tag)
{
	size_t i, n = 0;

	for (i = 0; i < l->n; i++)
		n += l->span[i].tag == tag;
	return n;
}

bool
layout_whole(struct layout *l, const struct record *r)
{
	l->n = 0;
	if (r != NULL)
		layout_read(l, r);
	return l->n > 0 && layout_count(l, LAYOUT_ARTICLE) <= 1;
}

void
layout_put(struct buf *out, const struct layout *l, size_t from, size_t to)
{
	size_t i;

	put_array(out);
	for (i = 0; i < l->n; i++) {
		const struct layout_span *s = &l->span[i];
		size_t start = s->start > from ? s->start : from;
		size_t end = s->end < to ? s->end : to;

		if (start >= end)
			continue;
		put_object(out);
		put_number(field_key(out, FIELD_LAYOUT_START),
		    (int64_t)(start - from));
		put_number(
		    field_key(out, FIELD_LAYOUT_END), (int64_t)(end - from));
		put_string(field_key(out, FIELD_LAYOUT_TAG), names[s->tag]);
		put_object_end(out);
	}
	put_array_end(out);
}

void
layout_cut(const struct layout *l, struct record *r, struct span text,
    size_t start, size_t end)
{
	static const enum field own[] = { FIELD_PAGE_TITLE, FIELD_PAGE_DATE,
		FIELD_PAGE_DATE_RAW, FIELD_PAGE_DATE_FROM,
		FIELD_PAGE_DATE_MODIFIED, FIELD_PAGE_AUTHOR, FIELD_PAGE_TAGS };
	size_t i, from;

	if (record_find(r, field_name(FIELD_LAYOUT)) == NULL)
		return;
	from = utf8_count(span_of(text.p, start));
	layout_put(field_set(r, FIELD_LAYOUT), l, from,
	    from + utf8_count(span_of(text.p + start, end - start)));
	for (i = 0; start > 0 && i < sizeof own / sizeof own[0]; i++) {
		if (record_find(r, field_name(own[i])) == NULL)
			continue;
		if (field_rows[own[i]].types & TYPE_STRINGS) {
			put_array(field_set(r, own[i]));
			put_array_end(&r->values);
		} else
			put_null(field_set(r, own[i]));
	}
}

unsigned
layout_at(const struct layout *l, struct layout_walk *w, size_t point)
{
	unsigned set = 0;
	int t;

	for (; w->at < l->n && l->span[w->at].start <= point; w->at++) {
		const struct layout_span *s = &l->span[w->at];

		if (s->end > w->end[s->tag])
			w->end[s->tag] = s->end;
	}
	for (t = 0; t < (int)LAYOUT_TAGS; t++)
		if (w->end[t] > point)
			set |= 1u << t;
	return set;
}

void
layout_free(struct layout *l)
{
	free(l->span);
	*l = (struct layout) { .n = 0 };
}
