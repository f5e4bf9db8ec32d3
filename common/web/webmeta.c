/*
 * A table says where each field may be declared, in order of trust: what an
 * article says of itself in JSON-LD is written by the system that holds it,
 * Open Graph is what readers of links see, so that somebody looks at it, and
 * plain `meta` is the oldest and the least looked at.
 *
 * What is declared may be wrong all the same.  A date that is none, from
 * another age, or said in several ways by microdata of several articles, does
 * not count; nor does a `time` whose text says another day, nor an author who
 * is the paper, an office, an address.
 */
#include "web/webmeta.h"

#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "rules/table.h"
#include "tables/tables.h"
#include "text/utf8.h"
#include "web/jsonld.h"
#include "web/tidy.h"

enum {
	SAID_MOST = 4096,   /* values of a page that are kept */
	VALUE_MOST = 2000,  /* bytes of one */
	NAME_MOST = 160,    /* bytes of the name of a person or a site */
	LIST_MOST = 40,     /* names in a list */
	KEYWORDS_MOST = 12, /* more are what the site is about */
	LINE_MOST = 240,    /* bytes of a line with a date */
	YEAR_FIRST = 1990,  /* of the web; before it are defaults */
	HEADLINE_WORDS = 4, /* at least */
	DAYS_MOST = 2       /* that microdata may name before it is a list's */
};

enum declared {
	DATE,
	MODIFIED,
	TITLE,
	AUTHOR,
	SITE,
	OWNER, /* of the site, where nothing else is known of it */
	SECTION,
	TAG,
	URL,
	LANGUAGE,
	ARTICLE /* says that it is one */
};

enum where {
	IN_ARTICLE = JSONLD_ARTICLE,
	IN_PAGE = JSONLD_PAGE,
	IN_SITE = JSONLD_SITE,
	IN_META,
	IN_ITEM, /* microdata: prop, or scope.prop */
	IN_LINK,
	IN_HTML /* <title>, <html lang>, <time> */
};

static const struct source {
	enum declared field;
	enum where where;
	const char *names; /* parted by '|' */
} sources[] = {
	{ DATE, IN_ARTICLE, "datePublished" },
	{ DATE, IN_META,
	    "article:published_time|og:article:published_time|"
	    "article:published|og:published_time" },
	{ DATE, IN_ITEM, "datePublished" },
	{ DATE, IN_META,
	    "pubdate|publishdate|publisheddate|publish_time|publishtime|"
	    "article.published|article:published_date|article:publish_time|"
	    "mediator_published_time|rnews:datepublished|bt:pubdate|"
	    "displaydate|releasedate|og:pubdate|publish_date|publish-date|"
	    "datepublished|"
	    "published_time|publication_date|original-publication-date|"
	    "article_date_original|sailthru.date|parsely-pub-date|"
	    "cxenseparse:recs:publishtime|nastooh:publishdate|ptime" },
	{ DATE, IN_META,
	    "dc.date.issued|dcterms.issued|dc.date.created|dcterms.created|"
	    "dc.date|dcterms.date" },
	{ DATE, IN_PAGE, "datePublished" },
	{ DATE, IN_ARTICLE, "dateCreated|uploadDate" },
	{ DATE, IN_ITEM, "dateCreated" },
	{ DATE, IN_META, "date" },
	{ DATE, IN_HTML, "time" },
	{ MODIFIED, IN_ARTICLE, "dateModified" },
	{ MODIFIED, IN_META,
	    "article:modified_time|og:article:modified_time|article:modified|"
	    "og:updated_time|datemodified|lastmod" },
	{ MODIFIED, IN_ITEM, "dateModified" },
	{ MODIFIED, IN_META, "dc.date.modified|dcterms.modified|revised" },
	{ MODIFIED, IN_PAGE, "dateModified" },
	{ TITLE, IN_ARTICLE, "headline" },
	{ TITLE, IN_META, "og:title" },
	{ TITLE, IN_ITEM, "headline" },
	{ TITLE, IN_META,
	    "twitter:title|dc.title|dcterms.title|sailthru.title|"
	    "parsely-title|title" },
	{ TITLE, IN_ARTICLE, "name" },
	{ TITLE, IN_PAGE, "headline|name" },
	{ TITLE, IN_HTML, "title" },
	{ AUTHOR, IN_ARTICLE, "author" },
	{ AUTHOR, IN_ITEM, "author|author.name" },
	{ AUTHOR, IN_ARTICLE, "creator" },
	{ AUTHOR, IN_META,
	    "author|article:author|dc.creator|dcterms.creator|byl|"
	    "parsely-author|sailthru.author|mediator_author" },
	{ AUTHOR, IN_LINK, "author" },
	{ AUTHOR, IN_PAGE, "author" },
	{ SITE, IN_META, "og:site_name" },
	{ SITE, IN_ARTICLE, "publisher" },
	{ SITE, IN_ITEM, "publisher.name|publisher" },
	{ SITE, IN_SITE, "name" },
	{ SITE, IN_META, "application-name|apple-mobile-web-app-title" },
	{ OWNER, IN_META, "dc.publisher|dcterms.publisher|publisher" },
	{ SECTION, IN_ARTICLE, "articleSection" },
	{ SECTION, IN_META, "article:section|section" },
	{ SECTION, IN_ITEM, "articleSection" },
	{ TAG, IN_ARTICLE, "keywords" },
	{ TAG, IN_META, "article:tag" },
	{ TAG, IN_META, "news_keywords" },
	{ TAG, IN_LINK, "tag" },
	{ TAG, IN_ITEM, "keywords" },
	{ TAG, IN_META, "keywords" },
	{ URL, IN_LINK, "canonical" },
	{ URL, IN_META, "og:url" },
	{ URL, IN_ARTICLE, "url" },
	{ LANGUAGE, IN_HTML, "lang" },
	{ LANGUAGE, IN_ARTICLE, "inLanguage" },
	{ LANGUAGE, IN_META, "og:locale|content-language|dc.language" },
	{ ARTICLE, IN_META, "og:type" },
};
enum { SOURCES = sizeof sources / sizeof sources[0] };

