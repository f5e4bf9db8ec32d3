#include "record/mend.h"

#include "record/json.h"

/* Does the quote at the beginning of s end a string?  One that does not is a
 * quote within, which somebody forgot to escape. */
static bool
ends_string(struct span s)
{
	s = span_trim(span_skip(s, 1));
	return s.n == 0 || memchr(",:}]", s.p[0], 4) != NULL;
}

/* Add the string at the beginning of s, as JSON has it; its length. */
static size_t
mend_string(struct buf *out, struct span s, bool guess)
{
	size_t i;

	buf_addc(out, '"');
	for (i = 1; i < s.n; i++) {
		char c = s.p[i], next = i + 1 < s.n ? s.p[i + 1] : '\0';

		if (c == '"' && (!guess || ends_string(span_skip(s, i))))
			break;
		if (c == '\\' && next != '\0' &&
		    memchr("\"\\/bfnrtu", next, 9) != NULL) {
			buf_addc(out, c);
			buf_addc(out, next);
			i++;
		} else if (c == '"') {
			buf_adds(out, SPAN("\\\""));
		} else if (c != '\\')
			buf_addc(out, (unsigned char)c < 0x20 ? ' ' : c);
	}
	buf_addc(out, '"');
	return i < s.n ? i + 1 : s.n;
}

/* Add s up to the end of its first value, mended. */
static void
mend(struct buf *out, struct span s, bool guess)
{
	size_t depth = 0, i = 0;

	while (i < s.n) {
		char c = s.p[i];

		if (c == '"') {
			i += mend_string(out, span_skip(s, i), guess);
			continue;
		}
		if ((c == '}' || c == ']') && out->n > 0 &&
		    out->p[out->n - 1] == ',')
			out->n--;
		if (memchr(" \t\r\n", c, 4) == NULL)
			buf_addc(out, c);
		depth += c == '{' || c == '[';
		if ((c == '}' || c == ']') && (depth == 0 || --depth == 0))
			return;
		i++;
	}
}

bool
mend_json(struct buf *out, struct span s)
{
	size_t from = out->n;

	for (int guess = 0; guess <= 1; guess++) {
		out->n = from;
		mend(out, s, guess);
		if (json_valid(span_skip(buf_span(out), from)))
			return true;
	}
	out->n = from;
	return false;
}
