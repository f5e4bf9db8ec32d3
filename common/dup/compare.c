/*
 * The trees of decide.h say what two texts are to each other.  Two cases never
 * get to them: texts whose words are all the same, where only the titles can
 * make a difference, and forms of which nothing tells but what they are filled
 * with, which must then be the same.
 */
#include "dup/compare.h"

#include <string.h>

/* The share of an older version that a newer one has. */
#define HELD 0.85

enum {
	FORM = 500,      /* thousandths of a text that tell; below, it is a
	                    form */
	FORM_SAME = 850, /* thousandths of what tells that a repeat has */
	SHORTENED = 800, /* thousandths of the longer text: a shortened copy */
	SHARED = 600,    /* of the shorter one, in the longer one */
	LEAST = 350,     /* of the shorter one: nobody who made pairs to learn
	                    from thought of less */
	RELATED = 150,   /* the same, of what is anything to each other */
	MORE = 8,        /* words that a newer version adds, at least */
	FEW = 10,        /* parts of the shorter text, of which less than one is
	                    in runs: nothing */
	GLANCE = 6       /* parts of the sample, of which one must be there */
};

static const uint8_t *
body(const struct trace *t, unsigned *n)
{
	*n = t->n - t->title;
	return t->word + t->title;
}

void
compare_start(
    struct comparer *c, const struct trace *t, const struct weight_grams *grams)
{
	unsigned n;
	const uint8_t *word = body(t, &n);

	c->trace = *t;
	c->grams = grams;
	c->started = c->marked = false;
	if (grams != NULL || c->weights == NULL)
		return;
	weights_find(&c->own_grams, word, n);
	c->grams = &c->own_grams;
}

static void
mark(const struct comparer *c, const struct trace *t,
    const struct weight_grams *g, uint8_t *dull)
{
	unsigned n;

	body(t, &n);
	if (c->weights != NULL)
		weights_mark(c->weights, g, n, dull);
	else
		memset(dull, 0, n);
}

/* Make ready what is only needed where there is something to compare with. */
static void
start(struct comparer *c)
{
	unsigned n;
	const uint8_t *word = body(&c->trace, &n);

	if (c->started)
		return;
	align_start(&c->align, word, n);
	c->started = true;
}

bool
compare_glance(struct comparer *c, const struct trace *other)
{
	unsigned n, m, hit, tried;
	const uint8_t *word = body(other, &n);

	start(c);
	m = c->trace.n - c->trace.title;
	hit = align_sample(&c->align, word, n, &tried);
	if (n > m)
		tried = tried * m / n;
	return hit * GLANCE + GLANCE >= tried;
}

static void
take_figures(
    const struct comparer *c, const struct trace *other, struct figures *f)
{
	figures_take(f, &c->align, (struct figure_text) { &c->trace, c->dull },
	    (struct figure_text) { other, c->other_dull });
}

static void
align_with(struct comparer *c, const struct trace *other)
{
	unsigned n;
	const uint8_t *word = body(other, &n);

	start(c);
	align(&c->align, word, n);
}

/* Is so much aligned that the figures can say more than "nothing"? */
static bool
is_aligned(const struct comparer *c)
{
	const struct aligner *x = &c->align;
	unsigned sum = 0, i;

	for (i = 0; i < x->nruns; i++)
		sum += x->run[i].n;
	return sum * FEW >= (x->na < x->nb ? x->na : x->nb);
}

static void
count_figures(struct comparer *c, const struct trace *other)
{
	unsigned n;
	const uint8_t *word = body(other, &n);

	if (c->weights != NULL)
		weights_find(&c->other_grams, word, n);
	if (!c->marked)
		mark(c, &c->trace, c->grams, c->dull);
	c->marked = true;
	mark(c, other, &c->other_grams, c->other_dull);
	take_figures(c, other, &c->figures);
}

static bool
same_words(const struct trace *a, const struct trace *b)
{
	unsigned n, m;
	const uint8_t *p = body(a, &n), *q = body(b, &m);

	return n == m && a->all - a->title == b->all - b->title &&
	    memcmp(p, q, n) == 0;
}

/* Are the titles two fillings of a form: the same but for a word or two in one
 * place? */
