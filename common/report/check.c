#include "report/check.h"

#include "base/iso.h"
#include "rules/table.h"
#include "tables/tables.h"
#include "text/fold.h"
#include "text/utf8.h"

enum check_date
check_date(struct span s)
{
	struct iso_time t;

	if (iso_read(s, &t) == 0)
		return CHECK_INVALID;
	if (s.n == 4)
		return CHECK_IS_YEAR;
	if (t.month < 1 || t.month > 12)
		return CHECK_INVALID;
	if (s.n == 7)
		return CHECK_IS_MONTH;
	if (t.day < 1 || t.day > iso_month_days(t.year, t.month))
		return CHECK_INVALID;
	if (s.n == 10)
		return CHECK_IS_DAY;
	return s.p[10] == 'T' || s.p[10] == ' ' ? CHECK_IS_TIME : CHECK_INVALID;
}

void
furniture_init(struct furniture *f)
{
	struct table t;
	struct span cell[TABLE_CELLS];

	table_start(&t, "furniture.tsv", table_furniture());
	while (table_row(&t, cell) > 0)
		while (cell[0].n > 0) {
			buf_addc(&f->text, '\0');
			fold_add(&f->text, span_cut(&cell[0], '|'));
		}
	buf_addc(&f->text, '\0');
}

static bool
is_word(uint32_t cp)
{
	enum fold_class class = fold_class(cp);

	return class == FOLD_LETTER || class == FOLD_DIGIT;
}

/* Do [from, to) of s begin and end with its words? */
static bool
is_whole(struct span s, const char *from, const char *to)
{
	const char *at, *end = s.p + s.n;
	size_t len;

	if (from > s.p && is_word(utf8_before(s.p, from, &at)))
		return false;
	return to == end || !is_word(utf8_get(to, end, &len));
}

static bool
holds(struct span s, struct span form)
{
	const char *from = s.p, *end = s.p + s.n;

	while (form.n > 0 &&
	    (from = memmem(from, (size_t)(end - from), form.p, form.n)) !=
		NULL) {
		if (is_whole(s, from, from + form.n))
			return true;
		from++;
	}
	return false;
}

bool
furniture_in(struct furniture *f, struct span s)
{
	struct span forms = buf_span(&f->text);

	f->room.n = 0;
	fold_add(&f->room, s);
	if (f->room.n == 0)
		return false;
	while (forms.n > 0)
		if (holds(buf_span(&f->room), span_cut(&forms, '\0')))
			return true;
	return false;
}

void
furniture_free(struct furniture *f)
{
	buf_free(&f->text);
	buf_free(&f->room);
}
