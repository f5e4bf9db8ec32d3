/*
 * A pattern is walked as it would match, with a node of the trie for what has
 * been read: each way through it ends at a node where the row is noted, when
 * so many letters are read, or where something stands that is not followed
 * here.  A run of blanks counts as one.  Patterns with many ways are walked
 * again, less far.
 */
#include "rules/prefix.h"

#include <stdlib.h>

#include "base/mem.h"
#include "text/utf8.h"

enum {
	DEPTH = 8,    /* code points of a prefix */
	STEPS = 3000, /* of a pattern's walk */
	NESTED = 32,  /* groups in groups */
	BRANCHES = 256,
	ANY = 0x110000 /* a code point that is no blank */
};

struct prefix_node {
	uint32_t cp;
	uint32_t child, sibling; /* nodes, in the order of their low bits;
	                            0: none */
	uint32_t any;      /* the child of ANY, which is no other's sibling */
	uint32_t row;      /* 1 + the first cell of its rows; 0: none */
	uint64_t children; /* a bit each, by the low bits of cp */
};

struct prefix_row {
	uint32_t row, next; /* 1 + another cell; 0: none */
};

struct prefixes {
	struct prefix_node *node; /* the first is the root */
	size_t n, cap;
	struct prefix_row *row;
	size_t rows, rows_cap;
	uint32_t first[0x800]; /* the root's children, by code point */
	/* what the first two letters may be, by the low bits of each */
	uint64_t pair[64];
	bool ready;
};

/* Where the walk goes on. */
struct prefix_place {
	const char *p, *end;
	const struct prefix_place *up; /* behind the group; NULL: none */
	bool open;                     /* anything may follow */
	int nested;
};

/* The walk of one pattern. */
struct prefix_walk {
	struct prefixes *to;
	uint32_t row;
	struct {
		const char *p, *end;
	} branch[BRANCHES]; /* remembered ends; see branch_end */
	const struct prefix_part *part;
	size_t parts;
	int depth, steps;
};

/* How often an atom stands there: not at all, more than once? */
struct prefix_count {
	bool none, more;
};

struct prefixes *
prefixes_new(void)
{
	struct prefixes *t = mem_zero(1, sizeof *t);

	t->node = mem_grow(t->node, &t->cap, 1, sizeof *t->node);
	t->node[t->n++] = (struct prefix_node) { 0 };
	return t;
}

/* The bit of a letter among those that follow another. */
static inline uint64_t
letter_bit(uint32_t cp)
{
	return UINT64_C(1) << cp % 64;
}

static uint32_t
child_of(const struct prefixes *t, uint32_t node, uint32_t cp)
{
	uint32_t i;

	if (node == 0 && cp < sizeof t->first / sizeof t->first[0])
		return t->first[cp];
	if ((t->node[node].children & letter_bit(cp)) == 0)
		return 0;
	i = t->node[node].child;
	if (t->ready) /* so many lie in front of it, and seldom more */
		i += (uint32_t)__builtin_popcountll(
		    t->node[node].children & (letter_bit(cp) - 1));
	while (i != 0 && t->node[i].cp != cp)
		i = t->node[i].sibling;
	return i;
}

static uint32_t
add_child(struct prefixes *t, uint32_t node, uint32_t cp)
{
	uint32_t i = cp == ANY ? t->node[node].any : child_of(t, node, cp), *at;

	if (i != 0)
		return i;
	if (t->n == t->cap)
		t->node = mem_grow(t->node, &t->cap, t->n + 1, sizeof *t->node);
	i = (uint32_t)t->n++;
	t->node[i] = (struct prefix_node) { .cp = cp };
	if (cp == ANY) {
		t->node[node].any = i;
		return i;
	}
	t->node[node].children |= letter_bit(cp);
	at = &t->node[node].child;
	while (*at != 0 && t->node[*at].cp % 64 < cp % 64)
		at = &t->node[*at].sibling;
	t->node[i].sibling = *at;
	*at = i;
	if (node == 0 && cp < sizeof t->first / sizeof t->first[0])
		t->first[cp] = i;
	return i;
}

