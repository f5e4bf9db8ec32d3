/*
 * What a stream would have said and written, kept until its turn comes
 * (stream_replay): where several threads work on its records.
 */
#ifndef RECORD_ASIDE_H
#define RECORD_ASIDE_H

#include "base/buf.h"

/* Where a unit stands, for messages. */
struct stream_place {
	const char *file;
	unsigned long unit; /* of the file, from 1 */
};

enum aside_kind {
	ASIDE_BAD,  /* stream_bad */
	ASIDE_NOTE, /* stream_note */
	ASIDE_TURN, /* stream_turn */
	ASIDE_FAIL  /* stream_fail */
};

struct aside_event {
	enum aside_kind kind;
	struct stream_place place;
	size_t what; /* where its words start in words, which end with a NUL */
	size_t at;   /* ASIDE_BAD: the byte */
};

/* All zero is empty and ready. */
struct aside {
	struct buf *out;  /* what is written goes there; or NULL: nothing is */
	size_t from, to;  /* of it, bytes that are this one's */
	struct buf words; /* of the events */
	struct aside_event *event;
	size_t n, cap;
	unsigned long read, written; /* units */
};

/* Add an event. */
void aside_add(struct aside *a, enum aside_kind kind, struct stream_place place,
    const char *what, size_t at);

/* Empty it. */
void aside_clear(struct aside *a);

/* Give the memory back, but for out. */
void aside_free(struct aside *a);

#endif
