#include "dup/trace.h"

static void
put16(uint8_t *p, unsigned n)
{
	p[0] = (uint8_t)n;
	p[1] = (uint8_t)(n >> 8);
}

static unsigned
get16(const uint8_t *p)
{
	return p[0] | (unsigned)p[1] << 8;
}

void
trace_write(const struct trace *t, struct buf *out)
{
	uint8_t head[TRACE_HEAD];

	put16(head, t->n);
	put16(head + 2, t->title);
	put16(head + 4, t->day);
	put16(head + 6, t->all);
	buf_add(out, (const char *)head, sizeof head);
	buf_add(out, (const char *)t->word, t->n);
}

size_t
trace_read(struct trace *t, const uint8_t *p, size_t size)
{
	if (size < TRACE_HEAD)
		return 0;
	*t = (struct trace) { .word = p + TRACE_HEAD,
		.n = get16(p),
		.title = get16(p + 2),
		.day = get16(p + 4),
		.all = get16(p + 6) };
	if (t->n > TRACE_WORDS || t->n > size - TRACE_HEAD || t->all < t->n ||
	    t->title > t->n || t->title > TRACE_TITLE)
		return 0;
	return TRACE_HEAD + (size_t)t->n;
}
