/*
 * The date of a line: its items (date_word.h) are read from left to right as
 * pieces (date_piece.h); pieces with nothing but marks and joining words
 * between them are one printed date, and what they say together is its value.
 * One pass; no list of whole formats, so that parts combine as papers combine
 * them.
 */
#include "lang/date.h"

#include "base/iso.h"
#include "lang/date_piece.h"
#include "lang/hijri.h"
#include "lang/solar.h"
#include "text/utf8.h"

/* How good a printed date is; see date_find. */
enum date_rank {
	RANK_NONE,
	RANK_PLACE, /* no value */
	RANK_MONTH,
	RANK_RELATIVE,
	RANK_HIJRI,
	RANK_DAY
};

/* The pieces of one printed date. */
struct cluster {
	size_t first, last; /* items, half-open; last 0: empty */
	bool has_day, has_hijri, has_solar, has_yearless, has_relative;
	bool has_time, has_zone, bad;
	enum date_clock part; /* of the day, apart from the time */
	struct date_piece day, hijri, solar, yearless, relative, time, zone;
	unsigned weekdays;     /* bits */
	size_t weekday_at;     /* item of a weekday that may belong to the */
	size_t weekday_last;   /* next date: not yet within first..last */
	unsigned weekday_next; /* its bit, or 0 */
};

struct date_search {
	const struct date_reader *reader;
	const struct date *reference;
	struct date_line line;
	struct date best;
	enum date_rank rank;
	size_t first, last; /* items of the best */
};

static void
keep_weekday(struct cluster *c)
{
	if (c->weekday_next == 0)
		return;
	if (c->last == 0)
		c->first = c->weekday_at;
	c->last = c->weekday_last;
	c->weekdays |= c->weekday_next;
	c->weekday_next = 0;
}

/* Is d another day than the one the cluster has? */
static bool
other_day(const struct cluster *c, const struct date_piece *d)
{
	if (d->calendar != DATE_GREGORIAN || !c->has_day || d->year == 0)
		return false;
	return d->year != c->day.year || d->month != c->day.month ||
	    d->day != c->day.day;
}

static void
add_day(struct cluster *c, const struct date_piece *d)
{
	c->bad |= d->bad;
	if (d->calendar == DATE_COPTIC)
		return;
	if (d->year == 0) {
		/* 5 نوفمبر - 7 ديسمبر 2023: a range */
		if (d->calendar == DATE_GREGORIAN && !c->has_day)
			c->yearless = *d;
		c->has_yearless = true;
	} else if (d->calendar == DATE_HIJRI) {
		if (!c->has_hijri)
			c->hijri = *d;
		c->has_hijri = true;
	} else if (d->calendar == DATE_PERSIAN) {
		c->solar = *d;
		c->has_solar = true;
	} else if (!c->has_day) {
		c->day = *d;
		c->has_day = true;
		if (c->yearless.month != 0 &&
		    (c->yearless.month != d->month ||
			c->yearless.day != d->day))
			c->bad = true;
	}
}

static void
add_zone(struct cluster *c, const struct date_piece *z)
{
	if (!c->has_zone && z->zone != ZONE_NONE) {
		c->has_zone = true;
		c->zone = *z;
	}
}

static void
add_piece(struct cluster *c, const struct date_piece *p)
{
	if (p->kind == PIECE_WEEKDAY) {
		keep_weekday(c);
		c->weekday_at = p->first;
		c->weekday_last = p->last;
		c->weekday_next = 1u << p->weekday;
		return;
	}
	keep_weekday(c);
	if (c->last == 0)
		c->first = p->first;
	c->last = p->last;
	if (p->kind == PIECE_DAY) {
		add_day(c, p);
		if (p->timed && !c->has_time) {
			c->has_time = true;
			c->time = *p;
		}
	} else if (p->kind == PIECE_ZONE)
		add_zone(c, p);
	else if (p->kind == PIECE_CLOCK)
		c->part = p->part;
	else if (p->kind == PIECE_RELATIVE) {
		if (!c->has_relative)
			c->relative = *p;
		c->has_relative = true;
	} else if (!c->has_time) {
		c->has_time = true;
		c->time = *p;
		add_zone(c, p);
	}
}

static void
set_time(const struct date_search *s, const struct cluster *c, struct date *d)
{
	const struct date_zone *z;
	int hour;

	if (!c->has_time ||
	    (c->time.spelled && !c->time.part && c->part == CLOCK_NONE))
		return;
	hour = date_hour(c->time.hour, c->time.part ? c->time.part : c->part);
	if (hour < 0)
		return;
	d->hour = hour;
	d->minute = c->time.minute < 0 ? 0 : c->time.minute;
	d->second = c->time.second;
	if (c->has_zone && c->zone.zone == ZONE_OFFSET) {
		d->zoned = true;
		d->zone = c->zone.value;
	} else if (c->has_zone && c->zone.zone == ZONE_NAMED) {
		z = &s->reader->zones[c->zone.value];
		d->zoned = d->year >= z->first && d->year <= z->last;
		d->zone = d->zoned ? z->minutes : 0;
	}
}

