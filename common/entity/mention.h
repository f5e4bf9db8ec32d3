/*
 * Mentions: the entities found in one text.
 */
#ifndef ENTITY_MENTION_H
#define ENTITY_MENTION_H

#include <stdint.h>

#include "base/span.h"

/* What found a mention, in the order of mention_sources. */
enum mention_source {
	SOURCE_GAZETTEER,
	SOURCE_RULE,
	SOURCE_MODEL,
	SOURCE_COREF
};

/* "gazetteer", "rule", ...: as records name them. */
extern const char *const mention_sources[];

enum { MENTION_NO_SCORE = INT32_MIN };

struct mention {
	uint32_t first, n;   /* tokens of the text */
	uint32_t start, end; /* bytes of the text, half-open */
	uint32_t prefix;     /* bytes of proclitics in front of start */
	uint32_t group;      /* which entity of the text */
	int32_t score;       /* hundredths of a vote, or MENTION_NO_SCORE */
	uint8_t source;      /* enum mention_source */
	struct span label;
	struct span id, name; /* of a list, or p NULL */
	struct span title;    /* part of the text, or p NULL */
	/* hashes of all its words (of those of the name that it is short for:
	 * key), of the first, the last but one and the last */
	uint64_t key, form_key, first_word, before_last, last;
	unsigned words;
	/* of a place that others are called like: the entry that has its name
	 * in the gazetteer; that name's state there, or 0; its country, by a
	 * nationality behind it, or p NULL; whether the word in front says that
	 * it is a part of a country */
	uint32_t held;
	uint64_t shared;
	struct span country;
	bool part;
};

struct mentions {
	struct mention *m; /* owned, by start, not overlapping */
	size_t n, cap;
};

/* Room for one mention more, which is one when n is counted up; not cleared. */
struct mention *mentions_room(struct mentions *all);

/* Put them in order of their starts. */
void mentions_sort(struct mentions *all);

#endif
