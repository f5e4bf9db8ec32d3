#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/status.h"

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	size_t room = 64; /* enough for most */
	int n;

	for (;;) {
		va_start(ap, fmt);
		n = vsnprintf(buf_room(b, room), room, fmt, ap);
		va_end(ap);
		if (n < 0)
			err(STATUS_FATAL, "printf");
		if ((size_t)n < room)
			break;
		room = (size_t)n + 1;
	}
	b->n += (size_t)n;
}

void
buf_free(struct buf *b)
{
	free(b->p);
	*b = (struct buf) { 0 };
}
