#include "entity/repair.h"

#include "entity/body.h"
#include "entity/lookup.h"
#include "entity/title.h"

/* The built-in matches that meet tokens [first, end): the first one and, in
 * *n, how many. */
static const struct name_match *
meeting(const struct entities *e, uint32_t first, uint32_t end, size_t *n)
{
	const struct tagger *t = &e->tagger;
	const struct name_match *from = NULL;

	*n = 0;
	for (uint32_t i = 0; i < t->matches; i++) {
		const struct name_match *m = &t->match[i];

		if (m->list != MATCH_BUILT_IN || m->first + m->n <= first)
			continue;
		if (m->first >= end)
			break;
		if (from == NULL)
			from = m;
		(*n)++;
	}
	return from;
}

/* Whether the proposal is made of n > 1 matches side by side that are sure and
 * have its label, or of one of several words with places behind it. */
static bool
tiles(const struct entities *e, const struct name_match *m, size_t n,
    const struct proposal *c)
{
	uint32_t first = c->first;

	for (size_t i = 0; i < n; i++) {
		struct span label = lookup_label(e, &m[i]);
		bool place = i > 0 && m[0].n > 1 && span_eq(label, SPAN("LOC"));

		if (m[i].first != first)
			return false;
		if (!place &&
		    (!lookup_sure(&m[i]) || !span_eq(label, c->label)))
			return false;
		first += m[i].n;
	}
	return n > 1 && first == c->end;
}

/* Whether m is what the tagger saw but a part of: a person's name, or that of
 * an organisation which begins where a span does that is no name itself. */
static bool
better(const struct entities *e, const struct name_match *m,
    const struct proposal *c)
{
	struct span label = lookup_label(e, m);
	const struct tagger *t = &e->tagger;
	bool same = m->first == c->first ||
	    (m->first + 1 == c->first && title_generic(t, m->first));
	unsigned form;

	if (m->first > c->first || m->first + m->n < c->end ||
	    m->n == c->end - c->first || !lookup_sure(m))
		return false;
	return span_eq(label, SPAN("PER")) ||
	    (same && span_eq(label, SPAN("ORG")) && m->first + m->n > c->end &&
		span_eq(c->label, label) &&
		lookup_entry(t->list[MATCH_BUILT_IN], MATCH_BUILT_IN, t, c,
		    &form) == NULL);
}

/* Cut what follows a known person and is a word but no name: a verb, mostly. */
static void
cut_tail(
    const struct entities *e, const struct name_match *m, struct proposal *c)
{
	uint32_t end = m->first + m->n;

	if (m->first != c->first || end >= c->end || m->label != LABEL_PER)
		return;
	for (uint32_t i = end; i < c->end; i++)
		if (e->tagger.probe[i].name ||
		    (!e->tagger.probe[i].known &&
			!span_starts(proposal_source(e, i), SPAN("ي"))))
			return;
	c->end = end;
}

/* Whether c is the name in brackets, in Latin letters, of a person whose name
 * stands in front of them. */
static bool
in_latin(const struct entities *e, const struct proposal *c)
{
	struct span s = proposal_source(e, c->first);

	if (c->first == 0 || (unsigned char)s.p[0] >= 0x80 ||
	    !span_eq(proposal_source(e, c->first - 1), SPAN("(")))
		return false;
	for (size_t i = e->found.n; i-- > 0;) {
		const struct mention *m = &e->found.m[i];

		if (m->first < e->line)
			return false;
		if (m->first + m->n == e->line + c->first - 1)
			return span_eq(m->label, SPAN("PER"));
	}
	return false;
}

/* Whether the tagger hardly takes c, one word that is a place or another word,
 * for a place, and no word of place stands in front of it. */
static bool
hardly_place(const struct entities *e, const struct proposal *c)
{
	enum { HARDLY = 110 }; /* votes */
	const struct tagger *t = &e->tagger;
	const struct gazetteer *g = t->list[MATCH_BUILT_IN];
	enum gazetteer_likely l;

	if (g == NULL || c->end - c->first != 1 ||
	    !span_eq(c->label, SPAN("LOC")) ||
	    t->margin[c->first] >= HARDLY * t->model->scale)
		return false;
	l = gazetteer_likely(
	    match_first(g, MATCH_BUILT_IN, &t->probe[c->first], 0));
	return (l == LIKELY_NOT || l == LIKELY_SOME) &&
	    !(c->first > 0 &&
		body_word(e->bodies, t, c->first - 1, BODY_PLACE_WORD));
}

static void
add_one(struct entities *e, uint32_t first, uint32_t end, struct span label)
{
	size_t n;
	const struct name_match *m = meeting(e, first, end, &n);
	struct proposal c = { first, end, SOURCE_MODEL, NULL, label, -1 };

	proposal_trim(e, &c);
	if (c.first < c.end && hardly_place(e, &c))
		return;
	if (c.first < c.end && in_latin(e, &c))
		c.label = SPAN("PER");
	if (c.end == c.first + 1 && title_generic(&e->tagger, c.first) &&
	    !body_word(e->bodies, &e->tagger, c.first, BODY_CLUB) &&
	    !body_word(e->bodies, &e->tagger, c.first, BODY_RARE_CLUB))
		return;
	if (n == 1 && better(e, m, &c)) {
		if (m->label == LABEL_PER)
			c.first = m->first;
		c.end = m->first + m->n;
		c.label = lookup_label(e, m);
	} else if (tiles(e, m, n, &c)) {
		for (size_t i = 0; i < n; i++) {
			c.first = m[i].first;
			c.end = m[i].first + m[i].n;
			c.label = lookup_label(e, &m[i]);
			proposal_add(e, c);
		}
		return;
	}
	if (n > 0)
		cut_tail(e, m, &c);
	/* names of several words mean one thing, but that an organisation may
	 * be called after a place */
	if (n == 1 && m->first == c.first && m->first + m->n == c.end &&
	    m->n > 1 && lookup_sure(m) && !span_eq(c.label, SPAN("ORG")))
		c.label = lookup_label(e, m);
	proposal_add(e, c);
}

/* Where the person's name of tokens [first, end) ends: in front of the next
 * one, which و joins to it. */
static uint32_t
before_and(const struct entities *e, uint32_t first, uint32_t end)
{
	const struct probe *p = e->tagger.probe;

	for (uint32_t i = first + 1; i < end; i++)
		if (p[i].best != 0 && p[i].name && p[i].rare &&
		    span_starts(proposal_source(e, i), SPAN("و")))
			return i;
	return end;
}

void
repair_add(struct entities *e, uint32_t first, uint32_t end, struct span label)
{
	bool person = span_eq(label, SPAN("PER"));
	uint32_t next;

	for (; first < end; first = next) {
		next = person ? before_and(e, first, end) : end;
		add_one(e, first, next, label);
	}
}