struct webmeta_said {
	uint8_t source;
	bool is_person; /* or it is not known */
	uint32_t at, n; /* bytes of kept */
};

/* --- What is handed over ---------------------------------------------------
 */

/* Is name one of names, whatever its case? */
static bool
is_one_of(const char *names, struct span name)
{
	struct span rest = span_str(names);

	while (rest.n > 0) {
		struct span one = span_cut(&rest, '|');

		if (one.n == name.n && strncasecmp(one.p, name.p, one.n) == 0)
			return true;
	}
	return false;
}

static void
say(struct webmeta *m, enum where where, struct span name, struct span value,
    bool is_person)
{
	value = utf8_head(span_trim(value), VALUE_MOST);
	if (value.n == 0 || name.n == 0)
		return;
	for (size_t i = 0; i < SOURCES && m->nsaid < SAID_MOST; i++) {
		if (sources[i].where != where ||
		    !is_one_of(sources[i].names, name))
			continue;
		m->said = mem_grow(
		    m->said, &m->said_cap, m->nsaid + 1, sizeof m->said[0]);
		m->said[m->nsaid++] = (struct webmeta_said) {
			.source = (uint8_t)i,
			.is_person = is_person,
			.at = (uint32_t)m->kept.n,
			.n = (uint32_t)value.n,
		};
		buf_adds(&m->kept, value);
	}
}

void
webmeta_tag(struct webmeta *m, struct span name, struct span content)
{
	say(m, IN_META, span_trim(name), content, true);
}

void
webmeta_title(struct webmeta *m, struct span text)
{
	say(m, IN_HTML, SPAN("title"), text, true);
}

void
webmeta_jsonld(struct webmeta *m, struct span script)
{
	jsonld_add(&m->jsonld, script);
}

void
webmeta_link(
    struct webmeta *m, struct span rel, struct span href, struct span text)
{
	while (rel.n > 0) {
		struct span one = span_cut(&rel, ' ');
		bool canonical = is_one_of("canonical", one);

		say(m, IN_LINK, one, canonical ? href : text, true);
	}
}

