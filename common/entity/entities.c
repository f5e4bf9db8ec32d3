/*
 * One line after another: the user's names, rules, lines of keywords, the
 * tagger's spans, then what the built-in list has beside them; each takes its
 * tokens, and none is taken twice.  Names that can be believed alone are kept
 * against the tagger where it is in doubt: by five of its votes at the most.
 */
#include "entity/entities.h"

#include <stdlib.h>

#include "base/mem.h"
#include "entity/body.h"
#include "entity/echo.h"
#include "entity/link.h"
#include "entity/lookup.h"
#include "entity/repair.h"
#include "entity/sure.h"
#include "entity/title.h"
#include "tables/tables.h"

/* Votes by which the tagger may prefer that a known name is none. */
enum { DOUBT = 5 };

static void
build(struct gazetteer_builder *b, struct gazetteer *g, struct buf *image)
{
	if (b->slots == 0)
		gazetteer_entity(b, SPAN(""), SPAN("RULE"), SPAN(""), 0, 0);
	gazetteer_image(b, image);
	gazetteer_open(g, buf_span(image));
	gazetteer_builder_free(b);
}

/* Kinds of bodies, and clubs, lie beside the triggers of rules, to be found
 * fast. */
static void
add_body(void *arg, uint64_t word, enum body_form what)
{
	struct gazetteer_builder *b = arg;

	if (what != BODY_FORM_WORD)
		gazetteer_word(b, (uint32_t)b->entries - 1, word);
}

/* The rules that token i, which is a trigger or starts a body, triggers. */
static uint64_t
rules_of(const struct entities *e, uint32_t i)
{
	const struct gazetteer *g = e->tagger.list[MATCH_TRIGGERS];
	struct name_match m;

	if (!tagger_match(&e->tagger, MATCH_TRIGGERS, i, &m) ||
	    !span_eq(g->label[g->entry[m.entry].label], SPAN("RULE")))
		return 0;
	return ruleset_waits(e->rules, gazetteer_id(g, &g->entry[m.entry]));
}

void
entity_tables_open(struct entity_tables *k, const struct model *m,
    const struct gazetteer *user, const struct gazetteer *built_in,
    const char *rules_name, struct span rules_text, unsigned threads)
{
	struct gazetteer_builder b = { 0 };

	*k = (struct entity_tables) { .model = m,
		.list = { user, built_in, &k->titles, &k->triggers },
		.rules = ruleset_new(),
		.bodies = bodies_new(),
		.store = threads > 1 ? tagger_store(m) : NULL };
	title_list(&b, k->bodies);
	build(&b, &k->titles, &k->titles_image);
	ruleset_add(k->rules, "namerules.tsv", table_namerules(), false, &b);
	if (rules_name != NULL)
		ruleset_add(k->rules, rules_name, rules_text, true, &b);
	gazetteer_entity(&b, SPAN(""), SPAN("BODY"), SPAN(""), 1, 0);
	bodies_words(k->bodies, add_body, &b);
	build(&b, &k->triggers, &k->triggers_image);
}

void
entity_tables_free(struct entity_tables *k)
{
	ruleset_free(k->rules);
	bodies_free(k->bodies);
	buf_free(&k->titles_image);
	buf_free(&k->triggers_image);
	store_free(k->store);
}

void
entities_init(struct entities *e, const struct entity_tables *k)
{
	memset(e, 0, sizeof *e);
	e->rules = k->rules;
	e->bodies = k->bodies;
	tagger_init(&e->tagger, k->model, k->list);
	e->tagger.store = k->store;
	e->table = mention_table_new();
	namesakes_init(&e->namesakes);
}

static void
add_match(
    struct entities *e, const struct name_match *m, enum mention_source source)
{
	proposal_add(e,
	    (struct proposal) { m->first, m->first + m->n, source, m,
		lookup_label(e, m), m->form });
}

/* The token of the line that holds byte `at` of the text. */
static uint32_t
token_at(const struct entities *e, size_t at)
{
	uint32_t i = 0, end = e->tagger.n;

	while (i + 1 < end) {
		uint32_t mid = i + (end - i) / 2;

		if (proposal_token(e, mid)->at <= at)
			i = mid;
		else
			end = mid;
	}
	return i;
}

/* The line at hand. */
static struct span
whole_line(const struct entities *e)
{
	const struct token *first = proposal_token(e, 0);
	const struct token *last = proposal_token(e, e->tagger.n - 1);

	return span_to(e->text.p + first->at, e->text.p + last->at + last->n);
}

/* The way back from the folded line is made where a rule matches. */
static void
use_rule(void *arg, struct span label, size_t from, size_t to)
{
	struct entities *e = arg;
	size_t start = proposal_token(e, 0)->at;
	uint32_t first, end;

	if (e->folded.text.n == 0)
		fold(&e->folded, whole_line(e));
	first = token_at(e, start + e->folded.map[from]);
	end = token_at(e, start + e->folded.map[to - 1]) + 1;
	proposal_add(
	    e, (struct proposal) { first, end, SOURCE_RULE, NULL, label, -1 });
}

static void
apply_rules(struct entities *e)
{
	uint64_t triggered = 0;

	for (uint32_t i = 0; i < e->triggers; i++)
		triggered |= rules_of(e, e->trigger[i]);
	e->folded.text.n = 0;
	ruleset_apply(
	    e->rules, whole_line(e), &e->rule_line, triggered, use_rule, e);
}

