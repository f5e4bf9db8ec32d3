/*
 * Averaged structured perceptron with a row for each feature and offset, shared
 * and by domain (see train.h).  Sentences longer than 1024 tokens are passed
 * over.
 */
#include "learn/train.h"

#include <stdlib.h>

#include "base/mem.h"
#include "tagger/match.h"

enum { DOMAINS = 8, LINE = 1024 };
enum { FLAG_ROWS = MODEL_FLAGS * FLAG_OFFSETS };
#define NEVER (INT64_MIN / 4)

/* A feature of a type of words. */
struct use {
	uint32_t feature;
	uint8_t offsets;
};

struct type {
	uint64_t key; /* hash of its bytes and kind */
	size_t first; /* of its uses */
	uint32_t uses;
	struct probe probe;
};

typedef int64_t tags[MODEL_TAGS];

/* Weights now, for all tags: added up as vectors. */
typedef int32_t weights
    __attribute__((vector_size(4 * MODEL_TAGS), aligned(16)));
union row {
	int32_t of[MODEL_TAGS];
	weights all;
};

/* Weights of moves: of any two words, then by pairs of their classes. */
enum { ANY_PAIR = MOVE_PAIRS, ALL_PAIRS };
struct moves {
	tags w[ALL_PAIRS][MODEL_TAGS], late[ALL_PAIRS][MODEL_TAGS];
	tags sum[ALL_PAIRS][MODEL_TAGS];
};

struct learner {
	const struct corpus *c;
	const struct train_options *o;
	struct lexicon lexicon;
	unsigned tag_count, maps;

	struct type *type;
	size_t types, types_cap;
	struct use *use;
	size_t uses, uses_cap;
	uint32_t *type_slot, *feature_slot; /* numbers + 1 */
	size_t type_slots, feature_slots;
	uint64_t *feature; /* hashes */
	size_t features, features_cap;

	uint32_t *word;  /* the type of each token */
	uint16_t *flags; /* of each token */

	/* rows of weights: of flags, then of features as they come up */
	int32_t *map[1 + DOMAINS]; /* feature and offset to row, or -1; the
	                              first is common to all corpora */
	union row *w;
	tags *late, *sum; /* w times its steps; of all members */
	size_t rows, w_cap, late_cap, sum_cap;
	struct moves *move[1 + DOMAINS]; /* common to all corpora, of each */

	int64_t step;
	uint64_t seed;
	unsigned domain;
	int64_t path[LINE][MODEL_TAGS];
	union row score[LINE];
	uint8_t back[LINE][MODEL_TAGS], tag[LINE];
};

static uint32_t
draw(struct learner *l)
{
	l->seed = l->seed * UINT64_C(6364136223846793005) +
	    UINT64_C(1442695040888963407);
	return (uint32_t)(l->seed >> 32);
}

/*
 * Taking the corpus apart.
 */

static uint32_t
feature_number(struct learner *l, uint64_t hash)
{
	size_t mask, i;

	if (l->features * 2 >= l->feature_slots) {
		free(l->feature_slot);
		l->feature_slots = l->feature_slots ? l->feature_slots * 2
						    : 1 << 16;
		l->feature_slot = mem_zero(l->feature_slots, sizeof(uint32_t));
		mask = l->feature_slots - 1;
		for (size_t f = 0; f < l->features; f++) {
			for (i = l->feature[f] & mask; l->feature_slot[i];)
				i = (i + 1) & mask;
			l->feature_slot[i] = (uint32_t)f + 1;
		}
	}
	mask = l->feature_slots - 1;
	for (i = hash & mask; l->feature_slot[i] != 0; i = (i + 1) & mask)
		if (l->feature[l->feature_slot[i] - 1] == hash)
			return l->feature_slot[i] - 1;
	if (l->features == l->features_cap)
		l->feature = mem_grow(l->feature, &l->features_cap,
		    l->features + 1, sizeof *l->feature);
	l->feature[l->features++] = hash;
	l->feature_slot[i] = (uint32_t)l->features;
	return (uint32_t)l->features - 1;
}