/* Does what stands in the scope speak of the page's article, and not of what it
 * holds: comments, images, those who wrote it? */
static bool
is_own_scope(struct span scope)
{
	return scope.n == 0 || span_ends(scope, SPAN("Article")) ||
	    span_ends(scope, SPAN("Posting")) ||
	    span_ends(scope, SPAN("Page")) || is_one_of("mainEntity", scope);
}

void
webmeta_itemprop(
    struct webmeta *m, struct span scope, struct span prop, struct span value)
{
	struct buf name = { 0 };

	while (prop.n > 0) {
		struct span one = span_cut(&prop, ' ');

		name.n = 0;
		if (!is_own_scope(scope)) {
			buf_adds(&name, scope);
			buf_addc(&name, '.');
		}
		buf_adds(&name, one);
		say(m, IN_ITEM, buf_span(&name), value, true);
	}
	buf_free(&name);
}

void
webmeta_lang(struct webmeta *m, struct span lang)
{
	say(m, IN_HTML, SPAN("lang"), lang, true);
}

/* --- Dates -----------------------------------------------------------------
 */

/* ISO 8601's basic form with the marks of the other: 20240317T1020Z. */
static struct span
with_marks(struct span s, char out[40])
{
	size_t n = 0, digits = 0;

	while (digits < s.n && s.p[digits] >= '0' && s.p[digits] <= '9')
		digits++;
	if (digits != 8 || s.n > 24)
		return s;
	for (size_t i = 0; i < s.n; i++) {
		out[n++] = s.p[i];
		if (i == 3 || i == 5)
			out[n++] = '-';
		if (s.n > 12 && s.p[8] == 'T' && (i == 10 || i == 12) &&
		    i + 1 < s.n && s.p[i + 1] >= '0' && s.p[i + 1] <= '9')
			out[n++] = ':';
	}
	return span_of(out, n);
}

/* `2020-02-18 T 07:20`: a blank too many. */
static struct span
closed_up(struct span s, char out[64])
{
	size_t n = 0;

	if (s.n >= 64 || s.n < 12 || memmem(s.p, s.n, " T ", 3) == NULL)
		return s;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ' || (s.p[i - 1] != 'T' && s.p[i + 1] != 'T'))
			out[n++] = s.p[i];
	return span_of(out, n);
}

static bool
read_date(struct webmeta *m, struct span s, struct date *out)
{
	char marked[40], closed[64];

	if (s.n > LINE_MOST || s.n < 6)
		return false;
	s = closed_up(with_marks(s, marked), closed);
	if (!date_parse_iso(s, out)) {
		if (m->dates == NULL)
			m->dates = date_reader_new();
		fold(&m->folded, s);
		if (!date_find(m->dates, &m->folded, s, 0, m->folded.text.n,
			NULL, out))
			return false;
	}
	return out->known && out->day > 0 && out->year >= YEAR_FIRST;
}

static long
day_number(const struct date *d)
{
	return d->year * 372L + d->month * 31L + d->day;
}

/* Minutes, for what comes first; of a day without a clock, its beginning. */
static long
minute_number(const struct date *d)
{
	long minutes = day_number(d) * 1440;

	if (d->hour >= 0)
		minutes += d->hour * 60 + d->minute;
	return d->zoned ? minutes - d->zone : minutes;
}

static bool
same_day(const struct date *a, const struct date *b)
{
	long apart = day_number(a) - day_number(b);

	return apart >= -1 && apart <= 1;
}

void
webmeta_time(struct webmeta *m, struct span datetime, struct span text,
    enum webmeta_where where)
{
	struct date said, shown;

	if (where != WEBMETA_HEAD || !read_date(m, span_trim(datetime), &said))
		return;
	if (read_date(m, span_trim(text), &shown) && !same_day(&said, &shown))
		return;
	say(m, IN_HTML, SPAN("time"), datetime, true);
}

void
webmeta_printed(struct webmeta *m, struct span lines)
{
	m->printed = lines;
}

