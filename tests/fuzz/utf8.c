/* Bytes: both validators say the same, and what is valid can be walked. */
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

#include "fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span s = span_of((const char *)data, size);
	size_t valid = utf8_valid(s), at = 0, n, points = 0;
	char back[4];

	if (valid != utf8_valid_scalar(s) || valid > size)
		abort();
	for (; at < valid; at += n, points++)
		if (utf8_put(back, utf8_get(s.p + at, s.p + size, &n)) != n ||
		    memcmp(back, s.p + at, n) != 0)
			abort();
	if (at != valid || utf8_count(span_of(s.p, valid)) != points)
		abort();
	return 0;
}