static void
describe(struct learner *l, struct type *t, struct span source, unsigned kind,
    const struct gazetteer *const list[MATCH_LISTS])
{
	struct feature f[WORD_FEATURES];
	struct word w;
	size_t n;

	word_look(&w, source, kind, &l->lexicon);
	match_probe(&t->probe, &w, list, NULL);
	n = word_features(&w, f);
	t->first = l->uses;
	t->uses = (uint32_t)n;
	if (l->uses + n > l->uses_cap)
		l->use = mem_grow(
		    l->use, &l->uses_cap, l->uses + n, sizeof *l->use);
	for (size_t i = 0; i < n; i++)
		l->use[l->uses++] = (struct use) { feature_number(l, f[i].hash),
			f[i].offsets };
}

/* The type of a token; type_slots is large enough for all. */
static uint32_t
type_number(struct learner *l, struct span source, unsigned kind,
    const struct gazetteer *const list[MATCH_LISTS])
{
	uint64_t key = hash_span(source, kind);
	size_t mask = l->type_slots - 1, i = key & mask;

	for (; l->type_slot[i] != 0; i = (i + 1) & mask)
		if (l->type[l->type_slot[i] - 1].key == key)
			return l->type_slot[i] - 1;
	if (l->types == l->types_cap)
		l->type = mem_grow(
		    l->type, &l->types_cap, l->types + 1, sizeof *l->type);
	l->type[l->types].key = key;
	describe(l, &l->type[l->types], source, kind, list);
	l->type_slot[i] = (uint32_t)++l->types;
	return (uint32_t)l->types - 1;
}

static void
flag_sentence(
    struct learner *l, const struct sentence *s, const struct gazetteer *g)
{
	struct probe probe[LINE];
	uint32_t n = s->n < LINE ? (uint32_t)s->n : LINE;
	uint16_t *flags = l->flags + s->first;
	struct name_match m;

	for (uint32_t i = 0; i < n; i++)
		probe[i] = l->type[l->word[s->first + i]].probe;
	for (uint32_t i = 0; g != NULL && i < n; i += m.n) {
		unsigned label;

		if (!match_at(g, MATCH_BUILT_IN, NULL, probe, n, i, &m)) {
			m.n = 1;
			continue;
		}
		label = g->entry[m.entry].label;
		for (uint32_t k = 0; label <= LABEL_LOC && k < m.n; k++)
			flags[i + k] |= (uint16_t)(1u
			    << (FLAG_MATCH + 3 * label +
				   (m.n == 1        ? 0
					   : k == 0 ? 1
						    : 2)));
	}
	flags[0] |= 1u << FLAG_FIRST;
	flags[n - 1] |= 1u << FLAG_LAST;
}

static void
take_apart(struct learner *l, const struct gazetteer *g)
{
	const struct gazetteer *const list[MATCH_LISTS] = {
		[MATCH_BUILT_IN] = g
	};
	const struct corpus *c = l->c;

	for (l->type_slots = 1 << 10; l->type_slots < 2 * c->tokens.n;)
		l->type_slots *= 2;
	l->type_slot = mem_zero(l->type_slots, sizeof *l->type_slot);
	l->word = mem_zero(c->tokens.n, sizeof *l->word);
	l->flags = mem_zero(c->tokens.n, sizeof *l->flags);
	for (size_t i = 0; i < c->tokens.n; i++) {
		const struct token *t = &c->tokens.t[i];

		l->word[i] = type_number(
		    l, span_of(c->text.p + t->at, t->n), t->kind, list);
	}
	for (size_t i = 0; i < c->sentences; i++)
		flag_sentence(l, &c->sentence[i], g);
}

/*
 * Learning.
 */

/* Twice the room for weights, which stand where cache lines begin. */
static void
grow_weights(struct learner *l)
{
	union row *old = l->w;

	l->w_cap = l->w_cap > 0 ? 2 * l->w_cap : 1 << 12;
	l->w = mem_table(l->w_cap, sizeof *l->w);
	if (l->rows > 0)
		memcpy(l->w, old, l->rows * sizeof *old);
	free(old);
}

