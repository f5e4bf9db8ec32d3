#include "base/opt_value.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/status.h"

static bool
in_range(const struct opt *o, double x)
{
	return o->min == o->max || (x >= o->min && x <= o->max);
}

static void
set_flag(const struct opt *o, void *place, const char *arg)
{
	(void)o;
	(void)arg;
	*(bool *)place = true;
}

static void
set_int(const struct opt *o, void *place, const char *arg)
{
	(void)arg;
	*(int *)place = (int)o->min;
}

static void
set_number(const struct opt *o, void *place, const char *arg)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(arg, &end, 10);
	if (errno != 0 || end == arg || *end != '\0' || !in_range(o, (double)n))
		errx(STATUS_FATAL, "'%s' is no number from %.0f to %.0f", arg,
		    o->min, o->max);
	if (o->holds == HOLDS_LONG)
		*(unsigned long *)place = (unsigned long)n;
	else if (o->holds == HOLDS_UNSIGNED)
		*(unsigned *)place = (unsigned)n;
	else
		*(int *)place = (int)n;
}

static void
set_real(const struct opt *o, void *place, const char *arg)
{
	char *end;
	double x = strtod(arg, &end);

	if (end == arg || *end != '\0' || !isfinite(x) || !in_range(o, x))
		errx(STATUS_FATAL, "%s %s: not from %.15g to %.15g", o->name,
		    arg, o->min, o->max);
	*(double *)place = x;
}

static void
set_size(const struct opt *o, void *place, const char *arg)
{
	static const char units[] = "KMGT";
	const char *unit;
	unsigned long long n;
	char *end;
	int shift = 0;

	errno = 0;
	n = strtoull(arg, &end, 10);
	if (end != arg && *end != '\0' && end[1] == '\0' &&
	    (unit = strchr(units, toupper((unsigned char)*end))) != NULL) {
		shift = 10 * (int)(unit - units + 1);
		end++;
	}
	if (errno != 0 || end == arg || *end != '\0' || n == 0 ||
	    !isdigit((unsigned char)*arg) || n > SIZE_MAX >> shift)
		errx(STATUS_FATAL, "'%s' is no size (as 512K, 64M, 2G)", arg);
	*(size_t *)place = (size_t)n << shift;
	if ((double)*(size_t *)place < o->min)
		errx(STATUS_FATAL, "%s %s: less than %.0fM", o->name, arg,
		    o->min / (1 << 20));
}

static void
set_time(const struct opt *o, void *place, const char *arg)
{
	static const char units[] = "mhdw";
	static const unsigned minutes[] = { 1, 60, 60 * 24, 60 * 24 * 7 };
	const char *unit = NULL;
	char *end;
	unsigned long n = strtoul(arg, &end, 10);

	if (*end != '\0' && end[1] == '\0')
		unit = strchr(units, *end);
	if (!isdigit((unsigned char)*arg) || unit == NULL || n == 0 ||
	    n > 100000)
		errx(STATUS_FATAL, "%s %s: not like 90m, 36h, 30d, 2w", o->name,
		    arg);
	*(unsigned *)place = (unsigned)n * minutes[unit - units];
}

static void
refuse_word(const struct opt *o, const char *arg)
{
	struct span rest = span_str(o->arg);
	struct buf words = { 0 };

	while (rest.n > 0) {
		buf_adds(&words, words.n > 0 ? SPAN(", ") : SPAN(""));
		buf_adds(&words, span_cut(&rest, '|'));
	}
	errx(STATUS_FATAL, "--%s=%s: not one of %.*s", o->name, arg,
	    (int)words.n, words.p);
}

static void
set_word(const struct opt *o, void *place, const char *arg)
{
	struct span rest = span_str(o->arg);
	int n = (int)o->min;

	while (!span_eq(span_cut(&rest, '|'), span_str(arg))) {
		if (rest.n == 0)
			refuse_word(o, arg);
		n++;
	}
	*(int *)place = n;
}

static void
set_string(const struct opt *o, void *place, const char *arg)
{
	(void)o;
	*(const char **)place = arg;
}

static void
set_span(const struct opt *o, void *place, const char *arg)
{
	(void)o;
	*(struct span *)place = span_str(arg);
}

static void
set_file(const struct opt *o, void *place, const char *arg)
{
	if (*arg == '\0')
		errx(STATUS_FATAL, "--%s: the name is empty", o->name);
	set_string(o, place, arg);
}

static void
add_item(const struct opt *o, void *place, const char *arg)
{
	struct opt_list *list = place;

	if (o->max > 0 && list->n >= (size_t)o->max)
		errx(STATUS_FATAL, "more than %.0f of --%s", o->max, o->name);
	list->item = mem_grow(
	    list->item, &list->cap, list->n + 2, sizeof list->item[0]);
	list->item[list->n++] = arg;
	list->item[list->n] = NULL;
}

static void
call(const struct opt *o, void *place, const char *arg)
{
	o->call(place, arg);
}

#define BIT(holds) (1U << (holds))

/* How each type is set, and where it may go. */
static const struct {
	void (*set)(const struct opt *o, void *place, const char *arg);
	unsigned holds;
} types[] = {
	[OPT_FLAG] = { set_flag, BIT(HOLDS_BOOL) },
	[OPT_SET] = { set_int, BIT(HOLDS_INT) | BIT(HOLDS_UNSIGNED) },
	[OPT_NUMBER] = { set_number,
	    BIT(HOLDS_INT) | BIT(HOLDS_UNSIGNED) | BIT(HOLDS_LONG) },
	[OPT_REAL] = { set_real, BIT(HOLDS_DOUBLE) },
	[OPT_SIZE] = { set_size,
	    BIT(HOLDS_LONG) |
		(sizeof(size_t) == sizeof(unsigned)) << HOLDS_UNSIGNED },
	[OPT_TIME] = { set_time, BIT(HOLDS_UNSIGNED) },
	[OPT_WORD] = { set_word, BIT(HOLDS_INT) | BIT(HOLDS_UNSIGNED) },
	[OPT_STRING] = { set_string, BIT(HOLDS_STRING) },
	[OPT_SPAN] = { set_span, BIT(HOLDS_SPAN) },
	[OPT_FILE] = { set_file, BIT(HOLDS_STRING) },
	[OPT_LIST] = { add_item, BIT(HOLDS_LIST) },
	[OPT_CALL] = { call, ~0U },
	[OPT_TABLE] = { NULL, ~0U },
	[OPT_HELP] = { NULL, ~0U },
	[OPT_VERSION] = { NULL, ~0U },
};

void
opt_set(const struct opt *o, void *place, const char *arg)
{
	types[o->type].set(o, place, arg);
}

bool
opt_fits(const struct opt *o)
{
	bool takes = o->type >= OPT_NUMBER && o->type <= OPT_LIST;

	return (types[o->type].holds >> o->holds & 1) != 0 &&
	    (o->type == OPT_CALL || takes == (o->arg != NULL));
}
