#include "base/iso.h"

/* n digits off the front of *s into *value; otherwise both stay. */
static bool
digits(struct span *s, size_t n, int *value)
{
	int x = 0;

	if (s->n < n)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s->p[i] < '0' || s->p[i] > '9')
			return false;
		x = 10 * x + s->p[i] - '0';
	}
	*value = x;
	*s = span_skip(*s, n);
	return true;
}

/* One of the marks and two digits behind it; otherwise both stay. */
static bool
part(struct span *s, const char *marks, int *value)
{
	struct span rest;

	if (s->n == 0 || memchr(marks, s->p[0], strlen(marks)) == NULL)
		return false;
	rest = span_skip(*s, 1);
	if (!digits(&rest, 2, value))
		return false;
	*s = rest;
	return true;
}

static void
read_zone(struct span *s, struct iso_time *t)
{
	int sign = s->n > 0 && s->p[0] == '-' ? -1 : 1, hours, minutes = 0;
	struct span rest = *s, behind;

	if (s->n > 0 && (s->p[0] == 'Z' || s->p[0] == 'z')) {
		t->zoned = true;
		*s = span_skip(*s, 1);
		return;
	}
	if (!part(&rest, "+-", &hours))
		return;
	behind = rest;
	if (!part(&behind, ":", &minutes))
		digits(&behind, 2, &minutes);
	if (minutes > 59)
		return;
	t->zoned = true;
	t->zone = sign * (hours * 60 + minutes);
	*s = behind;
}

size_t
iso_read(struct span s, struct iso_time *out)
{
	struct iso_time t = { -1, -1, -1, -1, -1, -1, false, 0 };
	struct span rest = s;
	int ignored;

	if (digits(&rest, 4, &t.year) && part(&rest, "-", &t.month) &&
	    part(&rest, "-", &t.day) && part(&rest, "Tt ", &t.hour)) {
		if (part(&rest, ":", &t.minute) &&
		    part(&rest, ":", &t.second) && rest.n > 0 &&
		    rest.p[0] == '.') {
			rest = span_skip(rest, 1);
			while (digits(&rest, 1, &ignored))
				continue;
		}
		read_zone(&rest, &t);
	}
	*out = t;
	return s.n - rest.n;
}

int
iso_month_days(int year, int month)
{
	static const signed char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30,
		31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

long
iso_days(int year, int month, int day)
{
	long y = year - (month <= 2), era, in_era, in_year;

	era = (y >= 0 ? y : y - 399) / 400;
	in_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	in_era = y - era * 400;
	return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 +
	    in_year - 719468;
}

void
iso_from_days(long days, int *year, int *month, int *day)
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
