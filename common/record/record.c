#include "record/record.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "text/utf8.h"

bool
record_parse(struct record *r, struct span line, struct json_error *e)
{
	size_t valid = utf8_valid(line);

	r->line = line;
	r->strings.n = r->ndecoded = 0;
	record_clear(r);
	if (valid < line.n) {
		*e = (struct json_error) { "invalid UTF-8", valid };
		return false;
	}
	return json_object(line, &r->members, e);
}

void
record_new(struct record *r)
{
	r->line = SPAN("{}");
	json_none(&r->members);
	r->strings.n = r->ndecoded = 0;
	record_clear(r);
}

void
record_clear(struct record *r)
{
	r->values.n = r->nfields = 0;
	r->set = 0;
}

/* Does the member's key, decoded, read as key? */
static bool
escaped_key_is(const struct json_member *m, struct span key)
{
	struct buf decoded = { 0 };
	size_t at;
	bool same;

	if (m->key.n > 6 * key.n) /* \u0061: six bytes for one at the most */
		return false;
	same = json_decode(m->key, &decoded, &at) &&
	    span_eq(buf_span(&decoded), key);
	buf_free(&decoded);
	return same;
}

/* Is it called key, whose json_hash is given? */
static inline bool
key_is(const struct json_member *m, struct span key, uint8_t hash)
{
	if (m->escaped)
		return escaped_key_is(m, key);
	return m->hash == hash && span_eq(m->key, key);
}

/* The last member that is, where a key is escaped. */
static const struct json_member *
find_slowly(const struct record *r, struct span key, uint8_t hash)
{
	for (size_t i = r->members.n; i-- > 0;)
		if (key_is(&r->members.m[i], key, hash))
			return &r->members.m[i];
	return NULL;
}

static const struct json_member *
find(const struct record *r, struct span key, uint8_t hash)
{
	const struct json_members *all = &r->members;
	uint32_t i;

	if (all->escaped)
		return find_slowly(r, key, hash);
	if ((all->keys & json_bit(hash)) == 0)
		return NULL;
	for (i = all->last[hash]; i != JSON_NONE; i = all->m[i].before)
		if (span_eq(all->m[i].key, key))
			return &all->m[i];
	return NULL;
}

const struct json_member *
record_find(const struct record *r, struct span key)
{
	return find(r, key, json_hash(key));
}

/* Has the string at `from` been decoded already? */
static const struct record_decoded *
find_decoded(const struct record *r, const char *from)
{
	for (size_t i = 0; i < r->ndecoded; i++)
		if (r->decoded[i].from == from)
			return &r->decoded[i];
	return NULL;
}

/* Decode the string whose inside is given.  Each is decoded once, so that all
 * of them fit the room of the line and none has to move. */
static bool
decode(struct record *r, struct span inside, struct span *out, size_t *at)
{
	const struct record_decoded *d = find_decoded(r, inside.p);
	size_t from = r->strings.n;

	if (d != NULL) {
		*out = d->text;
		return true;
	}
	if (from == 0)
		buf_room(&r->strings, r->line.n);
	if (!json_decode(inside, &r->strings, at))
		return false;
	*out = span_of(r->strings.p + from, r->strings.n - from);
	r->decoded = mem_grow(
	    r->decoded, &r->decoded_cap, r->ndecoded + 1, sizeof r->decoded[0]);
	r->decoded[r->ndecoded++] = (struct record_decoded) { inside.p, *out };
	return true;
}

bool
record_string(struct record *r, const struct json_member *m, struct span *out,
    struct json_error *e)
{
	struct span inside = json_inside(m);
	size_t at;

	if (m->plain) {
		*out = inside;
		return true;
	}
	if (!decode(r, inside, out, &at)) {
		*e = (struct json_error) { "half of a surrogate pair",
			(size_t)(inside.p - r->line.p) + at };
		return false;
	}
	return true;
}

struct span
record_value(struct record *r, struct span key)
{
	const struct json_member *m = record_find(r, key);
	struct json_error e;
	struct span s;

	if (m == NULL || m->type == JSON_NULL)
		return span_of(NULL, 0);
	if (m->type != JSON_STRING || !record_string(r, m, &s, &e))
		return m->value;
	return s.n > 0 ? s : span_of(NULL, 0);
}

struct span
record_name(struct record *r, struct span key, unsigned long number)
{
	struct span name = record_value(r, key);

	if (name.p != NULL)
		return name;
	snprintf(r->number, sizeof r->number, "%lu", number);
	return span_str(r->number);
}

/* At most n bytes of s, and whole characters of them. */
static struct span
clipped(struct span s, size_t n)
{
	return s.n > n ? utf8_head(s, n) : s;
}

