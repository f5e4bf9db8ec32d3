/*
 * The counts as JSON: what the page draws from, and --format=json writes.
 * A list of names is an array of arrays, so that thousands of days stay small.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/iso.h"
#include "report/rows.h"
#include "text/utf8.h"

/* Days and sources of which each day's counts are told apart. */
enum { PAIR_SOURCES = 20, PAIR_DAY = sizeof "2024-05-31\t" - 1 };

/* Names of each label whose days are told. */
enum { TIMED_NAMES = 12 };

static struct buf *
key(struct buf *out, const char *name)
{
	return put_key(out, span_str(name));
}

static void
add_count(struct buf *out, const char *name, unsigned long n)
{
	put_number(key(out, name), (int64_t)n);
}

static void
add_counts(
    struct buf *out, const char *name, const unsigned long *n, size_t all)
{
	put_array(key(out, name));
	for (size_t i = 0; i < all; i++)
		put_number(out, (int64_t)n[i]);
	put_array_end(out);
}

static struct span
key_of(const struct top_slot *s)
{
	return span_of(s->key, s->key_n);
}

struct list {
	const char *key;
	const struct top *top;
	int (*compare)(const void *, const void *);
	size_t listed;
	unsigned long least; /* that is sure of what is listed */
	unsigned tallies;
	bool keyless; /* keys tell nothing: they are names, folded */
};

/* A row: name, count, error and the first tallies; its key where it is
 * another. */
static void
add_slot(struct buf *out, const struct list *l, const struct top_slot *s)
{
	put_array(out);
	put_string(out, top_shown(s));
	put_number(out, (int64_t)s->count);
	put_number(out, (int64_t)s->error);
	for (unsigned i = 0; i < l->tallies; i++)
		put_number(out, (int64_t)s->tally[i]);
	if (!l->keyless && !span_eq(key_of(s), top_shown(s)))
		put_string(out, key_of(s));
	put_array_end(out);
}

static void
add_list(struct buf *out, const struct list *l, struct rows *rows)
{
	const struct top_slot **all = top_sorted(l->top, l->compare);

	rows_list(rows, l->key);
	put_array(key(out, l->key));
	for (size_t i = 0; i < l->top->n && i < l->listed; i++)
		if (all[i]->count - all[i]->error >= l->least) {
			add_slot(out, l, all[i]);
			rows_add(rows, all[i]);
		}
	put_array_end(out);
	free(all);
}

/* The source among the first n that the pair is of, or NULL.  Behind a day a
 * key has less room. */
static const struct top_slot *
source_of(const struct top_slot **all, size_t n, const struct top_slot *pair)
{
	struct span name = span_skip(key_of(pair), PAIR_DAY);

	for (size_t i = 0; i < n; i++)
		if (span_eq(
			name, utf8_head(key_of(all[i]), TOP_NAME - PAIR_DAY)))
			return all[i];
	return NULL;
}

/* [day, source, count, error] of the largest sources. */
static void
add_pairs(struct buf *out, const struct count *c)
{
	const struct top_slot **source = top_sorted(&c->sources, top_by_count);
	const struct top_slot **pair = top_sorted(&c->pairs, top_by_key);
	size_t n = c->sources.n < PAIR_SOURCES ? c->sources.n : PAIR_SOURCES;

	put_array(key(out, "pairs"));
	for (size_t i = 0; i < c->pairs.n; i++) {
		const struct top_slot *s = pair[i];
		const struct top_slot *of = source_of(source, n, s);

		if (of == NULL)
			continue;
		put_array(out);
		put_string(out, span_of(s->key, PAIR_DAY - 1));
		put_string(out, top_shown(of));
		put_number(out, (int64_t)s->count);
		put_number(out, (int64_t)s->error);
		put_array_end(out);
	}
	put_array_end(out);
	free(source);
	free(pair);
}

/* The counter of all, by age, that was born so, or NULL. */
static const struct top_slot *
born_in(const struct top_slot **all, size_t n, unsigned long born)
{
	size_t from = 0, to = n;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (all[mid]->born < born)
			from = mid + 1;
		else
			to = mid;
	}
	return from < n && all[from]->born == born ? all[from] : NULL;
}

/* A number that is not below 0, or null. */
static void
put_known(struct buf *out, int64_t n)
{
	if (n < 0)
		put_null(out);
	else
		put_number(out, n);
}

static bool
add_copy(struct buf *out, const struct count *c, const struct top_slot **source,
    const struct top_slot *s)
{
	const struct copy_delays *d =
	    &c->copies.delays[s - c->copies.pairs.slots];
	const struct top_slot *later, *earlier;
	unsigned long a, b;

	copies_sources(s, &a, &b);
	later = born_in(source, c->sources.n, a);
	earlier = born_in(source, c->sources.n, b);
	if (later == NULL || earlier == NULL)
		return false;
	put_array(out);
	put_string(out, top_shown(later));
	put_string(out, top_shown(earlier));
	put_number(out, (int64_t)s->count);
	put_number(out, (int64_t)s->error);
	put_number(out, (int64_t)d->minutes.n);
	put_known(out, delays_median(&d->minutes));
	put_number(out, (int64_t)d->days.n);
	put_known(out, delays_median(&d->days));
	put_array_end(out);
	return true;
}

