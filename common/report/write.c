/*
 * The counts as JSON: what the page draws from, and --format=json writes.
 * A list of names is an array of arrays, so that thousands of days stay small.
 */
#include <stdint.h>
#include <stdlib.h>

#include "report/count.h"
#include "text/utf8.h"

/* Days and sources of which each day's counts are told apart. */
enum { PAIR_SOURCES = 7, PAIR_DAY = sizeof "2024-05-31\t" - 1 };

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
	unsigned long least; /* count of what is listed */
	unsigned tallies;
	bool keyless; /* keys tell nothing: they are names, folded */
};

/* The rows of all lists are numbered from 0, in order: what an article has of
 * them are numbers. */
struct row_number {
	uint64_t hash; /* of the row's counter */
	size_t row;
};

struct numbers {
	struct row_number *r; /* owned */
	size_t n, cap;
	struct buf first; /* JSON: an open object, each list's first number */
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
number_row(struct numbers *n, const struct top_slot *s)
{
	n->r = mem_grow(n->r, &n->cap, n->n + 1, sizeof n->r[0]);
	n->r[n->n] = (struct row_number) { s->hash, n->n };
	n->n++;
}

static void
add_list(struct buf *out, const struct list *l, struct numbers *numbers)
{
	const struct top_slot **all = top_sorted(l->top, l->compare);

	add_count(&numbers->first, l->key, numbers->n);
	put_array(key(out, l->key));
	for (size_t i = 0; i < l->top->n && i < l->listed; i++)
		if (all[i]->count >= l->least) {
			add_slot(out, l, all[i]);
			number_row(numbers, all[i]);
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

/* [day, source, count] of the largest sources. */
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
		put_array_end(out);
	}
	put_array_end(out);
	free(source);
	free(pair);
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
add_entities(struct buf *out, const struct count *c, size_t listed,
    struct numbers *numbers)
{
	put_object(key(out, "entities"));
	for (unsigned i = 0; i < COUNT_LABELS; i++)
		add_list(out,
		    &(struct list) { count_labels[i], &c->entity[i],
			top_by_count, listed, 1, 0, false },
		    numbers);
	put_object_end(out);
}

static int
by_hash(const void *a, const void *b)
{
	const struct row_number *x = a, *y = b;

	return x->hash < y->hash ? -1 : x->hash > y->hash;
}

/* An article: its own facts, its rows, its findings. */
static void
add_article(
    struct buf *out, const struct cutting *c, const struct numbers *numbers)
{
	put_json(out, buf_span(&c->row));
	put_array(out);
	for (size_t i = 0; i < c->n; i++) {
		const struct row_number *r = bsearch(
		    &(struct row_number) { .hash = c->names[i] }, numbers->r,
		    numbers->n, sizeof numbers->r[0], by_hash);

		if (r != NULL)
			put_number(out, (int64_t)r->row);
	}
	put_array_end(out);
	put_array(out);
	for (unsigned i = 0; i < FINDINGS; i++)
		if (c->found >> i & 1)
			put_number(out, i);
	put_array_end(out);
	put_array_end(out);
}

/* Numbers are sorted by hash for it. */
static void
add_articles(struct buf *out, struct cuttings *all, struct numbers *numbers)
{
	cuttings_close(all);
	if (numbers->n > 0)
		qsort(numbers->r, numbers->n, sizeof numbers->r[0], by_hash);
	put_object(key(out, "articles"));
	add_count(out, "most", all->most);
	put_json(key(out, "first"), buf_span(&numbers->first));
	put_object_end(out);
	put_array(key(out, "rows"));
	for (size_t i = 0; i < all->n; i++)
		add_article(out, &all->c[i], numbers);
	put_array_end(out);
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
		{ "titles", &c->titles, top_by_count, listed, 2, 0, false },
		{ "stories", &c->stories, top_by_count, listed, 1, 0, false },
	};

	struct numbers numbers = { 0 };

	put_object(out);
	put_object(&numbers.first);
	add_totals(out, c, bad);
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
		add_list(out, &lists[i], &numbers);
	add_pairs(out, c);
	add_entities(out, c, listed, &numbers);
	add_findings(out, &c->findings);
	add_articles(out, &c->cuttings, &numbers);
	put_object_end(out);
	free(numbers.r);
	buf_free(&numbers.first);
}
