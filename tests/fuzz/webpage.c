/*
 * A web page of any bytes: what it shows is valid UTF-8 in lines that are not
 * blank; its blocks lie in each other, its layout in the text and in order; and
 * the same page read again is the same.
 */
#include <stdint.h>
#include <stdlib.h>

#include "text/utf8.h"
#include "web/webpage.h"
#include "fuzz/fuzz.h"

static void
check_lines(const struct webtext *s)
{
	size_t i, at = 0;

	for (i = 0; i < s->nlines; i++) {
		const struct webtext_line *l = &s->line[i];

		must(l->start == at && l->end > l->start);
		must(l->end < s->text.n && s->text.p[l->end] == '\n');
		must(memchr(s->text.p + l->start, '\n', l->end - l->start) ==
		    NULL);
		must(l->node < s->nnodes);
		must(l->linked <= l->end - l->start);
		at = l->end + 1;
	}
	must(at == s->text.n);
}

static void
check_nodes(const struct webtext *s)
{
	size_t i;

	for (i = 0; i < s->nnodes; i++) {
		const struct webtext_node *n = &s->node[i];
		const struct webtext_node *up = &s->node[n->parent];

		must(i == 0 ? n->parent == 0 : n->parent < i);
		must(n->end > i && n->end <= up->end);
		must(n->line <= n->last && n->last <= s->nlines);
		must(n->line >= up->line && n->last <= up->last);
	}
}

static void
check_layout(const struct layout *l, size_t points)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		const struct layout_span *s = &l->span[i];

		must(s->start < s->end && s->end <= points);
		must(i == 0 || s->start > s[-1].start ||
		    (s->start == s[-1].start && s->end <= s[-1].end));
	}
	must(layout_count(l, LAYOUT_ARTICLE) <= 1);
}

static void
check_page(const struct webpage *p)
{
	struct span text = webpage_text(p), article = webpage_article(p);

	must(utf8_valid(text) == text.n);
	check_lines(&p->webtext);
	check_nodes(&p->webtext);
	check_layout(&p->layout, utf8_count(text));
	must(article.n == 0 ||
	    (article.p >= text.p && article.p + article.n <= text.p + text.n));
	must(p->at.found == (layout_count(&p->layout, LAYOUT_ARTICLE) == 1));
	must(p->at.found == (p->warning == NULL));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct webpage p = { .encoding = NULL }, again = { .encoding = NULL };
	struct span raw = span_of((const char *)data, n);
	const char *wrong = webpage_read(&p, raw, SPAN(""), false);

	if (wrong == NULL) {
		check_page(&p);
		must(webpage_read(&again, SPAN("<p>x"), SPAN(""), false) ==
		    NULL);
		must(webpage_read(&again, raw, SPAN(""), false) == NULL);
		must(span_eq(webpage_text(&p), webpage_text(&again)));
	}
	webpage_free(&p);
	webpage_free(&again);
	return 0;
}
