/*
 * An entry of version 1 is a head of HEAD bytes, then its keys, shingles,
 * figures and name; numbers are of the byte order of the machine that wrote it,
 * which is read where that has the low byte first.
 */
#include "dup/old.h"

#include <endian.h>

/* The head of an entry: where its numbers are, the low byte first. */
enum {
	AT_RAW = 0, /* 3 hashes of 8 bytes */
	AT_MINUTE = 24,
	AT_KEYS = 28,     /* of 4 bytes each */
	AT_SHINGLES = 32, /* the same */
	AT_FIGURES = 36,  /* of 2 bytes each */
	AT_NAME = 40,
	HEAD = 48
};

static uint32_t
get32(const char *p)
{
	uint32_t n;

	memcpy(&n, p, sizeof n);
	return le32toh(n);
}

bool
old_read(struct span entry, struct sketch *k, struct span *name,
    struct story_past *past)
{
	uint64_t hash[3], body;

	if (entry.n < HEAD)
		return false;
	memcpy(hash, entry.p + AT_RAW, sizeof hash);
	*past = (struct story_past) { .njoined = 0 };
	k->raw = le64toh(hash[0]);
	k->raw_high = le64toh(hash[1]);
	k->norm = le64toh(hash[2]);
	k->minute = get32(entry.p + AT_MINUTE);
	k->nkeys = 0;
	k->trace = (struct trace) { .n = 0 };
	body = 4 *
		((uint64_t)get32(entry.p + AT_KEYS) +
		    get32(entry.p + AT_SHINGLES)) +
	    2 * (uint64_t)get32(entry.p + AT_FIGURES);
	if (entry.n < HEAD + body ||
	    entry.n != HEAD + body + get32(entry.p + AT_NAME))
		return false;
	*name = span_skip(entry, (size_t)(HEAD + body));
	return true;
}

/* What stands in s behind the last `what`, up to the next blank or slash. */
static struct span
value(struct span s, struct span what)
{
	struct span found = { NULL, 0 };

	for (; s.n > what.n; s = span_skip(s, 1))
		if (span_starts(s, what))
			found = span_skip(s, what.n);
	for (size_t i = 0; i < found.n; i++)
		if (found.p[i] == ' ' || found.p[i] == '/')
			found.n = i;
	return found;
}

/* The fields: names may hold blanks. */
static struct span
fields(struct span s)
{
	struct span fold = value(s, SPAN(" fold="));
	const char *end = fold.p ? fold.p - strlen(" fold=") : s.p + s.n;
	const char *start = memchr(s.p, ' ', s.n);

	return start != NULL && start < end ? span_to(start, end)
					    : (struct span) { NULL, 0 };
}

bool
old_alike(struct span old, struct span about)
{
	struct span a = fields(old), b = fields(about);

	return a.n > 0 && span_eq(a, b) &&
	    span_eq(value(old, SPAN(" fold=")), value(about, SPAN(" fold=")));
}
