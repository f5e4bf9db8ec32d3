/* Spans, buffers, memory, status. */
#include <stdlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/iso.h"
#include "base/room.h"
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
test_room(void)
{
	static char large[ROOM_BYTES], small[] = "small";
	struct room r = { 0 };
	struct span a, b, c, none = room_copy(&r, span_of(NULL, 0));

	memset(large, 'x', sizeof large);
	ok(none.p == NULL && r.block == NULL, "no copy of nothing");
	for (int i = 0; i < 2; i++) {
		a = room_copy(&r, SPAN("small"));
		b = room_copy(&r, span_of(large, sizeof large));
		c = room_copy(&r, span_of(small, 5));
		small[0] = 'S';
		ok(span_eq(a, c) && c.p == a.p + 5 &&
			span_eq(b, span_of(large, sizeof large)),
		    "copies stay, what is too large beside them");
		small[0] = 's';
		room_copy(&r, span_of(large, sizeof large));
		ok(r.more != NULL, "of which there may be several");
		room_clear(&r);
		ok(r.more == NULL && r.n == 0, "and which are given back");
	}
	b = room_copy(&r, span_of(large, sizeof large));
	ok(b.p == r.block, "all of it has a place");
	room_free(&r);
	ok(r.block == NULL && r.n == 0, "room_free");
}

static void
test_told(void)
{
	static struct told t;
	char kind[16];
	int n;

	for (int i = n = 0; i < 100; i++)
		n += told_add(&t, "a");
	ok(n == TOLD_MOST && told_add(&t, "b"), "ten of a kind are told");
	for (int i = n = 0; i < 100; i++) {
		snprintf(kind, sizeof kind, "%d", i);
		n += told_add(&t, kind);
	}
	ok(n == TOLD_KINDS - 3 + TOLD_MOST,
	    "kinds that have no place are one kind");
}

static void
test_iso(void)
{
	static const struct {
		const char *text;
		size_t n;
		struct iso_time t;
	} dates[] = {
		{ "2023", 4, { 2023, -1, -1, -1, -1, -1, false, 0 } },
		{ "2023-1", 4, { 2023, -1, -1, -1, -1, -1, false, 0 } },
		{ "2023-11", 7, { 2023, 11, -1, -1, -1, -1, false, 0 } },
		{ "2023-11T10:00", 7, { 2023, 11, -1, -1, -1, -1, false, 0 } },
		{ "2023-11-19", 10, { 2023, 11, 19, -1, -1, -1, false, 0 } },
		{ "2023-11-19 o", 10, { 2023, 11, 19, -1, -1, -1, false, 0 } },
		{ "2023-99-99", 10, { 2023, 99, 99, -1, -1, -1, false, 0 } },
		{ "2023-11-19T22", 13, { 2023, 11, 19, 22, -1, -1, false, 0 } },
		{ "2023-11-19 22:30", 16,
		    { 2023, 11, 19, 22, 30, -1, false, 0 } },
		{ "2023-11-19t22:30:59.123Z", 24,
		    { 2023, 11, 19, 22, 30, 59, true, 0 } },
		{ "2023-11-19T22:30+03:00", 22,
		    { 2023, 11, 19, 22, 30, -1, true, 180 } },
		{ "2023-11-19T22:30-0330", 21,
		    { 2023, 11, 19, 22, 30, -1, true, -210 } },
		{ "2023-11-19T22:30+03:60", 16,
		    { 2023, 11, 19, 22, 30, -1, false, 0 } },
		{ "2023-11-19T22:30+03:", 19,
		    { 2023, 11, 19, 22, 30, -1, true, 180 } },
		{ "202", 0, { -1, -1, -1, -1, -1, -1, false, 0 } },
		{ "", 0, { -1, -1, -1, -1, -1, -1, false, 0 } },
	};

	for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
		const struct iso_time *want = &dates[i].t;
		struct iso_time t;

		ok(iso_read(span_str(dates[i].text), &t) == dates[i].n &&
			t.year == want->year && t.month == want->month &&
			t.day == want->day && t.hour == want->hour &&
			t.minute == want->minute && t.second == want->second &&
			t.zoned == want->zoned && t.zone == want->zone,
		    "iso_read: %s", dates[i].text);
	}
	ok(iso_read(span_of("2023-11-19\0"
			    "22",
			13),
	       &(struct iso_time) { 0 }) == 10,
	    "iso_read: NUL is no blank");
}

int
main(void)
{
	enum status s = STATUS_OK;
	char *p;

	test_spans();
	test_bufs();
	test_room();
	test_told();
	test_iso();
	p = mem_alloc(0);
	ok(p != NULL, "no bytes are bytes");
	free(p);
	status_worst(&s, STATUS_FATAL);
	status_worst(&s, STATUS_BAD);
	ok(s == STATUS_FATAL, "status_worst");
	return tap_done();
}
