/*
 * Pages whose paragraphs are broken into lines of a width, as w3m, lynx, fmt
 * and printers do: each line takes as many words as it can hold (greedy, as
 * Knuth and Plass call it: Software: Practice and Experience 11, 1981).
 *
 * So the width of a page is that at which most lines that end no sentence are
 * full, since the first word of the next one would not fit, and few lines are
 * wider or end early.  At full lines paragraphs are joined.
 */
#include "news/form.h"
#include "news/line.h"

#include "text/utf8.h"

enum {
	WIDTH_MIN = 45, /* columns */
	WIDTH_MAX = 100,
	WIDE_SHARE = 8, /* one line in so many has more than FORM_WIDE bytes */
	LEAST = 2,      /* full lines, weighed, of a page; */
	SURE = 3,       /* that a line ends with a preposition weighs, */
	WIDER = 4,      /* and that one is wider */
	SLACK = 2,      /* marks are counted in some widths */
	INDENT = 2,     /* by which a paragraph starts */
	HEAD_BYTES = 160, /* of a line that may start with a label, */
	DATE_BYTES = 24,  /* and in front of the day of a dateline */
	STRAY = 30        /* letters beside a date */
};

struct wrapped_line {
	struct span text;              /* without blanks around it */
	unsigned indent, width, first; /* columns: in front of it, up to its
	                                  end, of its first word */
	bool ended;                    /* a sentence */
	bool item;                     /* it starts with a bullet or number */
	bool open; /* it ends with a preposition or its like */
};

struct widths {
	unsigned full[WIDTH_MAX + 2];  /* lines that are full from this width
	                                  on, less those up to the one before */
	unsigned early[WIDTH_MAX + 2]; /* that width, for ends of words that
	                                  would have fit */
	unsigned wide[WIDTH_MAX + 2];  /* lines of that width */
	unsigned filled;               /* lines with wide blanks within */
	unsigned apart, close;         /* sentences in front of a blank line,
	                                  and of another one */
	struct chain {
		unsigned from, to; /* widths at which all of them are full */
		unsigned n, sure;  /* lines; those that none ends with */
	} chain;                   /* of lines that end no sentence */
};

struct wrap {
	const struct rules *r;
	struct folded *f;
	unsigned width;
	bool apart;  /* blank lines part paragraphs */
	bool filled; /* lines are, with blanks between words */
};

/* Columns of s, up to a blank where asked for. */
static unsigned
columns(struct span s, bool word)
{
	const char *p = s.p, *end = s.p + s.n;
	unsigned n = 0;
	size_t len;

	for (; p < end; p += len) {
		uint32_t cp = utf8_get(p, end, &len);

		if (word && (cp == ' ' || cp == '\t'))
			break;
		n += cp == 0x640 || fold_class(cp) != FOLD_DROP;
	}
	return n;
}

static bool
is_ended(struct span s)
{
	const char *p = s.p + s.n, *at;

	while (p > s.p) {
		uint32_t cp = utf8_before(s.p, p, &at);

		if (cp == '.')
			return at == s.p || at[-1] != '.';
		if (cp == '!' || cp == '?' || cp == 0x61f || cp == 0x2026 ||
		    cp == 0x6d4)
			return true;
		if (cp != '"' && cp != 0xbb && cp != 0x201d && cp != ')' &&
		    cp != ']')
			return false;
		p = at;
	}
	return false;
}

/* Does it end with a word that a line never does? */
static bool
is_open(const struct wrap *w, struct span s)
{
	const char *blank = memrchr(s.p, ' ', s.n);

	if (blank == NULL)
		return false;
	fold(w->f, span_to(blank + 1, s.p + s.n));
	return names_find(&w->r->linewords, buf_span(&w->f->text)) ==
	    LINEWORD_FUNCTION;
}

static void
read_row(const struct wrap *w, struct span line, struct wrapped_line *row)
{
	struct line l;

	line_start(&l, line);
	row->text = line_trim(line);
	row->indent = columns(span_to(line.p, row->text.p), false);
	row->width = row->indent + columns(row->text, false);
	row->first = columns(row->text, true);
	row->item = l.bullet;
	row->ended = is_ended(row->text);
	row->open = !row->ended && row->width <= WIDTH_MAX &&
	    is_open(w, row->text);
}

static unsigned
at_most(unsigned n)
{
	return n < WIDTH_MAX + 1 ? n : WIDTH_MAX + 1;
}

/* A sentence ends behind full lines, its own line no wider.  Several in a row
 * say more than they would alone. */
