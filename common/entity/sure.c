#include "entity/sure.h"

#include "entity/body.h"
#include "entity/lookup.h"
#include "entity/proposal.h"
#include "entity/title.h"

/* The longest built-in name that starts at token i; n is 0 where none does. */
static struct name_match
match_from(const struct tagger *t, uint32_t i)
{
	struct name_match m = { 0 };

	if (t->probe[i].starts[MATCH_BUILT_IN] != 0)
		tagger_match(t, MATCH_BUILT_IN, i, &m);
	return m;
}

static enum gazetteer_likely
likely(const struct tagger *t, const struct name_match *m)
{
	return gazetteer_likely(match_first(t->list[MATCH_BUILT_IN],
	    MATCH_BUILT_IN, &t->probe[m->first], m->form));
}

static bool
is_place(const struct name_match *m)
{
	return m->label == LABEL_LOC;
}

/* Whether the word in front of m is of that class, and says that m is a place.
 */
static bool
behind(
    const struct entities *e, const struct name_match *m, enum body_class class)
{
	return is_place(m) && m->first > 0 &&
	    body_word(e->bodies, &e->tagger, m->first - 1, class);
}

/* Whether the proclitics that m would have are rather the start of its first
 * word, as text uses it: باكرا is not ب and أكرا. */
static bool
uncut(const struct entities *e, const struct name_match *m)
{
	const struct probe *p = &e->tagger.probe[m->first];

	return m->form > 0 && p->best == 0 &&
	    (p->known || probe_letters(m->form) > 1);
}

/* Whether the text prints another alef than the name has: آب is not إب. */
static bool
other_alef(const struct entities *e, const struct name_match *m)
{
	const struct gazetteer *g = e->tagger.list[MATCH_BUILT_IN];
	struct span name = gazetteer_name(g, &g->entry[m->entry]);

	return m->form == 0 &&
	    span_starts(proposal_source(e, m->first), SPAN("آ")) &&
	    span_starts(name, SPAN("إ"));
}

/* Whether m is where a line says that its news come from: حماة - وكالات. */
static bool
dateline(const struct entities *e, const struct name_match *m)
{
	struct span next;

	if (m->first > 0 || m->n == e->tagger.n || !is_place(m))
		return false;
	next = proposal_source(e, m->n);
	return proposal_token(e, m->n)->blank &&
	    (span_eq(next, SPAN("-")) || span_eq(next, SPAN("–")) ||
		span_eq(next, SPAN("—")));
}

static bool
sure_word(const struct entities *e, const struct name_match *m)
{
	if (uncut(e, m) || other_alef(e, m))
		return false;
	switch (likely(&e->tagger, m)) {
	case LIKELY_SURE:
		return true;
	case LIKELY_SOME:
		return behind(e, m, BODY_PLACE_WORD) || dateline(e, m);
	default:
		return m->form == 0 && behind(e, m, BODY_PLACE_KIND);
	}
}

static bool
sure_match(const struct entities *e, const struct name_match *m)
{
	if (m->n == 0)
		return false;
	return m->n > 1 ? lookup_sure(m) : sure_word(e, m);
}

/* The tagger's entity that token i is in: tokens [*first, return value); i
 * where it is in none. */
static uint32_t
tagged(const struct tagger *t, uint32_t i, uint32_t *first)
{
	uint32_t end = i;

	if (t->model == NULL || t->tag[i] == 0)
		return i;
	for (*first = i; t->tag[*first] % 2 == 0; (*first)--)
		;
	for (end = i + 1;
	     end < t->n && t->tag[end] != 0 && t->tag[end] % 2 == 0; end++)
		;
	return end;
}

/* Whether the first word of m has that proclitic and no other; an article may
 * be part of it. */
static bool
has_proclitic(
    const struct entities *e, const struct name_match *m, struct span proclitic)
{
	const struct probe *p = &e->tagger.probe[m->first];

	if (proclitic.n == 0)
		return m->form == 0;
	return m->form > 0 &&
	    probe_letters(m->form) == 1u + probe_article(p, m->form) &&
	    span_starts(proposal_source(e, m->first), proclitic);
}

/* For body_at: the ends of a place and of an organisation. */
static uint32_t
place_end(void *arg, uint32_t i, struct span proclitic)
{
	const struct entities *e = arg;
	struct name_match m = match_from(&e->tagger, i);

	if (m.n == 0 || !is_place(&m) || !has_proclitic(e, &m, proclitic))
		return i;
	return m.n > 1 || lookup_sure(&m) ||
		likely(&e->tagger, &m) >= LIKELY_SOME
	    ? i + m.n
	    : i;
}

