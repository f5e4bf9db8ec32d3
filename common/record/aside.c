#include "record/aside.h"

#include <stdlib.h>

void
aside_add(struct aside *a, enum aside_kind kind, struct stream_place place,
    const char *what, size_t at)
{
	if (a->n == a->cap)
		a->event = mem_grow(
		    a->event, &a->cap, a->n + 1, sizeof a->event[0]);
	a->event[a->n++] = (struct aside_event) { kind, place, a->words.n, at };
	buf_add(&a->words, what, strlen(what) + 1);
}

void
aside_clear(struct aside *a)
{
	a->from = a->to = a->words.n = a->n = 0;
	a->read = a->written = 0;
}

void
aside_free(struct aside *a)
{
	buf_free(&a->words);
	free(a->event);
	*a = (struct aside) { .n = 0 };
}
