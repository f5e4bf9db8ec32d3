/*
 * Messages on standard error.  These are err(3)'s functions, each message a
 * line "program: what", with one difference: what file names and arguments may
 * hold and a line of a terminal must not (controls, line ends, what is not
 * UTF-8, marks that turn the direction of text) is escaped as ls -b does, so
 * that no name can move the cursor or pass for a message of its own.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdarg.h>
#include <stdbool.h>

/* err and warn add what errno means; err and errx exit with status. */
void err(int status, const char *fmt, ...)
    __attribute__((format(printf, 2, 3), noreturn));
void errx(int status, const char *fmt, ...)
    __attribute__((format(printf, 2, 3), noreturn));
void warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void warnx(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void vwarnx(const char *fmt, va_list ap) __attribute__((format(printf, 1, 0)));

/*
 * Messages that may come a million times: of each kind the first ones are
 * told, the rest is counted.  All zero is ready.
 */
enum { TOLD_MOST = 10, TOLD_KINDS = 16, TOLD_KIND = 80 };

struct told {
	struct told_kind {
		char name[TOLD_KIND]; /* ends with NUL */
		unsigned long n;
	} kind[TOLD_KINDS]; /* the last one takes what has no place */
	unsigned kinds;
};

/* Count a message, whose kind is what stands in front of its first semicolon;
 * whether it is to be told. */
bool told_add(struct told *t, const char *message);

/* Say of each kind how many were not told. */
void told_rest(const struct told *t);

#endif
