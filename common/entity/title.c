/*
 * Titles are read from right to left, from the name on, over words that the
 * list of titles or the tagger knows; twelve words are the longest row of
 * titles that is looked for.
 */
#include "entity/title.h"

#include "entity/body.h"
#include "rules/table.h"
#include "tables/tables.h"

enum { LONGEST = 12 }; /* words of all titles in front of one name */

static uint32_t
entity(struct gazetteer_builder *b, struct span label)
{
	/* of words that are several of these, OTHER and PART are the weakest */
	unsigned rank = span_eq(label, SPAN("OTHER")) ? 2
	    : span_eq(label, SPAN("PART"))            ? 1
						      : 0;

	return gazetteer_entity(b, SPAN(""), label, SPAN(""), rank, 0);
}

static struct span
role_label(struct span kind)
{
	if (span_eq(kind, SPAN("head")))
		return SPAN("HEAD");
	if (span_eq(kind, SPAN("part")))
		return SPAN("PART");
	if (span_eq(kind, SPAN("keywords")))
		return SPAN("KEYWORDS");
	return span_eq(kind, SPAN("generic")) ? SPAN("GENERIC")
					      : span_of(NULL, 0);
}

static void
add_titles(struct gazetteer_builder *b)
{
	struct span cell[TABLE_CELLS];
	struct table t;

	table_start(&t, "titles.tsv", table_titles());
	while (table_row(&t, cell) > 0) {
		struct span label = role_label(cell[0]);
		uint32_t e;

		if (label.n == 0)
			table_die(&t, "not a kind of word", cell[0]);
		e = entity(b, label);
		while (cell[1].n > 0)
			gazetteer_phrase(b, e, span_cut(&cell[1], '|'));
	}
}

/* A nationality of two words has its article on both: الكوري الجنوبي. */
static void
add_demonym(struct gazetteer_builder *b, uint32_t part, struct span form,
    struct buf *with)
{
	gazetteer_phrase(b, part, form);
	with->n = 0;
	while (form.n > 0) {
		buf_adds(with, SPAN("ال"));
		buf_adds(with, span_cut(&form, ' '));
		if (form.n > 0)
			buf_addc(with, ' ');
	}
	gazetteer_phrase(b, part, buf_span(with));
}

/* The entities of bodies' words: other words, kinds. */
struct body_entries {
	struct gazetteer_builder *b;
	uint32_t other, kind;
};

static void
add_word(void *arg, uint64_t word, enum body_form what)
{
	const struct body_entries *e = arg;

	gazetteer_word(e->b, what == BODY_FORM_KIND ? e->kind : e->other, word);
}

void
title_list(struct gazetteer_builder *b, const struct bodies *bodies)
{
	struct body_entries e = { b, 0, 0 };
	struct span cell[TABLE_CELLS];
	struct buf with = { 0 };
	struct table t;
	uint32_t part;

	add_titles(b);
	part = entity(b, SPAN("PART"));
	table_start(&t, "demonyms.tsv", table_demonyms());
	while (table_row(&t, cell) > 0)
		while (cell[1].n > 0)
			add_demonym(b, part, span_cut(&cell[1], '|'), &with);
	buf_free(&with);
	e.other = entity(b, SPAN("OTHER"));
	e.kind = entity(b, SPAN("GENERIC"));
	bodies_words(bodies, add_word, &e);
}

enum word_role { ROLE_NONE, ROLE_HEAD, ROLE_PART, ROLE_GENERIC, ROLE_KEYWORDS };

static enum word_role
role_of(const struct tagger *t, uint32_t i, unsigned *form)
{
	const struct gazetteer *g = t->list[MATCH_TITLES];
	struct name_match m;

	if (t->probe[i].starts[MATCH_TITLES] != 0 &&
	    tagger_match(t, MATCH_TITLES, i, &m)) {
		struct span label = g->label[g->entry[m.entry].label];

		*form = m.form;
		if (span_eq(label, SPAN("HEAD")))
			return ROLE_HEAD;
		if (span_eq(label, SPAN("KEYWORDS")))
			return ROLE_KEYWORDS;
		if (span_eq(label, SPAN("OTHER")))
			return ROLE_NONE;
		return span_eq(label, SPAN("PART")) ? ROLE_PART : ROLE_GENERIC;
	}
	return ROLE_NONE;
}

/* The first token of the title, and in *form the form of that token; name where
 * there is none. */
static uint32_t
start_of(const struct tagger *t, const struct token *line, uint32_t name,
    unsigned *form)
{
	uint32_t first = name, i = name;
	unsigned f;

	while (i-- > 0 && name - i <= LONGEST && line[i].kind == TOKEN_WORD) {
		enum word_role role = role_of(t, i, &f);

		if (role == ROLE_HEAD) {
			first = i;
			*form = f;
			/* a title with و or ب in front is the first one */
			if (f > 0)
				break;
		} else if ((role == ROLE_NONE || role == ROLE_KEYWORDS) &&
		    t->tag[i] == 0)
			break;
		/* another person's name ends it */
		if (t->tag[i] == 1 || t->tag[i] == 2)
			break;
	}
	return first;
}

struct span
title_of(const struct tagger *t, struct span text, const struct token *line,
    uint32_t name)
{
	unsigned form = 0;
	uint32_t first = start_of(t, line, name, &form);
	const struct token *last;
	struct span s;
	size_t cut;

	if (first == name)
		return span_of(NULL, 0);
	last = &line[name - 1];
	s = span_of(text.p + line[first].at, line[first].n);
	cut = clitic_source(s, probe_letters(form));
	return span_to(s.p + cut, text.p + last->at + last->n);
}

bool
title_head(const struct tagger *t, uint32_t i)
{
	unsigned form;

	return role_of(t, i, &form) == ROLE_HEAD;
}

bool
title_inner(const struct tagger *t, uint32_t i)
{
	unsigned form;
	enum word_role role = role_of(t, i, &form);

	return role == ROLE_HEAD || role == ROLE_PART;
}

bool
title_generic(const struct tagger *t, uint32_t i)
{
	unsigned form;

	return role_of(t, i, &form) == ROLE_GENERIC;
}

bool
title_keywords(const struct tagger *t)
{
	unsigned form;

	return t->n > 0 && role_of(t, 0, &form) == ROLE_KEYWORDS;
}
