#include "record/put.h"

#include "record/scan.h"

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
	to = buf_copy(to, key.p, key.n);
	*to++ = '"';
	*to++ = ':';
	out->n = (size_t)(to - out->p);
	return out;
}

void
put_json(struct buf *out, struct span json)
{
	char *to = buf_copy(put_room(out, json.n), json.p, json.n);

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
	size_t digits = 1;

	for (uint64_t left = n; left >= 10; left /= 10)
		digits++;
	for (size_t i = digits; i-- > 0; n /= 10)
		to[i] = (char)('0' + n % 10);
	return to + digits;
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

/* Write the byte at *p, which scan_copy has stopped at, as it must be written,
 * and step over it, or over the separator that it begins. */
static char *
add_escape(char *to, const char **p, const char *end)
{
	static const char of[] = { ['\b'] = 'b',
		['\t'] = 't',
		['\n'] = 'n',
		['\f'] = 'f',
		['\r'] = 'r',
		['"'] = '"',
		['\\'] = '\\' };
	unsigned char c = (unsigned char)**p;
	size_t n;
	unsigned cp;

	if (c >= sizeof of) {
		n = separator(*p, end, &cp);
		if (n > 0) {
			*p += n;
			return add_hex(to, cp);
		}
		*to++ = *(*p)++;
		return to;
	}
	(*p)++;
	if (of[c] == '\0')
		return add_hex(to, c);
	*to++ = '\\';
	*to++ = of[c];
	return to;
}

void
put_escaped(struct buf *out, struct span s)
{
	const char *p = s.p, *end = s.p + s.n;

	for (;;) {
		char *to = buf_room(out, (size_t)(end - p) + PUT_ESCAPE);

		p = scan_copy(&to, p, end, SCAN_WRITE);
		if (p < end)
			to = add_escape(to, &p, end);
		out->n = (size_t)(to - out->p);
		if (p == end)
			break;
	}
}

void
put_string(struct buf *out, struct span s)
{
	char *to = put_room(out, 1);

	*to++ = '"';
	out->n = (size_t)(to - out->p);
	put_escaped(out, s);
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
	const char *p = s.p, *end;

	if (p == NULL) {
		memcpy(to, "null", 4);
		return to + 4;
	}
	end = p + s.n;
	*to++ = '"';
	while ((p = scan_copy(&to, p, end, SCAN_WRITE)) < end)
		to = add_escape(to, &p, end);
	*to++ = '"';
	return to;
}
