/*
 * Phrases are found by a hash of their letters and digits alone, word by word;
 * filters of first words and of starts that go on say of most lines that no
 * phrase starts there, or goes on.
 */
#include "news/names.h"

#include <stdlib.h>

#include "text/utf8.h"

/* FNV-1a: keys are short, and it grows letter by letter. */
#define FNV_START 0xcbf29ce484222325u
#define FNV_PRIME 0x100000001b3u

enum { GHAIN = 0x63a, JIM = 0x62c };

/* In one hash for all sets غ counts as ج, also where a set tells them apart. */
static uint64_t
hash_more(uint64_t h, uint32_t cp)
{
	return (h ^ (cp == GHAIN ? JIM : cp)) * FNV_PRIME;
}

static uint64_t
hash_end(uint64_t h)
{
	return h ? h : 1;
}

static bool
is_word_point(uint32_t cp)
{
	return fold_class(cp) >= FOLD_LETTER;
}

/* Does key consist of the letters and digits of s, in order? */
static bool
same_letters(const struct names *set, struct span key, struct span s)
{
	const char *p = s.p, *end = s.p + s.n;
	size_t at = 0, len;

	while (p < end) {
		uint32_t cp = utf8_get(p, end, &len);

		if (is_word_point(cp)) {
			const char *letter = set->loose && cp == GHAIN ? "ج"
								       : p;

			if (key.n - at < len ||
			    memcmp(key.p + at, letter, len) != 0)
				return false;
			at += len;
		}
		p += len;
	}
	return at == key.n;
}

static struct name_slot *
slot_for(const struct names *s, uint64_t hash, struct span folded)
{
	size_t i = hash & (s->cap - 1);

	while (s->slot[i].hash != 0 &&
	    (s->slot[i].hash != hash ||
		!same_letters(s,
		    span_of(s->keys.p + s->slot[i].at, s->slot[i].n), folded)))
		i = (i + 1) & (s->cap - 1);
	return &s->slot[i];
}

static void
grow(struct names *s)
{
	struct name_slot *old = s->slot;
	size_t i, j, n = s->cap;

	s->cap = n ? 2 * n : 64;
	s->slot = mem_zero(s->cap, sizeof s->slot[0]);
	for (i = 0; i < n; i++) {
		if (old[i].hash == 0)
			continue;
		for (j = old[i].hash & (s->cap - 1); s->slot[j].hash != 0;
		     j = (j + 1) & (s->cap - 1))
			;
		s->slot[j] = old[i];
	}
	free(old);
}

static void
filter_add(uint64_t filter[NAMES_FIRST / 64], uint64_t hash)
{
	filter[hash % NAMES_FIRST / 64] |= (uint64_t)1 << hash % 64;
}

static bool
filter_has(const uint64_t filter[NAMES_FIRST / 64], uint64_t hash)
{
	return filter[hash % NAMES_FIRST / 64] >> hash % 64 & 1;
}

/* Go on with h, the hash of what is in front, over the next word from *p on:
 * false where there is none. */
static bool
hash_word(uint64_t *h, const char **p, const char *end)
{
	uint32_t cp = 0;
	size_t len = 0;

	while (*p < end && !is_word_point(cp = utf8_get(*p, end, &len)))
		*p += len;
	if (*p == end)
		return false;
	do {
		*h = hash_more(*h, cp);
		*p += len;
	} while (*p < end && is_word_point(cp = utf8_get(*p, end, &len)));
	return true;
}

bool
names_add(struct names *s, struct span form, int value)
{
	struct name_slot *slot;
	struct span folded;
	uint64_t hash = FNV_START, start = 0;
	const char *p;
	size_t len, i;
	int words = 0;

	fold(&s->scratch, form);
	folded = buf_span(&s->scratch.text);
	for (p = folded.p; hash_word(&hash, &p, folded.p + folded.n); words++) {
		if (words > 0)
			filter_add(s->more, start);
		else
			filter_add(s->first, hash);
		start = hash;
	}
	if (words == 0)
		return false;
	hash = hash_end(hash);
	if (s->n * 2 >= s->cap)
		grow(s);
	slot = slot_for(s, hash, folded);
	if (slot->hash != 0)
		return true;
	*slot = (struct name_slot) { hash, (uint32_t)s->keys.n, 0, value };
	for (i = 0; i < folded.n; i += len) {
		uint32_t cp = utf8_get(folded.p + i, folded.p + folded.n, &len);

		if (is_word_point(cp))
			buf_add(&s->keys,
			    s->loose && cp == GHAIN ? "ج" : folded.p + i, len);
	}
	slot->n = (uint32_t)(s->keys.n - slot->at);
	s->n++;
	return true;
}

void
names_add_forms(struct names *s, struct span cell, int value)
{
	while (cell.p != NULL)
		names_add(s, span_cut(&cell, '|'), value);
}

int
names_find(const struct names *s, struct span folded)
{
	const char *p = folded.p, *end = p + folded.n;
	const struct name_slot *slot;
	uint64_t hash = FNV_START;

	if (s->n == 0 || !hash_word(&hash, &p, end) ||
	    !names_may_start(s, hash))
		return -1;
	while (hash_word(&hash, &p, end))
		;
	slot = slot_for(s, hash_end(hash), folded);
	return slot->hash != 0 ? slot->value : -1;
}

int
names_longest(const struct names *s, struct span folded, size_t at, size_t *end)
{
	const char *p = folded.p + at, *stop = folded.p + folded.n;
	uint64_t h = FNV_START;
	int words = 0, found = -1;

	while (s->n > 0 && hash_word(&h, &p, stop)) {
		const struct name_slot *slot;

		if (words++ == 0 && !names_may_start(s, h))
			return -1;
		slot = slot_for(s, hash_end(h), span_to(folded.p + at, p));
		if (slot->hash != 0) {
			found = slot->value;
			*end = (size_t)(p - folded.p);
		}
		if (!filter_has(s->more, h))
			break;
	}
	return found;
}

size_t
names_words(struct name_word *word, size_t most, struct span folded)
{
	const char *p = folded.p, *end = p + folded.n;
	size_t n, len;

	for (n = 0; n < most; n++) {
		while (p < end && !is_word_point(utf8_get(p, end, &len)))
			p += len;
		word[n] = (struct name_word) { FNV_START,
			(uint32_t)(p - folded.p), 0 };
		if (!hash_word(&word[n].hash, &p, end))
			break;
		word[n].end = (uint32_t)(p - folded.p);
	}
	return n;
}

void
names_free(struct names *s)
{
	free(s->slot);
	buf_free(&s->keys);
	folded_free(&s->scratch);
	*s = (struct names) { .n = 0 };
}
