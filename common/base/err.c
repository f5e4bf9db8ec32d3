/*
 * Messages in a terminal's hands: bytes that could move its cursor are escaped,
 * and repeated kinds are counted instead of said.  See err.h for what is
 * promised.
 */
#include "base/err.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bytes of a message; what is longer is cut. */
enum { MOST = 8192 };

/* Bytes of the UTF-8 sequence at s, which ends with NUL, and its code point
 * (RFC 3629); 0 where it is none. */
static size_t
sequence(const unsigned char *s, uint32_t *cp)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = s[0] < 0x80 ? 1
	    : s[0] < 0xc2      ? 0
	    : s[0] < 0xe0      ? 2
	    : s[0] < 0xf0      ? 3
	    : s[0] < 0xf5      ? 4
			       : 0;

	*cp = n > 1 ? s[0] & (0x7fu >> n) : s[0];
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		*cp = *cp << 6 | (s[i] & 0x3fu);
	}
	if (n > 0 && (*cp < least[n] || *cp > 0x10ffff))
		return 0;
	return *cp >= 0xd800 && *cp <= 0xdfff ? 0 : n;
}

/* Controls, separators of lines, embeddings, overrides and isolates. */
static bool
is_safe(uint32_t cp)
{
	return cp >= 0x20 && (cp < 0x7f || cp > 0x9f) &&
	    (cp < 0x2028 || cp > 0x202e) && (cp < 0x2066 || cp > 0x2069);
}

/* One byte as ls -b shows it. */
static char *
escape(char *to, unsigned char c)
{
	static const char from[] = "\a\b\t\n\v\f\r", names[] = "abtnvfr";
	const char *at = memchr(from, c, sizeof from - 1);

	*to++ = '\\';
	if (at != NULL) {
		*to++ = names[at - from];
		return to;
	}
	*to++ = (char)('0' + (c >> 6));
	*to++ = (char)('0' + (c >> 3 & 7));
	*to++ = (char)('0' + (c & 7));
	return to;
}

/* Print it as a line, at once: threads and other programs write there, too. */
static void
print(const char *text)
{
	char line[4 * MOST + 256], *to = line;
	const unsigned char *s = (const unsigned char *)text;

	while (*s != '\0') {
		uint32_t cp;
		size_t n = sequence(s, &cp);
		bool safe = n > 0 && is_safe(cp);

		for (n += n == 0; n > 0; n--, s++)
			if (safe)
				*to++ = (char)*s;
			else
				to = escape(to, *s);
	}
	*to++ = '\n';
	*to = '\0';
	fputs(line, stderr);
}

/* error: of errno, or 0 for none. */
static void
say(int error, const char *fmt, va_list ap)
{
	char text[MOST];
	size_t n;

	snprintf(text, sizeof text, "%s: ", getprogname());
	n = strlen(text);
	vsnprintf(text + n, sizeof text - n, fmt, ap);
	n += strlen(text + n);
	if (error != 0)
		snprintf(text + n, sizeof text - n, ": %s", strerror(error));
	print(text);
}

void
vwarnx(const char *fmt, va_list ap)
{
	say(0, fmt, ap);
}

void
warnx(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(0, fmt, ap);
	va_end(ap);
}

void
warn(const char *fmt, ...)
{
	int error = errno;
	va_list ap;

	va_start(ap, fmt);
	say(error, fmt, ap);
	va_end(ap);
}

void
errx(int status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(0, fmt, ap);
	va_end(ap);
	exit(status);
}

void
err(int status, const char *fmt, ...)
{
	int error = errno;
	va_list ap;

	va_start(ap, fmt);
	say(error, fmt, ap);
	va_end(ap);
	exit(status);
}

static struct told_kind *
find_kind(struct told *t, const char *message)
{
	char kind[TOLD_KIND];
	struct told_kind *k;

	snprintf(
	    kind, sizeof kind, "%.*s", (int)strcspn(message, ";"), message);
	for (unsigned i = 0; i < t->kinds; i++)
		if (strcmp(t->kind[i].name, kind) == 0)
			return &t->kind[i];
	if (t->kinds == TOLD_KINDS)
		return &t->kind[TOLD_KINDS - 1];
	k = &t->kind[t->kinds++];
	snprintf(k->name, sizeof k->name, "%s",
	    t->kinds == TOLD_KINDS ? "of other kinds" : kind);
	return k;
}

bool
told_add(struct told *t, const char *message)
{
	return find_kind(t, message)->n++ < TOLD_MOST;
}

void
told_rest(const struct told *t)
{
	for (unsigned i = 0; i < t->kinds; i++)
		if (t->kind[i].n > TOLD_MOST)
			warnx("%lu more: %s", t->kind[i].n - TOLD_MOST,
			    t->kind[i].name);
}
