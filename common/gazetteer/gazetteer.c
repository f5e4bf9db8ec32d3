/*
 * Reading an image.  Layout: struct gazetteer_head, keys, nodes, entries, other
 * places of a name, label names with a NUL each, the pool of ids and names.
 */
#include "gazetteer/gazetteer.h"

#include <stdlib.h>

#include "gazetteer/frame.h"
#include "text/fold.h"
#include "text/utf8.h"

struct gazetteer_head {
	struct frame_head frame;
	uint64_t slots;
	uint32_t entries, labels, others, unused;
	uint64_t labels_n, pool_n; /* bytes */
};

/* Does no character of s go over byte at? */
static inline bool
is_edge(struct span s, size_t at)
{
	return at == s.n || ((unsigned char)s.p[at] & 0xc0) != 0x80;
}

/* Are the n bytes of the pool from byte `at` on there, and whole characters? */
static inline bool
is_text(struct span pool, size_t at, size_t n)
{
	return at <= pool.n && n <= pool.n - at && is_edge(pool, at) &&
	    is_edge(pool, at + n);
}

static const char *
check_entries(const struct gazetteer *g)
{
	if (utf8_valid(g->pool) < g->pool.n)
		return "a name is not UTF-8";
	for (uint32_t i = 0; i < g->entries; i++) {
		const struct gazetteer_entry *e = &g->entry[i];

		if (!is_text(g->pool, e->id, e->id_n) ||
		    !is_text(g->pool, e->name, e->name_n) ||
		    e->label >= g->labels)
			return "an entry points nowhere";
	}
	return NULL;
}

/* Every node leads to an entry, and some slot is free to end a search. */
static const char *
check_nodes(const struct gazetteer *g)
{
	uint32_t left = 0;
	uint64_t free = 0;

	/* of an entry too high less than none are left: the top bit is set */
	for (uint64_t i = 0; i <= g->mask; i++)
		left |= g->entries - (g->node[i] & NODE_ENTRY);
	if (left >> 31 != 0)
		return "a name points nowhere";
	for (uint32_t i = 0; i < g->others; i++)
		if (g->other[i].entry >= g->entries)
			return "a name points nowhere";
	while (free <= g->mask && g->key[free] != 0)
		free++;
	return free > g->mask ? "its table is full" : NULL;
}

static const char *
read_labels(struct gazetteer *g, struct span names, unsigned count)
{
	if (count > GAZETTEER_LABELS || utf8_valid(names) < names.n ||
	    (names.n > 0 && names.p[names.n - 1] != '\0'))
		return "bad labels";
	for (g->labels = 0; g->labels < count; g->labels++) {
		if (names.n == 0)
			return "bad labels";
		g->label[g->labels] = span_cut(&names, '\0');
	}
	return NULL;
}

const char *
gazetteer_open(struct gazetteer *g, struct span image)
{
	struct gazetteer_head h;
	struct span rest = image, keys, nodes, entries, others, labels;
	const char *bad = frame_check(image, "KHABARG2", sizeof h);

	if (bad != NULL)
		return bad;
	memcpy(&h, image.p, sizeof h);
	rest = span_skip(rest, sizeof h);
	if (h.slots == 0 || (h.slots & (h.slots - 1)) != 0 ||
	    !frame_part(&rest, h.slots, sizeof *g->key, &keys) ||
	    !frame_part(&rest, h.slots, sizeof *g->node, &nodes) ||
	    !frame_part(&rest, h.entries, sizeof *g->entry, &entries) ||
	    !frame_part(&rest, h.others, sizeof *g->other, &others) ||
	    !frame_part(&rest, h.labels_n, 1, &labels) ||
	    !frame_part(&rest, h.pool_n, 1, &g->pool))
		return "its parts do not fit";
	g->mask = h.slots - 1;
	g->key = (const void *)keys.p;
	g->node = (const void *)nodes.p;
	g->entry = (const void *)entries.p;
	g->entries = h.entries;
	g->other = (const void *)others.p;
	g->others = h.others;
	g->sum = h.frame.sum;
	bad = read_labels(g, labels, h.labels);
	if (bad == NULL)
		bad = check_nodes(g);
	return bad == NULL ? check_entries(g) : bad;
}

uint32_t
gazetteer_others(const struct gazetteer *g, uint64_t state)
{
	uint32_t low = 0, high = g->others;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (g->other[mid].state < state)
			low = mid + 1;
		else
			high = mid;
	}
	return low < g->others && g->other[low].state == state ? low
							       : g->others;
}

struct span
gazetteer_country(const struct gazetteer *g, const struct gazetteer_entry *e)
{
	struct span id = gazetteer_id(g, e), code = id;

	if (e->country[0] != '\0')
		return span_of(e->country, sizeof e->country);
	span_cut(&code, ':');
	if (code.n < 2 || code.p[0] < 'A' || code.p[0] > 'Z' ||
	    !(span_starts(id, SPAN("iso3166")) ||
		span_starts(id, SPAN("geonames:"))))
		return span_of(NULL, 0);
	return span_of(code.p, 2);
}

static int
by_state(const void *a, const void *b)
{
	const struct gazetteer_other *x = a, *y = b;

	if (x->state != y->state)
		return x->state < y->state ? -1 : 1;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return x->entry < y->entry ? -1 : x->entry > y->entry;
}

void
gazetteer_image(struct gazetteer_builder *b, struct buf *out)
{
	struct gazetteer_head h = { .slots = b->slots,
		.entries = (uint32_t)b->entries,
		.labels = b->label_count,
		.others = (uint32_t)b->others,
		.labels_n = b->labels.n,
		.pool_n = b->pool.n };
	size_t start = out->n;

	if (b->others > 0)
		qsort(b->other, b->others, sizeof *b->other, by_state);
	buf_add(out, (const char *)&h, sizeof h);
	frame_add(out, b->key, b->slots, sizeof *b->key);
	frame_add(out, b->node, b->slots, sizeof *b->node);
	frame_add(out, b->entry, b->entries, sizeof *b->entry);
	frame_add(out, b->other, b->others, sizeof *b->other);
	frame_add(out, b->labels.p, b->labels.n, 1);
	frame_add(out, b->pool.p, b->pool.n, 1);
	frame_seal(out, start, "KHABARG2");
}
