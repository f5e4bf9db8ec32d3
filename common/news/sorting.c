#include "news/sorting.h"

#include "base/mem.h"

void
spans_push(struct spans *list, struct span s)
{
	size_t i = list->n > SAME_LINES ? list->n - SAME_LINES : 0;

	if (s.n == 0)
		return;
	for (; i < list->n; i++)
		if (span_eq(list->s[i], s))
			return;
	list->s = mem_grow(list->s, &list->cap, list->n + 1, sizeof list->s[0]);
	list->s[list->n++] = s;
}

bool
line_holds(const struct line *l, struct span s)
{
	struct span all = line_all(l);

	return s.n > 0 && s.p >= all.p && s.p < all.p + all.n;
}

const struct outlet *
sorting_outlet(struct sorting *s, struct span text)
{
	fold(&s->a->fold, text);
	return rules_outlet(s->r, buf_span(&s->a->fold.text));
}

bool
sorting_names_outlet(struct sorting *s, struct span text)
{
	struct cue cue;

	return sorting_outlet(s, text) != NULL ||
	    (cue_find(s->r->cues, buf_span(&s->a->fold.text), &cue) &&
		cue.role == ROLE_OUTLET);
}

size_t
count_spaced(struct span s)
{
	size_t i, n = s.n > 0;

	for (i = 0; i < s.n; i++)
		n += s.p[i] == ' ';
	return n;
}
