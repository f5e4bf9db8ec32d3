/*
 * Numbers have the low byte first.
 */
#include "dup/entry.h"

#include <endian.h>

/* The head of an entry: where its numbers are. */
enum {
	AT_RAW = 0,
	AT_RAW_HIGH = 8,
	AT_NORM = 16,
	AT_MINUTE = 24,
	AT_KEYS = 28,   /* 2 bytes */
	AT_JOINED = 30, /* 1 byte */
	AT_FLAGS = 31,  /* 1 byte */
	AT_KEPT = 32,
	AT_TRACE = 36, /* bytes of it */
	AT_NAME = 40,  /* the same */
	HEAD = 44
};

enum { FLAG_COUNTED = 1, FLAG_REPLACES = 2, FLAGS_KNOWN = 3 };

static void
put32(char *p, uint32_t n)
{
	n = htole32(n);
	memcpy(p, &n, sizeof n);
}

static uint32_t
get32(const char *p)
{
	uint32_t n;

	memcpy(&n, p, sizeof n);
	return le32toh(n);
}

static void
put64(char *p, uint64_t n)
{
	n = htole64(n);
	memcpy(p, &n, sizeof n);
}

static uint64_t
get64(const char *p)
{
	uint64_t n;

	memcpy(&n, p, sizeof n);
	return le64toh(n);
}

/* Bytes of the keys that it took, a bit each. */
static size_t
took_bytes(unsigned nkeys)
{
	return (STORY_KEYS + nkeys + 7) / 8;
}

void
entry_write(struct buf *b, const struct sketch *k, struct span name,
    const struct story_past *past)
{
	static const struct story_past none;
	char head[HEAD] = { 0 }, *p;
	unsigned i;

	if (past == NULL)
		past = &none;
	put64(head + AT_RAW, k->raw);
	put64(head + AT_RAW_HIGH, k->raw_high);
	put64(head + AT_NORM, k->norm);
	put32(head + AT_MINUTE, k->minute);
	head[AT_KEYS] = (char)k->nkeys;
	head[AT_KEYS + 1] = (char)(k->nkeys >> 8);
	head[AT_JOINED] = (char)past->njoined;
	head[AT_FLAGS] = (char)((past->counted ? FLAG_COUNTED : 0) |
	    (past->replaces ? FLAG_REPLACES : 0));
	put32(head + AT_KEPT, past->kept);
	put32(head + AT_TRACE, TRACE_HEAD + k->trace.n);
	put32(head + AT_NAME, (uint32_t)name.n);
	buf_add(b, head, HEAD);
	p = buf_room(b,
	    took_bytes(k->nkeys) + 4 * (size_t)k->nkeys +
		4 * (size_t)past->njoined);
	for (i = 0; i < took_bytes(k->nkeys); i++)
		*p++ = (char)past->took[i];
	for (i = 0; i < k->nkeys; i++, p += 4)
		put32(p, k->key[i]);
	for (i = 0; i < past->njoined; i++, p += 4)
		put32(p, past->joined[i]);
	b->n = (size_t)(p - b->p);
	trace_write(&k->trace, b);
	buf_adds(b, name);
}

void
entry_replaces(struct buf *entry)
{
	entry->p[AT_FLAGS] |= FLAG_REPLACES;
}

/* The head's numbers; false where they are out of bounds, or do not add up to
 * n bytes. */
static bool
read_head(const char *p, size_t n, struct sketch *k, struct story_past *past)
{
	k->raw = get64(p + AT_RAW);
	k->raw_high = get64(p + AT_RAW_HIGH);
	k->norm = get64(p + AT_NORM);
	k->minute = get32(p + AT_MINUTE);
	k->nkeys = (uint8_t)p[AT_KEYS] | (unsigned)(uint8_t)p[AT_KEYS + 1] << 8;
	past->njoined = (uint8_t)p[AT_JOINED];
	past->kept = get32(p + AT_KEPT);
	past->counted = p[AT_FLAGS] & FLAG_COUNTED;
	past->replaces = p[AT_FLAGS] & FLAG_REPLACES;
	if (k->nkeys > SKETCH_KEYS + 1 || past->njoined > STORY_CANDIDATES ||
	    (p[AT_FLAGS] & ~FLAGS_KNOWN) != 0)
		return false;
	return n ==
	    HEAD + took_bytes(k->nkeys) + 4 * (uint64_t)k->nkeys +
	    4 * (uint64_t)past->njoined + get32(p + AT_TRACE) +
	    (uint64_t)get32(p + AT_NAME);
}

bool
entry_read(struct span entry, struct sketch *k, struct span *name,
    struct story_past *past)
{
	const char *p = entry.p;
	unsigned i;

	if (entry.n < HEAD || !read_head(p, entry.n, k, past))
		return false;
	*name = span_of(
	    entry.p + entry.n - get32(p + AT_NAME), get32(p + AT_NAME));
	p += HEAD;
	memset(past->took, 0, sizeof past->took);
	for (i = 0; i < took_bytes(k->nkeys); i++)
		past->took[i] = (uint8_t)*p++;
	for (i = 0; i < k->nkeys; i++, p += 4)
		k->key[i] = get32(p);
	for (i = 0; i < past->njoined; i++, p += 4)
		past->joined[i] = get32(p);
	return trace_read(&k->trace, (const uint8_t *)p,
		   get32(entry.p + AT_TRACE)) == get32(entry.p + AT_TRACE);
}
