/*
 * One pass over the bytes with an explicit stack of one bit per level (array
 * or object).  Strings, which are nearly all of a record, are skipped 16
 * bytes at a time up to a quote, a backslash or a control.
 */
#include "record/json.h"

#include <stdlib.h>

#include "base/mem.h"
#include "record/scan.h"
#include "text/utf8.h"

struct walk {
	const char *start, *p, *end;
	struct json_error *e;
};

static bool
fail(struct walk *w, const char *what)
{
	w->e->what = what;
	w->e->at = (size_t)(w->p - w->start);
	return false;
}

static inline void
skip_blanks(struct walk *w)
{
	while (w->p < w->end &&
	    (*w->p == ' ' || *w->p == '\t' || *w->p == '\n' || *w->p == '\r'))
		w->p++;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The four hex digits at p, which must be before end; -1 if they are not. */
static int32_t
hex4(const char *p, const char *end)
{
	int32_t n = 0;
	int d;

	if (end - p < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		if ((d = hex_digit(p[i])) < 0)
			return -1;
		n = n << 4 | d;
	}
	return n;
}

/* Step over the escape at p (its backslash). */
static bool
walk_escape(struct walk *w)
{
	if (w->end - w->p < 2)
		return fail(w, "string does not end");
	if (w->p[1] == 'u') {
		if (hex4(w->p + 2, w->end) < 0)
			return fail(w, "\\u without four hex digits");
		w->p += 6;
		return true;
	}
	if (memchr("\"\\/bfnrt", w->p[1], 8) == NULL)
		return fail(w, "unknown escape");
	w->p += 2;
	return true;
}

/* Step over a string that is not short and plain; p is behind its opening
 * quote. */
static bool
walk_long(struct walk *w, struct span *inside, bool *escaped)
{
	const char *from = w->p;

	*escaped = false;
	for (;;) {
		w->p = scan_string(w->p, w->end, SCAN_READ);
		if (w->p == w->end)
			return fail(w, "string does not end");
		if (*w->p == '"')
			break;
		if (*w->p != '\\')
			return fail(w, "control character in a string");
		*escaped = true;
		w->p = scan_escapes(w->p, w->end);
		if (w->p < w->end && *w->p == '\\' && !walk_escape(w))
			return false;
	}
	*inside = span_to(from, w->p);
	w->p++;
	return true;
}

/* Step over a string; p is behind its opening quote. */
static inline bool
walk_string(struct walk *w, struct span *inside, bool *escaped)
{
	size_t n = scan_short(w->p, w->end);

	if (n == SCAN_SHORT)
		return walk_long(w, inside, escaped);
	*escaped = false;
	*inside = span_of(w->p, n);
	w->p += n + 1;
	return true;
}

static bool
walk_digits(struct walk *w)
{
	const char *from = w->p;

	while (w->p < w->end && *w->p >= '0' && *w->p <= '9')
		w->p++;
	return w->p > from || fail(w, "number lacks a digit");
}

static bool
walk_number(struct walk *w)
{
	if (*w->p == '-')
		w->p++;
	if (w->p < w->end && *w->p == '0') {
		w->p++;
		if (w->p < w->end && *w->p >= '0' && *w->p <= '9')
			return fail(w, "number starts with 0");
	} else if (!walk_digits(w))
		return false;
	if (w->p < w->end && *w->p == '.') {
		w->p++;
		if (!walk_digits(w))
			return false;
	}
	if (w->p < w->end && (*w->p | 0x20) == 'e') {
		w->p++;
		if (w->p < w->end && (*w->p == '+' || *w->p == '-'))
			w->p++;
		return walk_digits(w);
	}
	return true;
}

static bool
walk_word(struct walk *w, struct span word)
{
	if (!span_starts(span_to(w->p, w->end), word))
		return fail(w, "no value");
	w->p += word.n;
	return true;
}

/* Step over a value that is no array and no object. */
static bool
walk_scalar(struct walk *w, uint8_t *type, bool *escaped)
{
	struct span inside;

	switch (*w->p) {
	case '"':
		*type = JSON_STRING;
		w->p++;
		return walk_string(w, &inside, escaped);
	case 't':
		*type = JSON_TRUE;
		return walk_word(w, SPAN("true"));
	case 'f':
		*type = JSON_FALSE;
		return walk_word(w, SPAN("false"));
	case 'n':
		*type = JSON_NULL;
		return walk_word(w, SPAN("null"));
	default:
		if (*w->p != '-' && (*w->p < '0' || *w->p > '9'))
			return fail(w, "no value");
		*type = JSON_NUMBER;
		return walk_number(w);
	}
}

/* Step over `"key" :` up to the value. */
static bool
walk_key(struct walk *w, struct json_member *m)
{
	if (w->p == w->end || *w->p != '"')
		return fail(w, "no key");
	w->p++;
	if (!walk_string(w, &m->key, &m->escaped))
		return false;
	skip_blanks(w);
	if (w->p == w->end || *w->p != ':')
		return fail(w, "no colon behind a key");
	w->p++;
	skip_blanks(w);
	return true;
}

/* The state of a walk through an array or object inside a value. */
struct nest {
	uint8_t object[JSON_DEPTH / 8]; /* a bit per level: object or array */
	int depth;
};

static bool
in_object(const struct nest *n)
{
	int level = n->depth - 1;

	return n->object[level / 8] >> level % 8 & 1;
}

/* Go into the array or object at p; *open: it is not empty, and p stands at
 * its first value. */
static bool
walk_in(struct walk *w, struct nest *n, bool *open)
{
	bool object = *w->p == '{';
	struct json_member ignored;
	int level = n->depth;

	if (level == JSON_DEPTH - 1)
		return fail(w, "nested too deep");
	n->depth++;
	n->object[level / 8] &= (uint8_t) ~(1 << level % 8);
	n->object[level / 8] |= (uint8_t)(object << level % 8);
	w->p++;
	skip_blanks(w);
	*open = w->p == w->end || *w->p != (object ? '}' : ']');
	if (!*open) {
		w->p++;
		n->depth--;
		return true;
	}
	return !object || walk_key(w, &ignored);
}

/* Behind a value: leave what ends here; *more: p stands at another value. */
static bool
walk_out(struct walk *w, struct nest *n, bool *more)
{
	struct json_member ignored;

	*more = false;
	while (n->depth > 0) {
		bool object = in_object(n);

		skip_blanks(w);
		if (w->p == w->end)
			return fail(w, "line ends inside a value");
		if (*w->p == (object ? '}' : ']')) {
			w->p++;
			n->depth--;
			continue;
		}
		if (*w->p != ',')
			return fail(w, "no comma between values");
		w->p++;
		skip_blanks(w);
		*more = true;
		return !object || walk_key(w, &ignored);
	}
	return true;
}

/* Step over the value at p, whatever it is. */
static bool
walk_value(struct walk *w, struct json_member *m)
{
	struct nest nest = { .depth = 0 };
	bool more = true, escaped = false;
	uint8_t type;

	if (w->p == w->end)
		return fail(w, "no value");
	m->type = *w->p == '{' ? JSON_OBJECT : JSON_ARRAY;
	m->plain = false;
	if (*w->p != '{' && *w->p != '[') {
		if (!walk_scalar(w, &m->type, &escaped))
			return false;
		m->plain = m->type == JSON_STRING && !escaped;
		return true;
	}
	while (more) {
		bool open = false;

		if (w->p == w->end)
			return fail(w, "no value");
		if (*w->p == '{' || *w->p == '[') {
			if (!walk_in(w, &nest, &open))
				return false;
		} else if (!walk_scalar(w, &type, &escaped))
			return false;
		if (!open && !walk_out(w, &nest, &more))
			return false;
	}
	return true;
}

/* Room for one more, which is no member yet. */
static struct json_member *
next_member(struct json_members *out)
{
	if (out->n == out->cap)
		out->m = mem_grow(
		    out->m, &out->cap, out->n + 1, sizeof out->m[0]);
	return &out->m[out->n];
}

/* It is one, and the last of its hash. */
static void
add_member(struct json_members *out, struct json_member *m)
{
	uint8_t hash = json_hash(m->key);
	uint64_t bit = json_bit(hash);

	m->hash = hash;
	m->before = out->keys & bit ? out->last[hash] : JSON_NONE;
	out->last[hash] = (uint32_t)out->n++;
	out->keys |= bit;
	out->escaped |= m->escaped;
}

static bool
walk_members(struct walk *w, struct json_members *out)
{
	for (;;) {
		struct json_member *m = next_member(out);
		const char *from;

		if (!walk_key(w, m))
			return false;
		from = w->p;
		if (!walk_value(w, m))
			return false;
		m->value = span_to(from, w->p);
		add_member(out, m);
		skip_blanks(w);
		if (w->p < w->end && *w->p == '}')
			break;
		if (w->p == w->end || *w->p != ',')
			return fail(w, "no comma or end of the object");
		w->p++;
		skip_blanks(w);
	}
	w->p++;
	return true;
}

/* What people meet where an object, or the end of the line, should be. */
static const char *
what_else(const struct walk *w, const char *otherwise)
{
	struct span rest = span_to(w->p, w->end);

	if (span_starts(rest, SPAN("\x1e"))) /* RFC 7464 */
		return "JSON text sequence: tr -d '\\036' makes lines of it";
	if (span_starts(rest, SPAN("\xef\xbb\xbf")))
		return "byte order mark within the file";
	if (span_starts(rest, SPAN("{")))
		return "another object behind the object: jq -c . parts them";
	return otherwise;
}

bool
json_object(struct span line, struct json_members *out, struct json_error *e)
{
	struct walk w = { line.p, line.p, line.p + line.n, e };

	json_none(out);
	skip_blanks(&w);
	if (w.p == w.end || *w.p != '{')
		return fail(&w, what_else(&w, "no JSON object"));
	w.p++;
	skip_blanks(&w);
	if (w.p < w.end && *w.p == '}')
		w.p++;
	else if (!walk_members(&w, out))
		return false;
	skip_blanks(&w);
	return w.p == w.end ||
	    fail(&w, what_else(&w, "something behind the object"));
}

/* The code point of the \u escape at p (its backslash), surrogate pairs
 * joined; *n gets its bytes.  -1 for half of a pair. */
static int32_t
unicode_escape(const char *p, const char *end, size_t *n)
{
	int32_t cp = hex4(p + 2, end), low;

	*n = 6;
	if (cp < 0xd800 || cp > 0xdfff)
		return cp;
	if (cp > 0xdbff || end - p < 12 || p[6] != '\\' || p[7] != 'u')
		return -1;
	low = hex4(p + 8, end);
	if (low < 0xdc00 || low > 0xdfff)
		return -1;
	*n = 12;
	return 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
}

bool
json_valid(struct span s)
{
	struct json_error e;
	struct json_member m;
	struct walk w = { s.p, s.p, s.p + s.n, &e };

	return s.n > 0 && (*s.p == '{' || *s.p == '[') && walk_value(&w, &m) &&
	    w.p == w.end;
}

bool
json_decode(struct span s, struct buf *out, size_t *at)
{
	static const char of[] = { ['"'] = '"',
		['\\'] = '\\',
		['/'] = '/',
		['b'] = '\b',
		['f'] = '\f',
		['n'] = '\n',
		['r'] = '\r',
		['t'] = '\t' };
	const char *p = s.p, *end = s.p + s.n;
	char *to = buf_room(out, s.n); /* it never gets longer */
	int32_t cp;
	size_t n;

	for (;;) {
		p = scan_copy(&to, p, end, SCAN_ESCAPES);
		if (p == end)
			break;
		if (p[1] != 'u') {
			*to++ = of[(unsigned char)p[1]];
			p += 2;
			continue;
		}
		if ((cp = unicode_escape(p, end, &n)) < 0) {
			*at = (size_t)(p - s.p);
			return false;
		}
		to += utf8_put(to, (uint32_t)cp);
		p += n;
	}
	out->n = (size_t)(to - out->p);
	return true;
}

bool
json_element(struct span array, size_t *at, struct json_member *out)
{
	struct json_error e;
	struct walk w = { array.p, array.p + *at, array.p + array.n, &e };
	const char *from;

	*out = (struct json_member) { .key = { NULL, 0 } };
	if (*at == 0) {
		if (array.n == 0 || array.p[0] != '[')
			return false;
		w.p++;
	}
	skip_blanks(&w);
	if (w.p < w.end && *w.p == ',') {
		w.p++;
		skip_blanks(&w);
	}
	from = w.p;
	if (w.p == w.end || *w.p == ']' || !walk_value(&w, out))
		return false;
	out->value = span_to(from, w.p);
	*at = (size_t)(w.p - array.p);
	return true;
}