/* The row may match where this was read. */
static void
note(struct prefix_walk *w, uint32_t node)
{
	struct prefixes *t = w->to;
	uint32_t *head = &t->node[node].row;

	if (*head != 0 && t->row[*head - 1].row == w->row)
		return;
	if (t->rows == t->rows_cap)
		t->row = mem_grow(
		    t->row, &t->rows_cap, t->rows + 1, sizeof *t->row);
	t->row[t->rows++] = (struct prefix_row) { w->row, *head };
	*head = (uint32_t)t->rows;
}

/* Behind the set that starts at p. */
static const char *
skip_set(const char *p, const char *end)
{
	p++;
	if (p < end && *p == '^')
		p++;
	if (p < end && *p == ']')
		p++;
	for (; p < end && *p != ']'; p++)
		if (*p == '\\' && p + 1 < end)
			p++;
	return p < end ? p + 1 : end;
}

/* Behind the escape that starts at p. */
static const char *
skip_escape(const char *p, const char *end)
{
	if (++p < end)
		p++;
	if (p < end && *p == '{' && strchr("pPxogkN", p[-1]) != NULL)
		while (p < end && *p++ != '}')
			;
	return p;
}

/* Behind the letter, escape or set that starts at p. */
static const char *
skip_atom(const char *p, const char *end)
{
	size_t len;

	if (*p == '\\')
		return skip_escape(p, end);
	if (*p == '[')
		return skip_set(p, end);
	utf8_get(p, end, &len);
	return p + len;
}

static const char *group_end(
    struct prefix_walk *w, const char *p, const char *end);

/* Where the alternative that starts at p ends: at '|', ')' or the end. */
static const char *
branch_end(struct prefix_walk *w, const char *p, const char *end)
{
	size_t i = (uintptr_t)p % BRANCHES;
	const char *q = p;

	if (w->branch[i].p == p)
		return w->branch[i].end;
	while (q < end && *q != '|' && *q != ')')
		if ((unsigned char)*q >= 0x80)
			q++;
		else if (*q == '(')
			q = group_end(w, q, end);
		else
			q = skip_atom(q, end);
	w->branch[i].p = p;
	w->branch[i].end = q;
	return q;
}

/* Behind the group that starts at p. */
static const char *
group_end(struct prefix_walk *w, const char *p, const char *end)
{
	do
		p = branch_end(w, p + 1, end);
	while (p < end && *p == '|');
	return p < end ? p + 1 : end;
}

/* Behind what says how often the atom in front of p stands there. */
static const char *
read_count(const char *p, const char *end, struct prefix_count *count)
{
	*count = (struct prefix_count) { false, false };
	if (p == end || strchr("?*+{", *p) == NULL)
		return p;
	count->none = *p == '?' || *p == '*' ||
	    (*p == '{' && (end - p < 2 || p[1] < '1' || p[1] > '9'));
	count->more = *p != '?';
	if (*p == '{')
		while (p < end && *p != '}')
			p++;
	if (p < end)
		p++;
	return p < end && (*p == '?' || *p == '+') ? p + 1 : p;
}

/* Does something change what the rest means, so that nothing can be said? */
static bool
is_strange(struct span pattern)
{
	const char *p = pattern.p, *end = p + pattern.n, *set;

	while (p < end)
		if (*p == '\\') {
			if (end - p < 2 || p[1] == 'Q' || p[1] == 'c')
				return true;
			p = skip_escape(p, end);
		} else if (*p == '[') {
			set = p + 1;
			p = skip_set(p, end);
			if (memchr(set, '[', (size_t)(p - set)) != NULL)
				return true;
		} else if (*p == '#' || *p == '\0' ||
		    (*p == '(' && end - p < 3) || (*p == '(' && p[1] == '*') ||
		    (*p == '(' && p[1] == '?' && strchr(":&=!<", p[2]) == NULL))
			return true;
		else
			p++;
	return false;
}