/* For body_at: the end of a person's name at token i, or behind a title there;
 * as a list or the tagger has it. */
static uint32_t
person_end(void *arg, uint32_t i)
{
	const struct entities *e = arg;
	const struct tagger *t = &e->tagger;
	uint32_t name = title_head(t, i) && i + 1 < t->n ? i + 1 : i;
	uint32_t first = name;
	struct name_match m = match_from(t, name);
	uint32_t end = tagged(t, name, &first);

	if (m.n > 0 && m.form == 0 && m.label == LABEL_PER)
		return name + m.n;
	return end > name && first == name &&
		span_eq(t->model->type[t->tag[first] / 2], SPAN("PER"))
	    ? end
	    : i;
}

static struct span
token_source(void *arg, uint32_t i)
{
	return proposal_source(arg, i);
}

static struct proposal sure_with(
    struct entities *e, uint32_t i, const struct name_match *m);

static uint32_t
body_end(void *arg, uint32_t i, struct span proclitic)
{
	const struct entities *e = arg;
	struct name_match m = match_from(&e->tagger, i);
	struct proposal p = sure_with(arg, i, &m);

	m.first = i;
	m.form = (uint8_t)p.form;
	return p.end > i && span_eq(p.label, SPAN("ORG")) &&
		has_proclitic(arg, &m, proclitic)
	    ? p.end
	    : i;
}

/* Whether the line is one of sports. */
static bool
about_sports(struct entities *e)
{
	const struct tagger *t = &e->tagger;
	unsigned words = 0;

	for (uint32_t i = 0; e->sports < 0 && words < 2 && i < t->n; i++)
		words += body_word(e->bodies, t, i, BODY_SPORTS);
	if (e->sports < 0)
		e->sports = words == 2;
	return e->sports != 0;
}

/* Whether token i, in form f, is a club in a line of sports. */
static bool
club_at(const struct entities *e, uint32_t i, unsigned f)
{
	const struct tagger *t = &e->tagger;
	const struct probe *p = &t->probe[i];
	struct span s = proposal_source(e, i);

	/* cities side by side: باريس وليون */
	if (f > 0 && i > 0 && e->taken[i - 1] && span_starts(s, SPAN("و")) &&
	    span_eq(e->found.m[e->found.n - 1].label, SPAN("LOC")))
		return false;
	if (body_form_is(e->bodies, p, f, BODY_CLUB))
		return !(f > 0 && span_starts(s, SPAN("ب"))) &&
		    (i == 0 ||
			(!body_word(e->bodies, t, i - 1, BODY_INSIDE) &&
			    !body_word(e->bodies, t, i - 1, BODY_PLACE_KIND)));
	if (!body_form_is(e->bodies, p, f, BODY_RARE_CLUB) ||
	    body_spoilt(e->bodies, t, i))
		return false;
	return (f == 0 && i > 0 &&
		   body_word(e->bodies, t, i - 1, BODY_BESIDE_CLUB)) ||
	    (i + 1 < t->n && !body_head(e->bodies, t, i) &&
		body_plain_word(e->bodies, t, i + 1, BODY_MASCULINE));
}

/* The club that token i is, if it is one. */
static struct proposal
club(struct entities *e, uint32_t i)
{
	const struct probe *p = &e->tagger.probe[i];
	struct proposal c = { .first = i, .end = i, .form = -1 };
	unsigned left = p->starts[MATCH_TITLES] & (1u | 1u << p->best);

	for (; left != 0 && c.end == i; left &= left - 1) {
		unsigned f = (unsigned)__builtin_ctz(left);

		if (club_at(e, i, f) && about_sports(e))
			c = (struct proposal) { i, i + 1, SOURCE_RULE, NULL,
				SPAN("ORG"), (int)f };
	}
	return c;
}

/* Whether token i is a noun behind لل: what a known name has behind it is no
 * part of it (المفوضية الأوروبية + للمنافسة). */
static bool
goes_on_for(const struct entities *e, uint32_t i)
{
	const struct probe *p = &e->tagger.probe[i];

	for (unsigned f = 1; f < p->forms; f++)
		if (probe_article(p, f))
			return true;
	return false;
}

