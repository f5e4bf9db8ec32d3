/*
 * A part between marks is read word by word; one of more words than these names
 * nobody: there may be more behind a label than on a line without one.
 */
#include "news/byline.h"

#include "news/line.h"
#include "news/piece.h"
#include "text/utf8.h"

enum { WORDS = 16, LABELLED_WORDS = 5, BARE_WORDS = 4 };

/* A part between marks, folded, as words. */
struct byline_part {
	const struct rules *r;
	const struct folded *f;
	struct span src; /* what was folded */
	struct {
		size_t from, to; /* in folded bytes */
		int class;       /* LINEWORD_... or -1 */
		bool given;
	} word[WORDS];
	size_t n;
	bool label;
};

/* Does a blank or an end stand on one side of the mark? */
static bool
is_lone(struct span s, size_t at, size_t len)
{
	return at == 0 || s.p[at - 1] == ' ' || at + len >= s.n ||
	    s.p[at + len] == ' ' || s.p[at + len] == '-';
}

static bool
is_place_or_outlet(const struct rules *r, struct span s, struct folded *f)
{
	fold(f, line_trim(s));
	return f->text.n > 0 &&
	    (names_find(&r->places, buf_span(&f->text)) >= 0 ||
		rules_outlet(r, buf_span(&f->text)) != NULL);
}

/* Bytes of a mark at `at` that parts names; full stops stand behind letters
 * that are cut (`د. سالم`, `سالم. ب`). */
static size_t
mark_at(const struct rules *r, struct span s, size_t at, struct folded *f)
{
	size_t len;
	uint32_t cp = utf8_get(s.p + at, s.p + s.n, &len);

	switch (cp) {
	case '-':
		if (is_place_or_outlet(r, span_of(s.p, at), f) ||
		    is_place_or_outlet(r, span_skip(s, at + len), f))
			return len;
		/* FALLTHROUGH */
	case 0x640:
	case 0x2013:
	case 0x2014:
	case 0x2212:
	case 0x2500:
		return is_lone(s, at, len) ? len : 0;
	case '.':
	case '\'':
	case 0x2019:
		return 0;
	default:
		return fold_class(cp) == FOLD_OTHER ? len : 0;
	}
}

/* Bytes of a word that is an address, a handle or a number, or 0. */
static size_t
address_at(struct span s, size_t at)
{
	size_t i, len;
	bool address = false;

	if (at > 0 && s.p[at - 1] != ' ')
		return 0;
	for (i = at; i < s.n && s.p[i] != ' '; i += len) {
		uint32_t cp = utf8_get(s.p + i, s.p + s.n, &len);

		address |= cp == '@' || fold_class(cp) == FOLD_DIGIT ||
		    span_starts(span_skip(s, i), SPAN("://")) ||
		    span_starts(span_skip(s, i), SPAN("www."));
	}
	return address ? i - at : 0;
}

/* Cut what stands before the next mark off the value. */
static struct span
cut_part(const struct rules *r, struct span *rest, struct folded *f)
{
	size_t i, len, mark = 0;
	struct span one;

	for (i = 0; i < rest->n; i += len) {
		if ((mark = address_at(*rest, i)) > 0 ||
		    (mark = mark_at(r, *rest, i, f)) > 0)
			break;
		utf8_get(rest->p + i, rest->p + rest->n, &len);
	}
	one = line_trim(span_of(rest->p, i));
	*rest = span_skip(*rest, i + mark);
	while (one.n > 0 && one.p[one.n - 1] == '.')
		one = line_trim(span_of(one.p, one.n - 1));
	return one;
}

static bool
is_given(const struct rules *r, struct span folded)
{
	return names_find(&r->linewords, folded) == LINEWORD_GIVEN ||
	    names_find(&r->bywords, folded) == LINEWORD_GIVEN;
}

static int
class_of(const struct rules *r, struct span folded)
{
	int class = names_find(&r->bywords, folded);

	return class >= 0 ? class : names_find(&r->linewords, folded);
}

static void
read_words(struct byline_part *p)
{
	struct span t = buf_span(&p->f->text);
	size_t at = 0, end;

	p->n = 0;
	while (at < t.n && p->n < WORDS) {
		if (t.p[at] == ' ' || t.p[at] == '.') {
			at++;
			continue;
		}
		for (end = at; end < t.n && t.p[end] != ' ' && t.p[end] != '.';)
			end++;
		p->word[p->n].from = at;
		p->word[p->n].to = end;
		p->word[p->n].class = class_of(
		    p->r, span_of(t.p + at, end - at));
		p->word[p->n].given = is_given(
		    p->r, span_of(t.p + at, end - at));
		p->n++;
		at = end;
	}
}

static struct span
word(const struct byline_part *p, size_t i)
{
	return span_of(
	    p->f->text.p + p->word[i].from, p->word[i].to - p->word[i].from);
}

/* What an author is called, not how. */
static bool
is_title(const struct byline_part *p, size_t i)
{
	return p->word[i].class == LINEWORD_WRITER ||
	    p->word[i].class == LINEWORD_ROLE;
}

/* A word that no name has; على, the preposition, folds to علي. */
static bool
is_odd(const struct byline_part *p, size_t i)
{
	return p->word[i].class >= 0 && !p->word[i].given;
}

