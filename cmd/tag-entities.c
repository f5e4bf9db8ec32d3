/* tag-entities: who, where, which.  tag-entities(1). */
#include <err.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "tagger/data.h"
#include "entity/entities.h"
#include "view/html.h"
#include "gazetteer/list.h"
#include "view/output.h"
#include "record/field.h"
#include "record/stream.h"
#include "rules/table.h"

enum {
	OPT_FIELD = OPT_LONG,
	OPT_FORMAT,
	OPT_LABELS,
	OPT_OFFSETS,
	OPT_MIN_SCORE,
	OPT_MODEL,
	OPT_GAZETTEER,
	OPT_ID
};

static const struct opt table[] = {
	{ OPT_FIELD, "field", "NAME", "read this field (text); repeatable" },
	{ 'g', "list", "FILE", "your own names; repeatable" },
	{ 'r', "rules", "FILE", "your own rules" },
	{ OPT_FORMAT, "format", "jsonl|tsv|brat|ansi|html",
	    "what to write (jsonl)" },
	{ OPT_LABELS, "labels", "A,B", "only entities with these labels" },
	{ OPT_OFFSETS, "offsets", "chars|bytes|utf16", "their unit (chars)" },
	{ OPT_MIN_SCORE, "min-score", "N", "leave out what is less sure" },
	{ OPT_ID, "id-field", "NAME", "the field that names records (id)" },
	{ OPT_MODEL, "model", "FILE", "another model; none" },
	{ OPT_GAZETTEER, "gazetteer", "FILE", "another gazetteer; none" },
	STREAM_OPTIONS,
	{ 0, NULL, NULL, NULL },
};

static const char synopsis[] = "[options] [file ...]";

enum { FIELDS = 16 };
enum format { FORMAT_JSONL, FORMAT_TSV, FORMAT_BRAT, FORMAT_ANSI, FORMAT_HTML };

static const char *const formats[] = { "jsonl", "tsv", "brat", "ansi", "html",
	NULL };
static const char *const units[] = { "chars", "bytes", "utf16", NULL };

struct run {
	struct stream s;
	struct span field[FIELDS], id;
	unsigned fields;
	enum format format;
	struct output output;
	struct html html;
	const char *model_file, *gazetteer_file, *rules_file;
	struct gazetteer_builder names;
	struct buf names_image;
	struct model model;
	struct gazetteer user, built_in;
	struct entities entities;
	unsigned long number; /* of brat's annotations */
};

static void
option(struct run *r, int key, const char *arg)
{
	switch (key) {
	case OPT_FIELD:
		if (r->fields == FIELDS)
			errx(STATUS_FATAL, "more than %d fields", FIELDS);
		r->field[r->fields++] = span_str(arg);
		break;
	case 'g':
		list_load(&r->names, arg, LIST_USER);
		break;
	case 'r':
		r->rules_file = arg;
		break;
	case OPT_FORMAT:
		r->format = (enum format)opt_word("format", arg, formats);
		break;
	case OPT_OFFSETS:
		r->output.unit = (enum offset_unit)opt_word(
		    "offsets", arg, units);
		break;
	case OPT_LABELS:
		output_set_labels(&r->output, arg);
		break;
	case OPT_MIN_SCORE:
		output_set_score(&r->output, arg);
		break;
	case OPT_ID:
		r->id = span_str(arg);
		break;
	case OPT_MODEL:
		r->model_file = arg;
		break;
	case OPT_GAZETTEER:
		r->gazetteer_file = arg;
		break;
	default:
		stream_option(&r->s, key, arg);
	}
}

static void
load(struct run *r)
{
	bool model = data_model(r->model_file, &r->model);
	bool built_in = data_gazetteer(r->gazetteer_file, &r->built_in);
	struct span rules = { NULL, 0 };

	if (r->names.entries > 0) {
		gazetteer_image(&r->names, &r->names_image);
		gazetteer_open(&r->user, buf_span(&r->names_image));
	}
	if (r->rules_file != NULL)
		rules = table_load(r->rules_file);
	entities_init(&r->entities, model ? &r->model : NULL,
	    r->names.entries > 0 ? &r->user : NULL,
	    built_in ? &r->built_in : NULL, r->rules_file, rules);
	free((void *)(uintptr_t)rules.p);
}

