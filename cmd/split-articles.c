/* split-articles(1): pages in, one record an article out. */
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "crew/crew.h"
#include "news/boundary.h"
#include "news/site.h"
#include "record/field.h"
#include "record/layout.h"
#include "record/pages.h"
#include "rules/pattern.h"

struct split {
	struct stream stream;
	struct pages pages;
	const struct rules *rules; /* that threads share */
	int min_score;
	struct page page;
	struct boundaries cuts;
	struct record fresh; /* for pages that are no JSON */
	struct layout layout;
	struct buf id;
	struct opt_list tables;
	const char *encoding; /* or "auto" */
	const char *files0;
	char **names; /* that files0 lists */
	struct crew_options jobs;
	bool explain;
	bool retext; /* entities of the page are not those of its parts */
};

static void
set_separator(void *pages, const char *regex)
{
	struct pages *to = pages;

	to->separates = pattern_matches;
	to->separates_arg = pattern_option("--separator", regex);
}

#define AT(member) OPT_AT(struct split, member)

static const struct opt options[] = {
	{ .type = OPT_TABLE, .rows = pages_options, AT(pages) },
	{ 0, "id-field", "NAME", "JSON field with its id", OPT_SPAN,
	    AT(pages.id_field), .init = "id" },
	{ 0, "separator", "REGEX", "lines between text pages", OPT_CALL,
	    AT(pages), .call = set_separator },
	{ 0, "doc", "name|path", "what a file's pages are called", OPT_WORD,
	    AT(pages.called), .init = "name" },
	{ 0, "files0-from", "FILE", "read NUL-ended file names", OPT_FILE,
	    AT(files0) },
	{ 0, "encoding", "NAME", "character set", OPT_STRING, AT(encoding),
	    .init = "auto" },
	{ 0, "explain", NULL, "add the reason of each cut", OPT_FLAG,
	    AT(explain) },
	{ 0, "min-score", "N", "cut from this score on", OPT_NUMBER,
	    AT(min_score), .min = -1000, .max = 1000, .init = "0" },
	{ 't', "table", "FILE", "more cues, agencies, lines of a site",
	    OPT_LIST, AT(tables) },
	{ .type = OPT_TABLE, .rows = crew_options, AT(jobs) },
	{ .type = OPT_TABLE, .rows = stream_options, AT(stream) },
	{ 0 },
};

static const char synopsis[] =
    "[-0v] [-o file] [-t table] [option ...] [file ...]";

/* Byte offset in the page where part i starts. */
static size_t
start_of(const struct split *s, const struct page_in *in, size_t i)
{
	if (i == 0)
		return 0;
	if (i > s->cuts.n)
		return in->text.n;
	return s->cuts.b[i - 1].at;
}

static void
write_part(struct split *s, const struct page_in *in, size_t i)
{
	struct record *r = in->record ? in->record : &s->fresh;
	size_t start = start_of(s, in, i), end = start_of(s, in, i + 1);
	struct encoding *e = &s->pages.encoding;

	record_clear(r);
	s->id.n = 0;
	buf_adds(&s->id, in->doc);
	buf_printf(&s->id, "#%zu", i);
	put_string(field_set(r, FIELD_ID), buf_span(&s->id));
	put_string(field_set(r, FIELD_DOC), in->doc);
	put_number(field_set(r, FIELD_PART), i);
	put_number(field_set(r, FIELD_PARTS), s->cuts.n + 1);
	put_string(
	    field_set(r, FIELD_ROLE), i == 0 ? SPAN("main") : SPAN("related"));
	put_number(field_set(r, FIELD_START),
	    encoding_raw_length(e, in->encoding, in->raw, start));
	put_number(field_set(r, FIELD_END),
	    i == s->cuts.n
		? in->raw.n
		: encoding_raw_length(e, in->encoding, in->raw, end));
	pages_tell(in, r);
	put_string(field_set(r, FIELD_PART_TEXT),
	    span_of(in->text.p + start, end - start));
	layout_cut(&s->layout, r, in->text, start, end);
	if (s->retext)
		record_drop(r, field_name(FIELD_ENTITIES));
	if (s->explain)
		boundary_put(field_set(r, FIELD_BOUNDARY),
		    i > 0 ? &s->cuts.b[i - 1] : NULL);
	stream_emit(&s->stream, r);
}

