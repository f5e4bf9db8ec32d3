#include "entity/proposal.h"

#include "entity/lookup.h"
#include "entity/title.h"

/* Marks at the ends, and proclitics that stand alone (لـ), are outside. */
void
proposal_trim(const struct entities *e, struct proposal *c)
{
	const struct probe *p = e->tagger.probe;

	while (c->first < c->end && p[c->first].kind == TOKEN_MARK)
		c->first++;
	while (c->end > c->first && p[c->end - 1].kind == TOKEN_MARK &&
	    !proposal_token(e, c->end - 1)->blank &&
	    proposal_source(e, c->end - 1).p[0] != '.')
		c->end--;
	while (c->end > c->first && p[c->end - 1].kind == TOKEN_MARK)
		c->end--;
}

static bool
is_free(const struct entities *e, uint32_t first, uint32_t end)
{
	for (uint32_t i = first; i < end; i++)
		if (e->taken[i])
			return false;
	return first < end;
}

static void
set_keys(const struct tagger *t, const struct proposal *c, unsigned form,
    struct mention *m)
{
	const struct probe *p = t->probe;

	m->key = m->first_word = m->last = p[c->first].hash[form];
	m->words = 1;
	for (uint32_t i = c->first + 1; i < c->end; i++) {
		m->key = hash_mix(m->key, p[i].hash[0]);
		if (p[i].kind == TOKEN_WORD) {
			m->words++;
			m->last = p[i].hash[0];
		}
	}
}

static void
set_score(const struct tagger *t, const struct proposal *c, struct mention *m)
{
	int32_t least = INT32_MAX;

	m->score = MENTION_NO_SCORE;
	if (c->source != SOURCE_MODEL)
		return;
	for (uint32_t i = c->first; i < c->end; i++)
		if (t->margin[i] < least)
			least = t->margin[i];
	if (least > 1 << 20)
		least = 1 << 20;
	m->score = (int32_t)((int64_t)least * 100 / t->model->scale);
}

void
proposal_add(struct entities *e, struct proposal c)
{
	struct mention *m;
	const struct token *last;
	unsigned form;
	struct span first;

	proposal_trim(e, &c);
	if (!is_free(e, c.first, c.end))
		return;
	m = mentions_add(&e->found);
	m->label = c.label;
	m->source = (uint8_t)c.source;
	m->first = (uint32_t)e->line + c.first;
	m->n = c.end - c.first;
	form = lookup_name(e, &c, m);
	first = proposal_source(e, c.first);
	m->prefix = (uint32_t)clitic_source(
	    first, e->tagger.probe[c.first].form[form].letters);
	last = proposal_token(e, c.end - 1);
	m->start = proposal_token(e, c.first)->at + m->prefix;
	m->end = last->at + last->n;
	set_keys(&e->tagger, &c, form, m);
	set_score(&e->tagger, &c, m);
	if (span_eq(c.label, SPAN("PER")))
		m->title = title_of(
		    &e->tagger, e->text, proposal_token(e, 0), c.first);
	memset(e->taken + c.first, true, c.end - c.first);
}
