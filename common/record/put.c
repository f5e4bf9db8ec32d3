#include "record/put.h"

#include "record/scan.h"

/* Copy n bytes, mostly fewer than memcpy(3) is called for. */
static inline char *
copy(char *to, const char *p, size_t n)
{
	if (n > 16)
		memcpy(to, p, n);
	else if (n >= 8) {
		memcpy(to, p, 8);
		memcpy(to + n - 8, p + n - 8, 8);
	} else if (n >= 4) {
		memcpy(to, p, 4);
		memcpy(to + n - 4, p + n - 4, 4);
	} else
		for (size_t i = 0; i < n; i++)
			to[i] = p[i];
	return to + n;
}

static void
part(struct buf *out)
{
	if (put_comma(out))
		buf_addc(out, ',');
}

void
put_object(struct buf *out)
{
	part(out);
	buf_addc(out, '{');
}

void
put_object_end(struct buf *out)
{
	buf_addc(out, '}');
}

void
put_array(struct buf *out)
{
	part(out);
	buf_addc(out, '[');
}

void
put_array_end(struct buf *out)
{
	buf_addc(out, ']');
}

struct buf *
put_key(struct buf *out, struct span key)
{
	char *to = put_room(out, key.n + 3);

	*to++ = '"';
	to = copy(to, key.p, key.n);
	*to++ = '"';
	*to++ = ':';
	out->n = (size_t)(to - out->p);
	return out;
}

void
put_json(struct buf *out, struct span json)
{
	char *to = copy(put_room(out, json.n), json.p, json.n);

	out->n = (size_t)(to - out->p);
}

void
put_null(struct buf *out)
{
	put_json(out, SPAN("null"));
}

void
put_bool(struct buf *out, bool b)
{
	put_json(out, b ? SPAN("true") : SPAN("false"));
}

enum { DIGITS = PUT_NUMBER - 1 }; /* of the largest number */

/* Write n to `to`, which has room for DIGITS bytes; returns where it ends. */
static char *
add_digits(char *to, uint64_t n)
{
	char digits[2 * DIGITS];
	size_t at = DIGITS;

	do {
		digits[--at] = (char)('0' + n % 10);
		n /= 10;
	} while (n > 0);
	memcpy(
	    to, digits + at, DIGITS); /* what is behind them does not count */
	return to + DIGITS - at;
}

char *
put_number_to(char *to, int64_t n)
{
	if (n < 0)
		*to++ = '-';
	return add_digits(to, n < 0 ? -(uint64_t)n : (uint64_t)n);
}

void
put_digits(struct buf *out, uint64_t n)
{
	char *to = buf_room(out, DIGITS);

	out->n = (size_t)(add_digits(to, n) - out->p);
}

void
put_number(struct buf *out, int64_t n)
{
	char *to = put_number_to(put_room(out, PUT_NUMBER), n);

	out->n = (size_t)(to - out->p);
}

void
put_thousandths(struct buf *out, double x)
{
	part(out);
	buf_printf(out, "%.3f", x);
}

/* Bytes of the line separator at p that must be escaped, and its number. */
static size_t
separator(const char *p, const char *end, unsigned *cp)
{
	if (end - p >= 2 && memcmp(p, "\xc2\x85", 2) == 0) {
		*cp = 0x85;
		return 2;
	}
	if (end - p >= 3 &&
	    (memcmp(p, "\xe2\x80\xa8", 3) == 0 ||
		memcmp(p, "\xe2\x80\xa9", 3) == 0)) {
		*cp = 0x2000u | ((unsigned char)p[2] & 0x3fu);
		return 3;
	}
	return 0;
}

/* \uXXXX */
static char *
add_hex(char *to, unsigned cp)
{
	static const char digit[] = "0123456789abcdef";

	*to++ = '\\';
	*to++ = 'u';
	for (int shift = 12; shift >= 0; shift -= 4)
		*to++ = digit[cp >> shift & 15];
	return to;
}

/* Write what s begins with, which scan_string stops at, and take it off. */
static char *
add_escape(char *to, struct span *s)
{
	static const char from[] = "\"\\\b\f\n\r\t", as[] = "\"\\bfnrt";
	const char *at = memchr(from, *s->p, sizeof from - 1);
	unsigned cp;
	size_t n;

	if (at != NULL) {
		*to++ = '\\';
		*to++ = as[at - from];
	} else if ((unsigned char)*s->p < 0x20)
		to = add_hex(to, (unsigned char)*s->p);
	else if ((n = separator(s->p, s->p + s->n, &cp)) > 0) {
		*s = span_skip(*s, n);
		return add_hex(to, cp);
	} else
		*to++ = *s->p;
	*s = span_skip(*s, 1);
	return to;
}

/* Bytes of s in front of what scan_string stops at. */
static inline size_t
plain_bytes(struct span s)
{
	return (size_t)(scan_string(s.p, s.p + s.n, true) - s.p);
}

void
put_escaped(struct buf *out, struct span s)
{
	while (s.n > 0) {
		size_t plain = plain_bytes(s);
		char *to = buf_room(out, plain + PUT_ESCAPE);

		to = copy(to, s.p, plain);
		s = span_skip(s, plain);
		if (s.n > 0)
			to = add_escape(to, &s);
		out->n = (size_t)(to - out->p);
	}
}

void
put_string(struct buf *out, struct span s)
{
	size_t plain = plain_bytes(s);
	char *to = put_room(out, plain + 2);

	*to++ = '"';
	to = copy(to, s.p, plain);
	out->n = (size_t)(to - out->p);
	if (plain < s.n)
		put_escaped(out, span_skip(s, plain));
	buf_addc(out, '"');
}

void
put_maybe(struct buf *out, struct span s)
{
	if (s.p == NULL)
		put_null(out);
	else
		put_string(out, s);
}

char *
put_maybe_to(char *to, struct span s)
{
	size_t plain;

	if (s.p == NULL) {
		memcpy(to, "null", 4);
		return to + 4;
	}
	*to++ = '"';
	for (;;) {
		plain = plain_bytes(s);
		to = copy(to, s.p, plain);
		s = span_skip(s, plain);
		if (s.n == 0)
			break;
		to = add_escape(to, &s);
	}
	*to++ = '"';
	return to;
}
