/*
 * What stands around a line is taken off, and its shape told by lengths: what
 * is short enough for a headline, what so long that it is prose anyway.
 */
#include "news/line.h"

#include "text/utf8.h"

enum {
	TITLE_WORDS_MIN = 3,
	LONG_BYTES = 900,   /* a line longer than this is prose; */
	PROSE_POINTS = 250, /* and one of so many code points, */
	PROSE_SENTENCE = 60 /* or of so many that ends a sentence */
};

/* Blanks and marks that nobody sees. */
static bool
is_invisible(uint32_t cp)
{
	enum fold_class class = fold_class(cp);

	return class == FOLD_SPACE ||
	    (class == FOLD_DROP && cp != 0x640 &&
		(cp < 0x300 || cp >= 0x2000 || cp == 0x61c));
}

struct span
line_trim(struct span s)
{
	const char *at, *end = s.p + s.n;
	size_t len;

	while (s.n > 0 && is_invisible(utf8_get(s.p, end, &len)))
		s = span_skip(s, len);
	while (s.n > 0 && is_invisible(utf8_before(s.p, s.p + s.n, &at)))
		s.n = (size_t)(at - s.p);
	return s;
}

/* Dashes, stars, arrows, and the blocks of shapes, dingbats and emoji. */
static bool
is_bullet(uint32_t cp)
{
	switch (cp) {
	case '*':
	case '-':
	case 0xb7:
	case 0xbb:
	case 0xab:
	case 0x2013:
	case 0x2014:
	case 0x2022:
	case 0x2023:
	case 0x2039:
	case 0x203a:
	case 0x2043:
		return true;
	default:
		return (cp >= 0x2190 && cp < 0x2200) ||
		    (cp >= 0x25a0 && cp < 0x27c0) ||
		    (cp >= 0x2b00 && cp < 0x2c00) ||
		    (cp >= 0x1f300 && cp < 0x1fb00);
	}
}

static bool
is_digit(uint32_t cp)
{
	return fold_class(cp) == FOLD_DIGIT;
}

/* Bytes of `1.`, `12)`, `3-` with a blank behind, or 0. */
static size_t
number_bullet(struct span s)
{
	size_t i = 0, len, digits = 0;

	while (i < s.n && is_digit(utf8_get(s.p + i, s.p + s.n, &len)) &&
	    digits < 3) {
		i += len;
		digits++;
	}
	if (digits == 0 || i + 1 >= s.n || strchr(".)-", s.p[i]) == NULL ||
	    s.p[i + 1] != ' ')
		return 0;
	return i + 1;
}

/* Is cp, in front of s, a guillemet that is closed in s? */
static bool
opens_quote(struct span s, uint32_t cp)
{
	return cp == 0xab && memmem(s.p, s.n, "»", sizeof "»" - 1) != NULL;
}

/* Take a bullet off the line. */
static void
cut_bullet(struct line *l)
{
	size_t len;
	uint32_t cp = utf8_get(l->text.p, l->text.p + l->text.n, &len);

	if (!is_bullet(cp))
		len = number_bullet(l->text);
	else if ((l->text.n > len && l->text.p[len] != ' ') ||
	    opens_quote(l->text, cp))
		len = 0; /* -5 degrees, *note, «a quotation» */
	if (len > 0) {
		l->bullet = true;
		line_set_text(l, line_trim(span_skip(l->text, len)));
	}
}

/* The mark that ends the line, behind closing quotes and brackets. */
static void
look_at_end(struct line *l)
{
	const char *p = l->text.p + l->text.n, *at;
	uint32_t cp = 0;

	while (p > l->text.p) {
		cp = utf8_before(l->text.p, p, &at);
		if (cp != '"' && cp != 0xbb && cp != 0x201d && cp != ')' &&
		    cp != ']' && cp != '\'' && cp != 0x2019 && cp != ' ' &&
		    cp != 0x201c)
			break;
		p = at;
	}
	if (p == l->text.p)
		return;
	l->stop = cp == '.' && (at == l->text.p || at[-1] != '.');
	l->sentence = cp == '.' || cp == '!' || cp == '?' || cp == 0x61f ||
	    cp == 0x2026 || cp == 0x6d4;
}

