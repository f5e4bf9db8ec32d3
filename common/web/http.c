#include "web/http.h"

#include <strings.h>

#include "io/unpack.h"

/* A line of *rest, without its end, which is LF or CR LF. */
static struct span
cut_line(struct span *rest)
{
	struct span line = span_cut(rest, '\n');

	if (span_ends(line, SPAN("\r")))
		line.n--;
	return line;
}

bool
http_is(struct span type, struct span name)
{
	return type.n == name.n &&
	    (name.n == 0 || strncasecmp(type.p, name.p, name.n) == 0);
}

/* --- The head --------------------------------------------------------------
 */

struct http_type
http_type(struct span value)
{
	struct http_type t = { span_cut(&value, ';'), SPAN("") };

	t.name = span_trim(span_cut(&t.name, ',')); /* of headers joined */
	while (value.n > 0) {
		struct span to = span_cut(&value, ';');
		struct span name = span_trim(span_cut(&to, '='));

		to = span_trim(to);
		if (to.n > 1 && to.p[0] == '"' && to.p[to.n - 1] == '"')
			to = span_of(to.p + 1, to.n - 2);
		if (http_is(name, SPAN("charset")))
			t.charset = to;
	}
	return t;
}

/* `HTTP/1.1 200 OK`: 200; 0 where it is no such. */
static int
read_status(struct span line)
{
	struct span version = span_cut(&line, ' ');
	int status = 0;

	line = span_trim(line);
	if (!span_starts(version, SPAN("HTTP/")))
		return 0;
	for (size_t i = 0; i < 3; i++) {
		if (i >= line.n || line.p[i] < '0' || line.p[i] > '9')
			return 0;
		status = status * 10 + (line.p[i] - '0');
	}
	return status;
}

bool
http_read(struct http *h, struct span message)
{
	struct span rest = message, line = cut_line(&rest);

	h->status = read_status(line);
	h->type = (struct http_type) { SPAN(""), SPAN("") };
	h->transfer = h->coding = h->body = SPAN("");
	if (h->status == 0)
		return false;
	h->ended = false;
	while (rest.n > 0 && !h->ended) {
		struct span name;

		line = cut_line(&rest);
		h->ended = line.n == 0;
		name = span_trim(span_cut(&line, ':'));
		if (http_is(name, SPAN("Content-Type")))
			h->type = http_type(line);
		else if (http_is(name, SPAN("Transfer-Encoding")))
			h->transfer = span_trim(line);
		else if (http_is(name, SPAN("Content-Encoding")))
			h->coding = span_trim(line);
	}
	h->body = rest;
	return true;
}

/* --- The body --------------------------------------------------------------
 */

/* `1a3;extension`; false where the line is no chunk's. */
static bool
chunk_size(struct span line, size_t *n)
{
	struct span digits = span_trim(span_cut(&line, ';'));

	*n = 0;
	for (size_t i = 0; i < digits.n; i++) {
		char c = digits.p[i] | 0x20;
		bool is_digit = digits.p[i] >= '0' && digits.p[i] <= '9';

		if (!is_digit && (c < 'a' || c > 'f'))
			return false;
		*n = *n * 16 +
		    (size_t)(is_digit ? digits.p[i] - '0' : c - 'a' + 10);
	}
	return digits.n > 0 && digits.n < 16;
}

/* The chunks of *body as one (RFC 9112, 7.1).  Where its first line is no
 * chunk's, they are already. */
static void
join_chunks(struct buf *to, struct span *body, bool *cut)
{
	struct span rest = *body, line = cut_line(&rest);
	bool ok;
	size_t n;

	to->n = 0;
	if (!chunk_size(line, &n))
		return;
	while ((ok = chunk_size(line, &n) && n <= rest.n) && n > 0) {
		buf_add(to, rest.p, n);
		rest = span_skip(rest, n);
		if (cut_line(&rest).n > 0)
			break;
		line = cut_line(&rest);
	}
	if (!ok && n > rest.n)
		buf_adds(to, rest);
	*cut |= !ok || n > 0;
	*body = buf_span(to);
}

/* Has it bytes that no page has? */
static bool
is_packed(struct span body)
{
	for (size_t i = 0; i < body.n && i < 512; i++)
		if ((unsigned char)body.p[i] < '\t')
			return true;
	return false;
}

/* Undo the last of the codings, a list with commas, and those in front. */
static const char *
undo(struct http *h, size_t max, struct span *body, bool *cut)
{
	struct span list = h->coding, name;
	const char *wrong = NULL;

	while (list.n > 0) {
		struct buf out = { 0 };
		enum unpack_coding got;

		name = list;
		while (name.n > 0 && memchr(name.p, ',', name.n) != NULL)
			span_cut(&name, ',');
		list.n -= name.n + (name.n < list.n);
		name = span_trim(name);
		if (name.n == 0 || http_is(name, SPAN("identity")))
			continue;
		got = unpack_coding(name, *body, max, &out);
		*cut |= got == UNPACK_PART;
		if (got == UNPACK_UNKNOWN)
			wrong = "packed in a way that is not read";
		else if (got == UNPACK_NOT)
			wrong = "packed, and damaged";
		else {
			buf_free(&h->unpacked);
			h->unpacked = out;
			*body = buf_span(&out);
		}
		if (got == UNPACK_LONG)
			return "page longer than --max-record";
		if (got == UNPACK_UNKNOWN || got == UNPACK_NOT)
			buf_free(&out);
	}
	return wrong != NULL && is_packed(*body) ? wrong : NULL;
}

const char *
http_body(struct http *h, size_t max, struct span *body, bool *cut)
{
	*body = h->body;
	*cut = false;
	if (http_is(h->transfer, SPAN("chunked")))
		join_chunks(&h->chunks, body, cut);
	return undo(h, max, body, cut);
}

void
http_free(struct http *h)
{
	buf_free(&h->chunks);
	buf_free(&h->unpacked);
}
