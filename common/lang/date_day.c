/*
 * Days: `19 نوفمبر/تشرين الثاني 2023`, `November 19th, 2023`, `19-11-2023`,
 * `2023-11-19`, `5 جمادى الأولى 1445هـ`, `22 مهر 1402`.
 *
 * Numbers are day first, as the Arab press writes them; where only the other
 * order is a date, that one is taken.  Years of two digits are taken behind a
 * month's name (`19-Nov-23`); in digits alone they need a weekday that agrees.
 * A Hijri year in digits alone needs its هـ up to 1419, for Persian pages print
 * theirs alike; a Persian one needs ه.ش or the name of its month.
 */
#include "lang/date_piece.h"
#include "lang/hijri.h"
#include "lang/solar.h"

/* Marks and words that may stand inside a date, this many at the most. */
enum { MARKS_MAX = 3, WORDS_MAX = 2 };

/* Hijri 1999 is Persian 2041. */
enum { NOT_PERSIAN = 1420 };

static bool
inner_mark(int cp)
{
	switch (cp) {
	case ',':
	case 0x60c:
	case '-':
	case '/':
	case '.':
	case '(':
	case ')':
	case '[':
	case ']':
	case '_':
	case '\'':
	case '\\':
	case 0x2010:
	case 0x2011:
	case 0x2012:
	case 0x2013:
	case 0x2014:
	case 0x2015:
	case 0x2212:
	case 0x2044:
	case 0x200e:
	case 0x200f:
		return true;
	default:
		return false;
	}
}

static bool
inner_word(const struct date_item *w)
{
	return w->kind == DATE_OF ||
	    (w->kind == DATE_ONE &&
		(w->value == UNIT_MONTH || w->value == UNIT_YEAR));
}

/* Behind what may stand between a day, a month and a year. */
static size_t
skip_inner(const struct date_line *l, size_t i)
{
	int marks = 0, words = 0;

	for (; i < l->n; i++)
		if (l->item[i].kind == DATE_MARK &&
		    inner_mark(l->item[i].value) && marks < MARKS_MAX)
			marks++;
		else if (inner_word(&l->item[i]) && words < WORDS_MAX)
			words++;
		else
			break;
	return i;
}

static bool
is_day(const struct date_line *l, size_t i)
{
	return date_number_at(l, i, 1, 2) && l->item[i].value >= 1 &&
	    l->item[i].value <= 31;
}

/* Gregorian years that a news page may print. */
static bool
is_year(const struct date_line *l, size_t i)
{
	return date_number_at(l, i, 4, 4) && l->item[i].value >= 1900 &&
	    l->item[i].value <= 2100;
}

/* An era at i, if any; *era is what it says. */
static size_t
take_era(const struct date_line *l, size_t i, enum date_era *era)
{
	*era = ERA_NONE;
	if (date_mark_at(l, i, '(') && date_kind_at(l, i + 1) == DATE_ERA &&
	    date_mark_at(l, i + 2, ')')) {
		*era = (enum date_era)l->item[i + 1].value;
		return i + 3;
	}
	if (date_kind_at(l, i) == DATE_ERA)
		*era = (enum date_era)l->item[i].value;
	else if (date_kind_at(l, i) == DATE_CLOCK &&
	    l->item[i].value == CLOCK_SHORT_PM)
		*era = ERA_GREGORIAN;
	return i + (*era != ERA_NONE);
}

/* The month at i and, behind it, its other name, which must agree. */
static size_t
take_month(const struct date_line *l, size_t i, struct date_piece *d)
{
	size_t j = i + 1;
	bool bracket = false;
	int other;

	d->calendar = (enum date_calendar)(l->item[i].value / 16);
	d->month = l->item[i].value % 16;
	if (d->calendar != DATE_GREGORIAN)
		return j;
	while (j < i + 3 && j < l->n && l->item[j].kind == DATE_MARK &&
	    inner_mark(l->item[j].value))
		bracket |= l->item[j++].value == '(';
	if (date_kind_at(l, j) != DATE_MONTH)
		return i + 1;
	other = l->item[j].value;
	if (other / 16 != DATE_GREGORIAN)
		return i + 1;
	d->bad |= other != d->month;
	j++;
	return j + (bracket && date_mark_at(l, j, ')'));
}

/* `19-Nov-23`: two digits between the same marks, nothing else around. */
static bool
short_year(const struct date_line *l, size_t first, size_t i)
{
	int mark = i > first && l->item[i - 1].kind == DATE_MARK
	    ? l->item[i - 1].value
	    : 0;

	return (mark == '-' || mark == '/') && i == first + 4 &&
	    date_mark_at(l, first + 1, mark) && date_number_at(l, i, 2, 2) &&
	    !l->item[i].blank && l->item[i].value < 50 &&
	    !date_mark_at(l, i + 1, ':');
}