/* Is the day's weekday one of those printed (or none is)? */
static bool
weekday_agrees(unsigned weekdays, int year, int month, int day)
{
	/* 1 January 1970 was a Thursday */
	long w = (iso_days(year, month, day) % 7 + 7 + 4) % 7;

	return weekdays == 0 || (weekdays >> w & 1) != 0;
}

/* Day first, unless only the other order goes with the weekday. */
static enum date_rank
numeric_day(const struct cluster *c, struct date *d)
{
	bool both = d->day <= 12 && d->day != d->month && !c->day.swapped;
	int t;

	if (c->day.short_year)
		return c->weekdays != 0 &&
			weekday_agrees(c->weekdays, d->year, d->month, d->day)
		    ? RANK_DAY
		    : RANK_PLACE;
	d->ambiguous = both;
	if (both && !weekday_agrees(c->weekdays, d->year, d->month, d->day) &&
	    weekday_agrees(c->weekdays, d->year, d->day, d->month)) {
		t = d->day;
		d->day = d->month;
		d->month = t;
	} else if (both && c->weekdays != 0 &&
	    !weekday_agrees(c->weekdays, d->year, d->day, d->month))
		d->ambiguous = false;
	return RANK_DAY;
}

static enum date_rank
gregorian(const struct cluster *c, struct date *d)
{
	enum date_rank rank = RANK_DAY;

	d->year = c->day.year;
	d->month = c->day.month;
	d->day = c->day.day ? c->day.day : -1;
	if (d->day < 0)
		return RANK_MONTH;
	if (!date_valid(d->year, d->month, d->day))
		return RANK_PLACE;
	if (c->day.numeric)
		rank = numeric_day(c, d);
	d->weekday_mismatch = !weekday_agrees(
	    c->weekdays, d->year, d->month, d->day);
	return rank;
}

/* Set d to the days from 1970; is its weekday one of those printed? */
static bool
set_days(const struct cluster *c, long days, struct date *d)
{
	iso_from_days(days, &d->year, &d->month, &d->day);
	return weekday_agrees(c->weekdays, d->year, d->month, d->day);
}

/*
 * Countries that go by sight are a day before or behind the table: a printed
 * weekday decides.  It alone vouches for a day 30 that the table has not.
 */
static enum date_rank
hijri(const struct cluster *c, struct date *d)
{
	const struct date_piece *h = &c->hijri;
	bool extra = false;
	long days;

	if (!hijri_days(h->year, h->month, h->day, &days)) {
		extra = h->day == 30 && c->weekdays != 0 &&
		    hijri_days(h->year, h->month, 29, &days);
		if (!extra)
			return RANK_PLACE;
		days++;
	}
	d->hijri_converted = true;
	d->ambiguous = h->numeric && h->day <= 12 && h->day != h->month;
	if (set_days(c, days, d) || set_days(c, days + 1, d) ||
	    (!extra && set_days(c, days - 1, d)))
		return RANK_HIJRI;
	d->weekday_mismatch = true;
	set_days(c, days, d);
	return extra ? RANK_PLACE : RANK_HIJRI;
}

static enum date_rank
solar(const struct cluster *c, struct date *d)
{
	long days;

	if (!solar_days(c->solar.year, c->solar.month, c->solar.day, &days))
		return RANK_PLACE;
	d->weekday_mismatch = !set_days(c, days, d);
	return RANK_HIJRI;
}

/* Count back from the reference: months first (to the month's last day where
 * it is shorter), then days, then the clock. */
static bool
count_back(const struct date *ref, const struct date_ago *ago, struct date *d)
{
	int months = ref->year * 12 + ref->month - 1 - ago->months;
	long days, seconds;

	if (ref->day < 0 || (ago->seconds > 0 && ref->hour < 0) ||
	    months < 1900 * 12)
		return false;
	d->day = ref->day;
	while (!date_valid(months / 12, months % 12 + 1, d->day))
		if (--d->day < 1)
			return false;
	days = iso_days(months / 12, months % 12 + 1, d->day) - ago->days;
	if (ago->clock && ref->hour >= 0) {
		seconds = ref->hour * 3600L + ref->minute * 60L +
		    (ref->second > 0 ? ref->second : 0) - ago->seconds;
		days += seconds / 86400 - (seconds % 86400 < 0);
		seconds = (seconds % 86400 + 86400) % 86400;
		d->hour = (int)(seconds / 3600);
		d->minute = (int)(seconds / 60 % 60);
		d->second = ago->precise ? (int)(seconds % 60) : -1;
		d->zoned = ref->zoned;
		d->zone = ref->zone;
	}
	iso_from_days(days, &d->year, &d->month, &d->day);
	return date_valid(d->year, d->month, d->day);
}

