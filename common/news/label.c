#include "news/label.h"

#include <limits.h>
#include <stdlib.h>

#include "tables/tables.h"

static const struct span names[LABEL_COUNT] = {
#define LABEL_NAME(name, text) { text, sizeof text - 1 },
	LABELS(LABEL_NAME)
};

struct span
label_name(enum label l)
{
	return names[l];
}

static int
label_find(struct span name)
{
	int i;

	for (i = 0; i < LABEL_COUNT; i++)
		if (span_eq(names[i], name))
			return i;
	return -1;
}

/* Where the weights of a row go, or NULL. */
static int16_t *
row_find(struct labeller *w, struct span name)
{
	int i;

	if (span_starts(name, SPAN("from:"))) {
		i = label_find(span_skip(name, sizeof "from:" - 1));
		return i < 0 ? NULL : w->move[i];
	}
	for (i = 0; i < EVIDENCE_COUNT; i++)
		if (span_eq(span_str(evidence_name((enum evidence)i)), name))
			return w->weight[i];
	return NULL;
}

bool
labeller_knows(struct table t)
{
	struct span cell[TABLE_CELLS];

	return table_row(&t, cell) > LABEL_COUNT &&
	    span_eq(cell[0], SPAN("bias"));
}

void
labeller_read(struct labeller *w, struct table *t)
{
	struct span cell[TABLE_CELLS];
	int16_t *to;
	char *end;
	long n;
	int i;

	*w = (struct labeller) { .move = { { 0 } } };
	while (table_row(t, cell) > 0) {
		if ((to = row_find(w, cell[0])) == NULL)
			table_die(t, "unknown evidence", cell[0]);
		for (i = 0; i < LABEL_COUNT; i++) {
			n = cell[1 + i].n ? strtol(cell[1 + i].p, &end, 10) : 0;
			if (cell[1 + i].n == 0 || n < -999 || n > 999 ||
			    end != cell[1 + i].p + cell[1 + i].n)
				table_die(t, "no weight", cell[1 + i]);
			to[i] = (int16_t)n;
		}
	}
}

void
labeller_init(struct labeller *w)
{
	struct table t;

	table_start(&t, "lines.tsv", table_lines());
	labeller_read(w, &t);
}

struct scores {
	int32_t of[LABEL_ROOM];
};

/* What is no path at all: far below any sum, far above INT_MIN. */
enum { NEVER = INT_MIN / 4 };

/* What the evidence of a line says for each label. */
static void
score_line(const struct labeller *w, const struct line *l, struct scores *s)
{
	int16_t sum[LABEL_ROOM] = { 0 };
	int i, k;

	for (i = 0; i < EVIDENCE_WORDS; i++) {
		uint64_t bits = l->e.bit[i];

		for (; bits != 0; bits &= bits - 1) {
			const int16_t *row =
			    w->weight[64 * i + __builtin_ctzll(bits)];

			for (k = 0; k < LABEL_ROOM; k++)
				sum[k] = (int16_t)(sum[k] + row[k]);
		}
	}
	for (k = 0; k < LABEL_COUNT; k++)
		s->of[k] = l->fixed && k != l->label ? NEVER : sum[k];
}

/* The best way to each label of a line from those of the line before. */
static void
step(const struct labeller *w, const struct scores *before, struct scores *to)
{
	int i, k;

	for (k = 0; k < LABEL_ROOM; k++)
		to->of[k] = before->of[0] + w->move[0][k];
	for (i = 1; i < LABEL_COUNT; i++)
		for (k = 0; k < LABEL_ROOM; k++) {
			int32_t n = before->of[i] + w->move[i][k];

			to->of[k] = n > to->of[k] ? n : to->of[k];
		}
}

/* The same from behind: the best way on from each label of a line. */
static void
step_back(
    const struct labeller *w, const struct scores *behind, struct scores *to)
{
	int i, k;

	for (i = 0; i < LABEL_COUNT; i++) {
		int32_t most = INT_MIN;

		for (k = 0; k < LABEL_COUNT; k++) {
			int32_t n = behind->of[k] + w->move[i][k];

			most = n > most ? n : most;
		}
		to->of[i] = most;
	}
}

/* The best label of a line by the best paths through each of its labels. */
static void
decide(struct line *l, const struct scores *through)
{
	int32_t best = INT_MIN, second = INT_MIN;
	int k, at = 0;

	for (k = 0; k < LABEL_COUNT; k++) {
		int32_t n = through->of[k];

		if (n > best) {
			second = best;
			best = n;
			at = k;
		} else if (n > second)
			second = n;
	}
	l->label = (uint8_t)at;
	l->margin = (int16_t)(best - second > INT16_MAX ? INT16_MAX
							: best - second);
}

/* The lines of a page in blocks: what is known of them at a time. */
enum { BLOCK = 64 };

struct block {
	struct scores own[BLOCK]; /* what the evidence says */
	struct scores way[BLOCK]; /* the best way to each label, own included */
};

/* Score lines from..to; way is the best way into the first of them, and
 * becomes that into the next. */
static void
score_block(const struct labeller *w, const struct page *p, size_t from,
    size_t to, struct scores *way, struct block *b)
{
	size_t i;
	int k;

	for (i = 0; i < to - from; i++) {
		score_line(w, &p->line[from + i], &b->own[i]);
		for (k = 0; k < LABEL_COUNT; k++)
			way->of[k] += b->own[i].of[k];
		b->way[i] = *way;
		step(w, &b->way[i], way);
	}
}

/* Decide lines from..to, the last one first; rest is the best way on. */
static void
decide_block(const struct labeller *w, struct page *p, size_t from, size_t to,
    struct scores *rest, struct block *b)
{
	struct scores behind;
	size_t i;
	int k;

	for (i = to - from; i-- > 0;) {
		for (k = 0; k < LABEL_COUNT; k++) {
			b->way[i].of[k] += rest->of[k];
			behind.of[k] = b->own[i].of[k] + rest->of[k];
		}
		decide(&p->line[from + i], &b->way[i]);
		step_back(w, &behind, rest);
	}
}

/* The way into each block is kept, and the block is scored again when its
 * turn comes from behind: the last one is still there. */
void
label_lines(const struct labeller *w, struct page *p)
{
	struct scores *into, way = { { 0 } }, rest = { { 0 } };
	struct block b;
	size_t i, to, blocks = (p->n + BLOCK - 1) / BLOCK;

	into = p->scores = mem_grow(
	    p->scores, &p->scores_cap, blocks, sizeof(struct scores));
	for (i = 0; i < blocks; i++) {
		into[i] = way;
		to = (i + 1) * BLOCK < p->n ? (i + 1) * BLOCK : p->n;
		score_block(w, p, i * BLOCK, to, &way, &b);
	}
	for (i = blocks, to = p->n; i-- > 0; to = i * BLOCK) {
		if (i + 1 < blocks)
			score_block(w, p, i * BLOCK, to, &into[i], &b);
		decide_block(w, p, i * BLOCK, to, &rest, &b);
	}
}
