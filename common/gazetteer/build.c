/*
 * Making an image.  Open addressing at a load of at most one half.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "gazetteer/gazetteer.h"
#include "text/fold.h"

/* Letters whose spelling varies that are varied at the most in one name. */
enum { VARIED = 3, PHRASE_TOKENS = 24, WORD_BYTES = 96 };

static const char *const base_labels[] = { "PER", "ORG", "LOC", "MISC" };

static void
grow(struct gazetteer_builder *b)
{
	struct gazetteer_builder old = *b;

	b->slots = old.slots ? old.slots * 2 : 1024;
	b->key = mem_zero(b->slots, sizeof *b->key);
	b->node = mem_zero(b->slots, sizeof *b->node);
	for (size_t i = 0; i < old.slots; i++) {
		size_t to;

		if (old.key[i] == 0)
			continue;
		to = hash_slot(b->key, b->slots, old.key[i]);
		b->key[to] = old.key[i];
		b->node[to] = old.node[i];
	}
	free(old.key);
	free(old.node);
}

static uint32_t *
node(struct gazetteer_builder *b, uint64_t key)
{
	size_t i;

	if ((b->used + 1) * 2 > b->slots)
		grow(b);
	i = hash_slot(b->key, b->slots, key);
	b->used += b->key[i] == 0;
	b->key[i] = key;
	return &b->node[i];
}

static unsigned
label_number(struct gazetteer_builder *b, struct span label)
{
	struct span rest = buf_span(&b->labels);
	unsigned i = 0;

	for (; rest.n > 0; i++)
		if (span_eq(span_cut(&rest, '\0'), label))
			return i;
	if (i < GAZETTEER_LABELS) {
		buf_adds(&b->labels, label);
		buf_addc(&b->labels, '\0');
		b->label_count = i + 1;
	}
	return i;
}

uint32_t
gazetteer_entity(struct gazetteer_builder *b, struct span id, struct span label,
    struct span name, unsigned rank, unsigned sure)
{
	struct gazetteer_entry *e;
	unsigned number;

	if (b->slots == 0) {
		grow(b);
		for (size_t i = 0; i < 4; i++)
			label_number(b, span_str(base_labels[i]));
	}
	number = label_number(b, label);
	if (number >= GAZETTEER_LABELS || id.n > UINT16_MAX ||
	    name.n > UINT16_MAX || b->pool.n > UINT32_MAX / 2)
		return UINT32_MAX;
	if (b->entries == b->entries_cap)
		b->entry = mem_grow(b->entry, &b->entries_cap, b->entries + 1,
		    sizeof *b->entry);
	e = &b->entry[b->entries];
	*e = (struct gazetteer_entry) { .id = (uint32_t)b->pool.n,
		.id_n = (uint16_t)id.n,
		.name = (uint32_t)(b->pool.n + id.n),
		.name_n = (uint16_t)name.n,
		.label = (uint8_t)number,
		.sure = (uint8_t)sure,
		.rank = (uint16_t)rank };
	buf_adds(&b->pool, id);
	buf_adds(&b->pool, name);
	return (uint32_t)b->entries++;
}

/* Note that entity, a place, is called so, too. */
static void
note_other(struct gazetteer_builder *b, uint64_t state, uint32_t entity)
{
	if (b->others == b->others_cap)
		b->other = mem_grow(
		    b->other, &b->others_cap, b->others + 1, sizeof *b->other);
	b->other[b->others++] = (struct gazetteer_other) { state, entity,
		b->entry[entity].rank };
}

/* Give the name that ends at *n to entity, unless a better one has it. */
static void
claim(struct gazetteer_builder *b, uint64_t state, uint32_t *n, uint32_t entity)
{
	uint32_t holder = *n & NODE_ENTRY;
	bool better = holder == 0 ||
	    b->entry[entity].rank < b->entry[holder - 1].rank;

	if (holder != 0 && holder != entity + 1 &&
	    b->entry[entity].label == LABEL_LOC &&
	    b->entry[holder - 1].label == LABEL_LOC)
		note_other(b, state, better ? holder - 1 : entity);
	if (holder != 0 && b->others > 0 &&
	    b->other[b->others - 1].state == state)
		*n |= NODE_OTHERS;
	if (better)
		*n = (*n & ~NODE_ENTRY) | (entity + 1);
}

static void
insert(struct gazetteer_builder *b, uint32_t entity, const struct span *word,
    size_t n)
{
	uint64_t state = GAZETTEER_ROOT;

	for (size_t i = 0; i < n; i++) {
		uint32_t *at;

		state = gazetteer_step(state, hash_span(word[i], 0));
		at = node(b, state);
		if (i + 1 < n)
			*at |= NODE_MORE;
		else
			claim(b, state, at, entity);
	}
}

