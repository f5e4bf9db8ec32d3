#include "web/element.h"

#include <stdlib.h>

/* In order of their names. */
/* clang-format off */
static const struct element elements[] = {
	{ "a", SHOW_INLINE, 0, SAYS_LINK },
	{ "address", SHOW_BLOCK, HTML_BLOCK, 0 },
	{ "applet", SHOW_NOT, 0, 0 },
	{ "article", SHOW_BLOCK, HTML_ARTICLE, 0 },
	{ "aside", SHOW_BLOCK, HTML_ASIDE, 0 },
	{ "audio", SHOW_NOT, 0, 0 },
	{ "blockquote", SHOW_BLOCK, HTML_BLOCK, 0 },
	{ "body", SHOW_BLOCK, HTML_BODY, 0 },
	{ "br", SHOW_BREAK, 0, 0 },
	{ "button", SHOW_NOT, 0, 0 },
	{ "canvas", SHOW_NOT, 0, 0 },
	{ "caption", SHOW_BLOCK, HTML_CAPTION, 0 },
	{ "center", SHOW_BLOCK, HTML_BLOCK, 0 },
	{ "datalist", SHOW_NOT, 0, 0 },
	{ "dd", SHOW_BLOCK, HTML_BLOCK, 0 },
	{ "details", SHOW_BLOCK, HTML_BLOCK, 0 },
	{ "dialog", SHOW_NOT, 0, 0 },
	{ "dir", SHOW_BLOCK, HTML_LIST, 0 },
	{ "div", SHOW_BLOCK, HTML_BLOCK, 0 },
	{ "dl", SHOW_BLOCK, HTML_LIST, 0 },
	{ "dt", SHOW_BLOCK, HTML_BLOCK, 0 },
	{ "embed", SHOW_NOT, 0, 0 },
	{ "fieldset", SHOW_BLOCK, HTML_BLOCK, 0 },
	{ "figcaption", SHOW_BLOCK, HTML_CAPTION, 0 },
	{ "figure", SHOW_BLOCK, HTML_CAPTION, 0 },
	{ "footer", SHOW_BLOCK, HTML_FOOTER, 0 },
	{ "form", SHOW_BLOCK, HTML_BLOCK, 0 },
	{ "frameset", SHOW_BLOCK, HTML_BLOCK, 0 },
	{ "h1", SHOW_BLOCK, HTML_H1, 0 },
	{ "h2", SHOW_BLOCK, HTML_H2, 0 },
	{ "h3", SHOW_BLOCK, HTML_H2, 0 },
	{ "h4", SHOW_BLOCK, HTML_H2, 0 },
	{ "h5", SHOW_BLOCK, HTML_H2, 0 },
	{ "h6", SHOW_BLOCK, HTML_H2, 0 },
	{ "header", SHOW_BLOCK, HTML_HEADER, 0 },
	{ "hgroup", SHOW_BLOCK, HTML_BLOCK, 0 },
	{ "hr", SHOW_BLOCK, HTML_BLOCK, 0 },
	{ "html", SHOW_BLOCK, HTML_BLOCK, SAYS_HTML },
	{ "iframe", SHOW_NOT, 0, 0 },
	{ "input", SHOW_NOT, 0, 0 },
	{ "legend", SHOW_BLOCK, HTML_BLOCK, 0 },
	{ "li", SHOW_BLOCK, HTML_ITEM, 0 },
	{ "link", SHOW_NOT, 0, SAYS_LINK },
	{ "listing", SHOW_BLOCK, HTML_BLOCK, SAYS_PRE },
	{ "main", SHOW_BLOCK, HTML_MAIN, 0 },
	{ "menu", SHOW_BLOCK, HTML_LIST, 0 },
	{ "meta", SHOW_NOT, 0, SAYS_META },
	{ "meter", SHOW_NOT, 0, 0 },
	{ "nav", SHOW_BLOCK, HTML_NAV, 0 },
	{ "noembed", SHOW_NOT, 0, 0 },
	{ "noframes", SHOW_NOT, 0, 0 },
	{ "noscript", SHOW_NOT, 0, 0 },
	{ "object", SHOW_NOT, 0, 0 },
	{ "ol", SHOW_BLOCK, HTML_LIST, 0 },
	{ "option", SHOW_NOT, 0, 0 },
	{ "p", SHOW_BLOCK, HTML_P, 0 },
	{ "pre", SHOW_BLOCK, HTML_BLOCK, SAYS_PRE },
	{ "progress", SHOW_NOT, 0, 0 },
	{ "rp", SHOW_NOT, 0, 0 },
	{ "script", SHOW_NOT, 0, SAYS_SCRIPT },
	{ "search", SHOW_BLOCK, HTML_BLOCK, 0 },
	{ "section", SHOW_BLOCK, HTML_BLOCK, 0 },
	{ "select", SHOW_NOT, 0, 0 },
	{ "style", SHOW_NOT, 0, 0 },
	{ "summary", SHOW_BLOCK, HTML_BLOCK, 0 },
	{ "svg", SHOW_NOT, 0, 0 },
	{ "table", SHOW_BLOCK, HTML_BLOCK, 0 },
	{ "tbody", SHOW_BLOCK, HTML_BLOCK, 0 },
	{ "td", SHOW_BLOCK, HTML_BLOCK, 0 },
	{ "template", SHOW_NOT, 0, 0 },
	{ "textarea", SHOW_NOT, 0, 0 },
	{ "tfoot", SHOW_BLOCK, HTML_BLOCK, 0 },
	{ "th", SHOW_BLOCK, HTML_BLOCK, 0 },
	{ "thead", SHOW_BLOCK, HTML_BLOCK, 0 },
	{ "time", SHOW_INLINE, 0, SAYS_TIME },
	{ "title", SHOW_NOT, 0, SAYS_TITLE },
	{ "tr", SHOW_BLOCK, HTML_BLOCK, 0 },
	{ "ul", SHOW_BLOCK, HTML_LIST, 0 },
	{ "video", SHOW_NOT, 0, 0 },
	{ "xmp", SHOW_BLOCK, HTML_BLOCK, SAYS_PRE },
};
/* clang-format on */

static int
compare(const void *name, const void *element)
{
	return strcmp(name, ((const struct element *)element)->name);
}

const struct element *
element_find(const char *name)
{
	static const struct element other = { "", SHOW_INLINE, 0, 0 };
	const struct element *e;

	e = bsearch(name, elements, sizeof elements / sizeof elements[0],
	    sizeof elements[0], compare);
	return e != NULL ? e : &other;
}
