/*
 * What a line shows by itself: how it looks (news/looks.h), what its words are,
 * its cue, names and dates, and the pieces of a short one.
 */
#include "news/evidence.h"

#include "news/looks.h"
#include "news/piece.h"
#include "news/shown.h"

enum {
	PIECE_WORDS_MAX = 5,
	OUTLET_WORDS = 8, /* of a line with an outlet that no table has */
	SAID_WORDS = 4,   /* behind an outlet that is quoted */
	PERSON_WORDS = 6, /* of a person with what he is, */
	NAME_WORDS = 3    /* whose name ends the line */
};

static const char *const names[EVIDENCE_COUNT] = {
#define EVIDENCE_NAME(name) #name,
	LINE_EVIDENCES(EVIDENCE_NAME)
};

const char *
evidence_name(enum evidence e)
{
	return names[e];
}

/* --- Its words ----------------------------------------------------------- */

/* Those of a line whose words are looked at; a code point has two bytes. */
enum { LINE_WORDS = 256 };

/* A folded line and its words. */
struct line_words {
	struct span folded;
	size_t n;
	struct name_word at[LINE_WORDS];
};

/* The longest name of the set at word i: its value, or -1; *next gets the
 * word behind it. */
static int
name_at(
    const struct line_words *w, const struct names *set, size_t i, size_t *next)
{
	size_t end;
	int value = -1;

	*next = i + 1;
	if (i < w->n)
		value = names_longest_from(set, w->folded, &w->at[i], &end);
	while (value >= 0 && *next < w->n && w->at[*next].start < end)
		(*next)++;
	return value;
}

/* The words that may start a name of the set, a bit each: all are asked before
 * any is looked up, so that none waits for another. */
struct may_start {
	uint64_t bit[LINE_WORDS / 64];
};

static void
find_starts(
    const struct line_words *w, const struct names *set, struct may_start *may)
{
	size_t i, k;

	for (k = 0; 64 * k < w->n; k++) {
		size_t n = w->n - 64 * k < 64 ? w->n - 64 * k : 64;

		may->bit[k] = 0;
		for (i = 0; i < n; i++)
			may->bit[k] |=
			    (uint64_t)names_may_start(set, &w->at[64 * k + i])
			    << i;
	}
}

/* The first of them from word i on, or w->n. */
static size_t
next_start(const struct line_words *w, const struct may_start *may, size_t i)
{
	uint64_t bits;

	for (; i < w->n; i = (i | 63) + 1)
		if ((bits = may->bit[i / 64] >> i % 64) != 0)
			return i + (size_t)__builtin_ctzll(bits);
	return w->n;
}

static void
add_words(struct line *l, const struct rules *r, const struct line_words *w)
{
	size_t i, next, of[LINEWORD_CLASSES] = { 0 }, words = w->n, given;
	size_t name = 0; /* where one starts, what he is before it */
	struct may_start may;
	int class;

	find_starts(w, &r->linewords, &may);
	for (i = 0; (i = next_start(w, &may, i)) < w->n; i = next) {
		if ((class = name_at(w, &r->linewords, i, &next)) < 0)
			continue;
		words -= next - i - 1; /* a phrase counts as one */
		of[class]++;
		if (class == LINEWORD_GIVEN)
			name = name > 0 ? name : i;
		if (i == 0 && class == LINEWORD_GIVEN)
			ADD(l, given_first);
		if (i == 0 && class == LINEWORD_VERB)
			ADD(l, verb_first);
		if (i == 0 && class == LINEWORD_WRITER)
			ADD(l, writer_first);
	}
	given = of[LINEWORD_GIVEN];
	ADD_N(l, function_none,
	    of[LINEWORD_FUNCTION] > 2 ? 2 : of[LINEWORD_FUNCTION]);
	if (of[LINEWORD_MENU] > 0)
		ADD_N(l, menu_one, of[LINEWORD_MENU] > 1);
	if (of[LINEWORD_OFFICE] > 0)
		ADD(l, office);
	if (of[LINEWORD_WRITER] > 0)
		ADD(l, writer);
	if (of[LINEWORD_PRAYER] > 0)
		ADD(l, prayer);
	if (of[LINEWORD_PICTURE] > 0)
		ADD(l, picture);
	if (name > 0 && w->n <= PERSON_WORDS && w->n - name > 1 &&
	    w->n - name <= NAME_WORDS)
		ADD(l, name_last);
	for (i = 0; i < w->n && w->n <= OUTLET_WORDS; i = next)
		if (name_at(w, &r->bywords, i, &next) == LINEWORD_OUTLET)
			ADD(l, outlet_word);
	if (words >= 2 && given == words)
		ADD(l, given_all);
	else if (words >= 2 && given * 2 >= words)
		ADD(l, given_most);
}

