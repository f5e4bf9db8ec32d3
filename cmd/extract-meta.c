/* extract-meta(1): the fields of an article out of its lines. */
#include <stdlib.h>

#include "base/err.h"
#include "crew/crew.h"
#include "news/meta.h"

struct extract {
	struct stream stream;
	struct meta meta; /* with rules and languages that threads share */
	struct record record;
	struct date reference;
	struct opt_list tables;
	struct crew_options jobs;
};

static void
set_reference(void *extract, const char *arg)
{
	struct extract *x = extract;

	if (!date_parse_iso(span_str(arg), &x->reference) ||
	    x->reference.day < 0)
		errx(STATUS_FATAL,
		    "--reference-date=%s: not ISO 8601 "
		    "(2024-01-10 or 2024-01-10T12:00)",
		    arg);
	x->meta.reference = &x->reference;
}

#define AT(member) OPT_AT(struct extract, member)

static const struct opt options[] = {
	{ 0, "explain", NULL, "add what each line was taken for, and why",
	    OPT_FLAG, AT(meta.explain) },
	{ 0, "field", "NAME", "field with the article", OPT_SPAN,
	    AT(meta.field), .init = "text" },
	{ 0, "keep-raw", NULL, "keep the text as it was in raw_text", OPT_FLAG,
	    AT(meta.keep_raw) },
	{ 0, "prefer", "record|text", "who wins where both speak", OPT_WORD,
	    AT(meta.prefer), .min = PREFER_RECORD },
	{ 0, "reference-date", "DATE", "what relative dates mean", OPT_CALL,
	    .call = set_reference },
	{ 0, "schema", "khabar|schemaorg", "names of the fields", OPT_WORD,
	    AT(meta.schema), .init = "khabar" },
	{ 't', "table", "FILE", "more cues, agencies, lines of a site",
	    OPT_LIST, AT(tables) },
	{ .type = OPT_TABLE, .rows = crew_options, AT(jobs) },
	{ .type = OPT_TABLE, .rows = stream_options, AT(stream) },
	{ 0 },
};

static const char synopsis[] =
    "[-v] [-o file] [-t table] [option ...] [file ...]";

/* Is the page too costly?  Then it is a bad record. */
static bool
is_refused(struct extract *x, const struct record *r, struct span text)
{
	const char *what;
	size_t at;

	if ((what = page_refuses(text, &at)) == NULL)
		return false;
	/* The bytes of a string are not those of its JSON text. */
	at = (size_t)(record_find(r, x->meta.field)->value.p - r->line.p);
	stream_bad(&x->stream, r->line, what, at);
	return true;
}

static void
work(void *extract, void *item)
{
	struct extract *x = extract;
	const struct crew_line *l = item;
	struct span text;

	if (!stream_parse(&x->stream, l->line, &x->record) ||
	    !stream_text(&x->stream, &x->record, x->meta.field, &text) ||
	    is_refused(x, &x->record, text))
		return;
	meta_set(&x->meta, &x->record, text);
	if (x->meta.entities_dropped)
		stream_note(&x->stream, FIELD_ENTITIES_DROPPED);
	stream_emit(&x->stream, &x->record);
}

static void
end(void *extract)
{
	struct extract *x = extract;

	meta_free(&x->meta);
	record_free(&x->record);
}

static const struct crew_plan plan = { .tool = sizeof(struct extract),
	.stream = offsetof(struct extract, stream),
	.end = end,
	.work = work };

int
main(int argc, char **argv)
{
	static struct extract x;
	struct rules_tables tables;
	struct languages *languages;
	struct rules rules;
	struct crew crew;

	stream_init(&x.stream, "extract-meta");
	argv = opt_parse(argc, argv, options, synopsis, &x);
	clerk_files(stream_clerk(&x.stream), x.tables.item);
	stream_enter(&x.stream, argv);
	rules_load(&tables, stream_clerk(&x.stream), x.tables.item);
	rules_init(&rules, &tables);
	x.meta.rules = &rules;
	x.meta.languages = languages = languages_new();
	crew_hire(&crew, &plan, &x, &x.jobs);
	stream_start(&x.stream, argv);
	crew_run(&crew);
	crew_free(&crew);
	languages_free(languages);
	rules_free(&rules);
	rules_unload(&tables);
	free(x.tables.item);
	return (int)stream_close(&x.stream);
}
