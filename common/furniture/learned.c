/*
 * A line's counter is called by two hashes of 8 bytes, its site's and its own,
 * and shows its key.  What stands on fewer pages than one in a hundred came
 * back by chance: the headline of a list.
 */
#include "furniture/learned.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "news/site.h"

enum { SHARE = 100 }; /* one page in so many, at least */

_Static_assert((int)SITE_KEY <= (int)TOP_NAME, "a key is kept whole");
_Static_assert((int)SITE_NAME < (int)TOP_NAME, "so is a site");

/* The two parts of a counter's name. */
struct line_name {
	uint64_t site, line;
};

void
learned_start(struct learned *f)
{
	f->sites.most = f->lines.most = f->counters;
	rules_init(&f->rules, NULL);
}

/* The site of a page as a counter is called, a `=` in front where a field
 * names it. */
static struct span
name_of_site(struct learned *f, const struct page_in *page)
{
	struct span value = pages_value(page, f->by);

	f->key.n = 0;
	if (value.p == NULL)
		return SPAN("");
	site_name(&f->name, value);
	buf_addc(&f->key, '=');
	buf_adds(&f->key, buf_span(&f->name));
	return buf_span(&f->key);
}

static void
count_line(struct learned *f, uint64_t site, const struct line *l)
{
	struct line_name name = { .site = site };

	if (line_is_prose(l))
		return;
	fold(&f->page.fold, l->text);
	site_key(&f->key, &f->page.fold);
	if (f->key.n == 0)
		return;
	name.line = hash_span(buf_span(&f->key), 0);
	top_add(&f->lines, span_of((const char *)&name, sizeof name),
	    buf_span(&f->key), f->pages);
}

const char *
learned_add(struct learned *f, const struct page_in *page, size_t *at)
{
	const char *what = page_refuses(page->text, at);
	struct span name;
	uint64_t site;
	size_t i;

	if (what != NULL)
		return what;
	f->pages++;
	name = name_of_site(f, page);
	site = hash_span(name, 0);
	top_add(&f->sites, name, name, f->pages);
	f->page.layout.n = 0;
	page_read(&f->page, &f->rules, page->text, NULL);
	for (i = 0; i < f->page.n; i++)
		count_line(f, site, &f->page.line[i]);
	page_shrink(&f->page);
	return NULL;
}

/* A row of the table; one of a site without a line comes first. */
struct learned_row {
	const struct top_slot *site, *line;
};

/* Pages that have the line, at least. */
static unsigned long
pages_of(const struct top_slot *line)
{
	return line->count - line->error;
}

static int
compare_spans(struct span a, struct span b)
{
	int order = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

	return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

static int
compare_rows(const void *a, const void *b)
{
	const struct learned_row *x = a, *y = b;
	int order = compare_spans(top_shown(x->site), top_shown(y->site));
	unsigned long n, m;

	if (order != 0)
		return order;
	if (x->line == NULL || y->line == NULL)
		return (x->line != NULL) - (y->line != NULL);
	n = pages_of(x->line);
	m = pages_of(y->line);
	if (n != m)
		return n < m ? 1 : -1;
	return compare_spans(top_shown(x->line), top_shown(y->line));
}

/* The sites by their hashes. */
struct by_hash {
	uint64_t *hash;
	const struct top_slot **site;
	size_t slots;
};

static void
index_sites(const struct learned *f, struct by_hash *to)
{
	size_t i, at;

	for (to->slots = 2; to->slots < 2 * f->sites.n;)
		to->slots *= 2;
	to->hash = mem_zero(to->slots, sizeof to->hash[0]);
	to->site = mem_zero(to->slots, sizeof to->site[0]);
	for (i = 0; i < f->sites.n; i++) {
		uint64_t hash = hash_span(top_shown(&f->sites.slots[i]), 0);

		at = hash_slot(to->hash, to->slots, hash);
		to->hash[at] = hash;
		to->site[at] = &f->sites.slots[i];
	}
}

/* The rows that are worth it, in order; the caller frees them. */
static struct learned_row *
list_rows(const struct learned *f, size_t *n)
{
	struct learned_row *rows = mem_zero(
	    f->sites.n + f->lines.n + 1, sizeof *rows);
	struct by_hash sites;
	struct line_name name;
	size_t i;

	*n = 0;
	for (i = 0; i < f->sites.n; i++)
		if (pages_of(&f->sites.slots[i]) >= f->least)
			rows[(*n)++] = (struct learned_row) {
				&f->sites.slots[i], NULL
			};
	index_sites(f, &sites);
	for (i = 0; i < f->lines.n; i++) {
		const struct top_slot *line = &f->lines.slots[i], *site;
		unsigned long pages = pages_of(line);

		memcpy(&name, line->key, sizeof name);
		site =
		    sites.site[hash_slot(sites.hash, sites.slots, name.site)];
		if (site != NULL && pages >= f->least &&
		    pages * SHARE >= site->count)
			rows[(*n)++] = (struct learned_row) { site, line };
	}
	free(sites.hash);
	free(sites.site);
	qsort(rows, *n, sizeof *rows, compare_rows);
	return rows;
}

static void
write_row(
    const struct learned *f, const struct learned_row *row, struct buf *out)
{
	struct span site = top_shown(row->site), by = SPAN("");
	unsigned long of = row->site->count;

	if (site.n > 0) {
		by = f->by;
		site = span_skip(site, 1);
	}
	buf_printf(out, "furniture\t%.*s\t%.*s\t%lu\t%lu\t", (int)by.n, by.p,
	    (int)site.n, site.p, row->line != NULL ? pages_of(row->line) : of,
	    of);
	if (row->line != NULL)
		buf_adds(out, top_shown(row->line));
	buf_addc(out, '\n');
}

void
learned_write(const struct learned *f, struct buf *out)
{
	size_t i, n;
	struct learned_row *rows = list_rows(f, &n);

	buf_adds(out,
	    SPAN("# Lines that come back on a site's pages: learn-furniture(1)."
		 "\n# Columns: furniture; the field that names the site; the"
		 " site; pages with\n# the line; of so many; the line.\n"));
	for (i = 0; i < n; i++)
		write_row(f, &rows[i], out);
	free(rows);
}

void
learned_free(struct learned *f)
{
	top_free(&f->sites);
	top_free(&f->lines);
	page_free(&f->page);
	rules_free(&f->rules);
	buf_free(&f->key);
	buf_free(&f->name);
}
