/* train-entities: annotated text in, the model of tag-entities out.
 * train-entities(1). */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <time.h>

#include "base/mem.h"
#include "base/opt.h"
#include "base/status.h"
#include "tagger/data.h"
#include "learn/running.h"
#include "learn/score.h"
#include "learn/train.h"

enum {
	OPT_WORDS = OPT_LONG,
	OPT_HOLD,
	OPT_ROUNDS,
	OPT_MEMBERS,
	OPT_DROP,
	OPT_PRUNE,
	OPT_EPOCHS,
	OPT_FIELD
};

static const struct opt table[] = {
	{ 'o', "output", "FILE", "write FILE, whole or not at all" },
	{ 'g', "gazetteer", "FILE", "names whose matches are features" },
	{ 'l', "lexicon", "FILE", "what --words wrote" },
	{ 'n', "names", "FILE", "table of parts of persons' names" },
	{ 't', "text", "FILE", "records to learn words from; repeatable" },
	{ OPT_FIELD, "field", "NAME", "the field with their text (text)" },
	{ OPT_WORDS, "words", NULL, "write a lexicon of the text, no model" },
	{ OPT_EPOCHS, "epochs", "N", "passes over the text for that (5)" },
	{ OPT_HOLD, "hold-out", "PERCENT",
	    "of the first corpus, its end (10)" },
	{ OPT_ROUNDS, "rounds", "N", "passes over the corpora (6)" },
	{ OPT_MEMBERS, "members", "N", "runs that are added up (8)" },
	{ OPT_DROP, "drop", "PERCENT", "features left out, at random (30)" },
	{ OPT_PRUNE, "prune", "N", "largest weight that is dropped (9)" },
	{ 'q', "quiet", NULL, "print nothing but errors" },
	{ 'h', "help", NULL, "print this help" },
	{ 'V', "version", NULL, "print the version" },
	{ 0, NULL, NULL, NULL },
};

static const char synopsis[] = "[options] -o FILE [corpus.conll ...]";

enum { TEXTS = 64, LEAST_COUNT = 4 };

struct run {
	const char *output, *gazetteer, *lexicon, *names;
	const char *text[TEXTS];
	int texts;
	struct span field;
	bool words, quiet;
	unsigned epochs;
	struct train_options train;
	struct lexicon_builder lexicon_words;
	struct gazetteer g;
	struct corpus corpus;
	struct buf image;
};

static void
progress(const char *what, double done)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r%s %3.0f %% ", what, 100 * done);
}

/* The options that are numbers and files; false where key is neither. */
static bool
simple(struct run *r, int key)
{
	const struct {
		int key;
		unsigned *at;
		long least, most;
	} numbers[] = { { OPT_EPOCHS, &r->epochs, 1, 100 },
		{ OPT_HOLD, &r->train.hold, 0, 90 },
		{ OPT_ROUNDS, &r->train.rounds, 1, 1000 },
		{ OPT_MEMBERS, &r->train.members, 1, 100 },
		{ OPT_DROP, &r->train.drop, 0, 90 },
		{ OPT_PRUNE, &r->train.prune, 0, 126 } };
	const struct {
		int key;
		const char **at;
	} files[] = { { 'o', &r->output }, { 'g', &r->gazetteer },
		{ 'l', &r->lexicon }, { 'n', &r->names } };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		if (numbers[i].key == key) {
			*numbers[i].at = (unsigned)opt_number(
			    optarg, numbers[i].least, numbers[i].most);
			return true;
		}
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (files[i].key == key) {
			*files[i].at = optarg;
			return true;
		}
	return false;
}

static void
option(struct run *r, int key)
{
	if (simple(r, key))
		return;
	if (key == 't' && r->texts == TEXTS)
		errx(STATUS_FATAL, "more than %d texts", TEXTS);
	if (key == 't')
		r->text[r->texts++] = optarg;
	else if (key == OPT_FIELD)
		r->field = span_str(optarg);
	else
		*(key == OPT_WORDS ? &r->words : &r->quiet) = true;
}

