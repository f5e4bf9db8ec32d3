/*
 * Tables of date words in a hash table of phrases, and lines cut into items.
 * The longest phrase that starts at a word is taken; a filter of first words
 * says of most words that none does.
 */
#include "lang/date_word.h"

#include <stdlib.h>

#include "base/hash.h"
#include "rules/table.h"
#include "tables/tables.h"
#include "text/letters.h"
#include "text/utf8.h"

enum { PHRASE_MAX = 64 }; /* bytes */

/* A run of letters or digits, or one other code point. */
struct date_part {
	size_t start, end;
	enum fold_class class;
	bool blank;
};

static const char *const calendars[] = { "gregorian", "hijri", "coptic",
	"persian", NULL };
static const char *const clocks[] = { "none", "am", "pm", "noon", "afternoon",
	"dawn", "night", "midnight", "short-am", "short-pm", NULL };
static const char *const eras[] = { "none", "gregorian", "hijri", "solar",
	NULL };
static const char *const units[] = { "second", "minute", "hour", "day", "week",
	"month", "year", NULL };

/* Kinds of rows in datewords.tsv; without words the value is a number. */
static const struct {
	const char *name;
	enum date_kind kind;
	const char *const *words;
} kinds[] = {
	{ "weekday", DATE_WEEKDAY, NULL },
	{ "bare-weekday", DATE_BARE_WEEKDAY, NULL },
	{ "clock", DATE_CLOCK, clocks },
	{ "era", DATE_ERA, eras },
	{ "zone", DATE_ZONE_WORD, NULL },
	{ "one", DATE_ONE, units },
	{ "two", DATE_TWO, units },
	{ "many", DATE_MANY, units },
	{ "ago", DATE_AGO, NULL },
	{ "past", DATE_PAST, NULL },
	{ "about", DATE_ABOUT, NULL },
	{ "day", DATE_DAY, NULL },
	{ "now", DATE_NOW, NULL },
	{ "ordinal", DATE_ORDINAL, NULL },
	{ "nth", DATE_NTH, NULL },
	{ "count", DATE_COUNT, NULL },
	{ "fraction", DATE_FRACTION, NULL },
	{ "hour", DATE_HOUR, NULL },
	{ "oclock", DATE_OCLOCK, NULL },
	{ "hour-mark", DATE_HOUR_MARK, NULL },
	{ "of", DATE_OF, NULL },
	{ "join", DATE_JOIN, NULL },
	{ "and", DATE_AND, NULL },
};

static bool
arabic(uint32_t cp)
{
	return cp >= 0x600 && cp < 0x780;
}

/* Behind the letters of two bytes from byte `at` on, which are Arabic. */
static size_t
skip_letters(struct span text, size_t at, size_t to)
{
	size_t run = LETTERS_BYTES;
	uint32_t cp;

	for (; run == LETTERS_BYTES && to - at >= LETTERS_BYTES; at += run)
		run = letters_skip(text.p + at);
	while ((cp = fold_arabic(text.p + at, text.p + to)) != 0 &&
	    fold_low[cp].class == FOLD_LETTER)
		at += 2;
	return at;
}

/* The next piece where it is a word of Arabic letters, with a blank or nothing
 * in front and ASCII behind it, as most are; otherwise nothing is done. */
static bool
next_word(struct span text, size_t to, size_t *at, struct date_part *out)
{
	size_t start = *at, end;

	start += start < to && text.p[start] == ' ';
	end = skip_letters(text, start, to);
	if (end == start || (end < to && (unsigned char)text.p[end] >= 0x80))
		return false;
	*out = (struct date_part) { .start = start,
		.end = end,
		.class = FOLD_LETTER,
		.blank = *at == 0 || start > *at };
	*at = end;
	return true;
}

/* The next piece of text[*at..to); false at the end.  A word ends where
 * Arabic letters meet others. */
static bool
next_piece(struct span text, size_t to, size_t *at, struct date_part *out)
{
	uint32_t cp, first = 0;
	enum fold_class class;
	size_t len;

	if (next_word(text, to, at, out))
		return true;
	*out = (struct date_part) {
		.start = *at, .end = *at, .blank = *at == 0
	};
	for (; *at < to; *at += len) {
		cp = utf8_get(text.p + *at, text.p + to, &len);
		class = fold_class(cp);
		if (out->end == out->start) {
			out->start = out->end = *at;
			if (class == FOLD_SPACE || class == FOLD_DROP) {
				out->blank |= class == FOLD_SPACE;
				continue;
			}
			out->class = class;
			first = cp;
		} else if (class != out->class || class == FOLD_OTHER ||
		    (class == FOLD_LETTER && arabic(cp) != arabic(first)))
			return true;
		if (class == FOLD_LETTER && arabic(first))
			len = skip_letters(text, *at + len, to) - *at;
		out->end = *at + len;
	}
	return out->end > out->start;
}

