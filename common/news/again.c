/*
 * A table by the hash of the text, without search: what has the place of
 * another line takes it.  Most lines never come again, so a line is kept when
 * it comes for the second time.  The hashes lie apart, so that a place is not
 * looked at before something is in it: memory that is read first and written
 * then has to be mapped twice, which stops all threads.
 */
#include "news/again.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"

enum {
	LINES = 2048,
	KEPT = LINES << 1, /* of a hash: the line is there */
	BYTES = 256        /* of a line that is kept; longer ones are prose */
};

struct again_line {
	struct line is;        /* .text.p is nobody's */
	uint32_t skipped, was; /* bytes in front of its text, and in all */
	char text[BYTES];
};

/* Of a line, and never 0, without KEPT: its place is hash % LINES.  Both ends
 * and the length tell most lines apart. */
static uint32_t
hash_of(struct span text, bool bullet)
{
	uint64_t h;

	if (text.n < 8)
		h = hash_span(text, bullet);
	else
		h = hash_mix(hash_load(text.p, 8) + bullet,
		    hash_load(text.p + text.n - 8, 8) ^
			(hash_load(text.p + text.n / 2 - 4, 8) + text.n));
	return (uint32_t)(h | LINES) & ~(uint32_t)KEPT;
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
	if (a->hash[hash % LINES] != (hash | KEPT) ||
	    k->is.bullet != l->bullet ||
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
	uint32_t hash, *at;

	if (was.n == 0 || was.n > BYTES)
		return;
	if (a->line == NULL) {
		a->hash = mem_zero(LINES, sizeof a->hash[0]);
		a->line = mem_zero(LINES, sizeof a->line[0]);
	}
	hash = hash_of(was, l->bullet);
	at = &a->hash[hash % LINES];
	if ((*at & ~(uint32_t)KEPT) != hash) {
		*at = hash;
		return;
	}
	*at |= KEPT;
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
