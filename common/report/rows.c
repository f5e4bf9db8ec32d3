/*
 * An article keeps the hashes of its counters while the records are read, since
 * nobody knows yet which of them will be listed; here they become numbers.
 */
#include "report/rows.h"

#include <math.h>
#include <stdlib.h>

#include "record/put.h"
#include "report/together.h"

/* Names of each label that are paired. */
enum { PAIRED = TOGETHER_NAMES / COUNT_LABELS };

static struct buf *
key(struct buf *out, const char *name)
{
	return put_key(out, span_str(name));
}

void
rows_list(struct rows *rows, const char *name)
{
	if (rows->first.n == 0)
		put_object(&rows->first);
	put_number(key(&rows->first, name), (int64_t)rows->n);
}

void
rows_add(struct rows *rows, const struct top_slot *s)
{
	rows->r = mem_grow(rows->r, &rows->cap, rows->n + 1, sizeof rows->r[0]);
	rows->r[rows->n] = (struct counter_row) { s->hash, rows->n };
	rows->n++;
}

static int
by_hash(const void *a, const void *b)
{
	const struct counter_row *x = a, *y = b;

	return x->hash < y->hash ? -1 : x->hash > y->hash;
}

void
rows_close(struct rows *rows, struct count *c)
{
	cuttings_close(&c->cuttings);
	if (rows->n > 0)
		qsort(rows->r, rows->n, sizeof rows->r[0], by_hash);
}

static const struct counter_row *
find(const struct rows *rows, uint64_t hash)
{
	const struct counter_row r = { .hash = hash };

	return rows->n > 0 ? bsearch(&r, rows->r, rows->n, sizeof r, by_hash)
			   : NULL;
}

/* The name, as numbered for pairs, that has this row; or TOGETHER_NAMES. */
static unsigned
paired(const struct rows *rows, const struct counter_row *r)
{
	for (unsigned i = 0; r != NULL && i < COUNT_LABELS; i++)
		if (r->number >= rows->label[i] &&
		    r->number < rows->label[i + 1] &&
		    r->number < rows->label[i] + PAIRED)
			return i * PAIRED +
			    (unsigned)(r->number - rows->label[i]);
	return TOGETHER_NAMES;
}

static void
add_article(
    struct together *t, const struct rows *rows, const struct cutting *c)
{
	unsigned name[CUTTING_NAMES];
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++) {
		name[n] = paired(rows, find(rows, c->names[i]));
		n += name[n] < TOGETHER_NAMES;
	}
	together_add(t, name, n);
}

/* The counters by the numbers of names; free(3) it. */
static const struct top_slot **
names_of(const struct count *c)
{
	const struct top_slot **names = mem_zero(
	    TOGETHER_NAMES, sizeof names[0]);

	for (unsigned i = 0; i < COUNT_LABELS; i++) {
		const struct top_slot **all = top_sorted(
		    &c->entity[i], top_by_count);

		for (size_t j = 0; j < c->entity[i].n && j < PAIRED; j++)
			names[i * PAIRED + j] = all[j];
		free(all);
	}
	return names;
}

static void
put_name(struct buf *out, const struct rows *rows, const struct top_slot **all,
    unsigned name)
{
	put_array(out);
	put_string(out, span_str(count_labels[name / PAIRED]));
	put_string(out, top_shown(all[name]));
	put_number(out, (int64_t)(rows->label[name / PAIRED] + name % PAIRED));
	put_array_end(out);
}

/* [[label, name, row], the same of the other, articles of both, of the one, of
 * the other, score]. */
static void
put_pairs(struct buf *out, const struct rows *rows, const struct together *t,
    const struct top_slot **all)
{
	for (size_t i = 0; i < t->pairs; i++) {
		const struct together_pair *p = &t->pair[i];

		put_array(out);
		put_name(out, rows, all, p->a);
		put_name(out, rows, all, p->b);
		put_number(out, (int64_t)p->n);
		put_number(out, (int64_t)t->n[p->a]);
		put_number(out, (int64_t)t->n[p->b]);
		put_number(out, llround(p->score));
		put_array_end(out);
	}
}

/* A name and its shorter form are no pair. */
static void
drop_forms(struct together *t, const struct top_slot **all)
{
	for (unsigned a = 0; a < TOGETHER_NAMES; a++)
		for (unsigned b = a - a % PAIRED;
		     b < TOGETHER_NAMES && b / PAIRED == a / PAIRED; b++) {
			struct span x, y;

			if (a == b || all[a] == NULL || all[b] == NULL)
				continue;
			x = top_shown(all[a]);
			y = top_shown(all[b]);
			if (memmem(x.p, x.n, y.p, y.n) != NULL)
				together_drop(t, a, b);
		}
}

void
rows_together(const struct rows *rows, const struct count *c, size_t listed,
    struct buf *out)
{
	const struct top_slot **all = names_of(c);
	struct together t;

	together_init(&t, TOGETHER_NAMES);
	for (size_t i = 0; i < c->cuttings.n; i++)
		if (!c->cuttings.c[i].repeat)
			add_article(&t, rows, &c->cuttings.c[i]);
	drop_forms(&t, all);
	together_close(&t, listed);
	put_number(key(out, "together_of"), (int64_t)t.articles);
	put_array(key(out, "together"));
	put_pairs(out, rows, &t, all);
	put_array_end(out);
	together_free(&t);
	free(all);
}

/* An article: its own facts, its rows, its findings. */
static void
put_article(struct buf *out, const struct cutting *c, const struct rows *rows)
{
	put_json(out, buf_span(&c->row));
	put_array(out);
	for (size_t i = 0; i < c->n; i++) {
		const struct counter_row *r = find(rows, c->names[i]);

		if (r != NULL)
			put_number(out, (int64_t)r->number);
	}
	put_array_end(out);
	put_array(out);
	for (unsigned i = 0; i < FINDINGS; i++)
		if (c->found >> i & 1)
			put_number(out, i);
	put_array_end(out);
	put_array_end(out);
}

void
rows_articles(const struct rows *rows, const struct count *c, struct buf *out)
{
	put_object(key(out, "articles"));
	put_number(key(out, "most"), (int64_t)c->cuttings.most);
	put_json(key(out, "first"), buf_span(&rows->first));
	put_object_end(out);
	put_array(key(out, "rows"));
	for (size_t i = 0; i < c->cuttings.n; i++)
		put_article(out, &c->cuttings.c[i], rows);
	put_array_end(out);
	put_object_end(out);
}

void
rows_free(struct rows *rows)
{
	free(rows->r);
	buf_free(&rows->first);
}
