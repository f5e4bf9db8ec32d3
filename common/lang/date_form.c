/*
 * Dates as programs write them into records, beside ISO 8601's extended form:
 * its basic form (20210503T221500Z, 20240105101010), seconds since 1970 or
 * thousandths, millionths and milliardths of them, told by how many digits they
 * have, and the C library's asctime(3) with a zone, as Twitter has it.  They
 * are written anew in the extended form, which says whether there is such a
 * day.
 */
#include <inttypes.h>
#include <stdio.h>
#include <strings.h>

#include "base/iso.h"
#include "lang/date.h"

/* What the longest form takes, extended. */
enum { EXTENDED = 80 };

static size_t
count_digits(struct span s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return n;
}

static uint64_t
number(const char *digits, size_t n)
{
	uint64_t x = 0;

	while (n-- > 0)
		x = 10 * x + (uint64_t)(*digits++ - '0');
	return x;
}

/* YYYYMMDD, then HHMM or HHMMSS behind a T, a blank or nothing, then what may
 * stand behind a time. */
static bool
read_basic(struct span s, struct date *out)
{
	char text[EXTENDED];
	const char *day = s.p, *time;
	size_t n = count_digits(s), clock;

	if (n != 8 && n != 12 && n != 14)
		return false;
	s = span_skip(s, 8);
	if (n == 8 && s.n > 0 && memchr("Tt ", s.p[0], 3) != NULL)
		s = span_skip(s, 1);
	else if (n == 8 && s.n > 0)
		return false;
	time = s.p;
	clock = count_digits(s);
	s = span_skip(s, clock);
	if ((clock != 0 && clock != 4 && clock != 6) || s.n > 32 ||
	    (clock == 0 && s.n > 0))
		return false;
	n = (size_t)snprintf(
	    text, sizeof text, "%.4s-%.2s-%.2s", day, day + 4, day + 6);
	if (clock > 0)
		n += (size_t)snprintf(
		    text + n, sizeof text - n, "T%.2s:%.2s", time, time + 2);
	if (clock > 4)
		n += (size_t)snprintf(
		    text + n, sizeof text - n, ":%.2s", time + 4);
	if (s.n > 0)
		n += (size_t)snprintf(
		    text + n, sizeof text - n, "%.*s", (int)s.n, s.p);
	return date_parse_iso(span_of(text, n), out);
}

/* Nine digits are a second of 1973 to 2001, ten one up to 2286. */
static bool
read_epoch(struct span s, struct date *out)
{
	size_t n = count_digits(s);
	uint64_t t = number(s.p, n < 20 ? n : 0);
	int year, month, day, of_day;

	if (n < s.n &&
	    (s.p[n] != '.' || /* a fraction is passed over */
		count_digits(span_skip(s, n + 1)) != s.n - n - 1))
		return false;
	if (n < 9 || n > 19 || n % 3 == 2)
		return false;
	for (; n > 10; n -= 3)
		t /= 1000;
	iso_from_days((long)(t / 86400), &year, &month, &day);
	of_day = (int)(t % 86400);
	if (!date_valid(year, month, day))
		return false;
	*out = (struct date) { .known = true,
		.year = year,
		.month = month,
		.day = day,
		.hour = of_day / 3600,
		.minute = of_day / 60 % 60,
		.second = of_day % 60,
		.zoned = true };
	return true;
}

/* Where the name of three letters stands among names; -1: nowhere. */
static int
find_name(const char *names, struct span s)
{
	if (s.n == 3)
		for (int i = 0; names[3 * i] != '\0'; i++)
			if (strncasecmp(names + 3 * i, s.p, 3) == 0)
				return i;
	return -1;
}

/* `Tue May 12 18:40:00 +0000 2020`; no zone, or one of letters. */
static bool
read_asctime(struct span s, struct date *out)
{
	enum { WORDS = 6 };
	struct span word[WORDS], zone = SPAN("");
	char text[EXTENDED];
	size_t n = 0;
	int month;

	while (s.n > 0 && n < WORDS) {
		word[n] = span_cut(&s, ' ');
		n += word[n].n > 0;
	}
	if (s.n > 0 || n < WORDS - 1 || word[WORDS - 2].n > 5 ||
	    find_name("SunMonTueWedThuFriSat", word[0]) < 0 ||
	    (month = find_name(
		 "JanFebMarAprMayJunJulAugSepOctNovDec", word[1])) < 0 ||
	    count_digits(word[2]) != word[2].n || word[2].n > 2 ||
	    word[3].n != 8 || word[n - 1].n != 4)
		return false;
	if (n == WORDS && (word[4].p[0] == '+' || word[4].p[0] == '-'))
		zone = word[4];
	else if (n == WORDS &&
	    (span_eq(word[4], SPAN("UTC")) || span_eq(word[4], SPAN("GMT"))))
		zone = SPAN("Z");
	n = (size_t)snprintf(text, sizeof text,
	    "%.4s-%02d-%02" PRIu64 "T%.8s%.*s", word[n - 1].p, month + 1,
	    number(word[2].p, word[2].n), word[3].p, (int)zone.n, zone.p);
	return date_parse_iso(span_of(text, n), out);
}

bool
date_parse_form(struct span s, struct date *out)
{
	s = span_trim(s);
	return date_parse_iso(s, out) || read_basic(s, out) ||
	    read_epoch(s, out) || read_asctime(s, out);
}