static void
close_chain(struct widths *n, unsigned width)
{
	const struct chain *c = &n->chain;
	unsigned from = width > c->from ? width : c->from;
	unsigned weight = 2 * c->n - 1 + c->sure * (SURE - 1);

	if (c->n == 0 || from >= c->to)
		return;
	n->full[from] += weight;
	n->full[c->to] -= weight;
}

/* A line that ends no sentence, with another one behind it; lines above that
 * are not full at the same width were of something else. */
static void
extend_chain(struct chain *c, unsigned from, unsigned to, bool sure)
{
	unsigned low = c->n > 0 && c->from > from ? c->from : from;
	unsigned high = c->n > 0 && c->to < to ? c->to : to;

	if (low >= high) {
		*c = (struct chain) { .from = from, .to = to };
		low = from;
		high = to;
	}
	c->from = low;
	c->to = high;
	c->n++;
	c->sure += sure;
}

/* What a line and the one behind it say of the width. */
static void
count(struct widths *n, const struct wrapped_line *row,
    const struct wrapped_line *next)
{
	unsigned width = at_most(row->width);

	if (row->text.n > 0 && memchr(row->text.p, ' ', row->text.n) != NULL)
		n->wide[width]++;
	n->filled += row->text.n > 0 &&
	    memmem(row->text.p, row->text.n, "  ", 2) != NULL;
	if (row->text.n > 0 && !row->ended && next->text.n > 0 && !next->item) {
		n->early[width]++;
		extend_chain(&n->chain, width,
		    at_most(row->width + 1 + next->first), row->open);
		return;
	}
	if (row->ended) {
		close_chain(n, width);
		if (next->text.n == 0)
			n->apart++;
		else
			n->close++;
	}
	n->chain.n = n->chain.sure = 0;
}

/* How sure the width is: lines that are full, less those that could have taken
 * a word, which headlines may, and those that are wider; 0 where there are
 * more of the others. */
static int
sum(const struct widths *n, unsigned width)
{
	int full = 0, ends = 0, wide = 0;
	unsigned i;

	for (i = 0; i <= width; i++)
		full += (int)n->full[i];
	for (i = width * 2 / 3; i <= width; i++)
		ends += (int)n->early[i];
	for (i = width + 1; i <= WIDTH_MAX + 1; i++)
		wide += (int)n->wide[i];
	if (ends > 2 * full || WIDER * wide > full)
		return 0;
	return full - (ends > full ? (ends - full) / 2 : 0) - WIDER * wide;
}

/* The page's width, or 0. */
static unsigned
find_width(const struct widths *n)
{
	unsigned width, best = 0;
	int most = LEAST - 1;

	for (width = WIDTH_MIN; width <= WIDTH_MAX; width++) {
		int now = sum(n, width);

		if (now > most) {
			most = now;
			best = width;
		}
	}
	return best;
}

/* What the line's label or dateline says; ROLE_COUNT where it has none. */
static enum role
role_of(const struct wrap *w, struct span text)
{
	struct span head = utf8_head(text, HEAD_BYTES), folded;
	struct dateline d;
	struct cue cue;

	fold(w->f, head);
	folded = buf_span(&w->f->text);
	if (cue_find(w->r->cues, folded, &cue) &&
	    (cue.rest == folded.n || cue.role == ROLE_PROMO ||
		memchr(folded.p, ':', cue.rest) != NULL))
		return cue.role;
	return dateline_read(w->r, w->f, head, 0, &d) ? ROLE_DATELINE
						      : ROLE_COUNT;
}

/* Is the line, whose head is folded, a date with little beside it, or the name
 * of an outlet? */
static bool
is_small(const struct wrap *w, const struct wrapped_line *row)
{
	struct span folded = buf_span(&w->f->text);
	struct span head = utf8_head(row->text, HEAD_BYTES);
	struct date d;

	if (row->ended || row->width > w->width * 3 / 4)
		return false;
	return rules_outlet(w->r, folded) != NULL ||
	    (fold_has_digit(folded) &&
		date_find(w->r->dates, w->f, head, 0, folded.n, NULL, &d) &&
		d.known && d.outside <= (d.day > 0 ? STRAY : 0));
}

/* Does the line, whose head is folded, start with its day? */
static bool
is_dated(const struct wrap *w, const struct wrapped_line *row)
{
	struct span folded = buf_span(&w->f->text);
	struct span head = utf8_head(row->text, HEAD_BYTES);
	struct date d;

	return fold_has_digit(folded) &&
	    date_find(w->r->dates, w->f, head, 0, folded.n, NULL, &d) &&
	    d.known && d.day > 0 && d.from <= DATE_BYTES;
}

/* Does a verb of a report start the line? */
static bool
starts_report(const struct wrap *w, struct span text)
{
	const char *blank = memchr(text.p, ' ', text.n);

	if (blank == NULL)
		return false;
	fold(w->f, span_to(text.p, blank));
	return names_find(&w->r->linewords, buf_span(&w->f->text)) ==
	    LINEWORD_VERB;
}

