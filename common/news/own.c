/*
 * A line is the page's own where few other pages of the site have it and it
 * says something: it is compared with the next ones of its kind.
 */
#include "news/own.h"

#include "news/gaps.h"
#include "news/shown.h"
#include "news/site.h"

enum { OWN_NEAR = 8 /* lines among which those of the page's own are */ };

/* What most pages of the site have is none of the lines that make an article,
 * nor of those around them. */
void
own_add_seen(struct line *l)
{
	if (l->seen == SITE_UNKNOWN)
		return;
	ADD_N(l, site_new, l->seen - SITE_NEW);
	if (l->seen == SITE_MOST &&
	    (l->kind <= KIND_ITEM || l->kind == KIND_NAME))
		l->kind = KIND_BUTTON;
}

/* Is it a line of this page that says something: no label, name or date? */
static bool
is_own(const struct line *l)
{
	return (l->seen == SITE_NEW || l->seen == SITE_SOME) &&
	    (l->kind <= KIND_HEADLINE || l->kind == KIND_ITEM ||
		l->kind == KIND_WORDS) &&
	    l->words >= 3;
}

static bool
is_own_headline(const struct line *l)
{
	return is_own(l) && l->kind >= KIND_HEADLINE;
}

/* Does a paragraph follow line i, behind what is not the page's own? */
static bool
leads(const struct page *p, size_t i)
{
	for (i++; i < p->n; i++) {
		const struct line *l = &p->line[i];

		if (is_own(l))
			return l->kind <= KIND_SENTENCE;
	}
	return false;
}

/* The share of the words of line i that the next lines of the page's own have,
 * up or down, in hundredths; -1 where there are none. */
static int
share_own(struct heads *h, const struct page *p, size_t i, long step)
{
	struct vocab around = { .n = 0 };
	struct vocab_list words = *head_of(h, p, i);
	long at = (long)i + step;
	int n = 0, near;

	for (near = 0;
	     near < OWN_NEAR && at >= 0 && at < (long)p->n && n < GAP_PROSE;
	     near++, at += step) {
		if (!is_own(&p->line[at]))
			continue;
		vocab_add(&around, head_of(h, p, (size_t)at));
		n++;
	}
	if (n == 0 || words.n == 0)
		return -1;
	return vocab_count(&around, &words) * 100 / (int)words.n;
}

static void
add_own_shares(struct page *p)
{
	struct heads heads;
	size_t i;
	int below, above;

	memset(heads.line, 0, sizeof heads.line);
	for (i = 0; i < p->n; i++) {
		struct line *l = &p->line[i];

		if (!is_own(l))
			continue;
		below = share_own(&heads, p, i, 1);
		above = share_own(&heads, p, i, -1);
		if (below >= 0)
			ADD_N(l, site_below_none,
			    below == 0       ? 0
				: below < 40 ? 1
					     : 2);
		if (above >= 0)
			ADD_N(l, site_above_none,
			    above == 0       ? 0
				: above < 40 ? 1
					     : 2);
	}
}

/* Where the lines stand that are the page's own. */
static void
add_places(struct page *p)
{
	size_t i, end, n = 0;

	for (i = 0; i < p->n; i = end) {
		struct line *l = &p->line[i];

		end = i + 1;
		if (is_own(l) && n < 2)
			ADD_N(l, site_first, n++);
		if (!is_own_headline(l))
			continue;
		while (end < p->n && is_own_headline(&p->line[end])) {
			if (n < 2)
				ADD_N(&p->line[end], site_first, n++);
			end++;
		}
		if (leads(p, end - 1))
			ADD(&p->line[end - 1], site_lead);
		for (; i < end; i++)
			if (end - i >= 3 || l + 2 < &p->line[end])
				ADD(&p->line[i], site_run);
			else if (&p->line[end] - l == 1)
				ADD(&p->line[i], site_alone);
	}
}

void
own_add(struct page *p)
{
	add_places(p);
	add_own_shares(p);
}
