/*
 * A pattern is taken from left to right, each of its parts as often as it
 * goes, and nothing is given back.
 */
#include "entity/body.h"

#include <stdlib.h>

#include "base/mem.h"
#include "entity/title.h"
#include "rules/table.h"
#include "tables/tables.h"
#include "text/fold.h"

enum { PARTS = 6, ROWS = 100, WORDS = 1 << 12, WORD_ROWS = 6 };

#define BIT(class) (UINT64_C(1) << (class))

/* One part of a pattern. */
struct body_part {
	uint64_t classes;
	bool must, many;
};

struct body_row {
	struct span label;
	struct body_part part[PARTS];
	unsigned parts;
	bool kind; /* a part of the name behind it: its pattern is O */
};

struct body_word {
	uint64_t key; /* 0: no word */
	uint64_t classes;
	char country[2];         /* of a nationality; NULs: none */
	uint8_t rows[WORD_ROWS]; /* numbers + 1 of those that start with it */
};

struct bodies {
	struct body_word word[WORDS]; /* where its key, or a slot behind, is */
	struct body_row row[ROWS];
	unsigned rows;
	struct buf folded; /* room, while the tables are read */
};

/* Where a key is, or belongs. */
static inline size_t
slot_of(const struct bodies *b, uint64_t key)
{
	size_t i = key % WORDS;

	while (b->word[i].key != 0 && b->word[i].key != key)
		i = (i + 1) % WORDS;
	return i;
}

static struct body_word *
word_of(struct bodies *b, struct span form)
{
	uint64_t hash;
	struct body_word *w;

	b->folded.n = 0;
	fold_add(&b->folded, form);
	hash = hash_span(buf_span(&b->folded), 0);
	w = &b->word[slot_of(b, hash)];
	w->key = hash;
	return w;
}

/* A word of no class where there is none of that hash. */
static const struct body_word *
find(const struct bodies *b, uint64_t hash)
{
	return &b->word[slot_of(b, hash)];
}

/* Form f of a word: all words of the table are in the list of titles, too, so
 * that most words need no search. */
static const struct body_word *
look(const struct bodies *b, const struct probe *p, unsigned f)
{
	static const struct body_word none;

	return p->starts[MATCH_TITLES] >> f & 1 ? find(b, p->hash[f]) : &none;
}

/* The bit of a class; 0 where there is none of that letter. */
static uint64_t
class_bit(char letter)
{
	static const char own[] = "NMFPBLSTAOCEGIJKDQRH";
	const char *at = letter ? strchr(own, letter) : NULL;

	if (letter >= 'a' && letter <= 'z')
		return BIT(letter - 'a');
	if (letter >= '0' && letter <= '9')
		return BIT(BODY_STOP + (letter - '0'));
	return at ? BIT(BODY_OWN + (at - own)) : 0;
}

/* Read one class, or some in brackets, at *p. */
static uint64_t
read_classes(const char **p, const char *end)
{
	uint64_t classes = 0;
	bool set = **p == '[';

	*p += set;
	do
		classes |= class_bit(*(*p)++);
	while (set && *p < end && **p != ']');
	*p += set && *p < end;
	return classes;
}

static void
read_pattern(const struct table *t, struct body_row *r, struct span cell)
{
	const char *p = cell.p, *end = cell.p + cell.n;

	while (p < end) {
		struct body_part *part = &r->part[r->parts++];

		if (r->parts == PARTS)
			table_die(t, "too long a pattern", cell);
		*part = (struct body_part) { read_classes(&p, end), true,
			false };
		if (part->classes == 0)
			table_die(t, "no pattern", cell);
		if (p < end && strchr("?*+", *p) != NULL) {
			part->must = *p == '+';
			part->many = *p++ != '?';
		}
	}
	r->kind = r->parts == 1 && r->part[0].classes == BIT(BODY_BODY);
}

static void
add_row(struct bodies *b, const struct table *t, struct span form)
{
	struct body_word *w = word_of(b, form);
	size_t i = 0;

	while (i < WORD_ROWS && w->rows[i] != 0)
		i++;
	if (i == WORD_ROWS)
		table_die(t, "in too many rows", form);
	w->rows[i] = (uint8_t)b->rows;
}

static void
read_rows(struct bodies *b)
{
	struct span cell[TABLE_CELLS];
	struct table t;

	table_start(&t, "bodies.tsv", table_bodies());
	while (table_row(&t, cell) > 0) {
		bool words = span_eq(cell[0], SPAN("words"));

		if (cell[2].n == 0 || (!words && b->rows == ROWS - 1))
			table_die(&t, "no pattern, or too many", cell[0]);
		if (!words) {
			b->row[b->rows].label = cell[0];
			read_pattern(&t, &b->row[b->rows++], cell[2]);
		}
		while (cell[1].n > 0) {
			struct span form = span_cut(&cell[1], '|');

			if (words)
				word_of(b, form)->classes |= class_bit(
				    cell[2].p[0]);
			else
				add_row(b, &t, form);
		}
	}
}