struct counting {
	struct run *r;
	struct running running;
	struct priors priors;
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
learn_words(struct run *r)
{
	struct counting c = { .r = r };

	running_texts(r->text, r->texts, r->field, count_words, &c);
	running_cluster(&c.running, &r->lexicon_words, LEAST_COUNT, r->epochs,
	    r->train.progress);
	running_free(&c.running);
	lexicon_table(&r->lexicon_words, &r->image);
}

/* Print how good the model is on what was held out. */
static void
print_scores(const struct run *r, struct tagger *t)
{
	size_t from = train_held_out(&r->corpus, r->train.hold), to = from;

	while (to < r->corpus.sentences && r->corpus.sentence[to].domain == 0)
		to++;
	if (!r->quiet && from < to)
		score_print(t, &r->corpus, from, to, stderr);
}

/* Train, score; where there is text, tag it, and train again with what that
 * says of its words: the first model need not be as good as the second. */
static void
learn_model(struct run *r)
{
	const struct gazetteer *const list[MATCH_LISTS] = {
		[MATCH_BUILT_IN] = r->gazetteer ? &r->g : NULL
	};

	for (int pass = 0; pass < (r->texts > 0 ? 2 : 1); pass++) {
		struct counting *c = mem_zero(1, sizeof(*c));
		struct train_options o = r->train;
		struct model m;

		r->image.n = 0;
		if (pass == 0 && r->texts > 0 && o.members > 2)
			o.members = 2;
		train_model(&r->corpus, &r->lexicon_words, list[MATCH_BUILT_IN],
		    &o, &r->image);
		if (model_open(&m, buf_span(&r->image)) != NULL)
			errx(STATUS_FATAL, "the model is of no use");
		c->r = r;
		tagger_init(&c->tagger, &m, list);
		print_scores(r, &c->tagger);
		if (r->texts > 0 && pass == 0) {
			priors_start(&c->priors, &r->lexicon_words);
			running_texts(
			    r->text, r->texts, r->field, count_tags, c);
			priors_finish(
			    &c->priors, &r->lexicon_words, r->corpus.types);
		}
		tagger_free(&c->tagger);
		free(c);
	}
}

static void
load(struct run *r, char *const *files)
{
	if (r->lexicon != NULL)
		lexicon_load(&r->lexicon_words, r->lexicon);
	if (r->names != NULL)
		lexicon_load_names(&r->lexicon_words, r->names);
	if (r->gazetteer != NULL)
		data_gazetteer(r->gazetteer, &r->g);
	corpus_init(&r->corpus);
	for (; *files != NULL; files++)
		corpus_load(&r->corpus, *files);
}

int
main(int argc, char **argv)
{
	struct run r = { .field = SPAN("text"),
		.epochs = 5,
		.train = { 6, 8, 30, 10, 9, progress } };
	clock_t start = clock();

	for (int key; (key = opt_next(argc, argv, table, synopsis)) != -1;)
		option(&r, key);
	if (r.output == NULL)
		errx(STATUS_FATAL, "no -o FILE");
	if (r.quiet)
		r.train.progress = NULL;
	load(&r, argv + optind);
	if (r.words)
		learn_words(&r);
	else if (r.corpus.sentences == 0)
		errx(STATUS_FATAL, "no corpus to learn from");
	else
		learn_model(&r);
	data_write(r.output, buf_span(&r.image));
	if (!r.quiet)
		fprintf(stderr, "%s: %zu bytes, %.1f seconds\n", r.output,
		    r.image.n, (double)(clock() - start) / CLOCKS_PER_SEC);
	corpus_free(&r.corpus);
	lexicon_builder_free(&r.lexicon_words);
	buf_free(&r.image);
	return STATUS_OK;
}
