/*
 * Dates as programs write them into records, beside ISO 8601's extended form:
 * its basic form (20210503T221500Z, 20240105101010), seconds since 1970 or
 * thousandths, millionths and milliardths of them, told by how many digits they
 * have, and the C library's asctime(3) with a zone, as Twitter has it.  They
 * are written anew in the extended form, which says whether there is such a
 * day.
 *
 * RFC 5322's form, which feeds have, is one that date_find reads, too.
 */
#include <inttypes.h>
#include <stdio.h>
#include <strings.h>

#include "base/iso.h"
#include "lang/date.h"

/* What the longest form takes, extended. */
enum { EXTENDED = 80 };

static const char days[] = "SunMonTueWedThuFriSat";
static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

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
	    find_name(days, word[0]) < 0 ||
	    (month = find_name(months, word[1])) < 0 ||
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

/* Has s the digits that form has, and its marks? */
static bool
has_form(struct span s, const char *form)
{
	size_t i;

	for (i = 0; i < s.n && form[i] != '\0'; i++)
		if (form[i] == '0' ? s.p[i] < '0' || s.p[i] > '9'
				   : form[i] != 'x' && form[i] != s.p[i])
			return false;
	return i == s.n && form[i] == '\0';
}

/* The zone behind a time, with a blank in front; or nothing. */
static bool
read_zone(struct span s, struct date *d)
{
	d->zoned = s.n > 0;
	if (s.n == 0 || span_eq(s, SPAN(" GMT")) || span_eq(s, SPAN(" UTC")))
		return true;
	if (!has_form(s, " x0000") || (s.p[1] != '+' && s.p[1] != '-') ||
	    number(s.p + 2, 2) > 14 || number(s.p + 4, 2) > 59)
		return false;
	d->zone = (int)(60 * number(s.p + 2, 2) + number(s.p + 4, 2));
	if (s.p[1] == '-')
		d->zone = -d->zone;
	return true;
}

bool
date_parse_mail(struct span s, struct date *out)
{
	static const char form[] = " xxx 0000 00:00:00";
	struct date d = { .known = true, .weekday = true };
	int weekday = -1;
	size_t n;

	s = span_trim(s);
	if (s.n > 5 && s.p[3] == ',' && s.p[4] == ' ')
		weekday = find_name(days, span_of(s.p, 3));
	s = span_skip(s, weekday < 0 ? s.n : 5);
	n = count_digits(s);
	d.day = n == 1 || n == 2 ? (int)number(s.p, n) : 0;
	s = span_skip(s, n);
	if (s.n < sizeof form - 1 ||
	    !has_form(span_of(s.p, sizeof form - 1), form))
		return false;
	d.month = find_name(months, span_of(s.p + 1, 3)) + 1;
	d.year = (int)number(s.p + 5, 4);
	d.hour = (int)number(s.p + 10, 2);
	d.minute = (int)number(s.p + 13, 2);
	d.second = (int)number(s.p + 16, 2);
	if (!date_valid(d.year, d.month, d.day) ||
	    (iso_days(d.year, d.month, d.day) % 7 + 11) % 7 != weekday ||
	    d.hour > 23 || d.minute > 59 || d.second > 59 ||
	    !read_zone(span_skip(s, sizeof form - 1), &d))
		return false;
	*out = d;
	return true;
}

bool
date_parse_form(struct span s, struct date *out)
{
	s = span_trim(s);
	return date_parse_iso(s, out) || read_basic(s, out) ||
	    read_epoch(s, out) || read_asctime(s, out);
}
