#include "news/label.h"

#include <stdlib.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

/* The number of the row of that name, those of moves behind those of evidence,
 * or -1.  Rows come in order: most often it is guess. */
static int
row_find(struct span name, int guess)
{
	int i, k;

	if (span_starts(name, SPAN("from:"))) {
		i = label_find(span_skip(name, sizeof "from:" - 1));
		return i < 0 ? -1 : EVIDENCE_COUNT + i;
	}
	for (i = 0; i < EVIDENCE_COUNT; i++) {
		k = (guess + i) % EVIDENCE_COUNT;
		if (span_eq(span_str(evidence_name((enum evidence)k)), name))
			return k;
	}
	return -1;
}

static int16_t *
row_at(struct label_weights *w, int row)
{
	return row < EVIDENCE_COUNT ? w->weight[row]
				    : w->move[row - EVIDENCE_COUNT];
}

bool
labeller_knows(struct table t)
{
	struct span cell[TABLE_CELLS];

	return table_row(&t, cell) > LABEL_COUNT &&
	    span_eq(cell[0], SPAN("bias"));
}

static int
read_weight(const struct table *t, struct span cell)
{
	char *end;
	long n = cell.n ? strtol(cell.p, &end, 10) : 0;

	if (cell.n == 0 || n < -LABEL_WEIGHT || n > LABEL_WEIGHT ||
	    end != cell.p + cell.n)
		table_die(t, "no weight", cell);
	return (int)n;
}

/* Add the cells of a row to weights; what is out of range stays in it. */
static void
add_row(const struct table *t, const struct span *cell, int16_t *to)
{
	int i, n;

	for (i = 0; i < LABEL_COUNT; i++) {
		n = to[i] + read_weight(t, cell[i]);
		if (n > LABEL_WEIGHT)
			n = LABEL_WEIGHT;
		to[i] = (int16_t)(n < -LABEL_WEIGHT ? -LABEL_WEIGHT : n);
	}
}

static void
turn_moves(struct label_weights *w)
{
	int i, k;

	for (i = 0; i < LABEL_COUNT; i++)
		for (k = 0; k < LABEL_COUNT; k++)
			w->back[k][i] = w->move[i][k];
}

void
labeller_read(struct labeller *w, struct table *t)
{
	struct span cell[TABLE_CELLS], name;
	int row = -1;
	bool site;

	*w = (struct labeller) { .plain.move = { { 0 } } };
	while (table_row(t, cell) > 0) {
		name = cell[0];
		if ((site = span_starts(name, SPAN("site:"))))
			name = span_skip(name, sizeof "site:" - 1);
		if ((row = row_find(name, row + 1)) < 0)
			table_die(t, "unknown evidence", cell[0]);
		add_row(t, cell + 1, row_at(&w->sited, row));
		if (!site)
			add_row(t, cell + 1, row_at(&w->plain, row));
	}
	turn_moves(&w->plain);
	turn_moves(&w->sited);
}

void
labeller_init(struct labeller *w)
{
	struct table t;

	table_start(&t, "lines.tsv", table_lines());
	labeller_read(w, &t);
}

/*
 * What is said for each label of a line, less what is said for the best: all
 * that counts is how far they lie apart, and that fits 16 bits.  In vectors of
 * eight, which every machine that khabar is likely to meet has.
 */
typedef int16_t eight __attribute__((vector_size(16)));

enum { EIGHTS = LABEL_ROOM / 8 };

struct scores {
	union {
		int16_t of[LABEL_ROOM];
		eight v[EIGHTS];
	};
};

/* What is no path at all: far below what weights add up to, with room for two
 * such. */
enum { NEVER = -12000, LEAST = 2 * NEVER };

static inline eight
greater(eight a, eight b)
{
#ifdef __SSE2__ /* gcc 12 does not see it by itself */
	return (eight)_mm_max_epi16((__m128i)a, (__m128i)b);
#else
	eight which = a > b;

	return (a & which) | (b & ~which);
#endif
}

static inline eight
load(const int16_t *weight)
{
	eight v;

	memcpy(&v, weight, sizeof v);
	return v;
}

/* What the evidence of a line says for each label. */
static void
score_line(
    const struct label_weights *w, const struct line *l, struct scores *s)
{
	eight low = { 0 }, high = { 0 };
	int i, k;

	for (i = 0; i < EVIDENCE_WORDS; i++) {
		uint64_t bits = l->e.bit[i];

		for (; bits != 0; bits &= bits - 1) {
			const int16_t *row =
			    w->weight[64 * i + __builtin_ctzll(bits)];

			low += load(row);
			high += load(row + 8);
		}
	}
	s->v[0] = low;
	s->v[1] = high;
	for (k = 0; l->fixed && k < LABEL_COUNT; k++)
		if (k != l->label)
			s->of[k] = NEVER;
}

