/*
 * A page of any bytes: refused, or made valid UTF-8 in which every offset leads
 * to one of the raw page; what is UTF-8 without signs of trouble stays.  The
 * first byte chooses the character set.
 */
#include "text/encoding.h"

#include <stdint.h>
#include <stdlib.h>

#include "text/utf8.h"
#include "fuzz/fuzz.h"

static void
check(struct encoding *e, struct span raw)
{
	enum encoding_kind kind;
	struct span text;
	size_t i, at, before = 0;

	kind = encoding_read(e, raw, &text);
	if (kind == ENCODING_BAD) {
		must(e->bad <= raw.n);
		must(e->name != NULL || e->wide.mark > 0 ||
		    utf8_valid(raw) == e->bad);
		return;
	}
	must(utf8_valid(text) == text.n);
	must(kind != ENCODING_UTF8 || span_eq(text, raw));
	for (i = 0; i <= text.n; i++) {
		if (i < text.n && ((unsigned char)text.p[i] & 0xc0) == 0x80)
			continue;
		at = encoding_raw_length(e, kind, raw, i);
		must(at >= before && at <= raw.n);
		before = at;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { NULL, NULL, "windows-1256",
		"UTF-16", "UTF-8", "ISO-8859-6", "GB18030", "UTF-7" };
	struct span raw = span_of((const char *)data, size);
	struct encoding e;

	if (size == 0 || size > 2000)
		return 0;
	must(encoding_init(&e, names[data[0] % 8]));
	check(&e, span_skip(raw, 1));
	encoding_free(&e);
	return 0;
}
