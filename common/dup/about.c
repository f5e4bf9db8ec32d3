#include "dup/about.h"

#include <stdio.h>
#include <string.h>

#include "record/put.h"
#include "text/fold.h"

void
about_write(
    struct buf *b, const struct unit_plan *plan, const struct story_params *p)
{
	unsigned i;

	buf_printf(b, "version=%d fields=", STATE_VERSION);
	for (i = 0; i < plan->nfields; i++) {
		buf_adds(b, SPAN(","));
		put_escaped(b, plan->field[i]);
	}
	if (p->exact) {
		buf_adds(b, SPAN(" exact"));
		return;
	}
	buf_printf(b,
	    " fold=%s/%d shingle=%u keys=%ux%u "
	    "margin=%d similarity=%.3f containment=%.3f",
	    words_folds[plan->map.fold], FOLD_VERSION, p->sketch.words,
	    p->sketch.every, p->sketch.most, p->margin, p->similarity,
	    p->containment);
}

/* Of a line "... fold=A/N shingle=N ...", what is behind the fold; fields may
 * be called anything, and stand in front. */
static const char *
behind_fold(struct span about)
{
	const char *p = about.p, *next, *last = NULL;

	while ((next = strstr(p, " fold=")) != NULL)
		p = last = next + 1;
	return last ? strchr(last, ' ') : NULL;
}

bool
about_read(struct span about, struct story_params *p)
{
	struct sketch_params *s = &p->sketch;
	const char *rest;
	int version;

	/* What is out of range is no good number either.
	 * NOLINTNEXTLINE(cert-err34-c) */
	if (sscanf(about.p, "version=%d ", &version) != 1 ||
	    version != STATE_VERSION)
		return false;
	p->exact = span_ends(about, SPAN(" exact"));
	if (p->exact)
		return true;
	rest = behind_fold(about);
	return rest != NULL &&
	    /* NOLINTNEXTLINE(cert-err34-c): the same */
	    sscanf(rest,
		" shingle=%u keys=%ux%u margin=%d similarity=%lf "
		"containment=%lf",
		&s->words, &s->every, &s->most, &p->margin, &p->similarity,
		&p->containment) == 6 &&
	    s->words > 0 && s->words <= SKETCH_SHINGLE && s->every > 0 &&
	    s->every <= SKETCH_EVERY && s->most > 0 && s->most <= SKETCH_KEYS;
}
