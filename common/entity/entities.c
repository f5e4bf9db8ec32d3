#include "entity/entities.h"

#include <stdlib.h>

#include "base/mem.h"
#include "entity/link.h"
#include "entity/title.h"
#include "tables/tables.h"

const char *const mention_sources[] = { "gazetteer", "rule", "model", "coref" };

/* Votes by which the tagger may prefer that a known name is none. */
enum { DOUBT = 5 };

/* A span of the line's tokens that is to become a mention. */
struct proposal {
	uint32_t first, end;
	enum mention_source source;
	const struct name_match *match; /* that gave it, or NULL */
	struct span label;
};

static void
build(struct gazetteer_builder *b, struct gazetteer *g, struct buf *image)
{
	if (b->slots == 0)
		gazetteer_entity(b, SPAN(""), SPAN("RULE"), SPAN(""), 0, 0);
	gazetteer_image(b, image);
	gazetteer_open(g, buf_span(image));
	gazetteer_builder_free(b);
}

void
entities_init(struct entities *e, const struct model *m,
    const struct gazetteer *user, const struct gazetteer *built_in,
    const char *rules_name, struct span rules_text)
{
	const struct gazetteer *list[MATCH_LISTS] = { user, built_in,
		&e->titles, &e->triggers };
	struct gazetteer_builder b = { 0 };

	memset(e, 0, sizeof(*e));
	title_list(&b);
	build(&b, &e->titles, &e->titles_image);
	e->rules = ruleset_new();
	ruleset_add(e->rules, "namerules.tsv", table_namerules(), &b);
	if (rules_name != NULL)
		ruleset_add(e->rules, rules_name, rules_text, &b);
	build(&b, &e->triggers, &e->triggers_image);
	tagger_init(&e->tagger, m, list);
	e->table = mention_table_new();
	namesakes_init(&e->namesakes);
}

static const struct token *
line_token(const struct entities *e, uint32_t i)
{
	return &e->tokens.t[e->line + i];
}

static struct span
source_of(const struct entities *e, uint32_t i)
{
	const struct token *t = line_token(e, i);

	return span_of(e->text.p + t->at, t->n);
}

