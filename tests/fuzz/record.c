/*
 * A line of any bytes: refused, or read and written with two fields set; what
 * comes out must read the same but for those.
 */
#include <stdint.h>
#include <stdlib.h>

#include "record/record.h"
#include "text/utf8.h"
#include "fuzz/fuzz.h"

/* Each string is decoded, written and read again. */
static void
check_string(struct record *r, const struct json_member *m)
{
	struct buf json = { 0 }, back = { 0 };
	struct json_error e;
	struct span s, again;
	size_t at;

	if (m->type != JSON_STRING || !record_string(r, m, &s, &e))
		return;
	must(record_string(r, m, &again, &e) && span_eq(s, again));
	must(utf8_valid(s) == s.n);
	put_string(&json, s);
	must(json_decode(span_of(json.p + 1, json.n - 2), &back, &at));
	must(span_eq(buf_span(&back), s));
	buf_free(&json);
	buf_free(&back);
}

static void
check_elements(const struct json_member *m)
{
	struct json_member one;
	size_t at = 0, before = 0;

	if (m->type != JSON_ARRAY)
		return;
	while (json_element(m->value, &at, &one)) {
		must(at > before && at < m->value.n && one.value.n > 0);
		before = at;
	}
}

/* Is m one of the fields that were set? */
static bool
is_set(const struct record *r, const struct json_member *m)
{
	struct buf key = { 0 };
	size_t at;
	bool set = json_decode(m->key, &key, &at) &&
	    (span_eq(buf_span(&key), SPAN("text")) ||
		span_eq(buf_span(&key), SPAN("x")));

	(void)r;
	buf_free(&key);
	return set;
}

static void
check_again(const struct record *was, struct span line)
{
	struct record r = { .nfields = 0 };
	const struct json_member *m;
	struct json_error e;
	size_t i;

	must(line.n > 0 && line.p[line.n - 1] == '\n');
	line.n--;
	must(record_parse(&r, line, &e));
	must(r.members.n >= was->members.n);
	for (i = 0; i < was->members.n; i++) {
		m = &was->members.m[i];
		must(span_eq(m->key, r.members.m[i].key));
		if (!is_set(was, m))
			must(span_eq(m->value, r.members.m[i].value));
	}
	must((m = record_find(&r, SPAN("text"))) != NULL &&
	    span_eq(m->value, SPAN("[1]")));
	must((m = record_find(&r, SPAN("x"))) != NULL && m->plain);
	record_free(&r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span line = span_of((const char *)data, size);
	struct record r = { .nfields = 0 };
	struct buf out = { 0 };
	struct json_error e = { NULL, 0 };
	size_t i;

	if (record_parse(&r, line, &e)) {
		for (i = 0; i < r.members.n; i++) {
			check_string(&r, &r.members.m[i]);
			check_elements(&r.members.m[i]);
		}
		buf_adds(record_set(&r, SPAN("text")), SPAN("[1]"));
		put_string(record_set(&r, SPAN("x")), SPAN("y"));
		record_emit(&r, &out);
		check_again(&r, buf_span(&out));
	} else
		must(e.what != NULL && e.at <= size);
	buf_free(&out);
	record_free(&r);
	return 0;
}
