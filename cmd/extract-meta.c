/* extract-meta(1): the fields of an article out of its lines. */
#include <err.h>
#include <stdlib.h>
#include <unistd.h>

#include "news/meta.h"
#include "record/stream.h"

enum {
	OPT_FIELD = OPT_LONG,
	OPT_KEEP_RAW,
	OPT_PREFER,
	OPT_REFERENCE,
	OPT_SCHEMA
};

static const struct opt options[] = { { OPT_FIELD, "field", "NAME",
					  "field with the article (text)" },
	{ OPT_KEEP_RAW, "keep-raw", NULL,
	    "keep the text as it was in raw_text" },
	{ OPT_PREFER, "prefer", "record|text", "who wins where both speak" },
	{ OPT_REFERENCE, "reference-date", "DATE", "what relative dates mean" },
	{ OPT_SCHEMA, "schema", "khabar|schemaorg", "names of the fields" },
	{ 't', "table", "FILE", "more cues or agencies; repeatable" },
	STREAM_OPTIONS, { 0 } };

static const char synopsis[] =
    "[-v] [-o file] [-t table] [option ...] [file ...]";

struct extract {
	struct stream stream;
	struct meta meta;
	struct rules rules;
	struct date reference;
	const char **tables; /* NULL-terminated, or NULL */
	size_t ntables, tables_cap;
};

static void
add_table(struct extract *x, const char *path)
{
	x->tables = mem_grow(
	    x->tables, &x->tables_cap, x->ntables + 2, sizeof x->tables[0]);
	x->tables[x->ntables++] = path;
	x->tables[x->ntables] = NULL;
}

static void
set_reference(struct extract *x, const char *arg)
{
	if (!date_parse_iso(span_str(arg), &x->reference) ||
	    x->reference.day < 0)
		errx(STATUS_FATAL,
		    "--reference-date=%s: not ISO 8601 "
		    "(2024-01-10 or 2024-01-10T12:00)",
		    arg);
	x->meta.reference = &x->reference;
}

static void
take_option(struct extract *x, int key, const char *arg)
{
	static const char *const prefer[] = { "default", "record", "text",
		NULL };
	static const char *const schemas[] = { "khabar", "schemaorg", NULL };

	switch (key) {
	case OPT_FIELD:
		x->meta.field = span_str(arg);
		break;
	case OPT_KEEP_RAW:
		x->meta.keep_raw = true;
		break;
	case OPT_PREFER:
		x->meta.prefer = (enum meta_prefer)opt_word(
		    "prefer", arg, prefer);
		break;
	case OPT_REFERENCE:
		set_reference(x, arg);
		break;
	case OPT_SCHEMA:
		x->meta.schema = (enum schema)opt_word("schema", arg, schemas);
		break;
	case 't':
		add_table(x, arg);
		break;
	default:
		stream_option(&x->stream, key, arg);
	}
}

int
main(int argc, char **argv)
{
	struct extract x = { .tables = NULL };
	struct record record = { .nfields = 0 };
	struct span text;
	int c;

	stream_init(&x.stream, "extract-meta");
	x.meta.rules = &x.rules;
	x.meta.field = SPAN("text");
	while ((c = opt_next(argc, argv, options, synopsis)) >= 0)
		take_option(&x, c, optarg);
	rules_init(&x.rules, x.tables);
	x.meta.languages = languages_new();
	stream_start(&x.stream, argv + optind);
	while (stream_next(&x.stream, &record)) {
		if (!stream_text(&x.stream, &record, x.meta.field, &text))
			continue;
		meta_set(&x.meta, &record, text);
		stream_emit(&x.stream, &record);
	}
	meta_free(&x.meta);
	languages_free(x.meta.languages);
	rules_free(&x.rules);
	free(x.tables);
	record_free(&record);
	return (int)stream_close(&x.stream);
}
