/* train-entities: annotated text in, the model of tag-entities out.
 * train-entities(1). */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <time.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/opt.h"
#include "base/status.h"
#include "io/confine.h"
#include "tagger/data.h"
#include "learn/running.h"
#include "learn/score.h"
#include "learn/silver.h"
#include "learn/train.h"

enum { LEAST_COUNT = 4, FIRST_MEMBERS = 1 };

struct train_run {
	const char *output, *gazetteer, *lexicon, *names;
	struct opt_list texts;
	struct span field;
	bool words, quiet;
	struct confine confine;
	unsigned epochs, tagged, margin;
	struct train_options train;
	struct lexicon_builder lexicon_words;
	struct gazetteer g;
	struct corpus corpus;
	struct buf image;
	struct writer out;
};

static void
progress(const char *what, double done)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r%s %3.0f %% ", what, 100 * done);
}

#define AT(member) OPT_AT(struct train_run, member)

static const struct opt table[] = {
	{ 'o', "output", "FILE", "write FILE, whole or not at all", OPT_FILE,
	    AT(output), .must = true },
	{ 'g', "gazetteer", "FILE", "names whose matches are features",
	    OPT_FILE, AT(gazetteer) },
	{ 'l', "lexicon", "FILE", "what --words wrote", OPT_FILE, AT(lexicon) },
	{ 'n', "names", "FILE", "table of parts of persons' names", OPT_FILE,
	    AT(names) },
	{ 't', "text", "FILE", "records to learn words from", OPT_LIST,
	    AT(texts) },
	{ 0, "field", "NAME", "the field with their text", OPT_SPAN, AT(field),
	    .init = "text" },
	{ 0, "words", NULL, "write a lexicon of the text, no model", OPT_FLAG,
	    AT(words) },
	{ 0, "epochs", "N", "passes over the text for that", OPT_NUMBER,
	    AT(epochs), .min = 1, .max = 100, .init = "5" },
	{ 0, "tagged", "PERCENT", "of the text's sentences, as a corpus",
	    OPT_NUMBER, AT(tagged), .min = 0, .max = 100, .init = "0" },
	{ 0, "margin", "VOTES", "that their words must have", OPT_NUMBER,
	    AT(margin), .min = 0, .max = 1000, .init = "5" },
	{ 0, "hold-out", "PERCENT", "of the first corpus, its end", OPT_NUMBER,
	    AT(train.hold), .min = 0, .max = 90, .init = "10" },
	{ 0, "rounds", "N", "passes over the corpora", OPT_NUMBER,
	    AT(train.rounds), .min = 1, .max = 1000, .init = "6" },
	{ 0, "repeat", "N", "times the first corpus is taken in a pass",
	    OPT_NUMBER, AT(train.repeat), .min = 1, .max = 100, .init = "1" },
	{ 0, "members", "N", "runs that are added up", OPT_NUMBER,
	    AT(train.members), .min = 1, .max = 100, .init = "8" },
	{ 0, "drop", "PERCENT", "features left out, at random", OPT_NUMBER,
	    AT(train.drop), .min = 0, .max = 90, .init = "30" },
	{ 0, "prune", "N", "largest weight that is dropped", OPT_NUMBER,
	    AT(train.prune), .min = 0, .max = 126, .init = "9" },
	{ 'q', "quiet", NULL, "print nothing but errors", OPT_FLAG, AT(quiet) },
	{ .type = OPT_TABLE, .rows = confine_options, AT(confine) },
	{ 'v', "verbose", NULL, "tell what sandbox there is", OPT_FLAG,
	    AT(confine.tells) },
	{ 0 },
};

static const char synopsis[] = "[options] -o file [corpus.conll ...]";

struct counting {
	struct train_run *r;
	struct running running;
	struct priors priors;
	struct silver silver;
	struct tagger tagger;
};

static void
count_words(void *arg, struct span text)
{
	struct counting *c = arg;

	running_add(&c->running, &c->r->lexicon_words, text);
}

static void
count_tags(void *arg, struct span text)
{
	struct counting *c = arg;

	priors_add(&c->priors, &c->r->lexicon_words, &c->tagger, text);
}

static void
learn_words(struct train_run *r)
{
	struct counting c = { .r = r };

	running_texts(&r->confine.clerk, r->texts.item, r->texts.n, r->field,
	    count_words, &c);
	running_cluster(&c.running, &r->lexicon_words, LEAST_COUNT, r->epochs,
	    r->train.progress);
	running_free(&c.running);
	lexicon_table(&r->lexicon_words, &r->image);
}

