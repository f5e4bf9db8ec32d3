/*
 * The counts as JSON: what the page draws from, and --format=json writes.
 * A list of names is an array of arrays, so that thousands of days stay small.
 */
#include <stdint.h>
#include <stdlib.h>

#include "report/count.h"

/* Days and sources of which each day's counts are told apart. */
enum { PAIR_SOURCES = 7 };

static void
add_key(struct buf *out, const char *key)
{
	if (out->p[out->n - 1] != '{')
		buf_addc(out, ',');
	json_add_string(out, span_str(key));
	buf_addc(out, ':');
}

static void
add_count(struct buf *out, const char *key, unsigned long n)
{
	add_key(out, key);
	buf_printf(out, "%lu", n);
}

static void
add_counts(struct buf *out, const char *key, const unsigned long *n, size_t all)
{
	add_key(out, key);
	for (size_t i = 0; i < all; i++)
		buf_printf(out, "%c%lu", i > 0 ? ',' : '[', n[i]);
	buf_addc(out, ']');
}

static struct span
key_of(const struct top_slot *s)
{
	return span_of(s->key, s->key_n);
}

/* A row: name, count, error and the first tallies; its key where it is
 * another. */
static void
add_slot(struct buf *out, const struct top_slot *s, unsigned tallies)
{
	buf_addc(out, '[');
	json_add_string(out, top_shown(s));
	buf_printf(out, ",%lu,%lu", s->count, s->error);
	for (unsigned i = 0; i < tallies; i++)
		buf_printf(out, ",%lu", s->tally[i]);
	if (!span_eq(key_of(s), top_shown(s))) {
		buf_addc(out, ',');
		json_add_string(out, key_of(s));
	}
	buf_addc(out, ']');
}

struct list {
	const char *key;
	const struct top *top;
	int (*compare)(const void *, const void *);
	size_t listed;
	unsigned long least; /* count of what is listed */
	unsigned tallies;
};

static void
add_list(struct buf *out, const struct list *l)
{
	const struct top_slot **all = top_sorted(l->top, l->compare);
	bool more = false;

	add_key(out, l->key);
	buf_addc(out, '[');
	for (size_t i = 0; i < l->top->n && i < l->listed; i++) {
		if (all[i]->count < l->least)
			continue;
		if (more)
			buf_addc(out, ',');
		add_slot(out, all[i], l->tallies);
		more = true;
	}
	buf_addc(out, ']');
	free(all);
}

static bool
is_among(const struct top_slot **all, size_t n, struct span name)
{
	for (size_t i = 0; i < n; i++)
		if (span_eq(top_shown(all[i]), name))
			return true;
	return false;
}

/* [day, source, count] of the largest sources. */
static void
add_pairs(struct buf *out, const struct count *c)
{
	const struct top_slot **source = top_sorted(&c->sources, top_by_count);
	const struct top_slot **pair = top_sorted(&c->pairs, top_by_key);
	size_t n = c->sources.n < PAIR_SOURCES ? c->sources.n : PAIR_SOURCES;
	bool more = false;

	add_key(out, "pairs");
	buf_addc(out, '[');
	for (size_t i = 0; i < c->pairs.n; i++) {
		const struct top_slot *s = pair[i];

		if (!is_among(source, n, top_shown(s)))
			continue;
		buf_adds(out, more ? SPAN(",[") : SPAN("["));
		json_add_string(out, span_of(s->key, 10));
		buf_addc(out, ',');
		json_add_string(out, top_shown(s));
		buf_printf(out, ",%lu]", s->count);
		more = true;
	}
	buf_addc(out, ']');
	free(source);
	free(pair);
}

static void
add_finding(struct buf *out, const struct finding *f)
{
	buf_adds(out, SPAN("{"));
	add_key(out, "name");
	json_add_string(out, span_str(f->name));
	add_key(out, "warning");
	buf_adds(out, f->warning ? SPAN("true") : SPAN("false"));
	add_count(out, "count", f->count);
	add_key(out, "examples");
	buf_addc(out, '[');
	for (unsigned i = 0; i < f->examples; i++) {
		const struct example *e = &f->example[i];

		buf_adds(out, i > 0 ? SPAN(",[") : SPAN("["));
		json_add_string(out, span_of(e->id, e->id_n));
		buf_addc(out, ',');
		json_add_string(out, span_of(e->value, e->value_n));
		buf_addc(out, ']');
	}
	buf_adds(out, SPAN("]}"));
}

static void
add_findings(struct buf *out, const struct findings *all)
{
	add_key(out, "findings");
	buf_addc(out, '[');
	for (unsigned i = 0; i < all->n; i++) {
		if (i > 0)
			buf_addc(out, ',');
		add_finding(out, &all->f[i]);
	}
	buf_addc(out, ']');
}

static void
add_totals(struct buf *out, const struct count *c, unsigned long bad)
{
	add_key(out, "khabar");
	json_add_string(out, span_str(KHABAR_VERSION));
	add_key(out, "today");
	json_add_string(out, span_str(c->today));
	add_count(out, "records", c->records);
	add_count(out, "bad", bad);
	add_count(out, "texts", c->texts);
	add_count(out, "chars", c->chars);
	add_counts(out, "lengths", c->length, COUNT_LENGTHS);
	add_counts(out, "dates", c->date, CHECK_IS_TIME + 1);
	add_count(out, "marked", c->marked);
	add_count(out, "repeats", c->repeats);
	add_counts(out, "kinds", c->kind, COUNT_KINDS);
	add_count(out, "tagged", c->tagged);
	add_count(out, "mentions", c->mentions);
	add_count(out, "counters", c->fields.most);
}

static void
add_entities(struct buf *out, const struct count *c, size_t listed)
{
	add_key(out, "entities");
	buf_addc(out, '{');
	for (unsigned i = 0; i < COUNT_LABELS; i++)
		add_list(out,
		    &(struct list) { count_labels[i], &c->entity[i],
			top_by_count, listed, 1, 0 });
	buf_addc(out, '}');
}

void
count_json(
    const struct count *c, unsigned long bad, size_t listed, struct buf *out)
{
	const struct list lists[] = {
		{ "fields", &c->fields, top_by_age, SIZE_MAX, 1, 1 },
		{ "days", &c->days, top_by_key, SIZE_MAX, 1, 0 },
		{ "sources", &c->sources, top_by_count, listed, 1,
		    COUNT_KINDS },
		{ "sitename", &c->sitename, top_by_count, listed, 1, 0 },
		{ "credit", &c->credit, top_by_count, listed, 1, 0 },
		{ "agency", &c->agency, top_by_count, listed, 1, 0 },
		{ "languages", &c->language, top_by_count, listed, 1, 0 },
		{ "titles", &c->titles, top_by_count, listed, 2, 0 },
		{ "stories", &c->stories, top_by_count, listed, 1, 0 },
	};

	buf_addc(out, '{');
	add_totals(out, c, bad);
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
		add_list(out, &lists[i]);
	add_pairs(out, c);
	add_entities(out, c, listed);
	add_findings(out, &c->findings);
	buf_addc(out, '}');
}
