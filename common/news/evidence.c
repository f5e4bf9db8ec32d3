/*
 * First what a line shows by itself, then what the lines show together.
 * Lengths say what counts as prose by its looks, and how much of the paragraphs
 * around it a line is compared with, so that long pages take linear time.
 */
#include "news/evidence.h"

#include "news/page.h"
#include "news/piece.h"
#include "news/site.h"
#include "news/vocab.h"
#include "text/utf8.h"

/* What counts as prose by its looks alone, in code points. */
enum {
	PROSE_POINTS = 110,
	PROSE_STOP = 60,       /* of a line that ends a sentence */
	WIDE_BYTES = 1200,     /* of lines in which gaps are looked for */
	HEADLINE_POINTS = 200, /* of a headline, at most */
	LABEL_POINTS = 30,     /* up to the colon of a label */
	GAP_PROSE = 3,         /* paragraphs that a line is compared with, */
	PROSE_BYTES = 300,     /* and how much of each */
	NEAR = 3,
	OWN_NEAR = 8, /* lines among which those of the page's own are */
	PIECE_WORDS_MAX = 5,
	OUTLET_WORDS = 8, /* of a line with an outlet that no table has */
	SAID_WORDS = 4,   /* behind an outlet that is quoted */
	PERSON_WORDS = 6, /* of a person with what he is, */
	NAME_WORDS = 3,   /* whose name ends the line */
	DENSE_LINES = 3   /* looked at on each side */
};

#define ADD(l, what) evidence_add(&(l)->e, EVIDENCE_##what)
#define ADD_N(l, what, n) evidence_add(&(l)->e, EVIDENCE_##what + (unsigned)(n))
#define HAS(l, what) evidence_has(&(l)->e, EVIDENCE_##what)

/* The index of the first limit that n does not pass. */
static unsigned
bucket(size_t n, const uint16_t *limit, unsigned limits)
{
	unsigned i;

	for (i = 0; i < limits && n > limit[i]; i++)
		;
	return i;
}

#define BUCKET(n, limits) bucket(n, limits, sizeof limits / sizeof limits[0])

static const char *const names[EVIDENCE_COUNT] = {
#define EVIDENCE_NAME(name) #name,
	LINE_EVIDENCES(EVIDENCE_NAME)
};

const char *
evidence_name(enum evidence e)
{
	return names[e];
}

/* --- A line by itself ---------------------------------------------------- */

static void
add_size(struct line *l)
{
	static const uint16_t points[] = { 8, 15, 25, 40, 60, 90, 125, 180 };
	static const uint16_t words[] = { 1, 2, 3, 5, 8, 13, 19 };

	ADD_N(l, points_8, BUCKET(l->points, points));
	ADD_N(l, words_1, BUCKET(l->words, words));
}

static void
add_end(struct line *l)
{
	const char *at;
	struct span t = l->text;
	uint32_t cp = utf8_before(t.p, t.p + t.n, &at);

	if (l->stop)
		ADD(l, ends_stop);
	else if (span_ends(t, SPAN("...")) || span_ends(t, SPAN("..")) ||
	    cp == 0x2026)
		ADD(l, ends_dots);
	else if (l->sentence)
		ADD(l, ends_ask);
	switch (cp) {
	case ':':
		ADD(l, ends_colon);
		break;
	case ',':
	case 0x60c:
	case 0x61b:
		ADD(l, ends_comma);
		break;
	case ')':
	case ']':
		ADD(l, ends_bracket);
		break;
	case '"':
	case 0xbb:
	case 0x201d:
	case 0x201c:
		ADD(l, ends_quote);
		break;
	case '.':
	case '!':
	case '?':
	case 0x61f:
	case 0x2026:
		break;
	default:
		if (fold_class(cp) == FOLD_DIGIT)
			ADD(l, ends_digit);
		else if (fold_class(cp) == FOLD_OTHER)
			ADD(l, ends_mark);
	}
}

