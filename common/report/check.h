/*
 * Values that look false: checks of dates, titles, sources and texts.
 */
#ifndef REPORT_CHECK_H
#define REPORT_CHECK_H

#include "base/buf.h"

/* What is too long or too short, in code points; what is too old. */
enum {
	CHECK_TITLE = 200,
	CHECK_SOURCE = 60,
	CHECK_AUTHOR = 60,
	CHECK_ENTITY = 60,
	CHECK_TEXT = 100,
	CHECK_YEAR = 1990
};

/* How precise a date is. */
enum check_date {
	CHECK_INVALID, /* not ISO 8601, or no such day */
	CHECK_IS_YEAR,
	CHECK_IS_MONTH,
	CHECK_IS_DAY,
	CHECK_IS_TIME
};

/* YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDT...; what is behind the T is not
 * looked at. */
enum check_date check_date(struct span s);

/* The words of a page's furniture, folded: common/tables/furniture.tsv. */
struct furniture {
	struct buf text; /* each form behind a NUL, one more at the end */
	struct buf room;
};

/* Read the table; f must be all zero.  furniture_free takes it back. */
void furniture_init(struct furniture *f);

/* Does s hold one of them, as whole words? */
bool furniture_in(struct furniture *f, struct span s);

/* Give the memory back. */
void furniture_free(struct furniture *f);

#endif
