/*
 * A line goes through memory in waves: the words' keys, their types, the types
 * that are new; each wave asks for the next one's memory before it is needed.
 */
#include "tagger/tagger.h"

#include <stdlib.h>

#include "base/mem.h"

#define INLINE static inline __attribute__((always_inline))

enum { FILL = MODEL_WORDS }; /* words that are looked at together */
enum { EDGE = WORD_MIDDLE }; /* cells in front of and behind the line */

void
tagger_free(struct tagger *t)
{
	cache_free(&t->cache);
	free(t->cell);
	free(t->moves);
	free(t->memory);
	free(t->may);
	t->cell = NULL;
	t->moves = NULL;
	t->memory = NULL;
	t->may = NULL;
}

/* A hash of the token's bytes and kind, as the cache wants it. */
static inline uint64_t
key_of(struct span text, const struct token *token)
{
	enum { HALF = 8, MOST = 2 * HALF };
	struct span s = span_of(text.p + token->at, token->n);
	uint64_t low, high, h;
	char room[MOST];

	if (s.n > MOST)
		h = hash_span(s, token->kind);
	else {
		if (token->at + (size_t)MOST > text.n)
			s.p = memcpy(room, s.p, s.n);
		low = hash_load(s.p, HALF);
		high = hash_load(s.p + HALF, HALF);
		if (s.n <= HALF) {
			low <<= 8 * (HALF - s.n);
			high = 0;
		} else
			high <<= 8 * (MOST - s.n);
		h = hash_mix(hash_mix(low, high), s.n << 8 | token->kind);
	}
	return h | 1;
}

/* Keep what matching needs to know of a word. */
static void
keep_probe(struct tagger *t, const struct word *w, uint32_t number)
{
	struct word_type *type = cache_type(&t->cache, number);
	struct probe probe;

	match_probe(&probe, w, t->list, t->may);
	memcpy(type->facts, (const char *)&probe + PROBE_FACTS, PROBE_FACTS_N);
	memcpy(type->hash, probe.hash, sizeof type->hash);
	if (probe.forms > CACHE_FORMS)
		memcpy(t->cache.forms[number], probe.hash + CACHE_FORMS,
		    sizeof *t->cache.forms);
}

/* Let other threads know of the type, too. */
static void
give(struct tagger *t, uint32_t number)
{
	store_give(t->store, cache_type(&t->cache, number)->key,
	    cache_bytes(&t->cache, number), cache_more(&t->cache, number));
}

/* Fill in the types of n words: what these wait for from memory comes for all
 * of them at once. */
static __attribute__((noinline)) void
fill(struct tagger *t, const uint16_t *word, size_t n)
{
	static const struct lexicon none;
	const struct lexicon *lexicon = t->model ? &t->model->lexicon : &none;
	struct word w[FILL];
	int16_t *score[FILL];

	for (size_t i = 0; i < n; i++) {
		const struct token *k = &t->token[t->from + word[i]];

		word_fold(&w[i], span_of(t->text.p + k->at, k->n), k->kind);
		word_await_start(&w[i], lexicon);
		match_await(&w[i], t->list, t->may);
	}
	for (size_t i = 0; i < n; i++)
		word_await(&w[i], lexicon);
	for (size_t i = 0; i < n; i++) {
		uint32_t number = t->type[word[i]];

		word_know(&w[i], lexicon);
		keep_probe(t, &w[i], number);
		score[i] = cache_score(&t->cache, number);
		cache_type(&t->cache, number)->key = t->key[word[i]];
	}
	if (t->model != NULL)
		model_words(t->model, t->memory, w, n, score);
	for (size_t i = 0; t->store != NULL && i < n; i++)
		give(t, t->type[word[i]]);
}

/* Is the type known to another thread?  Then it is here, too. */
static bool
is_stored(struct tagger *t, size_t i)
{
	const char *from = t->store == NULL ? NULL
					    : store_find(t->store, t->key[i]);

	if (from != NULL)
		cache_put(&t->cache, t->type[i], from);
	return from != NULL;
}

