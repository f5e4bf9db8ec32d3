/* Boosted trees: see learn.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "learn.h"

/* The sums of slope and curve over rows of a node. */
struct side {
	double slope, curve;
};

struct cut {
	double gain;
	int feature, threshold; /* feature -1: none */
};

struct grower {
	const struct trees_data *d;
	const struct trees_options *o;
	uint32_t *order;   /* [feature * n + i]: rows by the feature's value */
	struct side *row;  /* of each row */
	double *score;     /* of each row */
	uint32_t *node;    /* of each row, in the tree that grows */
	struct side *all;  /* of each node */
	struct side *left; /* of each node, below the value looked at */
	int *last;         /* the value of the node's last row */
	struct cut *best;  /* of each node */
	uint64_t random;
	bool *out; /* of each feature: the tree does not see it */
};

void
trees_add(struct trees_data *d, const int *value, bool gold)
{
	d->value = mem_grow(d->value, &d->value_cap, (d->n + 1) * d->features,
	    sizeof *d->value);
	for (unsigned i = 0; i < d->features; i++)
		d->value[d->n * d->features + i] = value[i];
	d->gold = mem_grow(d->gold, &d->gold_cap, d->n + 1, sizeof *d->gold);
	d->gold[d->n++] = gold;
}

void
trees_data_free(struct trees_data *d)
{
	free(d->value);
	free(d->gold);
	*d = (struct trees_data) { 0 };
}

void
trees_free(struct trees *t)
{
	free(t->node);
	*t = (struct trees) { 0 };
}

static int
value_of(const struct trees_data *d, size_t row, unsigned feature)
{
	return d->value[row * d->features + feature];
}

struct key {
	int value;
	uint32_t row;
};

