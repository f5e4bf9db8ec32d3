/*
 * Gregorian days and ISO 8601.  Day numbers after Howard Hinnant,
 * "chrono-Compatible Low-Level Date Algorithms": years start in March, so
 * that the odd day is the last one.
 */
#include <stdio.h>

#include "lang/date.h"

bool
date_valid(int year, int month, int day)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	if (year < 1900 || year > 2100 || month < 1 || month > 12 || day < 1)
		return false;
	return day <= days[month - 1] + (month == 2 && leap);
}

long
date_days(int year, int month, int day)
{
	long y = year - (month <= 2), era, in_era, in_year;

	era = (y >= 0 ? y : y - 399) / 400;
	in_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	in_era = y - era * 400;
	return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 +
	    in_year - 719468;
}

void
date_from_days(long days, int *year, int *month, int *day)
{
	long era, in_era, y, in_year, m;

	days += 719468;
	era = (days >= 0 ? days : days - 146096) / 146097;
	in_era = days - era * 146097;
	y = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	in_year = in_era - (365 * y + y / 4 - y / 100);
	m = (5 * in_year + 2) / 153;
	*day = (int)(in_year - (153 * m + 2) / 5 + 1);
	*month = (int)(m < 10 ? m + 3 : m - 9);
	*year = (int)(y + era * 400) + (*month <= 2);
}

/* n digits off the front of *s into *value. */
static bool
digits(struct span *s, size_t n, int *value)
{
	size_t i;

	*value = 0;
	for (i = 0; i < n; i++) {
		if (i >= s->n || s->p[i] < '0' || s->p[i] > '9')
			return false;
		*value = *value * 10 + s->p[i] - '0';
	}
	*s = span_skip(*s, n);
	return true;
}

static bool
byte(struct span *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = span_skip(*s, 1);
	return true;
}

static bool
parse_zone(struct span s, struct date *d)
{
	int hours, minutes = 0, sign = s.n > 0 && s.p[0] == '-' ? -1 : 1;

	d->zoned = s.n > 0;
	if (s.n == 0 || span_eq(s, SPAN("Z")) || span_eq(s, SPAN("z")))
		return true;
	if (!byte(&s, '+') && !byte(&s, '-'))
		return false;
	if (!digits(&s, 2, &hours) || hours > 14)
		return false;
	if (s.n > 0) {
		byte(&s, ':');
		if (!digits(&s, 2, &minutes) || minutes > 59 || s.n > 0)
			return false;
	}
	d->zone = sign * (hours * 60 + minutes);
	return true;
}

static bool
parse_time(struct span s, struct date *d)
{
	int fraction;

	if (!digits(&s, 2, &d->hour) || !byte(&s, ':') ||
	    !digits(&s, 2, &d->minute) || d->hour > 23 || d->minute > 59)
		return false;
	if (byte(&s, ':')) {
		if (!digits(&s, 2, &d->second) || d->second > 60)
			return false;
		if (byte(&s, '.'))
			while (digits(&s, 1, &fraction))
				continue;
	}
	return parse_zone(s, d);
}

bool
date_parse_iso(struct span s, struct date *out)
{
	struct date d = { .day = -1, .hour = -1, .minute = -1, .second = -1 };

	if (!digits(&s, 4, &d.year) || !byte(&s, '-') ||
	    !digits(&s, 2, &d.month))
		return false;
	if (byte(&s, '-') && !digits(&s, 2, &d.day))
		return false;
	if (!date_valid(d.year, d.month, d.day < 0 ? 1 : d.day))
		return false;
	if (s.n > 0) {
		if (d.day < 0 || strchr("Tt ", s.p[0]) == NULL)
			return false;
		s = span_skip(s, 1);
		if (!parse_time(s, &d))
			return false;
	}
	d.known = true;
	*out = d;
	return true;
}

size_t
date_format(const struct date *d, char out[DATE_TEXT])
{
	size_t n;
	int zone = d->zone < 0 ? -d->zone : d->zone;

	n = (size_t)snprintf(out, DATE_TEXT, "%04d-%02d", d->year, d->month);
	if (d->day > 0)
		n += (size_t)snprintf(out + n, DATE_TEXT - n, "-%02d", d->day);
	if (d->day <= 0 || d->hour < 0)
		return n;
	n += (size_t)snprintf(
	    out + n, DATE_TEXT - n, "T%02d:%02d", d->hour, d->minute);
	if (d->second >= 0)
		n += (size_t)snprintf(
		    out + n, DATE_TEXT - n, ":%02d", d->second);
	if (d->zoned && d->zone == 0)
		n += (size_t)snprintf(out + n, DATE_TEXT - n, "Z");
	else if (d->zoned)
		n += (size_t)snprintf(out + n, DATE_TEXT - n, "%c%02d:%02d",
		    d->zone < 0 ? '-' : '+', zone / 60, zone % 60);
	return n;
}
