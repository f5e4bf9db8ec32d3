/*
 * Read piece by piece: places, an outlet, a date, and the marks behind each. It
 * counts up to the last piece that a mark parts from the text, within a limit.
 */
#include "news/dateline.h"

#include "news/piece.h"
#include "text/utf8.h"

enum {
	DATELINE_MAX = 160, /* a dateline is not longer, in folded bytes */
	STRANGER_WORDS = 4  /* of an outlet's name that no table has */
};

/* How the piece before the text ended. */
enum part { PART_NONE, PART_SOFT, PART_HARD };

struct dateline_reading {
	const struct rules *rules;
	const struct folded *line;
	struct span src;
	struct span text; /* folded, cut to DATELINE_MAX */
	size_t at;
	bool enclosed; /* a slash or bracket stands in front */
	struct dateline *out;
};

/* The code points that part a dateline from the text: dashes, colon, slash,
 * brackets; a comma parts places alone. */
static enum part
part_of(uint32_t cp)
{
	switch (cp) {
	case '-':
	case 0x2013:
	case 0x2014:
	case 0x2500:
	case 0x2212:
	case ':':
	case '/':
	case '_':
	case '|':
	case ')':
		return PART_HARD;
	case ',':
	case 0x60c:
	case '(':
	case '.':
	case '"':
	case 0xab:
	case 0xbb:
		return PART_SOFT;
	default:
		return PART_NONE;
	}
}

/* Step over blanks and marks; the hardest of them. */
static enum part
skip_parts(struct dateline_reading *r)
{
	const char *end = r->text.p + r->text.n;
	enum part hardest = PART_NONE, part;
	size_t len;

	while (r->at < r->text.n) {
		uint32_t cp = utf8_get(r->text.p + r->at, end, &len);

		part = part_of(cp);
		if (cp != ' ' && part == PART_NONE)
			break;
		if (part > hardest)
			hardest = part;
		if (part != PART_NONE)
			r->enclosed = cp == '/' || cp == '(';
		r->at += len;
	}
	return hardest;
}

static struct span
source(const struct dateline_reading *r, size_t from, size_t to)
{
	const uint32_t *map = r->line->map;

	return span_trim(span_to(r->src.p + map[from], r->src.p + map[to]));
}

static bool
read_place(struct dateline_reading *r)
{
	struct dateline *d = r->out;
	size_t end;

	if (d->places == DATELINE_PLACES ||
	    names_longest(&r->rules->places, r->text, r->at, &end) < 0)
		return false;
	d->place[d->places++] = source(r, r->at, end);
	r->at = end;
	return true;
}

/* Up to the next mark. */
static size_t
mark_from(const struct dateline_reading *r)
{
	static const bool mark[256] = { ['/'] = true,
		['('] = true,
		[')'] = true,
		['-'] = true,
		[':'] = true,
		['|'] = true };
	size_t i = r->at;

	while (i < r->text.n && !mark[(unsigned char)r->text.p[i]])
		i++;
	return i;
}

/* `ومع` is `و م ع`, too. */
static bool
read_outlet(struct dateline_reading *r)
{
	size_t end;
	int i = names_longest(&r->rules->outlets, r->text, r->at, &end);

	if (i < 0) {
		end = mark_from(r);
		i = names_find(&r->rules->outlets,
		    span_of(r->text.p + r->at, end - r->at));
	}
	if (i < 0 || r->out->agency != NULL)
		return false;
	r->out->agency = &r->rules->outlet.of[i];
	r->out->agency_text = source(r, r->at, end);
	r->at = end;
	return true;
}

/* `قنا` is a place, too; in slashes behind another place it is an agency. */
static bool
read_enclosed(struct dateline_reading *r)
{
	return r->enclosed && r->out->places > 0 && read_outlet(r);
}

/* `بغداد اليوم`: an outlet that starts with its place. */
static bool
read_named(struct dateline_reading *r)
{
	size_t end;

	if (r->out->agency_text.n > 0 ||
	    names_longest(&r->rules->places, r->text, r->at, &end) < 0 ||
	    end >= r->text.n || r->text.p[end] != ' ' ||
	    names_longest(&r->rules->bywords, r->text, end + 1, &end) !=
		LINEWORD_OUTLET)
		return false;
	r->out->agency_text = source(r, r->at, end);
	r->at = end;
	return true;
}

