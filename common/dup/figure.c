/*
 * A lead is a quarter of a text; swaps of more words than SWAP are counted by
 * their words alone.  What is left of that, and the EDGE, where counters and
 * clocks stand, are of no weight: the trees that read the figures were learned
 * with them as they are.
 */
#include "dup/figure.h"

enum {
	LEAD_LEAST = 8, /* words of a lead */
	SWAP = 4,       /* words that stand in another's place, at most */
	GAP = 16,       /* the same, of longer ones */
	EDGE = 4        /* words of a text's edge, where counters stand */
};

static const char *const names[] = {
#define FIGURE_NAME(name) #name,
	FIGURES(FIGURE_NAME)
#undef FIGURE_NAME
};

const char *
figure_name(enum figure f)
{
	return names[f];
}

/* One side of the alignment. */
struct figure_side {
	const uint8_t *word, *in, *dull;
	unsigned n;               /* words */
	unsigned all, hit, moved; /* that tell; of them aligned, moved */
	unsigned lead, lead_hit;  /* of the first quarter */
	unsigned late;            /* aligned ones in the second half */
	unsigned first, last;     /* of those that tell, the first and the last
	                             aligned one, or all */
	unsigned hole;            /* most in a row that are not aligned */
	unsigned figures, figures_hit;
};

static int
share(unsigned part, unsigned all)
{
	return all > 0 ? (int)(1000ull * part / all) : 0;
}

/* How many there are, of what kinds. */
static void
count_words(struct figure_side *s)
{
	for (unsigned i = 0; i < s->n; i++) {
		bool tells = !s->dull[i], hit = s->in[i] != ALIGN_NONE;
		bool figure = trace_figure(s->word[i]);

		s->all += tells;
		s->hit += tells & hit;
		s->moved += tells & (s->in[i] == ALIGN_OTHER);
		s->figures += tells & figure;
		s->figures_hit += tells & figure & hit;
	}
}

/* Once all is counted: where they are. */
static void
count_places(struct figure_side *s)
{
	unsigned lead = s->all / 4 > LEAD_LEAST ? s->all / 4 : LEAD_LEAST;
	unsigned half = (s->all + 1) / 2, at = 0, hole = 0;

	s->first = s->all;
	for (unsigned i = 0; i < s->n; i++) {
		if (s->dull[i])
			continue;
		if (s->in[i] != ALIGN_NONE) {
			s->first = s->first < at ? s->first : at;
			s->last = at;
			s->lead_hit += at < lead;
			s->late += at >= half;
			hole = 0;
		} else if (++hole > s->hole)
			s->hole = hole;
		at++;
	}
	s->lead = at < lead ? at : lead;
	if (s->hit == 0)
		s->last = s->all;
}

static struct figure_side
side_of(const uint8_t *in, struct figure_text t)
{
	struct figure_side s = { .word = t.trace->word + t.trace->title,
		.in = in,
		.dull = t.dull,
		.n = t.trace->n - t.trace->title };

	count_words(&s);
	count_places(&s);
	return s;
}

/* Are there figures among the n words? */
static bool
some_figure(const uint8_t *word, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (trace_figure(word[i]))
			return true;
	return false;
}

/* Words in other words' places, between two runs of the order. */
struct swaps {
	unsigned n, figures; /* of up to SWAP words; of them of figures */
	unsigned words;      /* of these and of longer ones */
	unsigned cuts;       /* words put in or left out between two runs */
};

/* The next words of a side behind *i that are in order; how many are in
 * front of them. */
static unsigned
gap(const struct figure_side *s, unsigned *i)
{
	unsigned n = 0;

	while (*i < s->n && s->in[*i] != ALIGN_ORDER) {
		++*i;
		n++;
	}
	return n;
}

/* The n words of a in front of word i stand where b has the m in front of j.
 * Figures at an edge of the text are counters and clocks. */
static void
add_swap(struct swaps *s, const struct figure_side *a, unsigned i, unsigned n,
    const struct figure_side *b, unsigned j, unsigned m)
{
	bool figure = some_figure(a->word + i - n, n) &&
	    some_figure(b->word + j - m, m);
	bool edge = i <= EDGE || i + EDGE > a->n;
	bool brief = n <= SWAP && m <= SWAP;

	if (figure && edge && brief)
		return;
	s->n += brief;
	s->figures += brief && figure;
	if (brief || (i < a->n && j < b->n && n <= GAP && m <= GAP))
		s->words += n < m ? n : m;
}

static struct swaps
count_swaps(const struct figure_side *a, const struct figure_side *b)
{
	struct swaps s = { 0 };
	unsigned i = 0, j = 0, n, m;

	for (;;) {
		n = gap(a, &i);
		m = gap(b, &j);
		if (n > 0 && m > 0)
			add_swap(&s, a, i, n, b, j, m);
		else if (n + m > 0 && i > n && j > m && i < a->n && j < b->n)
			s.cuts++;
		if (i >= a->n || j >= b->n)
			return s;
		while (i < a->n && j < b->n && a->in[i] == ALIGN_ORDER &&
		    b->in[j] == ALIGN_ORDER) {
			i++;
			j++;
		}
	}
}

static void
put_runs(
    struct figures *f, const struct aligner *x, const struct figure_side *less)
{
	unsigned longest = 0, sum = 0;

