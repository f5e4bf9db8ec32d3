#include "record/put.h"

#include "record/scan.h"

/* Does a comma part the next value or key from what is in out? */
static bool
needs_comma(const struct buf *out)
{
	char last = out->n > 0 ? out->p[out->n - 1] : ':';

	return last != ':' && last != '[' && last != '{';
}

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
	if (needs_comma(out))
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
	char *to = buf_room(out, key.n + 4);

	if (needs_comma(out))
		*to++ = ',';
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
	part(out);
	buf_adds(out, json);
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

enum { DIGITS = 20 }; /* of the largest number */

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

void
put_digits(struct buf *out, uint64_t n)
{
	char *to = buf_room(out, DIGITS);

	out->n = (size_t)(add_digits(to, n) - out->p);
}

void
put_number(struct buf *out, int64_t n)
{
	char *to = buf_room(out, DIGITS + 2);

	if (needs_comma(out))
		*to++ = ',';
	if (n < 0)
		*to++ = '-';
	to = add_digits(to, n < 0 ? -(uint64_t)n : (uint64_t)n);
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

static void
add_control(struct buf *out, char c)
{
	static const char from[] = "\b\f\n\r\t", to[] = "bfnrt";
	const char *at = memchr(from, c, sizeof from - 1);

	if (at == NULL) {
		buf_printf(out, "\\u%04x", (unsigned char)c);
		return;
	}
	buf_addc(out, '\\');
	buf_addc(out, to[at - from]);
}

void
put_escaped(struct buf *out, struct span s)
{
	const char *p = s.p, *end = s.p + s.n;
	unsigned cp;
	size_t n;

	while (p < end) {
		const char *stop = scan_string(p, end, true);

		buf_add(out, p, (size_t)(stop - p));
		p = stop;
		if (p == end)
			break;
		if ((unsigned char)*p < 0x20)
			add_control(out, *p++);
		else if (*p == '"' || *p == '\\') {
			buf_addc(out, '\\');
			buf_addc(out, *p++);
		} else if ((n = separator(p, end, &cp)) > 0) {
			buf_printf(out, "\\u%04x", cp);
			p += n;
		} else
			buf_addc(out, *p++);
	}
}

void
put_string(struct buf *out, struct span s)
{
	size_t plain = (size_t)(scan_string(s.p, s.p + s.n, true) - s.p);
	char *to = buf_room(out, plain + 3);

	if (needs_comma(out))
		*to++ = ',';
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
