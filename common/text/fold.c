#include "text/fold.h"

#include <stdlib.h>

#include "text/letters.h"
#include "text/utf8.h"

/* Code points from U+0800 on that are more than a letter that stays. */
struct fold_range {
	uint32_t first, last; /* both included */
	uint8_t class;        /* enum fold_class */
	uint8_t n;            /* bytes of to; 0: stays as it is, or dropped */
	char to[FOLD_MAX];
};

#include "fold_table.h"

static const struct fold_range *
find_high(uint32_t cp)
{
	size_t low = 0, high = sizeof fold_high / sizeof fold_high[0];

	if (cp < 0x10000) {
		low = fold_page[cp >> 8];
		high = fold_page[(cp >> 8) + 1];
	}
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (fold_high[mid].last < cp)
			low = mid + 1;
		else
			high = mid;
	}
	return low < sizeof fold_high / sizeof fold_high[0] &&
		fold_high[low].first <= cp
	    ? &fold_high[low]
	    : NULL;
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
fold_class_high(uint32_t cp)
{
	const struct fold_range *r = find_high(cp);

	return r ? (enum fold_class)r->class : FOLD_LETTER;
}

/* The code point below U+0800 at *p, which is moved behind it: ASCII, or two
 * bytes. */
static inline uint32_t
take_low(const char **p)
{
	uint32_t cp = (unsigned char)*(*p)++;

	if (cp >= 0x80)
		cp = (cp & 0x1f) << 6 | (*(*p)++ & 0x3f);
	return cp;
}

enum { HIGH = 0xe0 }; /* the first byte of what is above */

/* Bytes from p on that a block needs, with one in front of p. */
enum { BLOCK = LETTERS_BYTES + 1 };

/* Fold what is plain at p, up to LETTERS_BYTES bytes, into to, where there is
 * room for as many: the bytes of it, of source and folded form alike.  Behind
 * LETTERS_BYTES - 1 and more it may go on. */
static inline size_t
fold_block(const char *p, char *to)
{
	const struct letters_kinds k = letters_fold_all(p, to);
	uint64_t first = k.first & ~(UINT64_C(1) << (LETTERS_BYTES - 1));

	return (size_t)__builtin_ctzll(
	    ~(first | first << 1 | k.same) | UINT64_C(1) << LETTERS_BYTES);
}

/*
 * What is below U+0800 never grows, so room for the rest of src is enough
 * for it; what is above asks for its own.
 */
void
fold_add(struct buf *out, struct span src)
{
	const char *p = src.p, *end = src.p + src.n;
	enum fold_class class;
	size_t len;
	char *to = buf_room(out, src.n + FOLD_MAX);

	while (p < end) {
		uint32_t cp;

		if (p > src.p && end - p >= BLOCK) {
			len = fold_block(p, to);
			p += len;
			to += len;
			if (len >= LETTERS_BYTES - 1)
				continue;
		}
		if ((unsigned char)*p < HIGH) {
			cp = take_low(&p);
			memcpy(to, fold_low[cp].to, 2);
			to += fold_low[cp].n;
			continue;
		}
		cp = utf8_get(p, end, &len);
		p += len;
		to += fold_point(cp, to, &class);
		out->n = (size_t)(to - out->p);
		to = buf_room(out, (size_t)(end - p) + FOLD_MAX);
	}
	out->n = (size_t)(to - out->p);
}

/* Make room for n more bytes, and one over, behind the first i of f. */
static char *
make_room(struct folded *f, size_t i, size_t n)
{
	f->text.n = i;
	f->map = mem_grow(f->map, &f->cap, i + n + FOLD_MAX, sizeof f->map[0]);
	return buf_room(&f->text, n + FOLD_MAX) - i;
}

/* The way back of a block at p, whose offset is `at`: to the first byte of each
 * code point.  Vectors are made of it, as the two do not overlap. */
static inline void
map_block(uint32_t *restrict map, const unsigned char *restrict p, uint32_t at)
{
	for (uint32_t k = 0; k < LETTERS_BYTES; k++)
		map[k] = at + k - ((p[k] & 0xc0) == 0x80);
}

void
fold(struct folded *f, struct span src)
{
	const char *p = src.p, *end = src.p + src.n;
	char *to = make_room(f, 0, src.n);
	uint32_t *map = f->map;
	enum fold_class class;
	size_t len, i = 0, n;

	while (p < end) {
		uint32_t cp, at = (uint32_t)(p - src.p);

		if (at > 0 && end - p >= BLOCK) {
			map_block(map + i, (const unsigned char *)p, at);
			n = fold_block(p, to + i);
			p += n;
			i += n;
			at += (uint32_t)n;
			if (n >= LETTERS_BYTES - 1)
				continue;
		}
		if ((unsigned char)*p < HIGH) {
			cp = take_low(&p);
			memcpy(to + i, fold_low[cp].to, 2);
			map[i] = map[i + 1] = at;
			i += fold_low[cp].n;
			continue;
		}
		cp = utf8_get(p, end, &len);
		p += len;
		for (n = fold_point(cp, to + i, &class); n > 0; n--)
			map[i++] = at;
		to = make_room(f, i, (size_t)(end - p));
		map = f->map;
	}
	f->text.n = i;
	f->map[i] = (uint32_t)src.n;
}

void
folded_free(struct folded *f)
{
	buf_free(&f->text);
	free(f->map);
	*f = (struct folded) { .map = NULL };
}

size_t
fold_letters(struct span s)
{
	size_t n = 0, len;

	for (; s.n > 0; s = span_skip(s, len))
		n += fold_class(utf8_get(s.p, s.p + s.n, &len)) >= FOLD_LETTER;
	return n;
}

/* No branch: vectors are made of it. */
bool
fold_has_digit(struct span s)
{
	unsigned char found = 0;

	for (size_t i = 0; i < s.n; i++)
		found |= (unsigned char)(s.p[i] - '0') <= 9;
	return found;
}
