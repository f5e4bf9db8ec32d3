/*
 * The reader against a slow one: random bytes, delimiters, limits; what it
 * hands out, says of it, and copies; half of the inputs are packed.  The build
 * with blocks of 4 bytes crosses every boundary there is.
 */
#include "io/reader.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include "base/buf.h"
#include "io/writer.h"
#include "chance.h"
#include "tap.h"

static int
open_temp(void)
{
	char name[] = "/tmp/khabar-reader-XXXXXX";
	int fd = mkstemp(name);

	unlink(name);
	return fd;
}

/* A file of these bytes, at its start. */
static int
file_of(struct span s)
{
	int fd = open_temp();

	if (fd < 0 || write(fd, s.p, s.n) != (ssize_t)s.n)
		abort();
	lseek(fd, 0, SEEK_SET);
	return fd;
}

/* A file of them in gzip, in two members. */
static int
packed_file_of(struct span s)
{
	char packed[1000];
	z_stream z = { .next_out = (Bytef *)packed,
		.avail_out = sizeof packed };
	size_t half = s.n / 2;

	for (int i = 0; i < 2; i++) {
		if (deflateInit2(&z, 6, Z_DEFLATED, 31, 8, 0) != Z_OK)
			abort();
		z.next_in = (z_const Bytef *)s.p + i * half;
		z.avail_in = (unsigned)(i == 0 ? half : s.n - half);
		if (deflate(&z, Z_FINISH) != Z_STREAM_END)
			abort();
		deflateEnd(&z);
	}
	return file_of(span_of(packed, sizeof packed - z.avail_out));
}

static void
random_bytes(struct buf *b)
{
	static const char bytes[] = "\n\n\0\0\f\fabc\xff\r";
	size_t n = chance(60);

	for (b->n = 0; n > 0; n--)
		buf_addc(b, bytes[chance(sizeof bytes - 1)]);
}

/* What the slow reader finds at `at`: the unit's bytes; *next is behind its
 * delimiter. */
static struct span
slow_unit(struct span s, size_t at, int delimiter, size_t *next)
{
	size_t end = at;

	while (end < s.n && (unsigned char)s.p[end] != delimiter)
		end++;
	*next = end < s.n ? end + 1 : end;
	return span_of(s.p + at, end - at);
}

/* What writer w has written to fd. */
static bool
wrote(struct writer *w, int fd, struct span want)
{
	char got[100];
	ssize_t n;

	writer_flush(w);
	lseek(fd, 0, SEEK_SET);
	n = read(fd, got, sizeof got);
	return n >= 0 && span_eq(span_of(got, (size_t)n), want);
}

/* Pass over a unit that is too long, or copy it. */
static bool
check_long(struct reader *r, struct span want, bool last)
{
	struct writer w = { .fd = -1 };
	struct buf line = { 0 };
	bool good;
	int fd;

	if (chance(2))
		return true;
	fd = open_temp();
	writer_start(&w, fd);
	good = reader_copy(r, &w) == (last ? READ_LAST : READ_UNIT);
	buf_adds(&line, want);
	buf_addc(&line, '\n');
	good = good && wrote(&w, fd, buf_span(&line));
	buf_free(&line);
	writer_close(&w, false);
	return good;
}

/* The next unit.  What is held already is whole, and `before`, which was at
 * hand, stays as it was. */
static enum read_result
next_unit(struct reader *r, struct span *unit, struct span before)
{
	bool held = chance(2) && reader_holds(r);
	struct span was = *unit;
	enum read_result result = reader_next(r, unit);

	if (held && (result != READ_UNIT || !span_eq(was, before)))
		return READ_ERROR;
	return result;
}

/* Read s through r and compare. */
static bool
check(struct reader *r, struct span s)
{
	struct span unit = SPAN(""), want = SPAN("");
	size_t at = 0, next;
	unsigned long units = 0;
	bool packed = chance(2);
	int fd = packed ? packed_file_of(s) : file_of(s);
	bool good = true;

	reader_start(r, fd);
	if (chance(2)) {
		size_t least = chance(70);
		struct span head = reader_peek(r, least);

		good = head.n >= (least < s.n ? least : s.n) &&
		    span_starts(s, head);
	}
	for (; good && at < s.n; at = next) {
		enum read_result result = next_unit(r, &unit, want);
		bool last;

		want = slow_unit(s, at, r->delimiter, &next);
		last = want.n == s.n - at;
		switch (result) {
		case READ_UNIT:
			good = !last && !r->last && span_eq(unit, want);
			break;
		case READ_LAST:
			good = last && r->last && span_eq(unit, want);
			break;
		case READ_LONG:
			good = want.n > r->max && unit.n == r->max &&
			    span_starts(want, unit) && r->units == units + 1 &&
			    r->offset == (off_t)at && check_long(r, want, last);
			units++;
			unit = want = SPAN("");
			continue;
		default:
			good = false;
		}
		good = good && want.n <= r->max && r->units == ++units &&
		    r->offset == (off_t)at;
	}
	good = good && reader_next(r, &unit) == READ_END &&
	    reader_next(r, &unit) == READ_END && r->consumed == (off_t)s.n &&
	    reader_unpacks(r) == packed && r->taken == lseek(fd, 0, SEEK_END);
	close(fd);
	return good;
}

static void
test_random(void)
{
	static const int delimiters[] = { '\n', '\0', '\f', READER_WHOLE };
	struct reader r = { .fd = -1 };
	struct buf b = { 0 };
	int good = 0, n = 4000;

	for (int i = 0; i < n; i++) {
		random_bytes(&b);
		r.delimiter = delimiters[chance(4)];
		r.max = chance(2) ? 1000 : 1 + chance(12);
		if (check(&r, buf_span(&b)))
			good++;
		else
			printf("# input %d\n", i);
	}
	ok(good == n, "%d random inputs", n);
	buf_free(&b);
	reader_free(&r);
}

int
main(void)
{
	struct reader r = { .delimiter = '\n', .max = 10 };
	struct span unit;

	test_random();
	reader_start(&r, -1);
	ok(reader_next(&r, &unit) == READ_ERROR, "an error is told");
	reader_start(&r, open("/", O_RDONLY));
	ok(reader_next(&r, &unit) == READ_ERROR, "a directory is an error");
	close(r.fd);
	ok(reader_open("/") == -1, "a directory is not opened");
	reader_free(&r);
	return tap_done();
}