static int32_t
new_row(struct learner *l)
{
	size_t n = l->rows + 1;

	if (n > l->w_cap)
		grow_weights(l);
	l->late = mem_grow(l->late, &l->late_cap, n, sizeof(tags));
	l->sum = mem_grow(l->sum, &l->sum_cap, n, sizeof(tags));
	l->w[l->rows].all = (weights) { 0 };
	memset(l->late[l->rows], 0, sizeof(tags));
	memset(l->sum[l->rows], 0, sizeof(tags));
	return (int32_t)l->rows++;
}

/* Whether feature k of word j is left out in this step. */
static bool
dropped(const struct learner *l, size_t j, size_t k)
{
	return l->o->drop > 0 &&
	    hash_mix((uint64_t)l->step * 1000003 + j, k) % 100 < l->o->drop;
}

static void
add_row(const struct learner *l, union row *score, int32_t row)
{
	if (row >= 0)
		score->all += l->w[row].all;
}

/* Have what word j of s will add on its way from memory: learning waits for
 * little else. */
static void
fetch_word(const struct learner *l, const struct sentence *s, size_t j)
{
	const struct type *t;

	if (j >= s->n)
		return;
	t = &l->type[l->word[s->first + j]];
	for (size_t k = 0; k < t->uses; k++) {
		size_t at = (size_t)l->use[t->first + k].feature * WORD_OFFSETS;

		for (size_t o = 0; o < WORD_OFFSETS; o++) {
			int32_t row = l->map[0][at + o];
			int32_t own = l->map[l->domain][at + o];

			if (row >= 0)
				__builtin_prefetch(&l->w[row]);
			if (own >= 0)
				__builtin_prefetch(&l->w[own]);
		}
	}
}

/* Add what word j of s gives to the words around it. */
static void
add_word(struct learner *l, const struct sentence *s, size_t j)
{
	const struct type *t = &l->type[l->word[s->first + j]];
	unsigned flags = l->flags[s->first + j];

	for (size_t k = 0; k < t->uses; k++) {
		const struct use *u = &l->use[t->first + k];

		if (dropped(l, j, k))
			continue;
		for (size_t o = 0; o < WORD_OFFSETS; o++) {
			size_t at = (size_t)u->feature * WORD_OFFSETS + o;
			size_t i = j + o - WORD_MIDDLE;

			if ((u->offsets >> o & 1) == 0 || i >= s->n)
				continue;
			add_row(l, &l->score[i], l->map[0][at]);
			if (l->domain > 0)
				add_row(l, &l->score[i], l->map[l->domain][at]);
		}
	}
	for (unsigned f = 0; f < MODEL_FLAGS; f++)
		for (size_t o = 0; flags >> f & 1 && o < FLAG_OFFSETS; o++)
			if (j + o - 1 < s->n)
				add_row(l, &l->score[j + o - 1],
				    (int32_t)(f * FLAG_OFFSETS + o));
}

/* The pair of classes of words i - 1 and i. */
static unsigned
pair_at(const struct learner *l, const struct sentence *s, size_t i)
{
	const uint32_t *word = l->word + s->first + i;

	return move_pair(
	    l->type[word[-1]].probe.class, l->type[word[0]].probe.class);
}

/* What moves to word i cost. */
static void
add_moves(const struct learner *l, const struct sentence *s, size_t i,
    int64_t (*move)[MODEL_TAGS])
{
	const unsigned row[] = { ANY_PAIR, pair_at(l, s, i) };
	const unsigned map[] = { 0, l->domain };

	memset(move, 0, MODEL_TAGS * sizeof *move);
	for (unsigned m = 0; m < (l->domain > 0 ? 2u : 1u); m++)
		for (unsigned r = 0; r < 2; r++)
			for (unsigned p = 0; p < l->tag_count; p++)
				for (unsigned k = 0; k < l->tag_count; k++)
					move[p][k] +=
					    l->move[map[m]]->w[row[r]][p][k];
}

static bool
legal(unsigned from, unsigned to)
{
	return to == 0 || to % 2 == 1 || from == to || from == to - 1;
}

