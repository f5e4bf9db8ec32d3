/*
 * Likeness is measured on shingles that tell: those that are no boilerplate
 * (weight.h).  Four things make texts alike that are not the same story, and
 * are told apart here: figures of one bulletin (other_figures), one outlet's
 * footer (shared_footer), the names of one telegram (other_filling), and
 * forms of which nothing but that is left (is_form).  The limits were found
 * on edited copies of news and on bulletins of our own making; texts that are
 * not news may want others.
 */
#include "dup/compare.h"

#include <math.h>

/* Differences rarer than this are not left to chance. */
#define CHANCE 0.05

/* Similarity that is no footer's, at first sight. */
#define SURE 0.5

/* Where less of the shingles than this tells a text, it is a form. */
#define FORM 0.3

/* Shared shingles, at least, that are more than a phrase. */
#define LEAST 5.5

enum {
	AHEAD = 24,          /* shingles, to ask the memory for */
	TEMPLATE_SIZE = 128, /* shingles of a form text, at most */
	ONE_FIGURE = 80,     /* of a text that one figure may decide */
	FOOTER_TEXT = 120    /* of a text whose footer is told at first sight */
};

void
compare_start(struct stories *t, const struct sketch *s)
{
	size_t i, n = s->nshingles;

	t->sketch = s;
	t->doubt = false;
	shape_clear(&t->shape);
	for (i = 0; i < s->nfigures; i++)
		shape_add(
		    &t->shape, SHAPE_FIGURES, shape_figure(s->figure[i]), 1);
	for (i = 0; i < n; i++) {
		uint32_t h = s->shingle[i];

		if (i + AHEAD < n)
			weights_prefetch(&t->weights, s->shingle[i + AHEAD]);
		shape_add(&t->shape, h & 1 ? SHAPE_MIXED : SHAPE_WORDS,
		    shape_shingle(h), !weights_common(&t->weights, h));
	}
}

/* What is written at offset at of the shapes. */
static const uint8_t *
shapes_at(struct stories *t, uint64_t at)
{
	uint64_t n = t->shapes.n - at;

	return at < t->shapes.n
	    ? column_at(&t->shapes, at, n < 2 * SHAPE_SPACE ? n : SHAPE_SPACE)
	    : NULL;
}

/* The probability of at most k hits of n with p each. */
static double
binomial_tail(unsigned k, unsigned n, double p)
{
	double term = pow(1 - p, n), sum = term;
	unsigned i;

	if (p >= 1)
		return k >= n;
	for (i = 1; i <= k; i++) {
		term *= (double)(n - i + 1) / i * p / (1 - p);
		sum += term;
	}
	return sum;
}

/*
 * Are these two bulletins of one template, with other figures?  An editor's
 * hand falls on figures and on words alike: where the figures differ and the
 * words do not, more than chance explains, they are what the texts are about.
 */
static bool
other_figures(const struct story_params *p, const struct match *m)
{
	unsigned a = m->a[SHAPE_FIGURES], b = m->b[SHAPE_FIGURES];
	unsigned n = a < b ? a : b;
	double words = match_range(m, SHAPE_WORDS);

	if (n > 64)
		n = 64;
	if (n == 1 && m->all_a > ONE_FIGURE)
		return false;
	return n > m->hit[SHAPE_FIGURES] &&
	    binomial_tail(m->hit[SHAPE_FIGURES], n,
		pow(words, 1.0 / p->sketch.words)) < CHANCE;
}

/*
 * Do the texts share no more than their end, as two stories over one outlet's
 * footer do?  A reprint with another beginning may look the same: what is
 * long or much is taken for one, but counts as boilerplate that comes up.
 */
static bool
shared_footer(const struct stories *t, const struct shape *other)
{
	size_t lead = t->sketch->nshingles * 3 / 10, i, n = 0, hit = 0;

	for (i = 0; i < lead; i++) {
		uint32_t h = t->sketch->shingle[i];

		if (weights_common(&t->weights, h))
			continue;
		hit += shape_has(other, shape_shingle(h));
		n++;
	}
	return hit * 8 < n;
}

/* Shingles of the text at hand that the other has not, without those where
 * it only puts the same words in another order or leaves some out: a word in
 * another's place makes a run of them.  What is put in front or behind does
 * not count. */
static unsigned
replaced(const struct stories *t, const struct shape *other)
{
	const struct sketch *s = t->sketch;
	unsigned run = 0, n = 0, before = 0;
	size_t i;

	for (i = 0; i < s->nshingles; i++) {
		if (weights_common(&t->weights, s->shingle[i]))
			continue;
		if (!shape_has(other, shape_shingle(s->shingle[i]))) {
			run++;
			continue;
		}
		if (run >= t->params.sketch.words && before > 0)
			n += run;
		run = 0;
		before++;
	}
	return n;
}

static void
set_slots(struct stories *t, uint32_t id, const struct shape *gone,
    const struct shape *new)
{
	uint64_t at = t->shapes.n;

	column_put(&t->slots, &at, sizeof at);
	t->bytes.n = 0;
	shape_write(gone, &t->bytes);
	shape_write(new, &t->bytes);
	column_put(&t->shapes, t->bytes.p, t->bytes.n);
	stories_record(t, id)->slots = (uint32_t)(t->slots.n / sizeof at);
}

