#include "text/fold.h"

#include <stdlib.h>

#include "text/utf8.h"

/* Code points from U+0800 on that are more than a letter that stays. */
struct fold_range {
	uint32_t first, last; /* both included */
	uint8_t class;        /* enum fold_class */
	uint8_t n;            /* bytes of to; 0: stays as it is, or dropped */
	char to[FOLD_MAX];
};

#include "fold_table.h"

static int
by_range(const void *key, const void *element)
{
	uint32_t cp = *(const uint32_t *)key;
	const struct fold_range *r = element;

	return cp < r->first ? -1 : cp > r->last;
}

static const struct fold_range *
find_high(uint32_t cp)
{
	return bsearch(&cp, fold_high, sizeof fold_high / sizeof fold_high[0],
	    sizeof fold_high[0], by_range);
}

size_t
fold_point(uint32_t cp, char out[FOLD_MAX], enum fold_class *class)
{
	const struct fold_range *r;

	if (cp < 0x800) {
		*class = fold_low[cp].class;
		memcpy(out, fold_low[cp].to, 2);
		return fold_low[cp].n;
	}
	r = find_high(cp);
	*class = r ? r->class : FOLD_LETTER;
	if (*class == FOLD_DROP)
		return 0;
	if (r == NULL || r->n == 0)
		return utf8_put(out, cp);
	memcpy(out, r->to, r->n);
	return r->n;
}

enum fold_class
fold_class(uint32_t cp)
{
	const struct fold_range *r;

	if (cp < 0x800)
		return fold_low[cp].class;
	r = find_high(cp);
	return r ? r->class : FOLD_LETTER;
}

void
fold_add(struct buf *out, struct span src)
{
	const char *p = src.p, *end = src.p + src.n;
	enum fold_class class;
	size_t len;

	while (p < end) {
		uint32_t cp = utf8_get(p, end, &len);

		out->n += fold_point(cp, buf_room(out, FOLD_MAX), &class);
		p += len;
	}
}

void
fold(struct folded *f, struct span src)
{
	const char *p = src.p, *end = src.p + src.n;
	enum fold_class class;
	size_t len, n, i;

	f->text.n = 0;
	while (p < end) {
		uint32_t cp = utf8_get(p, end, &len);

		n = fold_point(cp, buf_room(&f->text, FOLD_MAX), &class);
		f->map = mem_grow(f->map, &f->cap, f->text.n + n + 1,
		    sizeof f->map[0]);
		for (i = 0; i < n; i++)
			f->map[f->text.n + i] = (uint32_t)(p - src.p);
		f->text.n += n;
		p += len;
	}
	f->map = mem_grow(f->map, &f->cap, f->text.n + 1, sizeof f->map[0]);
	f->map[f->text.n] = (uint32_t)src.n;
}

void
folded_free(struct folded *f)
{
	buf_free(&f->text);
	free(f->map);
	*f = (struct folded) { .map = NULL };
}
