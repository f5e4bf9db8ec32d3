/* What the learners share: rows, numbers, folds, options, tables. */
#include "learn.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "chance.h"

void
learn_rows_add(struct learn_rows *r, const unsigned *feature, size_t nfeatures)
{
	size_t at = r->n > 0 ? r->end[r->n - 1] : 0;

	r->id = mem_grow(r->id, &r->id_cap, at + nfeatures, sizeof *r->id);
	for (size_t i = 0; i < nfeatures; i++)
		r->id[at + i] = feature[i];
	r->end = mem_grow(r->end, &r->end_cap, r->n + 1, sizeof *r->end);
	r->end[r->n++] = at + nfeatures;
}

void
learn_rows_free(struct learn_rows *r)
{
	free(r->end);
	free(r->id);
	*r = (struct learn_rows) { 0 };
}

/* 2^k * r with |r| < .35; the series of r to where the rest is under 2^-53. */
double
learn_exp(double x)
{
	const double log2_high = 0x1.62e42fee00000p-1;
	const double log2_low = 0x1.a39ef35793c76p-33;
	double r, sum = 1, power;
	uint64_t bits;
	int k;

	x = x < -700 ? -700 : x > 700 ? 700 : x;
	k = learn_round(x / (log2_high + log2_low));
	r = x - k * log2_high - k * log2_low;
	for (int i = 14; i > 0; i--)
		sum = 1 + sum * r / i;
	bits = (uint64_t)(k + 1023) << 52;
	memcpy(&power, &bits, sizeof power);
	return sum * power;
}

/* 2^k * m with m from .71 to 1.41; log m is 2 artanh((m - 1) / (m + 1)). */
double
learn_log(double x)
{
	const double log2_high = 0x1.62e42fee00000p-1;
	const double log2_low = 0x1.a39ef35793c76p-33;
	double m, s, sum = 0;
	uint64_t bits;
	int k;

	memcpy(&bits, &x, sizeof bits);
	k = (int)(bits >> 52) - 1023;
	bits = bits << 12 >> 12 | (uint64_t)1023 << 52;
	memcpy(&m, &bits, sizeof m);
	if (m > 1.4142135623730951) {
		m /= 2;
		k++;
	}
	s = (m - 1) / (m + 1);
	for (int i = 21; i > 0; i -= 2)
		sum = sum * s * s + 2.0 / i;
	return k * log2_high + (k * log2_low + sum * s);
}

/* log(1 + e^-margin), without a large power. */
double
learn_logistic(double score, bool gold, double penalty, double *slope)
{
	double margin = gold ? score : -score, by = gold ? 1 : penalty;
	double small = learn_exp(margin < 0 ? margin : -margin);
	double wrong = margin < 0 ? 1 / (1 + small) : small / (1 + small);

	*slope = gold ? -by * wrong : by * wrong;
	return by * (learn_log(1 + small) - (margin < 0 ? margin : 0));
}

int
learn_round(double x)
{
	return (int)(x < 0 ? x - .5 : x + .5);
}

unsigned
learn_random(uint64_t *state, unsigned n)
{
	return chance_from(state, n);
}

unsigned
learn_fold(struct span name, unsigned folds)
{
	return (unsigned)(hash_span(name, 1) % folds);
}

#define AT(member) OPT_AT(struct learn_options, member)

const struct opt learn_option_rows[] = {
	{ 0, "leave", "K", "leave fold K out, and score it", OPT_NUMBER,
	    AT(leave), .min = -1, .max = 99, .init = "-1" },
	{ 0, "folds", "N", "of so many", OPT_NUMBER, AT(folds), .min = 2,
	    .max = 100, .init = "5" },
	{ 0, "table", "FILE", "the table to be replaced", OPT_FILE, AT(table) },
	{ 0 },
};

static bool
left_out(const struct learn_options *o, struct span name)
{
	return o->leave >= 0 &&
	    learn_fold(name, o->folds) == (unsigned)o->leave;
}

bool
learn_trains(const struct learn_options *o, struct span name)
{
	return !left_out(o, name);
}

bool
learn_scores(const struct learn_options *o, struct span name)
{
	return o->leave < 0 || left_out(o, name);
}

static void
add_row(struct buf *out, const struct learn_table *t, size_t row,
    struct span sentence)
{
	buf_adds(out, span_str(t->name[row]));
	for (size_t c = 0; c < t->columns; c++)
		buf_printf(out, "\t%d", t->weight[row * t->columns + c]);
	buf_addc(out, '\t');
	buf_adds(out, sentence);
	buf_addc(out, '\n');
}

/* A line of the old table that is a row of t: anew, with its sentence. */
static void
add_again(
    struct buf *out, const struct learn_table *t, struct span line, bool *done)
{
	struct span name = span_cut(&line, '\t'), cell = { "", 0 };
	size_t row;

	for (row = 0; row < t->rows; row++)
		if (span_eq(name, span_str(t->name[row])))
			break;
	if (row == t->rows || done[row])
		return;
	while (line.p != NULL)
		cell = span_cut(&line, '\t');
	add_row(out, t, row, cell);
	done[row] = true;
}

void
learn_table_add(struct buf *out, struct span old, const struct learn_table *t)
{
	bool *done = mem_zero(t->rows, sizeof *done);
	struct span line;

	if (old.n > 0 && old.p[old.n - 1] == '\n')
		old.n--;
	while (old.n > 0) {
		line = span_cut(&old, '\n');
		if (line.n > 0 && line.p[0] != '#') {
			add_again(out, t, line, done);
			continue;
		}
		buf_adds(out, line);
		buf_addc(out, '\n');
	}
	for (size_t row = 0; row < t->rows; row++)
		if (!done[row])
			add_row(out, t, row, SPAN(""));
	free(done);
}
