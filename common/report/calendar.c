#include "report/calendar.h"

#include <string.h>

#include "base/mem.h"

/* Where day is, or belongs: records come nearly in order, so from the end. */
static size_t
place(const struct calendar *c, int32_t day)
{
	size_t i = c->n;

	while (i > 0 && c->d[i - 1].day >= day)
		i--;
	return i;
}

static void
widen(struct calendar *c)
{
	size_t to = 0;

	c->shift++;
	for (size_t i = 0; i < c->n; i++) {
		struct calendar_day d = { c->d[i].day >> 1, c->d[i].n };

		if (to > 0 && c->d[to - 1].day == d.day)
			c->d[to - 1].n += d.n;
		else
			c->d[to++] = d;
	}
	c->n = to;
}

void
calendar_add(struct calendar *c, long day)
{
	size_t i = place(c, (int32_t)(day >> c->shift));

	if (i < c->n && c->d[i].day == (int32_t)(day >> c->shift)) {
		c->d[i].n++;
		return;
	}
	while (c->n == CALENDAR_DAYS)
		widen(c);
	i = place(c, (int32_t)(day >> c->shift));
	if (i == c->n || c->d[i].day != (int32_t)(day >> c->shift)) {
		c->d = mem_grow(c->d, &c->cap, c->n + 1, sizeof c->d[0]);
		memmove(c->d + i + 1, c->d + i, (c->n - i) * sizeof c->d[0]);
		c->d[i] = (struct calendar_day) { (int32_t)(day >> c->shift),
			0 };
		c->n++;
	}
	c->d[i].n++;
}

void
calendar_clear(struct calendar *c)
{
	c->n = c->shift = 0;
}