static void
decode(struct learner *l, const struct sentence *s)
{
	int64_t move[MODEL_TAGS][MODEL_TAGS] = { 0 };
	uint8_t tag = 0;

	for (size_t i = 0; i < s->n; i++) {
		if (i > 0)
			add_moves(l, s, i, move);
		for (unsigned k = 0; k < l->tag_count; k++) {
			int64_t best = NEVER;

			l->back[i][k] = 0;
			for (unsigned p = 0; p < l->tag_count; p++) {
				int64_t v;

				if (!legal(p, k) || (i == 0 && p > 0))
					continue;
				v = i == 0 ? 0 : l->path[i - 1][p] + move[p][k];
				if (v > best) {
					best = v;
					l->back[i][k] = (uint8_t)p;
				}
			}
			l->path[i][k] = best + l->score[i].of[k];
		}
	}
	for (unsigned k = 1; k < l->tag_count; k++)
		if (l->path[s->n - 1][k] > l->path[s->n - 1][tag])
			tag = (uint8_t)k;
	for (size_t i = s->n; i-- > 0; tag = l->back[i][tag])
		l->tag[i] = tag;
}

static void
change(struct learner *l, int32_t row, unsigned tag, int64_t by)
{
	l->w[row].of[tag] += (int32_t)by;
	l->late[row][tag] += by * l->step;
}

static void
change_map(struct learner *l, int32_t *row, unsigned tag, int64_t by)
{
	if (*row < 0)
		*row = new_row(l);
	change(l, *row, tag, by);
}

/* Move the weights of all that word i of s sees, for tag, by `by`. */
static void
learn_word(struct learner *l, const struct sentence *s, size_t i, unsigned tag,
    int64_t by)
{
	for (size_t o = 0; o < WORD_OFFSETS; o++) {
		size_t j = i + WORD_MIDDLE - o;
		const struct type *t;
		unsigned flags;

		if (j >= s->n)
			continue;
		t = &l->type[l->word[s->first + j]];
		flags = l->flags[s->first + j];
		for (size_t k = 0; k < t->uses; k++) {
			const struct use *u = &l->use[t->first + k];
			size_t at = (size_t)u->feature * WORD_OFFSETS + o;

			if ((u->offsets >> o & 1) == 0 || dropped(l, j, k))
				continue;
			change_map(l, &l->map[0][at], tag, by);
			if (l->domain > 0)
				change_map(l, &l->map[l->domain][at], tag, by);
		}
		for (unsigned f = 0; f < MODEL_FLAGS; f++)
			if (flags >> f & 1 && o >= 1 && o <= FLAG_OFFSETS)
				change(l, (int32_t)(f * FLAG_OFFSETS + o - 1),
				    tag, by);
	}
}

static void
learn_move(
    struct learner *l, unsigned pair, unsigned from, unsigned to, int64_t by)
{
	const unsigned row[] = { ANY_PAIR, pair };
	const unsigned map[] = { 0, l->domain };

	for (unsigned m = 0; m < (l->domain > 0 ? 2u : 1u); m++)
		for (unsigned r = 0; r < 2; r++) {
			struct moves *v = l->move[map[m]];

			v->w[row[r]][from][to] += by;
			v->late[row[r]][from][to] += by * l->step;
		}
}

static void
learn_sentence(struct learner *l, const struct sentence *s)
{
	const uint8_t *gold = l->c->tag + s->first;

	l->step++;
	if (s->n > LINE)
		return;
	l->domain = l->maps > 1 ? 1u + s->domain : 0;
	memset(l->score, 0, s->n * sizeof l->score[0]);
	for (size_t j = 0; j < s->n; j++) {
		fetch_word(l, s, j + 1);
		add_word(l, s, j);
	}
	decode(l, s);
	for (size_t i = 0; i < s->n; i++) {
		if (l->tag[i] != gold[i]) {
			learn_word(l, s, i, gold[i], 1);
			learn_word(l, s, i, l->tag[i], -1);
		}
		if (i > 0 &&
		    (l->tag[i] != gold[i] || l->tag[i - 1] != gold[i - 1])) {
			unsigned pair = pair_at(l, s, i);

			learn_move(l, pair, gold[i - 1], gold[i], 1);
			learn_move(l, pair, l->tag[i - 1], l->tag[i], -1);
		}
	}
}

static void
add_moves_of_member(struct moves *m, int64_t steps)
{
	for (size_t r = 0; r < ALL_PAIRS; r++)
		for (unsigned p = 0; p < MODEL_TAGS; p++)
			for (unsigned k = 0; k < MODEL_TAGS; k++)
				m->sum[r][p][k] += m->w[r][p][k] * steps -
				    m->late[r][p][k];
	memset(m->w, 0, sizeof m->w);
	memset(m->late, 0, sizeof m->late);
}