/* The year behind a named month, with its era.  Returns end where none. */
static size_t
take_year(const struct date_line *l, size_t end, struct date_piece *d)
{
	size_t i = skip_inner(l, end);
	enum date_era era;

	if (short_year(l, d->first, i)) {
		d->year = 2000 + l->item[i].value;
		return i + 1;
	}
	if (!date_number_at(l, i, 3, 4) || date_mark_at(l, i + 1, ':'))
		return end;
	if (l->item[i].digits == 3 && d->calendar == DATE_GREGORIAN)
		return end;
	if (d->calendar == DATE_PERSIAN &&
	    (l->item[i].value < SOLAR_FIRST || l->item[i].value > SOLAR_LAST))
		return end;
	d->year = l->item[i].value;
	end = take_era(l, i + 1, &era);
	if (d->calendar == DATE_GREGORIAN)
		d->bad |= !is_year(l, i) || era > ERA_GREGORIAN;
	else if (d->calendar == DATE_HIJRI)
		d->bad |= d->year > HIJRI_LAST || era == ERA_GREGORIAN ||
		    era == ERA_SOLAR;
	return end;
}

/* `5-7 يناير 2023`: the day at i is the end of a range. */
static bool
ends_range(const struct date_line *l, size_t i)
{
	const struct date_item *m;

	if (i < 2 || !is_day(l, i - 2) || !is_day(l, i) ||
	    l->item[i - 2].value >= l->item[i].value)
		return false;
	m = &l->item[i - 1];
	if (i >= 3 &&
	    (date_mark_at(l, i - 3, ':') || date_mark_at(l, i - 3, '/')))
		return false;
	return m->kind == DATE_AND ||
	    (m->kind == DATE_MARK &&
		(m->value == '-' || m->value == 0x2013 || m->value == 0x2014 ||
		    m->value == '/'));
}

/* `19 نوفمبر 2023`, `19th, November 2023`, `19 نوفمبر`. */
static size_t
day_month(const struct date_line *l, size_t i, struct date_piece *d)
{
	size_t j = i + 1;

	if (date_kind_at(l, i) != DATE_NTH && !is_day(l, i))
		return i;
	d->day = l->item[i].value;
	if (date_kind_at(l, j) == DATE_ORDINAL)
		j++;
	j = skip_inner(l, j);
	if (date_kind_at(l, j) == DATE_WEEKDAY) /* 19 الأحد نوفمبر */
		j = skip_inner(l, j + 1);
	if (date_kind_at(l, j) != DATE_MONTH)
		return i;
	d->bad |= ends_range(l, i);
	j = take_year(l, take_month(l, j, d), d);
	/* the names are common words: a lion, a scorpion */
	return d->calendar == DATE_PERSIAN && d->year == 0 ? i : j;
}

/* `نوفمبر 19, 2023`, `نوفمبر 2023`. */
static size_t
month_first(const struct date_line *l, size_t i, struct date_piece *d)
{
	size_t j, k;

	if (date_kind_at(l, i) != DATE_MONTH)
		return i;
	j = take_month(l, i, d);
	k = skip_inner(l, j);
	if (is_day(l, k) && !date_mark_at(l, k + 1, ':')) {
		d->day = l->item[k].value;
		if (date_kind_at(l, ++k) == DATE_ORDINAL)
			k++;
		j = take_year(l, k, d);
		return j > k && d->calendar == DATE_GREGORIAN ? j : i;
	}
	if (d->calendar == DATE_COPTIC || d->calendar == DATE_PERSIAN ||
	    (i > 0 && l->item[i - 1].kind == DATE_NUMBER))
		return i;
	k = take_year(l, j, d);
	return k > j ? k : i;
}

/* `2023 نوفمبر 19`, `2023-Nov-19`. */
static size_t
year_month_day(const struct date_line *l, size_t i, struct date_piece *d)
{
	bool mark = i + 1 < l->n && l->item[i + 1].kind == DATE_MARK &&
	    inner_mark(l->item[i + 1].value);
	size_t j = i + 1 + mark, k;

	if (!is_year(l, i) || date_kind_at(l, j) != DATE_MONTH)
		return i;
	k = take_month(l, j, d);
	if (mark && !date_mark_at(l, k, l->item[i + 1].value))
		return i;
	k += mark;
	if (d->calendar != DATE_GREGORIAN || !is_day(l, k) ||
	    date_mark_at(l, k + 1, ':') || is_year(l, skip_inner(l, k + 1)))
		return i;
	d->year = l->item[i].value;
	d->day = l->item[k].value;
	return k + 1;
}

/* `23 10:45 2021 ديسمبر`: a template with its parts shuffled. */
static size_t
shuffled(const struct date_line *l, size_t i, struct date_piece *d)
{
	size_t j;

	if (!is_day(l, i) || !date_number_at(l, i + 1, 1, 2) ||
	    !date_mark_at(l, i + 2, ':') || !date_number_at(l, i + 3, 2, 2) ||
	    !is_year(l, i + 4) || date_kind_at(l, i + 5) != DATE_MONTH ||
	    l->item[i + 1].value > 23 || l->item[i + 3].value > 59)
		return i;
	j = take_month(l, i + 5, d);
	if (d->calendar != DATE_GREGORIAN)
		return i;
	d->day = l->item[i].value;
	d->year = l->item[i + 4].value;
	d->timed = true;
	d->hour = l->item[i + 1].value;
	d->minute = l->item[i + 3].value;
	d->second = -1;
	return j;
}

