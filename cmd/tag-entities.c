/* tag-entities: who, where, which.  tag-entities(1). */
#include <stdint.h>
#include <stdlib.h>

#include "base/err.h"
#include "crew/crew.h"
#include "tagger/data.h"
#include "entity/entities.h"
#include "view/html.h"
#include "gazetteer/list.h"
#include "view/view.h"
#include "record/field.h"
#include "rules/table.h"

enum { FIELDS = 16 };
enum tag_format {
	FORMAT_JSONL,
	FORMAT_TSV,
	FORMAT_BRAT,
	FORMAT_ANSI,
	FORMAT_HTML
};

struct tag_run {
	struct stream s;
	struct opt_list fields, lists;
	struct span id;
	enum tag_format format;
	struct view_options view;
	struct html html;
	const char *model_file, *gazetteer_file, *rules_file;
	char *model_path, *gazetteer_path; /* owned; NULL: none */
	struct gazetteer_builder names;
	struct buf names_image;
	struct model model;
	struct gazetteer user, built_in;
	struct span rules; /* of rules_file; owned */
	bool has_model, has_built_in;
	const struct entity_tables *tables;
	struct crew_options jobs;

	/* each thread has its own */
	struct record record;
	struct entities entities;
	unsigned long number; /* of brat's annotations */
};

#define AT(member) OPT_AT(struct tag_run, member)

static const struct opt table[] = {
	{ 0, "field", "NAME", "read this field", OPT_LIST, AT(fields),
	    .max = FIELDS, .init = "text" },
	{ 'g', "list", "FILE", "your own names", OPT_LIST, AT(lists) },
	{ 'r', "rules", "FILE", "your own rules", OPT_FILE, AT(rules_file) },
	{ 0, "format", "jsonl|tsv|brat|ansi|html", "what to write", OPT_WORD,
	    AT(format), .init = "jsonl" },
	{ 0, "labels", "A,B", "only entities with these labels", OPT_CALL,
	    AT(view), .call = view_set_labels },
	{ 0, "offsets", "chars|bytes|utf16", "their unit", OPT_WORD,
	    AT(view.unit), .init = "chars" },
	{ 0, "min-score", "N", "leave out what is less sure", OPT_CALL,
	    AT(view), .call = view_set_score },
	{ 0, "id-field", "NAME", "the field that names records", OPT_SPAN,
	    AT(id), .init = "id" },
	{ 0, "model", "FILE", "another model; none", OPT_FILE, AT(model_file) },
	{ 0, "gazetteer", "FILE", "another gazetteer; none", OPT_FILE,
	    AT(gazetteer_file) },
	{ .type = OPT_TABLE, .rows = crew_options, AT(jobs) },
	{ .type = OPT_TABLE, .rows = stream_options, AT(s) },
	{ 0 },
};

/* What load will read. */
static void
name_files(struct tag_run *r)
{
	r->model_path = data_path(r->model_file, "model.bin");
	r->gazetteer_path = data_path(r->gazetteer_file, "gazetteer.bin");
	stream_file(&r->s, r->model_path);
	stream_file(&r->s, r->gazetteer_path);
	stream_file(&r->s, r->rules_file);
	clerk_files(stream_clerk(&r->s), r->lists.item);
}

static void
load(struct tag_run *r)
{
	struct clerk *c = stream_clerk(&r->s);

	r->has_model = data_model(c, r->model_path, &r->model);
	r->has_built_in = data_gazetteer(c, r->gazetteer_path, &r->built_in);
	for (size_t i = 0; i < r->lists.n; i++)
		list_load(&r->names, c, r->lists.item[i], LIST_USER);
	if (r->names.entries > 0) {
		gazetteer_image(&r->names, &r->names_image);
		gazetteer_open(&r->user, buf_span(&r->names_image));
	}
	if (r->rules_file != NULL)
		r->rules = table_load(c, r->rules_file);
	else
		view_check_labels(&r->view, &r->user);
}

static void
start(void *run)
{
	struct tag_run *r = run;

	entities_init(&r->entities, r->tables);
}

static void
end(void *run)
{
	struct tag_run *r = run;

	record_free(&r->record);
	entities_free(&r->entities);
	html_free(&r->html);
}

/* Write those of the found mentions, from *next on, that are in the field,
 * whose text starts at byte `start` of what was read. */