/* Add the average of this run to the sum, and start anew. */
static void
add_member(struct learner *l)
{
	int64_t steps = l->step + 1;

	for (size_t r = 0; r < l->rows; r++)
		for (unsigned k = 0; k < l->tag_count; k++)
			l->sum[r][k] += l->w[r].of[k] * steps - l->late[r][k];
	memset(l->w, 0, l->rows * sizeof *l->w);
	memset(l->late, 0, l->rows * sizeof(tags));
	for (unsigned m = 0; m < l->maps; m++)
		add_moves_of_member(l->move[m], steps);
	l->step = 0;
}

static void
shuffle(struct learner *l, size_t *order, size_t n)
{
	for (size_t i = n; i-- > 1;) {
		size_t j = draw(l) % (i + 1), t = order[i];

		order[i] = order[j];
		order[j] = t;
	}
}

/* The sentences that are learned from in a round, those of the first corpus
 * `repeat` times; free(3) them. */
static size_t *
make_order(const struct corpus *c, const struct train_options *o, size_t *n)
{
	size_t hold = train_held_out(c, o->hold);
	size_t *order = mem_alloc(
	    (c->sentences * o->repeat + 1) * sizeof *order);

	*n = 0;
	for (size_t i = 0; i < c->sentences; i++)
		if (c->sentence[i].domain > 0)
			order[(*n)++] = i;
		else
			for (unsigned r = 0; i < hold && r < o->repeat; r++)
				order[(*n)++] = i;
	return order;
}

/* Learn from all; returns how many steps a run has. */
static int64_t
learn(struct learner *l)
{
	size_t n, *order = make_order(l->c, l->o, &n);

	for (unsigned m = 0; m < l->o->members; m++) {
		for (unsigned r = 0; r < l->o->rounds; r++) {
			shuffle(l, order, n);
			for (size_t i = 0; i < n; i++)
				learn_sentence(l, &l->c->sentence[order[i]]);
			if (l->o->progress != NULL)
				l->o->progress("learning",
				    (double)(m * l->o->rounds + r + 1) /
					(l->o->members * l->o->rounds));
		}
		add_member(l);
	}
	free(order);
	return 1 + (int64_t)n * l->o->rounds;
}

/*
 * Writing.
 */

enum { SCALE = 8 };

/* The nearest whole number of a / b * SCALE, at most `most` either way. */
static int
rounded(int64_t a, int64_t b, int most)
{
	int64_t v = 2 * a * SCALE + b, q = v / (2 * b);

	q -= v % (2 * b) < 0;
	return q > most ? most : q < -most ? -most : (int)q;
}

/* Add the weights of one feature at one offset; false where none is left. */
static bool
add_final(const struct learner *l, size_t at, int64_t parts, struct buf *out)
{
	int32_t common = l->map[0][at];
	int32_t own = l->maps > 1 ? l->map[1][at] : -1;
	int32_t weight[MODEL_TAGS] = { 0 };

	for (unsigned k = 0; k < l->tag_count; k++) {
		int64_t v = (common >= 0 ? l->sum[common][k] : 0) +
		    (own >= 0 ? l->sum[own][k] : 0);

		weight[k] = rounded(v, parts, INT8_MAX * ROW_COARSE);
	}
	return model_add_row(out, weight, (int32_t)l->o->prune);
}

/* Rows, and for each feature where its own are. */
static size_t
write_rows(
    const struct learner *l, int64_t parts, struct buf *rows, uint32_t *where)
{
	size_t left = 0;

	for (size_t f = 0; f < l->features; f++) {
		uint32_t offsets = 0;
		size_t first = rows->n;

		for (size_t o = 0; o < WORD_OFFSETS; o++)
			if (add_final(l, f * WORD_OFFSETS + o, parts, rows))
				offsets |= 1u << o;
		where[f] = offsets ? (uint32_t)first << 5 | offsets : 0;
		left += offsets != 0;
	}
	return left;
}

