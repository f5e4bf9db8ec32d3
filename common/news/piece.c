/*
 * Of a piece without label or date the length says whether it may be a name, or
 * a date in words.
 */
#include "news/piece.h"

#include "news/line.h"
#include "text/utf8.h"

enum {
	NAME_WORDS_MAX = 5,
	DATE_WORDS = 8, /* of a date without digits, and what is beside it */
	LABEL_BYTES_MAX = 80 /* of a label in the midst of a line */
};

/* May a mark that parts pieces start with this byte? */
static bool
may_part(char c)
{
	static const bool may[256] = { ['|'] = true,
		['>'] = true,
		['/'] = true,
		['_'] = true,
		['\\'] = true,
		['\t'] = true,
		['-'] = true,
		[0xc2] = true,
		[0xe2] = true };

	return may[(unsigned char)c];
}

/* Bytes of the mark at p that parts pieces, or 0.  Dashes need a blank on
 * one side, so that names with a hyphen stay whole. */
static size_t
parting(struct span s, size_t at)
{
	static const struct span marks[] = { SPAN("|"), SPAN("•"), SPAN("·"),
		SPAN("»"), SPAN("«"), SPAN("›"), SPAN(">"), SPAN("/"),
		SPAN("_"), SPAN("\x5c"), SPAN("\t") };
	static const struct span dashes[] = { SPAN("-"), SPAN("–"), SPAN("—"),
		SPAN("−"), SPAN("─") };
	struct span rest = span_skip(s, at);
	size_t i;

	if (!may_part(rest.p[0]))
		return 0;
	for (i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (span_starts(rest, marks[i]))
			return marks[i].n;
	for (i = 0; i < sizeof dashes / sizeof dashes[0]; i++)
		if (span_starts(rest, dashes[i]) &&
		    (at == 0 || s.p[at - 1] == ' ' || rest.n == dashes[i].n ||
			rest.p[dashes[i].n] == ' '))
			return dashes[i].n;
	return 0;
}

/* A slash or dash between digits is of a date. */
static bool
is_in_number(struct span s, size_t at, size_t len)
{
	return at > 0 && at + len < s.n && s.p[at - 1] >= '0' &&
	    s.p[at - 1] <= '9' && s.p[at + len] >= '0' && s.p[at + len] <= '9';
}

/* The bytes up to the first mark that parts, and those of the mark. */
static size_t
part_end(struct span s, size_t *mark)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (may_part(s.p[i]) && (*mark = parting(s, i)) > 0 &&
		    !is_in_number(s, i, *mark))
			return i;
	*mark = 0;
	return s.n;
}

static size_t
words_of(struct span folded)
{
	size_t i, n = 0;
	bool in = false;

	for (i = 0; i < folded.n; i++) {
		bool blank = folded.p[i] == ' ';

		n += !blank && !in;
		in = !blank;
	}
	return n;
}

bool
piece_is_name(const struct rules *r, struct span folded)
{
	size_t at = 0, end, len, words = words_of(folded), known = 0, seen = 0;
	bool first = false;
	int class;

	if (words < 2 || words > NAME_WORDS_MAX)
		return false;
	while (at < folded.n) {
		enum fold_class c = fold_class(
		    utf8_get(folded.p + at, folded.p + folded.n, &len));

		if (c == FOLD_DIGIT)
			return false;
		if (c < FOLD_LETTER) {
			at += len;
			continue;
		}
		class = names_longest(&r->linewords, folded, at, &end);
		if (class == LINEWORD_WRITER) {
			at = end;
			continue;
		}
		if (class == LINEWORD_GIVEN) {
			known++;
			first |= seen == 0;
		} else
			for (end = at + len;
			     end < folded.n && folded.p[end] != ' ';)
				end++;
		seen++;
		at = end;
	}
	return seen >= 2 && (first || known * 2 > seen);
}

/* What the whole of the folded piece is a name of. */
static enum piece_kind
kind_of(const struct rules *r, struct span folded, struct piece *p)
{
	int section = names_find(&r->sections, folded);

	if (section >= 0)
		return section == SECTION_NAV ? PIECE_BUTTON : PIECE_SECTION;
	if ((p->outlet = rules_outlet(r, folded)) != NULL)
		return PIECE_OUTLET;
	if (names_find(&r->places, folded) >= 0)
		return PIECE_PLACE;
	return piece_is_name(r, folded) ? PIECE_NAME : PIECE_WORDS;
}