/* Print how good the model is on what was held out. */
static void
print_scores(const struct train_run *r, struct tagger *t)
{
	size_t from = train_held_out(&r->corpus, r->train.hold), to = from;

	while (to < r->corpus.sentences && r->corpus.sentence[to].domain == 0)
		to++;
	if (!r->quiet && from < to)
		score_print(t, &r->corpus, from, to, stderr);
}

static void
take_sentences(void *arg, struct span text)
{
	struct counting *c = arg;

	silver_add(&c->silver, &c->tagger, text);
}

/* Have the tagger tell of the running text. */
static void
read_texts(struct train_run *r, struct counting *c, bool sentences)
{
	priors_start(&c->priors, &r->lexicon_words);
	running_texts(&r->confine.clerk, r->texts.item, r->texts.n, r->field,
	    count_tags, c);
	if (sentences) {
		c->silver = (struct silver) { .c = &r->corpus,
			.percent = r->tagged,
			.margin = (int32_t)r->margin };
		running_texts(&r->confine.clerk, r->texts.item, r->texts.n,
		    r->field, take_sentences, c);
		silver_finish(&c->silver);
	}
	priors_finish(&c->priors, &r->lexicon_words, r->corpus.types);
}

/*
 * Train and score.  Where there is text, a first model tags it for what that
 * says of its words; where sentences of it are wanted, a second one, which
 * knows that, tags those; the last one learns from all.  All but the last need
 * not be as good.
 */
static void
learn_model(struct train_run *r)
{
	const struct gazetteer *const list[MATCH_LISTS] = {
		[MATCH_BUILT_IN] = r->gazetteer ? &r->g : NULL
	};
	int passes = r->texts.n == 0 ? 1 : r->tagged == 0 ? 2 : 3;

	for (int pass = 1; pass <= passes; pass++) {
		struct counting *c = mem_zero(1, sizeof *c);
		struct train_options o = r->train;
		struct model m;

		r->image.n = 0;
		if (pass < passes && o.members > FIRST_MEMBERS)
			o.members = FIRST_MEMBERS;
		train_model(&r->corpus, &r->lexicon_words, list[MATCH_BUILT_IN],
		    &o, &r->image);
		if (model_open(&m, buf_span(&r->image)) != NULL)
			errx(STATUS_FATAL, "the model is of no use");
		c->r = r;
		tagger_init(&c->tagger, &m, list);
		print_scores(r, &c->tagger);
		if (pass < passes)
			read_texts(r, c, pass == 2);
		tagger_free(&c->tagger);
		model_close(&m);
		free(c);
	}
}

/* Open the output, let go of all but that and what will be read, and read. */
static void
load(struct train_run *r, const char *const *files)
{
	struct clerk *c = &r->confine.clerk;

	data_create(&r->out, r->output);
	clerk_target(c, r->out.target);
	clerk_file(c, r->lexicon);
	clerk_file(c, r->names);
	clerk_file(c, r->gazetteer);
	clerk_files(c, r->texts.item);
	clerk_files(c, files);
	confine_enter(&r->confine);
	confine_seal(&r->confine);
	writer_watch(&r->out);
	if (r->lexicon != NULL)
		lexicon_load(&r->lexicon_words, c, r->lexicon);
	if (r->names != NULL)
		lexicon_load_names(&r->lexicon_words, c, r->names);
	if (r->gazetteer != NULL)
		data_gazetteer(c, r->gazetteer, &r->g);
	corpus_init(&r->corpus);
	for (; *files != NULL; files++)
		corpus_load(&r->corpus, c, *files);
}

int
main(int argc, char **argv)
{
	struct train_run r = { .quiet = false };
	clock_t start = clock();

	argv = opt_parse(argc, argv, table, synopsis, &r);
	r.train.progress = r.quiet ? NULL : progress;
	load(&r, (const char *const *)argv);
	if (!r.words && r.corpus.sentences == 0)
		errx(STATUS_FATAL, "no corpus to learn from");
	if (r.words)
		learn_words(&r);
	else
		learn_model(&r);
	data_write(&r.out, r.output, buf_span(&r.image));
	if (!r.quiet)
		warnx("%s: %zu bytes, %.1f seconds", r.output, r.image.n,
		    (double)(clock() - start) / CLOCKS_PER_SEC);
	corpus_free(&r.corpus);
	lexicon_builder_free(&r.lexicon_words);
	buf_free(&r.image);
	free(r.texts.item);
	confine_end(&r.confine);
	return STATUS_OK;
}
