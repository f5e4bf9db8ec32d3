/*
 * What a page declares, of any bytes: NULs part a heading, a script of JSON-LD,
 * and the values of meta and its like.  What comes out is UTF-8, dates are ISO
 * 8601, lists have no empty name, and a page is read the same again.
 */
#include "web/webmeta.h"

#include "text/utf8.h"
#include "fuzz/fuzz.h"

static void
read_page(struct webmeta *m, struct span rest)
{
	static const char *const names[] = { "og:title", "og:site_name",
		"article:published_time", "dc.date", "article:modified_time",
		"author", "keywords", "og:url", "publisher" };
	struct span heading = span_cut(&rest, '\0');
	struct span script = span_cut(&rest, '\0'), value;

	webmeta_begin(m);
	webmeta_jsonld(m, script);
	for (size_t i = 0; rest.n > 0; i++) {
		value = span_cut(&rest, '\0');
		webmeta_tag(m, span_str(names[i % 9]), value);
		webmeta_itemprop(m, SPAN("author"), SPAN("name"), value);
		webmeta_itemprop(m, SPAN(""), SPAN("datePublished"), value);
		webmeta_link(m, SPAN("tag canonical"), value, value);
		webmeta_time(m, value, heading, WEBMETA_HEAD);
		webmeta_title(m, value);
		webmeta_lang(m, value);
	}
	webmeta_read(m, heading);
}

static void
check_date(struct span s)
{
	struct date d;

	must(s.n == 0 || (date_parse_iso(s, &d) && d.known));
}

static void
check_list(const struct webmeta_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		must(
		    list->p[i].n > 0 && utf8_valid(list->p[i]) == list->p[i].n);
}

static uint64_t
sum_of(const struct webmeta *m)
{
	const struct span all[] = { m->title, m->date, m->date_modified,
		m->sitename, m->language, m->url };
	uint64_t sum = m->author.n + 7 * m->tags.n + 31 * m->categories.n;

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		must(utf8_valid(all[i]) == all[i].n);
		for (size_t k = 0; k < all[i].n; k++)
			sum = sum * 31 + (unsigned char)all[i].p[k];
	}
	return sum;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span s = span_of((const char *)data, size);
	static struct webmeta m; /* reading its tables takes most of a run */
	uint64_t sum;

	s.n = utf8_valid(s);
	if (s.n > 20000)
		return 0;
	read_page(&m, s);
	check_date(m.date);
	check_date(m.date_modified);
	check_list(&m.author);
	check_list(&m.categories);
	check_list(&m.tags);
	sum = sum_of(&m);
	read_page(&m, s);
	must(sum == sum_of(&m));
	return 0;
}
