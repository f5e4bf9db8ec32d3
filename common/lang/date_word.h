/*
 * The words of dates: a line as items that the grammar of date_piece.h reads.
 * Internal to the reader of dates (date.h).
 */
#ifndef LANG_DATE_WORD_H
#define LANG_DATE_WORD_H

#include <stdint.h>

#include "lang/date.h"

/* What an item is; those from DATE_MONTH on are words of the tables, and
 * .value is the second column's meaning. */
enum date_kind {
	DATE_END,    /* behind the last */
	DATE_OTHER,  /* a word that no table knows */
	DATE_MARK,   /* one code point of punctuation, in .value */
	DATE_NUMBER, /* .value, or -1 where it has more than 9 digits */
	DATE_MONTH,  /* calendar * 16 + number */
	DATE_WEEKDAY,
	DATE_BARE_WEEKDAY, /* may be another word */
	DATE_CLOCK,        /* enum date_clock */
	DATE_ERA,          /* enum date_era */
	DATE_ZONE,         /* index of the reader's zones */
	DATE_ZONE_WORD,
	DATE_ONE,
	DATE_TWO,
	DATE_MANY, /* enum date_unit */
	DATE_AGO,
	DATE_PAST,
	DATE_ABOUT,
	DATE_DAY, /* days from the reference */
	DATE_NOW,
	DATE_ORDINAL,
	DATE_NTH,
	DATE_COUNT,
	DATE_FRACTION, /* minutes */
	DATE_HOUR,
	DATE_OCLOCK, /* 1: a colon follows */
	DATE_HOUR_MARK,
	DATE_OF,
	DATE_JOIN,
	DATE_AND,
	DATE_KINDS
};

/* The Coptic one is known and passed over. */
enum date_calendar { DATE_GREGORIAN, DATE_HIJRI, DATE_COPTIC, DATE_PERSIAN };

enum date_clock {
	CLOCK_NONE,
	CLOCK_AM,
	CLOCK_PM,
	CLOCK_NOON,
	CLOCK_AFTERNOON,
	CLOCK_DAWN,
	CLOCK_NIGHT,
	CLOCK_MIDNIGHT,
	CLOCK_SHORT_AM,
	CLOCK_SHORT_PM /* م: behind a year it is an era */
};

/* What stands behind a year; solar is the Persian calendar's. */
enum date_era { ERA_NONE, ERA_GREGORIAN, ERA_HIJRI, ERA_SOLAR };

/* Units of relative dates, from small to large. */
enum date_unit {
	UNIT_SECOND,
	UNIT_MINUTE,
	UNIT_HOUR,
	UNIT_DAY,
	UNIT_WEEK,
	UNIT_MONTH,
	UNIT_YEAR
};

struct date_item {
	uint32_t start, end; /* bytes of the folded line */
	int32_t value;
	uint8_t kind;   /* enum date_kind */
	uint8_t digits; /* of a number, 255 at the most */
	bool blank;     /* a blank, or nothing, stands in front */
};

struct date_zone {
	int minutes;     /* east of UTC */
	int first, last; /* years for which that is sure; last < first: none */
};

/* The first row of zones.tsv, which needs no توقيت in front. */
enum { ZONE_UTC = 0 };

/* A phrase: words joined by one blank; kind DATE_END where it is only the
 * beginning of others. */
struct date_phrase {
	uint32_t at, n; /* in .text; n 0: a free slot */
	int32_t value;
	uint8_t kind;
	bool longer; /* others begin with it */
};

enum { DATE_FIRST_BITS = 13 };

struct date_reader {
	struct buf text;
	/* of the words that phrases start with: a bit for each hash_ends */
	uint64_t first[(1 << DATE_FIRST_BITS) / 64];
	struct date_phrase *slot; /* open addressing; nslots is a power of 2 */
	size_t nslots, nphrases;
	struct date_zone *zones;
	size_t nzones, zones_cap;
};

/* The items of bytes from..to of a folded text, at most max. */
size_t date_items(const struct date_reader *r, struct span text, size_t from,
    size_t to, struct date_item *item, size_t max);

#endif
