/*
 * JSON, written: the one place that knows of commas, brackets and quotes.
 *
 *	put_object(out);
 *	put_number(put_key(out, SPAN("n")), 2);
 *	put_array(put_key(out, SPAN("names")));
 *	put_string(out, name);
 *	put_array_end(out);
 *	put_object_end(out);
 *
 * No value of JSON ends with what opens an object or array or follows a key,
 * so the last byte of out tells whether a comma belongs in front of the next
 * one: nothing needs to be kept, and what is in out before must be such JSON,
 * or nothing.
 */
#ifndef RECORD_PUT_H
#define RECORD_PUT_H

#include <stdint.h>

#include "base/buf.h"

/* Begin and end an object, an array. */
void put_object(struct buf *out);
void put_object_end(struct buf *out);
void put_array(struct buf *out);
void put_array_end(struct buf *out);

/* The key of a member, written as it is; returns out, for its value. */
struct buf *put_key(struct buf *out, struct span key);

/* s as a string: C0 controls, U+2028, U+2029 and U+0085 are escaped; s must be
 * valid UTF-8. */
void put_string(struct buf *out, struct span s);

/* The same; null where s.p is NULL. */
void put_maybe(struct buf *out, struct span s);

/* The other values. */
void put_null(struct buf *out);
void put_bool(struct buf *out, bool b);
void put_number(struct buf *out, int64_t n);

/* Rounded, as 0.125. */
void put_thousandths(struct buf *out, double x);

/* A value that is JSON already. */
void put_json(struct buf *out, struct span json);

/* For what is no JSON and has strings or numbers as JSON writes them: the
 * string without its quotes, and no comma. */
void put_escaped(struct buf *out, struct span s);
void put_digits(struct buf *out, uint64_t n);

#endif