static void
write_text(struct tag_run *r, struct span field, struct span text, size_t start,
    size_t *next, struct span id, struct buf *out)
{
	struct mentions *found = &r->entities.found;
	struct mentions in = { found->m + *next, 0, 0 }, *all = &in;

	for (; *next < found->n && found->m[*next].start < start + text.n;
	     ++*next) {
		found->m[*next].start -= (uint32_t)start;
		found->m[*next].end -= (uint32_t)start;
		in.n++;
	}
	if (r->format == FORMAT_JSONL)
		view_json(&r->view, all, text,
		    r->fields.n > 1 ? field : span_of(NULL, 0), out);
	else if (r->format == FORMAT_TSV)
		view_tsv(&r->view, all, text, id, field, out);
	else if (r->format == FORMAT_BRAT)
		view_brat(&r->view, all, text, &r->number, out);
	else if (r->format == FORMAT_HTML)
		html_field(&r->html, all, field, text);
	else
		view_ansi(&r->view, all, text, out);
}

/* The texts of the record; false where it has been handled as a bad one.
 * Of several fields, those that are not there are passed over. */
static bool
read_fields(struct tag_run *r, struct record *record, struct span *text)
{
	for (size_t i = 0; i < r->fields.n; i++) {
		struct span field = span_str(r->fields.item[i]);
		const struct json_member *m = record_find(record, field);

		text[i] = span_of(NULL, 0);
		if ((r->fields.n == 1 || (m != NULL && m->type != JSON_NULL)) &&
		    !stream_text(&r->s, record, field, &text[i]))
			return false;
	}
	return true;
}

static void
tag(void *run, void *item)
{
	struct tag_run *r = run;
	const struct crew_line *l = item;
	struct record *record = &r->record;
	struct span text[FIELDS], id = { NULL, 0 };
	struct buf *out = stream_out(&r->s);
	size_t start = 0, next = 0;

	if (!stream_parse(&r->s, l->line, record) ||
	    !read_fields(r, record, text))
		return;
	if (r->format == FORMAT_JSONL) {
		out = field_set(record, FIELD_ENTITIES);
		put_array(out);
	} else
		id = record_value(record, r->id);
	if (r->format == FORMAT_HTML)
		html_record(&r->html, record, r->id);
	entities_find_in(&r->entities, text, r->fields.n);
	for (size_t i = 0; i < r->fields.n; i++)
		if (text[i].p != NULL) {
			write_text(r, span_str(r->fields.item[i]), text[i],
			    start, &next, id, out);
			start += text[i].n + 1;
		}
	if (r->format == FORMAT_JSONL) {
		put_array_end(out);
		stream_emit(&r->s, record);
	} else {
		if (r->format == FORMAT_HTML)
			html_record_end(&r->html, &r->view, out);
		stream_done(&r->s);
	}
}

static const struct crew_plan plan = { .tool = sizeof(struct tag_run),
	.stream = offsetof(struct tag_run, s),
	.start = start,
	.end = end,
	.work = tag };

int
main(int argc, char **argv)
{
	static struct tag_run r;
	struct entity_tables tables;
	struct crew crew;

	stream_init(&r.s, "tag-entities");
	r.view.min_score = MENTION_NO_SCORE;
	argv = opt_parse(argc, argv, table, "[options] [file ...]", &r);
	if (r.format == FORMAT_HTML && stream_passes(&r.s))
		errx(STATUS_FATAL, "--bad=pass: a page has no place for them");
	if (r.format == FORMAT_HTML || r.format == FORMAT_BRAT)
		r.jobs.jobs = 1; /* what they number goes through all records */
	name_files(&r);
	stream_enter(&r.s, argv);
	load(&r);
	entity_tables_open(&tables, r.has_model ? &r.model : NULL,
	    r.names.entries > 0 ? &r.user : NULL,
	    r.has_built_in ? &r.built_in : NULL, r.rules_file, r.rules,
	    crew_threads(&r.jobs));
	r.tables = &tables;
	crew_hire(&crew, &plan, &r, &r.jobs);
	stream_start(&r.s, argv);
	if (r.format == FORMAT_HTML)
		html_head(stream_out(&r.s));
	crew_run(&crew);
	if (r.format == FORMAT_HTML)
		html_tail(&r.html, stream_out(&r.s));
	crew_free(&crew);
	entity_tables_free(&tables);
	gazetteer_builder_free(&r.names);
	buf_free(&r.names_image);
	free((void *)(uintptr_t)r.rules.p);
	free(r.fields.item);
	free(r.lists.item);
	model_close(&r.model);
	free(r.model_path);
	free(r.gazetteer_path);
	return stream_close(&r.s);
}