static struct span
value_of(const struct webmeta *m, size_t i)
{
	return span_of(m->kept.p + m->said[i].at, m->said[i].n);
}

/* The first good date of a source; false where it has none, or those of
 * several articles. */
static bool
date_of(struct webmeta *m, size_t source, struct date *out)
{
	size_t days = 0;
	struct date d;

	for (size_t i = 0; i < m->nsaid; i++) {
		if (m->said[i].source != source ||
		    !read_date(m, value_of(m, i), &d))
			continue;
		if (days == 0)
			*out = d;
		days += days == 0 || day_number(&d) != day_number(out);
	}
	return days > 0 &&
	    (sources[source].where != IN_ITEM || days <= DAYS_MOST);
}

/* Is the day that d would be the other way round printed? */
static bool
is_turned(struct webmeta *m, const struct date *d)
{
	struct span rest = m->printed;
	struct date shown;

	while (rest.n > 0)
		if (read_date(m, span_trim(span_cut(&rest, '\n')), &shown) &&
		    !shown.ambiguous && shown.year == d->year &&
		    shown.month == d->day && shown.day == d->month)
			return true;
	return false;
}

static void
turn(struct date *d)
{
	int day = d->day;

	d->day = d->month;
	d->month = day;
	d->ambiguous = false;
}

/* The most trusted date.  One whose day and month may be the other way round
 * is decided by the others; a clock is taken from another of the same day. */
static bool
find_date(struct webmeta *m, enum declared field, struct date *out)
{
	bool found = false;
	struct date d;

	for (size_t i = 0; i < SOURCES; i++) {
		if (sources[i].field != field || !date_of(m, i, &d))
			continue;
		if (!found || (out->ambiguous && !d.ambiguous) ||
		    (out->hour < 0 && d.hour >= 0 &&
			day_number(out) == day_number(&d)))
			*out = d;
		found = true;
	}
	if (found && out->ambiguous && is_turned(m, out))
		turn(out);
	return found;
}

/* --- Text ------------------------------------------------------------------
 */

/* What is known while the page is weighed. */
struct weigh {
	struct webmeta *m;
	struct span heading;
	struct buf keys; /* of what is at hand */
	struct buf room; /* tidied values: those that are kept go to m->text */
};

static struct span
key(struct weigh *w, struct span s)
{
	return tidy_key(&w->keys, &w->m->folded, s);
}

/* Are all words of a in b? */
static bool
within(struct weigh *w, struct span a, struct span b)
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

/* Are they the same words, or one's in the other? */
static bool
alike(struct weigh *w, struct span a, struct span b)
{
	return within(w, a, b) || within(w, b, a);
}

