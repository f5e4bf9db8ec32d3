/*
 * Viterbi both ways, so that each tag has a margin.  What a type of words adds
 * is remembered in a cache that starts with 2^11 types and grows eightfold, up
 * to 2^17, as a text turns out to have more.
 */
#include "tagger/tagger.h"

#include <stdlib.h>

#include "base/mem.h"

enum { CACHE_LINE = 64 }; /* bytes that come from memory together */
enum { CACHE_FIRST = 11, CACHE_STEP = 3, CACHE_MOST = 17 }; /* log2 of types */
#define IMPOSSIBLE (-(1 << 28))

/* A type's place is the upper bits of its key: one type each, the last one. */
struct tagger_type {
	int16_t score[WORD_OFFSETS][MODEL_TAGS];
	uint64_t key; /* hash of the word's bytes; 0: empty */
	struct probe probe;
} __attribute__((aligned(CACHE_LINE)));

/* One word's place in the lattice. */
struct tagger_cell {
	int32_t path[MODEL_TAGS]; /* best path up to here, this word included */
	int32_t rest[MODEL_TAGS]; /* best path behind it */
	int16_t score[MODEL_TAGS];
};

/* Half of a row of tags, as the compiler maps it to what the CPU has. */
typedef int32_t half __attribute__((vector_size(32)));
enum { HALF = 8 };

enum { EDGE = WORD_MIDDLE }; /* cells in front of and behind the line */

/* Inside an entity (even tags) only behind a word of the same type. */
static bool
legal(const struct model *m, unsigned from, unsigned to)
{
	if (from >= m->tags || to >= m->tags)
		return false;
	return to == 0 || to % 2 == 1 || from == to || from == to - 1;
}

void
tagger_free(struct tagger *t)
{
	free(t->cache);
	free(t->cell);
	free(t->move);
	free(t->back);
	t->cache = NULL;
	t->cell = NULL;
	t->move = t->back = NULL;
}

static void
cache_init(struct tagger *t, unsigned bits)
{
	t->cache = mem_table((size_t)1 << bits, sizeof *t->cache);
	t->cache_bits = bits;
	t->cache_new = 0;
}

static struct tagger_type *
cache_at(const struct tagger *t, uint64_t key)
{
	return &t->cache[key >> (64 - t->cache_bits)];
}

/* Types that had a place of their own have one in a larger cache. */
static void
cache_grow(struct tagger *t)
{
	struct tagger_type *old = t->cache;
	size_t n = (size_t)1 << t->cache_bits;

	cache_init(t, t->cache_bits + CACHE_STEP);
	for (size_t i = 0; i < n; i++)
		if (old[i].key != 0)
			*cache_at(t, old[i].key) = old[i];
	free(old);
}

static const struct tagger_type *
look(struct tagger *t, struct span source, unsigned kind, uint64_t key)
{
	static const struct lexicon none;
	struct tagger_type *type = cache_at(t, key);
	struct word w;

	if (type->key == key)
		return type;
	word_look(&w, source, kind, t->model ? &t->model->lexicon : &none);
	match_probe(&type->probe, &w, t->list);
	if (t->model != NULL)
		model_word(t->model, &w, type->score);
	type->key = key;
	t->cache_new++;
	return type;
}

static inline void
add_row(int16_t *to, const int16_t *from)
{
	typedef int16_t row __attribute__((vector_size(16)));

	for (int i = 0; i < MODEL_TAGS; i += 8) {
		row a, b;

		memcpy(&a, to + i, sizeof a);
		memcpy(&b, from + i, sizeof b);
		a += b;
		memcpy(to + i, &a, sizeof a);
	}
}

/* Have the words' types on their way from memory, all at once. */
static void
prefetch(struct tagger *t, struct span text, const struct token *token)
{
	if (t->cache_new >> (t->cache_bits - 1) != 0 &&
	    t->cache_bits < CACHE_MOST)
		cache_grow(t);
	for (size_t i = 0; i < t->n; i++) {
		struct span word = span_of(text.p + token[i].at, token[i].n);
		const char *type;

		t->key[i] = hash_span(word, token[i].kind) | 1;
		type = (const char *)cache_at(t, t->key[i]);
		for (size_t k = 0; k < sizeof *t->cache; k += CACHE_LINE)
			__builtin_prefetch(type + k);
	}
}

/* Lay out what moves between words of these classes cost: few pairs ever occur
 * in a page. */