static bool
titles_filled(const struct trace *a, const struct trace *b)
{
	unsigned n = a->title, m = b->title, least = n < m ? n : m, head, tail;

	for (head = 0; head < least && a->word[head] == b->word[head]; head++)
		;
	for (tail = 0; tail < least - head &&
	     a->word[n - 1 - tail] == b->word[m - 1 - tail];
	     tail++)
		;
	return head + tail < least && n - head - tail <= 2 &&
	    m - head - tail <= 2 && head + tail > 0;
}

void
compare_figures(struct comparer *c, const struct trace *other)
{
	align_with(c, other);
	count_figures(c, other);
}

/* What the trees say. */
static enum story_kind
judge(const struct story_params *p, const struct figures *f)
{
	if (f->of[FIGURE_short_share] >= LEAST &&
	    decider_sum(p->decider, DECIDE_REPEAT, f) >= p->margin)
		return STORY_NEAR;
	if (f->of[FIGURE_short_share] < RELATED)
		return STORY_NEW;
	if (decider_sum(p->decider, DECIDE_RELATED, f) < 0)
		return STORY_NEW;
	return decider_sum(p->decider, DECIDE_TEMPLATE, f) >= 0 ? STORY_TEMPLATE
								: STORY_UPDATE;
}

/* Is nearly all of the shorter text boilerplate? */
static bool
is_form(const struct comparer *c, const struct trace *other)
{
	unsigned n = c->trace.n - c->trace.title;
	unsigned m = other->n - other->title, least = n < m ? n : m;

	return (unsigned)c->figures.of[FIGURE_length] * 1000 < least * FORM;
}

/* Of a form all words count, and those that tell must be the same. */
static enum story_kind
judge_form(
    struct comparer *c, const struct story_params *p, const struct trace *other)
{
	struct figures all;
	enum story_kind kind;

	memset(c->dull, 0, c->trace.n);
	memset(c->other_dull, 0, other->n);
	c->marked = false;
	take_figures(c, other, &all);
	kind = judge(p, &all);
	if (kind == STORY_NEAR && c->figures.of[FIGURE_short_share] < FORM_SAME)
		kind = STORY_TEMPLATE;
	return kind;
}

static enum story_kind
kind_of(
    struct comparer *c, const struct story_params *p, const struct trace *other)
{
	if (same_words(&c->trace, other))
		return titles_filled(&c->trace, other) ? STORY_TEMPLATE
						       : STORY_NORMALIZED;
	if (is_form(c, other))
		return judge_form(c, p, other);
	return judge(p, &c->figures);
}

static double
share(unsigned part, unsigned all)
{
	return all > 0 ? (double)part / all : 0;
}

/*
 * Is the text at hand a newer version of the other: has it all of that and
 * more, or other figures in the same places?
 */
static bool
is_newer(const struct comparer *c, const struct trace *other)
{
	const struct figures *f = &c->figures;

	if (c->trace.day > 0 && c->trace.day < other->day)
		return false;
	if (share(f->b_hit, f->b) < HELD)
		return false;
	return f->a - f->a_hit >= MORE || f->of[FIGURE_figure_swaps] > 0;
}

void
compare(struct comparer *c, const struct story_params *p,
    const struct trace *other, struct likeness *like)
{
	const int *f = c->figures.of;

	*like = (struct likeness) { .kind = STORY_NEW };
	if (!compare_glance(c, other))
		return;
	align_with(c, other);
	if (!is_aligned(c))
		return;
	count_figures(c, other);
	like->kind = kind_of(c, p, other);
	like->similarity = f[FIGURE_both_share] / 1000.0;
	like->containment = f[FIGURE_short_share] / 1000.0;
	like->own = share(c->figures.a_hit, c->figures.a);
	like->newer = is_newer(c, other);
	if (like->kind != STORY_NEAR)
		return;
	if (like->similarity < p->similarity &&
	    like->containment < p->containment)
		like->kind = STORY_NEW;
	else if (f[FIGURE_ratio] < SHORTENED && f[FIGURE_short_share] >= SHARED)
		like->kind = STORY_CONTAINED;
}
