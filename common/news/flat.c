/*
 * Pages whose blocks stand on one line, parted by wide blanks, TABs, no-break
 * spaces or bullets.
 *
 * A mark parts blocks where paragraphs that end their last sentence stand in
 * front of it, and few long ones that do not.  Marks are tried from the surest
 * on, and each must do so where those before it have not parted already.
 */
#include "news/form.h"
#include "text/utf8.h"

enum {
	FEW_LINES = 3,
	GAPS = 3,         /* that are no accident; */
	PARA_BYTES = 160, /* of a block that is a paragraph, */
	OPEN_BYTES = 250, /* and of one that would end its sentence */
	WIDE = 6,         /* blanks, */
	TRIPLE = 3        /* and those of the last resort */
};

/* What parts blocks, the surest first; each with those before it. */
enum mark { MARK_WIDE, MARK_TAB, MARK_NBSP, MARK_TRIPLE, MARK_BULLET, MARKS };

struct flat_gap {
	size_t at, n;   /* bytes of the line */
	enum mark mark; /* the first that it is one of; MARKS where of none */
};

struct stats {
	size_t gaps, ended, open, paragraphs;
};

/* The bytes of a blank at p, or 0. */
static size_t
blank_at(const char *p, const char *end)
{
	if (*p == ' ' || *p == '\t')
		return 1;
	return *p == '\xc2' && end - p > 1 && p[1] == '\xa0' ? 2 : 0;
}

/* The bytes of a bullet at p, or 0. */
static size_t
bullet_at(const char *p, const char *end)
{
	static const struct span bullets[] = { SPAN("•"), SPAN("●"), SPAN("■"),
		SPAN("▪"), SPAN("◆"), SPAN("·"), SPAN("|"), SPAN("¦"),
		SPAN("◄"), SPAN("►") };

	if (*p != '\xe2' && *p != '\xc2' && *p != '|')
		return 0;
	for (size_t i = 0; i < sizeof bullets / sizeof bullets[0]; i++)
		if (span_starts(span_to(p, end), bullets[i]))
			return bullets[i].n;
	return 0;
}

/* The run of blanks at byte `at` of the line, with one bullet among them. */
static void
read_gap(struct span line, size_t at, struct flat_gap *g)
{
	const char *p = line.p + at, *end = line.p + line.n;
	size_t blanks = 0, nbsp = 0, tabs = 0, n;
	bool bullet = false;

	for (; p < end; p += n) {
		if ((n = blank_at(p, end)) > 0) {
			blanks++;
			nbsp += n == 2;
			tabs += *p == '\t';
		} else if (!bullet && (blanks > 0 || at == 0) &&
		    (n = bullet_at(p, end)) > 0 &&
		    (p + n == end || blank_at(p + n, end) > 0))
			bullet = true;
		else
			break;
	}
	g->at = at;
	g->n = (size_t)(p - line.p) - at;
	g->mark = MARKS;
	if (bullet)
		g->mark = MARK_BULLET;
	else if (blanks >= WIDE)
		g->mark = MARK_WIDE;
	else if (tabs > 0)
		g->mark = MARK_TAB;
	else if (nbsp >= 2)
		g->mark = MARK_NBSP;
	else if (blanks >= TRIPLE)
		g->mark = MARK_TRIPLE;
}

/* A bullet behind a wide gap starts a line of its own: the gap ends there. */
static void
keep_bullet(struct span line, struct flat_gap *g, enum mark most)
{
	const char *p = line.p + g->at, *end = p + g->n;
	size_t n;

	if (g->mark != MARK_BULLET || most == MARK_BULLET)
		return;
	while (p < end && (n = blank_at(p, end)) > 0)
		p += n;
	read_gap(span_to(line.p, p), g->at, g);
}

/* The next gap of such a mark behind *at, between two blocks of the line; a
 * bullet may be at its ends. */
static bool
next_gap(struct span line, size_t *at, enum mark most, struct flat_gap *g)
{
	static const bool is_word[256] = {
		[0xd8] = true, [0xd9] = true, [0xda] = true, [0xdb] = true
	};
	size_t i = *at;

	while (i < line.n) {
		if (i > 0 && blank_at(line.p + i, line.p + line.n) == 0) {
			i++;
			continue;
		}
		if (i + 1 < line.n && i > 0 && line.p[i] == ' ' &&
		    is_word[(unsigned char)line.p[i + 1]]) {
			i += 2;
			continue;
		}
		read_gap(line, i, g);
		keep_bullet(line, g, most);
		i += g->n > 0 ? g->n : 1;
		if (g->mark <= most &&
		    (g->mark == MARK_BULLET || (g->at > *at && i < line.n))) {
			*at = i;
			return true;
		}
	}
	return false;
}

/* Does the block end a sentence, or in a way that blocks do? */
static bool
is_ended(struct span block)
{
	const char *at;

	if (block.n == 0)
		return false;
	switch (utf8_before(block.p, block.p + block.n, &at)) {
	case '.':
	case '!':
	case '?':
	case ':':
	case ')':
	case '"':
	case 0xbb:
	case 0x61f:
	case 0x6d4:
	case 0x201d:
	case 0x2026:
		return true;
	default:
		return false;
	}
}

