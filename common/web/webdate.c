/*
 * Dates that are declared.  One that is none, from before the web, or said in
 * several ways by microdata of several articles, does not count; nor does a
 * `time` whose text says another day.
 */
#include "web/weigh.h"

enum {
	LINE_MOST = 240,   /* bytes of a line with a date */
	YEAR_FIRST = 1990, /* of the web; before it are defaults */
	DAYS_MOST = 2      /* that microdata may name before it is a list's */
};

/* ISO 8601's basic form with the marks of the other: 20240317T1020Z. */
static struct span
with_marks(struct span s, char out[40])
{
	size_t n = 0, digits = 0;

	while (digits < s.n && s.p[digits] >= '0' && s.p[digits] <= '9')
		digits++;
	if (digits != 8 || s.n > 24)
		return s;
	for (size_t i = 0; i < s.n; i++) {
		out[n++] = s.p[i];
		if (i == 3 || i == 5)
			out[n++] = '-';
		if (s.n > 12 && s.p[8] == 'T' && (i == 10 || i == 12) &&
		    i + 1 < s.n && s.p[i + 1] >= '0' && s.p[i + 1] <= '9')
			out[n++] = ':';
	}
	return span_of(out, n);
}

/* `2020-02-18 T 07:20`: a blank too many. */
static struct span
closed_up(struct span s, char out[64])
{
	size_t n = 0;

	if (s.n >= 64 || s.n < 12 || memmem(s.p, s.n, " T ", 3) == NULL)
		return s;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ' || (s.p[i - 1] != 'T' && s.p[i + 1] != 'T'))
			out[n++] = s.p[i];
	return span_of(out, n);
}

static bool
read_date(struct webmeta *m, struct span s, struct date *out)
{
	char marked[40], closed[64];

	if (s.n > LINE_MOST || s.n < 6)
		return false;
	s = closed_up(with_marks(s, marked), closed);
	if (!date_parse_iso(s, out)) {
		if (m->dates == NULL)
			m->dates = date_reader_new();
		fold(&m->folded, s);
		if (!date_find(m->dates, &m->folded, s, 0, m->folded.text.n,
			NULL, out))
			return false;
	}
	return out->known && out->day > 0 && out->year >= YEAR_FIRST;
}

static long
day_number(const struct date *d)
{
	return d->year * 372L + d->month * 31L + d->day;
}

/* Minutes, for what comes first; of a day without a clock, its beginning. */
static long
minute_number(const struct date *d)
{
	long minutes = day_number(d) * 1440;

	if (d->hour >= 0)
		minutes += d->hour * 60 + d->minute;
	return d->zoned ? minutes - d->zone : minutes;
}

static bool
same_day(const struct date *a, const struct date *b)
{
	long apart = day_number(a) - day_number(b);

	return apart >= -1 && apart <= 1;
}

void
webmeta_time(struct webmeta *m, struct span datetime, struct span text,
    enum webmeta_where where)
{
	struct date said, shown;

	if (where != WEBMETA_HEAD || !read_date(m, span_trim(datetime), &said))
		return;
	if (read_date(m, span_trim(text), &shown) && !same_day(&said, &shown))
		return;
	webmeta_say(m, IN_HTML, SPAN("time"), datetime, true);
}

void
webmeta_printed(struct webmeta *m, struct span lines)
{
	m->printed = lines;
}

/* The first good date of a source; false where it has none, or those of
 * several articles. */
static bool
date_of(struct webmeta *m, size_t source, struct date *out)
{
	size_t days = 0;
	struct date d;

	for (size_t i = 0; i < m->nsaid; i++) {
		if (m->said[i].source != source ||
		    !read_date(m, weigh_value(m, i), &d))
			continue;
		if (days == 0)
			*out = d;
		days += days == 0 || day_number(&d) != day_number(out);
	}
	return days > 0 &&
	    (weigh_sources[source].where != IN_ITEM || days <= DAYS_MOST);
}

/* Is the day that d would be the other way round printed? */
static bool
is_turned(struct webmeta *m, const struct date *d)
{
	struct span rest = m->printed;
	struct date shown;

	while (rest.n > 0)
		if (read_date(m, span_trim(span_cut(&rest, '\n')), &shown) &&
		    !shown.ambiguous && shown.year == d->year &&
		    shown.month == d->day && shown.day == d->month)
			return true;
	return false;
}

static void
turn(struct date *d)
{
	int day = d->day;

	d->day = d->month;
	d->month = day;
	d->ambiguous = false;
}

/* The most trusted date.  One whose day and month may be the other way round
 * is decided by the others; a clock is taken from another of the same day. */
static bool
find_date(struct webmeta *m, enum declared field, struct date *out)
{
	bool found = false;
	struct date d;

	for (size_t i = 0; i < weigh_nsources; i++) {
		if (weigh_sources[i].field != field || !date_of(m, i, &d))
			continue;
		if (!found || (out->ambiguous && !d.ambiguous) ||
		    (out->hour < 0 && d.hour >= 0 &&
			day_number(out) == day_number(&d)))
			*out = d;
		found = true;
	}
	if (found && out->ambiguous && is_turned(m, out))
		turn(out);
	return found;
}

static struct span
dated(struct webmeta *m, const struct date *d)
{
	char text[DATE_TEXT];

	return weigh_keep(m, span_of(text, date_format(d, text)));
}

void
weigh_dates(struct webmeta *m)
{
	struct date date, modified;
	bool known = find_date(m, DATE, &date);

	if (known)
		m->date = dated(m, &date);
	if (!find_date(m, MODIFIED, &modified))
		return;
	/* What was written before it was published was not changed since. */
	if (!known || (same_day(&date, &modified) && date.hour < 0) ||
	    minute_number(&modified) >= minute_number(&date))
		m->date_modified = dated(m, &modified);
}