static int
compare_keys(const void *a, const void *b)
{
	const struct key *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static void
sort_rows(struct grower *g)
{
	struct key *key = mem_zero(g->d->n, sizeof *key);

	for (unsigned f = 0; f < g->d->features; f++) {
		for (size_t i = 0; i < g->d->n; i++)
			key[i] = (struct key) { value_of(g->d, i, f),
				(uint32_t)i };
		qsort(key, g->d->n, sizeof *key, compare_keys);
		for (size_t i = 0; i < g->d->n; i++)
			g->order[f * g->d->n + i] = key[i].row;
	}
	free(key);
}

static double
worth(const struct grower *g, struct side s)
{
	return s.slope * s.slope / (s.curve + g->o->ridge);
}

/* Do the values of the sides go the way that the feature may go? */
static bool
may_split(const struct grower *g, unsigned feature, struct side left,
    struct side right)
{
	int rises = g->o->rises != NULL ? g->o->rises[feature] : 0;
	double a = -left.slope / (left.curve + g->o->ridge);
	double b = -right.slope / (right.curve + g->o->ridge);

	return rises == 0 || (rises > 0 ? b >= a : b <= a);
}

/* Would a split of the node between two values be better than what is known? */
static void
try_split(struct grower *g, uint32_t node, unsigned feature, int value)
{
	struct side left = g->left[node], all = g->all[node], right;
	struct cut *best = &g->best[node];
	int last = g->last[node];
	double gain;

	right.slope = all.slope - left.slope;
	right.curve = all.curve - left.curve;
	if (left.curve < g->o->least || right.curve < g->o->least)
		return;
	if (!may_split(g, feature, left, right))
		return;
	gain = worth(g, left) + worth(g, right) - worth(g, all);
	if (gain > best->gain + 1e-9)
		*best = (struct cut) { gain, (int)feature,
			(int)(last + ((long)value - last + 1) / 2) };
}

/* The best split by this feature of all nodes of a level, from to to. */
static void
try_feature(struct grower *g, unsigned feature, uint32_t from, uint32_t to)
{
	const uint32_t *order = g->order + feature * g->d->n;
	uint32_t node, row;
	int value;

	for (node = from; node < to; node++)
		g->left[node] = (struct side) { 0, 0 };
	for (size_t i = 0; i < g->d->n; i++) {
		row = order[i];
		node = g->node[row];
		if (node < from)
			continue;
		value = value_of(g->d, row, feature);
		if (g->left[node].curve > 0 && value != g->last[node])
			try_split(g, node, feature, value);
		g->left[node].slope += g->row[row].slope;
		g->left[node].curve += g->row[row].curve;
		g->last[node] = value;
	}
}

/* Rows of split nodes go to the children; their sums are taken. */
static void
move_rows(struct grower *g, const struct trees_node *tree, uint32_t from)
{
	const struct trees_node *t;
	uint32_t node;

	for (size_t i = 0; i < g->d->n; i++) {
		node = g->node[i];
		t = &tree[node];
		if (node < from || t->feature < 0)
			continue;
		node = 2 * node + 1 +
		    (value_of(g->d, i, (unsigned)t->feature) >= t->threshold);
		g->node[i] = node;
		g->all[node].slope += g->row[i].slope;
		g->all[node].curve += g->row[i].curve;
	}
}

/* Is what comes next left out of the sample? */
static bool
left_out(struct grower *g)
{
	return g->o->sample > 0 &&
	    learn_random(&g->random, 1000) >= 1000 * g->o->sample;
}

/* The slope and curve of each row's loss where the trees so far leave it. */
static void
look_at_rows(struct grower *g)
{
	double p, by;

	g->all[0] = (struct side) { 0, 0 };
	for (size_t i = 0; i < g->d->n; i++) {
		by = g->d->gold[i] ? 1 : g->o->penalty;
		learn_logistic(g->score[i], g->d->gold[i], g->o->penalty,
		    &g->row[i].slope);
		p = g->row[i].slope / by;
		p = p < 0 ? -p : p;
		g->row[i].curve = by * p * (1 - p);
		g->node[i] = 0;
		if (left_out(g))
			g->row[i] = (struct side) { 0, 0 };
		g->all[0].slope += g->row[i].slope;
		g->all[0].curve += g->row[i].curve;
	}
}

/* Split the nodes of a level, from to to. */
static void
grow_level(
    struct grower *g, struct trees_node *tree, uint32_t from, uint32_t to)
{
	for (uint32_t node = from; node < to; node++)
		g->best[node] = (struct cut) { 0, -1, 0 };
	for (unsigned f = 0; f < g->d->features; f++)
		if (!g->out[f])
			try_feature(g, f, from, to);
	for (uint32_t node = from; node < to; node++) {
		tree[node].feature = g->best[node].feature;
		tree[node].threshold = g->best[node].threshold;
		g->all[2 * node + 1] = g->all[2 * node + 2] = (struct side) { 0,
			0 };
	}
	move_rows(g, tree, from);
}

static void
grow_tree(struct grower *g, struct trees_node *tree)
{
	uint32_t node, nodes = (2u << g->o->depth) - 1;

	look_at_rows(g);
	for (unsigned f = 0; f < g->d->features; f++)
		g->out[f] = left_out(g);
	for (node = 0; node < nodes; node++)
		tree[node] = (struct trees_node) { -1, 0, 0 };
	for (unsigned level = 0; level < g->o->depth; level++)
		grow_level(g, tree, (1u << level) - 1, (2u << level) - 1);
	for (node = 0; node < nodes; node++)
		if (tree[node].feature < 0 && g->all[node].curve > 0)
			tree[node].score = learn_round(-g->o->scale *
			    g->o->rate * g->all[node].slope /
			    (g->all[node].curve + g->o->ridge));
	/* What is written is what counts: the next tree mends the rounding. */
	for (size_t i = 0; i < g->d->n; i++)
		g->score[i] += tree[g->node[i]].score / g->o->scale;
}

/* What all rows score before the first tree: the log of the odds. */
static int
find_bias(const struct trees_data *d, const struct trees_options *o)
{
	double yes = .5, no = .5;

	for (size_t i = 0; i < d->n; i++) {
		yes += d->gold[i];
		no += d->gold[i] ? 0 : o->penalty;
	}
	return learn_round(o->scale * (learn_log(yes) - learn_log(no)));
}

void
trees_train(const struct trees_data *d, const struct trees_options *o,
    struct trees *out)
{
	size_t nodes = ((size_t)2 << o->depth) - 1, i;
	struct grower g = { d, o, mem_zero(d->n * d->features, sizeof *g.order),
		mem_zero(d->n, sizeof *g.row), mem_zero(d->n, sizeof *g.score),
		mem_zero(d->n, sizeof *g.node), mem_zero(nodes, sizeof *g.all),
		mem_zero(nodes, sizeof *g.left),
		mem_zero(nodes, sizeof *g.last),
		mem_zero(nodes, sizeof *g.best), 0,
		mem_zero(d->features, sizeof *g.out) };

	*out = (struct trees) { o->trees, o->depth, find_bias(d, o),
		mem_zero(o->trees * nodes, sizeof *out->node) };
	sort_rows(&g);
	for (i = 0; i < d->n; i++)
		g.score[i] = out->bias / o->scale;
	for (i = 0; i < o->trees; i++)
		grow_tree(&g, out->node + i * nodes);
	free(g.order);
	free(g.row);
	free(g.score);
	free(g.node);
	free(g.all);
	free(g.left);
	free(g.last);
	free(g.best);
	free(g.out);
}

int
trees_score(const struct trees *t, const int *value)
{
	size_t nodes = ((size_t)2 << t->depth) - 1, at;
	const struct trees_node *tree;
	int sum = t->bias;

	for (unsigned i = 0; i < t->trees; i++) {
		tree = t->node + i * nodes;
		for (at = 0; tree[at].feature >= 0;)
			at = 2 * at + 1 +
			    (value[tree[at].feature] >= tree[at].threshold);
		sum += tree[at].score;
	}
	return sum;
}
