#include "dup/decide.h"

#include <stdlib.h>

#include "base/mem.h"
#include "tables/tables.h"

const char *const decide_questions[DECIDE_COUNT + 1] = { "repeat", "template",
	"related", NULL };

static int
question_find(struct span name)
{
	int q;

	for (q = 0; q < DECIDE_COUNT; q++)
		if (span_eq(name, span_str(decide_questions[q])))
			return q;
	return -1;
}

static int
figure_find(struct span name)
{
	int f;

	for (f = 0; f < FIGURE_COUNT; f++)
		if (span_eq(name, span_str(figure_name((enum figure)f))))
			return f;
	return -1;
}

static int
number(const struct table *t, struct span cell)
{
	char *end;
	long n = strtol(cell.p, &end, 10);

	if (cell.n == 0 || end != cell.p + cell.n || n < -1000000 ||
	    n > 1000000)
		table_die(t, "no number", cell);
	return (int)n;
}

/* "tree", the question, three times figure and limit, four numbers. */
static void
read_tree(struct table *t, struct decide_forest *f, const struct span *cell)
{
	struct decide_tree tree;
	unsigned i;

	for (i = 0; i < 3; i++) {
		int figure = figure_find(cell[2 + 2 * i]);

		if (figure < 0)
			table_die(t, "unknown figure", cell[2 + 2 * i]);
		tree.figure[i] = (uint8_t)figure;
		tree.limit[i] = number(t, cell[3 + 2 * i]);
	}
	for (i = 0; i < 4; i++)
		tree.add[i] = number(t, cell[8 + i]);
	f->tree = mem_grow(f->tree, &f->cap, f->n + 1, sizeof f->tree[0]);
	f->tree[f->n++] = tree;
}

void
decider_read(struct decider *d, struct table *t)
{
	struct span cell[TABLE_CELLS];
	struct decide_forest *f;
	int q;

	*d = (struct decider) { 0 };
	while (table_row(t, cell) > 0) {
		if (span_eq(cell[0], SPAN("figure"))) {
			if (figure_find(cell[1]) < 0)
				table_die(t, "unknown figure", cell[1]);
			continue;
		}
		if ((q = question_find(cell[1])) < 0)
			table_die(t, "unknown question", cell[1]);
		f = &d->forest[q];
		if (span_eq(cell[0], SPAN("bias")))
			f->bias = number(t, cell[2]);
		else if (span_eq(cell[0], SPAN("tree")))
			read_tree(t, f, cell);
		else
			table_die(t, "no figure, bias or tree", cell[0]);
	}
}

void
decider_init(struct decider *d)
{
	struct table t;

	table_start(&t, "pairs.tsv", table_pairs());
	decider_read(d, &t);
}

void
decider_free(struct decider *d)
{
	for (unsigned q = 0; q < DECIDE_COUNT; q++)
		free(d->forest[q].tree);
	*d = (struct decider) { 0 };
}

int
decider_sum(
    const struct decider *d, enum decide_question q, const struct figures *f)
{
	const struct decide_forest *forest = &d->forest[q];
	int sum = forest->bias;

	for (size_t i = 0; i < forest->n; i++) {
		const struct decide_tree *t = &forest->tree[i];
		unsigned a = f->of[t->figure[0]] >= t->limit[0], b;

		b = f->of[t->figure[1 + a]] >= t->limit[1 + a];
		sum += t->add[2 * a + b];
	}
	return sum;
}