/* The best way to each label over a move from those before, or, with the moves
 * turned round, from those behind. */
static void
step(const int16_t move[LABEL_COUNT][LABEL_ROOM], const struct scores *from,
    struct scores *to)
{
	struct scores best;
	int i, k;

	for (k = 0; k < EIGHTS; k++)
		best.v[k] = (eight) { 0 } + (int16_t)LEAST;
	for (i = 0; i < LABEL_COUNT; i++)
		for (k = 0; k < EIGHTS; k++)
			best.v[k] = greater(
			    load(move[i] + 8 * k) + from->of[i], best.v[k]);
	*to = best;
}

/* The greatest of them. */
static inline int16_t
greatest(const eight v[EIGHTS])
{
	eight most = greater(v[0], v[1]);

	most = greater(
	    most, __builtin_shufflevector(most, most, 4, 5, 6, 7, 0, 1, 2, 3));
	most = greater(
	    most, __builtin_shufflevector(most, most, 2, 3, 0, 1, 6, 7, 4, 5));
	most = greater(
	    most, __builtin_shufflevector(most, most, 1, 0, 3, 2, 5, 4, 7, 6));
	return most[0];
}

/* a and b added up, and less where there is no label. */
static inline void
add_up(const struct scores *a, const struct scores *b, int16_t less,
    struct scores *to)
{
	static const struct scores labels = { .of = { -1, -1, -1, -1, -1, -1,
						  -1, -1, -1, -1, -1, -1 } };
	int k;

	for (k = 0; k < EIGHTS; k++)
		to->v[k] = ((a->v[k] + b->v[k]) & labels.v[k]) |
		    (less & ~labels.v[k]);
}

_Static_assert(EIGHTS == 2 && (int)LABEL_COUNT == 12,
    "greatest and add_up know how many labels there are");

/* Add up, and take off what the best has. */
static inline void
join(const struct scores *a, const struct scores *b, struct scores *to)
{
	int16_t most;
	int k;

	add_up(a, b, LEAST, to);
	most = greatest(to->v);
	for (k = 0; k < EIGHTS; k++)
		to->v[k] = greater(
		    to->v[k] - most, (eight) { 0 } + (int16_t)NEVER);
}

/* The labels whose score is that, a bit each. */
static inline unsigned
labels_of(const struct scores *s, int16_t score)
{
	unsigned bits = 0;

#ifdef __SSE2__
	bits = (unsigned)_mm_movemask_epi8(_mm_packs_epi16(
	    (__m128i)(s->v[0] == score), (__m128i)(s->v[1] == score)));
#else
	for (int k = 0; k < LABEL_COUNT; k++)
		bits |= (unsigned)(s->of[k] == score) << k;
#endif
	return bits;
}

/* The best label of a line by the best paths through each of its labels. */
static inline void
decide(struct line *l, const struct scores *way, const struct scores *rest)
{
	struct scores all;
	int16_t best;
	unsigned which;
	int k;

	add_up(way, rest, INT16_MIN, &all);
	best = greatest(all.v);
	which = labels_of(&all, best);
	l->label = (uint8_t)__builtin_ctz(which);
	for (k = 0; k < EIGHTS; k++)
		all.v[k] = (all.v[k] & (all.v[k] != best)) |
		    (INT16_MIN & (all.v[k] == best));
	l->margin = (which & (which - 1)) != 0
	    ? 0
	    : (int16_t)(best - greatest(all.v));
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
score_block(const struct label_weights *w, const struct page *p, size_t from,
    size_t to, struct scores *way, struct block *b)
{
	size_t i;

	for (i = 0; i < to - from; i++) {
		score_line(w, &p->line[from + i], &b->own[i]);
		join(way, &b->own[i], &b->way[i]);
		step(w->move, &b->way[i], way);
	}
}

/* Decide lines from..to, the last one first; rest is the best way on. */
static void
decide_block(const struct label_weights *w, struct page *p, size_t from,
    size_t to, struct scores *rest, struct block *b)
{
	struct scores behind;
	size_t i;

	for (i = to - from; i-- > 0;) {
		decide(&p->line[from + i], &b->way[i], rest);
		join(rest, &b->own[i], &behind);
		step(w->back, &behind, rest);
	}
}

/* The way into each block is kept, and the block is scored again when its
 * turn comes from behind: the last one is still there. */
void
label_lines(const struct labeller *labeller, struct page *p)
{
	const struct label_weights *w = p->site != 0 ? &labeller->sited
						     : &labeller->plain;
	struct scores *into, way = { { { 0 } } }, rest = { { { 0 } } };
	struct block b = { 0 }; /* for gcc's analyzer, which sees no block */
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