static void walk(
    struct prefix_walk *w, struct prefix_place at, uint32_t node, int depth);

/* Go through each alternative of the group whose inside starts at p. */
static void
walk_group(struct prefix_walk *w, const char *p, const char *end,
    const struct prefix_place *up, uint32_t node, int depth)
{
	struct prefix_place at = { p, end, up, false, up ? up->nested + 1 : 0 };

	if (at.nested > NESTED) {
		note(w, node);
		return;
	}
	for (;;) {
		walk(w, at, node, depth);
		p = branch_end(w, at.p, end);
		if (p == end || *p == ')')
			return;
		at.p = p + 1;
	}
}

/* A group that starts at p; behind it the walk goes on at up.  False where it
 * takes no letters. */
static bool
walk_bracket(struct prefix_walk *w, const char *p, struct prefix_place *up,
    uint32_t node, int depth)
{
	struct span name;
	size_t i;

	if (p[1] != '?') {
		walk_group(w, p + 1, up->end, up, node, depth);
		return true;
	}
	if (p[2] == '!' || (p[2] == '<' && (p[3] == '=' || p[3] == '!')))
		return false;
	if (p[2] == '&') {
		name = span_to(p + 3, up->end);
		name = span_cut(&name, ')');
		for (i = 0; i < w->parts; i++)
			if (span_eq(w->part[i].name, name))
				break;
		if (i == w->parts || is_strange(w->part[i].pattern))
			note(w, node);
		else
			walk_group(w, w->part[i].pattern.p,
			    w->part[i].pattern.p + w->part[i].pattern.n, up,
			    node, depth);
		return true;
	}
	up->open |= p[2] == '='; /* what it reads is read again */
	if (p[2] == '<' && (p = memchr(p, '>', (size_t)(up->end - p))) == NULL)
		note(w, node);
	else
		walk_group(
		    w, p[0] == '>' ? p + 1 : p + 3, up->end, up, node, depth);
	return true;
}

static void
walk_letter(struct prefix_walk *w, const struct prefix_place *at, bool more,
    uint32_t cp, uint32_t node, int depth)
{
	if (cp != ' ' || node == 0 || w->to->node[node].cp != ' ') {
		node = add_child(w->to, node, cp);
		depth++;
	}
	if (depth >= w->depth || (more && cp != ' '))
		note(w, node);
	else
		walk(w, *at, node, depth);
}

/* A set of ASCII letters, ranges of them or others: one after the other.  False
 * where it is no such set. */
static bool
walk_set(struct prefix_walk *w, const char *p, const struct prefix_place *at,
    bool more, uint32_t node, int depth)
{
	const char *end = skip_set(p, at->end) - 1;
	uint32_t cp, last;
	size_t len;

	for (const char *c = p + 1; c < end; c++)
		if (*c == '\\' || *c == '^' || *c == '[' || *c == ' ' ||
		    (*c == '-' && c > p + 1 && c + 1 < end &&
			((c[-1] | c[1]) & 0x80)))
			return false;
	for (p++; p < end; p += len) {
		cp = last = utf8_get(p, end, &len);
		if (end - p > 2 && p[1] == '-') {
			last = (unsigned char)p[2];
			len = 3;
		}
		for (; cp <= last; cp++)
			walk_letter(w, at, more, cp, node, depth);
	}
	return true;
}

/* The code point that the atom p..behind stands for, ' ' for blanks, ANY, or 0
 * where it is nothing of the kind. */
static uint32_t
read_letter(const char *p, const char *behind)
{
	struct span atom = span_to(p, behind);
	size_t len;

	if (*p == '\\') {
		if (span_eq(atom, SPAN("\\h")))
			return ' ';
		if (span_eq(atom, SPAN("\\p{L}")))
			return ANY;
		p++;
		if (atom.n < 2 || (*p & 0x80) || *p <= ' ' ||
		    (*p >= '0' && *p <= '9') || (*p >= 'A' && *p <= 'Z') ||
		    (*p >= 'a' && *p <= 'z'))
			return 0;
		return (unsigned char)*p;
	}
	if ((unsigned char)*p <= ' ' || strchr(".^$*+?{", *p) != NULL)
		return 0;
	return utf8_get(p, behind, &len);
}

