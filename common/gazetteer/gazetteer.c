/*
 * Reading an image.  Layout: struct gazetteer_head, keys, nodes, entries, label
 * names with a NUL each, the pool of ids and names.
 */
#include "gazetteer/gazetteer.h"

#include "gazetteer/frame.h"
#include "text/fold.h"

struct gazetteer_head {
	struct frame_head frame;
	uint64_t slots;
	uint32_t entries, labels;
	uint64_t labels_n, pool_n; /* bytes */
};

static const char *
check_entries(const struct gazetteer *g)
{
	for (uint32_t i = 0; i < g->entries; i++) {
		const struct gazetteer_entry *e = &g->entry[i];

		if (e->id > g->pool.n || e->id_n > g->pool.n - e->id ||
		    e->name > g->pool.n || e->name_n > g->pool.n - e->name ||
		    e->label >= g->labels)
			return "an entry points nowhere";
	}
	return NULL;
}

/* Every node leads to an entry, and some slot is free to end a search. */
static const char *
check_nodes(const struct gazetteer *g)
{
	uint64_t used = 0;

	for (uint64_t i = 0; i <= g->mask; i++) {
		used += g->key[i] != 0;
		if ((g->node[i] & NODE_ENTRY) > g->entries)
			return "a name points nowhere";
	}
	return used > g->mask ? "its table is full" : NULL;
}

static const char *
read_labels(struct gazetteer *g, struct span names, unsigned count)
{
	if (count > GAZETTEER_LABELS ||
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
	struct span rest = image, keys, nodes, entries, labels;
	const char *bad = frame_check(image, "KHABARGZ", sizeof h);

	if (bad != NULL)
		return bad;
	memcpy(&h, image.p, sizeof h);
	rest = span_skip(rest, sizeof h);
	if (h.slots == 0 || (h.slots & (h.slots - 1)) != 0 ||
	    !frame_part(&rest, h.slots, sizeof *g->key, &keys) ||
	    !frame_part(&rest, h.slots, sizeof *g->node, &nodes) ||
	    !frame_part(&rest, h.entries, sizeof *g->entry, &entries) ||
	    !frame_part(&rest, h.labels_n, 1, &labels) ||
	    !frame_part(&rest, h.pool_n, 1, &g->pool))
		return "its parts do not fit";
	g->mask = h.slots - 1;
	g->key = (const void *)keys.p;
	g->node = (const void *)nodes.p;
	g->entry = (const void *)entries.p;
	g->entries = h.entries;
	g->sum = h.frame.sum;
	bad = read_labels(g, labels, h.labels);
	if (bad == NULL)
		bad = check_nodes(g);
	return bad == NULL ? check_entries(g) : bad;
}

void
gazetteer_image(struct gazetteer_builder *b, struct buf *out)
{
	struct gazetteer_head h = { .slots = b->slots,
		.entries = (uint32_t)b->entries,
		.labels = b->label_count,
		.labels_n = b->labels.n,
		.pool_n = b->pool.n };
	size_t start = out->n;

	buf_add(out, (const char *)&h, sizeof h);
	frame_add(out, b->key, b->slots, sizeof *b->key);
	frame_add(out, b->node, b->slots, sizeof *b->node);
	frame_add(out, b->entry, b->entries, sizeof *b->entry);
	frame_add(out, b->labels.p, b->labels.n, 1);
	frame_add(out, b->pool.p, b->pool.n, 1);
	frame_seal(out, start, "KHABARGZ");
}
