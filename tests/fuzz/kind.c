/*
 * The kind of a file: an answer does not change when more bytes come, and one
 * comes when all are there.  The first byte chooses what is taken.
 */
#include "record/kind.h"

#include "fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum kind_answer answer = KIND_MORE, whole;
	const char *what = NULL, *all = NULL;
	struct span s;

	if (size == 0)
		return 0;
	s = span_of((const char *)data + 1, size - 1);
	whole = kind_ask(s, true, data[0], &all);
	must(whole != KIND_MORE);
	for (size_t n = 0; n <= s.n && answer == KIND_MORE; n++)
		answer = kind_ask(span_of(s.p, n), n == s.n, data[0], &what);
	must(answer == whole && (answer != KIND_REFUSED || what == all));
	return 0;
}