/* What a word of a nationality is; plurals are none of a body. */
static uint64_t
nation_bits(struct span word)
{
	if (span_ends(word, SPAN("ين")) || span_ends(word, SPAN("ون")))
		return 0;
	return BIT(BODY_NATION) |
	    BIT(span_ends(word, SPAN("ة")) ? BODY_FEMININE : BODY_MASCULINE);
}

/* with: the word with its article; two countries may share one (كوري). */
static void
add_nation(
    struct bodies *b, struct span with, struct span word, struct span country)
{
	struct body_word *w = word_of(b, with);

	w->classes |= nation_bits(word);
	if (country.n == 2 && w->country[0] == '\0')
		memcpy(w->country, country.p, sizeof w->country);
}

/* Each word of a nationality, with its article: الكورية, الشمالية. */
static void
read_nations(struct bodies *b)
{
	struct span cell[TABLE_CELLS], form, word;
	struct buf with = { 0 };
	struct table t;

	table_start(&t, "demonyms.tsv", table_demonyms());
	while (table_row(&t, cell) > 0)
		while (cell[1].n > 0) {
			form = span_cut(&cell[1], '|');
			while (form.n > 0) {
				word = span_cut(&form, ' ');
				with.n = 0;
				buf_adds(&with, SPAN("ال"));
				buf_adds(&with, word);
				add_nation(b, buf_span(&with), word, cell[0]);
			}
		}
	buf_free(&with);
}

struct bodies *
bodies_new(void)
{
	struct bodies *b = mem_zero(1, sizeof *b);

	read_rows(b);
	read_nations(b);
	buf_free(&b->folded);
	return b;
}

void
bodies_free(struct bodies *b)
{
	free(b);
}

static enum body_form
form_of(const struct body_word *w)
{
	if (w->rows[0] != 0)
		return BODY_FORM_KIND;
	return w->classes & (BIT(BODY_CLUB) | BIT(BODY_RARE_CLUB))
	    ? BODY_FORM_CLUB
	    : BODY_FORM_WORD;
}

void
bodies_words(const struct bodies *b,
    void (*use)(void *, uint64_t, enum body_form), void *arg)
{
	for (size_t i = 0; i < WORDS; i++)
		if (b->word[i].key != 0)
			use(arg, b->word[i].key, form_of(&b->word[i]));
}

/* Whether the word in form f has one proclitic, that letter; the word behind it
 * may have lost its article to it. */
static bool
has_letter(
    const struct body_line *l, uint32_t i, unsigned f, struct span letter)
{
	const struct probe *p = &l->t->probe[i];

	return probe_letters(f) == 1u + probe_article(p, f) &&
	    span_starts(l->source(l->arg, i), letter);
}

/* Whether word i may go on with a name: an adjective with its article, or a
 * noun joined by وال, but that of an office or another body. */
static bool
goes_on(const struct body_line *l, uint32_t i, uint64_t own)
{
	struct span s = l->source(l->arg, i);

	if ((own & BIT(BODY_STOP)) != 0)
		return false;
	if (span_starts(s, SPAN("وال")))
		return !title_head(l->t, i) && !body_head(l->b, l->t, i);
	return span_starts(s, SPAN("ال")) &&
	    ((own & BIT(BODY_FIELD)) != 0 || span_ends(s, SPAN("ي")) ||
		span_ends(s, SPAN("ية")) || span_ends(s, SPAN("يه")));
}

/* Whether word i, in form f, is of one of the classes by what is in front. */
static bool
of_prefixed(const struct body_line *l, uint64_t classes, uint32_t i, unsigned f)
{
	uint64_t own = look(l->b, &l->t->probe[i], f)->classes;
	bool game = (own & BIT(BODY_SPORT)) != 0;

	if (has_letter(l, i, f, SPAN("و")))
		return (classes & own & BIT(BODY_FIELD)) != 0 ||
		    ((classes & BIT(BODY_ANY)) != 0 && goes_on(l, i, own));
	if (!has_letter(l, i, f, SPAN("ل")))
		return false;
	if (game)
		return (classes & BIT(BODY_GAME)) != 0;
	return (classes & BIT(BODY_FOR)) != 0 &&
	    (probe_article(&l->t->probe[i], f) || (own & BIT(BODY_FIELD)) != 0);
}

/* Where the word at i ends if it is of one of the classes; i if not.  first:
 * right behind the kind, where nothing is joined by و. */
