/*
 * JSON by RFC 8259, read as spans: nothing is built, nothing is changed.
 */
#ifndef RECORD_JSON_H
#define RECORD_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/* The kinds of values (RFC 8259, section 3). */
enum json_type {
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT
};

/* A member of an object, both parts as they are written. */
struct json_member {
	struct span key;   /* between the quotes, escapes as written */
	struct span value; /* from its first to its last byte */
	uint8_t type;      /* enum json_type, of the value */
	uint8_t hash;      /* json_hash of the key */
	bool escaped;      /* the key holds a backslash */
	bool plain;        /* the value is a string without a backslash */
	uint32_t before; /* number of the one of this hash before; JSON_NONE */
};

enum { JSON_HASHES = 64 };
#define JSON_NONE UINT32_MAX /* no member */

struct json_error {
	const char *what; /* static */
	size_t at;        /* byte of the line, 0-based */
};

struct json_members {
	struct json_member *m; /* owned; room is used again */
	size_t n, cap;
	uint64_t keys; /* the json_bit of each */
	uint32_t
	    last[JSON_HASHES]; /* number of the last of each hash in keys */
	bool escaped;          /* a key is, so that hashes tell nothing */
};

/* No members. */
static inline void
json_none(struct json_members *members)
{
	members->n = 0;
	members->keys = 0;
	members->escaped = false;
}

/* One of JSON_HASHES for a key, so that most that differ are told apart by it.
 */
static inline uint8_t
json_hash(struct span key)
{
	unsigned n = (unsigned)key.n;

	if (n > 0)
		n += (unsigned char)key.p[0] * 7u +
		    (unsigned char)key.p[n - 1] * 5u;
	return n % JSON_HASHES;
}

/* The bit for a hash, to have a set of them. */
static inline uint64_t
json_bit(uint8_t hash)
{
	return (uint64_t)1 << hash;
}

/* Arrays and objects inside each other, at the most. */
enum { JSON_DEPTH = 512 };

/*
 * Walk line, which must be valid UTF-8 and hold one JSON object with nothing
 * but blanks around it, and list its members in order, duplicates included.
 * False with *e set where it is anything else; never recurses.
 */
bool json_object(
    struct span line, struct json_members *out, struct json_error *e);

/* Is s, valid UTF-8, one JSON array or object and nothing else? */
bool json_valid(struct span s);

/*
 * Decode a string's inside (without its quotes; from a walk that succeeded)
 * and add it to out as UTF-8, which grows where it has no room for s as it is.
 * False, with *at its byte in s, where an escape is half of a surrogate pair;
 * nothing is added then.
 */
bool json_decode(struct span s, struct buf *out, size_t *at);

/* The elements of a JSON array's text, one after another: the next one in
 * *out, which has no key; false behind the last.  *at is 0 at first. */
bool json_element(struct span array, size_t *at, struct json_member *out);

/* What is between the quotes of a string, or the brackets of an array or
 * object. */
static inline struct span
json_inside(const struct json_member *m)
{
	return span_of(m->value.p + 1, m->value.n - 2);
}

#endif
