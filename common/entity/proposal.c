#include "entity/proposal.h"

#include "entity/body.h"
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
			m->before_last = m->last;
			m->last = p[i].hash[0];
		}
	}
	m->form_key = m->key;
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

/* Whether the place is called otherwise without the kind in front of it (نهر
 * الأردن, مدينة الكويت), or not at all (منطقة اليورو). */
static bool
other_without(
    const struct entities *e, struct proposal c, const struct mention *m)
{
	struct mention rest = { 0 };

	c.first++;
	c.match = NULL;
	c.form = 0;
	lookup_name(e, &c, &rest);
	if (m->id.n == 0)
		return span_starts(rest.id, SPAN("iso3166:")) &&
		    body_word(e->bodies, &e->tagger, c.first - 1, BODY_WATER);
	return rest.id.n == 0 ||
	    (span_starts(rest.id, SPAN("iso3166:")) &&
		!span_eq(rest.id, m->id));
}

/* Leave out what stands beside a place's name and is no part of it. */
static void
trim_place(const struct entities *e, struct proposal *c, unsigned *form,
    struct mention *m)
{
	const struct tagger *t = &e->tagger;

	if (c->end - c->first > 1 &&
	    body_plain_word(e->bodies, t, c->end - 1, BODY_TAIL)) {
		struct mention rest = { 0 };

		c->end--;
		c->match = NULL;
		c->form = (int)*form;
		*form = lookup_name(e, c, &rest);
		if (rest.id.n > 0) {
			m->id = rest.id;
			m->name = rest.name;
		}
	}
	while (c->end - c->first > 1 &&
	    body_word(e->bodies, t, c->first, BODY_OUTSIDE) &&
	    t->probe[c->first + 1].kind == TOKEN_WORD &&
	    !other_without(e, *c, m)) {
		c->first++;
		*form = 0;
	}
}

/* The built-in entry that p is called like; NULL where there is none. */
static const struct gazetteer_entry *
entry_of(const struct entities *e, const struct proposal *p)
{
	unsigned form;

	return lookup_entry(e->tagger.list[MATCH_BUILT_IN], MATCH_BUILT_IN,
	    &e->tagger, p, &form);
}

/* Whether c is one word that clubs are called. */
static bool
is_club(const struct entities *e, const struct proposal *c)
{
	return c->end - c->first == 1 &&
	    (body_word(e->bodies, &e->tagger, c->first, BODY_CLUB) ||
		(body_word(e->bodies, &e->tagger, c->first, BODY_RARE_CLUB) &&
		    !body_head(e->bodies, &e->tagger, c->first)));
}

/* Whether the organisation's name is whole without its last word, a nationality
 * or the like.  Behind a bare body (الجيش) it never is. */
static bool
whole_without(const struct entities *e, struct proposal c)
{
	const struct tagger *t = &e->tagger;
	const struct gazetteer *g = t->list[MATCH_BUILT_IN];
	const struct gazetteer_entry *whole = entry_of(e, &c), *rest;
	uint32_t last = --c.end;

	if (body_plain_word(e->bodies, t, last, BODY_TAIL))
		return whole == NULL;
	if (!body_plain_word(e->bodies, t, last, BODY_NATION))
		return false;
	if (body_plain_word(e->bodies, t, last, BODY_MASCULINE) &&
	    is_club(e, &c))
		return true;
	if (body_head(e->bodies, t, c.first))
		return false;
	rest = entry_of(e, &c);
	if (whole != NULL)
		return rest != NULL &&
		    span_eq(gazetteer_id(g, rest), gazetteer_id(g, whole));
	if (rest != NULL)
		return true;
	if (c.source != SOURCE_MODEL)
		return false;
	if (c.end - c.first > 1 &&
	    body_word(e->bodies, t, c.first, BODY_COMPLETE))
		return true;
	c.label = SPAN("LOC");
	return entry_of(e, &c) != NULL;
}

/* Leave the nationality of an organisation out that has a name without it:
 * نادي الضفاف المصري. */
static void
trim_body(const struct entities *e, struct proposal *c)
{
	if (span_eq(c->label, SPAN("ORG")) && c->end - c->first > 1 &&
	    whole_without(e, *c))
		c->end--;
}

/* Whether token i is a word with its article. */
static bool
with_article(const struct entities *e, uint32_t i)
{
	const struct probe *p = &e->tagger.probe[i];
	struct span s = proposal_source(e, i);

	if (p->kind != TOKEN_WORD)
		return false;
	return p->best == 0
	    ? span_starts(s, SPAN("ال"))
	    : span_starts(span_skip(s, CLITIC_LETTER), SPAN("ال")) ||
		span_starts(s, SPAN("لل"));
}

