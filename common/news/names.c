/*
 * Phrases are found by a hash of their letters and digits alone, word by word;
 * filters of first words and of starts that go on say of most lines that no
 * phrase starts there, or goes on.
 */
#include "news/names.h"

#include <stdlib.h>

#include "text/letters.h"
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

/* Let set look into filters that lie one behind the other. */
static void
set_filters(struct names *set, const uint64_t *filters)
{
	set->key = filters;
	set->first = set->key + NAMES_FIRST / 64;
	set->more = set->first + NAMES_FIRST / 64;
}

enum { FILTERS = 3 };

void
names_start(struct names_builder *b, bool loose)
{
	*b = (struct names_builder) { .set.loose = loose };
	b->key = mem_zero(FILTERS * NAMES_FIRST / 64, sizeof b->key[0]);
	b->first = b->key + NAMES_FIRST / 64;
	b->more = b->first + NAMES_FIRST / 64;
	set_filters(&b->set, b->key);
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

/* A word by its first letters, غ as ج: equal for words that are, and found in
 * much less time than their hash.  LETTERS_BYTES can be read at p. */
static inline uint32_t
word_key(const char *p, size_t n)
{
	const letters_bytes at = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
		14, 15 };
	letters_bytes v = letters_bytes_at(p);
	uint64_t half[2];

	v ^= (letters_bytes)(v == (0x80 | (GHAIN & 0x3f))) &
	    ((GHAIN ^ JIM) & 0x3f);
	v &= (letters_bytes)(at < (uint8_t)(n < sizeof v ? n : sizeof v));
	memcpy(half, &v, sizeof half);
	half[0] = (half[0] ^ half[1] * 0x9e3779b97f4a7c15u) *
	    0xff51afd7ed558ccdu;
	return (uint32_t)(half[0] >> 48);
}

/* Go on with h, the hash of what is in front, over s, of letters and digits
 * alone. */
static inline uint64_t
hash_letters(uint64_t h, struct span s)
{
	const char *p = s.p, *end = p + s.n;
	uint32_t cp;
	size_t len;

	while (p < end) {
		if ((cp = fold_arabic(p, end)) != 0)
			len = 2;
		else
			cp = utf8_get(p, end, &len);
		h = hash_more(h, cp);
		p += len;
	}
	return h;
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
	struct name_word word;
	struct span folded;
	uint64_t hash = FNV_START, start = 0;
	uint32_t at = (uint32_t)b->keys.n;
	const char *p;
	int words = 0;

	fold(&b->scratch, form);
	folded = buf_span(&b->scratch.text);
	if (names_words(&word, 1, folded) == 1)
		filter_add(b->key, word.key);
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
	free(b->key);
	buf_free(&b->keys);
	folded_free(&b->scratch);
	*b = (struct names_builder) { .n = 0 };
}

/* What stands in front of slots, filters and keys in an image. */
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
	buf_add(out, (const char *)b->key, FILTERS * NAMES_FIRST / 8);
	buf_adds(out, buf_span(&b->keys));
	buf_add(out, "\0\0\0\0\0\0\0", h.keys - b->keys.n);
}

void
names_open(struct names *s, const char *image)
{
	const struct names_head *h = (const void *)image;
	const struct name_slot *slot = (const void *)(h + 1);
	const uint64_t *filters = (const void *)(slot + h->slots);

	*s = (struct names) { .slot = slot,
		.slots = h->slots,
		.keys = (const char *)(filters + FILTERS * NAMES_FIRST / 64),
		.loose = h->loose != 0 };
	set_filters(s, filters);
}

int
names_find(const struct names *s, struct span folded)
{
	const char *p = folded.p, *end = p + folded.n;
	const struct name_slot *slot;
	uint64_t hash = FNV_START;

	if (s->slots == 0 || !hash_word(&hash, &p, end) ||
	    !filter_has(s->first, hash))
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

	if (s->slots == 0 || !hash_word(&h, &p, stop) ||
	    !filter_has(s->first, h))
		return -1;
	return longest(s, folded, at, h, p, end);
}

int
names_longest_from(const struct names *s, struct span folded,
    const struct name_word *word, size_t *end)
{
	uint64_t hash;

	if (s->slots == 0 || !names_may_start(s, word))
		return -1;
	hash = hash_letters(FNV_START,
	    span_of(folded.p + word->start, word->end - word->start));
	if (!filter_has(s->first, hash))
		return -1;
	return longest(s, folded, word->start, hash, folded.p + word->end, end);
}

/* The words of a folded line as far as they were found. */
struct line_scan {
	struct name_word *word;
	size_t n, most;
	uint64_t carry; /* bytes of the next block that are a letter's */
	bool open;      /* the last one goes on */
};

/* The bytes of words in the block at byte `at` of folded; p has the block and
 * one byte more. */
static uint64_t
word_bytes(struct line_scan *w, struct span folded, size_t at, const char *p)
{
	uint64_t others, carry = w->carry;
	uint64_t bytes = letters_words(p, &others, &w->carry) | carry;
	size_t len;

	for (; others != 0; others &= others - 1) {
		unsigned i = (unsigned)__builtin_ctzll(others);
		uint32_t cp = utf8_get(
		    folded.p + at + i, folded.p + folded.n, &len);
		uint64_t bits = ((uint64_t)1 << len) - 1;

		if (!is_word_point(cp))
			continue;
		bytes |= bits << i;
		if (i + len > LETTERS_BLOCK)
			w->carry |= bits >> (LETTERS_BLOCK - i);
	}
	return bytes;
}

/* The last word ends in front of byte `end`. */
static void
end_word(struct line_scan *w, struct span folded, size_t end)
{
	struct name_word *word = &w->word[w->n++];

	word->end = (uint32_t)end;
	word->key = word_key(folded.p + word->start, end - word->start);
	w->open = false;
}

/* Words start and end where one byte is of one and the other is not. */
static void
add_words(struct line_scan *w, struct span folded, size_t at, const char *p)
{
	uint64_t bytes = word_bytes(w, folded, at, p);
	uint64_t edges = bytes ^ (bytes << 1 | w->open);

	for (; edges != 0 && w->n < w->most; edges &= edges - 1) {
		size_t edge = at + (size_t)__builtin_ctzll(edges);

		if (w->open)
			end_word(w, folded, edge);
		else {
			w->word[w->n].start = (uint32_t)edge;
			w->open = true;
		}
	}
}

size_t
names_words(struct name_word *word, size_t most, struct span folded)
{
	char last[LETTERS_BLOCK + LETTERS_BYTES] = { 0 };
	struct line_scan w = { .word = word, .most = most };
	size_t at;

	for (at = 0; at + LETTERS_BLOCK < folded.n && w.n < most;
	     at += LETTERS_BLOCK)
		add_words(&w, folded, at, folded.p + at);
	if (w.n < most) {
		memcpy(last, folded.p + at, folded.n - at);
		add_words(&w, folded, at, last);
	}
	if (w.open)
		end_word(&w, folded, folded.n);
	return w.n;
}
