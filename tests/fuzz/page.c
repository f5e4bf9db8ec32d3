/*
 * A page of any valid UTF-8: its lines tile what is read of it, cuts are in
 * front of lines and where characters of the page start,
 * what is found are spans of it; and a record made of its articles is JSON.
 */
#include <stdint.h>
#include <stdlib.h>

#include "news/boundary.h"
#include "news/meta.h"
#include "text/utf8.h"
#include "fuzz/fuzz.h"

/* Read once; nothing of a page may stay in them. */
static struct tools {
	bool ready;
	struct rules rules;
	struct page page;
	struct boundaries cuts, all;
	struct meta meta;
	struct date reference;
} tools;

static void
start(struct tools *t)
{
	if (t->ready)
		return;
	t->ready = true;
	rules_init(&t->rules, NULL);
	must(date_parse_iso(SPAN("2026-11-21T12:00"), &t->reference));
	t->meta.rules = &t->rules;
	t->meta.languages = languages_new();
	t->meta.field = SPAN("text");
}

static bool
is_inside(struct span s, struct span text)
{
	return s.n == 0 || (s.p >= text.p && s.p + s.n <= text.p + text.n);
}

/* Nothing but blanks? */
static bool
is_blank(struct span s)
{
	return line_trim(s).n == 0;
}

static void
check_lines(const struct page *p, struct span text)
{
	const char *at = text.p;
	size_t i;

	for (i = 0; i < p->n; i++) {
		const struct line *l = &p->line[i];
		struct span all = line_all(l), rest = line_rest(l);

		must(all.p >= at && is_blank(span_to(at, all.p)));
		must(page_blank_before(p, i) == (all.p > at));
		at = all.p + all.n;
		must(utf8_valid(all) == all.n && !is_blank(all));
		must(is_inside(l->text, all) && is_inside(rest, all));
		must(utf8_valid(l->text) == l->text.n);
		must(utf8_valid(rest) == rest.n);
		must(l->role > ROLE_BLANK && l->role < ROLE_COUNT);
	}
	must(is_blank(span_to(at, text.p + text.n)));
}

static void
check_cuts(const struct boundaries *b, const struct page *p, int least)
{
	size_t i;

	for (i = 0; i < b->n; i++) {
		must(b->b[i].line > 0 && b->b[i].line < p->n);
		must(i == 0 || b->b[i].line > b->b[i - 1].line);
		must(b->b[i].score >= least);
	}
}

/* The article from a on: its record must be one, and stay as it is when it is
 * read again. */
static void
check_article(struct tools *t, struct span text)
{
	struct record r = { .nfields = 0 }, again = { .nfields = 0 };
	struct buf line = { 0 }, out = { 0 }, twice = { 0 };
	const struct json_member *m;
	struct json_error e;
	struct span body;

	put_object(&line);
	put_string(put_key(&line, SPAN("text")), text);
	put_object_end(&line);
	must(record_parse(&r, buf_span(&line), &e));
	must((m = record_find(&r, SPAN("text"))) != NULL);
	must(record_string(&r, m, &body, &e) && span_eq(body, text));
	meta_set(&t->meta, &r, body);
	record_emit(&r, &out);
	must(out.n > 0 && out.p[out.n - 1] == '\n');
	out.n--;
	must(record_parse(&again, buf_span(&out), &e));
	must((m = record_find(&again, SPAN("text"))) != NULL);
	must(record_string(&again, m, &body, &e));
	meta_set(&t->meta, &again, body);
	record_emit(&again, &twice);
	twice.n--;
	must(span_eq(buf_span(&out), buf_span(&twice)));
	record_free(&r);
	record_free(&again);
	buf_free(&line);
	buf_free(&out);
	buf_free(&twice);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = span_of((const char *)data, size);
	struct tools *t = &tools;
	size_t i, from = 0;

	text.n = utf8_valid(text);
	start(t);
	t->meta.reference = size % 2 ? &t->reference : NULL;
	page_read(&t->page, &t->rules, text, t->meta.reference);
	check_lines(&t->page, t->page.text);
	must(utf8_valid(t->page.text) == t->page.text.n);
	boundaries_find(&t->rules, &t->page, 0, BOUNDARY_ALL, &t->all);
	boundaries_find(&t->rules, &t->page, 0, BOUNDARY_REASONS, &t->cuts);
	check_cuts(&t->cuts, &t->page, 0);
	must(t->all.n >= t->cuts.n);
	for (i = 0; i <= t->cuts.n; i++) {
		size_t to = i == t->cuts.n ? text.n : t->cuts.b[i].at;

		must(to >= from);
		check_article(t, span_of(text.p + from, to - from));
		from = to;
	}
	return 0;
}