/* Is the page too costly?  Then it is a bad record. */
static bool
is_refused(struct split *s, const struct page_in *in)
{
	size_t at;
	const char *what = page_refuses(in->text, &at);

	if (what == NULL)
		return false;
	at = encoding_raw_length(&s->pages.encoding, in->encoding, in->raw, at);
	if (in->record != NULL) /* its JSON text has other bytes: its start */
		at = (size_t)(record_find(in->record, s->pages.field)->value.p -
		    in->unit.p);
	stream_bad(&s->stream, in->unit, what, at);
	return true;
}

/* Has the record entities, of another text than its parts? */
static bool
is_retext(const struct split *s, const struct page_in *in)
{
	return in->record != NULL &&
	    record_find(in->record, field_name(FIELD_ENTITIES)) != NULL &&
	    (s->cuts.n > 0 || !span_eq(in->raw, in->text));
}

static void
split_page(struct split *s, const struct page_in *in)
{
	if (is_refused(s, in))
		return;
	s->cuts.n = 0;
	if (!layout_whole(&s->layout, in->record)) {
		s->page.site = sites_find(s->rules->sites, in);
		page_read(&s->page, s->rules, in->text, NULL);
		boundaries_find(s->rules, &s->page, s->min_score,
		    s->explain ? BOUNDARY_REASONS : BOUNDARY_CUTS, &s->cuts);
		page_shrink(&s->page);
	}
	s->retext = is_retext(s, in);
	if (s->retext)
		stream_note(&s->stream, FIELD_ENTITIES_DROPPED);
	for (size_t i = 0; i <= s->cuts.n; i++)
		write_part(s, in, i);
}

static bool
take(void *split, void *page, struct room *room, size_t *bytes)
{
	struct split *s = split;
	struct page_kept *k = page;

	if (!pages_take(&s->pages, k, room))
		return false;
	*bytes = k->in.raw.n;
	return true;
}

static void
work(void *split, void *page)
{
	struct split *s = split;
	struct page_kept *k = page;

	if (pages_open(&s->pages, k))
		split_page(s, &k->in);
}

static void
start(void *split)
{
	struct split *s = split;

	if (s->pages.stream != &s->stream) /* a copy */
		pages_desk(&s->pages, &s->stream);
	record_new(&s->fresh);
}

static void
end(void *split)
{
	struct split *s = split;

	pages_free(&s->pages);
	page_free(&s->page);
	boundaries_free(&s->cuts);
	record_free(&s->fresh);
	layout_free(&s->layout);
	buf_free(&s->id);
}

static const struct crew_plan plan = { .tool = sizeof(struct split),
	.stream = offsetof(struct split, stream),
	.item = sizeof(struct page_kept),
	.start = start,
	.end = end,
	.read = take,
	.work = work };

int
main(int argc, char **argv)
{
	struct split s = { .pages = { .stream = &s.stream,
			       .delimiter = READER_WHOLE } };
	struct rules_tables tables;
	struct rules rules;
	struct crew crew;

	stream_init(&s.stream, "split-articles");
	argv = opt_parse(argc, argv, options, synopsis, &s);
	if (!encoding_init(&s.pages.encoding,
		strcmp(s.encoding, "auto") != 0 ? s.encoding : NULL))
		errx(STATUS_FATAL, "--encoding: unknown character set");
	if (s.files0 != NULL)
		argv = s.names = stream_files0(s.files0);
	clerk_files(stream_clerk(&s.stream), s.tables.item);
	pages_start(&s.pages);
	stream_enter(&s.stream, argv);
	rules_load(&tables, stream_clerk(&s.stream), s.tables.item);
	rules_init(&rules, &tables);
	s.rules = &rules;
	crew_hire(&crew, &plan, &s, &s.jobs);
	stream_start(&s.stream, argv);
	crew_run(&crew);
	crew_free(&crew);
	pattern_free(s.pages.separates_arg);
	rules_free(&rules);
	rules_unload(&tables);
	free(s.tables.item);
	free(s.names);
	return (int)stream_close(&s.stream);
}
