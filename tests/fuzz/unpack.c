/*
 * Packed bytes: any that are given end, and give what is told; and what is
 * packed here, in two members and pieces of a few bytes, reads as if it had not
 * been.  The first byte is where it is cut in two.
 */
#include <zlib.h>

#include "base/buf.h"
#include "io/unpack.h"
#include "fuzz/fuzz.h"

enum { MOST = 1 << 20 }; /* bytes of a bomb */

/* Add all that unpacks from the packed bytes, `room` at a time. */
static bool
unpack_all(struct span packed, size_t room, struct buf *out)
{
	bool more;
	const struct packing *p = unpack_told(packed, &more);
	struct unpack *u;
	char why[UNPACK_WHY];
	size_t head = packed.n < UNPACK_HEAD ? packed.n : UNPACK_HEAD;
	ssize_t n;

	if (p == NULL)
		return true;
	u = unpack_new(p, span_of(packed.p, head), room);
	packed = span_skip(packed, head);
	while ((n = unpack_read(u, buf_room(out, room), room)) > 0 ||
	    (n == 0 && !unpack_ended(u))) {
		char *to;

		out->n += (size_t)n;
		if (out->n > MOST)
			break; /* a bomb: the reader's caller ends it */
		if (n > 0)
			continue;
		to = unpack_room(u, &head);
		head = packed.n < head ? packed.n : head;
		memcpy(to, packed.p, head);
		unpack_add(u, head);
		packed = span_skip(packed, head);
	}
	if (n < 0) {
		unpack_why(u, why);
		must(why[0] != '\0');
	}
	unpack_free(u);
	return n >= 0;
}

static void
pack(struct span s, struct buf *out)
{
	z_stream z = { .next_in = (z_const Bytef *)s.p,
		.avail_in = (unsigned)s.n };
	size_t room = 100 + 2 * s.n;

	must(deflateInit2(&z, 1, Z_DEFLATED, 31, 8, 0) == Z_OK);
	z.next_out = (Bytef *)buf_room(out, room);
	z.avail_out = (unsigned)room;
	must(deflate(&z, Z_FINISH) == Z_STREAM_END);
	out->n += room - z.avail_out;
	deflateEnd(&z);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf packed = { 0 }, once = { 0 }, again = { 0 };
	struct span s;
	size_t cut;
	bool good;

	if (n == 0)
		return 0;
	s = span_of((const char *)data + 1, n - 1);
	good = unpack_all(s, 262144, &once);
	/* What is in front of a fault depends on the room; and libzstd does not
	 * look for all faults where a frame comes in pieces. */
	if (unpack_all(s, 3, &again) && good && once.n <= MOST)
		must(span_eq(buf_span(&once), buf_span(&again)));
	once.n = 0;
	cut = data[0] < s.n ? data[0] : s.n;
	pack(span_of(s.p, cut), &packed);
	pack(span_skip(s, cut), &packed);
	must(unpack_all(buf_span(&packed), 1 + data[0] % 16, &once));
	must(span_eq(buf_span(&once), s) || s.n > MOST);
	buf_free(&packed);
	buf_free(&once);
	buf_free(&again);
	return 0;
}
