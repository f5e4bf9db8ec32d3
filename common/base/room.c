#include "base/room.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Memory of its own for n bytes, behind the address of the one before. */
static char *
more(struct room *r, size_t n)
{
	char *p = mem_alloc(sizeof r->more + n);

	memcpy(p, &r->more, sizeof r->more);
	r->more = p;
	return p + sizeof r->more;
}

struct span
room_copy(struct room *r, struct span s)
{
	char *to;

	if (s.n == 0)
		return s.p == NULL ? s : SPAN("");
	if (s.n > ROOM_BYTES - r->n)
		to = more(r, s.n);
	else {
		if (r->block == NULL)
			r->block = mem_alloc(ROOM_BYTES);
		to = r->block + r->n;
		r->n += s.n;
	}
	return span_of(memcpy(to, s.p, s.n), s.n);
}

void
room_clear(struct room *r)
{
	char *p = r->more;

	while (p != NULL) {
		char *before;

		memcpy(&before, p, sizeof before);
		free(p);
		p = before;
	}
	r->more = NULL;
	r->n = 0;
}

void
room_free(struct room *r)
{
	room_clear(r);
	free(r->block);
	r->block = NULL;
}
