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

#include <stdio.h>

#include "record/markup.h"
#include "tables/tables.h"

/* What the page shows of a record beside its text. */
static const enum field shown[] = { FIELD_TITLE, FIELD_DATE, FIELD_SITENAME,
	FIELD_CREDIT, FIELD_AGENCY, FIELD_AUTHOR, FIELD_LANGUAGE, FIELD_ROLE };

void
html_head(struct buf *out)
{
	struct span head, tail;

	markup_split(page_view(), &head, &tail);
	buf_adds(out, head);
}

void
html_tail(struct buf *out)
{
	struct span head, tail;

	markup_split(page_view(), &head, &tail);
	buf_adds(out, tail);
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
	buf_addc(&h->line, ',');
	json_add_string(&h->line, name);
	buf_addc(&h->line, ':');
	buf_adds(&h->line, m->value);
}

void
html_record(struct html *h, struct record *r, struct span id)
{
	char number[24];

	h->line.n = 0;
	h->fields = 0;
	h->records++;
	if (id.n == 0) {
		snprintf(number, sizeof number, "%lu", h->records);
		id = span_str(number);
	}
	buf_adds(&h->line, SPAN("{\"id\":"));
	json_add_string(&h->line, id);
	for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++)
		add_shown(h, r, field_name(shown[i]), field_find(r, shown[i]));
	/* Of records from elsewhere. */
	add_shown(h, r, SPAN("source"), record_find(r, SPAN("source")));
	add_shown(h, r, field_name(FIELD_DUP), field_find(r, FIELD_DUP));
	buf_adds(&h->line, SPAN(",\"fields\":["));
}

static void
add_maybe(struct buf *out, struct span s)
{
	buf_addc(out, ',');
	if (s.p == NULL)
		buf_adds(out, SPAN("null"));
	else
		json_add_string(out, s);
}

static void
add_mention(struct html *h, struct output_ruler *r, const struct mention *m)
{
	buf_printf(&h->line, "[%zu", output_measure(r, m->start));
	buf_printf(&h->line, ",%zu", output_measure(r, m->end));
	add_maybe(&h->line, m->label);
	add_maybe(&h->line, m->id);
	add_maybe(&h->line, m->name);
	add_maybe(&h->line, m->title);
	buf_printf(&h->line, ",%lu]", (unsigned long)m->group);
}

void
html_field(struct html *h, const struct output *o, const struct mentions *all,
    struct span field, struct span text)
{
	struct output_ruler r = { text, OFFSET_UTF16, 0, 0 };
	const char *comma = "";

	buf_adds(&h->line, h->fields++ > 0 ? SPAN(",{") : SPAN("{"));
	buf_adds(&h->line, SPAN("\"name\":"));
	json_add_string(&h->line, field);
	buf_adds(&h->line, SPAN(",\"text\":"));
	json_add_string(&h->line, text);
	buf_adds(&h->line, SPAN(",\"e\":["));
	for (size_t i = 0; i < all->n; i++) {
		if (!output_wanted(o, &all->m[i]))
			continue;
		buf_adds(&h->line, span_str(comma));
		add_mention(h, &r, &all->m[i]);
		comma = ",";
	}
	buf_adds(&h->line, SPAN("]}"));
}

void
html_record_end(struct html *h, struct buf *out)
{
	buf_adds(&h->line, SPAN("]}\n"));
	markup_add_json(out, buf_span(&h->line));
}

void
html_free(struct html *h)
{
	buf_free(&h->line);
}
