/*
 * HTML's elements: how each is shown.
 */
#ifndef WEB_ELEMENT_H
#define WEB_ELEMENT_H

#include "web/webtext.h"

enum element_show {
	SHOW_INLINE, /* and all that are not known */
	SHOW_BLOCK,
	SHOW_BREAK, /* br */
	SHOW_NOT    /* with all that it holds */
};

/* Elements that say something about the page. */
enum element_says {
	SAYS_NOTHING,
	SAYS_HTML,
	SAYS_LINK, /* a, link */
	SAYS_META,
	SAYS_PRE,
	SAYS_SCRIPT,
	SAYS_TIME,
	SAYS_TITLE
};

struct element {
	const char *name;
	uint8_t show; /* enum element_show */
	uint8_t tag;  /* enum html_tag, of blocks */
	uint8_t says; /* enum element_says */
};

/* The element of that name, in lower case; never NULL. */
const struct element *element_find(const char *name);

#endif
