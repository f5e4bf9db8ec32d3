/*
 * The stages of a run over many machines: keys, reduce, union, drop; each line
 * is KEY TAB VALUE with a key of a fixed width, as sort(1) in the C locale and
 * Hadoop order it.  A position is the shard in the upper 16 bits and the line
 * in the lower 48, in 16 hexadecimal digits.
 */
#include "dup/stage.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/base64.h"
#include "base/err.h"
#include "base/mem.h"
#include "dup/entry.h"
#include "dup/mix.h"
#include "io/map.h"

enum {
	POSITION = 16, /* digits */
	KEY = 17,
	LINE_BITS = 48
};

enum key_kind { KEY_BAND = '0', KEY_RAW, KEY_NORM, KEY_SKETCH };

static void
add_hex(struct buf *b, uint64_t x)
{
	buf_printf(b, "%016" PRIx64, x);
}

static void
add_key(struct buf *b, enum key_kind kind, uint64_t hash)
{
	buf_addc(b, (char)kind);
	add_hex(b, hash);
	buf_addc(b, '\t');
}

static bool
read_hex(struct span s, uint64_t *x)
{
	*x = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c >= '0' && c <= '9')
			*x = *x << 4 | (uint64_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			*x = *x << 4 | (uint64_t)(c - 'a' + 10);
		else
			return false;
	}
	return s.n == POSITION;
}

static void
end_line(struct stream *s)
{
	buf_addc(stream_out(s), '\n');
	stream_done(s);
}

void
stage_keys(struct stream *s, unsigned shard, const struct unit *u, bool exact)
{
	uint64_t position = (uint64_t)shard << LINE_BITS | u->number;
	const struct sketch *k = &u->sketch;
	struct buf *b = stream_out(s), entry = { 0 };

	add_key(b, KEY_RAW, k->raw ^ mix64(exact ? k->raw_high : k->norm));
	add_hex(b, position);
	end_line(s);
	for (unsigned i = 0; i < k->nkeys; i++) {
		add_key(b, KEY_BAND, k->key[i]);
		add_hex(b, position);
		end_line(s);
	}
	if (!exact) {
		add_key(b, KEY_NORM, k->norm);
		add_hex(b, position);
		end_line(s);
	}
	entry_write(&entry, k, SPAN(""), NULL);
	add_key(b, KEY_SKETCH, position);
	base64_add(b, buf_span(&entry));
	end_line(s);
	buf_free(&entry);
}

/* A line of the form KEY TAB VALUE, whatever blanks are behind it. */
static bool
read_line(struct stream *s, struct span *key, struct span *value)
{
	struct span line;

	while (stream_unit(s, &line)) {
		*value = span_trim(line);
		*key = span_cut(value, '\t');
		if (key->n == KEY && value->n > 0)
			return true;
		stream_bad(s, line, "no KEY TAB VALUE line", 0);
	}
	return false;
}

/* The records of one key. */
struct group {
	char key[KEY];
	uint64_t *position; /* owned */
	size_t n, cap;
};

/* Each record but the first gets a line that names the first. */
static void
end_group(struct stream *s, struct group *g)
{
	uint64_t first = UINT64_MAX;

	for (size_t i = 0; i < g->n; i++)
		if (g->position[i] < first)
			first = g->position[i];
	for (size_t i = 0; i < g->n; i++) {
		struct buf *b = stream_out(s);

		if (g->position[i] == first)
			continue;
		add_key(b, KEY_SKETCH, g->position[i]);
		add_hex(b, first);
		buf_addc(b, '\t');
		buf_add(b, g->key, KEY);
		end_line(s);
	}
	g->n = 0;
}

void
stage_reduce(struct stream *s)
{
	struct group g = { .position = NULL };
	struct span key, value;
	uint64_t position;

	while (read_line(s, &key, &value)) {
		if (g.n > 0 && memcmp(g.key, key.p, KEY) != 0)
			end_group(s, &g);
		if (key.p[0] == KEY_SKETCH) {
			stream_pass(s, span_to(key.p, value.p + value.n));
			continue;
		}
		if (!read_hex(value, &position)) {
			stream_bad(s, key, "no position", KEY + 1);
			continue;
		}
		memcpy(g.key, key.p, KEY);
		g.position = mem_grow(
		    g.position, &g.cap, g.n + 1, sizeof g.position[0]);
		g.position[g.n++] = position;
	}
	end_group(s, &g);
	free(g.position);
}

/* A record as union puts it together from its lines. */
struct gathered {
	uint64_t position;
	bool some, sketched;
	struct buf entry;
	struct sighting sighting;
	char seen[SKETCH_KEYS + 1][KEY]; /* keys of candidates so far */
	unsigned nseen;
};

struct joiner {
	struct stream *s;
	struct stories *t;
	struct sketch sketch;
	uint64_t *position; /* owned; of remembered records, ascending */
	size_t cap;
	struct gathered g;
};

/* The number of the record at position, or INDEX_NONE. */
static uint32_t
number_of(const struct joiner *j, uint64_t position)
{
	size_t low = 0, high = j->t->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (j->position[mid] < position)
			low = mid + 1;
		else
			high = mid;
	}
	return low < j->t->n && j->position[low] == position ? (uint32_t)low
							     : INDEX_NONE;
}