/* Whether the tagger, which took none of these words for a name, is not far
 * from doing so. */
static bool
doubted(const struct entities *e, const struct name_match *m)
{
	const struct tagger *t = &e->tagger;

	if (t->model == NULL || m->label == LABEL_PER)
		return true;
	for (uint32_t i = m->first; i < m->first + m->n; i++)
		if (t->margin[i] > DOUBT * t->model->scale)
			return false;
	return true;
}

static void
add_tags(struct entities *e)
{
	const struct tagger *t = &e->tagger;
	uint32_t end;

	for (uint32_t i = 0; i < t->n; i = end) {
		end = i + 8; /* most are outside */
		if (end <= t->n && hash_load((const char *)t->tag + i, 8) == 0)
			continue;
		end = i + 1;
		if (t->tag[i] % 2 == 0)
			continue;
		while (end < t->n && t->tag[end] == t->tag[i] + 1)
			end++;
		repair_add(e, i, end, t->model->type[t->tag[i] / 2]);
	}
}

/* Add the names of the built-in list that need no witness; sentences: heed
 * what the tagger thinks of them. */
static void
add_built_in(struct entities *e, bool sentences)
{
	const struct tagger *t = &e->tagger;

	for (uint32_t i = 0; i < t->matches; i++)
		if (t->match[i].list == MATCH_BUILT_IN &&
		    lookup_sure(&t->match[i]) &&
		    !(t->match[i].label == LABEL_ORG &&
			body_spoilt(e->bodies, t, t->match[i].first)) &&
		    (!sentences || doubted(e, &t->match[i])))
			add_match(e, &t->match[i], SOURCE_GAZETTEER);
}

/* Keep what is asked of each token, now or when the line is done. */
static void
look_over(struct entities *e)
{
	const struct probe *p = e->tagger.probe;
	struct entity_word *w = e->word + e->line;
	uint32_t triggers = 0, n = e->tagger.n;

	for (uint32_t i = 0; i < n; i++, p++, w++) {
		e->trigger[triggers] = (uint16_t)i;
		triggers += p->starts[MATCH_TRIGGERS] != 0;
		w->whole = p->hash[0];
		w->best = p->hash[p->best];
		w->rare = p->rare;
	}
	e->triggers = triggers;
	e->taken = e->took + e->line;
	memset(e->taken, false, n * sizeof *e->taken);
}

static void
find_line(struct entities *e, size_t n)
{
	struct tagger *t = &e->tagger;

	tagger_line(t, e->line, n);
	look_over(e);
	for (uint32_t i = 0; i < t->matches; i++)
		if (t->match[i].list == MATCH_USER)
			add_match(e, &t->match[i], SOURCE_GAZETTEER);
	apply_rules(e);
	if (title_keywords(t))
		add_built_in(e, false);
	sure_add(e);
	if (t->model != NULL)
		add_tags(e);
	add_built_in(e, true);
}

static void
settle(struct entities *e)
{
	mentions_sort(&e->found);
	link_mentions(&e->found, e->table);
	if (namesakes_settle(&e->namesakes, e->tagger.list[MATCH_BUILT_IN],
		e->text, &e->found))
		link_mentions(&e->found, e->table);
}

void
entities_find(struct entities *e, struct span text)
{
	size_t n;

	e->text = text;
	e->found.n = 0;
	tokens_split(&e->tokens, text);
	if (e->tokens.n == 0)
		return;
	if (e->tokens.n > e->word_cap)
		e->word = mem_grow(
		    e->word, &e->word_cap, e->tokens.n, sizeof *e->word);
	if (e->tokens.n > e->took_cap)
		e->took = mem_grow(
		    e->took, &e->took_cap, e->tokens.n, sizeof *e->took);
	memset(e->took, true, e->tokens.n);
	tagger_text(&e->tagger, text, e->tokens.t, e->tokens.n);
	for (e->line = 0;
	     (n = tagger_next(e->tokens.t, e->tokens.n, &e->line)) > 0;
	     e->line += n)
		find_line(e, n);
	e->tokens.n = e->line;
	if (e->found.n == 0)
		return;
	settle(e);
	if (echoes_find(e))
		settle(e);
}

void
entities_find_in(struct entities *e, const struct span *text, size_t n)
{
	struct span whole = span_of(NULL, 0);
	size_t i, texts = 0;

	for (i = 0; i < n; i++)
		if (text[i].p != NULL) {
			whole = text[i];
			texts++;
		}
	e->whole.n = 0;
	for (i = 0; texts > 1 && i < n; i++)
		if (text[i].p != NULL) {
			buf_adds(&e->whole, text[i]);
			buf_addc(&e->whole, '\n');
		}
	entities_find(e, texts > 1 ? buf_span(&e->whole) : whole);
}

void
entities_free(struct entities *e)
{
	buf_free(&e->whole);
	tagger_free(&e->tagger);
	buf_free(&e->rule_line);
	folded_free(&e->folded);
	tokens_free(&e->tokens);
	mention_table_free(e->table);
	free(e->word);
	free(e->took);
	free(e->echoes.name);
	free(e->found.m);
}
