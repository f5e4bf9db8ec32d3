/* learn-furniture(1): pages in, a table of the lines that come back out. */
#include <stdlib.h>

#include "base/err.h"
#include "furniture/learned.h"
#include "rules/pattern.h"

struct learn {
	struct stream stream;
	struct pages pages;
	struct learned learned;
	const char *encoding; /* or "auto" */
	const char *files0;
	char **names; /* that files0 lists */
};

static void
set_separator(void *pages, const char *regex)
{
	struct pages *to = pages;

	to->separates = pattern_matches;
	to->separates_arg = pattern_option("--separator", regex);
}

#define AT(member) OPT_AT(struct learn, member)

static const struct opt options[] = {
	{ 0, "by", "FIELD", "JSON field that names a page's site", OPT_SPAN,
	    AT(learned.by), .init = "url" },
	{ 0, "least", "N", "pages that have a line", OPT_NUMBER,
	    AT(learned.least), .min = 2, .max = 1000000, .init = "3" },
	{ 0, "counters", "N", "lines counted exactly", OPT_NUMBER,
	    AT(learned.counters), .min = 16, .max = 10000000, .init = "65536" },
	{ .type = OPT_TABLE, .rows = pages_options, AT(pages) },
	{ 0, "separator", "REGEX", "lines between text pages", OPT_CALL,
	    AT(pages), .call = set_separator },
	{ 0, "files0-from", "FILE", "read NUL-ended file names", OPT_FILE,
	    AT(files0) },
	{ 0, "encoding", "NAME", "character set", OPT_STRING, AT(encoding),
	    .init = "auto" },
	{ .type = OPT_TABLE, .rows = stream_options, AT(stream) },
	{ 0 },
};

static const char synopsis[] = "[-0v] [-o file] [option ...] [file ...]";

static void
start(struct learn *l, char **files)
{
	if (stream_passes(&l->stream))
		errx(STATUS_FATAL, "--bad=pass: a table has no place for them");
	if (!encoding_init(&l->pages.encoding,
		strcmp(l->encoding, "auto") != 0 ? l->encoding : NULL))
		errx(STATUS_FATAL, "--encoding: unknown character set");
	if (l->files0 != NULL)
		files = l->names = stream_files0(l->files0);
	pages_start(&l->pages);
	stream_enter(&l->stream, files);
	learned_start(&l->learned);
	stream_start(&l->stream, files);
}

static void
learn_page(struct learn *l, const struct page_in *page)
{
	size_t at;
	const char *what = learned_add(&l->learned, page, &at);

	if (what == NULL)
		return;
	at = encoding_raw_length(
	    &l->pages.encoding, page->encoding, page->raw, at);
	stream_bad(&l->stream, page->unit, what, page->record ? 0 : at);
}

int
main(int argc, char **argv)
{
	static struct learn l = { .pages = { .stream = &l.stream,
				      .delimiter = READER_WHOLE,
				      .called = PAGES_PATH } };
	struct page_in page;

	stream_init(&l.stream, "learn-furniture");
	start(&l, opt_parse(argc, argv, options, synopsis, &l));
	while (pages_next(&l.pages, &page))
		learn_page(&l, &page);
	learned_write(&l.learned, stream_out(&l.stream));
	stream_done(&l.stream);
	learned_free(&l.learned);
	pages_free(&l.pages);
	pattern_free(l.pages.separates_arg);
	free(l.names);
	return (int)stream_close(&l.stream);
}
