/*
 * On which days, and how often on each.  Memory is bounded without a range
 * being known before: up to CALENDAR_DAYS days are told apart; where there are
 * more, neighbours become one, days of 2, 4, 8 ...  So a year-long run is told
 * by 4 days each, and a date far off takes one place and widens nothing.
 */
#ifndef REPORT_CALENDAR_H
#define REPORT_CALENDAR_H

#include <stddef.h>
#include <stdint.h>

enum { CALENDAR_DAYS = 128 };

struct calendar_day {
	int32_t day; /* from 1 January 1970, shifted right */
	uint32_t n;
};

struct calendar {
	unsigned shift;         /* each stands for 1 << shift days */
	struct calendar_day *d; /* owned; by day */
	size_t n, cap;
};

/* Count one on the day, counted from 1 January 1970. */
void calendar_add(struct calendar *c, long day);

/* As if nothing had been counted; the memory stays. */
void calendar_clear(struct calendar *c);

#endif