/* Find the types of the tokens from `at` on, and fill in those that are new. */
static void
find_types(struct tagger *t, size_t at)
{
	uint16_t new[FILL] = { 0 };
	size_t n = 0;

	if (cache_room(&t->cache) && t->may == NULL)
		t->may = match_may_new(t->list);
	t->from = at;
	t->looked = t->tokens - at < TAGGER_AHEAD ? t->tokens - at
						  : TAGGER_AHEAD;
	for (size_t i = 0; i < t->looked; i++) {
		t->key[i] = key_of(t->text, &t->token[at + i]);
		cache_await_set(&t->cache, t->key[i]);
	}
	for (size_t i = 0; i < t->looked; i++) {
		if (!cache_find(&t->cache, t->key[i], &t->type[i]) &&
		    !is_stored(t, i))
			new[n++] = (uint16_t)i;
		if (n == FILL) {
			fill(t, new, n);
			n = 0;
		}
	}
	if (n > 0)
		fill(t, new, n);
	for (size_t i = 0; i < TAGGER_AWAIT; i++)
		cache_await(&t->cache, t->type[i]);
}

/* Weights of all tags; behind those that there are, they may be anything. */
typedef uint16_t tag_row __attribute__((vector_size(2 * MODEL_TAGS)));

/* Add them to a sum; to those at `to`. */
INLINE void
add_to(tag_row *sum, const int16_t *from)
{
	tag_row row;

	memcpy(&row, from, sizeof row);
	*sum += row;
}

INLINE void
add_row(int16_t to[MODEL_TAGS], const int16_t *from)
{
	tag_row sum;

	memcpy(&sum, to, sizeof sum);
	add_to(&sum, from);
	memcpy(to, &sum, sizeof sum);
}

/* Find which moves lead to word i of the line. */
INLINE void
find_moves(struct tagger *t, size_t i)
{
	unsigned pair = i == 0
	    ? 0
	    : move_pair(t->probe[i - 1].class, t->probe[i].class);

	t->pair[i] = (uint16_t)pair;
	if (t->spread[pair])
		return;
	lattice_spread(
	    t->model, pair, t->moves + pair * lattice_rows(t->model->types));
	t->spread[pair] = true;
}

/*
 * Sums of the scores of the words around a word, of which the next word is the
 * first whose scores are not in: sum[0] is that of the word two in front of it.
 */
struct score_sums {
	tag_row sum[WORD_OFFSETS];
};

/* Let the next word, of that type, add to the scores around it; the sum that
 * is whole then goes to cell. */
INLINE void
add_type(const struct tagger *t, struct score_sums *s, uint32_t number,
    struct lattice_cell *cell)
{
	const int16_t *score = cache_score(&t->cache, number);
	size_t tags = t->model->tags;
	tag_row whole = s->sum[0];

	add_to(&whole, score);
	memcpy(cell->score, &whole, sizeof whole);
	for (size_t o = 1; o < WORD_OFFSETS; o++) {
		s->sum[o - 1] = s->sum[o];
		add_to(&s->sum[o - 1], score + o * tags);
	}
}

/* Behind the last word, which is in front of cell: the sums that are left. */
INLINE void
add_rest(const struct score_sums *s, struct lattice_cell *cell)
{
	for (size_t o = 0; o < WORD_OFFSETS - 1; o++)
		memcpy(cell[o].score, &s->sum[o], sizeof s->sum[o]);
}

/* What is known of the type for the line's token i. */
INLINE void
take_probe(struct tagger *t, size_t i, uint32_t number)
{
	const struct word_type *type = cache_type(&t->cache, number);
	struct probe *p = &t->probe[i];

	memcpy((char *)p + PROBE_FACTS, type->facts, PROBE_FACTS_N);
	memcpy(p->hash, type->hash, sizeof type->hash);
	if (p->forms > CACHE_FORMS)
		memcpy(p->hash + CACHE_FORMS, t->cache.forms[number],
		    sizeof *t->cache.forms);
}

/* Bring together what is known of the line's tokens, from `at` of those looked
 * up. */
INLINE void
gather(struct tagger *t, size_t at)
{
	struct score_sums sums = { 0 };
	size_t n = t->n;

	for (size_t i = 0; i < n; i++) {
		uint16_t look = (uint16_t)(at + i);
		uint32_t number = t->type[look];

		cache_await(&t->cache, t->type[look + TAGGER_AWAIT]);
		/* it may have given way to another word of the text */
		if (cache_type(&t->cache, number)->key != t->key[look])
			fill(t, &look, 1);
		take_probe(t, i, number);
		if (t->model == NULL)
			continue;
		find_moves(t, i);
		add_type(t, &sums, number, &t->cell[i]);
	}
	if (t->model != NULL)
		add_rest(&sums, &t->cell[n]);
}

static void
gather_plain(struct tagger *t, size_t at)
{
	gather(t, at);
}

#ifdef __x86_64__
/* The same code, for a CPU with vectors of a whole row. */
__attribute__((target("avx2"))) static void
gather_avx2(struct tagger *t, size_t at)
{
	gather(t, at);
}
#endif

