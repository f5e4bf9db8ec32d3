/*
 * Title and site: the headline that is shown where a declared one is much like
 * it, for what is declared has the site's name at its end, or is cut short.
 */
#include "web/weigh.h"

enum {
	HEADLINE_WORDS = 4, /* at least */
	TITLES_MOST = 32    /* that are compared with the heading */
};

/* s without the site's name at its end or beginning. */
static struct span
without_site(struct weigh *w, struct span s, struct span site)
{
	struct span before, behind;

	if (site.n == 0)
		return s;
	if (weigh_part(s, true, &before, &behind) &&
	    weigh_alike(w, behind, site))
		return before;
	if (weigh_part(s, false, &before, &behind)) {
		if (weigh_alike(w, before, site))
			return behind;
		if (weigh_alike(w, behind, site))
			return before;
	}
	return s;
}

static struct span
find_site(struct weigh *w, enum declared field)
{
	struct webmeta *m = w->m;

	for (size_t i = 0; i < weigh_nsources; i++) {
		if (weigh_sources[i].field != field)
			continue;
		for (size_t k = 0; k < m->nsaid; k++) {
			struct span name;

			if (m->said[k].source != i)
				continue;
			name = weigh_tidied(w, weigh_value(m, k));
			if (name.n > 0 && name.n <= NAME_MOST &&
			    !weigh_is_address(name))
				return weigh_keep(m, name);
		}
	}
	return SPAN("");
}

/* The i-th title that is declared, the most trusted first; empty behind the
 * last.  *weak: it is that of the window. */
static struct span
title_at(const struct webmeta *m, size_t i, bool *weak)
{
	for (size_t s = 0; s < weigh_nsources; s++)
		for (size_t k = 0;
		     k < m->nsaid && weigh_sources[s].field == TITLE; k++) {
			*weak = weigh_sources[s].where == IN_HTML;
			if (m->said[k].source == s && i-- == 0)
				return weigh_value(m, k);
		}
	return SPAN("");
}

static struct span
window_title(const struct webmeta *m)
{
	for (size_t k = 0; k < m->nsaid; k++)
		if (weigh_sources[m->said[k].source].field == TITLE &&
		    weigh_sources[m->said[k].source].where == IN_HTML)
			return weigh_value(m, k);
	return SPAN("");
}

/* The headline as something else than the window's title says it. */
static struct span
other_headline(const struct weigh *w)
{
	bool weak = true;
	struct span title = title_at(w->m, 0, &weak);

	if (w->heading.n > 0)
		return w->heading;
	return weak ? SPAN("") : title;
}

/* Is a the headline, and b what is around it?  Where nothing else says the
 * headline, it is the one of many words. */
static bool
is_parted(struct weigh *w, struct span headline, struct span a, struct span b)
{
	if (headline.n > 0)
		return weigh_words(w, headline) > 2 &&
		    weigh_alike(w, a, headline) && !weigh_alike(w, b, headline);
	return (weigh_words(w, a) >= HEADLINE_WORDS &&
		   weigh_words(w, b) < HEADLINE_WORDS) ||
	    (weigh_is_nobody(w, b) && !weigh_is_nobody(w, a));
}

/* Where no site is declared: what the window's title has besides the
 * headline. */
static struct span
site_of_title(struct weigh *w)
{
	struct span title, before, behind, rest = SPAN("");
	struct span headline = other_headline(w);

	title = weigh_tidied(w, window_title(w->m));
	if (!weigh_part(title, true, &before, &behind))
		return rest;
	if (is_parted(w, headline, before, behind))
		rest = behind;
	else if (weigh_part(title, false, &before, &behind) &&
	    is_parted(w, headline, behind, before))
		rest = before;
	return rest.n > 0 && rest.n <= NAME_MOST ? weigh_keep(w->m, rest)
						 : SPAN("");
}

static struct span
choose_title(struct weigh *w)
{
	struct webmeta *m = w->m;
	struct span heading = w->heading, first = SPAN(""), title;
	bool weak, is_weak = true;

	if (heading.n > 0 && m->sitename.n > 0) {
		if (weigh_within(w, heading, m->sitename))
			heading = SPAN("");
		else
			heading = without_site(w, heading, m->sitename);
	}
	for (size_t i = 0;
	     i < TITLES_MOST && (title = title_at(m, i, &weak)).n > 0; i++) {
		title = without_site(w, weigh_tidied(w, title), m->sitename);
		if (title.n == 0 ||
		    (m->sitename.n > 0 && weigh_within(w, title, m->sitename)))
			continue;
		if (heading.n > 0 && weigh_akin(w, title, heading))
			return weigh_keep(m, heading);
		if (first.n == 0) {
			first = weigh_keep(m, title);
			is_weak = weak;
		}
	}
	if (heading.n > 0 && (first.n == 0 || is_weak))
		return weigh_keep(m, heading);
	return first;
}

/* Many a page has the same window title as all others of its site: few words,
 * which nothing else says, but perhaps an h1 with the same. */
static bool
is_site_alone(struct weigh *w, struct span title)
{
	bool weak = false;
	struct span first = title_at(w->m, 0, &weak);

	return weak && weigh_words(w, title) < HEADLINE_WORDS &&
	    weigh_within(w, first, title) && weigh_within(w, title, first);
}

void
weigh_title(struct weigh *w)
{
	struct webmeta *m = w->m;

	m->sitename = find_site(w, SITE);
	if (m->sitename.n == 0)
		m->sitename = site_of_title(w);
	if (m->sitename.n == 0)
		m->sitename = find_site(w, OWNER);
	m->title = choose_title(w);
	if (is_site_alone(w, m->title)) {
		m->sitename = m->sitename.n > 0 ? m->sitename : m->title;
		m->title = SPAN("");
	}
}
