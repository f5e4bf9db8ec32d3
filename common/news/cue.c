/*
 * The rows are tried in order, those alone that the line's first letters leave
 * (rules/prefix.h), which are none for most lines and few for others.  So rows
 * are compiled when they are first tried, and interpreted: a run on a page has
 * done its work before all of them were machine code.  Of several threads that
 * try one at once the first to be done with it makes it that of all.
 */
#include "news/cue.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/buf.h"
#include "base/status.h"
#include "rules/pattern.h"
#include "rules/prefix.h"
#include "text/fold.h"
#include "text/utf8.h"

/* Groups of a row, and rows, at the most. */
enum { GROUPS = 32, ROWS = 4096 };

/* Rows that count glued, at the most. */
enum { GLUES = 16 };

/* What is made of a row. */
struct cue_made {
	struct pattern *pattern;
	struct prefixes *ahead; /* what must stand somewhere; NULL: nothing */
	int rest;               /* the group called so */
};

struct cue_row {
	size_t from, to, end; /* in lines: its pattern, and what must stand
	                         behind it */
	enum role role;
	bool glued, named, user;
	_Atomic(struct cue_made *) made; /* owned; NULL: not yet needed */
};

struct cue_define {
	size_t name, pattern, end; /* in define */
};

struct cues {
	struct prefixes *prefixes;
	struct buf define, lines, tails; /* patterns under construction */
	struct cue_define *defined;
	size_t defines, defines_cap;
	struct cue_row *row;
	size_t n, cap;
	struct cue_row *tail;   /* tails, as if they were a row */
	struct span key[GLUES]; /* letters that a glued cue must have */
	size_t keys;
};

enum { MESSAGE = 200 }; /* bytes of what is wrong with a pattern */

/* Only groups with a name count: a row's brackets do not. */
#define PLAIN "(?n)"

/* What may stand in front of a cue, besides blanks, '[' and '-', and what parts
 * it from the rest. */
#define LEADS "/.•·*▪■●○◄►▶«\"“(>|✍\xef\xb8\x8f"
#define PART "[:：|/\\\\–—−_»›←→>-]"

struct cues *
cues_new(void)
{
	struct cues *c = mem_zero(1, sizeof *c);

	c->prefixes = prefixes_new();
	c->tail = mem_zero(1, sizeof *c->tail);
	return c;
}

/* Add a pattern of the table: its blanks match blanks, its letters are folded
 * as the lines are (an ellipsis is three dots), what is ASCII (\p{L}) stays. */
static void
add_pattern(struct buf *b, struct span p)
{
	char to[FOLD_MAX];
	enum fold_class class;
	size_t i, len;

	for (i = 0; i < p.n; i += len) {
		uint32_t cp = utf8_get(p.p + i, p.p + p.n, &len);

		if (cp >= 0x80)
			pattern_quote(
			    b, span_of(to, fold_point(cp, to, &class)));
		else if (cp != ' ')
			buf_addc(b, (char)cp);
		else if (i + 1 < p.n && p.p[i + 1] == '?') {
			buf_adds(b, SPAN("\\h*"));
			len = 2;
		} else
			buf_adds(b, SPAN("\\h+"));
	}
}

static struct span
define_name(const struct cues *c, size_t i)
{
	const struct cue_define *d = &c->defined[i];

	return span_of(c->define.p + d->name, d->pattern - d->name);
}

static struct span
define_pattern(const struct cues *c, size_t i)
{
	const struct cue_define *d = &c->defined[i];

	return span_of(c->define.p + d->pattern, d->end - d->pattern);
}

/* Add the defines that are used, each in terms of those in front of it, and
 * compile. */
static struct pattern *
compile(const struct cues *c, struct buf *regex, char message[MESSAGE])
{
	struct buf use = { 0 };
	struct pattern *p;

	for (size_t i = c->defines; i-- > 0;) {
		struct span name = define_name(c, i);
		struct span pattern = define_pattern(c, i);

		use.n = 0;
		buf_printf(&use, "(?&%.*s)", (int)name.n, name.p);
		if (memmem(regex->p, regex->n, use.p, use.n) == NULL)
			continue;
		buf_printf(regex, "(?(DEFINE)(?<%.*s>", (int)name.n, name.p);
		buf_adds(regex, pattern);
		buf_adds(regex, SPAN("))"));
	}
	p = pattern_plain(buf_span(regex), message, MESSAGE);
	buf_free(&use);
	buf_free(regex);
	return p;
}

/* Does regex stand alone?  So that a bad row is told by its own line. */
static void
check_pattern(const struct cues *c, const struct table *t, struct span p)
{
	char message[MESSAGE];
	struct buf b = { 0 };
	struct pattern *alone;

	buf_adds(&b, SPAN(PLAIN));
	add_pattern(&b, p);
	alone = compile(c, &b, message);
	if (alone == NULL)
		table_die(t, message, p);
	pattern_free(alone);
}