/* The slot of key, or the free one where it belongs. */
static struct date_phrase *
find_slot(const struct date_reader *r, struct span key)
{
	size_t i = hash_span(key, 0) & (r->nslots - 1);
	struct date_phrase *s;

	for (;; i = (i + 1) & (r->nslots - 1)) {
		s = &r->slot[i];
		if (s->n == 0 || span_eq(span_of(r->text.p + s->at, s->n), key))
			return s;
	}
}

static struct date_phrase *add_phrase(struct date_reader *r, struct span key);

static void
grow(struct date_reader *r)
{
	struct date_phrase *old = r->slot;
	size_t n = r->nslots;

	r->nslots = n ? n * 2 : 1024;
	r->slot = mem_zero(r->nslots, sizeof r->slot[0]);
	for (size_t i = 0; i < n; i++)
		if (old[i].n > 0)
			*find_slot(r,
			    span_of(r->text.p + old[i].at, old[i].n)) = old[i];
	free(old);
}

static struct date_phrase *
add_phrase(struct date_reader *r, struct span key)
{
	struct date_phrase *s;

	if (r->nphrases * 2 >= r->nslots)
		grow(r);
	s = find_slot(r, key);
	if (s->n == 0) {
		s->at = (uint32_t)r->text.n;
		s->n = (uint32_t)key.n;
		buf_adds(&r->text, key);
		r->nphrases++;
	}
	return s;
}

static void
add_first(struct date_reader *r, struct span word)
{
	uint32_t hash;

	if (word.n < HASH_END)
		return;
	hash = hash_ends(word, DATE_FIRST_BITS);
	r->first[hash / 64] |= (uint64_t)1 << hash % 64;
}

/* May a phrase start with word?  Nearly always false where none does. */
static bool
may_be_first(const struct date_reader *r, struct span word)
{
	uint32_t hash;

	if (word.n < HASH_END)
		return true;
	hash = hash_ends(word, DATE_FIRST_BITS);
	return r->first[hash / 64] >> hash % 64 & 1;
}

/* Add one form and, as beginnings, all that it starts with. */
static void
add_form(struct date_reader *r, const struct table *t, struct span folded,
    enum date_kind kind, int value)
{
	char key[PHRASE_MAX];
	struct date_phrase *s;
	struct date_part p, next;
	size_t at = 0, n = 0, len;
	bool more = next_piece(folded, folded.n, &at, &p);

	if (!more)
		table_die(t, "empty form", folded);
	for (; more; p = next) {
		len = p.end - p.start;
		if (n + len + 1 > sizeof key)
			table_die(t, "form is too long", folded);
		if (n > 0)
			key[n++] = ' ';
		else
			add_first(r, span_of(folded.p + p.start, len));
		memcpy(key + n, folded.p + p.start, len);
		n += len;
		more = next_piece(folded, folded.n, &at, &next);
		s = add_phrase(r, span_of(key, n));
		if (more)
			s->longer = true;
		else if (s->kind != DATE_END &&
		    (s->kind != kind || s->value != value))
			table_die(t, "form has two meanings", folded);
		else {
			s->kind = (uint8_t)kind;
			s->value = value;
		}
	}
}

/* Add each of the forms behind prefix. */
static void
add_forms(struct date_reader *r, const struct table *t, struct span prefix,
    struct span forms, enum date_kind kind, int value)
{
	struct buf folded = { 0 };

	do {
		folded.n = 0;
		buf_adds(&folded, prefix);
		fold_add(&folded, span_cut(&forms, '|'));
		add_form(r, t, buf_span(&folded), kind, value);
	} while (forms.p != NULL);
	buf_free(&folded);
}

/* A whole number, "-" being missing. */
static int
cell_number(const struct table *t, struct span cell, int missing)
{
	size_t i = cell.n > 0 && cell.p[0] == '-';
	int n = 0;

	if (span_eq(cell, SPAN("-")))
		return missing;
	if (i == cell.n || cell.n > 5)
		table_die(t, "not a number", cell);
	for (; i < cell.n; i++) {
		if (cell.p[i] < '0' || cell.p[i] > '9')
			table_die(t, "not a number", cell);
		n = n * 10 + cell.p[i] - '0';
	}
	return cell.p[0] == '-' ? -n : n;
}