/* [later, earlier, count, error, timed, minutes, dated, days]. */
static void
add_copies(
    struct buf *out, const struct count *c, size_t listed, struct rows *rows)
{
	const struct top *pairs = &c->copies.pairs;
	const struct top_slot **all = top_sorted(pairs, top_by_count);
	const struct top_slot **source = top_sorted(&c->sources, top_by_age);

	add_count(out, "copies_unknown", c->copies.unknown);
	rows_list(rows, "copies");
	put_array(key(out, "copies"));
	for (size_t i = 0; i < pairs->n && i / 10 < listed; i++)
		if (add_copy(out, c, source, all[i]))
			rows_add(rows, all[i]);
	put_array_end(out);
	free(source);
	free(all);
}

/* Days as ISO 8601, the first one of what stands for several. */
static void
put_day(struct buf *out, long day)
{
	int year, month, mday;
	struct buf text = { 0 };

	iso_from_days(day, &year, &month, &mday);
	buf_printf(&text, "%04d-%02d-%02d", year, month, mday);
	put_string(out, buf_span(&text));
	buf_free(&text);
}

static void
add_calendar(struct buf *out, const struct calendar *days)
{
	put_number(out, (int64_t)1 << days->shift);
	put_array(out);
	for (size_t i = 0; i < days->n; i++) {
		put_array(out);
		put_day(out, days->d[i].day * (1L << days->shift));
		put_number(out, days->d[i].n);
		put_array_end(out);
	}
	put_array_end(out);
}

/* Of a label's first names: [label, name, key, width, [[day, count], ...]]. */
static void
add_name_days(struct buf *out, const struct count *c, unsigned label)
{
	const struct top *t = &c->entity[label];
	const struct name_days *days = &c->days_of[label];
	const struct top_slot **all = top_sorted(t, top_by_count);

	for (size_t i = 0; i < t->n && i < TIMED_NAMES; i++) {
		size_t at = (size_t)(all[i] - t->slots);

		if (at >= days->cap || days->of[at].born != all[i]->born + 1)
			continue;
		put_array(out);
		put_string(out, span_str(count_labels[label]));
		put_string(out, top_shown(all[i]));
		put_string(out, key_of(all[i]));
		add_calendar(out, &days->of[at].days);
		put_array_end(out);
	}
	free(all);
}

static void
add_timelines(struct buf *out, const struct count *c)
{
	put_array(key(out, "timelines"));
	for (unsigned i = 0; i < COUNT_LABELS; i++)
		add_name_days(out, c, i);
	put_array_end(out);
}

static void
add_finding(struct buf *out, const struct finding *f)
{
	put_object(out);
	put_string(key(out, "name"), span_str(f->name));
	put_bool(key(out, "warning"), f->warning);
	add_count(out, "count", f->count);
	put_array(key(out, "examples"));
	for (unsigned i = 0; i < f->examples; i++) {
		const struct example *e = &f->example[i];

		put_array(out);
		put_string(out, span_of(e->id, e->id_n));
		put_string(out, span_of(e->value, e->value_n));
		put_number(out, (int64_t)e->unit);
		put_array_end(out);
	}
	put_array_end(out);
	put_object_end(out);
}

static void
add_findings(struct buf *out, const struct findings *all)
{
	put_array(key(out, "findings"));
	for (unsigned i = 0; i < all->n; i++)
		add_finding(out, &all->f[i]);
	put_array_end(out);
}

static void
add_totals(struct buf *out, const struct count *c, unsigned long bad)
{
	put_string(key(out, "khabar"), span_str(KHABAR_VERSION));
	put_string(key(out, "today"), span_str(c->today));
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
add_entities(
    struct buf *out, const struct count *c, size_t listed, struct rows *rows)
{
	put_object(key(out, "entities"));
	for (unsigned i = 0; i < COUNT_LABELS; i++) {
		rows->label[i] = rows->n;
		add_list(out,
		    &(struct list) { count_labels[i], &c->entity[i],
			top_by_count, listed, 1, 0, false },
		    rows);
	}
	rows->label[COUNT_LABELS] = rows->n;
	put_object_end(out);
}

void
count_json(struct count *c, unsigned long bad, size_t listed, struct buf *out)
{
	const struct list lists[] = {
		{ "fields", &c->fields, top_by_age, SIZE_MAX, 1, 1, false },
		{ "days", &c->days, top_by_key, SIZE_MAX, 1, 0, false },
		{ "sources", &c->sources, top_by_count, listed, 1, COUNT_KINDS,
		    true },
		{ "sitename", &c->sitename, top_by_count, listed, 1, 0, true },
		{ "credit", &c->credit, top_by_count, listed, 1, 0, true },
		{ "agency", &c->agency, top_by_count, listed, 1, 0, true },
		{ "languages", &c->language, top_by_count, listed, 1, 0, true },
		{ "titles", &c->titles, top_by_sure, listed, 2, 0, false },
		{ "stories", &c->stories, top_by_sure, listed, 1, 0, false },
	};
	struct rows rows = { 0 };

	put_object(out);
	add_totals(out, c, bad);
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
		add_list(out, &lists[i], &rows);
	add_pairs(out, c);
	add_copies(out, c, listed, &rows);
	add_entities(out, c, listed, &rows);
	add_timelines(out, c);
	add_findings(out, &c->findings);
	rows_close(&rows, c);
	rows_together(&rows, c, listed, out);
	rows_articles(&rows, c, out);
	put_object_end(out);
	rows_free(&rows);
}