/* Whether token i is a noun with its article, and may stand in a name. */
static bool
has_article(const struct entities *e, uint32_t i)
{
	return with_article(e, i) &&
	    !body_plain_word(e->bodies, &e->tagger, i, BODY_STOP);
}

/* Whether place or person is a part of the name of an event, or the name no
 * name but an adjective behind a noun: المدن السعودية, القادة الحوثيين. */
static bool
no_name(const struct entities *e, const struct proposal *c, unsigned form)
{
	const struct tagger *t = &e->tagger;
	bool place = span_eq(c->label, SPAN("LOC"));
	bool person = span_eq(c->label, SPAN("PER"));
	struct span s = proposal_source(e, c->first);

	if (place && body_plain_word(e->bodies, t, c->first, BODY_MEASURE) &&
	    c->end < t->n && has_article(e, c->end) &&
	    !body_plain_word(e->bodies, t, c->end, BODY_NATION) &&
	    !(c->first > 0 &&
		body_word(e->bodies, t, c->first - 1, BODY_PLACE_WORD)))
		return true;
	if (c->first == 0 || form != 0)
		return false;
	if ((place || person) &&
	    body_word(e->bodies, t, c->first - 1, BODY_WORK))
		return true;
	if (c->source == SOURCE_MODEL && span_eq(c->label, SPAN("ORG")) &&
	    body_word(e->bodies, t, c->first - 1, BODY_USE))
		return true;
	if (c->end - c->first > 1 || !has_article(e, c->first - 1))
		return false;
	if (place)
		return body_plain_word(e->bodies, t, c->first, BODY_NATION);
	return span_eq(c->label, SPAN("ORG")) && span_starts(s, SPAN("ال")) &&
	    (span_ends(s, SPAN("ين")) || span_ends(s, SPAN("ون")));
}

/* Note what the words around a place tell of it, whose name others may have. */
static void
look_around(const struct entities *e, const struct proposal *c, unsigned form,
    struct mention *m)
{
	const struct gazetteer *g = e->tagger.list[MATCH_BUILT_IN];
	const struct probe *p = e->tagger.probe;
	uint64_t state = gazetteer_step(GAZETTEER_ROOT, p[c->first].hash[form]);
	uint32_t node;

	for (uint32_t i = c->first + 1; i < c->end; i++)
		state = gazetteer_step(state, p[i].hash[0]);
	if (g == NULL)
		return;
	node = c->end - c->first == 1
	    ? match_first(g, MATCH_BUILT_IN, &p[c->first], form)
	    : gazetteer_node(g, state);
	if ((node & NODE_ENTRY) == 0 || (node & NODE_OTHERS) == 0)
		return;
	m->shared = state;
	m->held = (node & NODE_ENTRY) - 1;
	if (c->end < e->tagger.n)
		m->country = body_country(e->bodies, &p[c->end]);
	if (m->country.n == 0 && c->first > 0 && form == 0)
		m->country = body_country(e->bodies, &p[c->first - 1]);
	m->part = c->first > 0 && form == 0 &&
	    body_word(e->bodies, &e->tagger, c->first - 1, BODY_PART);
}

/* The kind of an organisation belongs to the name behind it: شركة نجمة. */
static void
take_kind(const struct entities *e, struct proposal *c, unsigned *form)
{
	if (*form == 0 && c->first > 0 && !e->taken[c->first - 1] &&
	    span_eq(c->label, SPAN("ORG")) &&
	    body_kind(e->bodies, &e->tagger, c->first - 1, form))
		c->first--;
}

/* Whether token i is a title, and no name that persons have. */
static bool
title_only(const struct entities *e, uint32_t i)
{
	return title_head(&e->tagger, i) && with_article(e, i) &&
	    !body_word(e->bodies, &e->tagger, i, BODY_NAME_TITLE);
}

/* Whether token i stands between the names of a person and the father. */
static bool
is_son(const struct entities *e, uint32_t i)
{
	struct span s = proposal_source(e, i);

	return span_eq(s, SPAN("بن")) || span_eq(s, SPAN("بنت"));
}

/* Whether c begins with بنت, or with the first بن of several: بن علي alone is a
 * name. */
static bool
only_fathers(const struct entities *e, const struct proposal *c)
{
	unsigned sons = 0;

	if (!is_son(e, c->first))
		return false;
	for (uint32_t i = c->first; i < c->end; i++)
		sons += is_son(e, i);
	return sons > 1 || span_eq(proposal_source(e, c->first), SPAN("بنت"));
}

