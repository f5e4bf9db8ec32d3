/*
 * TAP for unit tests in C: ok() each claim, return tap_done() from main.
 * A test's number is that of its ok(); the plan is printed at the end, so a
 * test that dies on its way fails.
 */
#ifndef TAP_H
#define TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

static int tap_run, tap_failed;

/* One claim, named as printf(3) would.  Returns what it was given. */
__attribute__((format(printf, 4, 5))) static bool
tap_ok(const char *file, int line, bool good, const char *fmt, ...)
{
	va_list ap;

	printf("%sok %d - ", good ? "" : "not ", ++tap_run);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	if (!good) {
		tap_failed++;
		printf("# failed at %s line %d\n", file, line);
	}
	fflush(stdout);
	return good;
}

#define ok(good, ...) tap_ok(__FILE__, __LINE__, (good), __VA_ARGS__)

/* Print the plan; main's return value. */
static int
tap_done(void)
{
	printf("1..%d\n", tap_run);
	return tap_failed != 0;
}

#endif
