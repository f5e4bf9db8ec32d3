#include "web/webmeta.h"

#include <stdlib.h>

void
webmeta_begin(struct webmeta *m)
{
	m->title = m->date = m->date_modified = m->sitename = m->language =
	    m->url = SPAN("");
	m->author.n = m->categories.n = m->tags.n = 0;
	m->article = m->list = m->og_title = false;
	m->text.n = 0;
}

void
webmeta_tag(struct webmeta *m, struct span name, struct span content)
{
	if (!span_eq(name, SPAN("og:title")) || m->text.n > 0)
		return;
	buf_adds(&m->text, content);
	m->og_title = true;
}

void
webmeta_title(struct webmeta *m, struct span text)
{
	(void)m;
	(void)text;
}

void
webmeta_jsonld(struct webmeta *m, struct span script)
{
	(void)m;
	(void)script;
}

void
webmeta_link(
    struct webmeta *m, struct span rel, struct span href, struct span text)
{
	(void)m;
	(void)rel;
	(void)href;
	(void)text;
}

void
webmeta_itemprop(
    struct webmeta *m, struct span scope, struct span prop, struct span value)
{
	(void)m;
	(void)scope;
	(void)prop;
	(void)value;
}

void
webmeta_time(struct webmeta *m, struct span datetime, struct span text,
    enum webmeta_where where)
{
	(void)m;
	(void)datetime;
	(void)text;
	(void)where;
}

void
webmeta_lang(struct webmeta *m, struct span lang)
{
	(void)m;
	(void)lang;
}

void
webmeta_read(struct webmeta *m, struct span heading)
{
	m->title = heading.n > 0 || !m->og_title ? heading : buf_span(&m->text);
}

void
webmeta_free(struct webmeta *m)
{
	free(m->author.p);
	free(m->categories.p);
	free(m->tags.p);
	buf_free(&m->text);
}
