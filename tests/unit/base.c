/* Spans, buffers, memory, status. */
#include <stdlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/status.h"
#include "tap.h"

static void
test_spans(void)
{
	struct span s = SPAN("a,,b"), empty = { NULL, 0 }, part;

	ok(SPAN("\0x").n == 2, "a literal with a NUL");
	ok(span_eq(empty, SPAN("")), "empty spans are equal");
	ok(!span_eq(SPAN("a"), SPAN("b")) && !span_eq(SPAN("a"), empty),
	    "span_eq");
	ok(span_starts(SPAN("ab"), SPAN("a")) && span_starts(empty, empty) &&
		!span_starts(SPAN("a"), SPAN("ab")),
	    "span_starts");
	ok(span_ends(SPAN("ab"), SPAN("b")) && span_ends(empty, empty) &&
		!span_ends(SPAN("b"), SPAN("ab")),
	    "span_ends");
	part = span_cut(&s, ',');
	ok(span_eq(part, SPAN("a")) && span_eq(s, SPAN(",b")), "span_cut");
	part = span_cut(&s, ',');
	ok(part.n == 0 && part.p != NULL, "an empty part");
	part = span_cut(&s, ',');
	ok(span_eq(part, SPAN("b")) && s.p == NULL, "the last part");
	s = SPAN("a,");
	span_cut(&s, ',');
	ok(s.p != NULL && s.n == 0, "behind the last comma stands a part");
	ok(span_eq(span_trim(SPAN(" \t\r\n\v\fa b \n")), SPAN("a b")),
	    "span_trim");
	ok(span_trim(SPAN(" \t ")).n == 0 && span_trim(empty).n == 0,
	    "span_trim leaves nothing");
}

static void
test_bufs(void)
{
	struct buf b = { 0 };
	size_t i;

	buf_add(&b, NULL, 0);
	ok(b.p == NULL && b.n == 0, "nothing added, nothing allocated");
	for (i = 0; i < 100000; i++)
		buf_addc(&b, (char)i);
	for (i = 0; i < b.n && b.p[i] == (char)i; i++)
		;
	ok(i == 100000 && b.cap >= b.n && b.cap < 2 * b.n + 16,
	    "grows by doubling");
	b.n = 0;
	buf_printf(&b, "%s-%d", "x", 7);
	buf_printf(&b, "%s", "");
	ok(span_eq(buf_span(&b), SPAN("x-7")), "buf_printf");
	buf_free(&b);
	ok(b.p == NULL && b.n == 0 && b.cap == 0, "buf_free");
}

static void
test_told(void)
{
	static struct told t;
	char kind[16];
	int i, n;

	for (i = n = 0; i < 100; i++)
		n += told_may(&t, "a");
	ok(n == TOLD_MOST && told_may(&t, "b"), "ten of a kind are told");
	for (i = n = 0; i < 100; i++) {
		snprintf(kind, sizeof kind, "%d", i);
		n += told_may(&t, kind);
	}
	ok(n == TOLD_KINDS - 3 + TOLD_MOST,
	    "kinds that have no place are one kind");
}

int
main(void)
{
	enum status s = STATUS_OK;
	char *p;

	test_spans();
	test_bufs();
	test_told();
	p = mem_alloc(0);
	ok(p != NULL, "no bytes are bytes");
	free(p);
	status_worst(&s, STATUS_FATAL);
	status_worst(&s, STATUS_BAD);
	ok(s == STATUS_FATAL, "status_worst");
	return tap_done();
}