static bool
is_full(const struct wrap *w, const struct wrapped_line *row,
    const struct wrapped_line *next)
{
	return row->text.n > 0 && next->text.n > 0 &&
	    row->width + 1 + next->first + SLACK > w->width;
}

/* Where one is on the page. */
struct place {
	bool start;   /* in front of its first sentence's end */
	bool heading; /* the paragraph is a heading of related articles, */
	bool related; /* or the first behind one, or an item of such a list, */
	bool promo;   /* or a link to another article */
	size_t lines; /* of the paragraph */
};

/* A headline that fills its line, with text behind it: that has full lines,
 * headlines of more than two lines are few. */
static bool
is_headline(const struct wrap *w, const struct place *at,
    const struct wrapped_line r[3])
{
	if (at->lines > 1 || r[0].open)
		return false;
	if (at->start && !at->related)
		return starts_report(w, r[1].text);
	return (at->promo || at->related) && r[1].indent <= r[0].indent &&
	    is_full(w, &r[1], &r[2]);
}

/* Does the paragraph of the line go on in the next one? */
static bool
goes_on(const struct wrap *w, const struct place *at,
    const struct wrapped_line r[3])
{
	const struct wrapped_line *row = &r[0], *next = &r[1];
	bool full = is_full(w, row, next);

	if (row->text.n == 0 || next->text.n == 0 || next->item ||
	    (!row->item && next->indent >= row->indent + INDENT))
		return false;
	if (row->ended)
		return w->apart && full;
	if (!full && (!row->open || row->width <= w->width / 2))
		return false;
	if (role_of(w, next->text) != ROLE_COUNT || is_small(w, next))
		return false;
	if (at->lines == 1 && (at->start || at->related) && is_dated(w, next))
		return false;
	return !is_headline(w, at, r);
}

/* A paragraph starts with the line. */
static void
start_paragraph(
    const struct wrap *w, struct place *at, const struct wrapped_line *row)
{
	enum role role = role_of(w, row->text);

	at->lines = 0;
	at->related = at->heading || (at->related && row->item);
	at->heading = role == ROLE_RELATED;
	at->promo = role == ROLE_PROMO;
}

static struct wrapped_line
next_row(const struct wrap *w, struct span *rest)
{
	struct wrapped_line row = { .text = { NULL, 0 } };

	if (rest->n > 0)
		read_row(w, span_cut(rest, '\n'), &row);
	return row;
}

static void
count_all(const struct wrap *w, struct span text, struct widths *n)
{
	struct wrapped_line row = next_row(w, &text), next;

	while (text.n > 0) {
		next = next_row(w, &text);
		count(n, &row, &next);
		row = next;
	}
}

/* Blanks that a line was filled up with are one again. */
static void
narrow(struct form_step *s, struct span line)
{
	size_t i, n;

	for (i = 0; i < line.n; i += n) {
		for (n = 0; i + n < line.n && line.p[i + n] == ' '; n++)
			;
		if (n > 1)
			form_edit(
			    s, (size_t)(line.p - s->in.p) + i, n, SPAN(" "));
		n += n == 0;
	}
}

static void
join_all(const struct wrap *w, struct form_step *s)
{
	struct place at = { .start = true };
	struct span rest = s->in;
	struct wrapped_line r[3];
	bool joined = false;

	r[0] = next_row(w, &rest);
	r[1] = next_row(w, &rest);
	for (; r[0].text.p != NULL; r[0] = r[1], r[1] = r[2]) {
		const char *end = r[0].text.p + r[0].text.n;

		r[2] = next_row(w, &rest);
		if (r[0].text.n == 0)
			continue;
		if (!joined)
			start_paragraph(w, &at, &r[0]);
		at.lines++;
		if (w->filled)
			narrow(s, r[0].text);
		joined = goes_on(w, &at, r);
		at.start &= !r[0].ended;
		if (joined)
			form_edit(s, (size_t)(end - s->in.p),
			    (size_t)(r[1].text.p - end), SPAN(" "));
	}
}

void
form_wrapped(struct form_step *s, const struct rules *r, struct folded *f)
{
	struct wrap w = { .r = r, .f = f };
	struct widths n = { .apart = 0 };

	if (s->look.lines < 2 || s->look.wide > s->look.lines / WIDE_SHARE)
		return;
	count_all(&w, s->in, &n);
	if ((w.width = find_width(&n)) == 0)
		return;
	w.apart = n.apart > 2 * n.close;
	w.filled = n.filled > 1;
	join_all(&w, s);
}
