/* khabar(1): the tools in a pipe, from pages to articles; or one of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/opt.h"
#include "base/status.h"
#include "io/confine.h"
#include "io/pipeline.h"
#include "io/share.h"
#include "record/glance.h"

/* The tools: programs beside this one, or linked to it by `make static`. */
/* clang-format off */
#define TOOLS(X)                                                               \
	X("read-pages", read_pages_main),                                      \
	X("split-articles", split_articles_main),                              \
	X("extract-meta", extract_meta_main),                                  \
	X("dedupe", dedupe_main),                                              \
	X("tag-entities", tag_entities_main),                                  \
	X("train-entities", train_entities_main),                              \
	X("khabar-report", khabar_report_main),                                \
	X("learn-furniture", learn_furniture_main)
#define DECLARE(name, f) f(int argc, char **argv) __attribute__((weak))
#define ROW(name, f) { name, f }
/* clang-format on */
int TOOLS(DECLARE);

static const struct tool {
	const char *name;
	int (*linked)(int argc, char **argv); /* or NULL */
} tools[] = { TOOLS(ROW) };

struct khabar {
	bool dry, verbose;
	const char *output;
	int bad, jobs;
	char threads[16];
	struct confine confine;
	struct opt_list pages, texts; /* the files, by who reads them */
	struct pipeline pipe;
};

#define AT(member) OPT_AT(struct khabar, member)

static const struct opt options[] = {
	{ 'j', "jobs", "N", "threads of a tool; 0: as many as cores",
	    OPT_NUMBER, AT(jobs), .max = 256, .init = "1" },
	{ 'n', "dry-run", NULL, "print the pipe, run nothing", OPT_FLAG,
	    AT(dry) },
	{ 'o', "output", "FILE", "write FILE, whole or not at all", OPT_FILE,
	    AT(output) },
	{ 'v', "verbose", NULL, "let each tool print a line of counts",
	    OPT_FLAG, AT(verbose) },
	{ 0, "bad", "report|skip|pass|stop", "what to do with bad records",
	    OPT_WORD, AT(bad), .init = "report" },
	{ .type = OPT_TABLE, .rows = confine_options, AT(confine) },
	{ 0 },
};

static const char synopsis[] = "[-nv] [-o file] [option ...] [file ...]";

static const struct tool *
tool_named(const char *name)
{
	for (size_t i = 0; i < sizeof tools / sizeof tools[0]; i++)
		if (strcmp(name, tools[i].name) == 0)
			return &tools[i];
	return NULL;
}

static void
become(const struct opt_list *words)
{
	const struct tool *t = tool_named(words->item[0]);
	union {
		const char **words;
		char **argv;
		char *const *args;
	} a = { words->item };
	struct buf path = { 0 };

	if (t == NULL)
		errx(STATUS_FATAL, "%s: no such tool", words->item[0]);
	if (t->linked != NULL) {
		setprogname(t->name);
		exit(t->linked((int)words->n, a.argv));
	}
	if (share_program(t->name, &path))
		execv(path.p, a.args);
	else
		execvp(t->name, a.args);
	err(STATUS_FATAL, "%s", t->name);
}

/* Put the files into pages and texts. */
static void
sort_files(struct khabar *k, char **files)
{
	bool *page = glance(&k->confine, files, KIND_MARKUP | KIND_CRAWL);

	for (size_t i = 0; files[i] != NULL; i++)
		pipeline_word(page[i] ? &k->pages : &k->texts, files[i]);
	free(page);
}

static struct opt_list *
add_tool(struct khabar *k, const char *name)
{
	static const char *const sandbox[] = { NULL, "--sandbox=require",
		"--sandbox=none" };
	static const char *const bad[] = { NULL, "--bad=skip", "--bad=pass",
		"--bad=stop" };
	const char *const more[] = { k->verbose ? "-v" : NULL, bad[k->bad],
		sandbox[k->confine.want], k->jobs != 1 ? k->threads : NULL };
	struct opt_list *argv = pipeline_add(&k->pipe);

	snprintf(k->threads, sizeof k->threads, "-j%d", k->jobs);
	pipeline_word(argv, name);
	for (size_t i = 0; i < sizeof more / sizeof more[0]; i++)
		if (more[i] != NULL)
			pipeline_word(argv, more[i]);
	return argv;
}

/* Pages come first: split-articles reads them from the pipe, then the texts. */
static void
lay_pipe(struct khabar *k)
{
	struct opt_list input = { 0 };

	if (k->pages.n > 0)
		pipeline_files(add_tool(k, "read-pages"), &k->pages);
	if (k->pages.n > 0 && k->texts.n > 0)
		pipeline_word(&input, "-");
	for (size_t i = 0; i < k->texts.n; i++) {
		if (input.n > 0 && strcmp(k->texts.item[i], "-") == 0)
			errx(STATUS_FATAL,
			    "standard input is text: not beside HTML");
		pipeline_word(&input, k->texts.item[i]);
	}
	pipeline_files(add_tool(k, "split-articles"), &input);
	free(input.item);
	add_tool(k, "extract-meta");
	add_tool(k, "dedupe");
	add_tool(k, "tag-entities");
}

/* A tool by its name: khabar dedupe ..., or a link called dedupe. */
static void
try_tool(int argc, char **argv)
{
	const char *slash = strrchr(argv[0], '/');
	const struct tool *t = tool_named(slash ? slash + 1 : argv[0]);
	struct opt_list words = { 0 };

	if (t == NULL && argc > 1 && (t = tool_named(argv[1])) != NULL)
		argv++;
	if (t == NULL)
		return;
	pipeline_word(&words, t->name);
	while (*++argv != NULL)
		pipeline_word(&words, *argv);
	become(&words);
}

int
main(int argc, char **argv)
{
	static char dash[] = "-", *input[] = { dash, NULL };
	struct khabar k = { .pipe.become = become };
	enum status status;

	if (argc > 0)
		try_tool(argc, argv);
	setprogname("khabar");
	argv = opt_parse(argc, argv, options, synopsis, &k);
	sort_files(&k, argv[0] != NULL ? argv : input);
	lay_pipe(&k);
	status = k.dry ? pipeline_print(&k.pipe, k.output)
		       : pipeline_run(&k.pipe, k.output);
	pipeline_free(&k.pipe);
	free(k.pages.item);
	free(k.texts.item);
	return (int)status;
}
