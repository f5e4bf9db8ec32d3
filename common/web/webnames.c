/*
 * Authors, sections, keywords.  An author who is the paper, an office, an
 * address is none.
 */
#include "web/weigh.h"

#include "base/mem.h"
#include "web/tidy.h"

enum {
	LIST_MOST = 40,    /* names in a list */
	KEYWORDS_MOST = 12 /* more are what the site is about */
};

/* The name of the host without www and its end: `example` of
 * https://www.example.org/x. */
static struct span
host_of(struct span url)
{
	const char *at = url.n ? memmem(url.p, url.n, "://", 3) : NULL;
	struct span host;
	const char *dot;

	if (at == NULL)
		return SPAN("");
	url = span_to(at + 3, url.p + url.n);
	host = span_cut(&url, '/');
	if (span_starts(host, SPAN("www.")))
		host = span_skip(host, 4);
	dot = host.n ? memchr(host.p, '.', host.n) : NULL;
	return dot ? span_to(host.p, dot) : host;
}

static void
add(struct weigh *w, struct webmeta_list *list, struct span name)
{
	if (list->n >= LIST_MOST)
		return;
	for (size_t i = 0; i < list->n; i++)
		if (span_eq(list->p[i], name))
			return;
	list->p = mem_grow(list->p, &list->cap, list->n + 1, sizeof *list->p);
	list->p[list->n++] = weigh_keep(w->m, name);
}

/* The next of the names in *s, which people part in several ways; empty behind
 * the last. */
static struct span
next_name(struct span *s)
{
	static const char *const marks[] = { ",", "،", ";", "؛", "|", "/",
		" > ", " and ", " & " };
	const char *best = NULL, *at;
	size_t length = 0, i;
	struct span name = *s;

	for (i = 0; i < sizeof marks / sizeof marks[0] && s->n > 0; i++) {
		at = memmem(s->p, s->n, marks[i], strlen(marks[i]));
		if (at != NULL && (best == NULL || at < best)) {
			best = at;
			length = strlen(marks[i]);
		}
	}
	if (best != NULL) {
		name = span_to(s->p, best);
		*s = span_to(best + length, s->p + s->n);
	} else
		*s = SPAN("");
	return span_trim(name);
}

/* A name without `by` in front and a bracket behind. */
static struct span
bare_name(struct span name)
{
	static const char *const by[] = { "By ", "by ", "بقلم", "كتبت ", "كتب ",
		":" };
	const char *bracket;

	for (size_t i = 0; i < sizeof by / sizeof by[0]; i++)
		if (span_starts(name, span_str(by[i])))
			name = span_trim(span_skip(name, strlen(by[i])));
	bracket = name.n > 0 ? memchr(name.p, '(', name.n) : NULL;
	if (bracket != NULL && bracket > name.p)
		name = span_trim(span_to(name.p, bracket));
	return name;
}

/* One Latin word is what somebody logs in as. */
static bool
is_login(struct weigh *w, struct span name)
{
	return (unsigned char)name.p[0] < 0x80 && weigh_words(w, name) < 2;
}

/* Is it a person's, and no paper's, office's, maker's of the site? */
static bool
is_author(struct weigh *w, struct span name)
{
	struct span host = host_of(w->m->url);

	return name.n > 0 && name.n <= NAME_MOST && name.p[0] != '(' &&
	    !weigh_is_address(name) && !is_login(w, name) &&
	    !weigh_has(name, "Developed") && !weigh_has(name, "Designed") &&
	    !weigh_is_nobody(w, name) &&
	    !(w->m->sitename.n > 0 && weigh_alike(w, name, w->m->sitename)) &&
	    !(host.n > 0 && weigh_alike(w, name, host));
}

/* The name of a person in `name - place` or `place - name`, where it is two
 * words; empty where there is none. */
static struct span
person_in(struct weigh *w, struct span name)
{
	struct span before, rest = name = bare_name(name);
	bool parted = false;

	while (weigh_part(rest, false, &before, &rest)) {
		parted = true;
		if (weigh_words(w, before) >= 2 && is_author(w, before))
			return before;
	}
	return is_author(w, rest) && (!parted || weigh_words(w, rest) >= 2)
	    ? rest
	    : SPAN("");
}

static void
add_authors(struct weigh *w, struct span said)
{
	struct buf names = { 0 };
	struct span rest = tidy(&names, said), name;

	while (rest.n > 0 && !weigh_is_address(said))
		if ((name = person_in(w, next_name(&rest))).n > 0)
			add(w, &w->m->author, name);
	buf_free(&names);
}

static void
add_words(struct weigh *w, struct webmeta_list *list, struct span said)
{
	struct buf words = { 0 };
	struct span rest = tidy(&words, said), one;

	while (rest.n > 0)
		if ((one = next_name(&rest)).n > 0 && one.n <= NAME_MOST &&
		    !weigh_is_address(one))
			add(w, list, one);
	buf_free(&words);
}

/* All that the most trusted source says that says something. */
void
weigh_list(struct weigh *w, enum declared field, struct webmeta_list *list)
{
	struct webmeta *m = w->m;

	for (size_t i = 0; i < weigh_nsources && list->n == 0; i++) {
		for (size_t k = 0;
		     k < m->nsaid && weigh_sources[i].field == field; k++) {
			if (m->said[k].source != i)
				continue;
			if (field != AUTHOR)
				add_words(w, list, weigh_value(m, k));
			else if (m->said[k].is_person)
				add_authors(w, weigh_value(m, k));
		}
		if (field == TAG && list->n > KEYWORDS_MOST &&
		    weigh_is_one_of(
			"keywords", span_str(weigh_sources[i].names)) &&
		    weigh_sources[i].where == IN_META)
			list->n = 0;
	}
}
