/*
 * Values of dates: those of the years that news is from, in ISO 8601.
 */
#include <stdlib.h>

#include "base/iso.h"
#include "lang/date.h"

bool
date_valid(int year, int month, int day)
{
	return year >= 1900 && year <= 2100 && month >= 1 && month <= 12 &&
	    day >= 1 && day <= iso_month_days(year, month);
}

/* Is the time, as far as there is one, of a clock and a zone that exist? */
static bool
is_time(const struct iso_time *t)
{
	if (t->hour < 0)
		return true;
	return t->hour < 24 && t->minute >= 0 && t->minute < 60 &&
	    t->second <= 60 && abs(t->zone) < 15 * 60;
}

/* The end of a day is the beginning of the next one (ISO 8601:2004, 4.2.3). */
static void
end_day(struct iso_time *t)
{
	if (t->hour != 24 || t->minute > 0 || t->second > 0 ||
	    !date_valid(t->year, t->month, t->day))
		return;
	t->hour = 0;
	iso_from_days(iso_days(t->year, t->month, t->day) + 1, &t->year,
	    &t->month, &t->day);
}

bool
date_parse_iso(struct span s, struct date *out)
{
	struct iso_time t;

	if (s.n == 0 || iso_read(s, &t) != s.n)
		return false;
	end_day(&t);
	if (!is_time(&t) || !date_valid(t.year, t.month, t.day < 0 ? 1 : t.day))
		return false;
	*out = (struct date) { .known = true,
		.year = t.year,
		.month = t.month,
		.day = t.day,
		.hour = t.hour,
		.minute = t.minute,
		.second = t.second,
		.zoned = t.zoned,
		.zone = t.zone };
	return true;
}

/* Put mark (0: none) and the last digits of n. */
static char *
put_digits(char *to, char mark, int n, int digits)
{
	int i;

	if (mark != 0)
		*to++ = mark;
	for (i = digits; i-- > 0; n /= 10)
		to[i] = (char)('0' + n % 10);
	return to + digits;
}

size_t
date_format(const struct date *d, char out[DATE_TEXT])
{
	char *to = out;
	int zone = d->zone < 0 ? -d->zone : d->zone;

	to = put_digits(to, 0, d->year, 4);
	to = put_digits(to, '-', d->month, 2);
	if (d->day > 0)
		to = put_digits(to, '-', d->day, 2);
	if (d->day > 0 && d->hour >= 0) {
		to = put_digits(to, 'T', d->hour, 2);
		to = put_digits(to, ':', d->minute, 2);
		if (d->second >= 0)
			to = put_digits(to, ':', d->second, 2);
		if (d->zoned && d->zone == 0)
			*to++ = 'Z';
		else if (d->zoned) {
			to = put_digits(
			    to, d->zone < 0 ? '-' : '+', zone / 60, 2);
			to = put_digits(to, ':', zone % 60, 2);
		}
	}
	*to = '\0';
	return (size_t)(to - out);
}
