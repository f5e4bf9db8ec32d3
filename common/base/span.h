/*
 * A span is a run of bytes that somebody else owns.  It carries its length:
 * a NUL is a byte like any other, and nothing here looks behind the end.
 */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct span {
	const char *p; /* may be NULL only where n is 0 */
	size_t n;      /* bytes */
};

/* The span of a string literal. */
#define SPAN(literal) ((struct span) { "" literal, sizeof(literal) - 1 })

/* The n bytes at p. */
static inline struct span
span_of(const char *p, size_t n)
{
	return (struct span) { p, n };
}

/* The span from p up to, not including, end. */
static inline struct span
span_to(const char *p, const char *end)
{
	return (struct span) { p, (size_t)(end - p) };
}

/* The span of a C string. */
static inline struct span
span_str(const char *s)
{
	return (struct span) { s, strlen(s) };
}

/* Are the bytes the same?  Empty spans are, whatever p is. */
static inline bool
span_eq(struct span a, struct span b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Does s start with these bytes?  Every span does with none. */
static inline bool
span_starts(struct span s, struct span prefix)
{
	return s.n >= prefix.n &&
	    (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

/* Does s end with these bytes?  Every span does with none. */
static inline bool
span_ends(struct span s, struct span suffix)
{
	return s.n >= suffix.n &&
	    (suffix.n == 0 ||
		memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

/* The rest of s behind its first n bytes; n must not be larger than s.n. */
static inline struct span
span_skip(struct span s, size_t n)
{
	return (struct span) { s.p + n, s.n - n };
}

/* Cut the part up to the first byte c off *s and return it; *s keeps what is
 * behind c.  Without a c, all of *s is returned and *s is empty with p NULL. */
static inline struct span
span_cut(struct span *s, char c)
{
	const char *at = s->n ? memchr(s->p, c, s->n) : NULL;
	struct span head = *s;

	if (at == NULL) {
		*s = (struct span) { NULL, 0 };
		return head;
	}
	head.n = (size_t)(at - s->p);
	*s = span_skip(*s, head.n + 1);
	return head;
}

/* s without the ASCII blanks (space, tab, CR, LF, VT, FF) at both ends. */
static inline struct span
span_trim(struct span s)
{
	while (s.n > 0 && (s.p[0] == ' ' || (s.p[0] >= '\t' && s.p[0] <= '\r')))
		s = span_skip(s, 1);
	while (s.n > 0 &&
	    (s.p[s.n - 1] == ' ' ||
		(s.p[s.n - 1] >= '\t' && s.p[s.n - 1] <= '\r')))
		s.n--;
	return s;
}

#endif