/* Can a pattern call the last define so? */
static void
check_name(const struct cues *c, const struct table *t, struct span name)
{
	char message[MESSAGE];
	struct buf b = { 0 };
	struct pattern *caller;

	buf_adds(&b, SPAN("(?&"));
	buf_adds(&b, name);
	buf_addc(&b, ')');
	caller = compile(c, &b, message);
	if (caller == NULL)
		table_die(t, message, name);
	pattern_free(caller);
}

static void
add_define(struct cues *c, const struct span *cell)
{
	struct cue_define *d;

	if (c->defines == c->defines_cap)
		c->defined = mem_grow(c->defined, &c->defines_cap,
		    c->defines + 1, sizeof *c->defined);
	d = &c->defined[c->defines++];
	d->name = c->define.n;
	buf_adds(&c->define, cell[4]);
	d->pattern = c->define.n;
	add_pattern(&c->define, cell[3]);
	d->end = c->define.n;
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
	/* a dot that takes LF, too, is stepped over at once */
	if (!span_eq(most, SPAN("0")))
		buf_printf(
		    &c->lines, "(?=(?s:.{0,%.*s}$))", (int)most.n, most.p);
	if (role == ROLE_PROMO)
		buf_adds(&c->lines, SPAN("(?=.{8,})"));
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

/* X of a pattern that ends with (?=.*?X), so that X must stand somewhere in its
 * lines; empty where it has alternatives beside, or a set, or no such end. */
static struct span
ahead_of(struct span pattern)
{
	static const struct span mark = SPAN("(?=.*?");
	const char *at = memmem(pattern.p, pattern.n, mark.p, mark.n);
	const char *p = pattern.p, *end = p + pattern.n;
	int depth = 0;

	for (; at != NULL && p < end; p++) {
		depth += *p == '(';
		if (*p == '[' || (*p == '|' && depth == 0))
			break;
		if (*p == '\\')
			p++;
		else if (*p == ')' && --depth == 0 && p > at)
			return p + 1 == end ? span_to(at + mark.n, p)
					    : span_of(NULL, 0);
		else if (p == at && depth > 1)
			break;
	}
	return span_of(NULL, 0);
}

/* Let t say of pattern, the row of that number, what it starts with. */
static void
add_prefix(
    const struct cues *c, struct prefixes *t, size_t row, struct span pattern)
{
	struct prefix_part *part = mem_zero(c->defines + 1, sizeof *part);
	size_t i;

	for (i = 0; i < c->defines; i++)
		part[i] = (struct prefix_part) { define_name(c, i),
			define_pattern(c, i) };
	prefixes_add(t, (uint32_t)row, pattern, part, c->defines);
	free(part);
}

static struct span
row_pattern(const struct cues *c, const struct cue_row *row)
{
	return span_of(c->lines.p + row->from, row->to - row->from);
}

static void
free_made(struct cue_made *m)
{
	if (m == NULL)
		return;
	pattern_free(m->pattern);
	prefixes_free(m->ahead);
	free(m);
}

/* What the regex makes; NULL where it does not compile. */
static struct cue_made *
make(const struct cues *c, struct buf *regex, char message[MESSAGE])
{
	struct cue_made *m = mem_zero(1, sizeof *m);

	m->pattern = compile(c, regex, message);
	m->rest = m->pattern == NULL ? -1 : pattern_group(m->pattern, "rest");
	if (m->pattern != NULL && m->rest < GROUPS)
		return m;
	if (m->pattern != NULL)
		snprintf(message, MESSAGE, "more than %d groups", GROUPS);
	free_made(m);
	return NULL;
}

/* The same of a row. */
static struct cue_made *
make_row(const struct cues *c, const struct cue_row *row, char message[MESSAGE])
{
	struct span ahead = ahead_of(row_pattern(c, row));
	struct buf b = { 0 };
	struct cue_made *m;

	buf_adds(&b, SPAN("(?n)^[\\h" LEADS "\\[-]*(?:"));
	buf_adds(&b, row_pattern(c, row));
	buf_addc(&b, ')');
	buf_add(&b, c->lines.p + row->to, row->end - row->to);
	m = make(c, &b, message);
	if (m != NULL && ahead.n > 0) {
		m->ahead = prefixes_new();
		add_prefix(c, m->ahead, 0, ahead);
		prefixes_ready(m->ahead);
	}
	return m;
}

/* And of what is before a colon. */
static struct cue_made *
make_tails(const struct cues *c, char message[MESSAGE])
{
	struct buf b = { 0 };

	buf_adds(&b, SPAN(PLAIN "(?:"));
	buf_adds(&b, buf_span(&c->tails));
	buf_adds(&b, SPAN(")\\h*$"));
	return make(c, &b, message);
}

static void
add_row(
    struct cues *c, const struct table *t, const struct span *cell, bool check)
{
	struct cue_row row = { .from = c->lines.n, .user = check };
	struct cue_made *made;
	char message[MESSAGE];
	int role = role_find(cell[0]);

	if (role < 0)
		table_die(t, "unknown role", cell[0]);
	if (c->n == ROWS)
		table_die(t, "too many rows", cell[0]);
	row.role = (enum role)role;
	row.glued = span_eq(cell[1], SPAN("head"));
	row.named = span_eq(cell[1], SPAN("named"));
	add_pattern(&c->lines, cell[3]);
	row.to = c->lines.n;
	add_tail(c, t, row.role, cell[1], cell[2]);
	row.end = c->lines.n;
	made = check ? make_row(c, &row, message) : NULL;
	if (check && made == NULL)
		table_die(t, message, cell[3]);
	row.made = made;
	if (c->n == c->cap)
		c->row = mem_grow(c->row, &c->cap, c->n + 1, sizeof *c->row);
	c->row[c->n++] = row;
	add_prefix(c, c->prefixes, c->n - 1, row_pattern(c, &row));
	if (cell[5].n > 0)
		add_glue(c, t, cell[3], cell[5]);
}

void
cues_add(struct cues *c, struct table *t, bool check)
{
	struct span cell[TABLE_CELLS];

	while (table_row(t, cell) > 0) {
		if (!is_number(cell[2]))
			table_die(
			    t, "column 3 is no number below 10000", cell[2]);
		if (check)
			check_pattern(c, t, cell[3]);
		if (!span_eq(cell[0], SPAN("define"))) {
			add_row(c, t, cell, check);
			continue;
		}
		add_define(c, cell);
		if (check)
			check_name(c, t, cell[4]);
	}
}

/* What the row makes.  Ours compile, as a test knows. */
static const struct cue_made *
made(const struct cues *c, struct cue_row *row)
{
	char message[MESSAGE];
	struct cue_made *m = atomic_load(&row->made), *before = NULL;

	if (m != NULL)
		return m;
	m = row == c->tail ? make_tails(c, message) : make_row(c, row, message);
	if (m == NULL)
		errx(STATUS_FATAL, "cues: %s", message);
	if (atomic_compare_exchange_strong(&row->made, &before, m))
		return m;
	free_made(m);
	return before;
}

void
cues_ready(struct cues *c)
{
	prefixes_ready(c->prefixes);
}

/* May cp, whose bytes are s, stand in front of a cue? */
static bool
is_lead(uint32_t cp, struct span s)
{
	if (fold_class(cp) >= FOLD_LETTER) /* as nearly all lines start */
		return false;
	return cp == '[' || cp == '-' ||
	    memmem(LEADS, sizeof LEADS - 1, s.p, s.n) != NULL;
}

/* The rows that the line may match, from each byte on where what stands in
 * front may end. */
static bool
rows_that_may(const struct cues *c, struct span folded, bool cut, uint64_t *may)
{
	bool found = false, blank, before = false;
	uint32_t cp;
	size_t len;

	memset(may, 0, (c->n + 63) / 64 * sizeof may[0]);
	for (; folded.n > 0; folded = span_skip(folded, len)) {
		cp = utf8_get(folded.p, folded.p + folded.n, &len);
		blank = prefix_blank(cp);
		if (!blank || !before) /* a run of blanks is one */
			found |= prefixes_find(c->prefixes, folded, cut, may);
		before = blank;
		if (!blank && !is_lead(cp, span_of(folded.p, len)))
			return found;
	}
	return found || cut;
}

bool
cue_may_start(const struct cues *c, struct span folded)
{
	uint64_t may[ROWS / 64];

	return folded.n > 0 && rows_that_may(c, folded, true, may);
}

/* A headline ends no sentence. */
static bool
may_be_promo(struct span line)
{
	return line.n < 2 || line.p[line.n - 1] != '.' ||
	    line.p[line.n - 2] == '.';
}

static bool
match(const struct cues *c, struct cue_row *row, struct span folded,
    struct cue *out)
{
	const struct cue_made *m;
	struct span group[GROUPS];

	if (row->role == ROLE_PROMO && !may_be_promo(folded))
		return false;
	m = made(c, row);
	if ((m->ahead != NULL &&
		prefixes_next(m->ahead, folded, 0) == folded.n) ||
	    pattern_find(m->pattern, folded, 0, group, GROUPS) <= 0)
		return false;
	*out = (struct cue) { row->role, row->glued, row->named, row->user,
		(size_t)(group[m->rest].p - folded.p) };
	return true;
}

bool
cue_find(const struct cues *c, struct span folded, struct cue *out)
{
	uint64_t bits, may[ROWS / 64];
	size_t i;

	out->role = ROLE_COUNT;
	if (folded.n == 0 || !rows_that_may(c, folded, false, may))
		return false;
	for (i = 0; i < c->n; i += 64)
		for (bits = may[i / 64]; bits != 0; bits &= bits - 1)
			if (match(c, &c->row[i + (size_t)__builtin_ctzll(bits)],
				folded, out))
				return true;
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
cue_before_colon(const struct cues *c, struct span folded)
{
	struct span group[1];

	if (pattern_find(made(c, c->tail)->pattern, folded, 0, group, 1) <= 0)
		return -1;
	return group[0].p - folded.p;
}

void
cues_free(struct cues *c)
{
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < c->n; i++)
		free_made(c->row[i].made);
	free_made(c->tail->made);
	free(c->tail);
	prefixes_free(c->prefixes);
	buf_free(&c->define);
	buf_free(&c->lines);
	buf_free(&c->tails);
	free(c->defined);
	free(c->row);
	free(c);
}
