/*
 * By law the year starts at the equinox in Tehran; eight leap years in each 33
 * come out the same from 1178 to 1501 (K. M. Borkowski, "The Persian calendar
 * for 3000 years", 1996; ICU's PersianCalendar has the same rule and its first
 * correction in 1502).
 */
#include "lang/solar.h"

/* The eve of 1 Farvardin 1 is so many days before 1970. */
enum { BEFORE_1970 = 492269 };

static bool
is_leap(int year)
{
	return (25 * year + 11) % 33 < 8;
}

/* Six months of 31 days, five of 30, the last of 29 or 30. */
static int
month_days(int year, int month)
{
	return month <= 6 ? 31 : month <= 11 || is_leap(year) ? 30 : 29;
}

bool
solar_days(int year, int month, int day, long *days)
{
	if (year < SOLAR_FIRST || year > SOLAR_LAST || month < 1 ||
	    month > 12 || day < 1 || day > month_days(year, month))
		return false;
	*days = 365L * (year - 1) + (8L * year + 21) / 33 - BEFORE_1970 +
	    (month <= 7 ? 31L * (month - 1) : 30L * (month - 1) + 6) + day;
	return true;
}
