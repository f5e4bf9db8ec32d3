/*
 * The names of the text in order of their first words, the longest first; each
 * free word looks there.  A bit of 4096 for each first word spares most words
 * the search.
 */
#include "entity/echo.h"

#include <stdlib.h>

#include "base/mem.h"
#include "entity/body.h"

/* Hundredths of a vote from which a name of the tagger's, and one of a single
 * word, is the same name elsewhere. */
enum { CERTAIN = 3000, CERTAIN_WORD = 10000 };

static void
push(struct entities *e, uint64_t first, uint64_t key, uint32_t n,
    uint32_t mention)
{
	struct echoes *s = &e->echoes;

	if (s->n == s->cap)
		s->name = mem_grow(s->name, &s->cap, s->n + 1, sizeof *s->name);
	s->name[s->n++] = (struct echo) { first, key, n, mention };
	s->bits[first >> 58] |= UINT64_C(1) << (first >> 52 & 63);
}

/* Whether m is sure enough to be looked for elsewhere. */
static bool
certain(const struct mention *m)
{
	if (m->n == 0)
		return false;
	if (m->id.n > 0 || (m->words > 1 && m->source != SOURCE_MODEL))
		return true;
	if (m->words > 1)
		return m->score >= CERTAIN;
	return m->score >= CERTAIN_WORD && !span_eq(m->label, SPAN("LOC"));
}

static int
by_first(const void *a, const void *b)
{
	const struct echo *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	/* the last mention first, as link_mentions left it */
	return x->mention > y->mention ? -1 : x->mention < y->mention;
}

static void
gather(struct entities *e)
{
	e->echoes.n = 0;
	memset(e->echoes.bits, 0, sizeof e->echoes.bits);
	for (uint32_t i = 0; i < e->found.n; i++) {
		const struct mention *m = &e->found.m[i];

		if (!certain(m))
			continue;
		push(e, m->first_word, m->form_key, m->n, i);
		if (!span_eq(m->label, SPAN("PER")) || m->words < 2)
			continue;
		push(e, m->last, m->last, 1, i);
		if (m->words > 2)
			push(e, m->before_last,
			    hash_mix(m->before_last, m->last), 2, i);
	}
	if (e->echoes.n > 0)
		qsort(e->echoes.name, e->echoes.n, sizeof *e->echoes.name,
		    by_first);
}

/* Whether the name stands at token i, whose form is its first word. */
static bool
stands(const struct entities *e, const struct echo *name, size_t i)
{
	uint64_t key = name->first;

	if (name->n > e->tokens.n - i ||
	    (name->n == 1 &&
		(!e->word[i].rare ||
		    body_is(e->bodies, name->first, BODY_LOUD))))
		return false;
	for (uint32_t k = 1; k < name->n; k++) {
		if (!e->word[i + k].free)
			return false;
		key = hash_mix(key, e->word[i + k].whole);
	}
	return key == name->key;
}

/* Whether some name may start with that word. */
static inline bool
may_start(const struct echoes *s, uint64_t word)
{
	return (s->bits[word >> 58] >> (word >> 52 & 63) & 1) != 0;
}

/* The longest name that stands at token i, whose form is `word`, or NULL. */
static const struct echo *
echo_at(const struct entities *e, size_t i, uint64_t word)
{
	const struct echoes *s = &e->echoes;
	size_t low = 0, high = s->n;

	if (!may_start(s, word))
		return NULL;
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (s->name[mid].first < word)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < s->n && s->name[low].first == word; low++)
		if (stands(e, &s->name[low], i))
			return &s->name[low];
	return NULL;
}

/* The hash of what is left of a word, with its article where لل took it. */
static uint64_t
rest_hash(struct span rest, bool article)
{
	struct buf b = { 0 };
	uint64_t hash;

	if (!article)
		return hash_span(rest, 0);
	buf_adds(&b, CLITIC_ARTICLE);
	buf_adds(&b, rest);
	hash = hash_span(buf_span(&b), 0);
	buf_free(&b);
	return hash;
}

/* The letters of proclitics in front of what is left in the form `word`. */
static unsigned
letters_before(struct span source, uint64_t word)
{
	struct clitic_form form[CLITIC_FORMS];
	struct buf b = { 0 };
	unsigned letters = 0;

	fold_add(&b, source);
	for (size_t f = clitic_forms(buf_span(&b), form); f-- > 1;)
		if (rest_hash(span_skip(buf_span(&b), form[f].cut),
			form[f].article) == word)
			letters = form[f].letters;
	buf_free(&b);
	return letters;
}

static void
add_echo(struct entities *e, size_t i, const struct echo *name)
{
	const struct token *t = &e->tokens.t[i], *last = t + name->n - 1;
	struct span source = span_of(e->text.p + t->at, t->n);
	struct mention *m = mentions_add(&e->found), *of;

	of = &e->found.m[name->mention];
	*m = *of;
	m->first = (uint32_t)i;
	m->n = name->n;
	m->prefix = (uint32_t)clitic_source(source,
	    e->word[i].whole == name->first
		? 0
		: letters_before(source, name->first));
	m->start = t->at + m->prefix;
	m->end = last->at + last->n;
	m->source = SOURCE_COREF;
	m->score = MENTION_NO_SCORE;
	m->title = span_of(NULL, 0);
	m->first_word = name->first;
	m->form_key = name->key;
	if (name->n < of->n) {
		m->key = name->key;
		m->words = name->n;
	}
	for (uint32_t k = 0; k < name->n; k++)
		e->word[i + k].free = false;
}

bool
echoes_find(struct entities *e)
{
	size_t before = e->found.n;

	gather(e);
	for (size_t i = 0; e->echoes.n > 0 && i < e->tokens.n; i++) {
		const struct entity_word *w = &e->word[i];
		const struct echo *name;

		if (!w->free ||
		    !(may_start(&e->echoes, w->best) ||
			may_start(&e->echoes, w->whole)))
			continue;
		name = echo_at(e, i, w->best);
		if (name == NULL && w->best != w->whole)
			name = echo_at(e, i, w->whole);
		if (name != NULL)
			add_echo(e, i, name);
	}
	return e->found.n > before;
}
