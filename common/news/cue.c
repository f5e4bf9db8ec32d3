/*
 * The rows, in order, become the branches of a few patterns; the mark of the
 * branch that matches is its row.  A table of the letters that lines start with
 * says which of the patterns need to be tried, and for most lines that none
 * need.
 */
#include "news/cue.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/buf.h"
#include "base/status.h"
#include "rules/pattern.h"
#include "text/fold.h"
#include "text/utf8.h"

/* Each define takes a group. */
enum { GROUPS = 32 };

/* Rows that count glued, at the most. */
enum { GLUES = 16 };

/* The rows are so many patterns: a line is tried with those that it may start
 * with. */
enum { PARTS = 16 };

struct cue_row {
	size_t from; /* its pattern's first byte in lines */
	enum role role;
	bool glued, named, user;
};

/*
 * Which parts may start with these letters, remembered: a line's first two
 * code points, or else its first three or six, tell for nearly every line that
 * it starts with no cue.  What the shorter prefix rules out, the longer one
 * need not try.
 */
struct start {
	char key[16];   /* padded with NULs */
	uint32_t parts; /* a bit each */
};

enum { STARTS = 32768 };

struct cues {
	struct start start[STARTS];
	struct buf define, lines, tails; /* patterns under construction */
	struct cue_row *row;
	size_t n, cap;
	struct pattern *part[PARTS]; /* or NULL */
	struct pattern *tail;
	struct span key[GLUES]; /* letters that a glued cue must have */
	size_t keys;
	int rest; /* the group called so, in all parts */
	char message[200];
};

/* Only groups with a name count: a row's brackets do not. */
#define PLAIN SPAN("(?n)")

/* What may stand in front of a cue, and what parts it from the rest. */
#define LEAD "^[\\h/.•·*▪■●○◄►▶«\"“(\\[>|✍️\\x{FE0F}-]*"
#define PART "[:：|/\\\\–—−_»›←→>-]"

struct cues *
cues_new(void)
{
	return mem_zero(1, sizeof(struct cues));
}

/* Add a pattern of the table: its blanks match blanks, its letters are folded
 * as the lines are, what is ASCII (\p{L}) stays. */
static void
add_pattern(struct buf *b, struct span p)
{
	enum fold_class class;
	size_t i, len;

	for (i = 0; i < p.n; i += len) {
		uint32_t cp = utf8_get(p.p + i, p.p + p.n, &len);

		if (cp >= 0x80)
			b->n += fold_point(cp, buf_room(b, FOLD_MAX), &class);
		else if (cp != ' ')
			buf_addc(b, (char)cp);
		else if (i + 1 < p.n && p.p[i + 1] == '?') {
			buf_adds(b, SPAN("\\h*"));
			len = 2;
		} else
			buf_adds(b, SPAN("\\h+"));
	}
}

/* Does regex stand alone?  So that a bad row is told by its own line. */
static void
check_pattern(struct cues *c, const struct table *t, struct span p)
{
	struct buf b = { 0 };
	struct pattern *alone;

	buf_adds(&b, PLAIN);
	buf_adds(&b, buf_span(&c->define));
	add_pattern(&b, p);
	alone = pattern_new(buf_span(&b), c->message, sizeof c->message);
	if (alone == NULL)
		table_die(t, c->message, p);
	pattern_free(alone);
	buf_free(&b);
}

static void
add_define(struct cues *c, const struct span *cell)
{
	buf_printf(&c->define, "(?(DEFINE)(?<%.*s>", (int)cell[4].n, cell[4].p);
	add_pattern(&c->define, cell[3]);
	buf_adds(&c->define, SPAN("))"));
}

/* What must stand behind the phrase, by form; the group called rest is empty
 * and stands where the rest starts. */
