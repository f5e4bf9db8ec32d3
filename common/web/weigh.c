/*
 * Words are compared folded, and without what stands between them.
 */
#include "web/weigh.h"

#include <strings.h>

#include "rules/table.h"
#include "tables/tables.h"
#include "web/tidy.h"

struct span
weigh_value(const struct webmeta *m, size_t i)
{
	return span_of(m->kept.p + m->said[i].at, m->said[i].n);
}

bool
weigh_is_one_of(const char *names, struct span name)
{
	struct span rest = span_str(names);

	while (rest.n > 0) {
		struct span one = span_cut(&rest, '|');

		if (one.n == name.n && strncasecmp(one.p, name.p, one.n) == 0)
			return true;
	}
	return false;
}

static struct span
key(struct weigh *w, struct span s)
{
	return tidy_key(&w->keys, &w->m->folded, s);
}

bool
weigh_within(struct weigh *w, struct span a, struct span b)
{
	size_t at;
	bool is;

	w->keys.n = 0;
	key(w, a);
	at = w->keys.n;
	key(w, b);
	is = tidy_in(span_of(w->keys.p, at), span_skip(buf_span(&w->keys), at));
	w->keys.n = 0;
	return is;
}

bool
weigh_alike(struct weigh *w, struct span a, struct span b)
{
	return weigh_within(w, a, b) || weigh_within(w, b, a);
}

bool
weigh_akin(struct weigh *w, struct span a, struct span b)
{
	size_t at;
	unsigned shared;

	if (weigh_alike(w, a, b))
		return true;
	key(w, a);
	at = w->keys.n;
	key(w, b);
	a = span_of(w->keys.p, at);
	b = span_skip(buf_span(&w->keys), at);
	shared = tidy_shared(a, b);
	if (tidy_shared(b, a) > shared)
		shared = tidy_shared(b, a);
	w->keys.n = 0;
	return shared >= 50;
}

struct span
weigh_keep(struct webmeta *m, struct span s)
{
	size_t from = m->text.n;

	buf_adds(&m->text, s);
	return span_skip(buf_span(&m->text), from);
}

struct span
weigh_tidied(struct weigh *w, struct span s)
{
	w->room.n = 0;
	return tidy(&w->room, s);
}

bool
weigh_has(struct span s, const char *what)
{
	return s.n > 0 && memmem(s.p, s.n, what, strlen(what)) != NULL;
}

bool
weigh_is_address(struct span s)
{
	return weigh_has(s, "://") || weigh_has(s, "@") ||
	    weigh_has(s, "www.") || weigh_has(s, ".com") ||
	    span_starts(s, SPAN("/")) || span_starts(s, SPAN("#"));
}

/* What a key in the list of nobodies stands for. */
enum nobody {
	A_WORD = '\n', /* the first or last of a name */
	A_NAME = '\r'  /* all of it */
};

/* Add the forms of a cell, as keys with a mark on both sides. */
static void
add_forms(struct weigh *w, struct span forms, enum nobody as)
{
	while (forms.n > 0) {
		buf_addc(&w->m->nobody, (char)as);
		tidy_key(&w->m->nobody, &w->m->folded, span_cut(&forms, '|'));
		buf_addc(&w->m->nobody, (char)as);
	}
}

/* Words in the names of outlets and of those who are nobody in particular;
 * names of agencies and places, and what authors are called. */
static void
load_nobody(struct weigh *w)
{
	struct span cell[TABLE_CELLS];
	struct table t;

	table_start(&t, "linewords.tsv", table_linewords());
	while (table_row(&t, cell) > 0)
		if (span_eq(cell[0], SPAN("hand")) ||
		    span_eq(cell[0], SPAN("outlet")))
			add_forms(w, cell[1], A_WORD);
		else if (span_eq(cell[0], SPAN("writer")) ||
		    span_eq(cell[0], SPAN("role")))
			add_forms(w, cell[1], A_NAME);
	table_start(&t, "agencies.tsv", table_agencies());
	while (table_row(&t, cell) > 0)
		add_forms(w, cell[0], A_NAME);
	table_start(&t, "places.tsv", table_places());
	while (table_row(&t, cell) > 0)
		add_forms(w, cell[0], A_NAME);
}

/* Is the key one of the forms? */
static bool
is_listed(const struct weigh *w, struct span k, enum nobody as)
{
	struct span list = buf_span(&w->m->nobody);
	const char *at;

	while ((at = memmem(list.p, list.n, k.p, k.n)) != NULL) {
		if (at[-1] == (char)as && at[k.n] == (char)as)
			return true;
		list = span_to(at + 1, list.p + list.n);
	}
	return false;
}

bool
weigh_is_nobody(struct weigh *w, struct span name)
{
	const char *end, *last;
	struct span k;
	bool is;

	if (w->m->nobody.n == 0)
		load_nobody(w);
	w->keys.n = 0;
	k = key(w, name);
	if (k.n < 3)
		return true;
	end = memchr(k.p + 1, ' ', k.n - 1);
	last = memrchr(k.p, ' ', k.n - 1);
	is = is_listed(w, k, A_NAME) ||
	    is_listed(w, span_to(k.p, end + 1), A_WORD) ||
	    is_listed(w, span_to(last, k.p + k.n), A_WORD);
	w->keys.n = 0;
	return is;
}

size_t
weigh_words(struct weigh *w, struct span s)
{
	size_t blanks = 0;
	struct span k;

	w->keys.n = 0;
	k = key(w, s);
	for (size_t i = 0; i < k.n; i++)
		blanks += k.p[i] == ' ';
	w->keys.n = 0;
	return blanks / 2;
}

/* What parts a headline from the name of its site. */
static const char *const separators[] = { " | ", " - ", " – ", " — ",
	" :: ", " » ", " « ", " • ", " / ", "| ", " |", ": " };

bool
weigh_part(struct span s, bool last, struct span *before, struct span *behind)
{
	const char *best = NULL;
	size_t length = 0;

	for (size_t i = 0; i < sizeof separators / sizeof separators[0]; i++) {
		size_t n = strlen(separators[i]);
		struct span rest = s;
		const char *at;

		while (rest.n > 0 &&
		    (at = memmem(rest.p, rest.n, separators[i], n)) != NULL) {
			if (best == NULL || (last ? at > best : at < best)) {
				best = at;
				length = n;
			}
			rest = span_to(at + n, s.p + s.n);
			if (!last)
				break;
		}
	}
	if (best == NULL)
		return false;
	*before = span_trim(span_to(s.p, best));
	*behind = span_trim(span_to(best + length, s.p + s.n));
	return before->n > 0 && behind->n > 0;
}