/* Dates have a digit; relative ones are short. */
static bool
may_be_date(struct span folded)
{
	return fold_has_digit(folded) || words_of(folded) <= DATE_WORDS;
}

/* Is the text from byte i on a label, with its colon? */
static bool
is_label(const struct rules *r, struct span folded, size_t i)
{
	struct span rest = span_skip(folded, i);
	struct cue cue;

	return cue_find(r->cues, rest, &cue) && cue.rest < rest.n &&
	    (cue.role == ROLE_DATE || cue.role == ROLE_MODIFIED ||
		cue.role == ROLE_SOURCE || cue.role == ROLE_BYLINE ||
		cue.role == ROLE_CATEGORY || cue.role == ROLE_COUNTER) &&
	    memchr(rest.p, ':', cue.rest) != NULL &&
	    (cue.role != ROLE_DATE ||
		fold_has_digit(span_skip(rest, cue.rest)));
}

/* Where in the folded text behind `from` another label starts, or its end.  Of
 * the blanks those count that stand a little before a colon that is not of a
 * time of day. */
static size_t
next_label(const struct rules *r, struct span folded, size_t from)
{
	size_t i = from, colon = from;
	const char *at;

	while (colon < folded.n &&
	    (at = memchr(folded.p + colon, ':', folded.n - colon)) != NULL) {
		colon = (size_t)(at - folded.p) + 1;
		if (colon < 2 || (at[-1] >= '0' && at[-1] <= '9'))
			continue;
		if (colon > i + LABEL_BYTES_MAX)
			i = colon - LABEL_BYTES_MAX;
		for (; i < colon; i++)
			if (folded.p[i] == ' ' && i > from &&
			    is_label(r, folded, i + 1))
				return i;
	}
	return folded.n;
}

static struct span
source(const struct folded *f, struct span src, size_t from, size_t to)
{
	return line_trim(span_of(src.p + f->map[from],
	    (to == f->text.n ? src.n : f->map[to]) - f->map[from]));
}

/* A labelled date: the piece ends where the date does. */
static size_t
date_piece(const struct rules *r, struct span src, size_t from,
    const struct date *reference, const struct folded *f, struct piece *p)
{
	size_t to = next_label(r, buf_span(&f->text), from);

	if (!date_find(r->dates, f, src, from, to, reference, &p->date)) {
		p->date.end = 0;
		p->value = source(f, src, from, to);
		return to;
	}
	p->value = span_of(src.p + p->date.start, p->date.end - p->date.start);
	p->beside = source(f, src, from, p->date.from);
	p->date.end -= p->date.start;
	p->date.start = 0;
	return p->date.to;
}

static size_t
cue_piece(const struct rules *r, struct span src, const struct cue *cue,
    const struct date *reference, const struct folded *f, struct piece *p)
{
	struct span folded = buf_span(&f->text);
	size_t end, mark;

	p->kind = cue->role == ROLE_OUTLET ? PIECE_OUTLET : PIECE_CUE;
	p->cue = cue->role;
	if (cue->role == ROLE_OUTLET) { /* `صحيفة الضفاف`, whole */
		end = part_end(folded, &mark);
		p->text = p->value = source(f, src, 0, end);
		return end + mark;
	}
	if (cue->role == ROLE_NAV) { /* `الرئيسية » أخبار` */
		p->kind = PIECE_BUTTON;
		p->text = p->value = source(f, src, 0, cue->rest);
		return cue->rest;
	}
	if (cue->role == ROLE_DATE || cue->role == ROLE_MODIFIED)
		return date_piece(r, src, cue->rest, reference, f, p);
	end = next_label(r, folded, cue->rest);
	if (cue->role == ROLE_BYLINE &&
	    date_find(r->dates, f, src, cue->rest, end, NULL, &p->date)) {
		end = p->date.from; /* `كتب: سامي الحلو، 3 مايو 2021` */
		p->date.end = 0;
	}
	if (cue->role != ROLE_KEYWORDS && cue->role != ROLE_BYLINE &&
	    cue->role != ROLE_SOURCE) {
		size_t part = cue->rest +
		    part_end(
			span_of(folded.p + cue->rest, end - cue->rest), &mark);

		end = part;
	} else if (cue->role != ROLE_KEYWORDS) {
		const char *bar = memchr(
		    folded.p + cue->rest, '|', end - cue->rest);

		if (bar != NULL)
			end = (size_t)(bar - folded.p);
	}
	p->value = source(f, src, cue->rest, end);
	return end;
}

