/*
 * Forgetting records, writing and reading all that is known.
 */
#include <stddef.h>
#include <string.h>

#include "dup/story.h"

/* The numbers of the first part. */
enum { NUMBER_RECORDS, NUMBER_FORGOTTEN, NUMBER_STORIES, NUMBERS };

/* What is by number of record, or is pointed to from there, in the image's
 * order; behind it come the weights and the indexes. */
static const struct {
	size_t at;         /* of stories */
	const char *shape; /* see column_open */
} columns[] = {
	{ offsetof(struct stories, record), "844" },
	{ offsetof(struct stories, known), "88" },
	{ offsetof(struct stories, high), "8" },
	{ offsetof(struct stories, minute), "4" },
	{ offsetof(struct stories, name), "8" },
	{ offsetof(struct stories, names), "1" },
	{ offsetof(struct stories, traces), "1" },
};

enum {
	COLUMNS = sizeof columns / sizeof columns[0],
	PART_WEIGHTS = 1 + COLUMNS,
	PART_EXACT,
	PART_BANDS = PART_EXACT + INDEX_SAVED,
	PARTS = PART_BANDS + INDEX_SAVED
};

static struct column *
column_of(struct stories *t, unsigned i)
{
	return (struct column *)((char *)t + columns[i].at);
}

size_t
stories_bytes(const struct stories *t)
{
	return t->record.n + t->known.n + t->high.n + t->minute.n + t->name.n +
	    t->names.n + t->traces.n + index_bytes(&t->exact) +
	    index_bytes(&t->bands) + (t->params.exact ? 0 : WEIGHT_SIZE);
}

/* Let each record that stays name its story's first record that stays. */
static void
move_clusters(struct stories *t, uint32_t first)
{
	struct story_record *r = stories_record(t, 0);
	uint32_t root;

	for (uint32_t i = 0; i < t->n; i++) /* first records come first */
		r[i].cluster = r[r[i].cluster].cluster;
	for (uint32_t i = first; i < t->n; i++) {
		root = r[i].cluster;
		if (root >= first)
			continue;
		if (r[root].cluster == root)
			r[root].cluster = i;
		r[i].cluster = r[root].cluster;
	}
	for (uint32_t i = first; i < t->n; i++)
		r[i].cluster -= first;
}

/* What was written for a record that goes is remembered no more. */
static void
move_kept(struct stories *t, uint32_t first)
{
	struct story_record *r = stories_record(t, 0);

	for (uint32_t i = first; i < t->n; i++)
		r[i].kept = r[i].kept < first ? i - first : r[i].kept - first;
}

static void
move_traces(struct stories *t, uint32_t first)
{
	struct story_record *r = stories_record(t, 0);
	uint64_t low = t->traces.n;

	for (size_t i = first; i < t->n; i++)
		if (r[i].trace < low)
			low = r[i].trace;
	for (size_t i = first; i < t->n; i++)
		if (r[i].trace != STORY_NO_TRACE)
			r[i].trace -= low;
	column_cut(&t->traces, low);
}

static void
move_names(struct stories *t, uint32_t first)
{
	uint64_t *end = column_at(&t->name, 0, t->name.n);
	uint64_t low = end[first - 1];

	column_cut(&t->names, low);
	for (size_t i = first; i < t->n; i++)
		end[i] -= low;
	column_cut(&t->name, first * sizeof low);
}

/* Nothing was found damaged so far. */
static bool
unharmed(struct stories *t)
{
	uint64_t bad = t->bad | index_bad(&t->exact) | index_bad(&t->bands);

	for (unsigned i = 0; i < COLUMNS; i++)
		bad |= column_of(t, i)->bad;
	return bad == 0;
}

/* What record i points to is there. */
static bool
check_record(struct stories *t, uint32_t i)
{
	const struct story_record *r = stories_record(t, i);

	return r->cluster <= i && r->kept < t->n &&
	    (r->trace < t->traces.n || r->trace == STORY_NO_TRACE);
}

bool
stories_check(struct stories *t)
{
	const uint64_t *end = NULL;

	for (unsigned i = 0; i < COLUMNS; i++)
		column_thaw(column_of(t, i));
	if (t->params.names)
		end = column_at(&t->name, 0, t->name.n);
	for (uint32_t i = 0; i < t->n; i++) {
		if (!t->params.exact && !check_record(t, i))
			column_refuse(
			    &t->record, i * sizeof(struct story_record));
		if (end != NULL &&
		    (end[i] > t->names.n || (i > 0 && end[i] < end[i - 1])))
			column_refuse(&t->name, i * sizeof *end);
	}
	index_check(&t->exact);
	index_check(&t->bands);
	return unharmed(t);
}