static void
walk(struct prefix_walk *w, struct prefix_place at, uint32_t node, int depth)
{
	struct prefix_count count;
	const char *p, *behind;
	uint32_t cp;

	while (w->steps > 0) {
		w->steps--;
		if (at.open) {
			note(w, node);
			return;
		}
		if (at.p == at.end || *at.p == '|' || *at.p == ')') {
			if (at.up == NULL) {
				note(w, node);
				return;
			}
			at = *at.up;
			continue;
		}
		p = at.p;
		if (*p == '^') { /* no letter, and seldom counted */
			at.p++;
			continue;
		}
		behind = *p == '(' ? group_end(w, p, at.end)
				   : skip_atom(p, at.end);
		at.p = read_count(behind, at.end, &count);
		if (count.none)
			walk(w, at, node, depth);
		if (*p == '(') {
			struct prefix_place up = at;

			up.open = count.more;
			if (walk_bracket(w, p, &up, node, depth))
				return;
			continue;
		}
		if (*p == '[' && walk_set(w, p, &at, count.more, node, depth))
			return;
		cp = *p == '[' ? 0 : read_letter(p, behind);
		if (cp == 0)
			note(w, node);
		else
			walk_letter(w, &at, count.more, cp, node, depth);
		return;
	}
}

bool
prefixes_add(struct prefixes *t, uint32_t row, struct span pattern,
    const struct prefix_part *part, size_t n)
{
	struct prefix_walk w = {
		.to = t, .row = row, .part = part, .parts = n
	};
	bool strange = is_strange(pattern);

	for (w.depth = DEPTH; w.depth > 0 && !strange; w.depth /= 2) {
		w.steps = STEPS;
		walk_group(&w, pattern.p, pattern.p + pattern.n, NULL, 0, 0);
		if (w.steps > 0)
			return t->node[0].row == 0;
	}
	note(&w, 0);
	return false;
}

bool
prefix_blank(uint32_t cp)
{
	return cp == ' ' || cp == '\t' || cp == 0xa0 || cp == 0x1680 ||
	    cp == 0x180e || (cp >= 0x2000 && cp <= 0x200a) || cp == 0x202f ||
	    cp == 0x205f || cp == 0x3000;
}

/* Take the first code point off, or all blanks, as ' '. */
static uint32_t
take_letter(struct span *s)
{
	size_t len;
	uint32_t cp = utf8_get(s->p, s->p + s->n, &len);

	if (!prefix_blank(cp)) {
		*s = span_skip(*s, len);
		return cp;
	}
	do
		*s = span_skip(*s, len);
	while (s->n > 0 && prefix_blank(utf8_get(s->p, s->p + s->n, &len)));
	return ' ';
}

/* The same from a node on, of which all in front has been read. */
static bool
look(const struct prefixes *t, uint32_t node, struct span folded, bool cut,
    uint64_t *rows)
{
	bool found = false;
	uint32_t i, cp;

	for (i = t->node[node].row; i != 0; i = t->row[i - 1].next) {
		cp = t->row[i - 1].row;
		rows[cp / 64] |= (uint64_t)1 << cp % 64;
		found = true;
	}
	if (t->node[node].child == 0 && t->node[node].any == 0)
		return found;
	if (folded.n == 0)
		return found || cut;
	cp = take_letter(&folded);
	if ((i = child_of(t, node, cp)) != 0)
		found |= look(t, i, folded, cut, rows);
	if (cp != ' ' && (i = t->node[node].any) != 0)
		found |= look(t, i, folded, cut, rows);
	return found;
}

/* The blanks of one or two bytes. */
static uint64_t
blank_bits(void)
{
	return letter_bit(' ') | letter_bit('\t') | letter_bit(0xa0);
}