/* `إسطنبول/ سامي الحلو/ الأناضول` */
static bool
read_person(struct dateline_reading *r)
{
	size_t end;

	if (!r->enclosed || r->out->places == 0 || r->out->author.n > 0 ||
	    r->out->agency != NULL)
		return false;
	end = mark_from(r);
	if (end == r->text.n || r->text.p[end] != '/' ||
	    !piece_is_name(r->rules, span_of(r->text.p + r->at, end - r->at)))
		return false;
	r->out->author = source(r, r->at, end);
	r->at = end;
	return true;
}

/* `طرابلس 18 ديسمبر 2025 (الأنباء الليبية) -`: behind place and date an outlet
 * that no table has. */
static bool
read_stranger(struct dateline_reading *r)
{
	size_t i = r->at, words = 1;

	if (!r->enclosed || r->out->places == 0 || r->out->date.to == 0 ||
	    r->out->agency_text.n > 0)
		return false;
	for (; i < r->text.n && r->text.p[i] != ')' && r->text.p[i] != '/'; i++)
		words += r->text.p[i] == ' ';
	if (i == r->text.n || i == r->at || words > STRANGER_WORDS)
		return false;
	r->out->agency_text = source(r, r->at, i);
	r->at = i;
	return true;
}

/* `الكويت - 5 - 11 (كونا)`: day and month. */
static bool
read_day(struct dateline_reading *r)
{
	size_t i = r->at, digits = 0;

	if (r->out->places == 0)
		return false;
	while (i < r->text.n && memchr("0123456789- ", r->text.p[i], 12)) {
		digits += r->text.p[i] >= '0' && r->text.p[i] <= '9';
		i++;
	}
	if (digits < 2 || digits > 4 || i == r->text.n || r->text.p[i] != '(')
		return false;
	r->at = i;
	return true;
}

/* `في 27 نوفمبر`, with or without a year. */
static bool
read_date(struct dateline_reading *r)
{
	struct date d;
	size_t from = r->at;

	if (r->out->date.to > 0)
		return false;
	if (span_starts(span_skip(r->text, from), SPAN("في ")))
		from += sizeof "في " - 1;
	if (!date_may_start(r->rules->dates, r->text, from) ||
	    !date_find(
		r->rules->dates, r->line, r->src, from, r->text.n, NULL, &d) ||
	    d.from > from + 1)
		return false;
	r->out->date = d;
	r->at = d.to;
	return true;
}

/* Read a piece and the marks behind it; false where there is none. */
static bool
read_piece(struct dateline_reading *r, enum part *part)
{
	struct dateline_reading before = *r;
	struct dateline kept = *r->out;

	if (!read_enclosed(r) && !read_named(r) && !read_place(r) &&
	    !read_outlet(r) && !read_date(r) && !read_day(r) &&
	    !read_person(r) && !read_stranger(r))
		return false;
	*part = skip_parts(r);
	if (*part == PART_NONE && r->at < r->text.n &&
	    r->text.p[r->at - 1] != ' ') { /* it ends inside a word */
		*r = before;
		*r->out = kept;
		return false;
	}
	return true;
}

/* `(أ ف ب) -`: an agency alone counts in brackets. */
static bool
is_bracketed(const struct dateline_reading *r)
{
	return r->out->agency != NULL &&
	    r->out->agency->flags & OUTLET_AGENCY && r->text.p[0] == '(';
}

bool
dateline_read(const struct rules *rules, const struct folded *line,
    struct span src, size_t from, struct dateline *out)
{
	struct dateline d = { .places = 0 };
	struct dateline_reading r = { rules, line, src, buf_span(&line->text),
		from, false, &d };
	enum part part;
	bool found = false;
	int pieces = 0;

	if (r.text.n > DATELINE_MAX)
		r.text.n = DATELINE_MAX;
	skip_parts(&r);
	while (r.at < r.text.n && read_piece(&r, &part)) {
		pieces++;
		d.end = r.at;
		d.whole = r.at == line->text.n;
		if ((d.places > 0 || is_bracketed(&r)) &&
		    (part == PART_HARD || (d.whole && pieces > 1))) {
			*out = d;
			found = true;
		}
	}
	return found;
}
