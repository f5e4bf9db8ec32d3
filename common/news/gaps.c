/*
 * How much of each paragraph a line is compared with is limited, so that long
 * pages take linear time.
 */
#include "news/gaps.h"

#include "news/shown.h"
#include "text/utf8.h"

enum { PROSE_BYTES = 300 };

/* What a gap's lines have in common: the paragraphs on both sides. */
struct between {
	size_t first, last; /* lines of the view, half-open */
	bool has_above, has_below;
	struct vocab above, below;
	size_t longest;
};

const struct vocab_list *
head_of(struct heads *h, const struct page *p, size_t i)
{
	size_t at = i % HEADS;

	if (h->line[at] != i + 1) {
		h->line[at] = i + 1;
		vocab_words(
		    &h->words[at], utf8_head(p->line[i].text, PROSE_BYTES));
	}
	return &h->words[at];
}

/* The words of up to GAP_PROSE paragraphs from i on, up or down. */
static bool
gather(struct heads *h, const struct page *p, size_t i, bool down,
    struct vocab *out)
{
	int n = 0;

	*out = (struct vocab) { .n = 0 };
	while (i < p->n && n < GAP_PROSE) {
		if (p->line[i].kind == KIND_PROSE) {
			vocab_add(out, head_of(h, p, i));
			n++;
		}
		if (!down && i == 0)
			break;
		i += down ? 1 : (size_t)-1;
	}
	return n > 0;
}

/* The line of a gap that shares most words with a side. */
struct best {
	size_t line;
	int common;
};

/* How much of a line's words a side has, in hundredths. */
static int
share(const struct vocab *side, const struct vocab_list *words, size_t line,
    struct best *best)
{
	int common = vocab_count(side, words);

	if (common > best->common)
		*best = (struct best) { line, common };
	return words->n == 0 ? 0 : common * 100 / (int)words->n;
}

static void
add_shares(struct page *p, const struct between *g)
{
	struct best below = { 0, 1 }, above = { 0, 1 };
	struct vocab_list words;
	size_t i;

	for (i = g->first; i < g->last; i++) {
		struct line *l = &p->line[i];
		int of_below = 0, of_above = 0;

		if (l->words < 2 || l->kind == KIND_MARK)
			continue;
		vocab_words(&words, l->text);
		if (g->has_below) {
			of_below = share(&g->below, &words, i, &below);
			ADD_N(l, below_none,
			    of_below == 0       ? 0
				: of_below < 40 ? 1
				: of_below < 70 ? 2
						: 3);
		}
		if (g->has_above) {
			of_above = share(&g->above, &words, i, &above);
			ADD_N(l, above_none,
			    of_above == 0       ? 0
				: of_above < 40 ? 1
						: 2);
		}
		if (g->has_below && g->has_above && of_below > of_above + 10)
			ADD(l, below_more);
	}
	if (below.common > 1)
		ADD(&p->line[below.line], below_best);
	if (above.common > 1)
		ADD(&p->line[above.line], above_best);
}

static bool
is_headline(const struct line *l)
{
	return l->kind == KIND_HEADLINE ||
	    (l->kind == KIND_ITEM && l->words >= 4);
}

/* The lines of a gap that look like headlines: how many, which. */
static void
add_headlines(struct page *p, const struct between *g)
{
	size_t i, n = 0, first = p->n, last = p->n;

	for (i = g->first; i < g->last; i++) {
		if (!is_headline(&p->line[i]))
			continue;
		if (n++ == 0)
			first = i;
		last = i;
	}
	if (n == 0)
		return;
	if (n == 1) {
		ADD(&p->line[first], only_headline);
		return;
	}
	ADD(&p->line[first], first_headline);
	ADD(&p->line[last], last_headline);
	for (i = g->first; i < g->last; i++) {
		struct line *l = &p->line[i];

		if (!is_headline(l))
			continue;
		ADD_N(l, headlines_2, n <= 2 ? 0 : n <= 4 ? 1 : 2);
		if (!HAS(l, below_best))
			ADD(l, best_not);
		else if (i == first)
			ADD(l, best_first);
		else if (i == last)
			ADD(l, best_last);
	}
}

static unsigned
steps(size_t n)
{
	return n == 1 ? 0 : n <= 3 ? 1 : 2;
}

static void
add_gap(struct page *p, struct between *g)
{
	size_t i, n = g->last - g->first, longest = g->first;
	unsigned place = g->has_above ? (g->has_below ? 1 : 2)
	    : g->has_below            ? 0
				      : 3;

	for (i = g->first; i < g->last; i++) {
		struct line *l = &p->line[i];

		ADD_N(l, in_head, place);
		ADD_N(l, kind_prose, l->kind);
		ADD_N(l, gap_1, n == 1 ? 0 : n <= 3 ? 1 : n <= 8 ? 2 : 3);
		if (g->has_below)
			ADD_N(l, to_prose_1, steps(g->last - i));
		if (g->has_above)
			ADD_N(l, from_prose_1, steps(i - g->first + 1));
		if (l->points > p->line[longest].points)
			longest = i;
	}
	if (n > 1)
		ADD(&p->line[longest], gap_longest);
	add_shares(p, g);
	add_headlines(p, g);
}

/* The lines between paragraphs, gap by gap. */
void
gaps_add(struct page *p)
{
	struct heads heads;
	struct between g;
	size_t i, end, first = p->n, last = p->n;

	for (i = 0; i < p->n; i++)
		if (p->line[i].kind == KIND_PROSE) {
			last = i;
			if (first == p->n)
				first = i;
		}
	memset(heads.line, 0, sizeof heads.line);
	for (i = 0; i < p->n; i = end) {
		for (end = i; end < p->n && p->line[end].kind != KIND_PROSE;)
			end++;
		if (end == i) {
			struct line *l = &p->line[i];

			if (i == first)
				ADD(l, prose_first);
			if (i == last)
				ADD(l, prose_last);
			ADD(l, kind_prose);
			end++;
			continue;
		}
		g = (struct between) { .first = i, .last = end };
		g.has_below = gather(&heads, p, end, true, &g.below);
		g.has_above = i > 0 &&
		    gather(&heads, p, i - 1, false, &g.above);
		add_gap(p, &g);
	}
	if (first == p->n)
		for (i = 0; i < p->n; i++)
			ADD(&p->line[i], prose_none);
}
