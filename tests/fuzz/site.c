/*
 * Pages of any text, parted by form feeds, each with its address on its first
 * line: the table that is learned of them is read back, knows each of its lines
 * on each site of its, and no prose; keys stay what they are.
 */
#include "furniture/learned.h"

#include <stdlib.h>
#include <string.h>

#include "news/site.h"
#include "text/utf8.h"
#include "fuzz/fuzz.h"

static struct learned learned;

static struct page_in
page_of(struct span text, struct buf *wet)
{
	struct span address = span_cut(&text, '\n');

	wet[WARC_URI].n = 0;
	buf_adds(&wet[WARC_URI], address);
	return (struct page_in) { .text = text, .wet = wet };
}

static void
check_key(struct span line)
{
	struct folded f = { .map = NULL };
	struct buf key = { 0 }, again = { 0 };

	fold(&f, line);
	site_key(&key, &f);
	must(key.n <= SITE_KEY && utf8_valid(buf_span(&key)) == key.n);
	must(key.n == 0 || (key.p[0] != ' ' && key.p[key.n - 1] != ' '));
	fold(&f, buf_span(&key));
	site_key(&again, &f);
	must(span_eq(buf_span(&key), buf_span(&again)));
	folded_free(&f);
	buf_free(&key);
	buf_free(&again);
}

/* Each row is known, of a page of its site. */
static void
check_rows(const struct sites *s, struct span text)
{
	struct span cell[TABLE_CELLS];
	struct buf wet[WARC_HEADERS] = { { 0 } }, name = { 0 };
	struct table t;
	uint64_t site;

	table_start(&t, "learned", text);
	while (table_row(&t, cell) > 0) {
		struct page_in page = { .text = SPAN(""), .wet = wet };

		wet[WARC_URI].n = 0;
		buf_adds(&wet[WARC_URI], cell[2]);
		site_name(&name, cell[2]);
		must(span_eq(buf_span(&name), cell[2]));
		if (cell[1].n > 0 && cell[2].n == 0)
			continue;
		must((site = sites_find(s, &page)) != 0);
		must(cell[5].n == 0 ||
		    sites_line(s, site, cell[5]) >= SITE_SOME);
	}
	buf_free(&wet[WARC_URI]);
	buf_free(&name);
}

static void
check_table(struct span text)
{
	struct sites *s = sites_new();
	struct table t;

	must(utf8_valid(text) == text.n);
	table_start(&t, "learned", text);
	must(sites_know(t) || memmem(text.p, text.n, "\nfurn", 5) == NULL);
	sites_read(s, &t);
	check_rows(s, text);
	sites_free(s);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span rest = span_of((const char *)data, size);
	struct buf wet[WARC_HEADERS] = { { 0 } }, table = { 0 };
	size_t at;

	if (learned.counters == 0) {
		learned = (struct learned) {
			.by = SPAN("url"), .least = 2, .counters = 16
		};
		learned_start(&learned);
	}
	rest.n = utf8_valid(rest);
	check_key(rest);
	while (rest.n > 0) {
		struct page_in page = page_of(span_cut(&rest, '\f'), wet);

		learned_add(&learned, &page, &at);
	}
	learned_write(&learned, &table);
	check_table(buf_span(&table));
	top_free(&learned.sites);
	top_free(&learned.lines);
	learned.pages = 0;
	buf_free(&wet[WARC_URI]);
	buf_free(&table);
	return 0;
}
