/*
 * A character of three bytes or more may be folded to anything, so that lines
 * which hold one, as few Arabic lines do, may hold what is needed.
 */
#include "rules/need.h"

#include <stdint.h>

#include "base/hash.h"
#include "text/fold.h"
#include "text/utf8.h"

/* Behind the set that starts at p; NULL where that is not plain. */
static const char *
skip_set(const char *p, const char *end)
{
	p += p + 1 < end && p[1] == '^' ? 2 : 1;
	p += p < end && *p == ']';
	for (; p < end && *p != ']' && *p != '['; p++)
		p += *p == '\\' && p + 1 < end;
	return p < end && *p == ']' ? p + 1 : NULL;
}

/* Whether a set, with its brackets, lists marks, and nothing but them. */
static bool
lists_marks(struct span set)
{
	const char *p = set.p + 1, *end = set.p + set.n - 1;
	size_t len;

	for (; p < end; p += len) {
		uint32_t cp = utf8_get(p, end, &len);

		if (strchr("^\\-", *p) != NULL || fold_class(cp) != FOLD_OTHER)
			return false;
	}
	return true;
}

/* Whether what p is behind may be left out. */
static bool
may_lack(const char *p, const char *end)
{
	enum { BRACE = 0x7b };

	while (p < end && (*p == ' ' || *p == '\t' || *p == '\n'))
		p++;
	return p < end && (*p == '?' || *p == '*' || *p == BRACE);
}

/* Does what p starts change how the rest is read, or end a match early? */
static bool
is_strange(const char *p, const char *end)
{
	if (*p == '\\')
		return end - p < 2 || p[1] == 'Q' || p[1] == 'c';
	if (*p == '(' && end - p > 2)
		return p[1] == '*' || (p[1] == '?' && p[2] == 'C');
	return *p == '#' || *p == '\0';
}

/* The first set of marks outside of all groups that each match goes through;
 * empty where none is found. */
static struct span
marks_of(struct span pattern)
{
	const char *p = pattern.p, *end = p + pattern.n, *next;
	struct span set = { NULL, 0 };
	int depth = 0;

	for (; p < end; p = next) {
		if (is_strange(p, end) || (*p == '|' && depth == 0))
			return span_of(NULL, 0);
		next = *p == '[' ? skip_set(p, end) : p + 1 + (*p == '\\');
		if (next == NULL)
			return span_of(NULL, 0);
		if (*p == '[' && depth == 0 && set.n == 0 &&
		    lists_marks(span_to(p, next)) && !may_lack(next, end))
			set = span_to(p + 1, next - 1);
		depth += (*p == '(') - (*p == ')');
	}
	return set;
}

/* Is the character below U+0800 folded to one of the marks? */
static bool
is_folded_to(uint32_t cp, struct span marks)
{
	const struct fold_entry *f = &fold_low[cp];

	return f->n > 0 && memmem(marks.p, marks.n, f->to, f->n) != NULL;
}

struct need
need_of(struct span pattern)
{
	struct span marks = marks_of(pattern);
	struct need n = { .n = 0 };
	char c[4];

	for (uint32_t cp = 1; marks.n > 0 && cp < 0x800; cp++) {
		if (!is_folded_to(cp, marks))
			continue;
		utf8_put(c, cp);
		if (n.n > 0 && n.byte[n.n - 1] == c[0])
			continue;
		if (n.n == NEED_BYTES)
			return (struct need) { .n = 0 };
		n.byte[n.n++] = c[0];
	}
	return n;
}

/* Does a character of s, valid UTF-8, take three bytes or more? */
static bool
is_high(struct span s)
{
	const uint64_t tops = UINT64_C(0x8080808080808080);
	uint64_t v, high = 0;

	for (; s.n >= 8; s = span_skip(s, 8)) {
		v = hash_load(s.p, 8);
		high |= v & v << 1 & v << 2;
	}
	v = hash_load(s.p, s.n);
	return ((high | (v & v << 1 & v << 2)) & tops) != 0;
}

bool
need_met(const struct need *n, struct span line)
{
	for (unsigned i = 0; i < n->n; i++)
		if (memchr(line.p, n->byte[i], line.n) != NULL)
			return true;
	return n->n == 0 || is_high(line);
}