/* Do they share most words, as two headlines of one article do? */
static bool
akin(struct weigh *w, struct span a, struct span b)
{
	size_t at;
	unsigned shared;

	if (alike(w, a, b))
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

/* Keep s: where results lie.  There is room (reserve), so nothing moves. */
static struct span
keep(struct webmeta *m, struct span s)
{
	size_t from = m->text.n;

	buf_adds(&m->text, s);
	return span_skip(buf_span(&m->text), from);
}

static struct span
tidied(struct weigh *w, struct span s)
{
	w->room.n = 0;
	return tidy(&w->room, s);
}

static bool
has(struct span s, const char *what)
{
	return s.n > 0 && memmem(s.p, s.n, what, strlen(what)) != NULL;
}

static bool
is_address(struct span s)
{
	return has(s, "://") || has(s, "@") || has(s, "www.") ||
	    has(s, ".com") || span_starts(s, SPAN("/")) ||
	    span_starts(s, SPAN("#"));
}

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

/* Is the name one of those, or is its first or last word? */
static bool
is_nobody(struct weigh *w, struct span name)
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

/* --- Title and site --------------------------------------------------------
 */

/* What parts a headline from the name of its site. */
static const char *const separators[] = { " | ", " - ", " – ", " — ",
	" :: ", " » ", " « ", " • ", " / ", "| ", " |", ": " };

/* Part s at its first, or last, separator; false where there is none. */
static bool
part(struct span s, bool last, struct span *before, struct span *behind)
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

/* s without the site's name at its end or beginning. */
static struct span
without_site(struct weigh *w, struct span s, struct span site)
{
	struct span before, behind;

	if (site.n == 0)
		return s;
	if (part(s, true, &before, &behind) && alike(w, behind, site))
		return before;
	if (part(s, false, &before, &behind)) {
		if (alike(w, before, site))
			return behind;
		if (alike(w, behind, site))
			return before;
	}
	return s;
}

static struct span
find_site(struct weigh *w, enum declared field)
{
	struct webmeta *m = w->m;

	for (size_t i = 0; i < SOURCES; i++) {
		if (sources[i].field != field)
			continue;
		for (size_t k = 0; k < m->nsaid; k++) {
			struct span name;

			if (m->said[k].source != i)
				continue;
			name = tidied(w, value_of(m, k));
			if (name.n > 0 && name.n <= NAME_MOST &&
			    !is_address(name))
				return keep(m, name);
		}
	}
	return SPAN("");
}

/* The i-th title that is declared, the most trusted first; empty behind the
 * last.  *weak: it is that of the window. */
static struct span
title_at(const struct webmeta *m, size_t i, bool *weak)
{
	for (size_t s = 0; s < SOURCES; s++)
		for (size_t k = 0; k < m->nsaid && sources[s].field == TITLE;
		     k++) {
			*weak = sources[s].where == IN_HTML;
			if (m->said[k].source == s && i-- == 0)
				return value_of(m, k);
		}
	return SPAN("");
}

static size_t
count_words(struct weigh *w, struct span s)
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
		return count_words(w, headline) > 2 && alike(w, a, headline) &&
		    !alike(w, b, headline);
	return (count_words(w, a) >= HEADLINE_WORDS &&
		   count_words(w, b) < HEADLINE_WORDS) ||
	    (is_nobody(w, b) && !is_nobody(w, a));
}

/* Where no site is declared: what the window's title has besides the
 * headline. */
static struct span
site_of_title(struct weigh *w)
{
	struct span title, before, behind, rest = SPAN("");
	struct span headline = other_headline(w);
	bool weak = false;

	for (size_t i = 0; !weak; i++)
		if ((title = title_at(w->m, i, &weak)).n == 0)
			return rest;
	title = tidied(w, title);
	if (!part(title, true, &before, &behind))
		return rest;
	if (is_parted(w, headline, before, behind))
		rest = behind;
	else if (part(title, false, &before, &behind) &&
	    is_parted(w, headline, behind, before))
		rest = before;
	return rest.n > 0 && rest.n <= NAME_MOST ? keep(w->m, rest) : SPAN("");
}

static struct span
find_title(struct weigh *w)
{
	struct webmeta *m = w->m;
	struct span heading = w->heading, first = SPAN(""), title;
	bool weak, is_weak = true;

	if (heading.n > 0 && m->sitename.n > 0) {
		if (within(w, heading, m->sitename))
			heading = SPAN("");
		else
			heading = without_site(w, heading, m->sitename);
	}
	for (size_t i = 0; (title = title_at(m, i, &weak)).n > 0; i++) {
		title = without_site(w, tidied(w, title), m->sitename);
		if (title.n == 0 ||
		    (m->sitename.n > 0 && within(w, title, m->sitename)))
			continue;
		if (heading.n > 0 && akin(w, title, heading))
			return keep(m, heading);
		if (first.n == 0) {
			first = keep(m, title);
			is_weak = weak;
		}
	}
	if (heading.n > 0 && (first.n == 0 || is_weak))
		return keep(m, heading);
	return first;
}

/* Many a page has the same window title as all others of its site: few words,
 * which nothing else says, but perhaps an h1 with the same. */
static bool
is_site_alone(struct weigh *w, struct span title)
{
	bool weak = false;
	struct span first = title_at(w->m, 0, &weak);

	return weak && count_words(w, title) < HEADLINE_WORDS &&
	    within(w, first, title) && within(w, title, first);
}

/* --- Lists of names --------------------------------------------------------
 */

