/*
 * Sites and lines are known by hashes of 64 bits: that of a line begins with
 * that of its site, whose begins with that of the field that names it.  One
 * table has both; a site's own value is SITE_MOST where it has such a line.
 */
#include "news/site.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "text/utf8.h"

struct sites {
	uint64_t *key; /* open addressing, a power of two; 0 is free */
	uint8_t *seen; /* enum site_seen of each */
	size_t n, slots;
	struct span *field; /* that name sites, each once */
	size_t fields, fields_cap;
	struct folded fold; /* of a row; room */
	struct buf line;
};

/* The columns of a table. */
enum { CELL_KIND, CELL_FIELD, CELL_SITE, CELL_PAGES, CELL_OF, CELL_LINE };

#define ROW_KIND SPAN("furniture")

struct sites *
sites_new(void)
{
	return mem_zero(1, sizeof(struct sites));
}

bool
sites_know(struct table t)
{
	struct span cell[TABLE_CELLS];

	return table_row(&t, cell) > CELL_OF &&
	    span_eq(cell[CELL_KIND], ROW_KIND);
}

static uint64_t
name_hash(struct span text, uint64_t seed)
{
	uint64_t h = hash_span(text, seed);

	return h != 0 ? h : 1;
}

static uint64_t
site_hash(struct span field, struct span name)
{
	return name_hash(name, name_hash(field, 0));
}

static void
grow(struct sites *s)
{
	struct sites old = *s;
	size_t i, at;

	s->slots = old.slots > 0 ? 2 * old.slots : 256;
	s->key = mem_zero(s->slots, sizeof s->key[0]);
	s->seen = mem_zero(s->slots, sizeof s->seen[0]);
	for (i = 0; i < old.slots; i++) {
		if (old.key[i] == 0)
			continue;
		at = hash_slot(s->key, s->slots, old.key[i]);
		s->key[at] = old.key[i];
		s->seen[at] = old.seen[i];
	}
	free(old.key);
	free(old.seen);
}

/* Of what is there twice, the more counts. */
static void
add(struct sites *s, uint64_t key, enum site_seen seen)
{
	size_t at;

	if (2 * (s->n + 1) > s->slots)
		grow(s);
	at = hash_slot(s->key, s->slots, key);
	s->n += s->key[at] == 0;
	s->key[at] = key;
	if (s->seen[at] < seen)
		s->seen[at] = (uint8_t)seen;
}

static void
add_field(struct sites *s, struct span field)
{
	size_t i;

	for (i = 0; i < s->fields; i++)
		if (span_eq(s->field[i], field))
			return;
	s->field = mem_grow(
	    s->field, &s->fields_cap, s->fields + 1, sizeof s->field[0]);
	s->field[s->fields++] = field;
}

/* A number of pages: digits alone, and not 0. */
static unsigned long
pages_of(const struct table *t, struct span cell)
{
	unsigned long n = 0;
	size_t i;

	for (i = 0; i < cell.n && i < 18; i++) {
		if (cell.p[i] < '0' || cell.p[i] > '9')
			break;
		n = 10 * n + (unsigned long)(cell.p[i] - '0');
	}
	if (n == 0 || i < cell.n)
		table_die(t, "no number of pages", cell);
	return n;
}

/* A row: its line, if it has one, and the site. */
static void
add_row(struct sites *s, const struct table *t, const struct span *cell)
{
	unsigned long pages = pages_of(t, cell[CELL_PAGES]);
	unsigned long of = pages_of(t, cell[CELL_OF]);
	enum site_seen seen = 2 * pages >= of ? SITE_MOST : SITE_SOME;
	uint64_t site = site_hash(cell[CELL_FIELD], cell[CELL_SITE]);

	if (cell[CELL_FIELD].n > 0)
		add_field(s, cell[CELL_FIELD]);
	add(s, site, SITE_UNKNOWN);
	if (cell[CELL_LINE].n == 0)
		return;
	fold(&s->fold, cell[CELL_LINE]);
	site_key(&s->line, &s->fold);
	if (s->line.n == 0)
		table_die(t, "a line without letters", cell[CELL_LINE]);
	add(s, site, seen == SITE_MOST ? SITE_MOST : SITE_UNKNOWN);
	add(s, name_hash(buf_span(&s->line), site), seen);
}