/* Of n members of a set of size, common ones are also among the `known`
 * members of it: how far is that from chance (0) to all of the fewer (1)?
 * Far from each other in number, they are not alike. */
static double
beyond_chance(double common, double n, double known, double size)
{
	double least = n < known ? n : known, most = n < known ? known : n;
	double expected = most / size;

	if (most > 2.5 * least || expected >= 1)
		return 0;
	return (common / least - expected) / (1 - expected);
}

/* Is what is gone from the record the same as last time, and what stands
 * there something else? */
static bool
same_places(struct stories *t, uint32_t id, double size,
    const struct shape *gone, const struct shape *new)
{
	struct shape last_gone, last_new;
	const uint64_t *slot = column_at(&t->slots,
	    (stories_record(t, id)->slots - 1) * sizeof *slot, sizeof *slot);
	const uint8_t *p = shapes_at(t, *slot);
	unsigned n = shape_size(gone), m = shape_size(new), k;

	p = shape_read(&last_gone, p);
	shape_read(&last_new, p);
	k = shape_size(&last_new);
	return beyond_chance(shape_common(gone, &last_gone), n,
		   shape_size(&last_gone), size) > 0.6 &&
	    shape_common(new, &last_new) * 2 < (m < k ? m : k);
}

/*
 * Are these two fillings of one template (telegrams to other heads of state)?
 * Repeats of a text are edited here and there, or their edits come from each
 * other; fillings differ from the first in the same places, each time by
 * something else.  So the second filling is taken for a repeat, and those
 * behind it are told by the places that it left.
 */
static bool
other_filling(
    struct stories *t, uint32_t number, uint32_t id, const struct shape *other)
{
	struct shape gone, new;
	double size = shape_size(other), mine = shape_size(&t->shape);
	unsigned n, put;
	bool same;

	shape_minus(other, &t->shape, &gone);
	n = shape_size(&gone);
	put = replaced(t, other);
	if (n < 2 || n > size / 2 || put < n / 2 || put > n * 2 ||
	    size > TEMPLATE_SIZE ||
	    fabs(size - mine) > 0.2 * (size > mine ? size : mine))
		return false;
	shape_minus(&t->shape, other, &new);
	same = stories_record(t, id)->slots != 0 &&
	    same_places(t, id, size, &gone, &new);
	set_slots(t, id, &gone, &new);
	set_slots(t, number, &new, &gone);
	return same;
}

/* Is nearly all of the text at hand boilerplate, a form that is filled in? */
static bool
is_form(const struct stories *t, const struct match *m)
{
	return m->all_a < t->sketch->nshingles * FORM;
}

/* Are the texts like enough?  Of a form the figures must be the same, or
 * much of the rest where there are few. */
static bool
alike(const struct stories *t, const struct match *m, double similarity,
    double containment)
{
	unsigned a = m->a[SHAPE_FIGURES], b = m->b[SHAPE_FIGURES];
	bool enough = m->shared >= LEAST;

	if (!is_form(t, m))
		return (enough || similarity >= SURE) &&
		    (similarity >= t->params.similarity ||
			containment >= t->params.containment);
	if (a >= SKETCH_FIGURES && b >= SKETCH_FIGURES)
		return m->hit[SHAPE_MIXED] >= 2 &&
		    m->hit[SHAPE_FIGURES] >= 0.85 * (a > b ? a : b);
	return enough && similarity >= SURE &&
	    similarity >= t->params.similarity;
}

/* Is one text a shortened copy of the other? */
static bool
is_contained(const struct story_params *p, const struct match *m)
{
	bool smaller = m->all_a < 0.8 * m->all_b || m->all_b < 0.8 * m->all_a;

	return match_similarity(m) < p->similarity ||
	    (smaller && match_containment(m) >= 0.85);
}

bool
compare_record(
    struct stories *t, uint32_t number, uint32_t id, struct likeness *like)
{
	const struct story_params *p = &t->params;
	uint64_t at = stories_record(t, id)->shape;
	const uint8_t *bytes = shapes_at(t, at);
	struct shape other;
	struct match m;
	double j, k;

	if (at == STORY_NO_SHAPE ||
	    !shape_match(&t->shape, bytes, p->similarity, &m))
		return false;
	j = match_similarity(&m);
	k = match_containment(&m);
	if (!alike(t, &m, j, k) || other_figures(p, &m))
		return false;
	shape_read(&other, bytes);
	if (shared_footer(t, &other)) {
		if (j < SURE && t->sketch->nshingles < FOOTER_TEXT &&
		    m.shared < 0.8 * m.all_b)
			return false;
		t->doubt = true;
	}
	if (m.shared < 0.5 * m.all_a)
		t->doubt = true;
	if (other_filling(t, number, id, &other))
		return false;
	*like = (struct likeness) {
		is_contained(p, &m) ? STORY_CONTAINED : STORY_NEAR, id, j, k
	};
	return true;
}