/* No branch: vectors are made of it. */
static size_t
count_blanks(struct span s)
{
	size_t blanks = 0;

	while (s.n > 0) {
		size_t n = s.n < 128 ? s.n : 128;
		uint8_t some = 0;

		for (size_t i = 0; i < n; i++)
			some = (uint8_t)(some + (s.p[i] == ' '));
		blanks += some;
		s = span_skip(s, n);
	}
	return blanks;
}

static void
count(struct line *l)
{
	if (l->text.n > LONG_BYTES) {
		l->points = (uint16_t)(l->text.n / 2 > UINT16_MAX
			? UINT16_MAX
			: l->text.n / 2);
		l->words = (uint16_t)(l->points > 60000 ? 10000
							: l->points / 6);
		return;
	}
	l->points = (uint16_t)utf8_count(l->text);
	l->words = (uint16_t)(l->points / 6 + 1);
	if (l->points <= LINE_TITLE_MAX)
		l->words = (uint16_t)(1 + count_blanks(l->text));
}

struct span
line_part(struct span *s)
{
	static const struct span marks[] = { SPAN("/"), SPAN("|"), SPAN(" - "),
		SPAN("•"), SPAN("·"), SPAN("»"), SPAN(" – ") };
	size_t i, m;

	for (i = 0; i < s->n; i++)
		for (m = 0; m < sizeof marks / sizeof marks[0]; m++) {
			struct span part = span_of(s->p, i);

			if (!span_starts(span_skip(*s, i), marks[m]))
				continue;
			*s = span_skip(*s, i + marks[m].n);
			return line_trim(part);
		}
	*s = span_skip(*s, s->n);
	return line_trim(span_of(s->p - i, i));
}

bool
line_is_rule(const struct folded *f)
{
	size_t i, len;

	for (i = 0; i < f->text.n; i += len) {
		enum fold_class c = fold_class(
		    utf8_get(f->text.p + i, f->text.p + f->text.n, &len));

		if (c >= FOLD_LETTER)
			return false;
	}
	return true;
}

bool
line_is_time(const struct folded *f)
{
	const char *p = f->text.p;
	size_t i, digits = 0, colons = 0, others = 0;

	for (i = 0; i < f->text.n && others < 8; i++) {
		if (p[i] >= '0' && p[i] <= '9')
			digits++;
		else if (p[i] == ':' || p[i] == '.')
			colons++;
		else
			others++;
	}
	return digits >= 3 && digits <= 6 && colons >= 1 && colons <= 2 &&
	    others < 8;
}

void
line_start(struct line *l, struct span all)
{
	struct span text = line_trim(all);

	*l = (struct line) { .text = text,
		.before = (uint32_t)(text.p - all.p),
		.bytes = (uint32_t)all.n };
	if (l->text.n > 0)
		cut_bullet(l);
	if (l->text.n > 0) {
		count(l);
		look_at_end(l);
	}
}

void
line_set_text(struct line *l, struct span text)
{
	l->before += (uint32_t)(text.p - l->text.p);
	l->text = text;
}

bool
line_is_prose(const struct line *l)
{
	return l->points >= PROSE_POINTS ||
	    (l->sentence && l->points >= PROSE_SENTENCE);
}

enum role
line_shape(const struct line *l)
{
	if (l->text.n == 0)
		return l->bullet ? ROLE_BULLET : ROLE_BLANK;
	if (l->points > LINE_TITLE_MAX || (l->stop && l->words >= 2) ||
	    (l->points > LINE_COLON_MAX && span_ends(l->text, SPAN(":"))))
		return ROLE_BODY;
	if (l->words < TITLE_WORDS_MIN)
		return ROLE_SHORT;
	return ROLE_TITLE;
}
