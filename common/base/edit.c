#include "base/edit.h"

#include <limits.h>

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Rows of the table of prefixes' distances: the one that is made, the one
 * above it, and, for swaps, the one above that. */
unsigned
edit_distance(struct span a, struct span b)
{
	unsigned rows[3][EDIT_MOST + 1];
	unsigned *now = rows[0], *up = rows[1], *up2 = rows[2], *t;

	if (a.n > EDIT_MOST || b.n > EDIT_MOST)
		return UINT_MAX;
	for (size_t j = 0; j <= b.n; j++)
		now[j] = (unsigned)j;
	for (size_t i = 1; i <= a.n; i++) {
		t = up2, up2 = up, up = now, now = t;
		now[0] = (unsigned)i;
		for (size_t j = 1; j <= b.n; j++) {
			now[j] = up[j - 1] + (a.p[i - 1] != b.p[j - 1]);
			now[j] = least(now[j], least(up[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] &&
			    a.p[i - 2] == b.p[j - 1])
				now[j] = least(now[j], up2[j - 2] + 1);
		}
	}
	return now[b.n];
}
