/*
 * A rule has up to 8 labels, that is named groups, in patterns of up to 32
 * groups; more is an error of the table.  Patterns run only on lines with one
 * of their triggers, if they have any.  From the 63rd on rules share a bit, and
 * where two wait for the same words, all run on any trigger.
 */
#include "entity/ruleset.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rules/need.h"
#include "rules/pattern.h"
#include "rules/prefix.h"
#include "rules/table.h"
#include "text/fold.h"
#include "text/utf8.h"

enum { LABELS = 8, GROUPS = 32, LABEL_BYTES = 24 };

struct rule {
	struct pattern *pattern;
	struct need need;        /* what the line must hold */
	struct prefixes *starts; /* where it may match; NULL: anywhere */
	bool eager;
	unsigned labels;
	char label[LABELS][LABEL_BYTES];
	int group[LABELS];
};

struct ruleset {
	struct rule *rule;
	size_t n, cap;
	bool eager;
	bool shared; /* a trigger is that of several rules */
};

/* An id of a trigger is a letter that says which bit is its rule's. */
enum { BIT_FIRST = '0', BITS = 64 };

static char
bit_of(const struct ruleset *s, const struct rule *r)
{
	size_t i = (size_t)(r - s->rule);

	return (char)(BIT_FIRST + (i < BITS ? i : BITS - 1));
}

struct ruleset *
ruleset_new(void)
{
	return mem_zero(1, sizeof(struct ruleset));
}

/* Find the names of the groups in the pattern's text: (?<NAME>. */
static void
read_labels(struct rule *r, const struct table *t, struct span regex)
{
	struct span rest = regex, name;

	for (; rest.n > 3; rest = span_skip(rest, 1)) {
		if (!span_starts(rest, SPAN("(?<")) || rest.p[3] == '=' ||
		    rest.p[3] == '!')
			continue;
		name = span_skip(rest, 3);
		name = span_cut(&name, '>');
		if (r->labels == LABELS || name.n >= LABEL_BYTES)
			table_die(
			    t, "too many groups, or a name too long", name);
		memcpy(r->label[r->labels], name.p, name.n);
		r->group[r->labels] = pattern_group(
		    r->pattern, r->label[r->labels]);
		if (r->group[r->labels] > 0 && r->group[r->labels] < GROUPS)
			r->labels++;
	}
	if (r->labels == 0)
		table_die(t, "no named group", regex);
}

static void
add_triggers(struct ruleset *s, struct rule *r, const struct table *t,
    struct span triggers, struct gazetteer_builder *b)
{
	const char id = bit_of(s, r);
	size_t others = b->others;

	if (span_eq(triggers, SPAN("*"))) {
		r->eager = true;
		return;
	}
	while (triggers.n > 0) {
		struct span word = span_cut(&triggers, '|');
		uint32_t e = gazetteer_entity(
		    b, span_of(&id, 1), SPAN("RULE"), SPAN(""), 0, 0);

		if (!gazetteer_phrase(b, e, word))
			table_die(t, "no word in the trigger", word);
	}
	s->shared |= b->others > others;
}

uint64_t
ruleset_waits(const struct ruleset *s, struct span id)
{
	return s->shared ? UINT64_MAX : (uint64_t)1 << (id.p[0] - BIT_FIRST);
}

static struct pattern *
compile(const struct table *t, struct span regex, bool here, bool fast)
{
	char message[128];
	struct pattern *p = here
	    ? pattern_here(regex, fast, message, sizeof message)
	    : pattern_new(regex, message, sizeof message);

	if (p == NULL)
		table_die(t, message, regex);
	return p;
}

static void
add_rule(struct ruleset *s, const struct table *t, const struct span *cell,
    bool fast, struct gazetteer_builder *triggers)
{
	struct rule *r;

	if (s->n == s->cap)
		s->rule = mem_grow(s->rule, &s->cap, s->n + 1, sizeof *s->rule);
	r = &s->rule[s->n++];
	*r = (struct rule) { .need = need_of(cell[2]),
		.starts = prefixes_new() };
	if (prefixes_add(r->starts, 0, cell[2], NULL, 0))
		prefixes_ready(r->starts);
	else {
		prefixes_free(r->starts);
		r->starts = NULL;
	}
	r->pattern = compile(t, cell[2], r->starts != NULL, fast);
	read_labels(r, t, cell[2]);
	add_triggers(s, r, t, cell[1], triggers);
	s->eager |= r->eager;
}

void
ruleset_add(struct ruleset *s, const char *name, struct span text, bool fast,
    struct gazetteer_builder *triggers)
{
	struct span cell[TABLE_CELLS];
	struct table t;
	int n;

	table_start(&t, name, text);
	while ((n = table_row(&t, cell)) > 0) {
		if (n < 3)
			table_die(&t, "not rule, triggers, pattern", cell[0]);
		add_rule(s, &t, cell, fast, triggers);
	}
}

/* The rule's first match from byte `from` on; false where there is none, or
 * the pattern gives up, which is for all of the line. */
static bool
find(const struct rule *r, struct span folded, size_t from, struct span *group)
{
	size_t len;
	int n;

	if (r->starts == NULL)
		return from <= folded.n &&
		    pattern_find(r->pattern, folded, from, group, GROUPS) > 0;
	for (;; from += len) {
		from = prefixes_next(r->starts, folded, from);
		if (from == folded.n)
			return false;
		n = pattern_find(r->pattern, folded, from, group, GROUPS);
		if (n != 0)
			return n > 0;
		utf8_get(folded.p + from, folded.p + folded.n, &len);
	}
}

static void
apply(const struct rule *r, struct span folded, rule_use *use, void *arg)
{
	struct span group[GROUPS];
	size_t from = 0;

	while (find(r, folded, from, group)) {
		for (unsigned i = 0; i < r->labels; i++) {
			struct span g = group[r->group[i]];

			if (g.p != NULL && g.n > 0)
				use(arg, span_str(r->label[i]),
				    (size_t)(g.p - folded.p),
				    (size_t)(g.p - folded.p) + g.n);
		}
		from = (size_t)(group[0].p - folded.p) + group[0].n;
		if (group[0].n == 0)
			do
				from++;
			while (from < folded.n &&
			    ((unsigned char)folded.p[from] & 0xc0) == 0x80);
	}
}

/* Most lines hold a trigger and nothing that is needed beside it. */
void
ruleset_apply(const struct ruleset *s, struct span line, struct buf *folded,
    uint64_t triggered, rule_use *use, void *arg)
{
	folded->n = 0;
	if (triggered == 0 && !s->eager)
		return;
	for (size_t i = 0; i < s->n; i++) {
		const struct rule *r = &s->rule[i];

		if (!r->eager &&
		    (triggered >> (bit_of(s, r) - BIT_FIRST) & 1) == 0)
			continue;
		if (!need_met(&r->need, line))
			continue;
		if (folded->n == 0)
			fold_add(folded, line);
		apply(r, buf_span(folded), use, arg);
	}
}

void
ruleset_free(struct ruleset *s)
{
	for (size_t i = 0; i < s->n; i++) {
		pattern_free(s->rule[i].pattern);
		prefixes_free(s->rule[i].starts);
	}
	free(s->rule);
	free(s);
}