static void
choose_code(struct tagger *t)
{
	t->gather = gather_plain;
#ifdef __x86_64__
	if (__builtin_cpu_supports("avx2"))
		t->gather = gather_avx2;
#endif
}

/* Add the weights of a flag of the word at cell[0]. */
static void
add_flag(const struct model *m, struct lattice_cell *cell, unsigned flag)
{
	const int16_t *w = m->flag + flag * FLAG_OFFSETS * MODEL_TAGS;

	for (int o = 0; o < FLAG_OFFSETS; o++, w += MODEL_TAGS)
		add_row(cell[o - 1].score, w);
}

static void
flag_match(struct tagger *t, const struct name_match *m)
{
	for (uint32_t i = 0; i < m->n; i++)
		add_flag(t->model, t->cell + EDGE + m->first + i,
		    FLAG_MATCH + 3 * m->label +
			(m->n == 1       ? 0
				: i == 0 ? 1
					 : 2));
}

/* Find the names of list l; those of the built-in one are features. */
static void
find_names(struct tagger *t, unsigned l)
{
	bool starts[TAGGER_LINE];

	match_await_names(t->list[l], l, t->may, t->probe, t->n, starts);
	for (uint32_t i = 0; i < t->n;) {
		struct name_match *m = &t->match[t->matches];

		if (!starts[i] || !tagger_match(t, l, i, m)) {
			i++;
			continue;
		}
		if (l == MATCH_BUILT_IN && t->model != NULL &&
		    m->label <= LABEL_LOC)
			flag_match(t, m);
		i += m->n;
		if (t->matches + 1 < 2 * TAGGER_LINE)
			t->matches++;
	}
}

/* Scores of a type. */
static size_t
scores_of(const struct model *m)
{
	return m != NULL ? (size_t)WORD_OFFSETS * m->tags : 0;
}

struct type_store *
tagger_store(const struct model *m)
{
	struct type_cache like;
	struct type_store *s;

	cache_init(&like, scores_of(m));
	s = store_new(like.stride + sizeof *like.forms);
	cache_free(&like);
	return s;
}

void
tagger_init(struct tagger *t, const struct model *m,
    const struct gazetteer *const list[MATCH_LISTS])
{
	memset(t, 0, sizeof *t);
	t->model = m;
	choose_code(t);
	memcpy(t->list, list, sizeof t->list);
	cache_init(&t->cache, scores_of(m));
	t->cell = mem_aligned(TAGGER_LINE + 2 * EDGE, sizeof *t->cell);
	if (m == NULL)
		return;
	t->decode = lattice_code(m);
	t->moves = mem_aligned(
	    MOVE_PAIRS * lattice_rows(m->types), sizeof *t->moves);
	t->memory = model_memory_new(m);
}

void
tagger_text(
    struct tagger *t, struct span text, const struct token *token, size_t n)
{
	t->text = text;
	t->token = token;
	t->tokens = n;
	t->from = t->looked = 0;
}

void
tagger_line(struct tagger *t, size_t at, size_t n)
{
	struct lattice l = { t->cell + EDGE, t->moves, t->pair, (uint32_t)n,
		t->model ? t->model->types : 0 };

	t->n = (uint32_t)n;
	t->matches = 0;
	if (n == 0)
		return;
	if (at < t->from || at + n > t->from + t->looked)
		find_types(t, at);
	t->gather(t, at - t->from);
	for (unsigned k = 0; k <= MATCH_BUILT_IN; k++)
		if (t->list[k] != NULL)
			find_names(t, k);
	if (t->model == NULL) {
		memset(t->tag, 0, n);
		memset(t->margin, 0, n * sizeof *t->margin);
		return;
	}
	add_flag(t->model, t->cell + EDGE, FLAG_FIRST);
	add_flag(t->model, t->cell + EDGE + n - 1, FLAG_LAST);
	t->decode(&l, t->tag, t->margin);
}

size_t
tagger_next(const struct token *token, size_t n, size_t *at)
{
	size_t end;

	while (*at < n && token[*at].kind == TOKEN_BREAK)
		(*at)++;
	for (end = *at; end < n && token[end].kind != TOKEN_BREAK; end++)
		if (end - *at == TAGGER_LINE)
			break;
	if (end - *at < TAGGER_LINE || end == n ||
	    token[end].kind == TOKEN_BREAK)
		return end - *at;
	/* too long: rather behind a mark than in the middle of something */
	for (size_t cut = end; cut > *at + TAGGER_LINE / 2; cut--)
		if (token[cut - 1].kind == TOKEN_MARK)
			return cut - *at;
	return end - *at;
}