static void
add(struct weigh *w, struct webmeta_list *list, struct span name)
{
	if (list->n >= LIST_MOST)
		return;
	for (size_t i = 0; i < list->n; i++)
		if (span_eq(list->p[i], name))
			return;
	list->p = mem_grow(list->p, &list->cap, list->n + 1, sizeof *list->p);
	list->p[list->n++] = keep(w->m, name);
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
	return (unsigned char)name.p[0] < 0x80 && count_words(w, name) < 2;
}

/* Is it a person's, and no paper's, office's, maker's of the site? */
static bool
is_author(struct weigh *w, struct span name)
{
	struct span host = host_of(w->m->url);

	return name.n > 0 && name.n <= NAME_MOST && name.p[0] != '(' &&
	    !is_address(name) && !is_login(w, name) &&
	    !has(name, "Developed") && !has(name, "Designed") &&
	    !is_nobody(w, name) &&
	    !(w->m->sitename.n > 0 && alike(w, name, w->m->sitename)) &&
	    !(host.n > 0 && alike(w, name, host));
}

/* The name of a person in `name - place` or `place - name`, where it is two
 * words; empty where there is none. */
static struct span
person_in(struct weigh *w, struct span name)
{
	struct span before, rest = name = bare_name(name);
	bool parted = false;

	while (part(rest, false, &before, &rest)) {
		parted = true;
		if (count_words(w, before) >= 2 && is_author(w, before))
			return before;
	}
	return is_author(w, rest) && (!parted || count_words(w, rest) >= 2)
	    ? rest
	    : SPAN("");
}

static void
add_authors(struct weigh *w, struct span said)
{
	struct buf names = { 0 };
	struct span rest = tidy(&names, said), name;

	while (rest.n > 0 && !is_address(said))
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
		    !is_address(one))
			add(w, list, one);
	buf_free(&words);
}

/* All that the most trusted source says that says something. */
static void
find_list(struct weigh *w, enum declared field, struct webmeta_list *list)
{
	struct webmeta *m = w->m;

	for (size_t i = 0; i < SOURCES && list->n == 0; i++) {
		for (size_t k = 0; k < m->nsaid && sources[i].field == field;
		     k++) {
			if (m->said[k].source != i)
				continue;
			if (field != AUTHOR)
				add_words(w, list, value_of(m, k));
			else if (m->said[k].is_person)
				add_authors(w, value_of(m, k));
		}
		if (field == TAG && list->n > KEYWORDS_MOST &&
		    is_one_of("keywords", span_str(sources[i].names)) &&
		    sources[i].where == IN_META)
			list->n = 0;
	}
}

/* --- The page --------------------------------------------------------------
 */

static struct span
find_url(const struct webmeta *m)
{
	for (size_t i = 0; i < SOURCES; i++)
		for (size_t k = 0; k < m->nsaid && sources[i].field == URL;
		     k++) {
			struct span url = value_of(m, k);

			if (m->said[k].source == i &&
			    (span_starts(url, SPAN("http://")) ||
				span_starts(url, SPAN("https://"))))
				return url;
		}
	return SPAN("");
}

/* A language as BCP 47 has it; the country goes. */
static struct span
find_language(struct webmeta *m)
{
	for (size_t i = 0; i < SOURCES; i++)
		for (size_t k = 0; k < m->nsaid && sources[i].field == LANGUAGE;
		     k++) {
			struct span v = value_of(m, k);
			size_t n = 0;

			while (n < v.n && (v.p[n] | 0x20) >= 'a' &&
			    (v.p[n] | 0x20) <= 'z')
				n++;
			if (m->said[k].source != i || n < 2 || n > 3)
				continue;
			v = keep(m, span_of(v.p, n));
			for (n = 0; n < v.n; n++)
				m->text.p[m->text.n - v.n + n] |= 0x20;
			return v;
		}
	return SPAN("");
}

static struct span
dated(struct webmeta *m, const struct date *d)
{
	char text[DATE_TEXT];

	return keep(m, span_of(text, date_format(d, text)));
}

