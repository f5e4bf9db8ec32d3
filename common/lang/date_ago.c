/*
 * Relative dates: `منذ 3 ساعات`, `قبل يومين`, `3 hours ago`, `أمس`, and lists
 * (`1 عام, 1 شهر, 1 أسبوع`).  A number with a plural that has none (`منذ
 * سنوات`) says nothing sure and is no date.
 */
#include "lang/date_piece.h"

enum { AGO_MAX = 9999 }; /* of one unit */

static void
add_unit(struct date_ago *a, enum date_unit unit, int n)
{
	static const int seconds[] = { 1, 60, 3600 };

	switch (unit) {
	case UNIT_YEAR:
		a->months += 12 * n;
		break;
	case UNIT_MONTH:
		a->months += n;
		break;
	case UNIT_WEEK:
		a->days += 7L * n;
		break;
	case UNIT_DAY:
		a->days += n;
		break;
	default:
		a->seconds += (long)seconds[unit] * n;
		a->clock = true;
		a->precise |= unit == UNIT_SECOND;
	}
}

static bool
is_unit(const struct date_line *l, size_t i)
{
	int k = date_kind_at(l, i);

	return k == DATE_ONE || k == DATE_TWO || k == DATE_MANY;
}

/* A number at i in digits or words (`ثلاث وعشرين`); *n is -1 where none is. */
static size_t
take_count(const struct date_line *l, size_t i, int *n)
{
	bool words = date_kind_at(l, i) == DATE_COUNT;

	*n = -1;
	if (!words && !date_number_at(l, i, 1, 4))
		return i;
	*n = l->item[i].value;
	if (!words || *n > 9 || date_kind_at(l, i + 1) != DATE_COUNT ||
	    l->item[i + 1].value < 20)
		return i + 1;
	*n += l->item[i + 1].value;
	return i + 2;
}

/* One of a list at i: `3 ساعات`, `ساعتين`, `ساعة`. */
static size_t
take_unit(const struct date_line *l, size_t i, struct date_ago *a)
{
	int n, next;
	size_t j = take_count(l, i, &n);

	if (j > i) {
		if (!is_unit(l, j) || n < 0 || n > AGO_MAX ||
		    l->item[j].kind == DATE_TWO)
			return i;
		add_unit(a, (enum date_unit)l->item[j].value, n);
		return j + 1;
	}
	if (date_kind_at(l, i) == DATE_TWO)
		n = 2;
	else if (date_kind_at(l, i) == DATE_ONE)
		n = 1;
	else
		return i;
	/* منذ عام 2011, منذ يوم الأحد, قبل شهر رمضان */
	next = date_kind_at(l, i + 1);
	if (n == 1 &&
	    (next == DATE_NUMBER || next == DATE_WEEKDAY ||
		next == DATE_MONTH || next == DATE_DAY || next == DATE_NTH))
		return i;
	add_unit(a, (enum date_unit)l->item[i].value, n);
	return i + 1;
}

/* A list of units at i; *count is how many. */
static size_t
take_units(const struct date_line *l, size_t i, struct date_ago *a, int *count)
{
	size_t end = i, j = i, next;

	for (*count = 0; *count < 8; (*count)++) {
		next = take_unit(l, j, a);
		if (next == j)
			break;
		end = j = next;
		if (date_mark_at(l, j, ',') || date_mark_at(l, j, 0x60c))
			j++;
		if (date_kind_at(l, j) == DATE_AND)
			j++;
	}
	return end;
}

static bool
wordlike(const struct date_line *l, size_t i)
{
	return date_kind_at(l, i) != DATE_END &&
	    date_kind_at(l, i) != DATE_MARK;
}

static bool
is_name(const struct date_line *l, size_t i)
{
	int k = date_kind_at(l, i);

	return k == DATE_OTHER || k == DATE_ZONE || k == DATE_NTH;
}

/* Is اليوم part of a paper's name: روسيا اليوم, اليوم السابع? */
static bool
is_paper(const struct date_line *l, size_t i)
{
	return l->item[i].value == 0 &&
	    ((i > 0 && is_name(l, i - 1)) || is_name(l, i + 1));
}

size_t
date_relative_piece(const struct date_line *l, size_t i, struct date_piece *out)
{
	size_t j = i, end;
	bool ago = false;
	int count;

	*out = (struct date_piece) { .kind = PIECE_RELATIVE };
	if (date_kind_at(l, i) == DATE_DAY && !is_paper(l, i)) {
		out->ago.days = -l->item[i].value;
		return i + 1;
	}
	if (date_kind_at(l, i) == DATE_NOW) {
		out->ago.clock = true;
		return wordlike(l, i + 1) ? i : i + 1;
	}
	if (date_kind_at(l, j) == DATE_AGO) {
		ago = true;
		j++;
	}
	if (date_kind_at(l, j) == DATE_ABOUT)
		j++;
	end = take_units(l, j, &out->ago, &count);
	if (count == 0 || date_kind_at(l, end) == DATE_FRACTION)
		return i;
	if (date_kind_at(l, end) == DATE_PAST)
		return end + 1;
	if (ago)
		return end;
	return count > 1 && date_number_at(l, j, 1, 4) ? end : i;
}
