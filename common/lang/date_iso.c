/*
 * Values of dates: those of the years that news is from, in ISO 8601.
 */
#include <stdio.h>
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