/* --- Cues, names, dates -------------------------------------------------- */

static void
add_cue(struct line *l)
{
	static const uint16_t of[ROLE_COUNT] = {
		[ROLE_DATE] = EVIDENCE_cue_date,
		[ROLE_MODIFIED] = EVIDENCE_cue_modified,
		[ROLE_BYLINE] = EVIDENCE_cue_byline,
		[ROLE_SOURCE] = EVIDENCE_cue_source,
		[ROLE_KEYWORDS] = EVIDENCE_cue_keywords,
		[ROLE_CATEGORY] = EVIDENCE_cue_category,
		[ROLE_RELATED] = EVIDENCE_cue_related,
		[ROLE_PROMO] = EVIDENCE_cue_promo,
		[ROLE_TITLE] = EVIDENCE_cue_title,
		[ROLE_END] = EVIDENCE_cue_end,
		[ROLE_COUNTER] = EVIDENCE_cue_counter,
		[ROLE_SHARE] = EVIDENCE_cue_share,
		[ROLE_FOLLOW] = EVIDENCE_cue_follow,
		[ROLE_COMMENTS] = EVIDENCE_cue_comments,
		[ROLE_COPYRIGHT] = EVIDENCE_cue_copyright,
		[ROLE_AD] = EVIDENCE_cue_ad,
		[ROLE_PHOTO] = EVIDENCE_cue_photo,
		[ROLE_COOKIES] = EVIDENCE_cue_cookies,
		[ROLE_NAV] = EVIDENCE_cue_nav,
	};

	if (!l->labelled)
		return;
	if (of[l->role] != 0)
		evidence_add(&l->e, of[l->role]);
	if (l->rest > 0)
		ADD(l, cue_rest);
}

static void
add_name(struct line *l)
{
	static const uint16_t of[ROLE_COUNT] = {
		[ROLE_CATEGORY] = EVIDENCE_is_section,
		[ROLE_NAV] = EVIDENCE_is_nav,
		[ROLE_OUTLET] = EVIDENCE_is_outlet,
		[ROLE_DATELINE] = EVIDENCE_is_dateline,
		[ROLE_BYLINE] = EVIDENCE_is_signature,
		[ROLE_PHOTO] = EVIDENCE_is_caption,
		[ROLE_TIME] = EVIDENCE_is_time,
		[ROLE_RULE] = EVIDENCE_is_rule,
	};

	if (!l->labelled && of[l->role] != 0)
		evidence_add(&l->e, of[l->role]);
}

/* Does a colon or dash stand behind byte i of the folded text, quotes and
 * blanks aside? */
static bool
says(struct span f, size_t i)
{
	static const struct span aside[] = { SPAN(" "), SPAN("\x22"), SPAN(")"),
		SPAN("»"), SPAN("”") };
	struct span rest = span_skip(f, i);
	size_t k;

	for (k = 0; k < sizeof aside / sizeof aside[0];)
		if (span_starts(rest, aside[k])) {
			rest = span_skip(rest, aside[k].n);
			k = 0;
		} else
			k++;
	return span_starts(rest, SPAN(":")) || span_starts(rest, SPAN("-")) ||
	    span_starts(rest, SPAN("–"));
}

/* The byte behind the last mark that may part a name from the rest, or 0.  None
 * stands in a word. */
