/*
 * Its code points are counted by what they are, once, from its start to its
 * end; lengths go into buckets.
 */
#include "news/looks.h"

#include "news/shown.h"
#include "text/letters.h"
#include "text/utf8.h"

enum {
	WIDE_BYTES = 1200, /* of lines in which gaps are looked for */
	LABEL_POINTS = 30  /* up to the colon of a label */
};

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
tally_mark(struct tally *t, uint32_t cp, struct span before, struct span rest)
{
	bool blank = rest.n > 0 && rest.p[0] == ' ';

	switch (cp) {
	case ':':
		t->colon |= rest.n > 1 && utf8_count(before) <= LABEL_POINTS;
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

/* A code point that is no Arabic letter or blank, between before and rest. */
static void
tally_point(struct tally *t, uint32_t cp, struct span before, struct span rest)
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
		tally_mark(t, cp, before, rest);
		break;
	default:
		break;
	}
}

/* Look at the block of text at byte `at`; p has the block, and blanks behind
 * the text. */
static inline void
tally_block(struct tally *t, struct span text, size_t at, const char *p)
{
	const char *end = text.p + text.n;
	uint64_t first, bits = letters_others(p, &first);
	size_t len;

	for (; bits != 0; bits &= bits - 1) {
		const char *q = text.p + at + __builtin_ctzll(bits);
		uint32_t cp = utf8_get(q, end, &len);

		tally_point(t, cp, span_to(text.p, q), span_to(q + len, end));
	}
	t->others += (size_t)__builtin_popcountll(first);
}

static void
tally_up(struct tally *t, struct span text)
{
	char last[LETTERS_BLOCK + LETTERS_BYTES];
	size_t at;

	for (at = 0; at + LETTERS_BLOCK < text.n; at += LETTERS_BLOCK)
		tally_block(t, text, at, text.p + at);
	memset(last, ' ', sizeof last);
	memcpy(last, text.p + at, text.n - at);
	tally_block(t, text, at, last);
}

void
looks_add_marks(struct line *l, struct span folded)
{
	struct tally t = { 0 };

	tally_up(&t, l->text);
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

void
looks_add(struct line *l)
{
	add_size(l);
	if (l->text.n == 0)
		return;
	add_end(l);
	add_start(l);
	if (is_wide(l->text))
		ADD(l, has_wide);
}
