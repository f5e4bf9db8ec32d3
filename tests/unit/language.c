/*
 * The scan of a text for its language, 16 bytes at a time, against a look at
 * each code point.
 */
#include "lang/language_scan.h"

#include <stdio.h>

#include "base/buf.h"
#include "chance.h"
#include "tap.h"
#include "text/fold.h"
#include "text/letters.h"
#include "text/utf8.h"

enum { ASKED = 2 };

static const char asked[ASKED][2] = { "\xd8\xa9", "\xd8\xa3" };
static const uint32_t asked_points[ASKED] = { 0x629, 0x623 };

/* Text of random code points, many of them Arabic; rarely one that is odd. */
static void
random_text(struct buf *out, size_t points)
{
	static const uint32_t from[] = { 0x621, 0x641, 0x620, 0x600, 0, 0x20,
		0xa0, 0x2000, 0xfb50, 0x80 };
	static const uint32_t size[] = { 26, 10, 0x40, 0x100, 0x80, 1, 0x20,
		0x70, 0x2b0, 0x780 };
	unsigned kinds = chance(2) ? 10 : 3;

	out->n = 0;
	while (points-- > 0) {
		size_t k = chance(4) ? chance(3) : chance(kinds);

		if (chance(6) == 0)
			k = 5;
		out->n += utf8_put(buf_room(out, 4), from[k] + chance(size[k]));
	}
}

static bool
is_set(const uint64_t *bits, size_t i)
{
	return bits[i / 64] >> i % 64 & 1;
}

/* What parts words and does nothing else. */
static bool
is_part(uint32_t cp)
{
	return (cp <= '>' && cp != '#' && cp != '/') || cp == 0x60c ||
	    cp == 0x61b || cp == 0x61f || cp == 0xab || cp == 0xbb;
}

/* Are the bits of the code point cp at byte i what it is? */
static bool
is_right(const struct language_scan *s, uint32_t cp, size_t i, size_t len)
{
	bool drop = cp == 0x640 || (cp >= 0x64b && cp <= 0x652);
	bool part = is_part(cp), odd = !part && !drop && !letters_have(cp);
	enum fold_class class = fold_class(cp);
	size_t k;

	if ((part && class >= FOLD_LETTER && class != FOLD_DIGIT) ||
	    (part && class == FOLD_DROP) || (drop && class != FOLD_DROP) ||
	    is_set(s->part, i) != part || is_set(s->blank, i) != (cp <= ' '))
		return false;
	for (k = i; k < i + len && k < s->n; k++)
		if (is_set(s->odd, k) != odd ||
		    (k > i && (is_set(s->part, k) || is_set(s->blank, k))))
			return false;
	return true;
}

/* Is all that the scan says of text right? */
static bool
scan_is_right(struct span text, size_t n)
{
	struct language_scan s;
	int letters = 0, counted[ASKED] = { 0 };
	size_t i = 0, len;

	language_scan(&s, text, n, asked, ASKED);
	for (; i < s.n; i += len) {
		uint32_t cp = utf8_get(text.p + i, text.p + text.n, &len);

		if (!is_right(&s, cp, i, len)) {
			printf("# U+%04X at byte %zu of %zu\n", cp, i, s.n);
			return false;
		}
		letters += letters_have(cp);
		for (int k = 0; k < ASKED; k++)
			counted[k] += cp == asked_points[k];
	}
	for (i = s.n; i < SCAN_MOST; i++)
		if (is_set(s.part, i) || is_set(s.odd, i))
			return false;
	return s.n <= n && s.letters == letters && s.counted[0] == counted[0] &&
	    s.counted[1] == counted[1];
}

static bool
from_is_right(struct span text)
{
	struct language_scan s;
	bool right = true;

	language_scan(&s, text, text.n, asked, ASKED);
	for (size_t i = 0; i < s.n; i++)
		for (size_t k = 0; k < 57; k++)
			right &= (scan_from(s.part, i) >> k & 1) ==
			    is_set(s.part, i + k);
	return right;
}

int
main(void)
{
	struct buf text = { 0 };
	int tries, right = 0, from = 0, scanned = 0;

	for (tries = 0; tries < 2000; tries++) {
		struct span s;

		random_text(&text, chance(400));
		s = utf8_head(buf_span(&text), SCAN_MOST);
		right += scan_is_right(s, s.n > 3 ? s.n - chance(3) : s.n);
		from += from_is_right(s);
		scanned += s.n > 32;
	}
	ok(right == tries, "bits are what code points are (%d)", right);
	ok(from == tries, "from any byte on (%d)", from);
	ok(scanned > tries / 2, "texts are long enough (%d)", scanned);
	buf_free(&text);
	return tap_done();
}
