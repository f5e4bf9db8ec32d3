/*
 * Of a record that repeats a dropped one, more than half is to stand in what
 * was written for that: OWN.  A repeat that has less than half from elsewhere,
 * NEWS, counts as a story where boilerplate is counted.
 */
#include "dup/story.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "dup/compare.h"

#define OWN 0.6
#define NEWS 0.5

const char *const story_kinds[] = { "", "exact", "normalized", "near",
	"contained", "update", "template", "replaces", NULL };

void
story_preset(struct story_params *p, enum story_preset preset)
{
	static const struct story_params presets[] = {
		[PRESET_STRICT] = { .sketch = { 6, 16, 32 },
		    .similarity = 0.80,
		    .containment = 0.90 },
		[PRESET_NEWS] = { .sketch = { 5, 9, 128 } },
		[PRESET_WIDE] = { .sketch = { 4, 4, 128 }, .margin = -100 },
	};

	p->sketch = presets[preset].sketch;
	p->margin = presets[preset].margin;
	p->similarity = presets[preset].similarity;
	p->containment = presets[preset].containment;
}

void
story_threshold(struct story_params *p, double j)
{
	p->similarity = round(1000 * j) / 1000; /* as it is printed */
	if (p->containment < p->similarity)
		p->containment = p->similarity;
}

void
stories_init(struct stories *t, const struct story_params *p)
{
	*t = (struct stories) { .params = *p };
	index_init(&t->exact);
	index_init(&t->bands);
	if (p->exact)
		return;
	weights_init(&t->weights);
	t->comparer = mem_zero(1, sizeof *t->comparer);
	t->comparer->weights = &t->weights;
}

/* Note what stories_find needs of the record at hand; its number. */
static uint32_t
add_known(struct stories *t, const struct sketch *s)
{
	struct story_known known = { s->raw, s->norm };

	if (t->params.exact)
		column_put(&t->high, &s->raw_high, sizeof s->raw_high);
	else
		column_put(&t->known, &known, sizeof known);
	if (t->params.window > 0)
		column_put(&t->minute, &s->minute, sizeof s->minute);
	return (uint32_t)t->found++;
}

/* Remember the record at hand as the last one, a story of its own. */
static void
remember(struct stories *t, struct span name)
{
	struct story_record r = { STORY_NO_TRACE, (uint32_t)t->n,
		(uint32_t)t->n };
	uint64_t end;

	if (!t->params.exact)
		column_put(&t->record, &r, sizeof r);
	if (t->params.names) {
		column_put(&t->names, name.p, name.n);
		end = t->names.n;
		column_put(&t->name, &end, sizeof end);
	}
	t->n++;
}

/* Where the name of a record ends. */
static uint64_t
name_end(struct stories *t, uint32_t number)
{
	uint64_t *p = column_at(&t->name, number * sizeof *p, sizeof *p);

	return *p;
}

struct span
stories_name(struct stories *t, uint32_t number)
{
	uint64_t start = number > 0 ? name_end(t, number - 1) : 0;
	uint64_t n = name_end(t, number) - start;
	const char *p = column_find(&t->names, start, n);

	return span_of(p, p != NULL ? (size_t)n : 0);
}

/* The story's first record; paths are halved on the way. */
static uint32_t
root(struct stories *t, uint32_t id)
{
	struct story_record *r, *up;

	if (t->params.exact)
		return id;
	for (r = stories_record(t, id); r->cluster != id; id = r->cluster) {
		if (r->cluster > id) { /* as no file of ours has it */
			column_refuse(&t->record, id * sizeof *r);
			return id;
		}
		up = stories_record(t, r->cluster);
		if (up->cluster < r->cluster)
			r->cluster = up->cluster;
		r = stories_record(t, r->cluster);
	}
	return id;
}