static void
add_start(struct line *l)
{
	size_t len;
	uint32_t cp = utf8_get(l->text.p, l->text.p + l->text.n, &len);

	if (l->bullet)
		ADD(l, starts_bullet);
	if (fold_class(cp) == FOLD_DIGIT)
		ADD(l, starts_number);
	else if (cp == '"' || cp == 0xab || cp == 0x201c || cp == 0x201d)
		ADD(l, starts_quote);
	else if (cp == '(' || cp == '[')
		ADD(l, starts_bracket);
	else if (cp < 0x80 && fold_class(cp) == FOLD_LETTER)
		ADD(l, starts_latin);
	else if (fold_class(cp) == FOLD_OTHER)
		ADD(l, starts_mark);
}

typedef uint16_t pairs __attribute__((vector_size(16)));

/* Do three blanks stand together?  Two of them fill an aligned pair of bytes,
 * which most lines have none of. */
static bool
has_three_blanks(struct span t)
{
	pairs x, found = { 0 };
	uint64_t half[2];
	size_t i;

	for (i = 0; i + sizeof x <= t.n; i += sizeof x) {
		memcpy(&x, t.p + i, sizeof x);
		found |= x == 0x2020;
	}
	memcpy(half, &found, sizeof half);
	for (; i + 1 < t.n; i += 2)
		half[0] |= t.p[i] == ' ' && t.p[i + 1] == ' ';
	return (half[0] | half[1]) != 0 && memmem(t.p, t.n, "   ", 3) != NULL;
}

/* Are there wide gaps in the line, as between headlines that were glued: three
 * blanks, or two that do not break? */
static bool
is_wide(struct span t)
{
	const char *p = t.p, *end = t.p + t.n;

	if (t.n > WIDE_BYTES)
		return false;
	if (has_three_blanks(t))
		return true;
	while (p < end && (p = memchr(p, 0xc2, (size_t)(end - p))) != NULL)
		if (span_starts(span_to(p++, end), SPAN("\xc2\xa0\xc2\xa0")))
			return true;
	return false;
}

/* What the marks, digits and letters of a short line are. */
struct tally {
	size_t digits, latin, others, stops;
	bool comma, year, clock, colon, bar, arrow, slash, dash, at, hash, dots,
	    quote, copyright;
};

static void
tally_mark(struct tally *t, uint32_t cp, struct span rest, size_t points)
{
	bool blank = rest.n > 0 && rest.p[0] == ' ';

	switch (cp) {
	case ':':
		t->colon |= points <= LABEL_POINTS && rest.n > 1;
		break;
	case '|':
		t->bar = true;
		break;
	case 0xbb:
		t->arrow |= blank;
		/* FALLTHROUGH */
	case '"':
	case 0xab:
	case 0x201c:
	case 0x201d:
		t->quote = true;
		break;
	case '>':
	case 0x203a:
	case 0x2039:
	case 0x2190:
		t->arrow = true;
		break;
	case '/':
	case '\\':
		t->slash = true;
		break;
	case '-':
	case 0x2013:
	case 0x2014:
	case 0x2500:
	case '_':
		t->dash |= blank;
		break;
	case '@':
		t->at = true;
		break;
	case 0xa9:
		t->copyright = true;
		break;
	case '#':
		t->hash = true;
		break;
	case 0x2026:
		t->dots |= rest.n > 0;
		break;
	case ',':
		t->comma |= blank;
		break;
	case 0x60c:
		t->comma |= rest.n > 0;
		break;
	case '.':
		t->dots |= span_starts(rest, SPAN("."));
		t->stops += blank;
		break;
	default:
		break;
	}
}

static bool
is_digit_at(struct span f, size_t i)
{
	return i < f.n && f.p[i] >= '0' && f.p[i] <= '9';
}

/* `1998`, `2024`, and `7:30`: what digits of the folded text say. */
static void
tally_digits(struct tally *t, struct span f)
{
	size_t i, n;

	for (i = 0; i < f.n; i += n == 0 ? 1 : n) {
		for (n = 0; is_digit_at(f, i + n); n++)
			;
		if (n == 4 &&
		    (memcmp(f.p + i, "19", 2) == 0 ||
			memcmp(f.p + i, "20", 2) == 0))
			t->year = true;
		if (n >= 1 && n <= 2 && i + n + 2 < f.n && f.p[i + n] == ':' &&
		    f.p[i + n + 1] >= '0' && f.p[i + n + 1] <= '5')
			t->clock = true;
	}
}

