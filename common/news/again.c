/*
 * A table by the hash of the text, without search: what has the place of
 * another line takes it.  The hashes lie apart, so that a place is not looked
 * at before something is in it: memory that is read first and written then
 * has to be mapped twice, which stops all threads.
 */
#include "news/again.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"

enum {
	LINES = 2048,
	BYTES = 256 /* of a line that is kept; longer ones are prose */
};

struct again_line {
	struct line is;        /* .text.p is nobody's */
	uint32_t skipped, was; /* bytes in front of its text, and in all */
	char text[BYTES];
};

/* Of a line, and never 0: its place is hash % LINES. */
static uint32_t
hash_of(struct span text, bool bullet)
{
	return (uint32_t)(hash_span(text, bullet) | LINES);
}

/* Do the two count relative dates alike? */
static bool
same_time(const struct date *a, const struct date *b)
{
	return a->known == b->known && a->year == b->year &&
	    a->month == b->month && a->day == b->day && a->hour == b->hour &&
	    a->minute == b->minute && a->second == b->second &&
	    a->zoned == b->zoned && a->zone == b->zone;
}

void
again_with(struct again *a, const struct rules *r, const struct date *reference)
{
	struct date now = { .month = 0 };

	if (reference != NULL)
		now = *reference;
	if (a->rules == r && same_time(&now, &a->reference))
		return;
	again_free(a);
	a->rules = r;
	a->reference = now;
}

bool
again_find(const struct again *a, struct line *l)
{
	const struct again_line *k;
	struct line as;
	uint32_t hash;

	if (a->line == NULL || l->text.n > BYTES)
		return false;
	hash = hash_of(l->text, l->bullet);
	k = &a->line[hash % LINES];
	if (a->hash[hash % LINES] != hash || k->is.bullet != l->bullet ||
	    !span_eq(span_of(k->text, k->was), l->text))
		return false;
	as = k->is;
	as.text.p = l->text.p + k->skipped;
	as.before = l->before + k->skipped;
	as.bytes = l->bytes;
	as.number = l->number;
	*l = as;
	return true;
}

void
again_keep(struct again *a, const struct line *l, struct span was)
{
	struct again_line *k;
	uint32_t hash;

	if (was.n == 0 || was.n > BYTES)
		return;
	if (a->line == NULL) {
		a->hash = mem_zero(LINES, sizeof a->hash[0]);
		a->line = mem_zero(LINES, sizeof a->line[0]);
	}
	hash = hash_of(was, l->bullet);
	a->hash[hash % LINES] = hash;
	k = &a->line[hash % LINES];
	k->is = *l;
	k->skipped = (uint32_t)(l->text.p - was.p);
	k->was = (uint32_t)was.n;
	memcpy(k->text, was.p, was.n);
}

void
again_free(struct again *a)
{
	free(a->hash);
	free(a->line);
	*a = (struct again) { .line = NULL };
}
