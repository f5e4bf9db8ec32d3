#include "entity/lookup.h"

#include "entity/body.h"
#include "entity/title.h"

/* The node of list g behind all of c, its first word in form f. */
static uint32_t
node_of(const struct gazetteer *g, unsigned number, const struct tagger *t,
    const struct proposal *c, unsigned f)
{
	/* what joins the words of a hashtag */
	const uint64_t underscore = hash_span(SPAN("_"), 0);
	const struct probe *p = &t->probe[c->first], *end = &t->probe[c->end];
	uint64_t state = gazetteer_step(GAZETTEER_ROOT, p->hash[f]);

	if (c->end - c->first == 1)
		return match_first(g, number, p, f);
	for (p++; p < end; p++)
		if (p->hash[0] != underscore)
			state = gazetteer_step(state, p->hash[0]);
	return gazetteer_node(g, state);
}

const struct gazetteer_entry *
lookup_entry(const struct gazetteer *g, unsigned number, const struct tagger *t,
    const struct proposal *c, unsigned *form)
{
	const struct probe *p = &t->probe[c->first];

	if (g == NULL)
		return NULL;
	for (unsigned left = p->starts[number]; left != 0; left &= left - 1) {
		unsigned f = (unsigned)__builtin_ctz(left);
		uint32_t node = node_of(g, number, t, c, f) & NODE_ENTRY;

		if (node != 0 &&
		    span_eq(g->label[g->entry[node - 1].label], c->label)) {
			*form = f;
			return &g->entry[node - 1];
		}
	}
	return NULL;
}

/* Whether token i has the article, in the form that the text has. */
static bool
article(const struct entities *e, uint32_t i)
{
	return span_starts(proposal_source(e, i), SPAN("ال"));
}

/* Whether token i is the kind of an organisation that may be named without. */
static bool
is_kind(const struct entities *e, uint32_t i)
{
	return title_generic(&e->tagger, i) ||
	    body_word(e->bodies, &e->tagger, i, BODY_COMPLETE);
}

/* The organisation that is listed with the kind in front, or without the one
 * that is there: وكالة تسنيم.  Behind the kind, several words with the article
 * are another body, which it belongs to: وكالة الأمم المتحدة. */
static const struct gazetteer_entry *
entry_beside(
    const struct entities *e, unsigned number, const struct proposal *c)
{
	const struct tagger *t = &e->tagger;
	const struct gazetteer *g = t->list[number];
	const struct gazetteer_entry *entry = NULL;
	struct proposal other = *c;
	unsigned form;

	if (!span_eq(c->label, SPAN("ORG")))
		return NULL;
	if (c->first > 0 && title_generic(t, c->first - 1)) {
		other.first--;
		entry = lookup_entry(g, number, t, &other, &form);
	}
	if (entry != NULL || c->end - c->first == 1 || !is_kind(e, c->first) ||
	    (c->end - c->first > 2 && article(e, c->first + 1) &&
		!body_word(e->bodies, t, c->first, BODY_COMPLETE)))
		return entry;
	other.first = c->first + 1;
	return lookup_entry(g, number, t, &other, &form);
}

/* The form of the first word where no list has the whole: one that bodies or
 * titles begin with, what running text says; of an unknown word, one that some
 * name begins with, or what is left if it begins with the article. */
static unsigned
likely_form(const struct entities *e, uint32_t i)
{
	const struct probe *p = &e->tagger.probe[i];
	struct span s = proposal_source(e, i);

	for (unsigned f = 1; p->best == 0 && f < p->forms; f++)
		if ((p->starts[MATCH_TITLES] & 1u << f) != 0 &&
		    (p->starts[MATCH_TITLES] & 1) == 0)
			return f;
	if (p->best != 0 || p->known)
		return p->best;
	for (unsigned f = 1; f < p->forms; f++)
		if ((p->starts[MATCH_BUILT_IN] & 1u << f) != 0 &&
		    (p->starts[MATCH_BUILT_IN] & 1) == 0)
			return f;
	for (unsigned f = 1; f < p->forms; f++) {
		struct span rest = span_skip(
		    s, clitic_source(s, probe_letters(f)));

		if (probe_article(p, f) ||
		    (span_starts(rest, SPAN("ال")) && rest.n > 6))
			return f;
	}
	return 0;
}

