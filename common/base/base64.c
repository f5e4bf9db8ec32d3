#include "base/base64.h"

#include <stdint.h>

static const char digits64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			       "abcdefghijklmnopqrstuvwxyz0123456789+/";

void
base64_add(struct buf *out, struct span s)
{
	char *to = buf_room(out, s.n / 3 * 4 + 4);
	uint32_t bits = 0;
	unsigned n = 0;

	for (size_t i = 0; i < s.n; i++) {
		bits = bits << 8 | (unsigned char)s.p[i];
		for (n += 8; n >= 6; n -= 6)
			*to++ = digits64[bits >> (n - 6) & 63];
	}
	if (n > 0)
		*to++ = digits64[bits << (6 - n) & 63];
	out->n = (size_t)(to - out->p);
}

bool
base64_read(struct buf *out, struct span s)
{
	uint32_t bits = 0;
	unsigned n = 0;

	for (size_t i = 0; i < s.n; i++) {
		const char *d = s.p[i] ? strchr(digits64, s.p[i]) : NULL;

		if (d == NULL)
			return false;
		bits = bits << 6 | (uint32_t)(d - digits64);
		if ((n += 6) >= 8)
			buf_addc(out, (char)(bits >> (n -= 8)));
	}
	return true;
}
