/*
 * The smallest tool there can be, for tests of what all tools share: counts
 * the bytes of a field into "n", or sets the fields that it is told to.
 */
#include <stdlib.h>

#include "record/stream.h"

enum { SETS = 16 };

struct filter {
	struct stream s;
	const char *files0;
	struct span field, name[SETS], json[SETS];
	int n;
	bool twice;
};

static void
set(void *settings, const char *arg)
{
	struct filter *t = settings;
	struct span s = span_str(arg);

	if (t->n == SETS)
		exit(STATUS_FATAL);
	t->name[t->n] = span_cut(&s, '=');
	t->json[t->n++] = s;
}

#define AT(member) OPT_AT(struct filter, member)

static const struct opt options[] = {
	{ 0, "field", "NAME", "count the bytes of NAME", OPT_SPAN, AT(field),
	    .init = "text" },
	{ 0, "set", "NAME=JSON", "set NAME instead; repeatable", OPT_CALL,
	    .call = set },
	{ 0, "twice", NULL, "decode the field twice", OPT_FLAG, AT(twice) },
	{ 0, "files0-from", "FILE", "read NUL-ended file names", OPT_FILE,
	    AT(files0) },
	{ .type = OPT_TABLE, .rows = stream_options, AT(s) },
	{ 0 },
};

/* Do what the settings say; false where the record was bad. */
static bool
work(struct filter *t, struct record *r)
{
	struct stream *s = &t->s;
	struct span text;
	int i;

	for (i = 0; i < t->n; i++)
		buf_adds(record_set(r, t->name[i]), t->json[i]);
	if (t->n > 0)
		return true;
	if (!stream_text(s, r, t->field, &text) ||
	    (t->twice && !stream_text(s, r, t->field, &text)))
		return false;
	put_number(record_set(r, SPAN("n")), (int64_t)text.n);
	return true;
}

int
main(int argc, char **argv)
{
	struct filter t = { .n = 0 };
	struct record r = { .nfields = 0 };
	char **names = NULL;

	stream_init(&t.s, "filter");
	argv = opt_parse(argc, argv, options, "[option ...] [file ...]", &t);
	if (t.files0 != NULL)
		argv = names = stream_files0(t.files0);
	stream_start(&t.s, argv);
	while (stream_next(&t.s, &r))
		if (work(&t, &r))
			stream_emit(&t.s, &r);
	record_free(&r);
	free(names);
	return (int)stream_close(&t.s);
}
