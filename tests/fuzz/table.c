/*
 * A table of any bytes, as -t, --list and --rules take them, and those of
 * training: refused, or read, and what was read can be used on any text.  The
 * first byte says which, the rest is the table.
 */
#include <stdint.h>
#include <string.h>

#include "base/mem.h"
#include "dup/decide.h"
#include "entity/ruleset.h"
#include "fuzz/ends.h"
#include "fuzz/fuzz.h"
#include "gazetteer/list.h"
#include "learn/lexicon.h"
#include "news/boundary.h"
#include "news/cue.h"
#include "news/label.h"
#include "places/places.h"
#include "text/fold.h"
#include "text/utf8.h"

/* The table, as a file and as its bytes. */
struct table_input {
	const char *path;
	struct span text;
};

static void
start(struct table *t, const struct table_input *in)
{
	table_start(t, "table", in->text);
	must(utf8_valid(in->text) == in->text.n);
}

/* Call use with each line of the table, folded, as a line of a page. */
static void
each_line(const struct table_input *in,
    void (*use)(void *arg, struct span folded), void *arg)
{
	struct folded f = { 0 };
	struct span rest = in->text;

	while (rest.n > 0) {
		fold(&f, span_cut(&rest, '\n'));
		use(arg, buf_span(&f.text));
	}
	folded_free(&f);
}

static void
use_cue(void *arg, struct span line)
{
	struct cue cue;
	long at;

	if (cue_find(arg, line, &cue))
		must(cue.rest <= line.n && cue.role < ROLE_COUNT);
	cue_may_be_glued(arg, line);
	at = cue_before_colon(arg, line);
	must(at >= -1 && at <= (long)line.n);
}

static void
try_cues(const struct table_input *in)
{
	struct cues *c = cues_new();
	struct table t;

	start(&t, in);
	cues_add(c, &t, true);
	each_line(in, use_cue, c);
	use_cue(c, SPAN("اقرا ايضا: خبر"));
	cues_free(c);
}

static void
try_boundary(const struct table_input *in)
{
	struct boundary_weights w = { { 0 } };
	struct table t;

	start(&t, in);
	if (boundary_weights_know(t))
		boundary_weights_read(&w, &t);
}

static void
try_labels(const struct table_input *in)
{
	struct labeller *w = mem_zero(1, sizeof *w);
	struct table t;

	start(&t, in);
	if (labeller_knows(t))
		labeller_read(w, &t);
	for (int e = 0; e < EVIDENCE_COUNT; e++)
		for (int l = 0; l < LABEL_COUNT; l++)
			must(w->sited.weight[e][l] <= LABEL_WEIGHT &&
			    w->sited.weight[e][l] >= -LABEL_WEIGHT);
	free(w);
}

static void
try_decider(const struct table_input *in)
{
	struct figures f = { .a = 0 };
	struct decider d;
	struct table t;

	start(&t, in);
	decider_read(&d, &t);
	for (int q = 0; q < DECIDE_COUNT; q++)
		decider_sum(&d, (enum decide_question)q, &f);
	decider_free(&d);
}

static void
use_rule(void *arg, struct span label, size_t from, size_t to)
{
	struct span *line = arg;

	must(label.n > 0 && from < to && to <= line->n);
}

static void
use_rules(void *arg, struct span line)
{
	struct buf folded = { 0 };

	ruleset_apply(arg, line, &folded, true, use_rule, &line);
	buf_free(&folded);
}

static void
try_rules(const struct table_input *in)
{
	struct ruleset *r = ruleset_new();
	struct gazetteer_builder b = { 0 };

	must(utf8_valid(in->text) == in->text.n);
	ruleset_add(r, "table", in->text, true, &b);
	each_line(in, use_rules, r);
	use_rules(r, SPAN("قالت صحيفه \"الصباح\" (سانا) اليوم 5"));
	ruleset_free(r);
	gazetteer_builder_free(&b);
}

/* What was built can be opened. */
static void
check_image(struct gazetteer_builder *b)
{
	struct buf image = { 0 };
	struct gazetteer g;

	if (b->slots == 0)
		return;
	gazetteer_image(b, &image);
	must(gazetteer_open(&g, buf_span(&image)) == NULL);
	must(g.entries == b->entries);
	buf_free(&image);
}

static void
try_user(const struct table_input *in)
{
	struct gazetteer_builder b = { 0 };

	list_load(&b, NULL, in->path, LIST_USER);
	check_image(&b);
	gazetteer_builder_free(&b);
}

static void
try_built_in(const struct table_input *in)
{
	struct gazetteer_builder b = { 0 };

	list_load(&b, NULL, in->path, LIST_BUILTIN);
	list_likeness(&b, NULL, in->path);
	check_image(&b);
	gazetteer_builder_free(&b);
}

static void
try_cities(const struct table_input *in)
{
	static struct places_seen seen;
	struct gazetteer_builder b = { 0 };

	places_cities(&b, NULL, in->path, &seen);
	check_image(&b);
	gazetteer_builder_free(&b);
}

/* A lexicon is written as what reads the same. */
static void
try_lexicon(const struct table_input *in)
{
	struct lexicon_builder b = { 0 }, again = { 0 };
	struct buf first = { 0 }, second = { 0 };
	struct lexicon l;

	lexicon_load(&b, NULL, in->path);
	lexicon_table(&b, &first);
	lexicon_make(&b, &l);
	must(l.n <= b.words);
	lexicon_load(&again, NULL, ends_file(first.p, first.n));
	lexicon_table(&again, &second);
	must(span_eq(buf_span(&first), buf_span(&second)));
	lexicon_free(&l);
	lexicon_builder_free(&b);
	lexicon_builder_free(&again);
	buf_free(&first);
	buf_free(&second);
}

static void
try_names(const struct table_input *in)
{
	struct lexicon_builder b = { 0 };

	lexicon_load_names(&b, NULL, in->path);
	lexicon_builder_free(&b);
}

static const struct {
	char first;
	void (*try)(const struct table_input *in);
} kinds[] = { { 'c', try_cues }, { 'b', try_boundary }, { 'l', try_labels },
	{ 'd', try_decider }, { 'r', try_rules }, { 'u', try_user },
	{ 'i', try_built_in }, { 'p', try_cities }, { 'w', try_lexicon },
	{ 'n', try_names } };

enum { KINDS = sizeof kinds / sizeof kinds[0] };

struct table_call {
	size_t kind;
	const uint8_t *data;
	size_t size;
};

static void
try(void *arg)
{
	const struct table_call *c = arg;
	struct table_input in = { ends_file(c->data, c->size), { NULL, 0 } };

	in.text = table_load(NULL, in.path);
	kinds[c->kind].try(&in);
	free((void *)(uintptr_t)in.text.p);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct table_call c = { 0, data + 1, size - 1 };

	if (size == 0)
		return 0;
	while (c.kind < KINDS && (uint8_t)kinds[c.kind].first != data[0])
		c.kind++;
	if (c.kind < KINDS)
		ends_well(try, &c);
	return 0;
}
