/*
 * The Umm al-Qura calendar, Saudi Arabia's civil Hijri calendar.
 */
#ifndef LANG_HIJRI_H
#define LANG_HIJRI_H

#include <stdbool.h>

/* First and last year of the table. */
enum { HIJRI_FIRST = 1343, HIJRI_LAST = 1500 };

/*
 * The day of a Hijri date, counted from 1 January 1970 (Gregorian).  False
 * where the year is not in the table or the month has no such day.
 */
bool hijri_days(int year, int month, int day, long *days);

#endif