static size_t
last_part(const struct line_words *w)
{
	static const bool parts[256] = { ['-'] = true,
		['|'] = true,
		['/'] = true,
		[':'] = true,
		['('] = true,
		['_'] = true };
	size_t i = w->folded.n, word;

	for (word = w->n + 1; word-- > 0;) {
		size_t to = word > 0 ? w->at[word - 1].end : 0;

		for (; i > to; i--)
			if (parts[(unsigned char)w->folded.p[i - 1]])
				return i;
		if (word > 0)
			i = w->at[word - 1].start;
	}
	return 0;
}

static void
add_ends_of_names(
    struct line *l, const struct rules *r, const struct line_words *w)
{
	struct span f = w->folded;
	size_t i, next;

	if (name_at(w, &r->outlets, 0, &next) >= 0) {
		ADD(l, outlet_first);
		if (w->n - next >= SAID_WORDS && says(f, w->at[next - 1].end))
			ADD(l, outlet_says);
	}
	if (name_at(w, &r->places, 0, &next) >= 0)
		ADD(l, place_first);
	if (name_at(w, &r->sections, 0, &next) >= 0)
		ADD(l, section_first);
	if ((i = last_part(w)) == 0)
		return;
	f = span_skip(f, i);
	if (names_find(&r->outlets, f) >= 0)
		ADD(l, outlet_last);
	if (names_find(&r->places, f) >= 0)
		ADD(l, place_last);
}

/* Is another date on the line, as the Hijri one of a masthead? */
static bool
has_second_date(const struct line *l, const struct rules *r,
    const struct folded *f, const struct date *d)
{
	struct date second;

	return f != NULL &&
	    date_find(r->dates, f, l->text, d->to, f->text.n, NULL, &second) &&
	    second.known;
}

static void
add_dates(struct line *l, const struct rules *r, const struct folded *f,
    const struct date *d)
{
	if (d->end == 0)
		return;
	if (d->outside == 0)
		ADD(l, dated_whole);
	else if (l->role == ROLE_DATE || l->role == ROLE_MODIFIED)
		ADD(l, dated_beside);
	else if (d->outside <= 30)
		ADD(l, dated_stray);
	else
		ADD(l, dated_within);
	if (!d->known)
		ADD(l, dated_unread);
	if (d->relative)
		ADD(l, dated_relative);
	if (has_second_date(l, r, f, d))
		ADD(l, dated_twice);
}

void
evidence_of_line(struct line *l, const struct rules *r, const struct folded *f,
    const struct date *d)
{
	struct line_words w;

	w.folded = f ? buf_span(&f->text) : SPAN("");
	l->e = (struct evidences) { { 0 } };
	ADD(l, bias);
	looks_add(l);
	add_cue(l);
	if (w.folded.n == 0)
		return;
	w.n = names_words(w.at, LINE_WORDS, w.folded);
	looks_add_marks(l, w.folded);
	add_words(l, r, &w);
	add_name(l);
	add_ends_of_names(l, r, &w);
	add_dates(l, r, f, d);
}

/* More words than a name has, and nothing that parts them. */
static bool
is_one_piece(const struct line *l, const struct date *d)
{
	return l->words > PIECE_WORDS_MAX && !l->labelled && d->end == 0 &&
	    !HAS(l, has_bar) && !HAS(l, has_arrow) && !HAS(l, has_slash) &&
	    !HAS(l, has_dash) && !HAS(l, has_colon) && !HAS(l, digits_some) &&
	    !HAS(l, digits_many);
}

void
evidence_of_pieces(struct line *l, const struct rules *r, const struct cue *cue,
    const struct date *d, const struct date *reference,
    const struct date *whole, struct folded *f)
{
	struct span rest = l->text;
	struct piece p;
	unsigned n = 0;
	bool unknown = false, more;

	if (is_one_piece(l, d)) {
		ADD(l, piece_words);
		ADD(l, pieces_1);
		return;
	}
	for (more = piece_first(r, &rest, reference, f, cue, whole, &p);
	     more && n < 8; more = piece_next(r, &rest, reference, f, &p)) {
		n++;
		unknown |= p.kind == PIECE_WORDS;
		ADD_N(l, piece_words, p.kind);
	}
	if (n > 0)
		ADD_N(l, pieces_1, n > 3 ? 3 : n - 1);
	if (n > 0 && !unknown)
		ADD(l, pieces_known);
}