/* Was the record already to be forgotten when s came? */
static bool
expired(struct stories *t, uint32_t id, const struct sketch *s)
{
	const uint32_t *minute;

	if (t->params.window == 0)
		return false;
	minute = column_at(&t->minute, id * sizeof *minute, sizeof *minute);
	return (uint64_t)*minute + t->params.window < s->minute;
}

struct same_arg {
	struct stories *t;
	const struct sketch *s;
};

static const struct story_known *
known_at(struct stories *t, uint32_t id)
{
	const struct story_known *p;

	return column_at(&t->known, id * sizeof *p, sizeof *p);
}

static bool
same_norm(void *arg, uint32_t id)
{
	const struct same_arg *a = arg;

	return id < a->t->found && known_at(a->t, id)->norm == a->s->norm;
}

static bool
same_raw(void *arg, uint32_t id)
{
	const struct same_arg *a = arg;
	const struct story_known *known;
	const uint64_t *high;

	if (id >= a->t->found)
		return false;
	if (a->t->params.exact) {
		high = column_at(&a->t->high, id * sizeof *high, sizeof *high);
		return *high == a->s->raw_high;
	}
	known = known_at(a->t, id);
	return known->raw == a->s->raw && known->norm == a->s->norm;
}

/* A key of a record: its bytes' is number 0, then its words', then those of
 * its sketch. */
struct own_key {
	struct index *index;
	uint32_t key;
	index_same *same;
};

static struct own_key
key_of(struct stories *t, const struct sketch *s, unsigned number)
{
	if (number == 0)
		return (
		    struct own_key) { &t->exact, (uint32_t)s->raw, same_raw };
	if (number == 1)
		return (
		    struct own_key) { &t->exact, (uint32_t)s->norm, same_norm };
	return (
	    struct own_key) { &t->bands, s->key[number - STORY_KEYS], NULL };
}

/* The record under key `number` of the one at hand, or INDEX_NONE where that
 * takes the key. */
static uint32_t
look_up(struct stories *t, unsigned number, const struct sketch *s,
    struct sighting *f)
{
	struct own_key k = key_of(t, s, number);
	struct same_arg a = { t, s };
	uint32_t next = (uint32_t)t->found;
	uint32_t *place = index_place(k.index, k.key, next, k.same, &a);

	if (*place < next && !expired(t, *place, s))
		return *place;
	*place = next;
	f->took[number / 8] |= (uint8_t)(1 << number % 8);
	return INDEX_NONE;
}

void
sighting_add(struct sighting *f, uint32_t id)
{
	for (unsigned i = 0; i < f->n; i++)
		if (f->candidate[i].id == id) {
			f->candidate[i].hits++;
			return;
		}
	f->candidate[f->n++] = (struct story_candidate) { id, 1 };
}

/* Note all that looking up the keys will read. */
static void
await_keys(const struct stories *t, const struct sketch *s, struct await *a)
{
	index_await(&t->exact, (uint32_t)s->raw, a);
	if (t->params.exact)
		return;
	index_await(&t->exact, (uint32_t)s->norm, a);
	for (unsigned i = 0; i < s->nkeys; i++)
		index_await(&t->bands, s->key[i], a);
}

void
stories_await(const struct stories *t, const struct sketch *s, struct await *a)
{
	if (s->grams != NULL && !t->params.exact)
		weights_await(&t->weights, s->grams, a);
	await_keys(t, s, a); /* asked for first */
}

/* The same, at once. */
static void
await_now(const struct stories *t, const struct sketch *s)
{
	struct await a;

	a.n = 0;
	await_keys(t, s, &a);
	await_rest(&a);
}

/* Look up all keys and take those that are free, up to the first that
 * decides. */
static void
look_up_all(struct stories *t, const struct sketch *s, struct sighting *f)
{
	f->same_raw = look_up(t, 0, s, f);
	if (f->same_raw != INDEX_NONE || t->params.exact)
		return;
	f->same_norm = look_up(t, 1, s, f);
	for (unsigned i = 0; f->same_norm == INDEX_NONE && i < s->nkeys; i++) {
		uint32_t id = look_up(t, STORY_KEYS + i, s, f);

		if (id != INDEX_NONE)
			sighting_add(f, id);
	}
}

