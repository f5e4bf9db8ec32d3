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

	if (span_eq(key, s)) /* nothing stands between them */
		return true;
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

static size_t
slot_for(const struct names *s, uint64_t hash, struct span folded)
{
	size_t i = hash & (s->slots - 1);

	while (s->slot[i].n != 0 &&
	    (s->slot[i].hash != (uint32_t)hash ||
		!same_letters(
		    s, span_of(s->keys + s->slot[i].at, s->slot[i].n), folded)))
		i = (i + 1) & (s->slots - 1);
	return i;
}

static void
set_slots(struct names_builder *b, size_t n)
{
	b->slot = mem_zero(n, sizeof b->slot[0]);
	b->set.slot = b->slot;
	b->set.slots = n;
}

static void
grow(struct names_builder *b)
{
	struct name_slot *old = b->slot;
	size_t i, j, n = b->set.slots;

	set_slots(b, 2 * n);
	for (i = 0; i < n; i++) {
		if (old[i].n == 0)
			continue;
		for (j = old[i].hash & (2 * n - 1); b->slot[j].n != 0;
		     j = (j + 1) & (2 * n - 1))
			;
		b->slot[j] = old[i];
	}
	free(old);
}

void
names_start(struct names_builder *b, bool loose)
{
	*b = (struct names_builder) { .set.loose = loose };
	b->first = mem_zero(2 * NAMES_FIRST / 64, sizeof b->first[0]);
	b->more = b->first + NAMES_FIRST / 64;
	b->set.first = b->first;
	b->set.more = b->more;
	set_slots(b, 64);
}

static void
filter_add(uint64_t *filter, uint64_t hash)
{
	filter[hash % NAMES_FIRST / 64] |= (uint64_t)1 << hash % 64;
}

static bool
filter_has(const uint64_t *filter, uint64_t hash)
{
	return filter[hash % NAMES_FIRST / 64] >> hash % 64 & 1;
}

/* Go on with h, the hash of what is in front, over the next word from *at on:
 * false where there is none. */
static inline bool
hash_word(uint64_t *h, const char **at, const char *end)
{
	const char *p = *at;
	uint64_t hash = *h;
	uint32_t cp = 0;
	size_t len = 0;

	while (p < end && !is_word_point(cp = utf8_get(p, end, &len)))
		p += len;
	*at = p;
	if (p == end)
		return false;
	do {
		hash = hash_more(hash, cp);
		for (p += len; (cp = fold_arabic(p, end)) != 0 &&
		     fold_low[cp].class >= FOLD_LETTER;
		     p += 2)
			hash = hash_more(hash, cp);
	} while (p < end && is_word_point(cp = utf8_get(p, end, &len)));
	*h = hash;
	*at = p;
	return true;
}

/* Add the letters of a folded phrase, as a new key. */
static void
add_key(struct names_builder *b, struct span folded)
{
	size_t i, len;

	for (i = 0; i < folded.n; i += len) {
		uint32_t cp = utf8_get(folded.p + i, folded.p + folded.n, &len);

		if (is_word_point(cp))
			buf_add(&b->keys,
			    b->set.loose && cp == GHAIN ? "ج" : folded.p + i,
			    len);
	}
	b->set.keys = b->keys.p;
}

bool
names_add(struct names_builder *b, struct span form, int value)
{
	struct name_slot *slot;
	struct span folded;
	uint64_t hash = FNV_START, start = 0;
	uint32_t at = (uint32_t)b->keys.n;
	const char *p;
	int words = 0;

	fold(&b->scratch, form);
	folded = buf_span(&b->scratch.text);
	for (p = folded.p; hash_word(&hash, &p, folded.p + folded.n); words++) {
		filter_add(
		    words > 0 ? b->more : b->first, words > 0 ? start : hash);
		start = hash;
	}
	if (words == 0)
		return false;
	if (b->n * 2 >= b->set.slots)
		grow(b);
	slot = &b->slot[slot_for(&b->set, hash, folded)];
	if (slot->n != 0)
		return true;
	add_key(b, folded);
	*slot = (struct name_slot) { (uint32_t)hash, at,
		(uint32_t)b->keys.n - at, value };
	b->n++;
	return true;
}

void
names_add_forms(struct names_builder *b, struct span cell, int value)
{
	while (cell.p != NULL)
		names_add(b, span_cut(&cell, '|'), value);
}

void
names_free(struct names_builder *b)
{
	free(b->slot);
	free(b->first);
	buf_free(&b->keys);
	folded_free(&b->scratch);
	*b = (struct names_builder) { .n = 0 };
}

/* What stands in front of slots, first, more and keys in an image. */
struct names_head {
	uint64_t slots, keys; /* the bytes of keys, filled up to 8 */
	uint64_t loose;
};

void
names_image(const struct names_builder *b, struct buf *out)
{
	struct names_head h = { b->set.slots, (b->keys.n + 7) & ~(size_t)7,
		b->set.loose };

	buf_add(out, (const char *)&h, sizeof h);
	buf_add(out, (const char *)b->slot, h.slots * sizeof b->slot[0]);
	buf_add(out, (const char *)b->first, 2 * NAMES_FIRST / 8);
	buf_adds(out, buf_span(&b->keys));
	buf_add(out, "\0\0\0\0\0\0\0", h.keys - b->keys.n);
}

void
names_open(struct names *s, const char *image)
{
	const struct names_head *h = (const void *)image;
	const struct name_slot *slot = (const void *)(h + 1);
	const uint64_t *first = (const void *)(slot + h->slots);

	const uint64_t *more = first + NAMES_FIRST / 64;

	*s = (struct names) { slot, h->slots,
		(const char *)(more + NAMES_FIRST / 64), first, more,
		h->loose != 0 };
}

int
names_find(const struct names *s, struct span folded)
{
	const char *p = folded.p, *end = p + folded.n;
	const struct name_slot *slot;
	uint64_t hash = FNV_START;

	if (s->slots == 0 || !hash_word(&hash, &p, end) ||
	    !names_may_start(s, hash))
		return -1;
	while (hash_word(&hash, &p, end))
		;
	slot = &s->slot[slot_for(s, hash, folded)];
	return slot->n != 0 ? slot->value : -1;
}

/* The longest phrase that starts at folded byte `at` with the word of this
 * hash, which ends at p. */
static int
longest(const struct names *s, struct span folded, size_t at, uint64_t h,
    const char *p, size_t *end)
{
	const char *stop = folded.p + folded.n;
	const struct name_slot *slot;
	int found = -1;

	do {
		slot = &s->slot[slot_for(s, h, span_to(folded.p + at, p))];
		if (slot->n != 0) {
			found = slot->value;
			*end = (size_t)(p - folded.p);
		}
	} while (filter_has(s->more, h) && hash_word(&h, &p, stop));
	return found;
}

int
names_longest(const struct names *s, struct span folded, size_t at, size_t *end)
{
	const char *p = folded.p + at, *stop = folded.p + folded.n;
	uint64_t h = FNV_START;

	if (s->slots == 0 || !hash_word(&h, &p, stop) || !names_may_start(s, h))
		return -1;
	return longest(s, folded, at, h, p, end);
}

int
names_longest_from(const struct names *s, struct span folded,
    const struct name_word *word, size_t *end)
{
	if (s->slots == 0 || !names_may_start(s, word->hash))
		return -1;
	return longest(
	    s, folded, word->start, word->hash, folded.p + word->end, end);
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