/* The date on all of the piece, which is known already where whole is given. */
static bool
has_date(const struct rules *r, struct span src, const struct date *reference,
    const struct folded *f, const struct date *whole, struct date *out)
{
	if (whole == NULL)
		return date_find(
		    r->dates, f, src, 0, f->text.n, reference, out);
	*out = *whole;
	return whole->end > 0;
}

/* Without a label: up to a date, a label, or a mark. */
static size_t
plain_piece(const struct rules *r, struct span src,
    const struct date *reference, const struct folded *f,
    const struct date *whole, struct piece *p)
{
	struct span folded = buf_span(&f->text);
	size_t end, mark, letter = 0, len;

	if (may_be_date(folded) &&
	    has_date(r, src, reference, f, whole, &p->date)) {
		while (letter < p->date.from &&
		    fold_class(utf8_get(folded.p + letter, folded.p + folded.n,
			&len)) < FOLD_LETTER)
			letter += len;
		if (letter >= p->date.from) {
			p->kind = PIECE_DATE;
			p->value = span_of(
			    src.p + p->date.start, p->date.end - p->date.start);
			p->date.end -= p->date.start;
			p->date.start = 0;
			return p->date.to;
		}
		folded.n = p->date.from;
	}
	p->date.end = 0;
	folded.n = next_label(r, folded, 0);
	end = part_end(folded, &mark);
	p->text = p->value = source(f, src, 0, end);
	p->kind = kind_of(r, span_of(folded.p, end), p);
	return end + mark;
}

/* Blanks and marks in front of a piece. */
static struct span
skip_marks(struct span s)
{
	size_t mark;

	for (s = line_trim(s); s.n > 0; s = line_trim(s))
		if ((mark = parting(s, 0)) > 0)
			s = span_skip(s, mark);
		else if (memchr(",:.", s.p[0], 3) != NULL)
			s = span_skip(s, 1);
		else if (span_starts(s, SPAN("،")))
			s = span_skip(s, sizeof "،" - 1);
		else
			break;
	return s;
}

static bool
read_piece(const struct rules *r, struct span *rest,
    const struct date *reference, const struct folded *f, const struct cue *cue,
    const struct date *whole, struct piece *out)
{
	size_t end;

	*out = (struct piece) { .kind = PIECE_WORDS };
	if (f->text.n == 0) {
		*rest = span_skip(*rest, rest->n);
		return false;
	}
	if (cue->role != ROLE_COUNT)
		end = cue_piece(r, *rest, cue, reference, f, out);
	else
		end = plain_piece(r, *rest, reference, f, whole, out);
	if (end == 0)
		end = f->text.n;
	if (out->text.n == 0)
		out->text = source(f, *rest, 0, end);
	*rest = end >= f->text.n ? span_skip(*rest, rest->n)
				 : span_skip(*rest, f->map[end]);
	return true;
}

bool
piece_first(const struct rules *r, struct span *rest,
    const struct date *reference, struct folded *f, const struct cue *cue,
    const struct date *whole, struct piece *out)
{
	size_t before = rest->n;

	*rest = skip_marks(*rest);
	if (rest->n < before)
		return piece_next(r, rest, reference, f, out);
	return rest->n > 0 &&
	    read_piece(r, rest, reference, f, cue, whole, out);
}

bool
piece_next(const struct rules *r, struct span *rest,
    const struct date *reference, struct folded *f, struct piece *out)
{
	struct cue cue;

	*rest = skip_marks(*rest);
	if (rest->n == 0)
		return false;
	fold(f, *rest);
	cue_find(r->cues, buf_span(&f->text), &cue);
	return read_piece(r, rest, reference, f, &cue, NULL, out);
}