static void
spread_moves(struct tagger *t, unsigned pair)
{
	const struct model *m = t->model;
	const int16_t *w = m->move + (size_t)pair * m->tags * m->tags;

	for (unsigned from = 0; from < MODEL_TAGS; from++)
		for (unsigned to = 0; to < MODEL_TAGS; to++) {
			int32_t v = legal(m, from, to) ? w[from * m->tags + to]
						       : IMPOSSIBLE;

			t->move[pair][from][to] = v;
			t->back[pair][to][from] = v;
		}
	t->spread[pair] = true;
}

/* Look the words up and let each add to the scores around it. */
static void
gather(struct tagger *t, struct span text, const struct token *token)
{
	size_t n = t->n;

	for (size_t i = 0; i < n + (size_t)2 * EDGE; i++)
		memset(t->cell[i].score, 0, sizeof t->cell[i].score);
	prefetch(t, text, token);
	for (size_t i = 0; i < n; i++) {
		const struct tagger_type *type = look(t,
		    span_of(text.p + token[i].at, token[i].n), token[i].kind,
		    t->key[i]);

		t->probe[i] = type->probe;
		t->pair[i] = (uint16_t)(i == 0
			? 0
			: move_pair(t->probe[i - 1].class, type->probe.class));
		if (t->model != NULL && !t->spread[t->pair[i]])
			spread_moves(t, t->pair[i]);
		for (size_t o = 0; o < WORD_OFFSETS; o++)
			add_row(t->cell[i + o].score, type->score[o]);
	}
}

/* Add the weights of a flag of the word at cell[0]. */
static void
add_flag(const struct model *m, struct tagger_cell *cell, unsigned flag)
{
	const int16_t *w = m->flag + flag * FLAG_OFFSETS * MODEL_TAGS;

	for (int o = 0; o < FLAG_OFFSETS; o++, w += MODEL_TAGS)
		for (unsigned i = 0; i < m->tags; i++)
			cell[o - 1].score[i] = (int16_t)(cell[o - 1].score[i] +
			    w[i]);
}

static void
flag_match(struct tagger *t, const struct name_match *m, unsigned label)
{
	for (uint32_t i = 0; i < m->n; i++)
		add_flag(t->model, t->cell + EDGE + m->first + i,
		    FLAG_MATCH + 3 * label +
			(m->n == 1       ? 0
				: i == 0 ? 1
					 : 2));
}

/* Find the names of both lists; those of the built-in one are features. */
static void
find_names(struct tagger *t)
{
	t->matches = 0;
	for (unsigned l = 0; l <= MATCH_BUILT_IN; l++)
		for (uint32_t i = 0; i < t->n;) {
			struct name_match *m = &t->match[t->matches];
			unsigned label;

			if (t->probe[i].starts[l] == 0 ||
			    !match_at(t->list[l], l, t->probe, t->n, i, m)) {
				i++;
				continue;
			}
			label = t->list[l]->entry[m->entry].label;
			if (l == MATCH_BUILT_IN && t->model != NULL &&
			    label <= LABEL_LOC)
				flag_match(t, m, label);
			i += m->n;
			if (t->matches + 1 < 2 * TAGGER_LINE)
				t->matches++;
		}
}

/* best[to] = the largest value[from] + move[from][to] of all from. */
static inline __attribute__((always_inline)) void
best_move(const int32_t *value, int32_t (*move)[MODEL_TAGS], unsigned tags,
    int32_t *best)
{
	half a, b, x, y, more;

	memcpy(&a, move[0], sizeof a);
	memcpy(&b, move[0] + HALF, sizeof b);
	a += value[0];
	b += value[0];
	for (unsigned from = 1; from < tags; from++) {
		memcpy(&x, move[from], sizeof x);
		memcpy(&y, move[from] + HALF, sizeof y);
		x += value[from];
		y += value[from];
		more = x > a;
		a = (x & more) | (a & ~more);
		more = y > b;
		b = (y & more) | (b & ~more);
	}
	memcpy(best, &a, sizeof a);
	memcpy(best + HALF, &b, sizeof b);
}

static inline __attribute__((always_inline)) void
add_score(int32_t *to, const int16_t *score)
{
	for (int i = 0; i < MODEL_TAGS; i++)
		to[i] += score[i];
}

/* Best paths from the start of the line to each tag. */
static inline __attribute__((always_inline)) void
forward(struct tagger *t)
{
	struct tagger_cell *c = t->cell + EDGE;

	/* in front of a line stands an O that costs nothing */
	for (unsigned k = 0; k < MODEL_TAGS; k++)
		c->path[k] = t->move[t->pair[0]][0][k] == IMPOSSIBLE
		    ? IMPOSSIBLE
		    : 0;
	add_score(c->path, c->score);
	for (uint32_t i = 1; i < t->n; i++) {
		best_move(c[i - 1].path, t->move[t->pair[i]], t->model->tags,
		    c[i].path);
		add_score(c[i].path, c[i].score);
	}
}

