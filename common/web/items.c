/*
 * What an item says is handed to web/webmeta.h under the names that pages have
 * for it, so that authors who are none, names of sites in titles and dates are
 * dealt with in one place.
 */
#include "web/items.h"

#include <strings.h>

#include "web/tidy.h"

/* Bytes of a feed's title that is a name, and so may be in titles; what is
 * longer has words of its own. */
enum { SITE_MOST = 60 };

/* --- What is declared ------------------------------------------------------
 */

static const struct {
	enum feed_field field;
	const char *name; /* of a meta element */
} names[] = {
	{ FEED_TITLE, "og:title" },
	{ FEED_ORIGIN, "og:url" },
	{ FEED_LINK, "og:url" },
	{ FEED_ID, "og:url" },
	{ FEED_PUBLISHED, "article:published_time" },
	{ FEED_UPDATED, "article:modified_time" },
	{ FEED_AUTHOR, "author" },
	{ FEED_CATEGORY, "article:section" },
	{ FEED_TAG, "article:tag" },
};

/* What stands between two marks in s; s where it has not both. */
static struct span
between(struct span s, const char *from, const char *to)
{
	const char *a = memmem(s.p, s.n, from, strlen(from)), *b;

	if (a == NULL)
		return s;
	a += strlen(from);
	b = memmem(a, (size_t)(s.p + s.n - a), to, strlen(to));
	return b != NULL ? span_to(a, b) : s;
}

/* Atom has elements in an author; RSS has `office@example.org (a name)`. */
static struct span
author_name(struct span s)
{
	s = between(s, "<name>", "</name>");
	return s.n > 0 && memchr(s.p, '@', s.n) != NULL ? between(s, "(", ")")
							: s;
}

static bool
is_digits(struct span s, size_t most)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0 && s.n <= most;
}

/* `07 Sep 02 10:00 GMT`, as RSS 2.0 allows, with all of its year (RFC 2822,
 * section 4.3). */
static void
add_dated(struct buf *out, struct span s)
{
	struct span before[2] = { SPAN(""), SPAN("") };

	for (bool first = true; s.n > 0; first = false) {
		struct span word = span_cut(&s, ' ');

		if (!first)
			buf_addc(out, ' ');
		if (is_digits(before[0], 2) && before[1].n == 3 &&
		    !is_digits(before[1], 3) && word.n == 2 &&
		    is_digits(word, 2))
			buf_adds(
			    out, word.p[0] < '5' ? SPAN("20") : SPAN("19"));
		buf_adds(out, word);
		before[0] = before[1];
		before[1] = word;
	}
}

/* Hand a date over; seconds since 1970 and their like as ISO 8601. */
static void
declare_date(struct webmeta *m, const char *name, struct span s)
{
	struct buf dated = { 0 };
	char text[DATE_TEXT];
	struct date d;

	if (date_parse_form(s, &d) && d.known) {
		date_format(&d, text);
		buf_adds(&dated, span_str(text));
	} else
		add_dated(&dated, s);
	webmeta_tag(m, span_str(name), buf_span(&dated));
	buf_free(&dated);
}

/* Hand all values of a field over. */
static void
declare(struct items *x, const struct feed_item *item, enum feed_field field,
    const char *name)
{
	const struct feed *f = &x->feed;
	const struct feed_values *in = item != NULL ? &f->of_items : &f->own;
	size_t i = item != NULL ? item->first : 0;
	size_t end = item != NULL ? item->last : in->n;

	for (; i < end; i++) {
		struct span s = feed_text(f, &in->p[i]);

		if (in->p[i].field != field)
			continue;
		if (field == FEED_PUBLISHED || field == FEED_UPDATED)
			declare_date(&x->meta, name, s);
		else
			webmeta_tag(&x->meta, span_str(name),
			    field == FEED_AUTHOR ? author_name(s) : s);
	}
}

/* The item's value, or the feed's. */
static const struct feed_value *
find_inherited(
    const struct feed *f, const struct feed_item *item, enum feed_field field)
{
	const struct feed_value *v = feed_find(f, item, field);

	return v != NULL ? v : feed_find(f, NULL, field);
}

