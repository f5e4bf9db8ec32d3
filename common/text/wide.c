#include "text/wide.h"

#include "text/utf8.h"

bool
wide_told(struct span s, struct wide *w)
{
	/* UTF-32's little end starts like UTF-16's: it is asked first. */
	static const struct {
		struct span mark;
		struct wide is;
	} marks[] = {
		{ SPAN("\xff\xfe\0\0"), { 4, false, 4 } },
		{ SPAN("\0\0\xfe\xff"), { 4, true, 4 } },
		{ SPAN("\xff\xfe"), { 2, false, 2 } },
		{ SPAN("\xfe\xff"), { 2, true, 2 } },
	};

	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (s.n > marks[i].mark.n && span_starts(s, marks[i].mark)) {
			*w = marks[i].is;
			return true;
		}
	return false;
}

uint32_t
wide_unit(struct wide w, const char *p)
{
	uint32_t unit = 0;

	for (unsigned i = 0; i < w.width; i++)
		unit = unit << 8 |
		    (unsigned char)p[w.big ? i : w.width - 1 - i];
	return unit;
}

/* The code point at s, *n bytes of it; above U+10FFFF where it is none. */
static uint32_t
code_point(struct wide w, struct span s, size_t *n)
{
	uint32_t cp, low;

	*n = w.width;
	if (s.n < w.width)
		return UINT32_MAX;
	cp = wide_unit(w, s.p);
	if (cp < 0xd800 || cp > 0xdfff)
		return cp;
	if (w.width == 4 || cp > 0xdbff || s.n < 4)
		return UINT32_MAX;
	low = wide_unit(w, s.p + 2);
	*n = 4;
	return low >= 0xdc00 && low <= 0xdfff
	    ? 0x10000 + ((cp & 0x3ff) << 10 | (low & 0x3ff))
	    : UINT32_MAX;
}

bool
wide_read(struct wide w, struct span s, struct buf *out, size_t *bad)
{
	const char *start = s.p;

	s = span_skip(s, w.mark);
	while (s.n > 0) {
		size_t n;
		uint32_t cp = code_point(w, s, &n);

		if (cp > 0x10ffff) {
			*bad = (size_t)(s.p - start);
			return false;
		}
		out->n += utf8_put(buf_room(out, 4), cp);
		s = span_skip(s, n);
	}
	return true;
}

size_t
wide_length(struct wide w, struct span utf8)
{
	size_t units = 0;

	for (size_t i = 0; i < utf8.n; i++) {
		unsigned char c = (unsigned char)utf8.p[i];

		units += (c & 0xc0) != 0x80;
		units += c >= 0xf0 && w.width == 2; /* a pair */
	}
	return units * w.width;
}
