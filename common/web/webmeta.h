/*
 * What a page's markup declares of itself: Open Graph and its kin in `meta`,
 * JSON-LD, microdata, `link`, `time`.  The parser (web/webtext.h) hands over
 * what it meets, in the order of the page; webmeta_read weighs it in the end.
 *
 * Everything handed over is valid UTF-8 with its references (&amp;) decoded,
 * but for JSON-LD, which is handed over as it stands, and lives only as long
 * as the call.
 */
#ifndef WEB_WEBMETA_H
#define WEB_WEBMETA_H

#include "lang/date.h"

struct webmeta_said;

/* Names that were declared; p is owned, the names lie in the webmeta. */
struct webmeta_list {
	struct span *p;
	size_t n, cap;
};

/* Where a `time` stands. */
enum webmeta_where {
	WEBMETA_OUTSIDE, /* of the article: menus, related items */
	WEBMETA_HEAD,    /* from the headline to the text */
	WEBMETA_INSIDE   /* in the text, or behind it in the article */
};

struct webmeta {
	/* what webmeta_read found; .n is 0 where nothing is declared */
	struct span title;
	struct span date, date_modified; /* ISO 8601, as date_format has it */
	struct span sitename;
	struct span language; /* as declared */
	struct span url;
	struct webmeta_list author, categories, tags;
	bool article; /* it says that it is one article */
	bool list;    /* or a list of them, or a home page */

	/* what was handed over */
	struct webmeta_said *said; /* owned; room is used again */
	size_t nsaid, said_cap;
	struct buf kept;   /* its bytes */
	struct buf jsonld; /* scripts: web/jsonld.h */
	struct buf text;   /* bytes of the spans above */
	struct folded folded;
	struct span printed;       /* the caller's */
	struct date_reader *dates; /* owned */
	struct buf nobody;         /* words of authors who are none */
};

/* Forget the page before. */
void webmeta_begin(struct webmeta *m);

/* <meta>: its name, property, itemprop or http-equiv, and its content. */
void webmeta_tag(struct webmeta *m, struct span name, struct span content);

/* <title>, and the inside of <script type="application/ld+json">. */
void webmeta_title(struct webmeta *m, struct span text);
void webmeta_jsonld(struct webmeta *m, struct span script);

/* <link> or <a> with a rel: canonical, author, tag, ...; text is that of the
 * <a>. */
void webmeta_link(
    struct webmeta *m, struct span rel, struct span href, struct span text);

/*
 * Microdata: an itemprop and its value (content, datetime, href or else the
 * text shown).  scope is the itemprop of the nearest element above it with an
 * itemscope, or where it has none the last part of its itemtype (`Person`),
 * and empty outside of all.
 */
void webmeta_itemprop(
    struct webmeta *m, struct span scope, struct span prop, struct span value);

/* <time>: its datetime, or empty, and the text shown. */
void webmeta_time(struct webmeta *m, struct span datetime, struct span text,
    enum webmeta_where where);

/* The lines shown around the headline, which live until webmeta_read: what a
 * declared day and month mean that may be the other way round. */
void webmeta_printed(struct webmeta *m, struct span lines);

/* <html lang>. */
void webmeta_lang(struct webmeta *m, struct span lang);

/*
 * Weigh it.  heading is the h1 above the article's text, or empty: a declared
 * title loses the site's name to it.  The results live until webmeta_begin.
 */
void webmeta_read(struct webmeta *m, struct span heading);

/* Does its JSON-LD say that the page is an article, and no list?  To be asked
 * before webmeta_read. */
bool webmeta_is_article(struct webmeta *m);

/* Give the memory back. */
void webmeta_free(struct webmeta *m);

#endif