/* و in front of a given name, which is none with it: `وليلى`, not `وليد`. */
static bool
is_and(const struct byline_part *p, size_t i)
{
	struct span w = word(p, i);

	if (!span_starts(w, SPAN("و")) || p->word[i].given)
		return false;
	return is_given(p->r, span_skip(w, sizeof "و" - 1));
}

static bool
is_latin(const struct byline_part *p, size_t from, size_t to)
{
	size_t i;

	for (i = from; i < to; i++) {
		char c = p->src.p[p->f->map[p->word[i].from]];

		if (c < 'A' || c > 'Z')
			return false;
	}
	return true;
}

/* Are these words a name?  What no table knows is one behind a label, if
 * there is nothing odd in it, and there a single word. */
static bool
is_name(const struct byline_part *p, size_t from, size_t to, bool label)
{
	bool latin = is_latin(p, from, to), first = p->word[from].given;
	size_t i, n = to - from, given = 0;

	for (i = from; i < to; i++) {
		if (is_odd(p, i) ||
		    (!latin && (unsigned char)*word(p, i).p < 0x80))
			return false;
		given += p->word[i].given;
	}
	if (n == 1)
		return label && p->n == 1 &&
		    (first || latin || !span_starts(word(p, from), SPAN("ال")));
	if (label)
		return n <= LABELLED_WORDS;
	return n <= BARE_WORDS + (size_t)(given == n) &&
	    (first || latin || given * 2 > n);
}

/* The name in words from..to, without what it is called, if it is one. */
static void
add_name(
    const struct byline_part *p, size_t from, size_t to, struct byline *out)
{
	const uint32_t *map = p->f->map;
	size_t i, begin = from;
	bool titled = false;

	while (from < to && is_title(p, from) &&
	    !(p->word[from].given && from > begin)) {
		titled |= p->word[from].to - p->word[from].from > 4;
		from++;
	}
	for (i = from; i < to && (i < from + 2 || !is_odd(p, i)); i++)
		;
	titled |= i < to; /* `سالم الحسن يكتب` */
	to = i;
	if (from == to || out->n == BYLINE_AUTHORS ||
	    !is_name(p, from, to, p->label && !titled))
		return;
	from = p->word[from].from;
	to = p->word[to - 1].to;
	out->author[out->n++] = line_trim(
	    span_to(p->src.p + map[from], p->src.p + map[to]));
}

/* The names of a part, which و may join. */
static void
add_names(struct byline_part *p, struct byline *out)
{
	size_t i, from = 0;

	if (out->n > 0 && p->n > 1 && is_and(p, 0)) { /* `، وليلى عمران` */
		p->word[0].from += sizeof "و" - 1;
		p->word[0].given = true;
	}
	for (i = 2; i < p->n; i++) {
		bool alone = span_eq(word(p, i), SPAN("و"));

		if (i < from + 2 || i + 1 + alone >= p->n ||
		    !(alone || is_and(p, i)))
			continue;
		add_name(p, from, i, out);
		from = i + alone;
		if (!alone) {
			p->word[i].from += sizeof "و" - 1;
			p->word[i].given = true;
		}
	}
	add_name(p, from, p->n, out);
}

static bool
has_word(const struct byline_part *p, int class, size_t among)
{
	size_t i;

	for (i = 0; i < p->n && i < among; i++)
		if (p->word[i].class == class && !p->word[i].given)
			return true;
	return false;
}

/* False where what follows is another hand's: `تدقيق لغوي: سامي الحلو`. */
static bool
read_part(struct byline_part *p, struct byline *out)
{
	struct span folded = buf_span(&p->f->text);

	if (folded.n == 0)
		return true;
	if (names_find(&p->r->places, folded) >= 0) {
		if (out->place.n == 0)
			out->place = p->src;
		return true;
	}
	read_words(p);
	if (has_word(p, LINEWORD_HAND, 2))
		return out->n > 0;
	if (rules_outlet(p->r, folded) != NULL ||
	    (has_word(p, LINEWORD_OUTLET, WORDS) && p->n <= LABELLED_WORDS)) {
		if (out->outlet.n == 0)
			out->outlet = p->src;
	} else
		add_names(p, out);
	return true;
}

/* Does the mark in front of rest say that another name follows? */
static bool
is_joined(const char *start, struct span rest)
{
	struct span before = span_to(start, rest.p);

	return span_ends(before, SPAN("،")) || span_ends(before, SPAN(",")) ||
	    span_ends(before, SPAN("/")) || span_ends(before, SPAN("&"));
}

void
byline_read(const struct rules *r, struct span value, bool label,
    struct folded *f, struct byline *out)
{
	struct byline_part p = { .r = r, .f = f };
	const char *start = value.p;

	*out = (struct byline) { .n = 0 };
	while (value.n > 0) {
		p.label = label && (out->n == 0 || is_joined(start, value));
		p.src = cut_part(r, &value, f);
		fold(f, p.src);
		if (!read_part(&p, out))
			break;
	}
}

bool
byline_is_hand(const struct rules *r, struct span folded)
{
	size_t end;

	return names_longest(&r->bywords, folded, 0, &end) == LINEWORD_HAND;
}