static void
find_dates(struct webmeta *m)
{
	struct date date, modified;
	bool known = find_date(m, DATE, &date);

	if (known)
		m->date = dated(m, &date);
	if (!find_date(m, MODIFIED, &modified))
		return;
	/* What was written before it was published was not changed since. */
	if (!known || (same_day(&date, &modified) && date.hour < 0) ||
	    minute_number(&modified) >= minute_number(&date))
		m->date_modified = dated(m, &modified);
}

static void
say_jsonld(void *arg, enum jsonld_of of, struct span property,
    struct span value, bool is_person)
{
	struct weigh *w = arg;

	w->m->article |= of == JSONLD_ARTICLE;
	w->m->list |= of == JSONLD_LIST;
	if (of != JSONLD_LIST)
		say(w->m, (enum where)of, property, value, is_person);
}

static bool
is_headline(void *arg, struct span headline)
{
	struct weigh *w = arg;

	return headline.n > 0 && w->heading.n > 0 &&
	    akin(w, headline, w->heading);
}

/* Does Open Graph say that it is an article? */
static void
note_type(struct webmeta *m)
{
	for (size_t k = 0; k < m->nsaid; k++)
		if (sources[m->said[k].source].field == ARTICLE)
			m->article |= is_one_of("article", value_of(m, k));
}

/* Room for all results, so that they do not move. */
static void
reserve(struct webmeta *m, struct span heading)
{
	buf_room(&m->text, 4 * m->kept.n + 2 * heading.n + 4 * DATE_TEXT);
}

void
webmeta_begin(struct webmeta *m)
{
	m->title = m->date = m->date_modified = m->sitename = m->language =
	    m->url = SPAN("");
	m->author.n = m->categories.n = m->tags.n = 0;
	m->article = m->list = false;
	m->nsaid = 0;
	m->kept.n = m->jsonld.n = m->text.n = 0;
	m->printed = SPAN("");
}

void
webmeta_read(struct webmeta *m, struct span heading)
{
	struct weigh w = { .m = m };
	const struct jsonld_listener to = { say_jsonld, &w };
	struct buf tidy_heading = { 0 };

	w.heading = tidy(&tidy_heading, heading);
	jsonld_read(&m->jsonld, is_headline, &to);
	note_type(m);
	reserve(m, w.heading);
	find_dates(m);
	m->url = find_url(m);
	m->language = find_language(m);
	m->sitename = find_site(&w, SITE);
	if (m->sitename.n == 0)
		m->sitename = site_of_title(&w);
	if (m->sitename.n == 0)
		m->sitename = find_site(&w, OWNER);
	m->title = find_title(&w);
	if (is_site_alone(&w, m->title)) {
		m->sitename = m->sitename.n > 0 ? m->sitename : m->title;
		m->title = SPAN("");
	}
	find_list(&w, AUTHOR, &m->author);
	find_list(&w, SECTION, &m->categories);
	find_list(&w, TAG, &m->tags);
	buf_free(&tidy_heading);
	buf_free(&w.keys);
	buf_free(&w.room);
}

static void
note_jsonld(void *arg, enum jsonld_of of, struct span property,
    struct span value, bool is_person)
{
	struct webmeta *m = arg;

	(void)property;
	(void)value;
	(void)is_person;
	m->article |= of == JSONLD_ARTICLE;
	m->list |= of == JSONLD_LIST;
}

static bool
is_none(void *arg, struct span headline)
{
	(void)arg;
	(void)headline;
	return false;
}

bool
webmeta_is_article(struct webmeta *m)
{
	const struct jsonld_listener to = { note_jsonld, m };

	jsonld_read(&m->jsonld, is_none, &to);
	return m->article && !m->list;
}

void
webmeta_free(struct webmeta *m)
{
	free(m->author.p);
	free(m->categories.p);
	free(m->tags.p);
	free(m->said);
	buf_free(&m->kept);
	buf_free(&m->jsonld);
	buf_free(&m->text);
	buf_free(&m->nobody);
	folded_free(&m->folded);
	date_reader_free(m->dates);
	*m = (struct webmeta) { .nsaid = 0 };
}
