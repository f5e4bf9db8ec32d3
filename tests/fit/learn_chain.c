/* Linear-chain conditional random fields: see learn.h. */
#include <limits.h>
#include <stdlib.h>

#include "base/mem.h"
#include "learn.h"

/* The sums over one sequence (Rabiner, Proceedings of the IEEE 1989, with each
 * row's sums brought to 1), and over all. */
struct sums {
	const struct chain_data *d;
	const struct chain_options *o;
	double *factor; /* e^(edge weight): [label above * labels + label] */
	double
	    *state; /* e^(score of the row's label): [row * labels + label] */
	double *forward; /* the same shape */
	double *back;
	double *norm;  /* [row] */
	double *start; /* where the weights are pulled to, in their order */
};

void
chain_add(
    struct chain_data *d, const unsigned *feature, size_t n, unsigned gold)
{
	d->gold = mem_grow(
	    d->gold, &d->gold_cap, d->rows.n + 1, sizeof *d->gold);
	d->gold[d->rows.n] = gold;
	learn_rows_add(&d->rows, feature, n);
}

void
chain_end(struct chain_data *d)
{
	d->end = mem_grow(d->end, &d->end_cap, d->n + 1, sizeof *d->end);
	d->end[d->n++] = d->rows.n;
}

void
chain_data_free(struct chain_data *d)
{
	learn_rows_free(&d->rows);
	free(d->gold);
	free(d->end);
	*d = (struct chain_data) { 0 };
}

void
chain_weights_free(struct chain_weights *w)
{
	free(w->state);
	free(w->edge);
	*w = (struct chain_weights) { 0 };
}

static size_t
start_of(const struct chain_data *d, size_t s)
{
	return s > 0 ? d->end[s - 1] : 0;
}

/* The powers of the scores of row i at state, the largest brought to 1; what
 * was taken off is returned.  With costs, each label scores what it would cost.
 */
static double
score_row(const struct sums *s, const double *x, size_t i, double *state)
{
	unsigned labels = s->d->labels;
	const double *cost = s->o->cost ? s->o->cost + s->d->gold[i] * labels
					: NULL;
	double most = -1e300;
	size_t n;
	const uint32_t *id = learn_row(&s->d->rows, i, &n);

	for (unsigned k = 0; k < labels; k++)
		state[k] = cost ? cost[k] : 0;
	for (size_t j = 0; j < n; j++)
		for (unsigned k = 0; k < labels; k++)
			state[k] += x[id[j] * labels + k];
	for (unsigned k = 0; k < labels; k++)
		most = state[k] > most ? state[k] : most;
	for (unsigned k = 0; k < labels; k++)
		state[k] = learn_exp(state[k] - most);
	return most;
}

/* What reaches each label of a row from above: to += from * factor. */
static void
pass_down(const struct sums *s, const double *from, double *to)
{
	unsigned labels = s->d->labels;

	for (unsigned k = 0; k < labels; k++)
		to[k] = 0;
	for (unsigned j = 0; j < labels; j++)
		for (unsigned k = 0; k < labels; k++)
			to[k] += from[j] * s->factor[j * labels + k];
}

/* Forward over rows from to to; returns the log of the sum of all labellings.
 */
static double
go_forward(struct sums *s, const double *x, size_t from, size_t to)
{
	unsigned labels = s->d->labels;
	double *f, *e, log = 0;

	for (size_t i = from; i < to; i++) {
		f = s->forward + i * labels;
		e = s->state + i * labels;
		log += score_row(s, x, i, e);
		for (unsigned k = 0; k < labels; k++)
			f[k] = 1;
		if (i > from)
			pass_down(s, f - labels, f);
		s->norm[i] = 0;
		for (unsigned k = 0; k < labels; k++)
			s->norm[i] += f[k] *= e[k];
		for (unsigned k = 0; k < labels; k++)
			f[k] /= s->norm[i];
		log += learn_log(s->norm[i]);
	}
	return log;
}

/* Back over the same rows; what each pair of labels is expected to be goes to
 * the edges' gradient. */
static void
go_back(struct sums *s, size_t from, size_t to, double *edge)
{
	unsigned labels = s->d->labels;
	double *above, *below, *f, *factor, by;

	for (unsigned k = 0; k < labels; k++)
		s->back[(to - 1) * labels + k] = 1;
	for (size_t i = to - 1; i > from; i--) {
		below = s->back + i * labels;
		above = below - labels;
		f = s->forward + (i - 1) * labels;
		for (unsigned j = 0; j < labels; j++) {
			above[j] = 0;
			factor = s->factor + j * labels;
			for (unsigned k = 0; k < labels; k++) {
				by = factor[k] * below[k] *
				    s->state[i * labels + k] / s->norm[i];
				above[j] += by;
				edge[j * labels + k] += f[j] * by;
			}
		}
	}
}

/* The gradient of a row's features, and what its gold scores. */
static double
count_row(const struct sums *s, const double *x, size_t i, double *g)
{
	unsigned labels = s->d->labels, gold = s->d->gold[i];
	const double *f = s->forward + i * labels, *b = s->back + i * labels;
	size_t n;
	const uint32_t *id = learn_row(&s->d->rows, i, &n);
	double score = 0;

	for (size_t j = 0; j < n; j++) {
		for (unsigned k = 0; k < labels; k++)
			g[id[j] * labels + k] += f[k] * b[k];
		g[id[j] * labels + gold] -= 1;
		score += x[id[j] * labels + gold];
	}
	return score;
}