void
sites_read(struct sites *s, struct table *t)
{
	struct span cell[TABLE_CELLS];

	while (table_row(t, cell) > 0) {
		if (!span_eq(cell[CELL_KIND], ROW_KIND))
			table_die(t, "not a row of furniture", cell[CELL_KIND]);
		add_row(s, t, cell);
	}
}

/* The key's value, or -1. */
static int
find(const struct sites *s, uint64_t key)
{
	size_t at;

	if (s->slots == 0)
		return -1;
	at = hash_slot(s->key, s->slots, key);
	return s->key[at] != 0 ? s->seen[at] : -1;
}

uint64_t
sites_find(const struct sites *s, const struct page_in *page)
{
	struct buf name = { 0 };
	uint64_t site = 0;
	size_t i;

	for (i = 0; i < s->fields && site == 0; i++) {
		struct span value = pages_value(page, s->field[i]);

		if (value.p == NULL)
			continue;
		site_name(&name, value);
		site = site_hash(s->field[i], buf_span(&name));
		if (find(s, site) < 0)
			site = 0;
	}
	buf_free(&name);
	if (site == 0)
		site = site_hash(SPAN(""), SPAN(""));
	return find(s, site) < 0 ? 0 : site;
}

enum site_seen
sites_line(const struct sites *s, uint64_t site, struct span key)
{
	int seen;

	if (site == 0)
		return SITE_UNKNOWN;
	seen = find(s, name_hash(key, site));
	return seen < 0 ? SITE_NEW : (enum site_seen)seen;
}

bool
sites_have_most(const struct sites *s, uint64_t site)
{
	return find(s, site) == SITE_MOST;
}

void
site_key(struct buf *key, const struct folded *f)
{
	struct span rest = buf_span(&f->text);
	enum fold_class class, last = FOLD_SPACE;
	bool letters = false, gap = false;
	size_t len;

	key->n = 0;
	for (; rest.n > 0; rest = span_skip(rest, len)) {
		class = fold_class(utf8_get(rest.p, rest.p + rest.n, &len));
		if (class < FOLD_LETTER) {
			gap = key->n > 0;
			continue;
		}
		/* 1,234 and 7:30 are a number, too */
		if (class == FOLD_LETTER || last != FOLD_DIGIT) {
			if (gap)
				buf_addc(key, ' ');
			buf_adds(key,
			    class == FOLD_DIGIT ? SPAN("0")
						: span_of(rest.p, len));
		}
		gap = false;
		letters |= class == FOLD_LETTER;
		last = class;
	}
	key->n = letters ? utf8_head(buf_span(key), SITE_KEY).n : 0;
	if (key->n > 0 && key->p[key->n - 1] == ' ')
		key->n--;
}

/* The host of an address; n is 0 where it is none. */
static struct span
host_of(struct span url)
{
	const char *at = url.n > 0 ? memmem(url.p, url.n, "://", 3) : NULL;
	struct span host;
	size_t i;

	if (at == NULL)
		return SPAN("");
	host = span_skip(url, (size_t)(at + 3 - url.p));
	for (i = 0; i < host.n && strchr("/?#", host.p[i]) == NULL; i++)
		;
	host.n = i;
	if ((at = host.n > 0 ? memrchr(host.p, '@', host.n) : NULL) != NULL)
		host = span_to(at + 1, host.p + host.n);
	return span_cut(&host, ':');
}

void
site_name(struct buf *name, struct span value)
{
	struct span host = host_of(value), trimmed;
	size_t i;

	name->n = 0;
	buf_adds(name, host.n > 0 ? host : value);
	for (i = 0; i < name->n; i++) {
		char *c = name->p + i;

		if (host.n > 0 && *c >= 'A' && *c <= 'Z')
			*c += 'a' - 'A';
		if (*c >= 0 && *c < ' ')
			*c = ' ';
	}
	if (host.n > 0 && span_starts(buf_span(name), SPAN("www."))) {
		memmove(name->p, name->p + 4, name->n - 4);
		name->n -= 4;
	}
	/* Controls have become blanks; the cut may leave one at the end. */
	trimmed = span_trim(buf_span(name));
	trimmed = span_trim(utf8_head(trimmed, SITE_NAME));
	if (trimmed.n > 0)
		memmove(name->p, trimmed.p, trimmed.n);
	name->n = trimmed.n;
}

void
sites_free(struct sites *s)
{
	free(s->key);
	free(s->seen);
	free(s->field);
	folded_free(&s->fold);
	buf_free(&s->line);
	free(s);
}
