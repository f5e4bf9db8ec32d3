/*
 * The head is 28 bytes, a row of either table 8 (gettext manual, "The Format of
 * GNU MO Files").
 */
#include "places/mo.h"

enum { MO_HEAD = 28, MO_ROW = 8 };
#define MO_MAGIC 0x950412deu

static uint32_t
number(const struct mo *m, size_t at)
{
	uint32_t v;

	memcpy(&v, m->file.p + at, sizeof v);
	return m->swapped ? __builtin_bswap32(v) : v;
}

static bool
fits(const struct mo *m, uint64_t at, uint64_t n)
{
	return at <= m->file.n && n <= m->file.n - at;
}

bool
mo_open(struct mo *m, struct span file)
{
	*m = (struct mo) { .file = file };
	if (file.n < MO_HEAD)
		return false;
	m->swapped = number(m, 0) == __builtin_bswap32(MO_MAGIC);
	if (number(m, 0) != MO_MAGIC)
		return false;
	m->count = number(m, 8);
	m->ids = number(m, 12);
	m->strings = number(m, 16);
	return fits(m, m->ids, (uint64_t)m->count * MO_ROW) &&
	    fits(m, m->strings, (uint64_t)m->count * MO_ROW);
}

static bool
string(const struct mo *m, uint32_t table, uint32_t i, struct span *s)
{
	size_t row = table + (size_t)i * MO_ROW;
	uint32_t n = number(m, row), at = number(m, row + 4);

	*s = fits(m, at, n) ? span_of(m->file.p + at, n) : span_of(NULL, 0);
	return s->p != NULL;
}

bool
mo_pair(const struct mo *m, uint32_t i, struct span *id, struct span *str)
{
	return string(m, m->ids, i, id) && string(m, m->strings, i, str);
}