static double
count_sequence(struct sums *s, const double *x, size_t seq, double *g)
{
	size_t edges = (size_t)s->d->features * s->d->labels, pair, i;
	size_t from = start_of(s->d, seq), to = s->d->end[seq];
	double loss;

	if (from == to)
		return 0;
	loss = go_forward(s, x, from, to);
	go_back(s, from, to, g + edges);
	for (i = from; i < to; i++) {
		loss -= count_row(s, x, i, g);
		if (i == from)
			continue;
		pair = s->d->gold[i - 1] * s->d->labels + s->d->gold[i];
		g[edges + pair] -= 1;
		loss -= x[edges + pair];
	}
	return loss;
}

/* x and g are the states' weights, then the edges'. */
static double
chain_loss(void *ctx, const double *x, double *g)
{
	struct sums *s = ctx;
	size_t pairs = (size_t)s->d->labels * s->d->labels;
	size_t edges = (size_t)s->d->features * s->d->labels, i;
	double sum = 0;

	for (i = 0; i < edges + pairs; i++) {
		double away = x[i] - s->start[i];

		g[i] = s->o->ridge * away;
		sum += s->o->ridge * away * away / 2;
	}
	for (i = 0; i < pairs; i++)
		s->factor[i] = learn_exp(x[edges + i]);
	for (i = 0; i < s->d->n; i++)
		sum += count_sequence(s, x, i, g);
	return sum;
}

void
chain_train(const struct chain_data *d, const struct chain_options *o,
    struct chain_weights *w)
{
	size_t cells = d->rows.n * d->labels, i;
	size_t edges = (size_t)d->features * d->labels;
	size_t pairs = (size_t)d->labels * d->labels;
	double *room = mem_zero(3 * cells + pairs + d->rows.n, sizeof *room);
	double *x = mem_zero(2 * (edges + pairs), sizeof *x);
	struct sums s = { d, o, room, room + pairs, room + pairs + cells,
		room + pairs + 2 * cells, room + pairs + 3 * cells,
		x + edges + pairs };

	for (i = 0; i < edges + pairs && o->base != NULL; i++)
		x[i] = s.start[i] = (i < edges ? o->base->state[i]
					       : o->base->edge[i - edges]) /
		    o->scale;

	learn_minimise(
	    chain_loss, &s, x, edges + pairs, o->rounds > 0 ? o->rounds : 200);
	*w = (struct chain_weights) { d->features, d->labels,
		mem_zero(edges, sizeof(int)), mem_zero(pairs, sizeof(int)) };
	for (i = 0; i < edges; i++)
		w->state[i] = learn_round(o->scale * x[i]);
	for (i = 0; i < pairs; i++)
		w->edge[i] = learn_round(o->scale * x[edges + i]);
	free(x);
	free(room);
}

/* The best way to each label of row i: its score in best, where it comes from
 * in from; both [row of the sequence * labels + label]. */
static void
best_ways(const struct chain_weights *w, const struct chain_data *d, size_t i,
    bool first, int *best, unsigned *from)
{
	unsigned labels = w->labels;
	const int *above = best - labels;
	size_t n;
	const uint32_t *id = learn_row(&d->rows, i, &n);

	for (unsigned k = 0; k < labels; k++) {
		best[k] = first ? 0 : INT_MIN;
		for (unsigned j = 0; !first && j < labels; j++)
			if (above[j] + w->edge[j * labels + k] > best[k]) {
				best[k] = above[j] + w->edge[j * labels + k];
				from[k] = j;
			}
		for (size_t m = 0; m < n; m++)
			best[k] += w->state[id[m] * labels + k];
	}
}

void
chain_decode(const struct chain_weights *w, const struct chain_data *d,
    size_t s, unsigned *out)
{
	size_t start = start_of(d, s), n = d->end[s] - start, i;
	unsigned labels = w->labels, label = 0;
	int *best = mem_zero(n * labels, sizeof *best);
	unsigned *from = mem_zero(n * labels, sizeof *from);

	for (i = 0; i < n; i++)
		best_ways(w, d, start + i, i == 0, best + i * labels,
		    from + i * labels);
	for (unsigned k = 1; n > 0 && k < labels; k++)
		if (best[(n - 1) * labels + k] > best[(n - 1) * labels + label])
			label = k;
	for (i = n; i-- > 0;) {
		out[i] = label;
		label = from[i * labels + label];
	}
	free(best);
	free(from);
}

void
chain_confusion(
    const struct chain_weights *w, const struct chain_data *d, size_t *count)
{
	unsigned *label = mem_zero(d->rows.n, sizeof *label);

	for (size_t s = 0; s < d->n; s++)
		chain_decode(w, d, s, label + start_of(d, s));
	for (size_t i = 0; i < d->rows.n; i++)
		count[d->gold[i] * w->labels + label[i]]++;
	free(label);
}