/* The damage that stories_find has seen. */
static uint64_t
find_bad(const struct stories *t)
{
	return t->known.bad        ? t->known.bad
	    : t->high.bad          ? t->high.bad
	    : t->minute.bad        ? t->minute.bad
	    : index_bad(&t->exact) ? index_bad(&t->exact)
				   : index_bad(&t->bands);
}

void
stories_find(struct stories *t, const struct sketch *s, struct sighting *f)
{
	f->number = f->same_raw = f->same_norm = INDEX_NONE;
	f->n = 0;
	f->bad = 0;
	memset(f->took, 0, sizeof f->took);
	if (sketch_empty(s))
		return;
	look_up_all(t, s, f);
	if (f->same_raw == INDEX_NONE)
		f->number = add_known(t, s);
	f->bad = find_bad(t);
}

static int
by_hits(const void *a, const void *b)
{
	const struct story_candidate *x = a, *y = b;

	if (x->hits != y->hits)
		return x->hits < y->hits ? 1 : -1;
	return x->id < y->id ? -1 : x->id > y->id;
}

/* Let record id, which begins a story, be of the story of another one; the
 * number of that story's first record. */
static uint32_t
unite(struct stories *t, uint32_t id, uint32_t with)
{
	uint32_t up = root(t, with);

	if (up >= id) {
		stories_record(t, up)->cluster = id;
		return id;
	}
	stories_record(t, id)->cluster = up;
	return up;
}

/* Make one story of the record's and the one that it is like. */
static void
join(struct stories *t, struct verdict *v, const struct likeness *like)
{
	t->past.joined[t->past.njoined++] = v->number - like->of;
	v->cluster = unite(t, v->cluster, like->of);
	if (v->like.kind == STORY_NEW || like->similarity > v->like.similarity)
		v->like = *like;
}

/* The record that was written for record id. */
static uint32_t
kept(struct stories *t, uint32_t id)
{
	uint32_t next;

	for (size_t i = 0; i <= t->n; i++, id = next) {
		next = stories_record(t, id)->kept;
		if (next == id || next >= t->n)
			return id;
	}
	return id;
}

/* Record number is dropped, as a repeat of record id. */
static void
keep_for(struct stories *t, uint32_t number, uint32_t id)
{
	uint32_t other = kept(t, id);

	stories_record(t, number)->kept = other;
	t->past.kept = number - other;
}

/* What a trace takes at most. */
enum { TRACE_MOST = TRACE_HEAD + TRACE_WORDS };

static bool
trace_of(struct stories *t, uint32_t id, struct trace *out)
{
	uint64_t at = stories_record(t, id)->trace, n;
	const uint8_t *p;

	if (at >= t->traces.n)
		return false;
	n = t->traces.n - at < TRACE_MOST ? t->traces.n - at : TRACE_MOST;
	p = column_at(&t->traces, at, n);
	return trace_read(out, p, n) > 0;
}

/* Compare the record at hand with record id. */
static void
compare_with(struct stories *t, uint32_t id, struct likeness *like)
{
	struct trace other;

	*like = (struct likeness) { .kind = STORY_NEW };
	if (trace_of(t, id, &other))
		compare(t->comparer, &t->params, &other, like);
	like->of = id;
}

/*
 * The record at hand is like another, as *like says.  Where that was dropped,
 * what it has from there must be in the one that was written, too, or would be
 * lost.  *written says how it is like that.
 */
static bool
is_written(
    struct stories *t, const struct likeness *like, struct likeness *written)
{
	uint32_t other = kept(t, like->of);

	*written = *like;
	if (other == like->of)
		return true;
	compare_with(t, other, written);
	return story_repeats(written->kind) || written->own >= OWN;
}

