#include "entity/surname.h"

#include "entity/link.h"

/* One bit of 64 for each surname, so that most words need no look-up. */
static uint64_t
surnames(const struct mentions *all)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < all->n; i++)
		if (all->m[i].words > 1 &&
		    span_eq(all->m[i].label, SPAN("PER")))
			bits |= UINT64_C(1) << (all->m[i].last >> 58);
	return bits;
}

static void
add_surname(struct entities *e, size_t token, uint32_t whole)
{
	const struct token *t = &e->tokens.t[token];
	struct span source = span_of(e->text.p + t->at, t->n);
	struct clitic_form form[CLITIC_FORMS];
	struct mention *m = mentions_add(&e->found);
	struct buf b = { 0 };
	unsigned letters = 0;

	fold_add(&b, source);
	for (size_t f = clitic_forms(buf_span(&b), form); f-- > 1;)
		if (!form[f].article &&
		    hash_span(span_skip(buf_span(&b), form[f].cut), 0) ==
			e->key[token])
			letters = form[f].letters;
	buf_free(&b);
	m->first = (uint32_t)token;
	m->n = 1;
	m->prefix = (uint32_t)clitic_source(source, letters);
	m->start = t->at + m->prefix;
	m->end = t->at + t->n;
	m->label = SPAN("PER");
	m->source = SOURCE_COREF;
	m->score = MENTION_NO_SCORE;
	m->words = 1;
	m->key = m->first_word = m->last = e->key[token];
	m->id = e->found.m[whole].id;
	m->name = e->found.m[whole].name;
}

bool
surnames_find(struct entities *e)
{
	uint64_t bits = surnames(&e->found);
	size_t before = e->found.n;

	for (size_t i = 0; bits != 0 && i < e->tokens.n; i++) {
		uint32_t whole;

		if (e->key[i] == 0 || (bits >> (e->key[i] >> 58) & 1) == 0)
			continue;
		whole = link_surname(e->table, e->key[i]);
		if (whole != UINT32_MAX)
			add_surname(e, i, whole);
	}
	return e->found.n > before;
}
