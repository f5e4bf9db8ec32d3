/*
 * A line of any valid UTF-8: the date found in it lies inside, is a day of the
 * calendar, and reads back from its ISO 8601 as the same.
 */
#include "lang/date.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"
#include "fuzz/fuzz.h"

static struct date_reader *reader;

/* What is written reads as what was read. */
static void
check_value(const struct date *d)
{
	char text[DATE_TEXT], again[DATE_TEXT];
	struct date back;
	size_t n = date_format(d, text);

	must(n > 0 && n < sizeof text && strlen(text) == n);
	must(date_parse_iso(span_of(text, n), &back) && back.known);
	must(date_format(&back, again) == n && memcmp(text, again, n) == 0);
	must(d->month >= 1 && d->month <= 12);
	must(d->day < 0 || date_valid(d->year, d->month, d->day));
	must(d->hour < 24 && d->minute < 60 && d->second <= 60);
	must(d->hour < 0 || d->day > 0);
	must(!d->zoned || d->hour >= 0);
}

static void
check_found(const struct date *d, const struct folded *f, struct span src,
    size_t from, size_t to)
{
	must(d->start <= d->end && d->end <= src.n);
	must(d->from >= from && d->from <= d->to && d->to <= to);
	must(utf8_valid(span_of(src.p + d->start, d->end - d->start)) ==
	    d->end - d->start);
	must(f->map[d->from] <= d->start || d->start <= f->map[d->to]);
	if (d->known)
		check_value(d);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span src = span_of((const char *)data, size);
	struct folded f = { .map = NULL };
	struct date reference, d;
	size_t from = 0;

	if (reader == NULL)
		reader = date_reader_new();
	must(date_parse_iso(SPAN("2024-02-29T23:59:60+03:00"), &reference));
	if (date_parse_form(src, &d) || date_parse_mail(src, &d)) {
		check_value(&d);
		must(d.known);
	}
	src.n = utf8_valid(src);
	fold(&f, src);
	while (from <= f.text.n &&
	    date_find(reader, &f, src, from, f.text.n,
		size % 2 ? &reference : NULL, &d)) {
		check_found(&d, &f, src, from, f.text.n);
		if (d.to <= from)
			break;
		from = d.to;
	}
	if (date_parse_iso(src, &d))
		check_value(&d);
	folded_free(&f);
	return 0;
}
