/* Higher levels take twice the time for a few hundredths of the bytes. */
#include "io/pack.h"

#include <zlib.h>

#include "base/err.h"
#include "base/status.h"

enum { LEVEL = 6 };

void
pack_add(struct buf *out, struct span s)
{
	uLongf n = compressBound(s.n);

	buf_room(out, n);
	if (compress2((Bytef *)out->p + out->n, &n, (const Bytef *)s.p, s.n,
		LEVEL) != Z_OK)
		errx(STATUS_FATAL, "out of memory");
	out->n += n;
}
