/*
 * Crawls, feeds and pages of any bytes, whose first byte says --from, --bad and
 * --max-record.  Read in blocks of 16 bytes, so that all that the reader may
 * move moves.  What comes out has a name, its fields are UTF-8, and no page is
 * longer than what is allowed.
 */
#include <string.h>

/* These functions are taken before those of the library. */
#undef IO_BLOCK
#define IO_BLOCK 16
#include "../../common/io/reader.c"

#include "text/utf8.h"
#include "web/documents.h"
#include "web/webpage.h"
#include "fuzz/fuzz.h"

enum { SMALL = 300, LARGE = 1 << 20 };

static void
check(const struct document *d, size_t max)
{
	struct span fields[] = { d->id, d->url, d->crawled, d->language };

	must(d->id.n > 0 && d->raw.n <= max);
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		must(utf8_valid(fields[i]) == fields[i].n);
}

static void
read_all(enum documents_format format, enum bad_policy bad, size_t max)
{
	char *none[] = { NULL };
	struct stream s;
	struct documents d = { .stream = &s, .format = format };
	struct document out;
	struct webpage page = { .encoding = NULL };

	stream_init(&s, "crawl");
	s.bad = bad;
	s.confine.want = SANDBOX_NONE;
	s.in.max = max;
	documents_start(&d);
	stream_start(&s, none);
	while (documents_next(&d, &out)) {
		check(&out, max);
		if (out.kind == DOCUMENT_PAGE)
			webpage_read(&page, out.raw, out.charset, false);
		else if (out.kind == DOCUMENT_ITEM)
			webpage_item(&page, out.raw, out.encoding);
		must(utf8_valid(webpage_text(&page)) == webpage_text(&page).n);
	}
	documents_free(&d);
	webpage_free(&page);
	must(stream_close(&s) <= STATUS_FATAL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned say = size > 0 ? data[0] : 0;

	if (size == 0)
		return 0;
	fuzz_replace(STDIN_FILENO, data + 1, size - 1);
	fuzz_replace(STDOUT_FILENO, NULL, 0);
	read_all((enum documents_format)(say % (DOCUMENTS_WARC + 1)),
	    (enum bad_policy)(say / 8 % (BAD_STOP + 1)),
	    say & 128 ? SMALL : LARGE);
	return 0;
}
