/* khabar(1): the tools in a pipe, from pages to articles; or one of them. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/opt.h"
#include "base/status.h"
#include "io/confine.h"
#include "io/pipeline.h"
#include "io/share.h"
#include "io/writer.h"
#include "record/kind.h"

/* The tools: programs beside this one, or, by `make static`, linked to it under
 * these names. */
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
	int bad;
	struct confine confine;
	struct opt_list pages, texts; /* the files, by who reads them */
	struct pipeline pipe;
};

#define AT(member) OPT_AT(struct khabar, member)

static const struct opt options[] = {
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

/*
 * What the files are is told by their first bytes, which strangers wrote and
 * which may have to be unpacked: that is for a process in the sandbox, which
 * prints a letter a file.
 */
enum { PAGES = 'p', TEXTS = 't' };

static char
kind_of(struct clerk *c, struct reader *in, const char *path, bool ahead)
{
	const unsigned others = ~(unsigned)(KIND_MARKUP | KIND_CRAWL);
	bool pages = false, input = strcmp(path, "-") == 0;
	int fd = input && !ahead ? -1 : clerk_open(c, path);

	if (fd != -1) { /* or split-articles says why it cannot be read */
		reader_start(in, fd);
		pages = kind_refuses(in, others) != NULL;
		reader_close(fd);
	}
	return pages ? PAGES : TEXTS;
}

static int
tell_kinds(struct confine *confine, char **files, int to)
{
	struct clerk *c = &confine->clerk;
	struct reader in = { .delimiter = READER_WHOLE, .max = KIND_HEAD };
	struct writer out = { 0 };
	int head = reader_ahead(STDIN_FILENO);

	if (head != -1)
		dup2(head, STDIN_FILENO);
	for (char **f = files; *f != NULL; f++)
		clerk_file(c, *f);
	confine_enter(confine);
	confine_seal(confine);
	writer_start(&out, to);
	for (; *files != NULL; files++) {
		char kind = kind_of(c, &in, *files, head != -1);

		writer_add(&out, span_of(&kind, 1));
	}
	confine_end(confine);
	return writer_close(&out, true) == -1 ? STATUS_FATAL : STATUS_OK;
}

/* Put the files into pages and texts. */
static void
sort_files(struct khabar *k, char **files)
{
	struct reader in = { .delimiter = READER_WHOLE, .max = SIZE_MAX };
	struct span kinds = { 0 };
	int ends[2];
	pid_t pid;

	pipeline_pipe(ends);
	if ((pid = pipeline_fork()) == 0) {
		close(ends[0]);
		exit(tell_kinds(&k->confine, files, ends[1]));
	}
	close(ends[1]);
	reader_start(&in, ends[0]);
	reader_next(&in, &kinds);
	if (pipeline_wait(pid) != 0)
		exit(STATUS_FATAL);
	/* Who wrote this has read what strangers wrote. */
	for (size_t i = 0; files[i] != NULL; i++) {
		if (i >= kinds.n)
			errx(STATUS_FATAL, "%s: its kind is not known",
			    files[i]);
		pipeline_word(
		    kinds.p[i] == PAGES ? &k->pages : &k->texts, files[i]);
	}
	reader_free(&in);
	close(ends[0]);
}

static struct opt_list *
add_tool(struct khabar *k, const char *name)
{
	static const char *const sandbox[] = { NULL, "--sandbox=require",
		"--sandbox=none" };
	static const char *const bad[] = { NULL, "--bad=skip", "--bad=pass",
		"--bad=stop" };
	const char *const more[] = { k->verbose ? "-v" : NULL, bad[k->bad],
		sandbox[k->confine.want] };
	struct opt_list *argv = pipeline_add(&k->pipe);

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
			    "standard input is text, and may "
			    "not stand beside HTML");
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

static enum status
print_pipe(const struct khabar *k)
{
	struct writer w = { 0 };

	writer_start(&w, STDOUT_FILENO);
	pipeline_print(&k->pipe, k->output, &w);
	return writer_close(&w, true) == -1 ? STATUS_FATAL : STATUS_OK;
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
	status = k.dry ? print_pipe(&k) : pipeline_run(&k.pipe, k.output);
	pipeline_free(&k.pipe);
	free(k.pages.item);
	free(k.texts.item);
	return (int)status;
}