static void
add_tail(struct cues *c, const struct table *t, enum role role,
    struct span form, struct span most)
{
	if (span_eq(form, SPAN("bare")))
		buf_adds(&c->lines, SPAN("[\\h\\p{P}\\p{S}]*(?<rest>)$"));
	else if (span_eq(form, SPAN("colon")) || span_eq(form, SPAN("named")))
		buf_adds(&c->lines,
		    SPAN("\\h*(?:" PART "[\\h:：|/\\\\–—-]*|$)(?<rest>)"));
	else if (span_eq(form, SPAN("rest")))
		buf_adds(&c->lines,
		    SPAN("(?![\\p{L}\\p{N}])[\\h:：|/\\\\–—-]*(?<rest>)"));
	else if (span_eq(form, SPAN("head")))
		buf_adds(&c->lines, SPAN("(?<rest>)(?=\\p{L})"));
	else
		table_die(t,
		    "form is not bare, colon, named, rest, head or define",
		    form);
	if (!span_eq(most, SPAN("0")))
		buf_printf(&c->lines, "(?=.{0,%.*s}$)", (int)most.n, most.p);
	if (role == ROLE_PROMO) /* a headline ends no sentence */
		buf_adds(&c->lines, SPAN("(?=.{8,})(?!.*[^.]\\.$)"));
}

/* The strong ones are found where they are glued to a sentence, too. */
static void
add_glue(
    struct cues *c, const struct table *t, struct span pattern, struct span key)
{
	if (c->keys == GLUES)
		table_die(t, "too many rows with glue", key);
	c->key[c->keys++] = key;
	buf_adds(&c->tails, c->tails.n ? SPAN("|") : SPAN(""));
	add_pattern(&c->tails, pattern);
}