/* A letter or digit, or a mark, in front of rest. */
static void
tally_point(struct tally *t, uint32_t cp, struct span rest, size_t points)
{
	switch (fold_class(cp)) {
	case FOLD_DIGIT:
		t->digits++;
		break;
	case FOLD_LETTER:
		if (cp < 0x250)
			t->latin++;
		else
			t->others++;
		break;
	case FOLD_OTHER:
		tally_mark(t, cp, rest, points);
		break;
	default:
		break;
	}
}

static void
tally_up(struct tally *t, const struct line *l)
{
	const char *p = l->text.p, *end = p + l->text.n;
	size_t len, points;
	uint32_t cp;

	for (points = 0; p < end; points++) {
		if (*p == ' ') {
			p++;
			continue;
		}
		cp = fold_arabic(p, end);
		if (cp != 0 && fold_low[cp].class == FOLD_LETTER) {
			t->others++;
			p += 2;
			continue;
		}
		cp = utf8_get(p, end, &len);
		p += len;
		tally_point(t, cp, span_to(p, end), points);
	}
}

static void
add_marks(struct line *l, struct span folded)
{
	struct tally t = { 0 };

	tally_up(&t, l);
	if (t.digits > 0) {
		tally_digits(&t, folded);
		if (t.digits * 3 > t.latin + t.others)
			ADD(l, digits_many);
		else
			ADD(l, digits_some);
	}
	if (t.latin > 0) {
		if (t.latin > t.others)
			ADD(l, latin_all);
		else
			ADD(l, latin_some);
	}
	if (t.colon)
		ADD(l, has_colon);
	if (t.bar)
		ADD(l, has_bar);
	if (t.arrow)
		ADD(l, has_arrow);
	if (t.slash)
		ADD(l, has_slash);
	if (t.dash)
		ADD(l, has_dash);
	if (t.at ||
	    (t.latin > 0 &&
		(memmem(folded.p, folded.n, "http", 4) != NULL ||
		    memmem(folded.p, folded.n, "www.", 4) != NULL)))
		ADD(l, has_address);
	if (t.hash)
		ADD(l, has_hash);
	if (t.dots)
		ADD(l, has_dots);
	if (t.quote)
		ADD(l, has_quote);
	if (t.year)
		ADD(l, has_year);
	if (t.clock)
		ADD(l, has_clock);
	if (t.stops > 0)
		ADD(l, has_stops);
	if (t.comma)
		ADD(l, has_comma);
	if (t.copyright)
		ADD(l, has_copyright);
}

/* --- Its words --------------------------------------------------------------
 */

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

