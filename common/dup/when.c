#include "dup/when.h"

#include "base/iso.h"

/* What is there, or else a default. */
static int
or_else(int value, int without)
{
	return value < 0 ? without : value;
}

uint32_t
when_minute(struct span s)
{
	struct iso_time t;
	int month, day;
	int64_t at;

	if (iso_read(s, &t) == 0 || t.year < 1970)
		return 0;
	month = or_else(t.month, 1);
	day = or_else(t.day, 1);
	if (month < 1 || month > 12 || day < 1 || day > 31)
		return 0;
	at = iso_days(t.year, month, day);
	at = (at * 24 + or_else(t.hour, 0)) * 60 + or_else(t.minute, 0) -
	    t.zone;
	return at > 0 && at < UINT32_MAX ? (uint32_t)at : 0;
}
