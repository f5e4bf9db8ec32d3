/*
 * A step that edits nothing costs a look at the page and is left out.  One that
 * would edit a large part of it has mistaken what it saw, and is left out, too.
 */
#include "news/form.h"

#include <stdlib.h>

#include "base/mem.h"

enum {
	EDIT_BYTES = 16,
	EDITS = 1000, /* an edit in so many bytes, and more */
	FEW_LINES = 4 /* of a page that may have other ends */
};

/* Is more edited than a page of the form has?  No more is kept of it. */
static bool
is_too_much(const struct form_step *s)
{
	return s->n > s->in.n / EDIT_BYTES + EDITS;
}

void
form_edit(struct form_step *s, size_t at, size_t n, struct span by)
{
	struct form_edit *e;

	if (is_too_much(s))
		return;
	buf_adds(&s->out, span_of(s->in.p + s->done, at - s->done));
	s->edit = mem_grow(s->edit, &s->cap, s->n + 1, sizeof s->edit[0]);
	e = &s->edit[s->n++];
	*e = (struct form_edit) { .from = (uint32_t)at,
		.from_n = (uint32_t)n,
		.to = (uint32_t)s->out.n,
		.to_n = (uint32_t)by.n };
	buf_adds(&s->out, by);
	s->done = at + n;
}

/* On pages that have few lines, or a broad one: CR, the line and the paragraph
 * separator, and, on a page without LF, VT and
 * NEL, which elsewhere is an ellipsis that was read in the wrong set. */
static size_t
line_end(struct span s, size_t at, bool bare)
{
	struct span rest = span_skip(s, at);

	switch (rest.p[0]) {
	case '\v':
		return bare;
	case '\r':
		return rest.n == 1 || rest.p[1] != '\n';
	case '\xe2':
		return span_starts(rest, SPAN("\xe2\x80\xa8")) ||
			span_starts(rest, SPAN("\xe2\x80\xa9"))
		    ? 3
		    : 0;
	default:
		return bare && span_starts(rest, SPAN("\xc2\x85")) ? 2 : 0;
	}
}

/* The first of the marks that starts such a line end. */
static bool
has_end(struct span s, char first, bool bare)
{
	const char *p = s.p, *end = s.p + s.n;

	for (; (p = memchr(p, first, (size_t)(end - p))) != NULL; p++)
		if (line_end(s, (size_t)(p - s.p), bare) > 0)
			return true;
	return false;
}

void
form_ends(struct form_step *s, const struct rules *r, struct folded *f)
{
	bool bare = memchr(s->in.p, '\n', s->in.n) == NULL;
	size_t i, n;

	(void)r;
	(void)f;
	if (!s->look.broad && s->look.lines > FEW_LINES)
		return; /* they are LF */
	if (!has_end(s->in, '\r', bare) && !has_end(s->in, '\xe2', bare) &&
	    !(bare &&
		(has_end(s->in, '\v', bare) || has_end(s->in, '\xc2', bare))))
		return;
	for (i = 0; i<s->in.n; i += n> 0 ? n : 1)
		if ((n = line_end(s->in, i, bare)) > 0)
			form_edit(s, i, n, SPAN("\n"));
}

static void
look_at_lines(struct form_look *l, struct span text)
{
	*l = (struct form_look) { .lines = 0 };
	while (text.n > 0) {
		struct span line = span_cut(&text, '\n');

		if (line.n <= 1)
			continue;
		l->lines++;
		l->wide += line.n > FORM_WIDE;
		l->broad |= line.n > FORM_BROAD;
		l->marked |= line.p[0] == ' ' || markdown_may_start(line.p[0]);
		l->last = line;
	}
}

/* Read text by one step: what it makes of it. */
static struct span
take_step(struct form *f, const struct rules *r, struct span text,
    void (*step)(struct form_step *, const struct rules *, struct folded *))
{
	struct form_step *s = &f->step[f->n];

	if (f->n > 0 && f->n != f->looked) { /* otherwise it is looked at */
		look_at_lines(&s->look, text);
		f->looked = f->n;
	}
	s->in = text;
	s->done = s->n = s->out.n = 0;
	step(s, r, &f->fold);
	if (s->n == 0 || is_too_much(s))
		return text;
	buf_adds(&s->out, span_skip(text, s->done));
	f->n++;
	return buf_span(&s->out);
}

struct span
form_read(struct form *f, const struct rules *r, struct span text)
{
	static void (*const steps[])(
	    struct form_step *, const struct rules *, struct folded *) = {
		form_ends,
		form_hypertext,
		form_flat,
		form_dumped,
		form_wrapped,
		form_markdown,
	};

	f->n = f->looked = 0;
	look_at_lines(&f->step[0].look, text);
	for (size_t i = 0; i < sizeof steps / sizeof steps[0] && text.n > 0;
	     i++)
		text = take_step(f, r, text, steps[i]);
	return text;
}

/* Bytes that the step read for the first n that it wrote.  What was taken out
 * at byte n comes behind it. */
static size_t
step_raw(const struct form_step *s, size_t n)
{
	size_t low = 0, high = s->n, mid;
	const struct form_edit *e;

	while (low < high) { /* edits that end at n or in front of it */
		mid = low + (high - low) / 2;
		e = &s->edit[mid];
		if ((size_t)e->to + e->to_n <= n && e->to < n)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == 0)
		return n;
	e = &s->edit[low - 1];
	return e->from + e->from_n + (n - e->to - e->to_n);
}

size_t
form_raw(const struct form *f, size_t n)
{
	size_t i;

	for (i = f->n; i-- > 0;)
		n = step_raw(&f->step[i], n);
	return n;
}

/* Is it more than marks?  References are read, not taken out. */
static bool
is_markup(struct span s)
{
	if (span_starts(s, SPAN("&")))
		return false;
	return fold_letters(s) > 0;
}

bool
form_markup(const struct form *f, struct form_at *at, struct span *out)
{
	for (; at->step < f->n; at->step++, at->edit = 0) {
		const struct form_step *s = &f->step[at->step];

		while (at->edit < s->n) {
			const struct form_edit *e = &s->edit[at->edit++];

			*out = span_of(s->in.p + e->from, e->from_n);
			if (is_markup(*out))
				return true;
		}
	}
	return false;
}

void
form_free(struct form *f)
{
	for (size_t i = 0; i < FORM_STEPS; i++) {
		buf_free(&f->step[i].out);
		free(f->step[i].edit);
	}
	folded_free(&f->fold);
	*f = (struct form) { .n = 0 };
}