const char *
record_missing(struct record *r, struct span key)
{
	enum { MOST = 8, KEY_MOST = 40 };
	size_t n, at;

	key = clipped(key, KEY_MOST);
	at = (size_t)snprintf(r->missing, sizeof r->missing,
	    "no field \"%.*s\"", (int)key.n, key.p);
	for (n = 0; n < r->members.n; n++) {
		struct span name = r->members.m[n].key;

		if (n == MOST || at + name.n + 8 > sizeof r->missing)
			break;
		at += (size_t)snprintf(r->missing + at, sizeof r->missing - at,
		    "%s\"%.*s\"", n == 0 ? "; there are " : ", ", (int)name.n,
		    name.p);
	}
	if (n < r->members.n)
		snprintf(r->missing + at, sizeof r->missing - at,
		    n == 0 ? "" : ", ...");
	return r->missing;
}

struct buf *
record_set(struct record *r, struct span key)
{
	r->fields = mem_grow(
	    r->fields, &r->fields_cap, r->nfields + 1, sizeof r->fields[0]);
	buf_addc(&r->values, ':'); /* what a value follows: record/put.h */
	r->fields[r->nfields] = (struct record_field) { key, r->values.n,
		json_hash(key), false };
	r->set |= json_bit(r->fields[r->nfields++].hash);
	return &r->values;
}

void
record_drop(struct record *r, struct span key)
{
	record_set(r, key);
	r->fields[r->nfields - 1].dropped = true;
}

/* The JSON text of field i. */
static struct span
value_of(const struct record *r, size_t i)
{
	size_t end = i + 1 < r->nfields ? r->fields[i + 1].at - 1 : r->values.n;

	return span_of(r->values.p + r->fields[i].at, end - r->fields[i].at);
}

/* Is there a member that field f replaces? */
static bool
is_replaced(const struct record *r, const struct record_field *f)
{
	return find(r, f->key, f->hash) != NULL;
}

/* The number of the field that replaces member m, or nfields. */
static size_t
replacement(const struct record *r, const struct json_member *m)
{
	size_t f = 0;

	if (!m->escaped && (r->set & json_bit(m->hash)) == 0)
		return r->nfields;
	while (
	    f < r->nfields && !key_is(m, r->fields[f].key, r->fields[f].hash))
		f++;
	return f;
}

static const char *
end_of(const struct json_member *m)
{
	return m->value.p + m->value.n;
}

/* Add what stands between from and member i, which is left out, and a comma
 * beside it with it; any: there is a member before it.  Returns where to go
 * on. */
static const char *
leave_out(const struct record *r, struct buf *out, const char *from, size_t i,
    bool any)
{
	const struct json_member *m = &r->members.m[i];

	if (any) {
		buf_adds(out, span_to(from, end_of(m - 1)));
		return end_of(m);
	}
	buf_adds(out, span_to(from, m->key.p - 1));
	return i + 1 < r->members.n ? m[1].key.p - 1 : end_of(m);
}

/* Add what the line holds up to `end`, owned values replaced.  Returns whether
 * there is a member. */
static bool
emit_members(const struct record *r, struct buf *out, const char *end)
{
	const char *from = r->line.p;
	bool any = false;

	for (size_t i = 0; i < r->members.n; i++) {
		const struct json_member *m = &r->members.m[i];
		size_t f = replacement(r, m);

		if (f < r->nfields && r->fields[f].dropped) {
			from = leave_out(r, out, from, i, any);
			continue;
		}
		any = true;
		if (f == r->nfields)
			continue;
		buf_adds(out, span_to(from, m->value.p));
		buf_adds(out, value_of(r, f));
		from = end_of(m);
	}
	buf_adds(out, span_to(from, end));
	return any;
}

/* Room that the fields take behind their line, at the most. */
static size_t
fields_room(const struct record *r)
{
	size_t n = r->values.n + 2; /* the end of the object and of the line */

	for (size_t f = 0; f < r->nfields; f++)
		n += r->fields[f].key.n + 4;
	return n;
}

/* Append field f, and a comma in front of it. */
static char *
add_field(char *to, const struct record *r, size_t f, bool comma)
{
	struct span key = r->fields[f].key, value = value_of(r, f);

	if (comma)
		*to++ = ',';
	*to++ = '"';
	to = buf_copy(to, key.p, key.n);
	memcpy(to, "\":", 2);
	return buf_copy(to + 2, value.p, value.n);
}

void
record_emit(const struct record *r, struct buf *out)
{
	struct span line = span_trim(r->line);
	bool comma;
	char *to;

	buf_room(out, line.n + fields_room(r));
	/* The object's own closing brace goes behind the new fields. */
	comma = emit_members(r, out, line.p + line.n - 1);
	to = buf_room(out, fields_room(r));
	for (size_t f = 0; f < r->nfields; f++)
		if (!r->fields[f].dropped && !is_replaced(r, &r->fields[f])) {
			to = add_field(to, r, f, comma);
			comma = true;
		}
	memcpy(to, "}\n", 2);
	out->n = (size_t)(to + 2 - out->p);
}

void
record_free(struct record *r)
{
	free(r->members.m);
	free(r->fields);
	free(r->decoded);
	buf_free(&r->strings);
	buf_free(&r->values);
	*r = (struct record) { .nfields = 0 };
}
