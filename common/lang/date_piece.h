/*
 * The parts of printed dates: a day, a clock time, a zone, a weekday, a
 * relative date.  Internal to the reader of dates (date.h).
 */
#ifndef LANG_DATE_PIECE_H
#define LANG_DATE_PIECE_H

#include "lang/date_word.h"

enum date_piece_kind {
	PIECE_DAY, /* a day of the calendar */
	PIECE_TIME,
	PIECE_CLOCK, /* a part of the day apart from its time */
	PIECE_ZONE,
	PIECE_WEEKDAY,
	PIECE_RELATIVE,
	PIECE_GLUE /* what may stand between the others */
};

/* Units back from the reference. */
struct date_ago {
	int months;
	long days;
	long seconds;
	bool clock;   /* hours, minutes or seconds are among them */
	bool precise; /* seconds are */
};

/* What a printed zone says: nothing, an unknown offset, minutes, a name of
 * zones.tsv. */
enum zone_kind { ZONE_NONE, ZONE_UNSURE, ZONE_OFFSET, ZONE_NAMED };

struct date_piece {
	enum date_piece_kind kind;
	size_t first, last; /* items, half-open */

	/* PIECE_DAY; year 0: not printed; day 0: a month and a year */
	enum date_calendar calendar;
	int year, month, day;
	bool bad;        /* no such day, names that disagree, a range */
	bool numeric;    /* day / month / year in digits, the day first ... */
	bool swapped;    /* ... or the month: its number leaves no choice */
	bool short_year; /* of two digits */
	bool timed;      /* hour and minute stand inside, too */

	/* PIECE_TIME; the hour as printed, minute and second -1: not printed */
	int hour, minute, second;
	bool spelled;         /* the hour, in words: of twelve */
	enum date_clock part; /* PIECE_TIME, PIECE_CLOCK */

	/* PIECE_ZONE, and PIECE_TIME where one stands at the time */
	enum zone_kind zone;
	int value; /* minutes, or index of the reader's zones */

	int weekday;         /* PIECE_WEEKDAY, 0 is Sunday */
	struct date_ago ago; /* PIECE_RELATIVE */
};

/* A line's items with a way to look behind its ends. */
struct date_line {
	const struct date_item *item;
	size_t n;
};

/* The enum date_kind of item i; DATE_END behind the last. */
static inline int
date_kind_at(const struct date_line *l, size_t i)
{
	return i < l->n ? l->item[i].kind : DATE_END;
}

/* Is item i that mark? */
static inline bool
date_mark_at(const struct date_line *l, size_t i, int mark)
{
	return i < l->n && l->item[i].kind == DATE_MARK &&
	    l->item[i].value == mark;
}

/* A number of min to max digits stands at i. */
static inline bool
date_number_at(const struct date_line *l, size_t i, int min, int max)
{
	return i < l->n && l->item[i].kind == DATE_NUMBER &&
	    l->item[i].digits >= min && l->item[i].digits <= max;
}

/* The hour from 0 to 23 that a clock of 12 or 24 hours shows in a part of the
 * day; -1 where they contradict each other. */
int date_hour(int hour, enum date_clock part);

/* Each tries to read one piece at item i; they return the item behind it, or
 * i where there is none. */
size_t date_day_piece(
    const struct date_line *l, size_t i, struct date_piece *out);
size_t date_time_piece(
    const struct date_line *l, size_t i, struct date_piece *out);
size_t date_zone_piece(
    const struct date_line *l, size_t i, struct date_piece *out);
size_t date_relative_piece(
    const struct date_line *l, size_t i, struct date_piece *out);

#endif