static void
count_line(struct span line, enum mark most, bool first, struct stats *s)
{
	size_t at = 0, from = 0;
	struct flat_gap g = { .n = 0 };
	struct span block;

	while (next_gap(line, &at, most, &g)) {
		block = span_of(line.p + from, g.at - from);
		s->gaps++;
		if (is_ended(block)) {
			s->ended += block.n >= PARA_BYTES;
			s->paragraphs += block.n >= PARA_BYTES;
		} else if (block.n > OPEN_BYTES)
			s->open++;
		if (first && from == 0 && block.n <= OPEN_BYTES)
			s->ended++; /* a headline */
		from = at;
	}
	block = span_skip(line, from);
	s->paragraphs += from > 0 && block.n >= PARA_BYTES;
}

/* Are three blanks next to each other in s?  A block at a time, which the
 * compiler does by vectors. */
static bool
has_triple(struct span s)
{
	enum { BLOCK = 128 };
	const char *p = s.p, *end = s.p + s.n;
	unsigned char any = 0;

	for (; end - p > BLOCK + 2 && any == 0; p += BLOCK)
		for (size_t i = 0; i < BLOCK; i++)
			any |= (p[i] == ' ') & (p[i + 1] == ' ') &
			    (p[i + 2] == ' ');
	for (; end - p > 2 && any == 0; p++)
		any |= p[0] == ' ' && p[1] == ' ' && p[2] == ' ';
	return any != 0;
}

/* Does a no-break space stand in s beside a blank, a bullet between two? */
static bool
has_mark(struct span s, char first)
{
	const char *p = s.p, *end = s.p + s.n;
	size_t n;

	for (; p < end && (p = memchr(p, first, (size_t)(end - p))) != NULL;
	     p++) {
		n = blank_at(p, end);
		if (n > 0 && p + n < end && blank_at(p + n, end) > 0)
			return true;
		if (n == 0 && bullet_at(p, end) > 0)
			return true;
	}
	return false;
}

/* A quick look: most lines have no gap. */
static bool
may_have_gap(struct span line)
{
	return memchr(line.p, '\t', line.n) != NULL || has_mark(line, '\xc2') ||
	    has_mark(line, '\xe2') || has_mark(line, '|') || has_triple(line);
}

/* May the line hold several blocks?  Where a page has few lines, each may. */
static bool
may_hold(const struct form_step *s, struct span line)
{
	return line.n > FORM_BROAD ||
	    (line.n > PARA_BYTES && s->look.lines <= FEW_LINES);
}

/* What stands at the gaps of such marks on the page. */
static void
count_page(const struct form_step *s, enum mark most, struct stats *n)
{
	struct span text = s->in;

	*n = (struct stats) { .gaps = 0 };
	while (text.n > 0) {
		struct span line = span_cut(&text, '\n');

		if (may_hold(s, line))
			count_line(line, most, line.p == s->in.p, n);
	}
}

static bool
may_be_flat(const struct form_step *s)
{
	struct span text = s->in;
	bool gap = false;

	while (text.n > 0 && !gap &&
	    (s->look.broad || s->look.lines <= FEW_LINES)) {
		struct span line = span_cut(&text, '\n');

		gap = may_hold(s, line) && may_have_gap(line);
	}
	return gap;
}

/* Does the mark part blocks, in addition to those that were found to? */
static bool
is_parting(
    enum mark m, bool all, const struct stats *now, const struct stats *before)
{
	size_t gaps = now->gaps - before->gaps;
	size_t open = now->open > before->open ? now->open - before->open : 0;

	if (gaps == 0 || open * 4 > gaps || (!all && now->gaps < GAPS))
		return false;
	if (all && now->gaps >= GAPS && m <= MARK_NBSP)
		return true; /* a page of headlines, too */
	if (now->paragraphs == 0 || now->ended == 0)
		return false;
	return m != MARK_BULLET || now->ended >= before->ended + 2 ||
	    (all && now->gaps >= GAPS && now->ended > before->ended);
}

/* The last mark that parts blocks, or MARKS. */
static enum mark
find_mark(const struct form_step *s)
{
	bool all = s->look.lines == 1;
	struct stats before = { .gaps = 0 }, now;
	enum mark m, last = MARKS;

	for (m = MARK_WIDE; m < MARKS; m++) {
		count_page(s, m, &now);
		if (!is_parting(m, all, &now, &before))
			continue;
		before = now;
		last = m;
	}
	return last;
}

void
form_flat(struct form_step *s, const struct rules *r, struct folded *f)
{
	struct span rest = s->in;
	enum mark mark;

	(void)r;
	(void)f;
	if (!may_be_flat(s) || (mark = find_mark(s)) == MARKS)
		return;
	while (rest.n > 0) {
		struct span line = span_cut(&rest, '\n');
		size_t from = (size_t)(line.p - s->in.p), at = 0;
		struct flat_gap g;

		while (next_gap(line, &at, mark, &g))
			form_edit(s, from + g.at, g.n, SPAN("\n"));
	}
}
