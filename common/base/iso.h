/*
 * Dates as ISO 8601 writes them in full (2023-11-19T22:30+03:00), and days as
 * numbers.  Who reads a date says what is a good one: here digits are counted,
 * not weighed.
 */
#ifndef BASE_ISO_H
#define BASE_ISO_H

#include "base/span.h"

/* What is not there is -1. */
struct iso_time {
	int year, month, day;
	int hour, minute, second; /* a fraction of it is passed over */
	bool zoned;
	int zone; /* minutes east of UTC; 0 where zoned is not set */
};

/*
 * Read as much of s as is one: YYYY, -MM, -DD, a T or blank and HH, :MM, :SS,
 * and behind an hour Z, +HH, +HH:MM or +HHMM.  Returns the bytes that were
 * read, 0 where s does not begin with a year.
 */
size_t iso_read(struct span s, struct iso_time *out);

/* The days of a month (1 to 12) of the Gregorian calendar. */
int iso_month_days(int year, int month);

/*
 * Days from 1 January 1970 to a Gregorian day that is there, and back (Howard
 * Hinnant, "chrono-Compatible Low-Level Date Algorithms": years start in
 * March, so that the odd day is the last one).
 */
long iso_days(int year, int month, int day);
void iso_from_days(long days, int *year, int *month, int *day);

#endif
