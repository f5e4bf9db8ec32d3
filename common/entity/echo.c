/*
 * The names of the text lie in rows, by the first bits of their first words'
 * hashes; each free word looks at its row, which mostly is empty.
 */
#include "entity/echo.h"

#include <stdlib.h>

#include "base/mem.h"
#include "entity/body.h"

/* Hundredths of a vote from which a name of the tagger's, and one of a single
 * word, is the same name elsewhere. */
enum { CERTAIN = 3000, CERTAIN_WORD = 10000 };

enum { ROW_SHIFT = 64 - ECHO_ROW_BITS };

static void
push(struct entities *e, uint64_t first, uint64_t key, uint32_t n,
    uint32_t mention)
{
	struct echoes *s = &e->echoes;

	if (s->n == s->cap)
		s->name = mem_grow(s->name, &s->cap, s->n + 1, sizeof *s->name);
	s->name[s->n] = (struct echo) { first, key, n, mention,
		s->row[first >> ROW_SHIFT] };
	s->row[first >> ROW_SHIFT] = (uint32_t)++s->n;
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

static void
gather(struct entities *e)
{
	e->echoes.n = 0;
	memset(e->echoes.row, 0, sizeof e->echoes.row);
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
		if (e->took[i + k])
			return false;
		key = hash_mix(key, e->word[i + k].whole);
	}
	return key == name->key;
}

/* The longest name that stands at token i, whose form is `word`, or NULL; of
 * those the last mention's, as link_mentions left it. */
static const struct echo *
echo_at(const struct entities *e, size_t i, uint64_t word)
{
	const struct echoes *s = &e->echoes;
	const struct echo *best = NULL, *name;

	for (uint32_t k = s->row[word >> ROW_SHIFT]; k != 0; k = name->next) {
		name = &s->name[k - 1];
		if (name->first == word &&
		    (best == NULL || name->n > best->n) && stands(e, name, i))
			best = name;
	}
	return best;
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
	struct mention *m = mentions_room(&e->found), *of;

	of = &e->found.m[name->mention];
	*m = *of;
	e->found.n++;
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
		e->took[i + k] = true;
}

/* Add the name that stands at free word i, if one does. */
static void
find_at(struct entities *e, size_t i)
{
	const struct entity_word *w = &e->word[i];
	const struct echo *name = echo_at(e, i, w->best);

	if (name == NULL && w->best != w->whole)
		name = echo_at(e, i, w->whole);
	if (name != NULL)
		add_echo(e, i, name);
}

bool
echoes_find(struct entities *e)
{
	const uint32_t *row = e->echoes.row;
	const struct entity_word *w = e->word;
	const bool *took = e->took;
	size_t before = e->found.n;

	gather(e);
	if (e->echoes.n == 0)
		return false;
	for (size_t i = 0, n = e->tokens.n; i < n; i++, w++)
		if (!took[i] &&
		    (row[w->best >> ROW_SHIFT] | row[w->whole >> ROW_SHIFT]) !=
			0)
			find_at(e, i);
	return e->found.n > before;
}
