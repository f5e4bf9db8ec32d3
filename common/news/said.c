/*
 * Lists and objects are looked into as deep as people nest them (schema.org's
 * lists of persons), and no deeper: a record's own depth has no bound of use.
 */
#include "news/said.h"

#include <stdlib.h>

enum {
	DEPTH = 4
}; /* of lists and objects in each other that are looked into */

/* The member of an object's text whose key is `key`; false where there is
 * none. */
static bool
find_member(struct span object, struct span key, struct json_member *out)
{
	struct json_members in = { .n = 0 };
	struct json_error e;
	bool found = false;

	if (json_object(object, &in, &e))
		for (size_t i = 0; i < in.n; i++)
			if (span_eq(in.m[i].key, key)) {
				*out = in.m[i];
				found = true;
			}
	free(in.m);
	return found;
}

struct span
said_member(struct span object, struct span key, enum json_type type)
{
	struct json_member m;

	if (find_member(object, key, &m) && m.type == type)
		return m.value;
	return (struct span) { NULL, 0 };
}

/* What an object stands for. */
static bool
stands_for(const struct json_member *v, struct json_member *out)
{
	static const struct span keys[] = { SPAN("name"), SPAN("rendered"),
		SPAN("@value"), SPAN("$date") };

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (find_member(v->value, keys[i], out))
			return true;
	return false;
}

/* The element of a list that has one. */
static bool
only_element(const struct json_member *v, struct json_member *out)
{
	struct span list = v->value;
	struct json_member next;
	size_t at = 0;

	return json_element(list, &at, out) && !json_element(list, &at, &next);
}

bool
said_one(const struct json_member *v, struct json_member *out)
{
	struct json_member m = *v;

	for (int i = 0; i < DEPTH; i++) {
		if (m.type == JSON_STRING || m.type == JSON_NUMBER) {
			*out = m;
			return m.type == JSON_NUMBER ||
			    span_trim(json_inside(&m)).n > 0;
		}
		if (!(m.type == JSON_OBJECT        ? stands_for(&m, &m)
			    : m.type == JSON_ARRAY ? only_element(&m, &m)
						   : false))
			return false;
	}
	return false;
}

void
said_put(struct buf *out, const struct json_member *one)
{
	if (one->type == JSON_STRING)
		put_json(out, one->value);
	else
		put_string(out, one->value);
}

/* Names that are parted, of authors. */
static size_t
put_authors(struct buf *out, struct span s)
{
	static const struct span marks[] = { SPAN(";"), SPAN("؛"), SPAN("|"),
		SPAN("\n") };
	size_t start = 0, at = 0, n = 0;

	while (at <= s.n) {
		size_t mark = at == s.n;

		for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
			if (span_starts(span_skip(s, at), marks[i]))
				mark = marks[i].n;
		if (mark > 0) {
			struct span name = span_trim(
			    span_of(s.p + start, at - start));

			if (name.n > 0) {
				put_string(out, name);
				n++;
			}
			start = at + mark;
		}
		at += mark > 0 ? mark : 1;
	}
	return n;
}

/* A string that may hold several names. */
static size_t
put_parted(struct buf *out, struct record *r, const struct json_member *v,
    enum said_parted parted, struct tags *t)
{
	struct json_error e;
	struct span s;

	if (parted != SAID_WHOLE && record_string(r, v, &s, &e)) {
		if (parted == SAID_AUTHORS)
			return put_authors(out, s);
		if (tags_parted(t, s)) {
			for (size_t i = 0; i < t->out.n; i++)
				put_string(out, t->out.s[i]);
			return t->out.n;
		}
	}
	put_json(out, v->value);
	return 1;
}

static bool
is_number(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

static size_t put_value(
    struct buf *out, const struct json_member *v, int depth, bool *lost);

/* The values of an object whose keys are numbers. */
static size_t
put_numbered(struct buf *out, struct span object, int depth, bool *lost)
{
	struct json_members in = { .n = 0 };
	struct json_error e;
	size_t n = 0;
	bool all = json_object(object, &in, &e) && in.n > 0;

	for (size_t i = 0; i < in.n; i++)
		all &= is_number(in.m[i].key);
	for (size_t i = 0; all && i < in.n; i++)
		n += put_value(out, &in.m[i], depth, lost);
	*lost |= !all;
	free(in.m);
	return n;
}

/* All strings in v. */
static size_t
put_value(struct buf *out, const struct json_member *v, int depth, bool *lost)
{
	struct json_member one;
	size_t at = 0, n = 0;

	if (v->type == JSON_NULL)
		return 0;
	if (depth == 0) {
		*lost = true;
		return 0;
	}
	if (v->type == JSON_ARRAY) {
		while (json_element(v->value, &at, &one))
			n += put_value(out, &one, depth - 1, lost);
		return n;
	}
	if (v->type == JSON_OBJECT)
		return stands_for(v, &one)
		    ? put_value(out, &one, depth - 1, lost)
		    : put_numbered(out, v->value, depth - 1, lost);
	said_put(out, v);
	return 1;
}

size_t
said_list(struct buf *out, struct record *r, const struct json_member *v,
    enum said_parted parted, struct tags *t, bool *lost)
{
	*lost = false;
	if (v->type == JSON_STRING)
		return put_parted(out, r, v, parted, t);
	if (v->type == JSON_TRUE || v->type == JSON_FALSE) {
		*lost = true;
		return 0;
	}
	return put_value(out, v, DEPTH, lost);
}