static uint32_t
take(const struct body_line *l, uint64_t classes, uint32_t i, bool first)
{
	const struct probe *p = &l->t->probe[i];
	uint64_t own;

	if (i == l->t->n || p->kind != TOKEN_WORD)
		return i;
	own = look(l->b, p, 0)->classes;
	if ((own & classes) != 0 ||
	    ((classes & BIT(BODY_ANY)) != 0 && goes_on(l, i, own)))
		return i + 1;
	for (unsigned f = 1; f < p->forms; f++)
		if (!(first && has_letter(l, i, f, SPAN("و"))) &&
		    of_prefixed(l, classes, i, f))
			return i + 1;
	if ((classes & BIT(BODY_PERSON)) != 0)
		return first && span_starts(l->source(l->arg, i), SPAN("و")) &&
			p->best > 0
		    ? i
		    : l->person(l->arg, i);
	if ((classes & BIT(BODY_PLACE)) != 0)
		return l->place(l->arg, i, SPAN(""));
	if ((classes & BIT(BODY_IN)) != 0)
		return l->place(l->arg, i, SPAN("ب"));
	return classes & BIT(BODY_OF) ? l->body(l->arg, i, SPAN("ل")) : i;
}

/* Where the name that row starts ends, i being the word behind its kind; i
 * where it is none. */
static uint32_t
follow(const struct body_line *l, const struct body_row *row, uint32_t i)
{
	uint32_t start = i;

	for (unsigned k = 0; k < row->parts; k++) {
		const struct body_part *part = &row->part[k];
		uint32_t end = take(l, part->classes, i, i == start);

		if (end == i && part->must)
			return start;
		while (end > i) {
			i = end;
			if (!part->many)
				break;
			end = take(l, part->classes, i, false);
		}
	}
	return i;
}

bool
body_spoilt(const struct bodies *b, const struct tagger *t, uint32_t i)
{
	if (i == 0 || t->probe[i - 1].starts[MATCH_TITLES] == 0)
		return false;
	return body_word(b, t, i - 1, BODY_EVENT) ||
	    (body_word(b, t, i, BODY_FIELD) &&
		(body_word(b, t, i - 1, BODY_MINISTER) ||
		    body_plain_word(b, t, i - 1, BODY_FIELD)));
}

/* Whether word i is no road, but the means: عن طريق. */
static bool
by_way_of(const struct body_line *l, uint32_t i)
{
	return i > 0 && span_eq(l->source(l->arg, i), SPAN("طريق")) &&
	    span_eq(l->source(l->arg, i - 1), SPAN("عن"));
}

bool
body_at(const struct body_line *l, uint32_t i, struct body_name *out)
{
	const struct probe *p = &l->t->probe[i];

	*out = (struct body_name) { .first = i, .end = i };
	for (unsigned f = 0; p->starts[MATCH_TITLES] >> f != 0; f++) {
		const struct body_word *w = look(l->b, p, f);

		for (int k = 0; k < WORD_ROWS && w->rows[k] != 0; k++) {
			const struct body_row *row = &l->b->row[w->rows[k] - 1];
			uint32_t end = row->kind ? i : follow(l, row, i + 1);

			if (end <= i + 1 || end <= out->end)
				continue;
			*out = (struct body_name) { i, end, f, row->label };
		}
	}
	return out->end > i && !body_spoilt(l->b, l->t, i) && !by_way_of(l, i);
}

/* Whether token i starts a row that is a kind, or one that is none; and its
 * form. */
static bool
starts_row(const struct bodies *b, const struct tagger *t, uint32_t i,
    bool kind, unsigned *form)
{
	const struct probe *p = &t->probe[i];

	for (unsigned f = 0; p->starts[MATCH_TITLES] >> f != 0; f++) {
		const struct body_word *w = look(b, p, f);

		for (int k = 0; k < WORD_ROWS && w->rows[k] != 0; k++)
			if (b->row[w->rows[k] - 1].kind == kind) {
				*form = f;
				return true;
			}
	}
	return false;
}

bool
body_kind(
    const struct bodies *b, const struct tagger *t, uint32_t i, unsigned *form)
{
	return starts_row(b, t, i, true, form);
}

bool
body_head(const struct bodies *b, const struct tagger *t, uint32_t i)
{
	unsigned form;

	return starts_row(b, t, i, false, &form);
}

struct span
body_country(const struct bodies *b, const struct probe *p)
{
	const struct body_word *w = look(b, p, 0);

	return w->country[0] == '\0' ? span_of(NULL, 0)
				     : span_of(w->country, sizeof w->country);
}

bool
body_is(const struct bodies *b, uint64_t word, enum body_class class)
{
	return (find(b, word)->classes & BIT(class)) != 0;
}

bool
body_form_is(const struct bodies *b, const struct probe *p, unsigned f,
    enum body_class class)
{
	return (look(b, p, f)->classes & BIT(class)) != 0;
}

bool
body_plain_word(const struct bodies *b, const struct tagger *t, uint32_t i,
    enum body_class class)
{
	return body_form_is(b, &t->probe[i], 0, class);
}

bool
body_word(const struct bodies *b, const struct tagger *t, uint32_t i,
    enum body_class class)
{
	const struct probe *p = &t->probe[i];

	for (unsigned f = 0; p->starts[MATCH_TITLES] >> f != 0; f++)
		if (look(b, p, f)->classes & BIT(class))
			return true;
	return false;
}
