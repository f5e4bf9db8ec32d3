/*
 * The solar Hijri calendar, the civil one of Iran and (until 2022, and by other
 * names of the months) Afghanistan.
 */
#ifndef LANG_SOLAR_H
#define LANG_SOLAR_H

#include <stdbool.h>

/* The years for which the rule of 33 years gives the calendar's own leap years
 * and news pages may print a day: 1921 to 2100. */
enum { SOLAR_FIRST = 1300, SOLAR_LAST = 1479 };

/*
 * The day of a solar Hijri date, counted from 1 January 1970 (Gregorian).
 * False where the year is outside or the month has no such day.
 */
bool solar_days(int year, int month, int day, long *days);

#endif
