/*
 * What is declared, weighed: what web/webmeta.h's files share.  A page's
 * values lie in the order in which they were met; each names its source, a row
 * of a table, and rows stand in the order of trust.
 */
#ifndef WEB_WEIGH_H
#define WEB_WEIGH_H

#include "web/jsonld.h"
#include "web/webmeta.h"

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

/* Where a field may be declared. */
struct source {
	enum declared field;
	enum where where;
	const char *names; /* parted by '|' */
};

extern const struct source weigh_sources[];
extern const size_t weigh_nsources;

struct webmeta_said {
	uint8_t source;
	bool is_person; /* or it is not known */
	uint32_t at, n; /* bytes of kept */
};

/* What is known while the page is weighed. */
struct weigh {
	struct webmeta *m;
	struct span heading;
	struct buf keys; /* of what is at hand */
	struct buf room; /* tidied values: those that are kept go to m->text */
};

enum { NAME_MOST = 160 /* bytes of the name of a person or a site */ };

/* Keep a value, if a source has that name. */
void webmeta_say(struct webmeta *m, enum where where, struct span name,
    struct span value, bool is_person);

/* The i-th value. */
struct span weigh_value(const struct webmeta *m, size_t i);

/* Is name one of names, parted by '|', whatever its case? */
bool weigh_is_one_of(const char *names, struct span name);

/* Keep s where results lie; there is room, so nothing moves. */
struct span weigh_keep(struct webmeta *m, struct span s);

/* s as people read it (web/tidy.h), until the next call. */
struct span weigh_tidied(struct weigh *w, struct span s);

/* Its words. */
size_t weigh_words(struct weigh *w, struct span s);

/* Are all words of a in b?  Is one so in the other?  Do they share most, as two
 * headlines of one article do? */
bool weigh_within(struct weigh *w, struct span a, struct span b);
bool weigh_alike(struct weigh *w, struct span a, struct span b);
bool weigh_akin(struct weigh *w, struct span a, struct span b);

/* Does s hold what?  Is it an address, of the web or of mail? */
bool weigh_has(struct span s, const char *what);
bool weigh_is_address(struct span s);

/* Is the name an agency, a place, an office, or is its first or last word one
 * of outlets or of those who are nobody in particular? */
bool weigh_is_nobody(struct weigh *w, struct span name);

/* Part s at its first, or last, separator; false where there is none. */
bool weigh_part(
    struct span s, bool last, struct span *before, struct span *behind);

/* Find the fields of m: date and date_modified; sitename and title; a list. */
void weigh_dates(struct webmeta *m);
void weigh_title(struct weigh *w);
void weigh_list(
    struct weigh *w, enum declared field, struct webmeta_list *list);

#endif