static bool
is_number(struct span s)
{
	size_t i;

	for (i = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		;
	return i > 0 && i == s.n && i < 5;
}

void
cues_add(struct cues *c, struct table *t, bool check)
{
	struct span cell[TABLE_CELLS];
	size_t from;
	int role;

	while (table_row(t, cell) > 0) {
		if (!is_number(cell[2]))
			table_die(
			    t, "column 3 is no number below 10000", cell[2]);
		if (check)
			check_pattern(c, t, cell[3]);
		if (span_eq(cell[0], SPAN("define"))) {
			add_define(c, cell);
			if (check) /* its name */
				check_pattern(c, t, cell[4]);
			continue;
		}
		if ((role = role_find(cell[0])) < 0)
			table_die(t, "unknown role", cell[0]);
		from = c->lines.n;
		buf_adds(&c->lines, SPAN("|(?:"));
		add_pattern(&c->lines, cell[3]);
		buf_addc(&c->lines, ')');
		add_tail(c, t, role, cell[1], cell[2]);
		buf_printf(&c->lines, "(*MARK:%zu)", c->n);
		c->row = mem_grow(c->row, &c->cap, c->n + 1, sizeof *c->row);
		c->row[c->n++] = (struct cue_row) { from, role,
			span_eq(cell[1], SPAN("head")),
			span_eq(cell[1], SPAN("named")), check };
		if (cell[5].n > 0)
			add_glue(c, t, cell[3], cell[5]);
	}
}

static struct pattern *
compile(struct cues *c, const char *before, struct span rows, const char *after)
{
	struct buf all = { 0 };
	struct pattern *p;

	buf_adds(&all, PLAIN);
	buf_printf(&all, "%.*s%s%.*s%s", (int)c->define.n, c->define.p, before,
	    (int)rows.n, rows.p, after);
	p = pattern_new(buf_span(&all), c->message, sizeof c->message);
	if (p == NULL)
		errx(STATUS_FATAL, "cues: %s", c->message);
	buf_free(&all);
	return p;
}

/* The patterns of the rows [from, to), without the bar in front. */
static struct span
rows_span(const struct cues *c, size_t from, size_t to)
{
	size_t start = c->row[from].from + 1;
	size_t end = to < c->n ? c->row[to].from : c->lines.n;

	return span_of(c->lines.p + start, end - start);
}

void
cues_compile(struct cues *c)
{
	size_t from, to, i;

	for (i = 0; i < PARTS; i++) {
		from = c->n * i / PARTS;
		to = c->n * (i + 1) / PARTS;
		if (from == to)
			continue;
		c->part[i] = compile(
		    c, LEAD "(?|", rows_span(c, from, to), ")");
		pattern_prefixes(c->part[i]);
		c->rest = pattern_group(c->part[i], "rest");
		if (c->rest < 0 || c->rest >= GROUPS)
			errx(
			    STATUS_FATAL, "cues: more than %d defines", GROUPS);
	}
	c->tail = compile(c, "(?:", buf_span(&c->tails), ")\\h*$");
}

static uint32_t
parts_that_start(struct cues *c, struct span prefix, uint32_t among)
{
	uint32_t parts = 0;
	int i;

	for (i = 0; i < PARTS; i++)
		if ((among >> i & 1) && c->part[i] &&
		    pattern_may_start(c->part[i], prefix))
			parts |= (uint32_t)1 << i;
	return parts;
}

/* Those among the parts that may start with the first `points` code points of
 * the line; among is what a shorter prefix left. */
static uint32_t
may_start(struct cues *c, struct span folded, int points, uint32_t among)
{
	char key[sizeof c->start[0].key] = "";
	struct start *start;
	uint64_t half[2];
	size_t n = 0, len;

	while (points-- > 0 && n < folded.n) {
		utf8_get(folded.p + n, folded.p + folded.n, &len);
		n += len;
	}
	if (n == 0)
		return 0;
	if (n > sizeof key)
		return among;
	memcpy(key, folded.p, n);
	memcpy(half, key, sizeof half);
	start =
	    &c->start[((half[0] ^ half[1] >> 7) * 0x9e3779b97f4a7c15u) >> 49];
	if (memcmp(start->key, key, sizeof key) != 0) {
		memcpy(start->key, key, sizeof key);
		start->parts = parts_that_start(c, span_of(folded.p, n), among);
	}
	return start->parts;
}

static uint32_t
parts_of(struct cues *c, struct span folded)
{
	static const int points[] = { 2, 3, 6 };
	uint32_t parts = UINT32_MAX;
	size_t i;

	for (i = 0; i < sizeof points / sizeof points[0] && parts != 0; i++)
		parts = may_start(c, folded, points[i], parts);
	return parts;
}

bool
cue_may_start(struct cues *c, struct span folded)
{
	return parts_of(c, folded) != 0;
}

bool
cue_find(struct cues *c, struct span folded, struct cue *out)
{
	struct span group[GROUPS];
	uint32_t parts = parts_of(c, folded);
	size_t row;
	int i;

	for (i = 0; i < PARTS && parts >> i != 0; i++) {
		if ((parts >> i & 1) == 0 || c->part[i] == NULL ||
		    pattern_find(c->part[i], folded, 0, group, GROUPS) <= 0)
			continue;
		row = pattern_mark(c->part[i]);
		out->role = c->row[row].role;
		out->glued = c->row[row].glued;
		out->named = c->row[row].named;
		out->user = c->row[row].user;
		out->rest = (size_t)(group[c->rest].p - folded.p);
		return true;
	}
	out->role = ROLE_COUNT;
	return false;
}

bool
cue_may_be_glued(const struct cues *c, struct span before)
{
	size_t i;

	for (i = 0; i < c->keys; i++)
		if (memmem(before.p, before.n, c->key[i].p, c->key[i].n))
			return true;
	return false;
}

long
cue_before_colon(struct cues *c, struct span folded)
{
	struct span group[1];

	if (pattern_find(c->tail, folded, 0, group, 1) <= 0)
		return -1;
	return group[0].p - folded.p;
}

void
cues_free(struct cues *c)
{
	int i;

	if (c == NULL)
		return;
	for (i = 0; i < PARTS; i++)
		pattern_free(c->part[i]);
	pattern_free(c->tail);
	buf_free(&c->define);
	buf_free(&c->lines);
	buf_free(&c->tails);
	free(c->row);
	free(c);
}