/* Whether token i is a word behind which no proclitic can stand: في باجل, قرية
 * باجل. */
static bool
governs(const struct entities *e, uint32_t i)
{
	static const char *const words[] = { "في", "فى", "من", "إلى", "الى",
		"على", "عن" };

	for (size_t k = 0; k < sizeof words / sizeof *words; k++)
		if (span_eq(proposal_source(e, i), span_str(words[k])))
			return true;
	return body_word(e->bodies, &e->tagger, i, BODY_PLACE_KIND);
}

/* Whether a mention of the same label ends in front of c. */
static bool
in_list(const struct entities *e, const struct proposal *c)
{
	for (size_t i = e->found.n; i-- > 0;) {
		const struct mention *m = &e->found.m[i];

		if (m->first < e->line)
			return false;
		if (m->first + m->n == e->line + c->first)
			return span_eq(m->label, c->label);
	}
	return false;
}

/* The form of c's first word, where no list has c: that of the word, unless
 * what stands in front of it, or the word as a name, tells otherwise. */
static unsigned
form_of(const struct entities *e, const struct proposal *c)
{
	const struct probe *p = &e->tagger.probe[c->first];
	unsigned form = likely_form(e, c->first);

	if (c->source != SOURCE_MODEL)
		return form;
	if (p->forms > 1 && (!p->known || c->end - c->first == 1) &&
	    in_list(e, c) &&
	    span_starts(proposal_source(e, c->first), SPAN("و")))
		return form > 0 ? form : 1;
	if ((p->own && span_eq(c->label, SPAN("PER"))) ||
	    (c->first > 0 && governs(e, c->first - 1)))
		return 0;
	return form;
}

static void
name_from(const struct gazetteer *g, const struct gazetteer_entry *entry,
    struct mention *m)
{
	m->id = gazetteer_id(g, entry);
	m->name = gazetteer_name(g, entry);
	/* they are read when mentions are linked and written */
	__builtin_prefetch(m->id.p);
	__builtin_prefetch(m->name.p);
	if (m->id.n == 0)
		m->id.p = NULL;
	if (m->name.n == 0)
		m->name.p = NULL;
}

/* Whether c is one word that mostly means something else than the place which
 * is called so: the tagger may see a place there, but hardly this one. */
static bool
unlikely(const struct gazetteer *g, const struct tagger *t,
    const struct proposal *c, unsigned form)
{
	return c->source == SOURCE_MODEL && c->end - c->first == 1 &&
	    span_eq(c->label, SPAN("LOC")) &&
	    gazetteer_likely(match_first(
		g, MATCH_BUILT_IN, &t->probe[c->first], form)) == LIKELY_NOT;
}

unsigned
lookup_name(
    const struct entities *e, const struct proposal *c, struct mention *m)
{
	const struct tagger *t = &e->tagger;
	unsigned form = c->form >= 0 ? (unsigned)c->form : form_of(e, c);

	if (c->match != NULL) {
		const struct gazetteer *g = t->list[c->match->list];

		name_from(g, &g->entry[c->match->entry], m);
		return c->match->form;
	}
	for (unsigned l = 0; l <= MATCH_BUILT_IN; l++) {
		const struct gazetteer_entry *entry = lookup_entry(
		    t->list[l], l, t, c, &form);

		if (entry == NULL && t->list[l] != NULL)
			entry = entry_beside(e, l, c);
		if (entry != NULL && l == MATCH_BUILT_IN &&
		    unlikely(t->list[l], t, c, form))
			break;
		if (entry != NULL) {
			name_from(t->list[l], entry, m);
			break;
		}
	}
	return form;
}

struct span
lookup_label(const struct entities *e, const struct name_match *m)
{
	return e->tagger.list[m->list]->label[m->label];
}