static bool
same_bytes(struct column *c, const struct column *other)
{
	size_t at = 0;

	while (at < c->n && at < other->n && c->p[at] == other->p[at])
		at++;
	if (at == c->n && at == other->n)
		return true;
	column_refuse(c, at < c->n ? at : 0);
	return false;
}

/* Let each record name its story's first one. */
static void
flatten(struct stories *t)
{
	struct story_record *r;

	for (uint32_t i = 0; i < t->record.n / sizeof *r; i++) {
		r = stories_record(t, i);
		r->cluster = stories_record(t, r->cluster)->cluster;
	}
}

bool
stories_same(struct stories *t, struct stories *other)
{
	bool same = stories_check(t);

	if (!same)
		return false;
	flatten(t);
	flatten(other);
	for (unsigned i = 0; i < COLUMNS; i++)
		same &= same_bytes(column_of(t, i), column_of(other, i));
	return same;
}

void
stories_forget(struct stories *t, uint32_t first)
{
	if (first == 0 || !stories_check(t))
		return;
	index_forget(&t->exact, first);
	index_forget(&t->bands, first);
	if (t->params.exact) {
		column_cut(&t->high, first * sizeof(uint64_t));
	} else {
		move_clusters(t, first);
		move_kept(t, first);
		move_traces(t, first);
		column_cut(&t->record, first * sizeof(struct story_record));
		column_cut(&t->known, first * sizeof(struct story_known));
	}
	if (t->params.window > 0)
		column_cut(&t->minute, first * sizeof(uint32_t));
	if (t->params.names)
		move_names(t, first);
	t->n -= first;
	t->found = t->n;
	t->forgotten += first;
}

bool
stories_save(struct stories *t, struct image *m)
{
	uint64_t number[NUMBERS] = { t->n, t->forgotten, t->weights.stories };

	image_part(m);
	column_write(m, "8", number, 0, sizeof number);
	for (unsigned i = 0; i < COLUMNS; i++)
		column_save(column_of(t, i), m, columns[i].shape);
	image_part(m);
	if (!t->params.exact)
		image_add(m, t->weights.count, WEIGHT_SIZE);
	index_save(&t->exact, m, false);
	index_save(&t->bands, m, true);
	return unharmed(t);
}

/* Read the numbers and the weights. */
static bool
load_fixed(struct stories *t, const struct image_file *f)
{
	struct column c = { .p = NULL };
	const uint64_t *number;
	bool good;

	column_open(&c, f, 0, "8");
	number = column_find(&c, 0, NUMBERS * sizeof *number);
	good = number != NULL && number[NUMBER_RECORDS] < INDEX_NONE &&
	    number[NUMBER_FORGOTTEN] < INDEX_NONE && c.bad == 0;
	if (good) {
		t->n = t->found = (size_t)number[NUMBER_RECORDS];
		t->forgotten = number[NUMBER_FORGOTTEN];
		t->weights.stories = number[NUMBER_STORIES];
	}
	column_free(&c);
	return good &&
	    (t->params.exact ||
		column_read(
		    f, PART_WEIGHTS, "1", t->weights.count, WEIGHT_SIZE));
}

/* Is c an array of n elements of size, or, where there is none, empty? */
static bool
is_array(const struct column *c, size_t n, size_t size, bool there)
{
	return c->n == (there ? n * size : 0);
}

bool
stories_load(struct stories *t, const struct image_file *f)
{
	const struct story_params *p = &t->params;
	uint32_t n;

	if (f->parts != PARTS || !load_fixed(t, f))
		return false;
	n = (uint32_t)t->n;
	for (unsigned i = 0; i < COLUMNS; i++)
		column_open(column_of(t, i), f, 1 + i, columns[i].shape);
	return is_array(
		   &t->record, n, sizeof(struct story_record), !p->exact) &&
	    is_array(&t->known, n, sizeof(struct story_known), !p->exact) &&
	    is_array(&t->high, n, sizeof(uint64_t), p->exact) &&
	    is_array(&t->minute, n, sizeof(uint32_t), p->window > 0) &&
	    is_array(&t->name, n, sizeof(uint64_t), p->names) &&
	    index_load(&t->exact, f, PART_EXACT, n) &&
	    index_load(&t->bands, f, PART_BANDS, n) && unharmed(t);
}