/* The table of the features that have rows. */
static void
fill_table(const struct learner *l, const uint32_t *where, uint32_t *key,
    uint32_t *rows, size_t slots)
{
	for (size_t f = 0; f < l->features; f++) {
		size_t i = l->feature[f] & (slots - 1);

		if (where[f] == 0)
			continue;
		while (rows[i] != 0)
			i = (i + 1) & (slots - 1);
		key[i] = (uint32_t)(l->feature[f] >> 32);
		rows[i] = where[f];
	}
}

static int16_t *
write_moves(const struct learner *l, int64_t parts)
{
	unsigned n = l->tag_count;
	int16_t *out = mem_zero((size_t)MOVE_PAIRS * n * n, sizeof *out);
	int16_t *to = out;

	for (unsigned pair = 0; pair < MOVE_PAIRS; pair++)
		for (unsigned p = 0; p < n; p++)
			for (unsigned k = 0; k < n; k++) {
				int64_t v = 0;

				for (unsigned m = 0; m < l->maps && m < 2; m++)
					v += l->move[m]->sum[ANY_PAIR][p][k] +
					    l->move[m]->sum[pair][p][k];
				*to++ = (int16_t)rounded(v, parts, INT16_MAX);
			}
	return out;
}

static void
write_model(const struct learner *l, int64_t steps, struct buf *out)
{
	int64_t parts = steps * (int64_t)l->o->members;
	struct model_parts p = { .types = l->c->types, .scale = SCALE };
	struct buf rows = { 0 };
	uint32_t *where = mem_zero(l->features, sizeof *where), *key, *table;
	int16_t *move;
	size_t left = write_rows(l, parts, &rows, where);

	memcpy(p.type, l->c->type, sizeof p.type);
	for (p.slots = 1024; p.slots * 7 < left * 8;)
		p.slots *= 2;
	p.key = key = mem_zero(p.slots, sizeof *key);
	p.rows = table = mem_zero(p.slots, sizeof *table);
	fill_table(l, where, key, table, p.slots);
	p.row = buf_span(&rows);
	for (size_t r = 0; r < FLAG_ROWS; r++)
		for (unsigned k = 0; k < l->tag_count; k++)
			p.flag[r * MODEL_TAGS + k] = (int16_t)rounded(
			    l->sum[r][k], parts, FLAG_SCORE);
	p.move = move = write_moves(l, parts);
	p.word = l->lexicon.key;
	p.lexeme = l->lexicon.lexeme;
	p.lexemes = l->lexicon.n;
	model_image(&p, out);
	buf_free(&rows);
	free(key);
	free(table);
	free(where);
	free(move);
}

static void
learner_free(struct learner *l)
{
	for (unsigned i = 0; i < l->maps; i++) {
		free(l->map[i]);
		free(l->move[i]);
	}
	lexicon_free(&l->lexicon);
	free(l->type);
	free(l->use);
	free(l->type_slot);
	free(l->feature_slot);
	free(l->feature);
	free(l->word);
	free(l->flags);
	free(l->w);
	free(l->late);
	free(l->sum);
	free(l);
}

size_t
train_held_out(const struct corpus *c, unsigned percent)
{
	size_t n = 0;

	while (n < c->sentences && c->sentence[n].domain == 0)
		n++;
	return n * (100 - percent) / 100;
}

void
train_model(const struct corpus *c, const struct lexicon_builder *words,
    const struct gazetteer *g, const struct train_options *o, struct buf *out)
{
	struct learner *l = mem_table(1, sizeof *l);
	size_t rows;

	l->c = c;
	l->o = o;
	l->seed = 1;
	l->tag_count = 1 + 2 * c->types;
	l->maps = c->domains > 1 ? 1 + c->domains : 1;
	lexicon_make(words, &l->lexicon);
	take_apart(l, g);
	rows = l->features * WORD_OFFSETS;
	for (unsigned i = 0; i < l->maps; i++) {
		l->map[i] = mem_alloc((rows + 1) * sizeof(int32_t));
		memset(l->map[i], -1, rows * sizeof(int32_t));
		l->move[i] = mem_zero(1, sizeof *l->move[i]);
	}
	for (unsigned i = 0; i < FLAG_ROWS; i++)
		new_row(l);
	write_model(l, learn(l), out);
	learner_free(l);
}
