/*
 * A record: one line of JSON as spans of its members, and the fields that a
 * tool puts into it.  What the tool does not own stays, byte for byte and in
 * its place; owned fields are replaced where they stand, or appended behind
 * in the order in which they were set.
 */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include "base/buf.h"
#include "record/json.h"
#include "record/put.h"

struct record_field {
	struct span key; /* not owned: it must outlive the record */
	size_t at;       /* where its value starts in record.values */
	uint8_t hash;    /* json_hash of key */
	bool dropped;    /* it has none, and is left out */
};

/* A string that was decoded in this record. */
struct record_decoded {
	const char *from; /* where its value stands in the line */
	struct span text;
};

struct record {
	struct span line; /* as read, without its end */
	struct json_members members;
	struct buf strings; /* decoded strings; never moves in a record */
	struct record_decoded *decoded; /* owned: where in strings */
	size_t ndecoded, decoded_cap;
	struct buf values; /* JSON text of the fields that were set, a colon
	                      in front of each */
	struct record_field *fields; /* owned */
	size_t nfields, fields_cap;
	uint64_t set;      /* the json_bit of each */
	char number[24];   /* room: record_name */
	char missing[240]; /* room: record_missing */
};

/*
 * Look at line, which must outlive the record: validate UTF-8, walk, list the
 * members.  False with *e set where it is no record.  A record that is all
 * zero is ready; room is used again from line to line.
 */
bool record_parse(struct record *r, struct span line, struct json_error *e);

/* Start a record that was not read: an object without members. */
void record_new(struct record *r);

/* Forget the fields that were set. */
void record_clear(struct record *r);

/* The member called key (decoded keys are compared; of several the last, as
 * most readers do), or NULL. */
const struct json_member *record_find(const struct record *r, struct span key);

/*
 * The string in m, decoded: the line's own bytes where it has no escapes,
 * otherwise a copy that lives until the next record.  False, with *e set, for
 * a lone surrogate.
 */
bool record_string(struct record *r, const struct json_member *m,
    struct span *out, struct json_error *e);

/* Does text begin as a record does? */
static inline bool
record_begins(struct span text)
{
	return span_starts(span_trim(text), SPAN("{"));
}

/* The string in the field key, or another value as it is written; its p is
 * NULL where there is none, null or "".  Lives until the next record. */
struct span record_value(struct record *r, struct span key);

/* What r is called: the value of the field key, or else its number in the
 * input. */
struct span record_name(
    struct record *r, struct span key, unsigned long number);

/* Why r is a bad record where the field key is not there, and which fields are;
 * lives as above. */
const char *record_missing(struct record *r, struct span key);

/*
 * Set an owned field: put one value (record/put.h) into the buffer that is
 * returned, and set the next or emit.  key is not escaped on output.
 */
struct buf *record_set(struct record *r, struct span key);

/* Leave the field key out, if it is there. */
void record_drop(struct record *r, struct span key);

/* Add the line with its fields set, and a LF, to out. */
void record_emit(const struct record *r, struct buf *out);

/* Give the memory back; r is ready again. */
void record_free(struct record *r);

#endif
