/*
 * What fits the weights of common/tables: three learners, and what they share.
 *
 *	chain_*     labels of a sequence of rows from yes/no features
 *	logistic_*  yes or no from yes/no features
 *	trees_*     yes or no from whole numbers
 *
 * Whole numbers come out, the same on every run and machine: one thread, one
 * order of additions, no function of libm that may differ (see learn_exp),
 * and no fused products (-ffp-contract=off in the Makefile).  Programs of
 * tests/fit link this; the tools do not.
 */
#ifndef FIT_LEARN_H
#define FIT_LEARN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/opt.h"

/* --- Rows: each a set of features, which are numbers from 0 --------------- */

struct learn_rows {
	size_t n;     /* rows */
	size_t *end;  /* row i is id[end[i - 1]] to id[end[i] - 1] */
	uint32_t *id; /* features, row after row */
	size_t end_cap, id_cap;
};

/* Add a row; feature is copied.  {0} is no rows. */
void learn_rows_add(
    struct learn_rows *r, const unsigned *feature, size_t nfeatures);
void learn_rows_free(struct learn_rows *r);

/* The n features of row i; they stay r's. */
static inline const uint32_t *
learn_row(const struct learn_rows *r, size_t i, size_t *n)
{
	size_t start = i > 0 ? r->end[i - 1] : 0;

	*n = r->end[i] - start;
	return r->id + start;
}

/* --- Chains ---------------------------------------------------------------
 * A linear-chain conditional random field (Lafferty, McCallum & Pereira, ICML
 * 2001) with a cost for each pair of labels, trained by softmax-margin (Gimpel
 * & Smith, "Softmax-Margin CRFs", NAACL 2010): a wrong label that costs 3 must
 * be beaten by 3 more.  What stands first or last in a sequence, and a bias,
 * are features like others: give them.
 */
struct chain_data {
	struct learn_rows rows;
	unsigned *gold; /* of each row */
	size_t *end;    /* sequence s is row end[s - 1] to row end[s] - 1 */
	size_t n;       /* sequences */
	size_t gold_cap, end_cap;
	unsigned features, labels; /* how many there are: set before use */
};

struct chain_options {
	const double *cost; /* [gold * labels + predicted], 0 where they are
	                       the same; NULL: every error costs nothing */
	double ridge;    /* sum of squares times ridge / 2 is added to the loss,
	                    which is in nats over all rows */
	double scale;    /* weights are written as round(scale * weight) */
	unsigned rounds; /* at most, of L-BFGS; 0: 200 */
	const struct chain_weights *base; /* of an earlier run, or NULL: where
	                    to begin, and what the ridge pulls to */
};

struct chain_weights {
	unsigned features, labels;
	int *state; /* [feature * labels + label] */
	int *edge;  /* [label above * labels + label] */
};

/* Add a row to the sequence in the making; end the sequence. */
void chain_add(
    struct chain_data *d, const unsigned *feature, size_t n, unsigned gold);
void chain_end(struct chain_data *d);
void chain_data_free(struct chain_data *d);

/* Learn; w is the caller's, to be freed by chain_weights_free. */
void chain_train(const struct chain_data *d, const struct chain_options *o,
    struct chain_weights *w);
void chain_weights_free(struct chain_weights *w);

/* The best labels of sequence s (Viterbi; of equals the lower numbers) to
 * out, which has room for its rows. */
void chain_decode(const struct chain_weights *w, const struct chain_data *d,
    size_t s, unsigned *out);

/* Decode all: rows of each [gold * labels + predicted] are added to count. */
void chain_confusion(
    const struct chain_weights *w, const struct chain_data *d, size_t *count);

/* --- Logistic regression, L2 ----------------------------------------------
 * Feature 0 is the bias: give it in every row; it is not pulled towards 0.
 */
struct logistic_data {
	struct learn_rows rows;
	bool *gold;
	size_t gold_cap;
	unsigned features; /* how many there are: set before use */
};

struct logistic_options {
	double penalty; /* a false yes costs as much as so many false noes */
	double ridge;   /* as in chain_options */
	double scale;
	unsigned rounds;
};

/* Add a row; feature is copied.  {0} is no rows. */
void logistic_add(
    struct logistic_data *d, const unsigned *feature, size_t n, bool gold);
void logistic_data_free(struct logistic_data *d);

/* Learn; the caller frees the weights, one a feature.  Yes is a sum of the
 * row's weights of 0 or more. */
int *logistic_train(
    const struct logistic_data *d, const struct logistic_options *o);
