/*
 * Clock times and zones: `10:30 م`, `الساعة 07 مساءً`, `14h30`, `14:35
 * بتوقيت غرينتش`, `T10:30:00+03:00`, `غرينتش + 3:00`; in words `الساعة الثامنة
 * إلا ربعا مساء`, which need the part of the day.
 *
 * A clock of 12 hours is read by the part of the day that is named; a clock
 * of 24 hours wins over the name where they go together (`18:43 مساء`), and a
 * time that contradicts itself (`14:30 ص`) is none.
 */
#include "lang/date_piece.h"

int
date_hour(int h, enum date_clock part)
{
	if (h == 24 && part != CLOCK_MIDNIGHT)
		return -1;
	switch (part) {
	case CLOCK_AM:
	case CLOCK_SHORT_AM:
	case CLOCK_DAWN:
		return h > 12 ? -1 : h % 12;
	case CLOCK_PM:
	case CLOCK_SHORT_PM:
		return h == 0 ? -1 : h < 12 ? h + 12 : h;
	case CLOCK_NOON:
		return h >= 1 && h <= 3 ? h + 12 : h >= 10 && h <= 15 ? h : -1;
	case CLOCK_AFTERNOON:
		return h >= 1 && h <= 7 ? h + 12 : h >= 12 && h <= 19 ? h : -1;
	case CLOCK_NIGHT:
		return h >= 6 && h < 12 ? h + 12 : h == 12 ? 0 : h;
	case CLOCK_MIDNIGHT:
		return h == 0 || h == 12 || h == 24 ? 0 : -1;
	default:
		return h < 24 ? h : -1;
	}
}

/* Two digits below 60 at i, glued to what stands in front. */
static bool
is_sixty(const struct date_line *l, size_t i)
{
	return date_number_at(l, i, 2, 2) && l->item[i].value < 60;
}

/* Does the number at i stand right behind a year, or a day of ISO 8601, or
 * one mark behind it? */
static bool
behind_day(const struct date_line *l, size_t i)
{
	size_t j = i;

	if (j > 0 &&
	    (date_mark_at(l, j - 1, '-') || date_mark_at(l, j - 1, '|') ||
		date_mark_at(l, j - 1, ',') || date_mark_at(l, j - 1, 0x60c)))
		j--;
	if (j == 0 || !l->item[j].blank)
		return false;
	if (j >= 5 && date_number_at(l, j - 1, 1, 2) &&
	    l->item[j - 2].kind == DATE_MARK && !l->item[j - 2].blank)
		return date_number_at(l, j - 3, 1, 2) &&
		    date_number_at(l, j - 5, 4, 4);
	return date_number_at(l, j - 1, 4, 4) && l->item[j - 1].value >= 1900 &&
	    l->item[j - 1].value <= 2100;
}

/* `21.05`, `٢١،٠٥،٤٠` behind a day and with nothing but marks behind it: the
 * clock that starts at i - 1. */
static size_t
take_odd_minutes(const struct date_line *l, size_t i, struct date_piece *t)
{
	int mark = date_kind_at(l, i) == DATE_MARK ? l->item[i].value : 0;
	size_t start = i;
	int end;

	if ((mark != '.' && mark != ',' && mark != 0x60c) || l->item[i].blank ||
	    !is_sixty(l, i + 1) || l->item[i + 1].blank ||
	    !behind_day(l, i - 1))
		return i;
	t->minute = l->item[i + 1].value;
	i += 2;
	if (date_mark_at(l, i, mark) && is_sixty(l, i + 1) &&
	    !l->item[i].blank && !l->item[i + 1].blank) {
		t->second = l->item[i + 1].value;
		i += 2;
	}
	end = date_kind_at(l, i);
	if (end == DATE_END || end == DATE_CLOCK || end == DATE_MARK)
		return i;
	t->minute = t->second = -1;
	return start;
}

/* Behind an hour in words or the word for it: `والنصف`, `إلا ربعا`, `و15
 * دقيقة`, `وعشر دقائق`. */
