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

/* Does a comma part the next value or key from what is in out? */
static inline bool
put_comma(const struct buf *out)
{
	char last = out->n > 0 ? out->p[out->n - 1] : ':';

	return last != ':' && last != '[' && last != '{';
}

/* The key of a member, written as it is; returns out, for its value. */
struct buf *put_key(struct buf *out, struct span key);

/* A key that is known beforehand, with all that stands around it: ,"name": */
enum { PUT_MEMBER = 24 };

struct put_member {
	char text[PUT_MEMBER + 8]; /* those behind n of them do not count */
	size_t n;
};

/* That of a literal. */
#define PUT_MEMBER_OF(name)                       \
	{                                         \
		",\"" name "\":", sizeof name + 3 \
	}

/* put_key of such a one. */
static inline struct buf *
put_member(struct buf *out, const struct put_member *m)
{
	char *to = buf_room(out, PUT_MEMBER);
	size_t skip = !put_comma(out);

	memcpy(to, m->text + skip, PUT_MEMBER);
	out->n += m->n - skip;
	return out;
}

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

/*
 * For many objects of the same members, of which the key and comma of each are
 * one copy: all write at `to`, where there must be the room that is said, and
 * return where they ended.  Values get no comma.
 */
enum { PUT_ESCAPE = 6, PUT_NUMBER = 21 };

/* Where the next value goes, behind the comma that belongs there. */
static inline char *
put_room(struct buf *out, size_t n)
{
	char *to = buf_room(out, n + 1);

	if (put_comma(out))
		*to++ = ',';
	return to;
}

/* An object's first key, and its bracket: PUT_MEMBER bytes. */
static inline char *
put_first_to(char *to, const struct put_member *m)
{
	memcpy(to, m->text, PUT_MEMBER);
	*to = '{';
	return to + m->n;
}

/* Another key: PUT_MEMBER bytes. */
static inline char *
put_member_to(char *to, const struct put_member *m)
{
	memcpy(to, m->text, PUT_MEMBER);
	return to + m->n;
}

/* put_maybe: PUT_ESCAPE for each byte of s, and 2; 4 for null. */
char *put_maybe_to(char *to, struct span s);

/* put_number: PUT_NUMBER bytes. */
char *put_number_to(char *to, int64_t n);

/* For what is no JSON and has strings or numbers as JSON writes them: the
 * string without its quotes, and no comma. */
void put_escaped(struct buf *out, struct span s);
void put_digits(struct buf *out, uint64_t n);

#endif