/* All of it.  Where only a change is dated, that is when it came. */
static void
declare_item(struct items *x, const struct feed_item *item)
{
	const struct feed *f = &x->feed;
	struct webmeta *m = &x->meta;

	webmeta_begin(m);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		declare(x, item, names[i].field, names[i].name);
	if (feed_find(f, item, FEED_AUTHOR) == NULL)
		declare(x, NULL, FEED_AUTHOR, "author");
	if (feed_find(f, item, FEED_PUBLISHED) == NULL)
		declare(x, item, FEED_UPDATED, "article:published_time");
	if (x->site.n <= SITE_MOST)
		webmeta_tag(m, SPAN("og:site_name"), buf_span(&x->site));
	webmeta_lang(m, feed_text(f, find_inherited(f, item, FEED_LANGUAGE)));
	webmeta_read(m, SPAN(""));
	m->sitename = buf_span(&x->site);
}

/* --- The text --------------------------------------------------------------
 */

/* Has it elements that are blocks, so that its line ends mean nothing? */
static bool
has_blocks(struct span s)
{
	static const char *const tags[] = { "p", "br", "div", "li", "td", "h1",
		"h2", "h3", "h4", "blockquote", "pre", "section", "article" };

	for (size_t at = 0; at + 1 < s.n; at++)
		for (size_t i = 0;
		     s.p[at] == '<' && i < sizeof tags / sizeof tags[0]; i++) {
			size_t n = strlen(tags[i]);
			struct span rest = span_skip(s, at + 1);

			if (rest.n > n &&
			    strncasecmp(rest.p, tags[i], n) == 0 &&
			    memchr(" />\t\r\n", rest.p[n], 6) != NULL)
				return true;
		}
	return false;
}

/* HTML without blocks that has blank lines is WordPress', whose lines are
 * blocks; so are those of a plain text. */
static bool
has_lines(const struct feed_value *v, struct span s)
{
	return v->plain ||
	    ((memmem(s.p, s.n, "\n\n", 2) != NULL ||
		 memmem(s.p, s.n, "\n\r\n", 3) != NULL) &&
		!has_blocks(s));
}

static struct span
write_html(struct items *x, const struct feed_value *v)
{
	struct span s = feed_text(&x->feed, v);

	if (v == NULL || !has_lines(v, s))
		return s;
	x->html.n = 0;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\n')
			buf_adds(&x->html, SPAN("<br>"));
		else if (v->plain && s.p[i] == '<')
			buf_adds(&x->html, SPAN("&lt;"));
		else if (v->plain && s.p[i] == '&')
			buf_adds(&x->html, SPAN("&amp;"));
		else
			buf_addc(&x->html, s.p[i]);
	return buf_span(&x->html);
}

/* --- The items -------------------------------------------------------------
 */

void
items_begin(struct items *x)
{
	x->next = 0;
	x->site.n = 0;
	tidy(&x->site,
	    feed_text(&x->feed, feed_find(&x->feed, NULL, FEED_TITLE)));
}

static const struct feed_value *
either(const struct feed *f, const struct feed_item *item, enum feed_field a,
    enum feed_field b)
{
	const struct feed_value *v = feed_find(f, item, a);

	return v != NULL ? v : feed_find(f, item, b);
}

bool
items_next(struct items *x, struct item *out)
{
	const struct feed *f = &x->feed;
	const struct feed_item *item;
	const struct feed_value *text;

	do {
		if (x->next >= f->nitems)
			return false;
		item = &f->item[x->next++];
		text = either(f, item, FEED_CONTENT, FEED_SUMMARY);
	} while (text == NULL && feed_find(f, item, FEED_TITLE) == NULL);
	declare_item(x, item);
	*out = (struct item) {
		.id = feed_text(f, either(f, item, FEED_ID, FEED_LINK)),
		.html = write_html(x, text),
		.meta = &x->meta,
	};
	if (x->meta.date.n == 0)
		out->date_raw = feed_text(
		    f, either(f, item, FEED_PUBLISHED, FEED_UPDATED));
	return true;
}

void
items_free(struct items *x)
{
	feed_free(&x->feed);
	webmeta_free(&x->meta);
	buf_free(&x->html);
	buf_free(&x->site);
}
