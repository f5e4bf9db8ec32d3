#include "entity/tagger.h"

#include <stdlib.h>

#include "base/mem.h"

enum { CACHE_BITS = 15, CACHE_SIZE = 1 << CACHE_BITS };
#define IMPOSSIBLE (-(1 << 28))

struct tagger_type {
	int16_t score[WORD_OFFSETS][MODEL_TAGS];
	uint64_t key; /* hash of the word's bytes; 0: empty */
	struct probe probe;
};

/* One word's place in the lattice. */
struct tagger_cell {
	int32_t path[MODEL_TAGS]; /* best path up to here, this word included */
	int32_t rest[MODEL_TAGS]; /* best path behind it */
	int16_t score[MODEL_TAGS];
	int32_t back[MODEL_TAGS]; /* the tag before, on the best path */
};

typedef int16_t row16 __attribute__((vector_size(32)));
typedef int32_t row32 __attribute__((vector_size(64)));

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
tagger_init(struct tagger *t, const struct model *m,
    const struct gazetteer *user, const struct gazetteer *built_in)
{
	memset(t, 0, sizeof(*t));
	t->model = m;
	t->list[0] = user;
	t->list[1] = built_in;
	t->cache = mem_zero(CACHE_SIZE, sizeof(*t->cache));
	t->cell = mem_zero(TAGGER_LINE + 2 * EDGE, sizeof(*t->cell));
	for (unsigned from = 0; m != NULL && from < MODEL_TAGS; from++)
		for (unsigned to = 0; to < MODEL_TAGS; to++) {
			int32_t w = legal(m, from, to)
			    ? m->move[from * MODEL_TAGS + to]
			    : IMPOSSIBLE;

			t->move[from][to] = w;
			t->back[to][from] = w;
		}
}

void
tagger_free(struct tagger *t)
{
	free(t->cache);
	free(t->cell);
	t->cache = NULL;
	t->cell = NULL;
}

static const struct tagger_type *
look(struct tagger *t, struct span source, unsigned kind)
{
	static const struct lexicon none;
	uint64_t key = hash_span(source, kind) | 1;
	struct tagger_type *type = &t->cache[key >> (64 - CACHE_BITS)];
	struct word w;

	if (type->key == key)
		return type;
	word_look(&w, source, kind, t->model ? &t->model->lexicon : &none);
	match_probe(&type->probe, &w, t->list);
	if (t->model != NULL)
		model_word(t->model, &w, type->score);
	type->key = key;
	return type;
}

static void
add_row(int16_t *to, const int16_t *from)
{
	row16 a, b;

	memcpy(&a, to, sizeof(a));
	memcpy(&b, from, sizeof(b));
	a += b;
	memcpy(to, &a, sizeof(a));
}

