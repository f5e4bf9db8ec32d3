#include "view/view.h"

#include <math.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/status.h"
#include "record/field.h"
#include "text/utf8.h"

void
view_set_score(void *view, const char *arg)
{
	struct view_options *o = view;
	char *end;
	double x = strtod(arg, &end);

	if (end == arg || *end != '\0' || !(fabs(x) <= 1e6))
		errx(STATUS_FATAL, "min-score %s: not a number", arg);
	o->min_score = (int32_t)lrint(x * 100);
}

void
view_set_labels(void *view, const char *arg)
{
	struct view_options *o = view;
	struct span rest = span_str(arg);

	for (o->labels = 0; rest.n > 0; o->labels++) {
		if (o->labels == VIEW_LABELS)
			errx(STATUS_FATAL, "more than %d labels", VIEW_LABELS);
		o->label[o->labels] = span_cut(&rest, ',');
	}
}

size_t
view_measure(struct view_ruler *r, size_t to)
{
	if (r->unit == OFFSET_BYTES)
		return to;
	if (to < r->at)
		r->at = r->count = 0;
	r->count += utf8_count(span_of(r->text.p + r->at, to - r->at));
	if (r->unit == OFFSET_UTF16)
		for (size_t i = r->at; i < to; i++)
			r->count += (unsigned char)r->text.p[i] >= 0xf0;
	r->at = to;
	return r->count;
}

bool
view_wanted(const struct view_options *o, const struct mention *m)
{
	if (m->score != MENTION_NO_SCORE && m->score < o->min_score)
		return false;
	for (unsigned i = 0; i < o->labels; i++)
		if (span_eq(m->label, o->label[i]))
			return true;
	return o->labels == 0;
}

static struct span
slice(struct span text, const struct mention *m)
{
	return span_of(text.p + m->start, m->end - m->start);
}

/* Hundredths, as 1.05. */
static void
add_score(struct buf *out, int32_t score)
{
	uint32_t v = score < 0 ? -(uint32_t)score : (uint32_t)score;

	if (score < 0)
		buf_addc(out, '-');
	put_digits(out, v / 100);
	buf_addc(out, '.');
	buf_addc(out, (char)('0' + v / 10 % 10));
	buf_addc(out, (char)('0' + v % 10));
}

static void
put_mention(struct view_ruler *r, const struct mention *m, struct span field,
    struct buf *out)
{
	struct span text = slice(r->text, m), prefix = { NULL, 0 };
	size_t start = view_measure(r, m->start);

	if (m->prefix > 0)
		prefix = span_of(text.p - m->prefix, m->prefix);
	put_object(out);
	if (field.p != NULL)
		put_string(field_key(out, FIELD_ENTITY_FIELD), field);
	put_number(field_key(out, FIELD_ENTITY_START), (int64_t)start);
	put_number(
	    field_key(out, FIELD_ENTITY_END), (int64_t)view_measure(r, m->end));
	put_string(field_key(out, FIELD_ENTITY_LABEL), m->label);
	put_string(field_key(out, FIELD_ENTITY_TEXT), text);
	put_maybe(field_key(out, FIELD_ENTITY_ID), m->id);
	put_maybe(field_key(out, FIELD_ENTITY_NAME), m->name);
	put_maybe(field_key(out, FIELD_ENTITY_PREFIX), prefix);
	put_maybe(field_key(out, FIELD_ENTITY_TITLE), m->title);
	put_string(field_key(out, FIELD_ENTITY_SOURCE),
	    span_str(mention_sources[m->source]));
	if (m->score == MENTION_NO_SCORE)
		put_null(field_key(out, FIELD_ENTITY_SCORE));
	else
		add_score(field_key(out, FIELD_ENTITY_SCORE), m->score);
	put_number(field_key(out, FIELD_ENTITY_GROUP), m->group);
	put_object_end(out);
}

void
view_json(const struct view_options *o, const struct mentions *all,
    struct span text, struct span field, struct buf *out)
{
	struct view_ruler r = { text, o->unit, 0, 0 };

	for (size_t i = 0; i < all->n; i++)
		if (view_wanted(o, &all->m[i]))
			put_mention(&r, &all->m[i], field, out);
}

/* s in a cell: no TAB and no line end. */
static void
add_cell(struct buf *out, struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_addc(out, (unsigned char)s.p[i] < ' ' ? ' ' : s.p[i]);
	buf_addc(out, '\t');
}

void
view_tsv(const struct view_options *o, const struct mentions *all,
    struct span text, struct span record, struct span field, struct buf *out)
{
	struct view_ruler r = { text, o->unit, 0, 0 };

	for (size_t i = 0; i < all->n; i++) {
		const struct mention *m = &all->m[i];

		if (!view_wanted(o, m))
			continue;
		add_cell(out, record);
		add_cell(out, field);
		put_digits(out, view_measure(&r, m->start));
		buf_addc(out, '\t');
		put_digits(out, view_measure(&r, m->end));
		buf_addc(out, '\t');
		add_cell(out, m->label);
		add_cell(out, slice(text, m));
		add_cell(out, m->id);
		add_cell(out, m->name);
		add_cell(out, span_str(mention_sources[m->source]));
		if (m->score != MENTION_NO_SCORE)
			add_score(out, m->score);
		buf_addc(out, '\t');
		put_digits(out, m->group);
		buf_addc(out, '\n');
	}
}

void
view_brat(const struct view_options *o, const struct mentions *all,
    struct span text, unsigned long *n, struct buf *out)
{
	struct view_ruler r = { text, o->unit, 0, 0 };

	for (size_t i = 0; i < all->n; i++) {
		const struct mention *m = &all->m[i];

		if (!view_wanted(o, m))
			continue;
		buf_printf(
		    out, "T%lu\t%.*s ", ++*n, (int)m->label.n, m->label.p);
		put_digits(out, view_measure(&r, m->start));
		buf_addc(out, ' ');
		put_digits(out, view_measure(&r, m->end));
		buf_addc(out, '\t');
		add_cell(out, slice(text, m));
		out->p[out->n - 1] = '\n';
		if (m->id.p == NULL)
			continue;
		buf_printf(out, "N%lu\tReference T%lu ", *n, *n);
		buf_adds(out, m->id);
		buf_addc(out, '\t');
		add_cell(out, m->name);
		out->p[out->n - 1] = '\n';
	}
}

static struct span
colour(struct span label)
{
	if (span_eq(label, SPAN("PER")))
		return SPAN("\033[1;33m");
	if (span_eq(label, SPAN("ORG")))
		return SPAN("\033[1;36m");
	if (span_eq(label, SPAN("LOC")))
		return SPAN("\033[1;32m");
	if (span_eq(label, SPAN("MISC")))
		return SPAN("\033[35m");
	return SPAN("\033[1;31m");
}

/* Text for a terminal: controls but line ends and TABs are shown as dots. */
static void
add_shown(struct buf *out, struct span s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool control = (c < ' ' && c != '\n' && c != '\t') || c == 127;

		buf_addc(out, control ? '.' : (char)c);
	}
}

void
view_ansi(const struct view_options *o, const struct mentions *all,
    struct span text, struct buf *out)
{
	size_t at = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct mention *m = &all->m[i];

		if (!view_wanted(o, m))
			continue;
		add_shown(out, span_of(text.p + at, m->start - at));
		buf_adds(out, colour(m->label));
		add_shown(out, slice(text, m));
		buf_adds(out, SPAN("\033[0m"));
		at = m->end;
	}
	add_shown(out, span_skip(text, at));
	buf_addc(out, '\n');
}