/* Insert the words with each of their first VARIED ج and غ as either. */
static void
insert_varied(struct gazetteer_builder *b, uint32_t entity,
    const struct span *word, size_t n)
{
	struct span copy[PHRASE_TOKENS];
	char room[PHRASE_TOKENS * WORD_BYTES], *varied[VARIED];
	size_t used = 0, count = 0;

	for (size_t i = 0; i < n; i++) {
		if (word[i].n > WORD_BYTES) {
			insert(b, entity, word, n);
			return;
		}
		memcpy(room + used, word[i].p, word[i].n);
		copy[i] = span_of(room + used, word[i].n);
		for (size_t j = used; j + 1 < used + word[i].n; j++)
			if (count < VARIED &&
			    (memcmp(room + j, "ج", 2) == 0 ||
				memcmp(room + j, "غ", 2) == 0))
				varied[count++] = room + j;
		used += word[i].n;
	}
	for (unsigned set = 0; set < 1u << count; set++) {
		for (size_t k = 0; k < count; k++)
			memcpy(varied[k], set >> k & 1 ? "ج" : "غ", 2);
		insert(b, entity, copy, n);
	}
}

static bool
joins(struct span w)
{
	return span_eq(w, SPAN("عبد")) || span_eq(w, SPAN("ابو"));
}

/* The words with the first عبد or ابو joined to the word behind it; they lie
 * side by side in folded with one blank between them, which room is for. */
static void
insert_joined(struct gazetteer_builder *b, uint32_t entity,
    const struct span *word, size_t n)
{
	struct span copy[PHRASE_TOKENS];
	char room[2 * WORD_BYTES];
	size_t at = 0;

	while (at + 1 < n && !joins(word[at]))
		at++;
	if (at + 1 >= n || word[at].n + word[at + 1].n > sizeof room)
		return;
	memcpy(room, word[at].p, word[at].n);
	memcpy(room + word[at].n, word[at + 1].p, word[at + 1].n);
	memcpy(copy, word, at * sizeof *copy);
	copy[at] = span_of(room, word[at].n + word[at + 1].n);
	memcpy(copy + at + 1, word + at + 2, (n - at - 2) * sizeof *copy);
	insert_varied(b, entity, copy, n - 1);
}

bool
gazetteer_phrase(
    struct gazetteer_builder *b, uint32_t entity, struct span phrase)
{
	struct span word[PHRASE_TOKENS];
	struct tokens *t = &b->tokens;
	size_t n = 0, words = 0;

	b->folded.n = 0;
	fold_add(&b->folded, phrase);
	tokens_split(t, buf_span(&b->folded));
	for (; n < t->n && n < PHRASE_TOKENS; n++) {
		word[n] = span_of(b->folded.p + t->t[n].at, t->t[n].n);
		words += t->t[n].kind == TOKEN_WORD;
	}
	if (n == t->n && words > 1) {
		insert_varied(b, entity, word, n);
		insert_joined(b, entity, word, n);
	} else if (n == t->n && words == 1)
		insert(b, entity, word, n);
	return n > 0 && words > 0;
}

void
gazetteer_word(struct gazetteer_builder *b, uint32_t entity, uint64_t word)
{
	uint64_t state = gazetteer_step(GAZETTEER_ROOT, word);

	claim(b, state, node(b, state), entity);
}

static void
set_likely(uint32_t *n, enum gazetteer_likely l)
{
	*n = (*n & ~NODE_LIKELY) | (uint32_t)l << 29;
}

void
gazetteer_believe(struct gazetteer_builder *b, uint32_t entity,
    struct span phrase, enum gazetteer_likely likely)
{
	size_t at;

	b->folded.n = 0;
	fold_add(&b->folded, phrase);
	at = hash_slot(b->key, b->slots,
	    gazetteer_step(GAZETTEER_ROOT, hash_span(buf_span(&b->folded), 0)));
	if ((b->node[at] & NODE_ENTRY) == entity + 1 &&
	    gazetteer_likely(b->node[at]) == LIKELY_UNKNOWN)
		set_likely(&b->node[at], likely);
}

void
gazetteer_likeness(
    struct gazetteer_builder *b, struct span word, unsigned percent)
{
	enum { NOT = 1, SOME = 35, SURE = 60, RANK_LARGE = 46 };
	uint64_t state = gazetteer_step(GAZETTEER_ROOT, hash_span(word, 0));
	size_t i = b->slots ? hash_slot(b->key, b->slots, state) : 0;
	uint32_t entry = b->slots ? b->node[i] & NODE_ENTRY : 0;

	if (entry == 0 || b->entry[entry - 1].label != LABEL_LOC ||
	    gazetteer_likely(b->node[i]) != LIKELY_UNKNOWN)
		return;
	set_likely(&b->node[i],
	    percent >= SURE       ? LIKELY_SURE
		: percent >= SOME ? LIKELY_SOME
				  : LIKELY_NOT);
	if (percent < NOT && b->entry[entry - 1].rank > RANK_LARGE)
		b->node[i] &= ~NODE_ENTRY;
}

void
gazetteer_builder_free(struct gazetteer_builder *b)
{
	free(b->key);
	free(b->node);
	free(b->entry);
	free(b->token);
	free(b->other);
	buf_free(&b->pool);
	buf_free(&b->labels);
	buf_free(&b->folded);
	tokens_free(&b->tokens);
	*b = (struct gazetteer_builder) { 0 };
}