/* Marks at the ends, and proclitics that stand alone (لـ), are outside. */
static void
trim(const struct entities *e, struct proposal *c)
{
	const struct probe *p = e->tagger.probe;

	while (c->first < c->end && p[c->first].kind == TOKEN_MARK)
		c->first++;
	while (c->end > c->first && p[c->end - 1].kind == TOKEN_MARK &&
	    !line_token(e, c->end - 1)->blank &&
	    source_of(e, c->end - 1).p[0] != '.')
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

/* The entry that is called exactly like tokens [first, end), with the form of
 * the first one that fits; NULL where there is none with that label. */
static const struct gazetteer_entry *
known(const struct gazetteer *g, unsigned number, const struct tagger *t,
    const struct proposal *c, unsigned *form)
{
	const struct probe *p = &t->probe[c->first];

	for (unsigned f = 0; g != NULL && f < p->forms; f++) {
		uint64_t state = gazetteer_step(GAZETTEER_ROOT, p->hash[f]);
		uint32_t node;

		if ((p->starts[number] >> f & 1) == 0)
			continue;
		for (uint32_t i = c->first + 1; i < c->end; i++)
			state = gazetteer_step(state, t->probe[i].hash[0]);
		node = gazetteer_node(g, state) & NODE_ENTRY;
		if (node != 0 &&
		    span_eq(g->label[g->entry[node - 1].label], c->label)) {
			*form = f;
			return &g->entry[node - 1];
		}
	}
	return NULL;
}

/* The organisation that is listed with the word in front: وكالة تسنيم. */
static const struct gazetteer_entry *
known_with(const struct gazetteer *g, unsigned number, const struct tagger *t,
    const struct proposal *c)
{
	struct proposal longer = *c;
	unsigned form;

	if (c->first == 0 || !span_eq(c->label, SPAN("ORG")) ||
	    !title_generic(t, c->first - 1))
		return NULL;
	longer.first--;
	return known(g, number, t, &longer, &form);
}

/* The form of the first word where no list tells: what running text says; of
 * an unknown word, what is left if it begins with the article. */
static unsigned
likely_form(const struct entities *e, uint32_t i)
{
	const struct probe *p = &e->tagger.probe[i];
	struct span s = source_of(e, i);

	if (p->best != 0 || p->known)
		return p->best;
	for (unsigned f = 1; f < p->forms; f++) {
		struct span rest = span_skip(
		    s, clitic_source(s, p->form[f].letters));

		if (p->form[f].article ||
		    (span_starts(rest, SPAN("ال")) && rest.n > 6))
			return f;
	}
	return 0;
}

static void
name_from(const struct gazetteer *g, const struct gazetteer_entry *entry,
    struct mention *m)
{
	m->id = gazetteer_id(g, entry);
	m->name = gazetteer_name(g, entry);
	if (m->id.n == 0)
		m->id.p = NULL;
	if (m->name.n == 0)
		m->name.p = NULL;
}

/* Look m up in the lists; the form of its first word. */
static unsigned
look_up(const struct entities *e, const struct proposal *c, struct mention *m)
{
	const struct tagger *t = &e->tagger;
	unsigned form = likely_form(e, c->first);

	if (c->match != NULL) {
		const struct gazetteer *g = t->list[c->match->list];

		name_from(g, &g->entry[c->match->entry], m);
		return c->match->form;
	}
	for (unsigned l = 0; l <= MATCH_BUILT_IN; l++) {
		const struct gazetteer_entry *entry = known(
		    t->list[l], l, t, c, &form);

		if (entry == NULL)
			entry = known_with(t->list[l], l, t, c);
		if (entry != NULL) {
			name_from(t->list[l], entry, m);
			break;
		}
	}
	return form;
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

static void
set_title(const struct entities *e, const struct proposal *c, struct mention *m)
{
	unsigned form = 0;
	uint32_t first = title_start(
	    &e->tagger, line_token(e, 0), c->first, &form);
	const struct token *t = line_token(e, first);
	struct span s;
	size_t cut;

	if (first == c->first)
		return;
	s = source_of(e, first);
	cut = clitic_source(s, e->tagger.probe[first].form[form].letters);
	t = line_token(e, c->first - 1);
	m->title = span_to(s.p + cut, e->text.p + t->at + t->n);
}

static struct mention *
push(struct mentions *all)
{
	if (all->n == all->cap)
		all->m = mem_grow(
		    all->m, &all->cap, all->n + 1, sizeof(*all->m));
	all->m[all->n] = (struct mention) { 0 };
	return &all->m[all->n++];
}

static void
add(struct entities *e, struct proposal c)
{
	struct mention *m;
	const struct token *last;
	unsigned form;
	struct span first;

	trim(e, &c);
	if (!is_free(e, c.first, c.end))
		return;
	m = push(&e->found);
	m->label = c.label;
	m->source = (uint8_t)c.source;
	m->first = (uint32_t)e->line + c.first;
	m->n = c.end - c.first;
	form = look_up(e, &c, m);
	first = source_of(e, c.first);
	m->prefix = (uint32_t)clitic_source(
	    first, e->tagger.probe[c.first].form[form].letters);
	last = line_token(e, c.end - 1);
	m->start = line_token(e, c.first)->at + m->prefix;
	m->end = last->at + last->n;
	set_keys(&e->tagger, &c, form, m);
	set_score(&e->tagger, &c, m);
	if (span_eq(c.label, SPAN("PER")))
		set_title(e, &c, m);
	memset(e->taken + c.first, true, c.end - c.first);
}

/*
 * The sources, one by one.
 */

static struct span
match_label(const struct entities *e, const struct name_match *m)
{
	const struct gazetteer *g = e->tagger.list[m->list];

	return g->label[g->entry[m->entry].label];
}

static void
add_match(
    struct entities *e, const struct name_match *m, enum mention_source source)
{
	add(e,
	    (struct proposal) {
		m->first, m->first + m->n, source, m, match_label(e, m) });
}

/* The token of the line that holds byte `at` of the text. */
static uint32_t
token_at(const struct entities *e, size_t at)
{
	uint32_t i = 0, end = e->tagger.n;

	while (i + 1 < end) {
		uint32_t mid = i + (end - i) / 2;

		if (line_token(e, mid)->at <= at)
			i = mid;
		else
			end = mid;
	}
	return i;
}

static void
use_rule(void *arg, struct span label, size_t from, size_t to)
{
	struct entities *e = arg;
	size_t start = line_token(e, 0)->at;
	uint32_t first = token_at(e, start + e->folded.map[from]);
	uint32_t end = token_at(e, start + e->folded.map[to - 1]) + 1;

	add(e, (struct proposal) { first, end, SOURCE_RULE, NULL, label });
}

static void
apply_rules(struct entities *e)
{
	const struct token *last = line_token(e, e->tagger.n - 1);
	uint32_t start = line_token(e, 0)->at;
	bool triggered = false;

	for (uint32_t i = 0; i < e->tagger.n && !triggered; i++)
		triggered = e->tagger.probe[i].starts[MATCH_TRIGGERS] != 0;
	if (!triggered && !ruleset_eager(e->rules))
		return;
	fold(
	    &e->folded, span_of(e->text.p + start, last->at + last->n - start));
	ruleset_apply(
	    e->rules, buf_span(&e->folded.text), triggered, use_rule, e);
}

/* A name of the built-in list that can be believed alone. */
static bool
sure(const struct entities *e, const struct name_match *m)
{
	unsigned words = e->tagger.list[m->list]->entry[m->entry].sure;

	return words > 0 && m->n >= words;
}

/* Whether the tagger, which took none of these words for a name, is not far
 * from doing so. */
static bool
doubted(const struct entities *e, const struct name_match *m)
{
	const struct tagger *t = &e->tagger;

	if (t->model == NULL || span_eq(match_label(e, m), SPAN("PER")))
		return true;
	for (uint32_t i = m->first; i < m->first + m->n; i++)
		if (t->margin[i] > DOUBT * t->model->scale)
			return false;
	return true;
}

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

/* Whether the candidate is made of n > 1 matches side by side that are sure and
 * have its label, or of one of several words with places behind it. */
static bool
tiles(const struct entities *e, const struct name_match *m, size_t n,
    const struct proposal *c)
{
	uint32_t first = c->first;

	for (size_t i = 0; i < n; i++) {
		struct span label = match_label(e, &m[i]);
		bool place = i > 0 && m[0].n > 1 && span_eq(label, SPAN("LOC"));

		if (m[i].first != first)
			return false;
		if (!place && (!sure(e, &m[i]) || !span_eq(label, c->label)))
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
	struct span label = match_label(e, m);
	const struct tagger *t = &e->tagger;
	bool same = m->first == c->first ||
	    (m->first + 1 == c->first && title_generic(t, m->first));
	unsigned form;

	if (m->first > c->first || m->first + m->n < c->end ||
	    m->n == c->end - c->first || !sure(e, m))
		return false;
	return span_eq(label, SPAN("PER")) ||
	    (same && span_eq(label, SPAN("ORG")) && m->first + m->n > c->end &&
		span_eq(c->label, label) &&
		known(t->list[MATCH_BUILT_IN], MATCH_BUILT_IN, t, c, &form) ==
		    NULL);
}

/* Cut what follows a known person and is a word but no name: a verb, mostly. */
static void
cut_tail(
    const struct entities *e, const struct name_match *m, struct proposal *c)
{
	uint32_t end = m->first + m->n;

	if (m->first != c->first || end >= c->end ||
	    !span_eq(match_label(e, m), SPAN("PER")))
		return;
	for (uint32_t i = end; i < c->end; i++)
		if (e->tagger.probe[i].name ||
		    (!e->tagger.probe[i].known &&
			!span_starts(source_of(e, i), SPAN("ي"))))
			return;
	c->end = end;
}

/* A span of the tagger, mended by the names that it meets. */
static void
add_tagged(struct entities *e, uint32_t first, uint32_t end, struct span label)
{
	size_t n;
	const struct name_match *m = meeting(e, first, end, &n);
	struct proposal c = { first, end, SOURCE_MODEL, NULL, label };

	trim(e, &c);
	if (c.end == c.first + 1 && title_generic(&e->tagger, c.first))
		return;
	if (n == 1 && better(e, m, &c)) {
		if (span_eq(match_label(e, m), SPAN("PER")))
			c.first = m->first;
		c.end = m->first + m->n;
		c.label = match_label(e, m);
	} else if (tiles(e, m, n, &c)) {
		for (size_t i = 0; i < n; i++) {
			c.first = m[i].first;
			c.end = m[i].first + m[i].n;
			c.label = match_label(e, &m[i]);
			add(e, c);
		}
		return;
	}
	if (n > 0)
		cut_tail(e, m, &c);
	/* names of several words mean one thing, but that an organisation may
	 * be called after a place */
	if (n == 1 && m->first == c.first && m->first + m->n == c.end &&
	    m->n > 1 && sure(e, m) && !span_eq(c.label, SPAN("ORG")))
		c.label = match_label(e, m);
	add(e, c);
}

static void
add_tags(struct entities *e)
{
	const struct tagger *t = &e->tagger;
	uint32_t end;

	for (uint32_t i = 0; i < t->n; i = end) {
		end = i + 1;
		if (t->tag[i] % 2 == 0)
			continue;
		while (end < t->n && t->tag[end] == t->tag[i] + 1)
			end++;
		add_tagged(e, i, end, t->model->type[t->tag[i] / 2]);
	}
}

static int
by_start(const void *a, const void *b)
{
	const struct mention *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

/* Add the names of the built-in list that need no witness; sentences: heed
 * what the tagger thinks of them. */
static void
add_built_in(struct entities *e, bool sentences)
{
	const struct tagger *t = &e->tagger;

	for (uint32_t i = 0; i < t->matches; i++)
		if (t->match[i].list == MATCH_BUILT_IN &&
		    sure(e, &t->match[i]) &&
		    (!sentences || doubted(e, &t->match[i])))
			add_match(e, &t->match[i], SOURCE_GAZETTEER);
}

static void
find_line(struct entities *e, size_t n)
{
	struct tagger *t = &e->tagger;

	tagger_line(t, e->text, e->tokens.t + e->line, n);
	memset(e->taken, false, n * sizeof(*e->taken));
	for (uint32_t i = 0; i < t->matches; i++)
		if (t->match[i].list == MATCH_USER)
			add_match(e, &t->match[i], SOURCE_GAZETTEER);
	apply_rules(e);
	if (title_keywords(t))
		add_built_in(e, false);
	if (t->model != NULL)
		add_tags(e);
	add_built_in(e, true);
	for (uint32_t i = 0; i < n; i++)
		e->key[e->line + i] = t->probe[i].rare && !e->taken[i]
		    ? t->probe[i].hash[t->probe[i].best]
		    : 0;
}

/*
 * Surnames: a word that ends a person's full name means that person wherever
 * it stands alone in the text.
 */

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
	struct mention *m = push(&e->found);
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

static bool
find_surnames(struct entities *e)
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

static void
settle(struct entities *e)
{
	qsort(e->found.m, e->found.n, sizeof(*e->found.m), by_start);
	link_mentions(&e->found, e->table);
	namesakes_settle(&e->namesakes, e->text, &e->found);
}

void
entities_find(struct entities *e, struct span text)
{
	size_t n;

	e->text = text;
	e->found.n = 0;
	tokens_split(&e->tokens, text);
	if (e->tokens.n > e->key_cap)
		e->key = mem_grow(
		    e->key, &e->key_cap, e->tokens.n, sizeof(*e->key));
	if (e->tokens.n > 0)
		memset(e->key, 0, e->tokens.n * sizeof(*e->key));
	for (e->line = 0;
	     (n = tagger_next(e->tokens.t, e->tokens.n, &e->line)) > 0;
	     e->line += n)
		find_line(e, n);
	if (e->found.n == 0)
		return;
	settle(e);
	if (find_surnames(e))
		settle(e);
}

void
entities_free(struct entities *e)
{
	tagger_free(&e->tagger);
	ruleset_free(e->rules);
	buf_free(&e->titles_image);
	buf_free(&e->triggers_image);
	folded_free(&e->folded);
	tokens_free(&e->tokens);
	mention_table_free(e->table);
	free(e->key);
	free(e->found.m);
}