/* Is the mark at i one that parts the numbers of a date? */
static bool
number_mark(const struct date_line *l, size_t i)
{
	return date_mark_at(l, i, '/') || date_mark_at(l, i, '-') ||
	    date_mark_at(l, i, '.') || date_mark_at(l, i, '\\') ||
	    date_mark_at(l, i, 0x2013) || date_mark_at(l, i, 0x2010) ||
	    date_mark_at(l, i, 0x2011) || date_mark_at(l, i, '_') ||
	    date_mark_at(l, i, '|');
}

/* Numbers that are part of more than a date: 192.168.1.20, phone numbers. */
static bool
in_longer(const struct date_line *l, size_t i, size_t end)
{
	int mark = l->item[i + 1].value;

	if (i >= 2 && date_mark_at(l, i - 1, mark) && !l->item[i].blank &&
	    !l->item[i - 1].blank && date_kind_at(l, i - 2) == DATE_NUMBER)
		return true;
	if (i >= 1 && l->item[i - 1].kind == DATE_MARK && !l->item[i].blank &&
	    (l->item[i - 1].value == '+' || l->item[i - 1].value == '.'))
		return true;
	return date_mark_at(l, end, mark) && !l->item[end].blank &&
	    date_kind_at(l, end + 1) == DATE_NUMBER && !l->item[end + 1].blank;
}

/* Put the numbers a, b, c into d: year first or last. */
static bool
order_numbers(const struct date_line *l, size_t i, struct date_piece *d)
{
	const struct date_item *a = &l->item[i], *b = &l->item[i + 2],
			       *c = &l->item[i + 4];

	d->numeric = true;
	d->month = b->value;
	if (a->digits == 4 && c->digits <= 2) {
		d->year = a->value;
		d->day = c->value;
		d->numeric = false;
		return true;
	}
	if (a->digits > 2 || (c->digits != 4 && c->digits != 2))
		return false;
	if (c->digits == 2 && date_mark_at(l, i + 1, '|'))
		return false; /* numbers of pages */
	d->year = c->value;
	d->day = a->value;
	if (c->digits == 2) {
		d->short_year = true;
		d->year += 2000;
	}
	if (d->month > 12 && d->day <= 12 && c->digits == 4) {
		d->day = b->value;
		d->month = a->value;
		d->swapped = true;
	}
	return true;
}

static enum date_calendar
year_calendar(int year, enum date_era era)
{
	if (era == ERA_SOLAR)
		return DATE_PERSIAN;
	if (era == ERA_HIJRI)
		return DATE_HIJRI;
	if (era == ERA_GREGORIAN || year < 1300 || year > HIJRI_LAST)
		return DATE_GREGORIAN;
	return year < NOT_PERSIAN ? DATE_PERSIAN : DATE_HIJRI;
}

/* `19/11/2023`, `2023-11-19`, `14-09-1432 هـ`. */
static size_t
numeric(const struct date_line *l, size_t i, struct date_piece *d)
{
	enum date_era era;
	size_t j;

	if (!date_number_at(l, i, 1, 4) || !number_mark(l, i + 1) ||
	    !date_number_at(l, i + 2, 1, 2) ||
	    !date_mark_at(l, i + 3, l->item[i + 1].value) ||
	    !date_number_at(l, i + 4, 1, 4) || in_longer(l, i, i + 5))
		return i;
	if (l->item[i + 1].value == '.' &&
	    (l->item[i + 2].blank || l->item[i + 4].blank))
		return i;
	if (!order_numbers(l, i, d))
		return i;
	d->bad |= d->day == 0;
	j = take_era(l, i + 5, &era);
	d->calendar = year_calendar(d->year, era);
	if (d->calendar == DATE_HIJRI)
		d->bad |= d->short_year || d->swapped;
	else if (d->calendar == DATE_PERSIAN)
		d->year = era == ERA_SOLAR && !d->short_year && !d->swapped
		    ? d->year
		    : 0;
	else if (d->calendar == DATE_GREGORIAN)
		d->bad |= d->year < 1900 || d->year > 2100;
	return j;
}

size_t
date_day_piece(const struct date_line *l, size_t i, struct date_piece *out)
{
	static size_t (*const form[])(
	    const struct date_line *, size_t, struct date_piece *) = { numeric,
		shuffled, day_month, month_first, year_month_day };
	size_t end;

	for (size_t f = 0; f < sizeof form / sizeof form[0]; f++) {
		*out = (struct date_piece) { .kind = PIECE_DAY, .first = i };
		end = form[f](l, i, out);
		if (end > i)
			return end;
	}
	return i;
}
