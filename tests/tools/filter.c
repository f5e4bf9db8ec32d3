/*
 * The smallest tool there can be, for tests of what all tools share: counts
 * the bytes of a field into "n", or sets the fields that it is told to.
 */
#include <stdlib.h>
#include <unistd.h>

#include "record/stream.h"

enum { OPT_FIELD = OPT_LONG, OPT_SET, OPT_TWICE, OPT_FILES0 };

static const struct opt options[] = {
	{ OPT_FIELD, "field", "NAME", "count the bytes of NAME (text)" },
	{ OPT_SET, "set", "NAME=JSON", "set NAME instead; repeatable" },
	{ OPT_TWICE, "twice", NULL, "decode the field twice" },
	{ OPT_FILES0, "files0-from", "FILE", "read NUL-ended file names" },
	STREAM_OPTIONS,
	{ 0 },
};

enum { SETS = 16 };

struct settings {
	struct span field, name[SETS], json[SETS];
	int n;
	bool twice;
};

static void
set(struct settings *t, const char *arg)
{
	struct span s = span_str(arg);

	if (t->n == SETS)
		exit(STATUS_FATAL);
	t->name[t->n] = span_cut(&s, '=');
	t->json[t->n++] = s;
}

/* Do what the settings say; false where the record was bad. */
static bool
work(struct stream *s, struct record *r, const struct settings *t)
{
	struct span text;
	int i;

	for (i = 0; i < t->n; i++)
		buf_adds(record_set(r, t->name[i]), t->json[i]);
	if (t->n > 0)
		return true;
	if (!stream_text(s, r, t->field, &text) ||
	    (t->twice && !stream_text(s, r, t->field, &text)))
		return false;
	record_set_number(r, SPAN("n"), text.n);
	return true;
}

int
main(int argc, char **argv)
{
	struct settings t = { .field = SPAN("text") };
	struct record r = { .nfields = 0 };
	struct stream s;
	char **names = NULL;
	int c;

	stream_init(&s, "filter");
	while (
	    (c = opt_next(argc, argv, options, "[option ...] [file ...]")) >= 0)
		if (c == OPT_FIELD)
			t.field = span_str(optarg);
		else if (c == OPT_SET)
			set(&t, optarg);
		else if (c == OPT_TWICE)
			t.twice = true;
		else if (c == OPT_FILES0)
			names = stream_files0(optarg);
		else
			stream_option(&s, c, optarg);
	stream_start(&s, names ? names : argv + optind);
	while (stream_next(&s, &r))
		if (work(&s, &r, &t))
			stream_emit(&s, &r);
	record_free(&r);
	free(names);
	return (int)stream_close(&s);
}
