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

struct record_field {
	struct span key; /* not owned: it must outlive the record */
	size_t at;       /* where its value starts in record.values */
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
	struct buf values;           /* JSON text of the fields that were set */
	struct record_field *fields; /* owned */
	size_t nfields, fields_cap;
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

/*
 * Set an owned field: open, add the JSON text of one value to the buffer that
 * is returned, and open the next or emit.  key is not escaped on output.
 */
struct buf *record_set(struct record *r, struct span key);

/* Shorthands for common values. */
void record_set_string(struct record *r, struct span key, struct span s);
void record_set_null(struct record *r, struct span key);
void record_set_number(struct record *r, struct span key, unsigned long n);

/* Add the line with its fields set, and a LF, to out. */
void record_emit(const struct record *r, struct buf *out);

void record_free(struct record *r);

#endif