static size_t
take_spoken_minutes(const struct date_line *l, size_t i, struct date_piece *t)
{
	size_t j = i + (date_kind_at(l, i) == DATE_AND);
	int unit;

	if (date_kind_at(l, i) == DATE_FRACTION && l->item[i].value != 0) {
		t->minute = l->item[i].value;
		if (t->minute < 0) {
			t->minute += 60;
			t->hour = t->hour > 1 ? t->hour - 1 : 12;
		}
		return i + 1;
	}
	unit = date_kind_at(l, j + 1);
	if ((unit != DATE_ONE && unit != DATE_MANY) ||
	    l->item[j + 1].value != UNIT_MINUTE ||
	    !(date_kind_at(l, j) == DATE_COUNT ||
		(j > i && date_number_at(l, j, 1, 2))) ||
	    l->item[j].value > 59)
		return i;
	t->minute = l->item[j].value;
	return j + 2;
}

/* Minutes, and seconds, behind the hour, which ends in front of i. */
static size_t
take_minutes(
    const struct date_line *l, size_t i, bool oclock, struct date_piece *t)
{
	if (date_mark_at(l, i, ':') && is_sixty(l, i + 1)) {
		t->minute = l->item[i + 1].value;
		i += 2;
		if (!date_mark_at(l, i, ':') || !is_sixty(l, i + 1))
			return i;
		t->second = l->item[i + 1].value;
		i += 2;
		if (date_mark_at(l, i, '.') && !l->item[i].blank &&
		    date_kind_at(l, i + 1) == DATE_NUMBER)
			i += 2;
		return i;
	}
	if ((date_mark_at(l, i, '.') || date_mark_at(l, i, 0x66b)) &&
	    is_sixty(l, i + 1) && !l->item[i + 1].blank &&
	    (oclock || date_kind_at(l, i + 2) == DATE_CLOCK)) {
		t->minute = l->item[i + 1].value;
		return i + 2;
	}
	if (date_kind_at(l, i) == DATE_HOUR_MARK && is_sixty(l, i + 1)) {
		t->minute = l->item[i + 1].value;
		return i + 2;
	}
	return oclock ? take_spoken_minutes(l, i, t)
		      : take_odd_minutes(l, i, t);
}

/* A number at i that goes on from one in front (12.30:15). */
static bool
goes_on(const struct date_line *l, size_t i)
{
	return i > 1 && !l->item[i].blank && !l->item[i - 1].blank &&
	    (date_mark_at(l, i - 1, ':') || date_mark_at(l, i - 1, '.')) &&
	    date_kind_at(l, i - 2) == DATE_NUMBER;
}

/* The hour at i, in digits or words. */
static size_t
take_hour(const struct date_line *l, size_t i, struct date_piece *t)
{
	t->spelled = date_kind_at(l, i) == DATE_HOUR;
	if (!t->spelled &&
	    (!date_number_at(l, i, 1, 2) || l->item[i].value > 24 ||
		goes_on(l, i)))
		return i;
	t->hour = l->item[i].value;
	return i + 1;
}

/* The part of the day at i, maybe behind a mark. */
static size_t
take_clock(const struct date_line *l, size_t i, enum date_clock *part)
{
	size_t j = i;

	*part = CLOCK_NONE;
	if (date_mark_at(l, j, '-') || date_mark_at(l, j, '/') ||
	    date_mark_at(l, j, 0x60c) || date_mark_at(l, j, ',') ||
	    date_mark_at(l, j, '('))
		j++;
	if (date_kind_at(l, j) != DATE_CLOCK)
		return i;
	if (j > i && l->item[j].value >= CLOCK_SHORT_AM)
		return i;
	*part = (enum date_clock)l->item[j].value;
	return j + 1;
}

/* `+03:00`, `+0300`, `+3` at i in minutes; *end is behind it. */
static bool
take_offset(const struct date_line *l, size_t i, int *minutes, size_t *end)
{
	int hours, rest = 0;

	bool minus = date_mark_at(l, i, '-') || date_mark_at(l, i, 0x2212);

	/* a dash with blanks around it parts a zone from a time */
	if (minus &&
	    (i + 1 >= l->n || l->item[i + 1].blank ||
		(l->item[i].blank && l->item[i + 1].digits != 4)))
		return false;
	if (!minus && !date_mark_at(l, i, '+'))
		return false;
	if (!date_number_at(l, i + 1, 1, 4) || l->item[i + 1].digits == 3)
		return false;
	hours = l->item[i + 1].value;
	*end = i + 2;
	if (l->item[i + 1].digits == 4) {
		rest = hours % 100;
		hours /= 100;
	} else if (date_mark_at(l, *end, ':') && is_sixty(l, *end + 1)) {
		rest = l->item[*end + 1].value;
		*end += 2;
	}
	if (hours > 14 || rest > 59)
		return false;
	*minutes = hours * 60 + rest;
	if (minus)
		*minutes = -*minutes;
	return true;
}