static void
list_repeat(struct joiner *j, const struct verdict *v)
{
	struct buf *b = stream_out(j->s);

	if (v->like.kind == STORY_NEW)
		return;
	add_hex(b, j->g.position);
	buf_addc(b, '\t');
	add_hex(b, j->position[v->like.of]);
	buf_addc(b, '\t');
	add_hex(b, j->position[v->cluster]);
	buf_printf(b, "\t%s\t%.3f\t%.3f", story_kinds[v->like.kind],
	    v->like.similarity, v->like.containment);
	end_line(j->s);
}

static void
end_record(struct joiner *j)
{
	struct gathered *g = &j->g;
	struct verdict v;
	struct story_past past;
	struct span name;

	if (!g->some)
		return;
	g->some = false;
	if (!g->sketched ||
	    !entry_read(buf_span(&g->entry), &j->sketch, &name, &past))
		stream_die(j->s, STATUS_FATAL,
		    "record %016" PRIx64 " has no sketch; "
		    "is the input sorted and whole?",
		    g->position);
	j->position = mem_grow(
	    j->position, &j->cap, j->t->n + 1, sizeof j->position[0]);
	j->position[j->t->n] = g->position;
	if (g->sighting.same_raw == INDEX_NONE)
		g->sighting.number = (uint32_t)j->t->n;
	stories_decide(j->t, &j->sketch, name, &g->sighting, &v);
	list_repeat(j, &v);
}

static void
start_record(struct joiner *j, uint64_t position)
{
	struct gathered *g = &j->g;

	if (g->some && position < g->position)
		stream_die(j->s, STATUS_FATAL, "the input is not sorted");
	end_record(j);
	g->position = position;
	g->some = true;
	g->sketched = false;
	g->entry.n = 0;
	g->nseen = 0;
	g->sighting = (struct sighting) { .number = INDEX_NONE,
		.same_raw = INDEX_NONE,
		.same_norm = INDEX_NONE };
}

/* A record with a key in common; false where the line is none. */
static bool
add_pair(struct joiner *j, struct span first, struct span key)
{
	struct sighting *f = &j->g.sighting;
	uint64_t position;
	unsigned i;
	uint32_t id;

	if (key.n != KEY || !read_hex(first, &position))
		return false;
	if ((id = number_of(j, position)) == INDEX_NONE)
		return true; /* a repeat by its bytes: of no use */
	if (key.p[0] == KEY_RAW)
		f->same_raw = id;
	if (key.p[0] == KEY_NORM)
		f->same_norm = id;
	if (key.p[0] != KEY_BAND)
		return true;
	for (i = 0; i < j->g.nseen; i++)
		if (memcmp(j->g.seen[i], key.p, KEY) == 0)
			return true;
	if (i == SKETCH_KEYS + 1)
		return false;
	memcpy(j->g.seen[j->g.nseen++], key.p, KEY);
	sighting_add(f, id);
	return true;
}

void
stage_union(struct stream *s, struct stories *t)
{
	static const struct joiner none;
	struct joiner *j = mem_zero(1, sizeof *j);
	struct span key, value, first;
	uint64_t position;

	*j = none;
	j->s = s;
	j->t = t;
	while (read_line(s, &key, &value)) {
		if (!read_hex(span_skip(key, 1), &position)) {
			stream_bad(s, key, "no position", 1);
			continue;
		}
		if (!j->g.some || position != j->g.position)
			start_record(j, position);
		first = span_cut(&value, '\t');
		if (value.p == NULL) {
			j->g.entry.n = 0;
			j->g.sketched = base64_read(&j->g.entry, first);
		} else if (!add_pair(j, first, value))
			stream_bad(s, key, "no pair", KEY + 1);
	}
	end_record(j);
	sketch_free(&j->sketch);
	buf_free(&j->g.entry);
	free(j->position);
	free(j);
}

void
stage_list_load(
    struct stage_list *l, struct clerk *c, const char *path, unsigned shard)
{
	struct span file, rest, line;
	uint64_t position, last = 0;

	*l = (struct stage_list) { .line = NULL };
	if (map_open(c, path, &file) != 0)
		err(STATUS_FATAL, "%s", path);
	for (rest = file; rest.n > 0;) {
		line = span_cut(&rest, '\n');
		if (!read_hex(span_cut(&line, '\t'), &position) ||
		    position < last)
			errx(STATUS_FATAL,
			    "%s: no list of repeats, or not "
			    "sorted",
			    path);
		last = position;
		if (position >> LINE_BITS != shard)
			continue;
		l->line = mem_grow(
		    l->line, &l->cap, l->n + 1, sizeof l->line[0]);
		l->line[l->n++] = position & (((uint64_t)1 << LINE_BITS) - 1);
	}
	map_close(&file);
}

bool
stage_list_take(struct stage_list *l, uint64_t line)
{
	while (l->at < l->n && l->line[l->at] < line)
		l->at++;
	return l->at < l->n && l->line[l->at] == line;
}