/* Whether the tagger has token i inside a person's name. */
static bool
inside_person(const struct entities *e, uint32_t i)
{
	const struct tagger *t = &e->tagger;

	return t->tag[i] != 0 && t->tag[i] % 2 == 0 &&
	    span_eq(t->model->type[(t->tag[i] - 1) / 2], SPAN("PER"));
}

/* Take what belongs to a person's name on: the father's of a known one (سلمان +
 * بن عبد العزيز), and what stands in front of بنت, or آل. */
static void
grow_person(const struct entities *e, struct proposal *c)
{
	const struct tagger *t = &e->tagger;

	if (c->match != NULL && c->end + 1 < t->n && is_son(e, c->end) &&
	    inside_person(e, c->end)) {
		c->form = (int)c->match->form;
		c->match = NULL;
		while (c->end < t->n && inside_person(e, c->end) &&
		    !e->taken[c->end])
			c->end++;
	}
	if (c->first == 0 || e->taken[c->first - 1] ||
	    t->probe[c->first - 1].kind != TOKEN_WORD)
		return;
	if ((c->source == SOURCE_MODEL && only_fathers(e, c)) ||
	    span_eq(proposal_source(e, c->first - 1), SPAN("آل"))) {
		c->first--;
		c->match = NULL;
		c->form = 0;
	}
}

/* Leave titles out, in front of a person's name and behind it: قدري جميل نائب
 * رئيس. */
static void
shape_person(const struct entities *e, struct proposal *c)
{
	const struct tagger *t = &e->tagger;

	while (c->end - c->first > 1 && title_only(e, c->first))
		c->first++;
	grow_person(e, c);
	if (c->source == SOURCE_MODEL && c->end - c->first > 2 &&
	    c->end < t->n && title_head(t, c->end - 1) &&
	    !with_article(e, c->end - 1) && title_inner(t, c->end))
		c->end--;
}

/* Whether the place is an adjective: 19 روسياً. */
static bool
accusative(const struct entities *e, const struct proposal *c)
{
	struct span s = proposal_source(e, c->end - 1);

	return span_ends(s, SPAN("ً")) || span_ends(s, SPAN("ًا"));
}

/* Give c its ends, and id and name to m; the form of its first word in *form.
 * False where c is no name at all, and is not to become one. */
static bool
shape(const struct entities *e, struct proposal *c, struct mention *m,
    unsigned *form)
{
	bool place = span_eq(c->label, SPAN("LOC"));
	struct proposal whole;

	/* what the user says, goes */
	if (c->match != NULL && c->match->list == MATCH_USER) {
		*form = lookup_name(e, c, m);
		return true;
	}
	if (span_eq(c->label, SPAN("NONE")) || (place && accusative(e, c)))
		return false;
	while (c->source == SOURCE_MODEL && !span_eq(c->label, SPAN("PER")) &&
	    c->end - c->first > 1 &&
	    body_plain_word(e->bodies, &e->tagger, c->end - 1, BODY_STOP) &&
	    entry_of(e, c) == NULL)
		c->end--;
	trim_body(e, c);
	whole = *c;
	if (span_eq(c->label, SPAN("PER")))
		shape_person(e, c);
	*form = lookup_name(e, c, m);
	if (no_name(e, &whole, *form))
		return false;
	if (c->first > whole.first)
		*form = 0;
	if (place) {
		trim_place(e, c, form, m);
		look_around(e, c, *form, m);
	}
	take_kind(e, c, form);
	return true;
}

/* Nothing is known of m yet but what proposal_add sets in any case. */
static void
clear(struct mention *m)
{
	const struct span none = { NULL, 0 };

	m->id = m->name = m->title = m->country = none;
	m->before_last = m->shared = 0;
	m->part = false;
	m->group = 0;
}

void
proposal_add(struct entities *e, struct proposal c)
{
	const struct token *last;
	struct mention *m;
	unsigned form;
	struct span first;

	proposal_trim(e, &c);
	if (!is_free(e, c.first, c.end))
		return;
	m = mentions_room(&e->found);
	clear(m);
	if (!shape(e, &c, m, &form)) {
		memset(e->taken + c.first, true, c.end - c.first);
		return;
	}
	e->found.n++;
	m->label = c.label;
	m->source = (uint8_t)c.source;
	m->first = (uint32_t)e->line + c.first;
	m->n = c.end - c.first;
	first = proposal_source(e, c.first);
	m->prefix = (uint32_t)clitic_source(first, probe_letters(form));
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
