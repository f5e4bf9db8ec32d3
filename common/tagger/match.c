/*
 * A word is rare, and may be somebody's name alone, from three letters on.
 */
#include "tagger/match.h"

#include "base/mem.h"
#include "text/token.h"

enum { RARE_BYTES = 6 };

uint64_t *
match_may_new(const struct gazetteer *const list[MATCH_LISTS])
{
	uint64_t *may = mem_zero((1 << MATCH_MAY_BITS) / 64, sizeof *may);

	for (unsigned l = 0; l < MATCH_LISTS; l++)
		for (uint64_t i = 0; list[l] != NULL && i <= list[l]->mask;
		     i++) {
			uint64_t key = list[l]->key[i];
			uint64_t bit = key >> (64 - MATCH_MAY_BITS);

			may[bit / 64] |= (uint64_t)(key != 0) << bit % 64;
		}
	return may;
}

void
match_probe(struct probe *p, const struct word *w,
    const struct gazetteer *const list[MATCH_LISTS], const uint64_t *may)
{
	memcpy(p->hash, w->hash, sizeof p->hash);
	p->forms = w->forms;
	p->best = w->best;
	p->kind = w->kind;
	p->class = w->class;
	p->name = lexeme_name(w->lexeme[w->best]) > 0;
	p->own = lexeme_name(w->lexeme[0]) > 0 &&
	    lexeme_name(w->lexeme[0]) >= lexeme_name(w->lexeme[w->best]);
	p->known = w->lexeme[0] != NULL;
	p->rare = w->kind == TOKEN_WORD &&
	    w->n >= w->form[w->best].cut + RARE_BYTES &&
	    !lexeme_plain(w->lexeme[w->best]);
	p->article = w->form[w->forms - 1].article;
	p->node = 0;
	p->more = 0;
	memset(p->starts, 0, sizeof p->starts);
	for (unsigned f = 0; f < w->forms; f++) {
		uint64_t state = gazetteer_step(GAZETTEER_ROOT, w->hash[f]);

		for (unsigned l = 0; l < MATCH_LISTS && match_may(may, state);
		     l++) {
			uint32_t node = list[l] != NULL
			    ? gazetteer_node(list[l], state)
			    : 0;

			if (node != 0)
				p->starts[l] |= (uint8_t)(1u << f);
			if (l == MATCH_BUILT_IN && p->node == 0)
				p->node = node;
			if ((node & NODE_MORE) != 0)
				p->more |= (uint8_t)(1u << f);
		}
	}
}

static void
await(const struct gazetteer *g, uint64_t state)
{
	__builtin_prefetch(&g->key[state & g->mask]);
	__builtin_prefetch(&g->node[state & g->mask]);
}

void
match_await(const struct word *w,
    const struct gazetteer *const list[MATCH_LISTS], const uint64_t *may)
{
	for (unsigned f = 0; f < w->forms; f++) {
		uint64_t state = gazetteer_step(GAZETTEER_ROOT, w->hash[f]);

		for (unsigned l = 0; l < MATCH_LISTS && match_may(may, state);
		     l++)
			if (list[l] != NULL)
				await(list[l], state);
	}
}

/* Tokens whose memory is asked for together. */
enum { WAVE = 64 };

/* A word that names of several words start with, and that behind it. */
struct two_words {
	uint64_t state;
	uint32_t token;
};

/* The pairs of tokens [from, end), and which of them may be names alone; what
 * tells of both is on its way.  Returns how many pairs. */
static size_t
await_pairs(const struct gazetteer *g, unsigned number, const uint64_t *may,
    const struct probe *t, uint32_t n, uint32_t from, uint32_t end,
    struct two_words *pair, bool *starts)
{
	size_t pairs = 0;

	for (uint32_t i = from; i < end; i++) {
		unsigned left = t[i].starts[number];
		uint32_t entry;

		starts[i] = false;
		if (left == 0)
			continue;
		entry = match_first(
			    g, number, &t[i], (unsigned)__builtin_ctz(left)) &
		    NODE_ENTRY;
		starts[i] = entry != 0 || (left & (left - 1)) != 0;
		__builtin_prefetch(&g->entry[entry == 0 ? 0 : entry - 1]);
		for (left &= i + 1 < n ? t[i].more : 0u; left != 0;
		     left &= left - 1) {
			uint64_t state = gazetteer_step(
			    GAZETTEER_ROOT, t[i].hash[__builtin_ctz(left)]);

			state = gazetteer_step(state, t[i + 1].hash[0]);
			match_await_may(may, state);
			pair[pairs++] = (struct two_words) { state, i };
		}
	}
	return pairs;
}

void
match_await_names(const struct gazetteer *g, unsigned number,
    const uint64_t *may, const struct probe *t, uint32_t n, bool *starts)
{
	struct two_words pair[WAVE * CLITIC_FORMS];

	for (uint32_t from = 0; from < n; from += WAVE) {
		uint32_t end = n - from < WAVE ? n : from + WAVE;
		size_t pairs = await_pairs(
		    g, number, may, t, n, from, end, pair, starts);

		for (size_t i = 0; i < pairs; i++)
			if (match_may(may, pair[i].state)) {
				await(g, pair[i].state);
				starts[pair[i].token] = true;
			}
	}
}

/* Walk from token i, taken in form f; keep the longest name in *out. */
static void
walk(const struct gazetteer *g, const uint64_t *may, const struct probe *t,
    uint32_t n, uint32_t i, unsigned f, struct name_match *out)
{
	uint64_t state = gazetteer_step(GAZETTEER_ROOT, t[i].hash[f]);
	uint32_t node = match_first(g, out->list, &t[i], f);

	for (uint32_t j = i + 1; node != 0; j++) {
		if ((node & NODE_ENTRY) != 0 && j - i > out->n) {
			out->n = j - i;
			out->entry = (node & NODE_ENTRY) - 1;
			out->form = (uint8_t)f;
		}
		if ((node & NODE_MORE) == 0 || j == n)
			return;
		state = gazetteer_step(state, t[j].hash[0]);
		if (!match_may(may, state))
			return;
		node = gazetteer_node(g, state);
	}
}

bool
match_at(const struct gazetteer *g, unsigned number, const uint64_t *may,
    const struct probe *t, uint32_t n, uint32_t i, struct name_match *out)
{
	*out = (struct name_match) { .first = i, .list = (uint8_t)number };
	for (unsigned left = t[i].starts[number]; left != 0; left &= left - 1)
		walk(g, may, t, n, i, (unsigned)__builtin_ctz(left), out);
	if (out->n == 0)
		return false;
	out->label = g->entry[out->entry].label;
	out->sure = g->entry[out->entry].sure;
	return true;
}