/* What may follow the first letter that leads to a node. */
static uint64_t
seconds(const struct prefixes *t, uint32_t node)
{
	const struct prefix_node *n = &t->node[node];
	uint64_t bits = n->any != 0 || n->row != 0 ? UINT64_MAX : 0;

	for (uint32_t i = n->child; i != 0; i = t->node[i].sibling)
		bits |= t->node[i].cp == ' ' ? blank_bits()
					     : letter_bit(t->node[i].cp);
	return bits;
}

/* Note what may follow each first letter: of those of three bytes and more all
 * is looked at. */
static void
note_pairs(struct prefixes *t)
{
	const struct prefix_node *root = &t->node[0];
	uint64_t all = root->row != 0 ? UINT64_MAX : 0;
	unsigned i;

	if (root->any != 0)
		all |= seconds(t, root->any);
	for (i = 0; i < 64; i++)
		t->pair[i] = all;
	for (i = root->child; i != 0; i = t->node[i].sibling)
		t->pair[t->node[i].cp % 64] |= seconds(t, i);
	if ((i = child_of(t, 0, ' ')) != 0)
		t->pair['\t' % 64] = t->pair[' ' % 64] = UINT64_MAX;
}

/* Lay a node's children side by side, level by level: they are looked at one
 * after the other. */
static void
lay_out(struct prefixes *t)
{
	struct prefix_node *to = mem_zero(t->n, sizeof *to);
	uint32_t i, old, *link, n = 1;

	to[0] = t->node[0];
	for (i = 0; i < n; i++) {
		link = &to[i].child;
		for (old = *link; old != 0; old = t->node[old].sibling) {
			to[n] = t->node[old];
			*link = n;
			link = &to[n++].sibling;
		}
		*link = 0;
		if ((old = to[i].any) != 0) {
			to[n] = t->node[old];
			to[i].any = n++;
		}
	}
	free(t->node);
	t->node = to;
	t->cap = t->n;
	for (i = to[0].child; i != 0; i = to[i].sibling)
		if (to[i].cp < sizeof t->first / sizeof t->first[0])
			t->first[to[i].cp] = i;
}

void
prefixes_ready(struct prefixes *t)
{
	lay_out(t);
	note_pairs(t);
	t->ready = true;
}

/* Bytes of the letter that p starts, of valid UTF-8; 0 at the end. */
static inline size_t
letter_bytes(const char *p, const char *end)
{
	static const uint8_t bytes[16] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
		2, 2, 3, 4 };

	return p == end ? 0 : bytes[(unsigned char)*p >> 4];
}

/* May a row match by its first two letters, of so many bytes, the first of
 * which stands in front of next?  Their low bits are those of their last
 * bytes. */
static inline bool
is_pair(const struct prefixes *t, const char *next, size_t first, size_t second)
{
	return first > 2 || second > 2 || second == 0 ||
	    (t->pair[next[-1] & 63] &
		letter_bit((unsigned char)next[second - 1])) != 0;
}

bool
prefixes_find(
    const struct prefixes *t, struct span folded, bool cut, uint64_t *rows)
{
	const char *end = folded.p + folded.n;
	size_t first = letter_bytes(folded.p, end);
	const char *next = folded.p + first;

	return (!t->ready ||
		   is_pair(t, next, first, letter_bytes(next, end))) &&
	    look(t, 0, folded, cut, rows);
}

size_t
prefixes_next(const struct prefixes *t, struct span folded, size_t from)
{
	const char *p = folded.p + from, *end = folded.p + folded.n, *next;
	size_t len = letter_bytes(p, end), second;
	uint64_t row[1] = { 0 };

	for (; p < end; p = next, len = second) {
		next = p + len;
		second = letter_bytes(next, end);
		if (is_pair(t, next, len, second) &&
		    look(t, 0, span_to(p, end), false, row))
			break;
	}
	return (size_t)(p - folded.p);
}

void
prefixes_free(struct prefixes *t)
{
	if (t == NULL)
		return;
	free(t->node);
	free(t->row);
	free(t);
}
