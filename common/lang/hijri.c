/*
 * Hijri dates by a table of the lengths of months: the Umm al-Qura calendar
 * is computed from the moon's place at Mecca by rules that changed four times
 * (R. H. van Gent, "The Umm al-Qura Calendar of Saudi Arabia"), and in its
 * first decades corrected by sight, so no formula gives it.
 *
 * The lengths are facts, as the Saudi comparative tables print them, for 1343
 * to 1500 AH (August 1924 to November 2077); taken from the Python package
 * hijridate (MIT), they agree month for month with Debian's libitl and with
 * ICU 72 for 1420 to 1449.  Other countries start a month by their own sight
 * of the moon, a day earlier or later: callers say that a date was converted.
 */
#include "lang/hijri.h"

#include <stdint.h>

/* 1 Muharram 1343 is 1 August 1924, this many days before 1970. */
enum { BEFORE_1970 = 16589 };

/* A year a word; two bits a month from the lowest: its days less 28. */
static const uint32_t lengths[HIJRI_LAST - HIJRI_FIRST + 1] = { 0xa8a9a6,
	0x666665, 0x9a2766, 0x6969a5, 0x5a69a5, 0x35a666, 0xb2a666, 0x9a6599,
	0x9a5666, 0x666666, 0x9699a6, 0x666999, 0x9a6666, 0x65a665, 0xa66666,
	0x69659a, 0x65966a, 0xa66666, 0x666666, 0x666666, 0xa66666, 0x6a2666,
	0xa66666, 0x666666, 0x666666, 0xa66666, 0x69a666, 0x666666, 0xa99966,
	0xa65999, 0x999999, 0xa5a666, 0x696666, 0x666a59, 0xa69996, 0x666666,
	0x999999, 0x666666, 0x6659a6, 0x9969a6, 0x666699, 0x666666, 0x6a65a6,
	0xa6665a, 0xa66665, 0x666669, 0xa66666, 0x59a666, 0xa66666, 0xa66665,
	0xa66566, 0x696666, 0x6659a6, 0x9966a6, 0x666699, 0x99a666, 0x699999,
	0xa6659a, 0x665999, 0x99666a, 0x6599a9, 0x966a69, 0x6669a5, 0x9a6666,
	0x999999, 0x996666, 0x6599a6, 0x9666a6, 0x59a699, 0x66a696, 0xa69a59,
	0x9a9965, 0x9a6599, 0x996666, 0x599a66, 0x666a66, 0x9a6999, 0x9aa659,
	0x9aa565, 0x9a9596, 0x999666, 0x6659a6, 0x6699a6, 0x9a6999, 0x69a665,
	0xa6a596, 0xa69659, 0x999969, 0x966669, 0x5999a9, 0x6669a6, 0x5a6999,
	0x9a6666, 0x999999, 0x9665a6, 0x6596a6, 0x9666a6, 0x599a99, 0x669a66,
	0x669999, 0xa66666, 0x999699, 0x9659a9, 0x5969a9, 0x6666a6, 0x99a699,
	0x69a665, 0x699966, 0x66659a, 0x99966a, 0x6665a9, 0x9999a9, 0x6699a5,
	0x9a9996, 0xa69659, 0x9a5966, 0x69659a, 0xa5999a, 0x666699, 0x9a6666,
	0x69a659, 0xa99966, 0xa96599, 0x999666, 0x6659a6, 0x9999a6, 0x5a69a5,
	0x6a6696, 0x69a659, 0x699666, 0x6659a6, 0x99669a, 0x659a99, 0x969a99,
	0x5a9a65, 0x9a6996, 0x9a6659, 0x999969, 0x659a69, 0x9669a6, 0x59a9a5,
	0x69a696, 0xa99a59, 0xa66665, 0xa65999, 0x996669, 0x6599a9, 0x9669a6,
	0xa66999, 0x9a6665, 0x9a5996, 0x99965a, 0x66599a, 0x99666a, 0x665a69,
	0x999a66, 0x699999, 0xa9965a };

static int
month_days(uint32_t year, int month)
{
	return 28 + (int)(year >> 2 * (month - 1) & 3);
}

bool
hijri_days(int year, int month, int day, long *days)
{
	long n = -BEFORE_1970;

	if (year < HIJRI_FIRST || year > HIJRI_LAST || month < 1 || month > 12)
		return false;
	if (day < 1 || day > month_days(lengths[year - HIJRI_FIRST], month))
		return false;
	for (int y = HIJRI_FIRST; y < year; y++)
		for (int m = 1; m <= 12; m++)
			n += month_days(lengths[y - HIJRI_FIRST], m);
	for (int m = 1; m < month; m++)
		n += month_days(lengths[year - HIJRI_FIRST], m);
	*days = n + day - 1;
	return true;
}