static enum date_rank
relative(const struct date_search *s, const struct cluster *c, struct date *d)
{
	d->relative = true;
	if (s->reference == NULL || !s->reference->known ||
	    !count_back(s->reference, &c->relative.ago, d))
		return RANK_PLACE;
	return weekday_agrees(c->weekdays, d->year, d->month, d->day)
	    ? RANK_RELATIVE
	    : RANK_PLACE;
}

/* What the cluster says. */
static enum date_rank
resolve(const struct date_search *s, const struct cluster *c, struct date *d)
{
	enum date_rank rank;

	*d = (struct date) {
		.day = -1, .hour = -1, .minute = -1, .second = -1
	};
	if (c->bad)
		return RANK_PLACE;
	if (c->has_day)
		rank = gregorian(c, d);
	else if (c->has_solar)
		rank = solar(c, d);
	else if (c->has_hijri)
		rank = hijri(c, d);
	else if (c->has_yearless)
		return RANK_PLACE;
	else if (c->has_relative)
		rank = relative(s, c, d);
	else
		return RANK_NONE;
	d->known = rank > RANK_PLACE;
	if (d->known && d->day > 0 && d->hour < 0)
		set_time(s, c, d);
	return rank;
}

/* The cluster is at its end. */
static void
finish(struct date_search *s, struct cluster *c)
{
	struct date d;
	enum date_rank rank;

	if (c->last == 0 && c->weekday_next == 0)
		return; /* nothing was put into it */
	keep_weekday(c);
	if (c->last > 0) {
		rank = resolve(s, c, &d);
		if (rank > s->rank) {
			s->rank = rank;
			s->best = d;
			s->best.weekday = c->weekdays != 0;
			s->first = c->first;
			s->last = c->last;
		}
	}
	*c = (struct cluster) { .last = 0 };
}

static bool
is_glue(const struct date_item *w)
{
	switch (w->kind) {
	case DATE_MARK:
	case DATE_OF:
	case DATE_JOIN:
	case DATE_AND:
	case DATE_OCLOCK:
		return true;
	case DATE_ONE:
		return w->value == UNIT_DAY || w->value == UNIT_YEAR;
	default:
		return false;
	}
}

/* Readers of pieces, in the order in which they are asked: a bit each. */
enum { READ_DAY = 1, READ_TIME = 2, READ_ZONE = 4, READ_RELATIVE = 8 };

/* Which of them may find something at item i: by the kind of the items that
 * their pieces start with. */
static unsigned
readers_at(const struct date_line *l, size_t i)
{
	static const uint8_t at[DATE_KINDS] = {
		[DATE_MARK] = READ_ZONE, /* a sign alone */
		[DATE_NUMBER] = READ_DAY | READ_TIME | READ_RELATIVE,
		[DATE_MONTH] = READ_DAY,
		[DATE_NTH] = READ_DAY,
		[DATE_CLOCK] = READ_TIME,
		[DATE_HOUR] = READ_TIME,
		[DATE_OCLOCK] = READ_TIME,
		[DATE_ZONE] = READ_ZONE,
		[DATE_ZONE_WORD] = READ_ZONE,
		[DATE_ONE] = READ_RELATIVE,
		[DATE_TWO] = READ_RELATIVE,
		[DATE_AGO] = READ_RELATIVE,
		[DATE_ABOUT] = READ_RELATIVE,
		[DATE_DAY] = READ_RELATIVE,
		[DATE_NOW] = READ_RELATIVE,
		[DATE_COUNT] = READ_RELATIVE,
	};

	if (l->item[i].kind == DATE_MARK && l->item[i].value != '+')
		return 0;
	return at[l->item[i].kind];
}

/* The piece at item i that one of the readers finds; returns the item behind
 * it, or i where none does. */
static size_t
read_by(
    unsigned readers, const struct date_line *l, size_t i, struct date_piece *p)
{
	static size_t (*const reader[])(const struct date_line *, size_t,
	    struct date_piece *) = { date_day_piece, date_time_piece,
		date_zone_piece, date_relative_piece };

	for (; readers != 0; readers &= readers - 1) {
		size_t end = reader[__builtin_ctz(readers)](l, i, p);

		if (end > i)
			return end;
	}
	return i;
}

