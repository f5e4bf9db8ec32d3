/*
 * JSON-LD as pages carry it (schema.org; JSON-LD 1.1, W3C): an object, an
 * array, or a graph of nodes, which refer to each other by @id, in one script
 * or several.  Of its vocabulary only what says something of the article is
 * known; contexts are not read.
 *
 * What is often wrong is mended first (record/mend.h), and CDATA and comment
 * marks around the whole go.
 */
#ifndef WEB_JSONLD_H
#define WEB_JSONLD_H

#include "base/buf.h"

/* What a property is said of. */
enum jsonld_of {
	JSONLD_ARTICLE, /* NewsArticle and its kin */
	JSONLD_PAGE,    /* WebPage */
	JSONLD_SITE,    /* WebSite; a publisher that stands alone */
	JSONLD_LIST     /* CollectionPage and its like; no property */
};

/* Add the inside of a script to all, in the form that jsonld_read reads;
 * false where it is no JSON, whatever one does. */
bool jsonld_add(struct buf *all, struct span script);

/* Who is told.  value is a string's, decoded, and lives as long as the call;
 * of an author or publisher it is the name.  is_person is unset where the
 * value's type is an organisation. */
struct jsonld_listener {
	void (*say)(void *arg, enum jsonld_of of, struct span property,
	    struct span value, bool is_person);
	void *arg;
};

/*
 * Tell what is said of the page: of its one article, of the page, of the site,
 * in this order.  Where several articles are there it is the one whose headline
 * is alike(arg, headline); where none is, and there are several, none.
 */
void jsonld_read(const struct buf *all,
    bool (*alike)(void *arg, struct span headline),
    const struct jsonld_listener *to);

#endif