static void
add_words(struct line *l, const struct rules *r, const struct line_words *w)
{
	size_t i, next, of[LINEWORD_CLASSES] = { 0 }, words = 0, given;
	size_t name = 0; /* where one starts, what he is before it */
	int class;

	for (i = 0; i < w->n; i = next) {
		class = name_at(w, &r->linewords, i, &next);
		if (class >= 0)
			of[class]++;
		if (class == LINEWORD_GIVEN)
			name = name > 0 ? name : i;
		if (words == 0 && class == LINEWORD_GIVEN)
			ADD(l, given_first);
		if (words == 0 && class == LINEWORD_VERB)
			ADD(l, verb_first);
		if (words == 0 && class == LINEWORD_WRITER)
			ADD(l, writer_first);
		words++;
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

/* --- Cues, names, dates
 * ------------------------------------------------------- */

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
	add_size(l);
	if (l->text.n > 0) {
		add_end(l);
		add_start(l);
		if (is_wide(l->text))
			ADD(l, has_wide);
	}
	add_cue(l);
	if (w.folded.n == 0)
		return;
	w.n = names_words(w.at, LINE_WORDS, w.folded);
	add_marks(l, w.folded);
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

/* --- Lines together
 * ------------------------------------------------------------ */

/* In the order of LINE_KINDS. */
enum kind {
	KIND_PROSE,
	KIND_SENTENCE,
	KIND_HEADLINE,
	KIND_WORDS,
	KIND_ITEM,
	KIND_DATED,
	KIND_BYLINE,
	KIND_NAME,
	KIND_ENDING,
	KIND_RELATED,
	KIND_BUTTON,
	KIND_MARK,
	KIND_COUNT
};

static enum kind
kind_by_shape(const struct line *l)
{
	if (l->points >= PROSE_POINTS || (l->stop && l->points >= PROSE_STOP))
		return KIND_PROSE;
	if (l->bullet)
		return KIND_ITEM;
	if (l->stop && l->words >= 4)
		return KIND_SENTENCE;
	return l->words >= 4 ? KIND_HEADLINE : KIND_WORDS;
}

static enum kind
kind_of(const struct line *l)
{
	switch (l->role) {
	case ROLE_DATE:
	case ROLE_MODIFIED:
	case ROLE_TIME:
		return KIND_DATED;
	case ROLE_BYLINE:
		return KIND_BYLINE;
	case ROLE_CATEGORY:
	case ROLE_OUTLET:
	case ROLE_DATELINE:
		return KIND_NAME;
	case ROLE_SOURCE:
	case ROLE_KEYWORDS:
	case ROLE_COPYRIGHT:
	case ROLE_END:
		return KIND_ENDING;
	case ROLE_RELATED:
	case ROLE_PROMO:
		return KIND_RELATED;
	case ROLE_RULE:
	case ROLE_BULLET:
		return l->text.n == 0 || l->role == ROLE_RULE
		    ? KIND_MARK
		    : kind_by_shape(l);
	case ROLE_COUNTER:
	case ROLE_SHARE:
	case ROLE_FOLLOW:
	case ROLE_COMMENTS:
	case ROLE_AD:
	case ROLE_COOKIES:
	case ROLE_PHOTO:
	case ROLE_NAV:
		return KIND_BUTTON;
	default:
		return kind_by_shape(l);
	}
}

/* A headline may be as long as a paragraph is: where paragraphs end as
 * sentences do, long lines above the first of them that do not are none. */
static void
find_long_headlines(struct page *p)
{
	size_t i, first = p->n, ended = 0, others = 0;

	for (i = 0; i < p->n; i++) {
		if (p->line[i].kind != KIND_PROSE)
			continue;
		if (p->line[i].sentence) {
			if (ended++ == 0)
				first = i;
		} else if (ended > 0)
			others++;
	}
	if (ended <= others)
		return;
	for (i = 0; i < first; i++)
		if (p->line[i].kind == KIND_PROSE &&
		    p->line[i].points <= HEADLINE_POINTS)
			p->line[i].kind = KIND_HEADLINE;
}

/* What a gap's lines have in common: the paragraphs on both sides. */
struct between {
	size_t first, last; /* lines of the view, half-open */
	bool has_above, has_below;
	struct vocab above, below;
	size_t longest;
};

static void
add_side(struct page *p, size_t i, long step, enum evidence first)
{
	long at = (long)i + step;

	evidence_add(&p->line[i].e,
	    first +
		(at < 0 || at >= (long)p->n ? KIND_COUNT
					    : p->line[(size_t)at].kind));
}

static void
add_neighbours(struct page *p, size_t i)
{
	struct line *l = &p->line[i];
	size_t j, brief = 0;

	add_side(p, i, -1, EVIDENCE_before_prose);
	add_side(p, i, 1, EVIDENCE_behind_prose);
	add_side(p, i, -2, EVIDENCE_before2_prose);
	add_side(p, i, 2, EVIDENCE_behind2_prose);
	if (page_blank_before(p, i))
		ADD(l, blank_before);
	if (page_blank_before(p, i + 1))
		ADD(l, blank_behind);
	for (j = i > DENSE_LINES ? i - DENSE_LINES : 0;
	     j < p->n && j <= i + DENSE_LINES; j++)
		brief += j != i && p->line[j].points < 60 &&
		    p->line[j].kind != KIND_PROSE;
	if (brief >= 5)
		ADD(l, dense);
	else if (brief <= 1)
		ADD(l, sparse);
}

/* The words of the paragraphs around, each gathered once: those that the next
 * gap asks for are still there. */
enum { HEADS = 8 };

struct heads {
	size_t line[HEADS]; /* 1 more than the paragraph's, or 0 */
	struct vocab_list words[HEADS];
};

static const struct vocab_list *
head_of(struct heads *h, const struct page *p, size_t i)
{
	size_t at = i % HEADS;

	if (h->line[at] != i + 1) {
		h->line[at] = i + 1;
		vocab_words(
		    &h->words[at], utf8_head(p->line[i].text, PROSE_BYTES));
	}
	return &h->words[at];
}

/* The words of up to GAP_PROSE paragraphs from i on, up or down. */
static bool
gather(struct heads *h, const struct page *p, size_t i, bool down,
    struct vocab *out)
{
	int n = 0;

	*out = (struct vocab) { .n = 0 };
	while (i < p->n && n < GAP_PROSE) {
		if (p->line[i].kind == KIND_PROSE) {
			vocab_add(out, head_of(h, p, i));
			n++;
		}
		if (!down && i == 0)
			break;
		i += down ? 1 : (size_t)-1;
	}
	return n > 0;
}

/* The line of a gap that shares most words with a side. */
struct best {
	size_t line;
	int common;
};

/* How much of a line's words a side has, in hundredths. */
static int
share(const struct vocab *side, const struct vocab_list *words, size_t line,
    struct best *best)
{
	int common = vocab_count(side, words);

	if (common > best->common)
		*best = (struct best) { line, common };
	return words->n == 0 ? 0 : common * 100 / (int)words->n;
}

static void
add_shares(struct page *p, const struct between *g)
{
	struct best below = { 0, 1 }, above = { 0, 1 };
	struct vocab_list words;
	size_t i;

	for (i = g->first; i < g->last; i++) {
		struct line *l = &p->line[i];
		int of_below = 0, of_above = 0;

		if (l->words < 2 || l->kind == KIND_MARK)
			continue;
		vocab_words(&words, l->text);
		if (g->has_below) {
			of_below = share(&g->below, &words, i, &below);
			ADD_N(l, below_none,
			    of_below == 0       ? 0
				: of_below < 40 ? 1
				: of_below < 70 ? 2
						: 3);
		}
		if (g->has_above) {
			of_above = share(&g->above, &words, i, &above);
			ADD_N(l, above_none,
			    of_above == 0       ? 0
				: of_above < 40 ? 1
						: 2);
		}
		if (g->has_below && g->has_above && of_below > of_above + 10)
			ADD(l, below_more);
	}
	if (below.common > 1)
		ADD(&p->line[below.line], below_best);
	if (above.common > 1)
		ADD(&p->line[above.line], above_best);
}

static bool
is_headline(const struct line *l)
{
	return l->kind == KIND_HEADLINE ||
	    (l->kind == KIND_ITEM && l->words >= 4);
}

/* The lines of a gap that look like headlines: how many, which. */
static void
add_headlines(struct page *p, const struct between *g)
{
	size_t i, n = 0, first = p->n, last = p->n;

	for (i = g->first; i < g->last; i++) {
		if (!is_headline(&p->line[i]))
			continue;
		if (n++ == 0)
			first = i;
		last = i;
	}
	if (n == 0)
		return;
	if (n == 1) {
		ADD(&p->line[first], only_headline);
		return;
	}
	ADD(&p->line[first], first_headline);
	ADD(&p->line[last], last_headline);
	for (i = g->first; i < g->last; i++) {
		struct line *l = &p->line[i];

		if (!is_headline(l))
			continue;
		ADD_N(l, headlines_2, n <= 2 ? 0 : n <= 4 ? 1 : 2);
		if (!HAS(l, below_best))
			ADD(l, best_not);
		else if (i == first)
			ADD(l, best_first);
		else if (i == last)
			ADD(l, best_last);
	}
}

static unsigned
steps(size_t n)
{
	return n == 1 ? 0 : n <= 3 ? 1 : 2;
}

static void
add_gap(struct page *p, struct between *g)
{
	size_t i, n = g->last - g->first, longest = g->first;
	unsigned place = g->has_above ? (g->has_below ? 1 : 2)
	    : g->has_below            ? 0
				      : 3;

	for (i = g->first; i < g->last; i++) {
		struct line *l = &p->line[i];

		ADD_N(l, in_head, place);
		ADD_N(l, kind_prose, l->kind);
		ADD_N(l, gap_1, n == 1 ? 0 : n <= 3 ? 1 : n <= 8 ? 2 : 3);
		if (g->has_below)
			ADD_N(l, to_prose_1, steps(g->last - i));
		if (g->has_above)
			ADD_N(l, from_prose_1, steps(i - g->first + 1));
		if (l->points > p->line[longest].points)
			longest = i;
	}
	if (n > 1)
		ADD(&p->line[longest], gap_longest);
	add_shares(p, g);
	add_headlines(p, g);
}

/* The lines between paragraphs, gap by gap. */
static void
add_gaps(struct page *p)
{
	struct heads heads;
	struct between g;
	size_t i, end, first = p->n, last = p->n;

	for (i = 0; i < p->n; i++)
		if (p->line[i].kind == KIND_PROSE) {
			last = i;
			if (first == p->n)
				first = i;
		}
	memset(heads.line, 0, sizeof heads.line);
	for (i = 0; i < p->n; i = end) {
		for (end = i; end < p->n && p->line[end].kind != KIND_PROSE;)
			end++;
		if (end == i) {
			struct line *l = &p->line[i];

			if (i == first)
				ADD(l, prose_first);
			if (i == last)
				ADD(l, prose_last);
			ADD(l, kind_prose);
			end++;
			continue;
		}
		g = (struct between) { .first = i, .last = end };
		g.has_below = gather(&heads, p, end, true, &g.below);
		g.has_above = i > 0 &&
		    gather(&heads, p, i - 1, false, &g.above);
		add_gap(p, &g);
	}
	if (first == p->n)
		for (i = 0; i < p->n; i++)
			ADD(&p->line[i], prose_none);
}

/* What has been passed since the last paragraph, and on the page. */
static void
add_since(struct page *p)
{
	bool related = false, ending = false, comments = false, dated = false;
	bool title = false, seen_comments = false, seen_ending = false;
	size_t i;

	for (i = 0; i < p->n; i++) {
		struct line *l = &p->line[i];

		if (related)
			ADD(l, since_related);
		if (ending)
			ADD(l, since_ending);
		if (comments)
			ADD(l, since_comments);
		if (dated)
			ADD(l, since_dated);
		if (title)
			ADD(l, since_title);
		if (seen_comments)
			ADD(l, seen_comments);
		if (seen_ending)
			ADD(l, seen_ending);
		if (l->kind == KIND_PROSE) {
			related = ending = comments = dated = title = false;
			continue;
		}
		related |= l->role == ROLE_RELATED;
		ending |= l->kind == KIND_ENDING;
		comments |= l->role == ROLE_COMMENTS;
		dated |= l->kind == KIND_DATED;
		title |= l->kind == KIND_HEADLINE && HAS(l, below_best);
		seen_comments |= l->role == ROLE_COMMENTS;
		seen_ending |= l->kind == KIND_ENDING;
	}
	for (i = 0; i < p->n && i < 5; i++)
		ADD_N(&p->line[i], top_0, i < 3 ? i : 3);
	for (; i < p->n; i++)
		ADD(&p->line[i], top_more);
	if (p->n > 0)
		ADD(&p->line[p->n - 1], last_line);
}

static bool
is_dated(const struct line *l)
{
	return HAS(l, dated_whole) || HAS(l, dated_beside) ||
	    HAS(l, dated_stray);
}

/* How the lines with a date stand to each other. */
static void
add_date_lines(struct page *p)
{
	size_t i, n = 0, last = 0, above = p->n;

	for (i = 0; i < p->n; i++) {
		struct line *l = &p->line[i];

		if (l->kind == KIND_PROSE)
			above = p->n;
		else if (is_dated(l)) {
			if (above < p->n) {
				ADD(l, date_above);
				ADD(&p->line[above], date_below);
			}
			above = last = i;
			n++;
		}
	}
	if (n == 1)
		ADD(&p->line[last], date_only);
}

/* Lines printed twice, whole or as the beginning or end of another. */
static void
add_pair(struct page *p, size_t i, size_t j)
{
	struct line *a = &p->line[i], *b = &p->line[j];
	struct span s = a->text, t = b->text;
	bool near = j - i <= NEAR;

	if (span_eq(s, t)) {
		if (near) {
			ADD(a, twice_near_first);
			ADD(b, twice_near_again);
		} else {
			ADD(a, twice_far_first);
			ADD(b, twice_far_again);
		}
	} else if (s.n > t.n && (span_starts(s, t) || span_ends(s, t))) {
		ADD(a, shorter_behind);
		ADD(b, longer_before);
	} else if (t.n > s.n && (span_starts(t, s) || span_ends(t, s))) {
		ADD(a, longer_behind);
		ADD(b, shorter_before);
	}
}

/* How many lines are compared with each, and bytes that tell most apart; of
 * the keys of lines those are kept, each in its place. */
enum { PAIR_LINES = 60, PAIR_BYTES = 16, PAIR_KEYS = 64 };

/* The first and the last bytes of a line. */
struct pair_keys {
	uint64_t first[PAIR_KEYS], last[PAIR_KEYS];
};

static void
add_key(struct pair_keys *k, size_t i, struct span s)
{
	uint64_t first = 0, last = i; /* short lines end alike with none */

	memcpy(&first, s.p, s.n < sizeof first ? s.n : sizeof first);
	if (s.n >= PAIR_BYTES)
		memcpy(&last, s.p + s.n - sizeof last, sizeof last);
	k->first[i % PAIR_KEYS] = first;
	k->last[i % PAIR_KEYS] = last;
}

/* May one start or end with the other?  Short ones must be the same. */
static bool
may_pair(struct span s, struct span t)
{
	if (s.n < PAIR_BYTES || t.n < PAIR_BYTES)
		return span_eq(s, t);
	return memcmp(s.p, t.p, PAIR_BYTES) == 0 ||
	    memcmp(s.p + s.n - PAIR_BYTES, t.p + t.n - PAIR_BYTES,
		PAIR_BYTES) == 0;
}

static void
add_pairs(struct page *p)
{
	struct pair_keys k;
	uint64_t first, last;
	size_t i, j;

	for (j = 0; j < p->n; j++) {
		add_key(&k, j, p->line[j].text);
		first = k.first[j % PAIR_KEYS];
		last = k.last[j % PAIR_KEYS];
		for (i = j < PAIR_LINES ? 0 : j - PAIR_LINES + 1; i < j; i++)
			if ((k.first[i % PAIR_KEYS] == first ||
				k.last[i % PAIR_KEYS] == last) &&
			    may_pair(p->line[i].text, p->line[j].text))
				add_pair(p, i, j);
	}
}

/* Where the page's markup has its lines; outside is not in the article, where
 * there is one. */
static void
add_layout(struct page *p)
{
	bool article = layout_count(&p->layout, LAYOUT_ARTICLE) > 0;
	size_t i;
	unsigned tag;

	for (i = 0; i < p->n && p->layout.n > 0; i++) {
		struct line *l = &p->line[i];

		for (tag = 0; tag < LAYOUT_TAGS; tag++)
			if (line_lies_in(l, (enum layout_tag)tag))
				ADD_N(l, layout_h1, tag);
		if (article && !line_lies_in(l, LAYOUT_ARTICLE))
			ADD(l, layout_outside);
	}
}

_Static_assert(EVIDENCE_layout_outside - EVIDENCE_layout_h1 == LAYOUT_TAGS,
    "an evidence for each part of a layout");

/* What most pages of the site have is none of the lines that make an article,
 * nor of those around them. */
static void
add_site(struct line *l)
{
	if (l->seen == SITE_UNKNOWN)
		return;
	ADD_N(l, site_new, l->seen - SITE_NEW);
	if (l->seen == SITE_MOST &&
	    (l->kind <= KIND_ITEM || l->kind == KIND_NAME))
		l->kind = KIND_BUTTON;
}

/* Is it a line of this page that says something: no label, name or date? */
static bool
is_own(const struct line *l)
{
	return (l->seen == SITE_NEW || l->seen == SITE_SOME) &&
	    (l->kind <= KIND_HEADLINE || l->kind == KIND_ITEM ||
		l->kind == KIND_WORDS) &&
	    l->words >= 3;
}

static bool
is_own_headline(const struct line *l)
{
	return is_own(l) && l->kind >= KIND_HEADLINE;
}

/* Does a paragraph follow line i, behind what is not the page's own? */
static bool
leads(const struct page *p, size_t i)
{
	for (i++; i < p->n; i++) {
		const struct line *l = &p->line[i];

		if (is_own(l))
			return l->kind <= KIND_SENTENCE;
	}
	return false;
}

/* The share of the words of line i that the next lines of the page's own have,
 * up or down, in hundredths; -1 where there are none. */
static int
share_own(struct heads *h, const struct page *p, size_t i, long step)
{
	struct vocab around = { .n = 0 };
	struct vocab_list words = *head_of(h, p, i);
	long at = (long)i + step;
	int n = 0, near;

	for (near = 0;
	     near < OWN_NEAR && at >= 0 && at < (long)p->n && n < GAP_PROSE;
	     near++, at += step) {
		if (!is_own(&p->line[at]))
			continue;
		vocab_add(&around, head_of(h, p, (size_t)at));
		n++;
	}
	if (n == 0 || words.n == 0)
		return -1;
	return vocab_count(&around, &words) * 100 / (int)words.n;
}

static void
add_own_shares(struct page *p)
{
	struct heads heads;
	size_t i;
	int below, above;

	memset(heads.line, 0, sizeof heads.line);
	for (i = 0; i < p->n; i++) {
		struct line *l = &p->line[i];

		if (!is_own(l))
			continue;
		below = share_own(&heads, p, i, 1);
		above = share_own(&heads, p, i, -1);
		if (below >= 0)
			ADD_N(l, site_below_none,
			    below == 0       ? 0
				: below < 40 ? 1
					     : 2);
		if (above >= 0)
			ADD_N(l, site_above_none,
			    above == 0       ? 0
				: above < 40 ? 1
					     : 2);
	}
}

/* Where the lines stand that are the page's own. */
static void
add_own(struct page *p)
{
	size_t i, end, n = 0;

	for (i = 0; i < p->n; i = end) {
		struct line *l = &p->line[i];

		end = i + 1;
		if (is_own(l) && n < 2)
			ADD_N(l, site_first, n++);
		if (!is_own_headline(l))
			continue;
		while (end < p->n && is_own_headline(&p->line[end])) {
			if (n < 2)
				ADD_N(&p->line[end], site_first, n++);
			end++;
		}
		if (leads(p, end - 1))
			ADD(&p->line[end - 1], site_lead);
		for (; i < end; i++)
			if (end - i >= 3 || l + 2 < &p->line[end])
				ADD(&p->line[i], site_run);
			else if (&p->line[end] - l == 1)
				ADD(&p->line[i], site_alone);
	}
}

void
evidence_of_page(struct page *p)
{
	size_t i;

	for (i = 0; i < p->n; i++) {
		p->line[i].kind = (uint8_t)kind_of(&p->line[i]);
		add_site(&p->line[i]);
	}
	find_long_headlines(p);
	add_gaps(p);
	for (i = 0; i < p->n; i++)
		add_neighbours(p, i);
	add_since(p);
	add_date_lines(p);
	add_layout(p);
	if (p->site != 0) {
		add_own(p);
		add_own_shares(p);
	}
	add_pairs(p);
}