/* The sure name that starts at token i, where the gazetteer has m. */
static struct proposal
sure_with(struct entities *e, uint32_t i, const struct name_match *m)
{
	const struct body_line line = { e->bodies, &e->tagger, e, token_source,
		place_end, body_end, person_end };
	/* clubs and bodies start with words of these */
	bool known = e->tagger.probe[i].starts[MATCH_TITLES] != 0;
	struct proposal p = { .first = i, .end = i, .form = -1 };
	struct body_name body;

	if (sure_match(e, m) &&
	    !(m->label == LABEL_ORG && body_spoilt(e->bodies, &e->tagger, i)))
		p = (struct proposal) { i, i + m->n, SOURCE_GAZETTEER, m,
			lookup_label(e, m), m->form };
	if (known && p.end <= i + 1) {
		struct proposal c = club(e, i);

		if (c.end > i)
			p = c;
	}
	if (known && body_at(&line, i, &body) && body.end > p.end &&
	    !(p.match != NULL && p.end > i + 1 && goes_on_for(e, p.end)))
		p = (struct proposal) { i, body.end, SOURCE_RULE, NULL,
			body.label, (int)body.form };
	return p;
}

/* Votes of the tagger by which a city is its club in other lines, too. */
enum { CLUB_VOTES = 150 };

/* Whether p is a place that an organisation may be called after, as the tagger
 * says: a city's club in a line of sports, or what is a place but now and then.
 */
static bool
called_after(struct entities *e, const struct proposal *p)
{
	const struct tagger *t = &e->tagger;

	if (!span_eq(p->label, SPAN("LOC")) || p->match == NULL)
		return false;
	if (p->match->sure == 1)
		return false;
	if (about_sports(e))
		return true;
	return p->match->n == 1 &&
	    (likely(t, p->match) < LIKELY_SURE ||
		(body_word(e->bodies, t, p->first, BODY_CLUB) &&
		    !behind(e, p->match, BODY_PLACE_WORD) &&
		    t->margin[p->first] >= CLUB_VOTES * t->model->scale));
}

/* Whether the tagger saw more than p, or what p is the place of. */
static bool
tagger_knows_better(struct entities *e, const struct proposal *p)
{
	const struct tagger *t = &e->tagger;
	uint32_t first, end = tagged(t, p->first, &first);
	struct span label;

	if (end == p->first)
		return false;
	label = t->model->type[t->tag[first] / 2];
	if (first == p->first && end == p->end)
		return span_eq(label, SPAN("ORG")) && called_after(e, p);
	return first <= p->first && end >= p->end &&
	    !(first < p->first && span_eq(p->label, SPAN("ORG")) &&
		body_word(e->bodies, t, first, BODY_MEN)) &&
	    !(first < p->first && span_eq(p->label, SPAN("PER")) &&
		end == p->end &&
		body_word(e->bodies, t, first, BODY_FOLLOWERS));
}

/* Where candidates are looked for: the next ones of the tagger's matches and of
 * the triggers. */
struct sure_place {
	uint32_t match, trigger;
};

/* The first token from i on that is a trigger or where the tagger found a
 * match; *m is the match there, its n 0 where there is none.  Within a longer
 * match the tagger did not look. */
static uint32_t
candidate(const struct entities *e, uint32_t i, struct sure_place *next,
    struct name_match *m)
{
	const struct tagger *t = &e->tagger;
	uint32_t first = t->n, trigger = t->n;

	while (next->match < t->matches &&
	    (t->match[next->match].list != MATCH_BUILT_IN ||
		t->match[next->match].first + t->match[next->match].n <= i))
		next->match++;
	if (next->match < t->matches)
		first = t->match[next->match].first;
	while (next->trigger < e->triggers && e->trigger[next->trigger] < i)
		next->trigger++;
	if (next->trigger < e->triggers)
		trigger = e->trigger[next->trigger];
	m->n = 0;
	if (i < first && trigger < first)
		return trigger;
	if (i < first)
		i = first;
	if (i < t->n)
		*m = i == first ? t->match[next->match] : match_from(t, i);
	return i;
}

void
sure_add(struct entities *e)
{
	const struct tagger *t = &e->tagger;
	struct sure_place next = { 0, 0 };
	struct name_match m;

	e->sports = -1;
	for (uint32_t i = 0; (i = candidate(e, i, &next, &m)) < t->n;) {
		struct proposal p;

		if (m.n == 0 && t->probe[i].starts[MATCH_TRIGGERS] == 0) {
			i++;
			continue;
		}
		p = sure_with(e, i, &m);
		if (p.end == i || tagger_knows_better(e, &p)) {
			i++;
			continue;
		}
		proposal_add(e, p);
		i = p.end;
	}
}