/* Look the words up and let each add to the scores around it. */
static void
gather(struct tagger *t, struct span text, const struct token *token, size_t n)
{
	for (size_t i = 0; i < n + (size_t)2 * EDGE; i++)
		memset(t->cell[i].score, 0, sizeof(t->cell[i].score));
	for (size_t i = 0; i < n; i++) {
		const struct tagger_type *type = look(t,
		    span_of(text.p + token[i].at, token[i].n), token[i].kind);

		t->probe[i] = type->probe;
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
			cell[o - 1].score[i] =
			    (int16_t)(cell[o - 1].score[i] + w[i]);
}

static void
flag_match(struct tagger *t, const struct match *m, unsigned label)
{
	for (uint32_t i = 0; i < m->n; i++)
		add_flag(t->model, t->cell + EDGE + m->first + i,
		    FLAG_MATCH + 3 * label + (m->n == 1 ? 0 : i == 0 ? 1 : 2));
}

/* Find the names of both lists; those of the built-in one are features. */
static void
find_names(struct tagger *t)
{
	t->matches = 0;
	for (unsigned l = 0; l < MATCH_LISTS; l++)
		for (uint32_t i = 0; i < t->n;) {
			struct match *m = &t->match[t->matches];
			unsigned label;

			if (t->probe[i].starts[l] == 0 ||
			    !match_at(t->list[l], l, t->probe, t->n, i, m)) {
				i++;
				continue;
			}
			label = t->list[l]->entry[m->entry].label;
			if (l == 1 && t->model != NULL && label <= LABEL_LOC)
				flag_match(t, m, label);
			i += m->n;
			if (t->matches + 1 < 2 * TAGGER_LINE)
				t->matches++;
		}
}

/* The best over all from of value[from] + move[from][lane] in *best, and
 * which from that is in *who. */
static inline void
best_move(const int32_t *value, int32_t (*move)[MODEL_TAGS], unsigned tags,
    row32 *best, row32 *who)
{
	row32 row, more;

	memcpy(&row, move[0], sizeof(row));
	*best = row + value[0];
	*who = *best ^ *best;
	for (int32_t from = 1; from < (int32_t)tags; from++) {
		memcpy(&row, move[from], sizeof(row));
		row += value[from];
		more = row > *best;
		*best = (*best & ~more) | (row & more);
		*who = (*who & ~more) | (from & more);
	}
}

static void
add_score(row32 *to, const int16_t *score)
{
	int32_t wide[MODEL_TAGS];
	row32 v;

	for (int i = 0; i < MODEL_TAGS; i++)
		wide[i] = score[i];
	memcpy(&v, wide, sizeof(v));
	*to += v;
}

static void
forward(struct tagger *t)
{
	struct tagger_cell *c = t->cell + EDGE;
	row32 who, best;

	for (uint32_t i = 0; i < t->n; i++) {
		/* in front of a line stands an O that costs nothing */
		if (i == 0) {
			for (unsigned k = 0; k < MODEL_TAGS; k++)
				c->path[k] = legal(t->model, 0, k) ? 0
				                                   : IMPOSSIBLE;
			memcpy(&best, c->path, sizeof(best));
		} else {
			best_move(c[i - 1].path, t->move, t->model->tags,
			    &best, &who);
			memcpy(c[i].back, &who, sizeof(who));
		}
		add_score(&best, c[i].score);
		memcpy(c[i].path, &best, sizeof(best));
	}
}

static void
backward(struct tagger *t)
{
	struct tagger_cell *c = t->cell + EDGE;
	row32 who, best;
	int32_t value[MODEL_TAGS];

	memset(c[t->n - 1].rest, 0, sizeof(c->rest));
	for (uint32_t i = t->n - 1; i > 0; i--) {
		memcpy(&best, c[i].rest, sizeof(best));
		add_score(&best, c[i].score);
		memcpy(value, &best, sizeof(value));
		best_move(value, t->back, t->model->tags, &best, &who);
		memcpy(c[i - 1].rest, &best, sizeof(best));
	}
}

/* Follow the best path; true where it holds an entity. */
static bool
read_path(struct tagger *t)
{
	struct tagger_cell *c = t->cell + EDGE;
	const int32_t *last = c[t->n - 1].path;
	uint8_t tag = 0;
	bool any = false;

	for (uint8_t k = 1; k < t->model->tags; k++)
		if (last[k] > last[tag])
			tag = k;
	for (uint32_t i = t->n; i-- > 0;) {
		t->tag[i] = tag;
		any |= tag != 0;
		tag = (uint8_t)c[i].back[tag];
	}
	return any;
}

static void
find_margins(struct tagger *t)
{
	struct tagger_cell *c = t->cell + EDGE;

	backward(t);
	for (uint32_t i = 0; i < t->n; i++) {
		int32_t own = c[i].path[t->tag[i]] + c[i].rest[t->tag[i]];
		int32_t other = IMPOSSIBLE;

		for (unsigned k = 0; k < t->model->tags; k++)
			if (k != t->tag[i] && c[i].path[k] + c[i].rest[k] > other)
				other = c[i].path[k] + c[i].rest[k];
		t->margin[i] = own - other;
	}
}

void
tagger_line(struct tagger *t, struct span text, const struct token *token,
    size_t n)
{
	t->n = (uint32_t)n;
	t->matches = 0;
	if (n == 0)
		return;
	gather(t, text, token, n);
	find_names(t);
	memset(t->tag, 0, n);
	if (t->model == NULL)
		return;
	add_flag(t->model, t->cell + EDGE, FLAG_FIRST);
	add_flag(t->model, t->cell + EDGE + n - 1, FLAG_LAST);
	forward(t);
	if (read_path(t))
		find_margins(t);
}

size_t
tagger_next(const struct token *token, size_t n, size_t *at)
{
	size_t end, cut;

	while (*at < n && token[*at].kind == TOKEN_BREAK)
		(*at)++;
	for (end = *at; end < n && token[end].kind != TOKEN_BREAK; end++)
		if (end - *at == TAGGER_LINE)
			break;
	if (end - *at < TAGGER_LINE || end == n ||
	    token[end].kind == TOKEN_BREAK)
		return end - *at;
	/* too long: rather behind a mark than in the middle of something */
	for (cut = end; cut > *at + TAGGER_LINE / 2; cut--)
		if (token[cut - 1].kind == TOKEN_MARK)
			return cut - *at;
	return end - *at;
}
