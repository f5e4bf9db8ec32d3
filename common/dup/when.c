#include "dup/when.h"

/* Read n digits at *s; -1 where there are not so many. */
static int
digits(struct span *s, size_t n)
{
	int x = 0;
	size_t i;

	if (s->n < n)
		return -1;
	for (i = 0; i < n; i++) {
		if (s->p[i] < '0' || s->p[i] > '9')
			return -1;
		x = 10 * x + (s->p[i] - '0');
	}
	*s = span_skip(*s, n);
	return x;
}

/* Read c and n digits behind it; otherwise leave *s and return without. */
static int
part(struct span *s, char c, size_t n, int without)
{
	struct span t = *s;
	int x;

	if (t.n == 0 || t.p[0] != c)
		return without;
	t = span_skip(t, 1);
	if ((x = digits(&t, n)) < 0)
		return without;
	*s = t;
	return x;
}

/* Days from 1970-01-01 to a day of the Gregorian calendar (Hinnant,
 * "chrono-Compatible Low-Level Date Algorithms"). */
static int64_t
days(int year, int month, int day)
{
	int64_t y = year - (month <= 2);
	int64_t era = y / 400, of_era = y - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day -
	    1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	    of_year - 719468;
}

uint32_t
when_minute(struct span s)
{
	int year = digits(&s, 4), month, day, hour = 0, minute = 0, offset = 0;
	int64_t at;

	if (year < 1970)
		return 0;
	month = part(&s, '-', 2, 1);
	day = part(&s, '-', 2, 1);
	if (s.n > 0 && (s.p[0] == 'T' || s.p[0] == ' ')) {
		hour = part(&s, s.p[0], 2, 0);
		minute = part(&s, ':', 2, 0);
		part(&s, ':', 2, 0);
		if (s.n > 0 && (s.p[0] == '+' || s.p[0] == '-')) {
			int sign = s.p[0] == '+' ? 1 : -1;

			offset = sign * 60 * part(&s, s.p[0], 2, 0);
			offset += sign * part(&s, ':', 2, 0);
		}
	}
	if (month < 1 || month > 12 || day < 1 || day > 31)
		return 0;
	at = (days(year, month, day) * 24 + hour) * 60 + minute - offset;
	return at > 0 && at < UINT32_MAX ? (uint32_t)at : 0;
}
