/*
 * What a line of a page is.  The names are those of the cue tables and of
 * what extract-meta removes; khabar-tables(5) lists them.
 */
#ifndef NEWS_ROLE_H
#define NEWS_ROLE_H

#include "base/span.h"

#define ROLES(X)                                                        \
	X(BLANK, "blank")                                               \
	X(BODY, "body")                                                 \
	X(TITLE, "title") /* a headline: this article's, or a list's */ \
	X(SHORT, "short") /* a short line that ends no sentence */      \
	X(DATE, "date")                                                 \
	X(MODIFIED, "modified")                                         \
	X(TIME, "time") /* a time of day alone */                       \
	X(DATELINE, "dateline")                                         \
	X(BYLINE, "byline")                                             \
	X(SOURCE, "source") /* a labelled credit */                     \
	X(OUTLET, "outlet") /* the name of an outlet or agency alone */ \
	X(KEYWORDS, "keywords")                                         \
	X(CATEGORY, "category")                                         \
	X(RELATED, "related") /* a heading of related articles */       \
	X(ITEM, "item")       /* an entry of a list of headlines */     \
	X(PROMO, "promo")     /* a cue with a headline behind it */     \
	X(BULLET, "bullet")   /* a line that starts with a bullet */    \
	X(RULE, "rule")       /* *** or ---- */                         \
	X(END, "end")         /* a mark that the article ends */        \
	X(COUNTER, "counter")                                           \
	X(SHARE, "share")                                               \
	X(FOLLOW, "follow")                                             \
	X(COMMENTS, "comments")                                         \
	X(COPYRIGHT, "copyright")                                       \
	X(AD, "ad")                                                     \
	X(PHOTO, "photo")                                               \
	X(COOKIES, "cookies")                                           \
	X(NAV, "nav")                                                   \
	X(MARKUP, "markup") /* tags, addresses of links */

/* ROLE_BLANK and so on. */
enum role {
#define ROLE_ENUM(name, text) ROLE_##name,
	ROLES(ROLE_ENUM)
#undef ROLE_ENUM
	    ROLE_COUNT
};

/* The name of a role, and the role of a name (-1 where there is none). */
struct span role_name(enum role role);
int role_find(struct span name);

#endif
