/*
 * A text of 16 words for each of `every` shingles has some 16 keys and more:
 * shorter ones take more of their shingles.
 */
#include "dup/sketch.h"

#include <stdlib.h>

#include "base/mem.h"
#include "dup/mix.h"
#include "dup/shingle.h"

enum {
	WORDS_EACH = 16, /* words of a text, at least, for one key in so many of
	                    its shingles */
	SEEN = 1024      /* bits of a filter of its keys, of which there are 128
	                    at most */
};

static bool
has_key(const struct sketch *s, uint32_t key)
{
	for (unsigned i = 0; i < s->nkeys; i++)
		if (s->key[i] == key)
			return true;
	return false;
}

/* Add a key, if it is not there; seen has a bit for those that are. */
static void
add_key(struct sketch *s, uint32_t key, uint64_t seen[SEEN / 64])
{
	uint64_t *word = &seen[key % SEEN / 64], bit = (uint64_t)1 << key % 64;

	if ((*word & bit) != 0 && has_key(s, key))
		return;
	*word |= bit;
	s->key[s->nkeys++] = key;
}

/* The keys of one shingle in so many; false where they are too many. */
static bool
take_keys(struct sketch *s, const struct sketch_params *p, unsigned every)
{
	size_t n = s->words.n < TRACE_WORDS ? s->words.n : TRACE_WORDS, found;
	uint64_t shingle[TRACE_WORDS + SHINGLE_LANES], seen[SEEN / 64] = { 0 };

	found = shingle_find(
	    shingle, s->words.hash, n, p->words, UINT64_MAX / every);
	s->nkeys = 0;
	for (size_t i = 0; i < found; i++) {
		if (s->nkeys == p->most)
			return false;
		add_key(s, (uint32_t)(mix64(shingle[i]) >> 32), seen);
	}
	return true;
}

static void
make_keys(struct sketch *s, const struct sketch_params *p)
{
	unsigned every = p->every;

	while (every > 1 && s->words.n < (size_t)every * WORDS_EACH)
		every /= 2;
	if (s->words.n < SKETCH_SHORT) /* one word may make the difference */
		every = 1;
	while (!take_keys(s, p, every))
		every *= 2;
}

/* The key of all figures, in any order. */
static void
make_figures(struct sketch *s)
{
	uint64_t sum = 0;
	size_t figures = 0;

	for (size_t i = 0; i < s->words.n; i++) {
		uint64_t w = s->words.hash[i];

		if (!words_number(w))
			continue;
		figures++;
		sum += mix64(w);
	}
	if (figures >= SKETCH_FIGURES)
		s->key[s->nkeys++] = (uint32_t)(mix64(sum) >> 32);
}

/* Titles name what a short text is about: one text under two of them may be
 * two fillings of a form. */
static void
make_hashes(struct sketch *s)
{
	uint64_t title;

	s->norm = words_hash(&s->words);
	if (s->words.n >= SKETCH_SHORT || s->title.n == 0)
		return;
	title = mix64(words_hash(&s->title));
	s->norm ^= title;
	s->raw ^= title;
}

static void
make_trace(struct sketch *s)
{
	struct trace *t = &s->trace;
	size_t title = s->title.n < TRACE_TITLE ? s->title.n : TRACE_TITLE;
	size_t n = title + s->words.n;

	t->all = n < UINT16_MAX ? (unsigned)n : UINT16_MAX;
	if (n > TRACE_WORDS)
		n = TRACE_WORDS;
	s->byte = mem_grow(s->byte, &s->byte_cap, n + 1, 1);
	trace_words(s->byte, s->title.hash, title);
	trace_words(s->byte + title, s->words.hash, n - title);
	t->word = s->byte;
	t->n = (unsigned)n;
	t->title = (unsigned)title;
}

static void
find_grams(struct sketch *s)
{
	const struct trace *t = &s->trace;

	if (s->grams == NULL)
		s->grams = mem_alloc(sizeof *s->grams);
	weights_find(s->grams, t->word + t->title, t->n - t->title);
}

void
sketch_make(
    struct sketch *s, const struct sketch_params *p, const struct words_map *m)
{
	make_hashes(s);
	words_mark(&s->words, m);
	words_mark(&s->title, m);
	make_trace(s);
	find_grams(s);
	s->nkeys = 0;
	if (s->words.n < SKETCH_MIN_WORDS)
		return;
	make_keys(s, p);
	make_figures(s);
}

void
sketch_free(struct sketch *s)
{
	words_free(&s->words);
	words_free(&s->title);
	free(s->byte);
	free(s->grams);
	*s = (struct sketch) { .byte = NULL };
}