/* Best paths from behind each tag to the end of the line. */
static inline __attribute__((always_inline)) void
backward(struct tagger *t)
{
	struct tagger_cell *c = t->cell + EDGE;
	int32_t value[MODEL_TAGS];

	memset(c[t->n - 1].rest, 0, sizeof c->rest);
	for (uint32_t i = t->n - 1; i > 0; i--) {
		memcpy(value, c[i].rest, sizeof value);
		add_score(value, c[i].score);
		best_move(
		    value, t->back[t->pair[i]], t->model->tags, c[i - 1].rest);
	}
}

static void
forward_plain(struct tagger *t)
{
	forward(t);
}

static void
backward_plain(struct tagger *t)
{
	backward(t);
}

#ifdef __x86_64__
__attribute__((target("avx2"))) static void
forward_avx2(struct tagger *t)
{
	forward(t);
}

__attribute__((target("avx2"))) static void
backward_avx2(struct tagger *t)
{
	backward(t);
}
#endif

static void
choose_code(struct tagger *t)
{
	t->forward = forward_plain;
	t->backward = backward_plain;
#ifdef __x86_64__
	if (__builtin_cpu_supports("avx2")) {
		t->forward = forward_avx2;
		t->backward = backward_avx2;
	}
#endif
}

/* The tag in front of tag `to` of word i, on the best path to it. */
static uint8_t
step_back(const struct tagger *t, uint32_t i, uint8_t to)
{
	const struct tagger_cell *c = t->cell + EDGE + i - 1;
	int32_t(*move)[MODEL_TAGS] = t->move[t->pair[i]];
	uint8_t best = 0;

	for (uint8_t k = 1; k < t->model->tags; k++)
		if (c->path[k] + move[k][to] > c->path[best] + move[best][to])
			best = k;
	return best;
}

/* Follow the best path; true where it holds an entity. */
static bool
read_path(struct tagger *t)
{
	const int32_t *last = t->cell[EDGE + t->n - 1].path;
	uint8_t tag = 0;

	for (uint8_t k = 1; k < t->model->tags; k++)
		if (last[k] > last[tag])
			tag = k;
	for (uint32_t i = t->n; i-- > 0;) {
		t->tag[i] = tag;
		if (i > 0)
			tag = step_back(t, i, tag);
	}
	for (uint32_t i = 0; i < t->n; i++)
		if (t->tag[i] != 0)
			return true;
	return false;
}

static void
find_margins(struct tagger *t)
{
	struct tagger_cell *c = t->cell + EDGE;

	t->backward(t);
	for (uint32_t i = 0; i < t->n; i++) {
		int32_t own = c[i].path[t->tag[i]] + c[i].rest[t->tag[i]];
		int32_t other = IMPOSSIBLE;

		for (unsigned k = 0; k < t->model->tags; k++)
			if (k != t->tag[i] &&
			    c[i].path[k] + c[i].rest[k] > other)
				other = c[i].path[k] + c[i].rest[k];
		t->margin[i] = own - other;
	}
}

void
tagger_init(struct tagger *t, const struct model *m,
    const struct gazetteer *const list[MATCH_LISTS])
{
	memset(t, 0, sizeof *t);
	t->model = m;
	choose_code(t);
	memcpy(t->list, list, sizeof t->list);
	cache_init(t, CACHE_FIRST);
	t->cell = mem_zero(TAGGER_LINE + 2 * EDGE, sizeof *t->cell);
	if (m != NULL) {
		t->move = mem_zero(MOVE_PAIRS, sizeof *t->move);
		t->back = mem_zero(MOVE_PAIRS, sizeof *t->back);
	}
}

void
tagger_line(
    struct tagger *t, struct span text, const struct token *token, size_t n)
{
	t->n = (uint32_t)n;
	t->matches = 0;
	if (n == 0)
		return;
	gather(t, text, token);
	find_names(t);
	memset(t->tag, 0, n);
	if (t->model == NULL) {
		memset(t->margin, 0, n * sizeof *t->margin);
		return;
	}
	add_flag(t->model, t->cell + EDGE, FLAG_FIRST);
	add_flag(t->model, t->cell + EDGE + n - 1, FLAG_LAST);
	t->forward(t);
	if (read_path(t) || t->matches > 0)
		find_margins(t);
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
