/*
 * Input of any bytes, whose first one says what it is: pages parted by NUL,
 * form feed or lines `--`, a WET file, or what is guessed; with each --bad,
 * character sets and a small --max-record.  Read in blocks of 16 bytes, so that
 * all that the reader may move moves.
 *
 * Pages of text and what --bad=pass copies must be those of the oracle below;
 * of other kinds they must be bytes of the input, in its order.
 */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* These functions are taken before those of the library. */
#undef IO_BLOCK
#define IO_BLOCK 16
#include "../../common/io/reader.c"

#include "record/pages.h"
#include "text/utf8.h"
#include "fuzz/fuzz.h"

enum pages_kind {
	KIND_NUL,
	KIND_FORM_FEED,
	KIND_LINES,
	KIND_WET,
	KIND_AUTO,
	KINDS
};
enum { SMALL = 100, LARGE = 1 << 30 };

struct trial {
	enum pages_kind kind;
	enum bad_policy bad;
	const char *encoding; /* or NULL */
	size_t max;
	struct span in;
};

static bool
separates(void *arg, struct span line)
{
	(void)arg;
	return span_eq(line, SPAN("--"));
}

/* The lines up to the next that separates; *rest is behind it. */
static struct span
cut_lines(struct span *rest)
{
	struct span all = *rest, line;

	while (rest->n > 0) {
		const char *at = rest->p;

		line = span_cut(rest, '\n');
		if (separates(NULL, line))
			return span_to(all.p, at);
	}
	return all;
}

/* The next page of text as *raw; false at the end. */
static bool
next_page(enum pages_kind kind, struct span *rest, struct span *raw)
{
	if (rest->n == 0)
		return false;
	if (kind == KIND_LINES)
		*raw = cut_lines(rest);
	else
		*raw = span_cut(rest, kind == KIND_NUL ? '\0' : '\f');
	return true;
}

static void
oracle(const struct trial *t, struct buf *pages, struct buf *passed)
{
	struct span rest = t->in, raw, text;
	struct encoding e;

	must(encoding_init(&e, t->encoding));
	while (next_page(t->kind, &rest, &raw)) {
		if (raw.n == 0)
			continue;
		if (encoding_read(&e, raw, &text) != ENCODING_BAD) {
			buf_adds(pages, text);
			buf_addc(pages, '\0');
		} else if (t->bad == BAD_STOP)
			break;
		else if (t->bad == BAD_PASS) {
			if (t->kind == KIND_LINES && span_ends(raw, SPAN("\n")))
				raw.n--;
			buf_adds(passed, raw);
			buf_addc(passed, '\n');
		}
	}
	encoding_free(&e);
}

/* Offsets are the same, asked for in order or not. */
static void
check_offsets(struct encoding *e, const struct page_in *page)
{
	size_t n = page->text.n, half, all;

	half = encoding_raw_length(e, page->encoding, page->raw, n / 2);
	all = encoding_raw_length(e, page->encoding, page->raw, n);
	must(half <= all && all <= page->raw.n);
	must(encoding_raw_length(e, page->encoding, page->raw, n / 2) == half);
	must(encoding_raw_length(e, page->encoding, page->raw, n) == all);
}

static void
check_page(const struct trial *t, struct encoding *e,
    const struct page_in *page, struct span *rest)
{
	const char *at;

	must(utf8_valid(page->text) == page->text.n);
	must(page->raw.n <= t->max && page->doc.n > 0);
	check_offsets(e, page);
	if (page->record != NULL || page->raw.n == 0)
		return;
	at = memmem(rest->p, rest->n, page->raw.p, page->raw.n);
	must(at != NULL);
	*rest = span_to(at + page->raw.n, rest->p + rest->n);
}

static void
read_pages(const struct trial *t, struct buf *pages)
{
	char *none[] = { NULL };
	struct stream s;
	struct pages p = { .stream = &s,
		.field = SPAN("text"),
		.id_field = SPAN("id"),
		.delimiter = t->kind == KIND_NUL ? '\0' : READER_WHOLE,
		.format = t->kind == KIND_AUTO ? PAGES_AUTO
		    : t->kind == KIND_WET      ? PAGES_WET
					       : PAGES_TEXT,
		.separates = t->kind == KIND_LINES ? separates : NULL };
	struct page_in page;
	struct span rest = t->in;

	stream_init(&s, "pages");
	s.bad = t->bad;
	s.confine.want = SANDBOX_NONE;
	s.in.max = t->max;
	must(encoding_init(&p.encoding, t->encoding));
	pages_start(&p);
	stream_start(&s, none);
	while (pages_next(&p, &page)) {
		check_page(t, &p.encoding, &page, &rest);
		buf_adds(pages, page.text);
		buf_addc(pages, '\0');
	}
	pages_free(&p);
	must(stream_close(&s) <= STATUS_FATAL);
}

/* What was passed is of the input, in order, but for line ends. */
static void
check_order(struct span part, struct span all)
{
	size_t i, at = 0;

	for (i = 0; i < part.n; i++) {
		if (part.p[i] == '\n')
			continue;
		while (at < all.n && all.p[at] != part.p[i])
			at++;
		must(at++ < all.n);
	}
}

static void
try(const struct trial *t)
{
	struct buf pages = { 0 }, want = { 0 }, want_passed = { 0 };
	struct span passed = SPAN("");
	int keep;
	off_t n;

	fuzz_replace(STDIN_FILENO, t->in.p, t->in.n);
	fuzz_replace(STDOUT_FILENO, NULL, 0);
	must((keep = dup(STDOUT_FILENO)) >= 0);
	read_pages(t, &pages);
	if ((n = lseek(keep, 0, SEEK_END)) > 0)
		passed = span_of(
		    mmap(NULL, (size_t)n, PROT_READ, MAP_SHARED, keep, 0),
		    (size_t)n);
	check_order(passed, t->in);
	if (t->kind <= KIND_LINES && t->max == LARGE) {
		oracle(t, &want, &want_passed);
		must(span_eq(buf_span(&pages), buf_span(&want)));
		must(span_eq(passed, buf_span(&want_passed)));
	}
	if (n > 0)
		munmap((void *)(uintptr_t)passed.p, passed.n);
	close(keep);
	buf_free(&pages);
	buf_free(&want);
	buf_free(&want_passed);
}

/* A digit of what is left of n, in base. */
static unsigned
digit(unsigned *n, unsigned base)
{
	unsigned d = *n % base;

	*n /= base;
	return d;
}

/* The oracle does not unpack, and knows no byte order mark of UTF-16 and
 * UTF-32, which is refused, or believed, where no character set is named. */
static bool
is_left_out(const struct trial *t)
{
	unsigned takes = ~(unsigned)KIND_PACKED;
	const char *what;
	bool more;

	if (t->encoding == NULL && t->kind <= KIND_LINES)
		takes &= ~(unsigned)KIND_MARKED;
	return unpack_told(t->in, &more) != NULL ||
	    kind_ask(t->in, true, takes, &what) == KIND_REFUSED;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const encodings[] = { NULL, "utf-8",
		"windows-1256" };
	unsigned say = size > 0 ? data[0] : 0;
	struct trial t = { .kind = digit(&say, KINDS) };

	if (size == 0)
		return 0;
	t.bad = digit(&say, BAD_STOP + 1);
	t.encoding = encodings[digit(&say, 3)];
	t.max = digit(&say, 2) ? SMALL : LARGE;
	t.in = span_of((const char *)data + 1, size - 1);
	if (!is_left_out(&t))
		try(&t);
	return 0;
}