static void
read_months(struct date_reader *r)
{
	struct span cell[TABLE_CELLS];
	struct table t;
	int month, calendar;

	table_start(&t, "months.tsv", table_months());
	while (table_row(&t, cell) > 0) {
		calendar = table_word(&t, cell[0], calendars, "unknown word");
		month = cell_number(&t, cell[1], 0);
		if (month < 1 || month > 12 + (calendar == DATE_COPTIC))
			table_die(&t, "no such month", cell[1]);
		add_forms(r, &t, SPAN(""), cell[3], DATE_MONTH,
		    calendar * 16 + month);
	}
}

static void
read_words(struct date_reader *r)
{
	struct span cell[TABLE_CELLS];
	struct table t;
	size_t i;
	int value;

	table_start(&t, "datewords.tsv", table_datewords());
	while (table_row(&t, cell) > 0) {
		for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
			if (span_eq(cell[0], span_str(kinds[i].name)))
				break;
		if (i == sizeof kinds / sizeof kinds[0])
			table_die(&t, "unknown kind", cell[0]);
		value = kinds[i].words
		    ? table_word(&t, cell[1], kinds[i].words, "unknown word")
		    : cell_number(&t, cell[1], 0);
		add_forms(r, &t, SPAN(""), cell[2], kinds[i].kind, value);
		if ((kinds[i].kind >= DATE_ONE && kinds[i].kind <= DATE_MANY) ||
		    kinds[i].kind == DATE_COUNT)
			add_forms(
			    r, &t, SPAN("و"), cell[2], kinds[i].kind, value);
	}
}

static void
read_zones(struct date_reader *r)
{
	struct span cell[TABLE_CELLS];
	struct date_zone *z;
	struct table t;

	table_start(&t, "zones.tsv", table_zones());
	while (table_row(&t, cell) > 0) {
		r->zones = mem_grow(
		    r->zones, &r->zones_cap, r->nzones + 1, sizeof r->zones[0]);
		z = &r->zones[r->nzones];
		z->minutes = cell_number(&t, cell[0], 0);
		z->first = cell_number(&t, cell[1], 0);
		z->last = span_eq(cell[0], SPAN("-"))
		    ? -1
		    : cell_number(&t, cell[2], 9999);
		add_forms(
		    r, &t, SPAN(""), cell[3], DATE_ZONE, (int)r->nzones++);
	}
}

struct date_reader *
date_reader_new(void)
{
	struct date_reader *r = mem_zero(1, sizeof *r);

	grow(r);
	read_months(r);
	read_words(r);
	read_zones(r);
	return r;
}

void
date_reader_free(struct date_reader *r)
{
	if (r == NULL)
		return;
	buf_free(&r->text);
	free(r->slot);
	free(r->zones);
	free(r);
}

/* Make *item the longest phrase that starts with the word p; *at is moved
 * behind it. */
static void
take_phrase(const struct date_reader *r, struct span text, size_t to,
    struct date_part p, size_t *at, struct date_item *item)
{
	const struct date_phrase *s;
	char key[PHRASE_MAX];
	size_t n = 0, next = *at;

	item->kind = DATE_OTHER;
	if (!may_be_first(r, span_of(text.p + p.start, p.end - p.start)))
		return;
	do {
		if (n + 1 + p.end - p.start > sizeof key)
			return;
		if (n > 0)
			key[n++] = ' ';
		memcpy(key + n, text.p + p.start, p.end - p.start);
		n += p.end - p.start;
		s = find_slot(r, span_of(key, n));
		if (s->kind != DATE_END) {
			item->kind = s->kind;
			item->value = s->value;
			item->end = (uint32_t)p.end;
			*at = next;
		}
	} while (s->longer && next_piece(text, to, &next, &p));
}

static void
take_number(struct span digits, struct date_item *item)
{
	item->kind = DATE_NUMBER;
	item->digits = digits.n > 255 ? 255 : (uint8_t)digits.n;
	item->value = digits.n > 9 ? -1 : 0;
	for (size_t i = 0; i < digits.n && digits.n <= 9; i++)
		item->value = item->value * 10 + digits.p[i] - '0';
}

size_t
date_items(const struct date_reader *r, struct span text, size_t from,
    size_t to, struct date_item *item, size_t max)
{
	size_t n = 0, at = from, len;
	struct date_part p;

	while (n < max && next_piece(text, to, &at, &p)) {
		item[n] = (struct date_item) {
			.start = (uint32_t)p.start,
			.end = (uint32_t)p.end,
			.blank = p.blank || n == 0,
		};
		if (p.class == FOLD_DIGIT)
			take_number(span_of(text.p + p.start, p.end - p.start),
			    &item[n]);
		else if (p.class == FOLD_LETTER)
			take_phrase(r, text, to, p, &at, &item[n]);
		else {
			item[n].kind = DATE_MARK;
			item[n].value = (int32_t)utf8_get(
			    text.p + p.start, text.p + p.end, &len);
		}
		n++;
	}
	return n;
}