/* The zone of ISO 8601 behind a time's last digit: Z or an offset. */
static size_t
take_iso_zone(const struct date_line *l, size_t i, struct date_piece *t)
{
	size_t end;

	if (t->minute < 0 || i >= l->n)
		return i;
	if (l->item[i].kind == DATE_ZONE && l->item[i].value == ZONE_UTC &&
	    !l->item[i].blank && l->item[i].end - l->item[i].start == 1) {
		t->zone = ZONE_OFFSET;
		return i + 1;
	}
	if (date_mark_at(l, i, '+') && i + 1 < l->n && l->item[i + 1].blank)
		return i;
	if (!date_mark_at(l, i, '+') && t->second < 0)
		return i;
	if (date_kind_at(l, i) != DATE_MARK || !date_number_at(l, i + 1, 2, 4))
		return i;
	if (!take_offset(l, i, &t->value, &end))
		return i;
	t->zone = ZONE_OFFSET;
	return end;
}

/* `10:30 م`, `م 10:30`, `الساعة 7`, `7 مساء`, `الساعة السابعة مساء`. */
size_t
date_time_piece(const struct date_line *l, size_t i, struct date_piece *t)
{
	bool oclock = date_kind_at(l, i) == DATE_OCLOCK;
	bool before = date_kind_at(l, i) == DATE_CLOCK;
	size_t j = i + (oclock || before), k;

	*t = (struct date_piece) {
		.kind = PIECE_TIME, .minute = -1, .second = -1
	};
	if (oclock && (date_mark_at(l, j, ':') || date_mark_at(l, j, '(')))
		j++;
	if (oclock && l->item[i].value != 0 && j == i + 1)
		return i;
	k = take_hour(l, j, t);
	if (k == j)
		return i;
	k = take_minutes(l, k, oclock || t->spelled, t);
	if (t->minute < 0 &&
	    (before ||
		(date_mark_at(l, k, ':') &&
		    date_kind_at(l, k + 1) == DATE_NUMBER)))
		return i;
	j = take_clock(l, k, &t->part);
	if ((t->minute < 0 || t->spelled) && !oclock &&
	    (t->part == CLOCK_NONE || t->part >= CLOCK_SHORT_AM))
		return i;
	if (before && t->part == CLOCK_NONE)
		t->part = (enum date_clock)l->item[i].value;
	return t->part == CLOCK_NONE ? take_iso_zone(l, j, t) : j;
}

/* `GMT`, `GMT+3`, `بتوقيت مكة المكرمة`, `بتوقيت غرينتش + 3:00`, `+3 GMT`. */
size_t
date_zone_piece(const struct date_line *l, size_t i, struct date_piece *z)
{
	bool word = date_kind_at(l, i) == DATE_ZONE_WORD;
	size_t j = i + word, end;

	*z = (struct date_piece) { .kind = PIECE_ZONE };
	if (date_mark_at(l, i, '+') && take_offset(l, i, &z->value, &end) &&
	    date_kind_at(l, end) == DATE_ZONE &&
	    l->item[end].value == ZONE_UTC) {
		z->zone = ZONE_OFFSET;
		return end + 1;
	}
	if (date_mark_at(l, j, '"') || date_mark_at(l, j, 0xab))
		j += word;
	if (word &&
	    (date_kind_at(l, j) == DATE_OTHER ||
		date_kind_at(l, j) == DATE_END)) {
		z->zone = ZONE_UNSURE;
		return j < l->n ? j + 1 : j;
	}
	if (date_kind_at(l, j) != DATE_ZONE)
		return i;
	z->value = l->item[j].value;
	if (!word &&
	    (z->value != ZONE_UTC || l->item[j].end - l->item[j].start < 3))
		return i;
	z->zone = ZONE_NAMED;
	if (z->value == ZONE_UTC && take_offset(l, j + 1, &z->value, &end)) {
		z->zone = ZONE_OFFSET;
		return end;
	}
	return j + 1;
}