static void
write_text(struct run *r, struct span field, struct span text, struct span id,
    unsigned long *n, struct buf *out)
{
	const struct mentions *all = &r->entities.found;

	entities_find(&r->entities, text);
	if (r->format == FORMAT_JSONL)
		output_json(&r->output, all, text,
		    r->fields > 1 ? field : span_of(NULL, 0), n, out);
	else if (r->format == FORMAT_TSV)
		output_tsv(&r->output, all, text, id, field, out);
	else if (r->format == FORMAT_BRAT)
		output_brat(&r->output, all, text, &r->number, out);
	else if (r->format == FORMAT_HTML)
		html_field(&r->html, &r->output, all, field, text);
	else
		output_ansi(&r->output, all, text, out);
}

/* The texts of the record; false where it has been handled as a bad one.
 * Of several fields, those that are not there are passed over. */
static bool
read_fields(struct run *r, struct record *record, struct span *text)
{
	if (r->fields == 1)
		return stream_text(&r->s, record, r->field[0], text);
	for (unsigned i = 0; i < r->fields; i++) {
		const struct json_member *m = record_find(record, r->field[i]);

		text[i] = span_of(NULL, 0);
		if (m != NULL && m->type != JSON_NULL &&
		    !stream_text(&r->s, record, r->field[i], &text[i]))
			return false;
	}
	return true;
}

static struct span
record_name(struct run *r, struct record *record)
{
	const struct json_member *m = record_find(record, r->id);
	struct json_error e;
	struct span id;

	if (m != NULL && m->type == JSON_STRING &&
	    record_string(record, m, &id, &e))
		return id;
	return m != NULL ? m->value : span_of(NULL, 0);
}

static void
tag(struct run *r, struct record *record)
{
	struct span text[FIELDS], id = { NULL, 0 };
	struct buf *out = &r->s.out.block;
	unsigned long n = 0;

	if (!read_fields(r, record, text))
		return;
	if (r->format == FORMAT_JSONL) {
		out = field_set(record, FIELD_ENTITIES);
		buf_addc(out, '[');
	} else
		id = record_name(r, record);
	if (r->format == FORMAT_HTML)
		html_record(&r->html, record, id);
	for (unsigned i = 0; i < r->fields; i++)
		if (text[i].p != NULL)
			write_text(r, r->field[i], text[i], id, &n, out);
	if (r->format == FORMAT_JSONL) {
		buf_addc(out, ']');
		stream_emit(&r->s, record);
	} else {
		if (r->format == FORMAT_HTML)
			html_record_end(&r->html, out);
		r->s.written++;
		writer_mark(&r->s.out);
	}
}

int
main(int argc, char **argv)
{
	static struct run r;
	struct record record = { 0 };
	int key;

	stream_init(&r.s, "tag-entities");
	r.id = SPAN("id");
	r.output.min_score = MENTION_NO_SCORE;
	while ((key = opt_next(argc, argv, table, synopsis)) != -1)
		option(&r, key, optarg);
	if (r.fields == 0)
		r.field[r.fields++] = SPAN("text");
	if (r.format == FORMAT_HTML && r.s.bad == BAD_PASS)
		errx(STATUS_FATAL, "--bad=pass: a page has no place for them");
	load(&r);
	stream_start(&r.s, argv + optind);
	if (r.format == FORMAT_HTML)
		html_head(&r.s.out.block);
	while (stream_next(&r.s, &record))
		tag(&r, &record);
	if (r.format == FORMAT_HTML)
		html_tail(&r.s.out.block);
	record_free(&record);
	entities_free(&r.entities);
	gazetteer_builder_free(&r.names);
	buf_free(&r.names_image);
	html_free(&r.html);
	return stream_close(&r.s);
}