	for (unsigned i = 0; i < x->nchain; i++) {
		sum += x->chain[i].n;
		if (x->chain[i].n > longest)
			longest = x->chain[i].n;
	}
	f->of[FIGURE_runs] = (int)x->nchain;
	f->of[FIGURE_longest] = (int)longest;
	f->of[FIGURE_longest_share] = share(longest, less->n);
	f->of[FIGURE_typical] = (int)(x->nchain > 0 ? sum / x->nchain : 0);
}

static void
put_places(struct figures *f, const struct figure_side *less,
    const struct figure_side *more)
{
	int a = share(less->lead_hit, less->lead);
	int b = share(more->lead_hit, more->lead);

	f->of[FIGURE_lead_low] = a < b ? a : b;
	f->of[FIGURE_lead_high] = a < b ? b : a;
	f->of[FIGURE_late_short] = share(less->late, less->hit);
	f->of[FIGURE_first_short] = share(less->first, less->all);
	f->of[FIGURE_first_long] = share(more->first, more->all);
	f->of[FIGURE_last_long] = share(more->last + 1, more->all);
	f->of[FIGURE_hole_short] = (int)less->hole;
	f->of[FIGURE_hole_long] = (int)more->hole;
}

static void
put_sizes(struct figures *f, const struct figure_side *less,
    const struct figure_side *more)
{
	unsigned a = less->all - less->hit, b = more->all - more->hit;
	unsigned fresh = a < b ? a : b;
	const struct figure_side *few = less->figures < more->figures ? less
								      : more;

	f->of[FIGURE_short_share] = share(less->hit, less->all);
	f->of[FIGURE_both_share] = share(
	    less->hit + more->hit, less->all + more->all);
	f->of[FIGURE_long_share] = share(more->hit, more->all);
	f->of[FIGURE_length] = (int)less->all;
	f->of[FIGURE_ratio] = share(less->all, more->all);
	f->of[FIGURE_fresh] = (int)fresh;
	f->of[FIGURE_fresh_share] = share(fresh, less->all);
	f->of[FIGURE_moved] = share(less->moved, less->hit);
	f->of[FIGURE_figures_lost] = (int)(few->figures - few->figures_hit);
	f->of[FIGURE_figures_kept] = few->figures > 0
	    ? share(few->figures_hit, few->figures)
	    : -1;
}

/* What one text is about and the other does not have: words that stand in it
 * twice and more, not aligned, and nowhere in the other. */
static unsigned
terms(const struct figure_side *a, const struct figure_side *b)
{
	uint16_t there[256] = { 0 }, times[256] = { 0 };
	unsigned n = 0, i;

	for (i = 0; i < b->n; i++)
		there[b->word[i]] = 1;
	for (i = 0; i < a->n; i++)
		times[a->word[i]] += !a->dull[i];
	for (i = 0; i < 256; i++)
		n += !there[i] & (times[i] >= 2);
	return n;
}

/* The share of the shorter title's words that the other has; -1: no title. */
static int
title_share(const struct trace *a, const struct trace *b)
{
	uint8_t has[256] = { 0 };
	unsigned i, hit = 0;

	if (a->title == 0 || b->title == 0)
		return -1;
	if (a->title > b->title)
		return title_share(b, a);
	for (i = 0; i < b->title; i++)
		has[b->word[i]] = 1;
	for (i = 0; i < a->title; i++)
		hit += has[a->word[i]];
	return share(hit, a->title);
}

static int
days_between(const struct trace *a, const struct trace *b)
{
	if (a->day == 0 || b->day == 0)
		return -1;
	return (int)(a->day > b->day ? a->day - b->day : b->day - a->day);
}

static void
put_terms(
    struct figures *f, const struct figure_side *a, const struct figure_side *b)
{
	int n = (int)terms(a, b), m = (int)terms(b, a);

	f->of[FIGURE_terms_low] = n < m ? n : m;
	f->of[FIGURE_terms_high] = n < m ? m : n;
}

void
figures_take(struct figures *f, const struct aligner *x, struct figure_text ta,
    struct figure_text tb)
{
	struct figure_side a = side_of(x->in_a, ta), b = side_of(x->in_b, tb);
	bool longer = a.all > b.all;
	const struct figure_side *less = longer ? &b : &a,
				 *more = longer ? &a : &b;
	struct swaps s = count_swaps(&a, &b);

	f->a = a.all;
	f->a_hit = a.hit;
	f->b = b.all;
	f->b_hit = b.hit;
	put_runs(f, x, less);
	put_places(f, less, more);
	put_sizes(f, less, more);
	f->of[FIGURE_swaps] = (int)s.n;
	f->of[FIGURE_swap_rate] = share(s.n, less->hit);
	f->of[FIGURE_figure_swaps] = (int)s.figures;
	f->of[FIGURE_swap_words] = (int)s.words;
	put_terms(f, &a, &b);
	f->of[FIGURE_cuts] = (int)s.cuts;
	f->of[FIGURE_cut_share] = s.cuts + s.n > 0 ? share(s.cuts, s.cuts + s.n)
						   : -1;
	f->of[FIGURE_days] = days_between(ta.trace, tb.trace);
	f->of[FIGURE_title_share] = title_share(ta.trace, tb.trace);
}
