/*
 * A word is in from three times in text on; as a part of names, which are
 * rarer, from two on.
 */
#include "learn/lexicon.h"

#include <stdlib.h>

#include "base/mem.h"
#include "rules/table.h"
#include "text/fold.h"

enum { LEAST_COUNT = 3, LEAST_NAME = 2, LONGEST = 4096 };

static size_t
slot(const struct lexicon_builder *b, uint64_t hash)
{
	size_t mask = b->slots - 1, i = (size_t)hash & mask;

	while (b->slot[i] != 0 && b->word[b->slot[i] - 1].hash != hash)
		i = (i + 1) & mask;
	return i;
}

static void
grow(struct lexicon_builder *b)
{
	free(b->slot);
	b->slots = b->slots ? b->slots * 2 : 1 << 12;
	b->slot = mem_zero(b->slots, sizeof *b->slot);
	for (uint32_t i = 0; i < b->words; i++)
		b->slot[slot(b, b->word[i].hash)] = i + 1;
}

struct lexicon_word *
lexicon_word(struct lexicon_builder *b, struct span folded)
{
	uint64_t hash = hash_span(folded, 0);
	struct lexicon_word *w;
	size_t i;

	if ((size_t)b->words * 2 >= b->slots)
		grow(b);
	i = slot(b, hash);
	if (b->slot[i] != 0)
		return &b->word[b->slot[i] - 1];
	if (b->words == b->cap)
		b->word = mem_grow(
		    b->word, &b->cap, (size_t)b->words + 1, sizeof *b->word);
	w = &b->word[b->words];
	*w = (struct lexicon_word) {
		.hash = hash, .at = (uint32_t)b->text.n, .n = (uint32_t)folded.n
	};
	buf_adds(&b->text, folded);
	b->slot[i] = ++b->words;
	return w;
}

const struct lexicon_word *
lexicon_known(const struct lexicon_builder *b, uint64_t hash)
{
	uint32_t number = b->slots ? b->slot[slot(b, hash)] : 0;

	return number ? &b->word[number - 1] : NULL;
}

static unsigned long
number(const struct table *t, struct span cell)
{
	unsigned long n = 0;

	for (size_t i = 0; i < cell.n; i++) {
		if (cell.p[i] < '0' || cell.p[i] > '9' || n > UINT32_MAX / 16)
			table_die(t, "not a number", cell);
		n = n * 10 + (unsigned long)(cell.p[i] - '0');
	}
	return n;
}

void
lexicon_load(struct lexicon_builder *b, struct clerk *c, const char *path)
{
	struct span text = table_load(c, path), cell[TABLE_CELLS];
	struct table t;
	int n;

	table_start(&t, path, text);
	while ((n = table_row(&t, cell)) > 0) {
		struct lexicon_word *w = lexicon_word(b, cell[0]);

		w->count = (uint32_t)number(&t, cell[1]);
		w->name = (uint32_t)number(&t, cell[2]);
		for (int i = 0; i < WORD_CLUSTERS && cell[3].n > 0; i++)
			w->cluster[i] = (uint16_t)number(
			    &t, span_cut(&cell[3], ' '));
		w->prior = (uint8_t)number(&t, cell[4]);
	}
	free((void *)(uintptr_t)text.p);
}

void
lexicon_load_names(struct lexicon_builder *b, struct clerk *c, const char *path)
{
	struct span text = table_load(c, path), cell[TABLE_CELLS];
	struct buf folded = { 0 };
	struct table t;

	table_start(&t, path, text);
	while (table_row(&t, cell) > 0) {
		folded.n = 0;
		fold_add(&folded, cell[0]);
		if (folded.n > 0 && folded.n < WORD_BYTES)
			lexicon_word(b, buf_span(&folded))->name += (uint32_t)
			    number(&t, cell[2]);
	}
	buf_free(&folded);
	free((void *)(uintptr_t)text.p);
}

void
lexicon_table(const struct lexicon_builder *b, struct buf *out)
{
	buf_printf(out, "# word, count, count in names, clusters, prior\n");
	for (uint32_t i = 0; i < b->words; i++) {
		const struct lexicon_word *w = &b->word[i];

		buf_add(out, b->text.p + w->at, w->n);
		buf_printf(out, "\t%u\t%u\t", w->count, w->name);
		for (int k = 0; k < WORD_CLUSTERS; k++)
			buf_printf(out, "%s%u", k ? " " : "", w->cluster[k]);
		buf_printf(out, "\t%u\n", w->prior);
	}
}

static int
by_hash(const void *a, const void *b)
{
	const struct lexicon_word *const *x = a, *const *y = b;
	uint32_t i = (uint32_t)((*x)->hash >> 32);
	uint32_t j = (uint32_t)((*y)->hash >> 32);

	if (i != j)
		return i < j ? -1 : 1;
	/* of two that share a key, the more frequent one first */
	return (*x)->count > (*y)->count ? -1 : (*x)->count < (*y)->count;
}

void
lexicon_make(const struct lexicon_builder *b, struct lexicon *out)
{
	const struct lexicon_word **list = mem_alloc(
	    (b->words + 1) * sizeof(struct lexicon_word *));
	uint32_t *key = mem_alloc((b->words + 1) * sizeof *key);
	struct lexeme *lexeme = mem_alloc((b->words + 1) * sizeof *lexeme);
	uint32_t n = 0, kept = 0;

	for (uint32_t i = 0; i < b->words; i++)
		if (b->word[i].count >= LEAST_COUNT ||
		    b->word[i].name >= LEAST_NAME)
			list[n++] = &b->word[i];
	qsort(list, n, sizeof *list, by_hash);
	for (uint32_t i = 0; i < n; i++) {
		const struct lexicon_word *w = list[i];
		uint32_t k = (uint32_t)(w->hash >> 32);

		if (kept > 0 && key[kept - 1] == k)
			continue;
		key[kept] = k;
		lexeme[kept] = (struct lexeme) { .prior = w->prior,
			.role = w->role,
			.place = w->place,
			.seen = lexeme_seen(w->count, w->name) };
		memcpy(lexeme[kept++].cluster, w->cluster, sizeof w->cluster);
	}
	free(list);
	*out = (struct lexicon) { key, lexeme, kept, NULL };
}

void
lexicon_free(struct lexicon *l)
{
	free((void *)(uintptr_t)l->key);
	free((void *)(uintptr_t)l->lexeme);
	*l = (struct lexicon) { 0 };
}

void
lexicon_builder_free(struct lexicon_builder *b)
{
	buf_free(&b->text);
	free(b->word);
	free(b->slot);
	*b = (struct lexicon_builder) { 0 };
}