static void
compare_all(struct stories *t, struct sighting *f, struct verdict *v)
{
	unsigned n = f->n;

	qsort(f->candidate, n, sizeof f->candidate[0], by_hits);
	if (n > STORY_CANDIDATES)
		n = STORY_CANDIDATES;
	for (unsigned i = 0; i < n; i++) {
		struct likeness *like = &t->like[t->nlike], written;

		compare_with(t, f->candidate[i].id, like);
		if (story_repeats(like->kind) &&
		    is_written(t, like, &written)) {
			join(t, v, like);
			if (v->like.of == like->of)
				v->kept = written;
			t->nlike++;
		} else if (like->kind >= STORY_UPDATE &&
		    like->similarity > v->related.similarity)
			v->related = *like;
	}
	if (v->like.kind == STORY_NEW)
		return;
	keep_for(t, v->number, v->like.of);
	for (unsigned i = 1; i < t->past.njoined; i++)
		if (t->past.joined[i] == v->number - v->like.of) {
			t->past.joined[i] = t->past.joined[0];
			t->past.joined[0] = v->number - v->like.of;
		}
}

/* A repeat by hash. */
static void
repeat(struct stories *t, struct verdict *v, enum story_kind kind, uint32_t of)
{
	t->like[t->nlike++] = v->like = (struct likeness) { kind, of, 1, 1,
		1000, 1000 };
	v->cluster = root(t, of);
	if (v->number == INDEX_NONE)
		return;
	stories_record(t, v->number)->cluster = v->cluster;
	keep_for(t, v->number, of);
	t->past.joined[t->past.njoined++] = v->number - of;
}

/* Ask the memory for what compare will read. */
static void
prefetch_trace(struct stories *t, uint32_t id)
{
	uint64_t at = stories_record(t, id)->trace;

	if (at == STORY_NO_TRACE)
		return;
	column_prefetch(&t->traces, at);
	column_prefetch(&t->traces, at + 64);
}

/* Keep what later records are compared with. */
static void
keep_text(struct stories *t, uint32_t number, const struct sketch *s)
{
	stories_record(t, number)->trace = t->traces.n;
	t->bytes.n = 0;
	trace_write(&s->trace, &t->bytes);
	column_put(&t->traces, t->bytes.p, t->bytes.n);
}

static void
decide_near(struct stories *t, const struct sketch *s, struct sighting *f,
    struct verdict *v)
{
	for (unsigned i = 0; i < f->n; i++)
		column_prefetch(&t->record,
		    f->candidate[i].id * sizeof(struct story_record));
	for (unsigned i = 0; i < f->n; i++)
		prefetch_trace(t, f->candidate[i].id);
	compare_start(t->comparer, &s->trace, s->grams);
	compare_all(t, f, v);
	keep_text(t, v->number, s);
	t->past.counted = v->like.kind == STORY_NEW || v->like.own < NEWS;
	if (t->past.counted)
		weights_count(&t->weights, t->comparer->grams);
}

void
stories_decide(struct stories *t, const struct sketch *s, struct span name,
    struct sighting *f, struct verdict *v)
{
	t->nlike = t->past.njoined = 0;
	t->past.counted = t->past.replaces = false;
	t->past.kept = 0;
	memcpy(t->past.took, f->took, sizeof f->took);
	if (t->bad == 0)
		t->bad = f->bad;
	*v = (struct verdict) { .number = INDEX_NONE, .cluster = INDEX_NONE };
	if (sketch_empty(s))
		return;
	if (f->same_raw != INDEX_NONE) {
		repeat(t, v, STORY_EXACT, f->same_raw);
		return;
	}
	v->number = v->cluster = f->number;
	remember(t, name);
	if (f->same_norm != INDEX_NONE)
		repeat(t, v, STORY_NORMALIZED, f->same_norm);
	else if (s->nkeys > 0)
		decide_near(t, s, f, v);
}