/* The piece at item i; returns the item behind it, or i where none is. */
static size_t
read_piece(const struct date_line *l, size_t i, struct date_piece *p)
{
	size_t end = read_by(readers_at(l, i), l, i, p);

	if (end > i)
		return end;
	p->kind = PIECE_GLUE;
	if (l->item[i].kind == DATE_WEEKDAY ||
	    (l->item[i].kind == DATE_BARE_WEEKDAY &&
		(i == 0 || l->item[i - 1].kind == DATE_MARK))) {
		p->kind = PIECE_WEEKDAY;
		p->weekday = l->item[i].value;
		return i + 1;
	}
	if (l->item[i].kind == DATE_CLOCK &&
	    l->item[i].value < CLOCK_SHORT_AM) {
		p->kind = PIECE_CLOCK;
		p->part = (enum date_clock)l->item[i].value;
		return i + 1;
	}
	return i + is_glue(&l->item[i]);
}

/* The T of ISO 8601 between a day and a time, glued to both. */
static bool
is_iso_t(const struct date_line *l, size_t i, struct span text)
{
	return date_kind_at(l, i) == DATE_OTHER && !l->item[i].blank &&
	    l->item[i].end - l->item[i].start == 1 &&
	    text.p[l->item[i].start] == 't' && date_number_at(l, i + 1, 2, 2) &&
	    !l->item[i + 1].blank;
}

static void
read_line(struct date_search *s, struct span text)
{
	struct cluster c = { .last = 0 };
	struct date_piece p;
	size_t end;

	for (size_t i = 0; i < s->line.n; i = end) {
		end = read_piece(&s->line, i, &p);
		if (end == i) {
			end = i + 1;
			if (!(c.has_day && is_iso_t(&s->line, i, text)))
				finish(s, &c);
			continue;
		}
		if (p.kind == PIECE_GLUE)
			continue;
		p.first = i;
		p.last = end;
		if (p.kind == PIECE_DAY && other_day(&c, &p)) {
			struct cluster next = {
				.weekday_at = c.weekday_at,
				.weekday_last = c.weekday_last,
				.weekday_next = c.weekday_next,
			};

			c.weekday_next = 0;
			finish(s, &c);
			c = next;
		}
		add_piece(&c, &p);
	}
	finish(s, &c);
}

/* A bracket that was opened inside is closed inside. */
static size_t
close_bracket(const struct date_search *s)
{
	int open = 0;

	for (size_t i = s->first; i < s->last; i++)
		open += date_mark_at(&s->line, i, '(') -
		    date_mark_at(&s->line, i, ')');
	return s->last + (open > 0 && date_mark_at(&s->line, s->last, ')'));
}

/* The byte of src behind folded byte `to`, with the marks on its letter. */
static size_t
source_end(const struct folded *line, struct span src, size_t to)
{
	size_t at = line->map[to - 1], len;
	uint32_t cp;

	utf8_get(src.p + at, src.p + src.n, &len);
	for (at += len; at < src.n; at += len) {
		cp = utf8_get(src.p + at, src.p + src.n, &len);
		if (cp < 0x640 || cp > 0x670 || fold_class(cp) != FOLD_DROP)
			break;
	}
	return at;
}

bool
date_may_start(const struct date_reader *r, struct span folded, size_t from)
{
	struct date_item item;

	return date_items(r, folded, from, folded.n, &item, 1) > 0 &&
	    item.kind != DATE_OTHER;
}

bool
date_may_lead(const struct date_reader *r, struct span folded, size_t to)
{
	struct date_item item = { .end = 0 };

	while (item.end < to &&
	    date_items(r, folded, item.end, folded.n, &item, 1) > 0)
		if (item.kind != DATE_OTHER && item.kind != DATE_MARK)
			return item.start < to;
	return false;
}

bool
date_find(const struct date_reader *r, const struct folded *line,
    struct span src, size_t from, size_t to, const struct date *reference,
    struct date *out)
{
	struct date_item item[DATE_TOKENS];
	struct span text = buf_span(&line->text);
	struct date_search s = {
		.reader = r, .reference = reference, .rank = RANK_NONE
	};

	if (from >= to)
		return false;
	if (to - from > DATE_PLAIN &&
	    !fold_has_digit(span_of(text.p + from, to - from)))
		return false;
	s.line.item = item;
	s.line.n = date_items(r, text, from, to, item, DATE_TOKENS);
	read_line(&s, text);
	if (s.rank == RANK_NONE)
		return false;
	s.last = close_bracket(&s);
	*out = s.best;
	out->from = item[s.first].start;
	out->to = item[s.last - 1].end;
	out->start = line->map[out->from];
	out->end = source_end(line, src, out->to);
	out->outside = fold_letters(span_of(text.p + from, out->from - from)) +
	    fold_letters(span_of(text.p + out->to, to - out->to));
	return true;
}
