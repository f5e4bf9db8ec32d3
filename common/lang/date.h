/*
 * Dates as Arabic news pages print them: Gregorian months in every regional
 * naming, Hijri by the Umm al-Qura calendar, the solar Hijri of Iran and
 * Afghanistan, numeric dates day first, ISO
 * 8601, clocks of 12 and 24 hours, time zones in words, and, where the time
 * of reading is known, relative dates.
 *
 * Nothing is guessed: a year that is not printed, a day that the calendar has
 * not, a zone whose offset changes with the season give no value.
 */
#ifndef LANG_DATE_H
#define LANG_DATE_H

#include "base/buf.h"
#include "text/fold.h"

struct date {
	bool known; /* there is a value; else only the place is known */
	int year;   /* Gregorian, 1900 to 2100 */
	int month;  /* 1 to 12 */
	int day;    /* 1 to 31, or -1: not printed */
	int hour;   /* 0 to 23, or -1: not printed; day is there then */
	int minute; /* 0 to 59, or -1 with the hour */
	int second; /* 0 to 60, or -1: not printed */
	bool zoned; /* zone is known; only with an hour */
	int zone;   /* minutes east of UTC */

	bool hijri_converted;  /* from a Hijri date: maybe a day off */
	bool ambiguous;        /* day and month could be the other way round */
	bool weekday;          /* one is printed */
	bool weekday_mismatch; /* the printed weekday is another day's */
	bool relative;         /* counted from the reference time */

	size_t start, end; /* where it is printed: bytes of the source */
	size_t from, to;   /* the same in bytes of the folded text */
	size_t outside;    /* letters and digits of the range that was
	                      searched that are outside: 0 where it holds
	                      nothing but the date */
};

struct date_reader;

/* Read the tables (months, datewords, zones); status 2 where one is bad.
 * A reader is never written to again: threads may share it. */
struct date_reader *date_reader_new(void);
void date_reader_free(struct date_reader *r);

/*
 * The best date printed in bytes from..to of a folded line; src is what was
 * folded.  Of several, a full Gregorian date is better than a Hijri one, that
 * is better than a relative one, that than a month and a year, and the first
 * of equals wins; for the others search again from out->to on.  Looks at the
 * first DATE_TOKENS words, numbers and marks; lines without a digit and longer
 * than DATE_PLAIN bytes are not looked at.
 *
 * reference (or NULL) is what relative dates are counted from.  False where
 * nothing like a date is there.  True with out->known unset where a date is
 * printed but its value is not sure: no year, no such day, relative to an
 * unknown time.
 *
 * Prose mentions dates, too: out->outside tells them apart.
 */
bool date_find(const struct date_reader *r, const struct folded *line,
    struct span src, size_t from, size_t to, const struct date *reference,
    struct date *out);

/* May a date start at byte `from` of the folded text?  date_find would have
 * none there otherwise. */
bool date_may_start(
    const struct date_reader *r, struct span folded, size_t from);

/* Does a date's word, or a number, start in front of byte `to` of the folded
 * text?  No date that date_find finds there does otherwise. */
bool date_may_lead(const struct date_reader *r, struct span folded, size_t to);

enum { DATE_TOKENS = 160, DATE_PLAIN = 240 };

/* Read s, ISO 8601 and nothing else (2023-11, 2023-11-19, 2023-11-19T22:30,
 * with seconds, with Z or +03:00), as reference times and fields have it. 24:00
 * is the beginning of the next day. */
bool date_parse_iso(struct span s, struct date *out);

/* The same, and the other forms that programs write into records: its basic
 * form, seconds since 1970 or parts of them, asctime(3)'s. */
bool date_parse_form(struct span s, struct date *out);

/* Read s, `Sun, 18 Feb 2018 21:35:43 +0400` (RFC 5322, section 3.3) with a zone
 * in digits, GMT, UTC or none, and nothing else: what date_find has of it,
 * places apart.  False where that may have something else to say, as of a
 * weekday that is another day's. */
bool date_parse_mail(struct span s, struct date *out);

enum { DATE_TEXT = 32 };

/*
 * d, which must be known, in ISO 8601, as precise as it was printed (an hour
 * alone is the full hour).  Returns the length; out ends with a NUL.
 */
size_t date_format(const struct date *d, char out[DATE_TEXT]);

/* Is there such a Gregorian day, from 1900 to 2100? */
bool date_valid(int year, int month, int day);

#endif