/* Stay within the memory that is allowed: the oldest quarter goes. */
static void
keep_memory(struct stories *t)
{
	uint32_t quarter = (uint32_t)(t->n / 4);

	if (t->params.memory == 0 || t->n % 256 != 0 || t->n < 1024 ||
	    stories_bytes(t) < t->params.memory)
		return;
	t->dropped += quarter;
	stories_forget(t, quarter);
}

/* Give memory back once a quarter of all is behind the window. */
static void
keep_window(struct stories *t, const struct sketch *s)
{
	uint32_t quarter = (uint32_t)(t->n / 4), i;

	if (t->params.window == 0 || t->n < 1024 || t->n % 1024 != 0)
		return;
	for (i = 0; i <= quarter; i++)
		if (!expired(t, i, s))
			return;
	stories_forget(t, quarter);
}

void
stories_replace(struct stories *t, uint32_t number, uint32_t id)
{
	if (t->params.exact)
		return;
	stories_record(t, number)->kept = number;
	stories_record(t, kept(t, id))->kept = number;
}

bool
stories_forgets(const struct stories *t)
{
	return t->params.memory > 0 ||
	    (t->params.window > 0 && t->params.window != UINT32_MAX);
}

void
stories_trim(struct stories *t, const struct sketch *s)
{
	keep_memory(t);
	keep_window(t, s);
}

void
stories_judge(struct stories *t, const struct sketch *s, struct span name,
    struct verdict *v)
{
	struct sighting f;

	stories_trim(t, s);
	await_now(t, s);
	stories_find(t, s, &f);
	stories_decide(t, s, name, &f, v);
}

static bool
has_bit(const uint8_t *bits, unsigned i)
{
	return bits[i / 8] >> i % 8 & 1;
}

bool
stories_keep(struct stories *t, const struct sketch *s, struct span name,
    const struct story_past *past)
{
	uint32_t number = (uint32_t)t->n, cluster = number;
	uint64_t all = t->forgotten + number;

	remember(t, name);
	if (t->params.exact)
		return true;
	if (past->kept > all)
		return false;
	for (unsigned i = 0; i < past->njoined; i++) {
		if (past->joined[i] == 0 || past->joined[i] > all)
			return false;
		if (past->joined[i] <= number)
			cluster = unite(t, cluster, number - past->joined[i]);
	}
	if (past->kept <= number)
		stories_record(t, number)->kept = number - past->kept;
	if (past->replaces && past->njoined > 0 && past->joined[0] <= number)
		stories_replace(t, number, number - past->joined[0]);
	if (has_bit(past->took, 1) && s->nkeys > 0)
		keep_text(t, number, s);
	if (past->counted) {
		compare_start(t->comparer, &s->trace, NULL);
		weights_count(&t->weights, t->comparer->grams);
	}
	return true;
}

bool
stories_recall(struct stories *t, const struct sketch *s, struct span name,
    const struct story_past *past)
{
	struct same_arg a = { t, s };
	uint32_t number = (uint32_t)t->n;

	await_now(t, s);
	for (unsigned i = 0; i < STORY_KEYS + s->nkeys; i++) {
		struct own_key k = key_of(t, s, i);

		if (has_bit(past->took, i))
			index_set(k.index, k.key, number, k.same, &a);
	}
	add_known(t, s);
	return stories_keep(t, s, name, past);
}

uint64_t
stories_bad(const struct stories *t)
{
	return t->bad       ? t->bad
	    : t->record.bad ? t->record.bad
	    : t->name.bad   ? t->name.bad
	    : t->names.bad  ? t->names.bad
			    : t->traces.bad;
}

void
stories_free(struct stories *t)
{
	column_free(&t->known);
	column_free(&t->high);
	column_free(&t->minute);
	column_free(&t->record);
	column_free(&t->name);
	column_free(&t->names);
	column_free(&t->traces);
	free(t->comparer);
	buf_free(&t->bytes);
	index_free(&t->exact);
	index_free(&t->bands);
	weights_free(&t->weights);
}
