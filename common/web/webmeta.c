/*
 * A table says where each field may be declared, in order of trust: what an
 * article says of itself in JSON-LD is written by the system that holds it,
 * Open Graph is what readers of links see, so that somebody looks at it, and
 * plain `meta` is the oldest and the least looked at.
 */
#include "web/webmeta.h"

#include <stdlib.h>

#include "base/mem.h"
#include "text/utf8.h"
#include "web/tidy.h"
#include "web/weigh.h"

enum {
	SAID_MOST = 4096, /* values of a page that are kept */
	VALUE_MOST = 2000 /* bytes of one */
};

const struct source weigh_sources[] = {
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
	    "datepublished|published_time|publication_date|original-"
	    "publication-date|"
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
const size_t weigh_nsources = sizeof weigh_sources / sizeof weigh_sources[0];

void
webmeta_say(struct webmeta *m, enum where where, struct span name,
    struct span value, bool is_person)
{
	value = utf8_head(span_trim(value), VALUE_MOST);
	if (value.n == 0 || name.n == 0)
		return;
	for (size_t i = 0; i < weigh_nsources && m->nsaid < SAID_MOST; i++) {
		if (weigh_sources[i].where != where ||
		    !weigh_is_one_of(weigh_sources[i].names, name))
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
	webmeta_say(m, IN_META, span_trim(name), content, true);
}

void
webmeta_title(struct webmeta *m, struct span text)
{
	webmeta_say(m, IN_HTML, SPAN("title"), text, true);
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
		bool canonical = weigh_is_one_of("canonical", one);

		webmeta_say(m, IN_LINK, one, canonical ? href : text, true);
	}
}

/* Does what stands in the scope speak of the page's article, and not of what it
 * holds: comments, images, those who wrote it? */
static bool
is_own_scope(struct span scope)
{
	return scope.n == 0 || span_ends(scope, SPAN("Article")) ||
	    span_ends(scope, SPAN("Posting")) ||
	    span_ends(scope, SPAN("Page")) ||
	    weigh_is_one_of("mainEntity", scope);
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
		webmeta_say(m, IN_ITEM, buf_span(&name), value, true);
	}
	buf_free(&name);
}

void
webmeta_lang(struct webmeta *m, struct span lang)
{
	webmeta_say(m, IN_HTML, SPAN("lang"), lang, true);
}

static struct span
find_url(const struct webmeta *m)
{
	for (size_t i = 0; i < weigh_nsources; i++)
		for (size_t k = 0;
		     k < m->nsaid && weigh_sources[i].field == URL; k++) {
			struct span url = weigh_value(m, k);

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
	for (size_t i = 0; i < weigh_nsources; i++)
		for (size_t k = 0;
		     k < m->nsaid && weigh_sources[i].field == LANGUAGE; k++) {
			struct span v = weigh_value(m, k);
			size_t n = 0;

			while (n < v.n && (v.p[n] | 0x20) >= 'a' &&
			    (v.p[n] | 0x20) <= 'z')
				n++;
			if (m->said[k].source != i || n < 2 || n > 3)
				continue;
			v = weigh_keep(m, span_of(v.p, n));
			for (n = 0; n < v.n; n++)
				m->text.p[m->text.n - v.n + n] |= 0x20;
			return v;
		}
	return SPAN("");
}

static void
say_jsonld(void *arg, enum jsonld_of of, struct span property,
    struct span value, bool is_person)
{
	struct weigh *w = arg;

	w->m->article |= of == JSONLD_ARTICLE;
	w->m->list |= of == JSONLD_LIST;
	if (of != JSONLD_LIST)
		webmeta_say(w->m, (enum where)of, property, value, is_person);
}

static bool
is_headline(void *arg, struct span headline)
{
	struct weigh *w = arg;

	return headline.n > 0 && w->heading.n > 0 &&
	    weigh_akin(w, headline, w->heading);
}

/* Does Open Graph say that it is an article? */
static void
note_type(struct webmeta *m)
{
	for (size_t k = 0; k < m->nsaid; k++)
		if (weigh_sources[m->said[k].source].field == ARTICLE)
			m->article |= weigh_is_one_of(
			    "article", weigh_value(m, k));
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

	w.heading = tidy(&tidy_heading, utf8_head(heading, VALUE_MOST));
	jsonld_read(&m->jsonld, is_headline, &to);
	note_type(m);
	reserve(m, w.heading);
	weigh_dates(m);
	m->url = find_url(m);
	m->language = find_language(m);
	weigh_title(&w);
	weigh_list(&w, AUTHOR, &m->author);
	weigh_list(&w, SECTION, &m->categories);
	weigh_list(&w, TAG, &m->tags);
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