int logistic_score(const int *w, const struct logistic_data *d, size_t row);

/* --- Boosted trees ---------------------------------------------------------
 * Gradient boosting (Friedman, Annals of Statistics 2001) of the logistic loss
 * with Newton steps and the regularised gain of Chen & Guestrin ("XGBoost",
 * KDD 2016).  Each split is tried everywhere; of equals the first feature and
 * the lowest threshold are taken.
 */
struct trees_data {
	int *value; /* [row * features + feature] */
	bool *gold;
	size_t n, value_cap, gold_cap;
	unsigned features; /* set before use */
};

struct trees_options {
	unsigned trees, depth; /* of 2^depth leaves at most */
	double rate;           /* share of each step that is taken, as .1 */
	double ridge;          /* on the leaves' values, as 1 */
	double least;          /* sum of p * (1 - p) in a leaf, as 1 */
	double penalty;        /* as in logistic_options */
	double scale;
	double sample;    /* the share of rows and of features that a tree
	                     sees (Friedman, "Stochastic gradient boosting",
	                     2002), drawn anew; 0: all */
	const int *rises; /* of each feature: 1 or -1, values of no split may
	                     fall or rise with it; NULL: all are 0 */
};

/* A tree is 2^(depth + 1) - 1 nodes; the children of node i are 2i + 1, for
 * values below the threshold, and 2i + 2. */
struct trees_node {
	int feature; /* -1: a leaf */
	int threshold;
	int score; /* of a leaf */
};

struct trees {
	unsigned trees, depth;
	int bias;
	struct trees_node *node; /* tree after tree */
};

/* Add a row of d->features values, which are copied; learn; free. */
void trees_add(struct trees_data *d, const int *value, bool gold);
void trees_data_free(struct trees_data *d);
void trees_train(const struct trees_data *d, const struct trees_options *o,
    struct trees *out);
void trees_free(struct trees *t);

/* Yes is 0 or more. */
int trees_score(const struct trees *t, const int *value);

/* --- What they share -------------------------------------------------------*/

/*
 * The x[0..n) where f is least, from where x is: L-BFGS (Liu & Nocedal, 1989)
 * with a line search for the weak Wolfe conditions (Lewis & Overton, 2013).
 * f returns the value at x and writes the gradient to g.  For convex f.
 * Returns the number of rounds.
 */
typedef double learn_loss(void *ctx, const double *x, double *g);
unsigned learn_minimise(
    learn_loss *f, void *ctx, double *x, size_t n, unsigned rounds);

/* e to the x and its inverse by basic arithmetic alone, which IEEE 754 fixes:
 * libm's last bit differs between versions.  Good to about 1e-15; x is taken
 * as within -700 and 700, and above 0. */
double learn_exp(double x);
double learn_log(double x);

/*
 * The logistic loss of a score, in nats: of -score where gold, of score times
 * the penalty where not.  Its slope goes to *slope.
 */
double learn_logistic(double score, bool gold, double penalty, double *slope);

/* The nearest whole number; halves go away from 0. */
int learn_round(double x);

/* A whole number from 0 to n - 1; *state is the seed (SplitMix64: Steele, Lea
 * & Flood, OOPSLA 2014). */
unsigned learn_random(uint64_t *state, unsigned n);

/* The fold, of so many, of what is named so: a page's family or site, so that
 * what is alike stays together.  The same for each run and machine. */
unsigned learn_fold(struct span name, unsigned folds);

/*
 * The options of the programs of tests/fit, as rows for a table (base/opt.h):
 * --leave=K trains on all folds but K, of --folds=N, and scores that one;
 * --table=FILE is the table that is to be replaced.
 */
struct learn_options {
	int leave; /* -1: none */
	unsigned folds;
	const char *table; /* or NULL */
};
extern const struct opt learn_option_rows[];

/* Shall what has that name train, or be scored? */
bool learn_trains(const struct learn_options *o, struct span name);
bool learn_scores(const struct learn_options *o, struct span name);

/*
 * Add to out a table with new weights: name, columns whole numbers, a sentence
 * a row.  The comments, the order and the sentences (the last cell) are those
 * of the table in old, which may be empty; rows that it has not come last, with
 * an empty sentence; rows that are not in name are left out.
 */
struct learn_table {
	size_t rows, columns;
	const char *const *name; /* of each row */
	const int *weight;       /* [row * columns + column] */
};
void learn_table_add(
    struct buf *out, struct span old, const struct learn_table *t);

#endif
