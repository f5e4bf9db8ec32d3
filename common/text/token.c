/*
 * One pass over the bytes; what a code point is comes from the folding table,
 * so that a token is a word exactly where folding leaves letters.
 */
#include "text/token.h"

#include <stdlib.h>

#include "base/mem.h"
#include "text/fold.h"
#include "text/letters.h"
#include "text/utf8.h"

/* One code point, as the tokeniser sees it. */
struct point {
	uint32_t cp;
	size_t n;      /* bytes */
	uint8_t class; /* enum fold_class */
};

static inline struct point
point_at(const char *p, const char *end)
{
	struct point pt;

	pt.cp = utf8_get(p, end, &pt.n);
	pt.class =
	    pt.cp < 0x800 ? fold_low[pt.cp].class : (uint8_t)fold_class(pt.cp);
	return pt;
}

/* Zero-width and bidi marks, which no reader sees. */
static bool
invisible(uint32_t cp)
{
	return cp == 0xad || cp == 0x61c || cp == 0x180e ||
	    (cp >= 0x200b && cp <= 0x200f) || (cp >= 0x202a && cp <= 0x202e) ||
	    (cp >= 0x2060 && cp <= 0x2069) || cp == 0xfeff;
}

/* Of LETTERS_BYTES from p on those of letters of letters.h; one byte more is
 * read. */
static inline uint64_t
begin_letters(const char *p)
{
	return letters_mask(
	    letters_first(letters_bytes_at(p), letters_bytes_at(p + 1)));
}

/* Behind the letters of plain Arabic that start at p: most words are such, and
 * are over in eight.  It may stop before. */
static const char *
skip_arabic(const char *p, const char *end)
{
	for (; end - p > LETTERS_BYTES; p += LETTERS_BYTES) {
		uint64_t first = begin_letters(p);
		uint64_t others = ~(first | first << 1) &
		    ((1 << LETTERS_BYTES) - 1);

		if (others != 0)
			return p + __builtin_ctzll(others);
	}
	return p;
}

/* The end of the word that starts at p with pt. */
static const char *
word_end(const char *p, const char *end, struct point pt)
{
	bool ascii = pt.cp < 0x80;
	const char *last = p + pt.n;

	if (!ascii)
		last = skip_arabic(last, end);
	for (p = last; p < end; p += pt.n) {
		pt = point_at(p, end);
		if (pt.class == FOLD_LETTER && (pt.cp < 0x80) == ascii)
			last = p + pt.n;
		else if (pt.class != FOLD_DROP)
			break;
		else if (!invisible(pt.cp))
			last = p + pt.n;
	}
	return last;
}

/* Which of LETTERS_BLOCK bytes from `at` on are of letters of plain Arabic, a
 * bit each: so that where a word ends does not wait for a look at its bytes. */
struct letter_block {
	const char *at; /* NULL: no block */
	uint64_t letters;
};

/* Behind the letters of plain Arabic that start at p. */
static inline const char *
skip_letters(struct letter_block *b, const char *p, const char *end)
{
	uint64_t others = 0;

	if (b->at != NULL && p - b->at < LETTERS_BLOCK)
		others = ~b->letters >> (p - b->at);
	if (others != 0)
		return p + __builtin_ctzll(others);
	if (end - p <= LETTERS_BLOCK)
		return skip_arabic(p, end);
	b->at = p;
	b->letters = 0;
	for (unsigned k = 0; k < LETTERS_BLOCK; k += LETTERS_BYTES)
		b->letters |= begin_letters(p + k) << k;
	b->letters |= b->letters << 1;
	return b->letters == UINT64_MAX ? skip_arabic(p, end)
					: p + __builtin_ctzll(~b->letters);
}

/* The end of the word of plain Arabic at p that a blank or mark of ASCII ends,
 * as most words of a text are; p where there is none. */
static const char *
plain_end(struct letter_block *b, const char *p, const char *end)
{
	const char *last = skip_letters(b, p, end);

	return last < end && (unsigned char)*last < 0x80 &&
		fold_low[(unsigned char)*last].class != FOLD_DROP
	    ? last
	    : p;
}

static const char *
number_end(const char *p, const char *end, struct point pt)
{
	for (p += pt.n; p < end; p += pt.n) {
		pt = point_at(p, end);
		if (pt.class != FOLD_DIGIT)
			break;
	}
	return p;
}

static const char *
mark_end(const char *p, const char *end, struct point pt)
{
	uint32_t cp = pt.cp;

	for (p += pt.n; p < end; p += pt.n) {
		pt = point_at(p, end);
		if (pt.cp != cp)
			break;
	}
	return p;
}

static bool
line_end(uint32_t cp)
{
	return cp == '\n' || cp == '\r' || cp == 0x2028 || cp == 0x2029;
}

static bool
is_blank(struct point pt)
{
	return pt.class == FOLD_SPACE && !line_end(pt.cp);
}

static const char *
break_end(const char *p, const char *end, struct point pt)
{
	const char *last = p + pt.n;

	for (p = last; p < end; p += pt.n) {
		pt = point_at(p, end);
		if (pt.class != FOLD_SPACE)
			break;
		if (line_end(pt.cp))
			last = p + pt.n;
	}
	return last;
}

static const char *
token_end(const char *p, const char *end, struct point pt, uint8_t *kind)
{
	switch (pt.class) {
	case FOLD_LETTER:
		*kind = TOKEN_WORD;
		return word_end(p, end, pt);
	case FOLD_DIGIT:
		*kind = TOKEN_NUMBER;
		return number_end(p, end, pt);
	case FOLD_SPACE:
		*kind = TOKEN_BREAK;
		return break_end(p, end, pt);
	default:
		*kind = TOKEN_MARK;
		return mark_end(p, end, pt);
	}
}

static void
push(struct tokens *out, struct token t)
{
	if (out->n == out->cap)
		out->t = mem_grow(
		    out->t, &out->cap, out->n + 1, sizeof *out->t);
	out->t[out->n++] = t;
}

void
tokens_split(struct tokens *out, struct span text)
{
	const char *p = text.p, *end = text.p + text.n, *next;
	struct letter_block b = { NULL, 0 };
	bool blank = false;

	out->n = 0;
	for (; p < end; p = next) {
		struct token t = { .kind = TOKEN_WORD, .blank = blank };
		struct point pt;

		if (*p == ' ') {
			blank = true;
			next = p + 1;
			continue;
		}
		if ((next = plain_end(&b, p, end)) == p) {
			pt = point_at(p, end);
			next = p + pt.n;
			if (is_blank(pt) || pt.class == FOLD_DROP) {
				blank |= is_blank(pt);
				continue;
			}
			next = token_end(p, end, pt, &t.kind);
		}
		t.at = (uint32_t)(p - text.p);
		t.n = (uint32_t)(next - p);
		push(out, t);
		blank = false;
	}
}

void
tokens_free(struct tokens *t)
{
	free(t->t);
	*t = (struct tokens) { 0 };
}
