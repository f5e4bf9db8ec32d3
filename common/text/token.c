/*
 * One pass over the bytes; what a code point is comes from the folding table,
 * so that a token is a word exactly where folding leaves letters.
 */
#include "text/token.h"

#include <stdlib.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/mem.h"
#include "text/fold.h"
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

#ifdef __SSE2__
/* Lanes of x, 16 bits, from low to high? */
static inline __m128i
within(__m128i x, unsigned low, unsigned high)
{
	__m128i above = _mm_sub_epi16(x, _mm_set1_epi16((short)low));

	return _mm_cmpeq_epi16(
	    _mm_subs_epu16(above, _mm_set1_epi16((short)(high - low))),
	    _mm_setzero_si128());
}
#endif

/* Behind the letters of plain Arabic, ؠ to غ and ف to ي, that start at p: most
 * words are such, and are over in eight. */
static const char *
skip_arabic(const char *p, const char *end)
{
#ifdef __SSE2__
	enum { BYTES = 16 };

	for (; end - p >= BYTES; p += BYTES) {
		__m128i x = _mm_loadu_si128((const void *)p), letters;
		unsigned others;

		x = _mm_or_si128(_mm_slli_epi16(x, 8), _mm_srli_epi16(x, 8));
		letters = _mm_or_si128(
		    within(x, 0xd8a0, 0xd8ba), within(x, 0xd981, 0xd98a));
		others = ~(unsigned)_mm_movemask_epi8(letters) & 0xffff;
		if (others != 0)
			return p + __builtin_ctz(others);
	}
#endif
	(void)end;
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

/* Which of BLOCK bytes from `at` on are of letters of plain Arabic, a bit each:
 * so that where a word ends does not wait for a look at its bytes. */
struct letter_block {
	const char *at; /* NULL: no block */
	uint64_t letters;
};

enum { BLOCK = 64 };

#ifdef __SSE2__
/* Bytes of x from low to high? */
static inline __m128i
bytes_within(__m128i x, unsigned low, unsigned high)
{
	__m128i above = _mm_sub_epi8(x, _mm_set1_epi8((char)low));

	return _mm_cmpeq_epi8(
	    _mm_subs_epu8(above, _mm_set1_epi8((char)(high - low))),
	    _mm_setzero_si128());
}

/* Of 16 bytes from p on those that such letters begin with; one byte more is
 * read. */
static inline uint64_t
begin_letters(const char *p)
{
	__m128i x = _mm_loadu_si128((const void *)p);
	__m128i next = _mm_loadu_si128((const void *)(p + 1));
	__m128i d8 = _mm_cmpeq_epi8(x, _mm_set1_epi8((char)0xd8));
	__m128i d9 = _mm_cmpeq_epi8(x, _mm_set1_epi8((char)0xd9));

	d8 = _mm_and_si128(d8, bytes_within(next, 0xa0, 0xba));
	d9 = _mm_and_si128(d9, bytes_within(next, 0x81, 0x8a));
	return (unsigned)_mm_movemask_epi8(_mm_or_si128(d8, d9));
}

/* Behind the letters of plain Arabic that start at p. */
static inline const char *
skip_letters(struct letter_block *b, const char *p, const char *end)
{
	uint64_t others = 0;

	if (b->at != NULL && p - b->at < BLOCK)
		others = ~b->letters >> (p - b->at);
	if (others != 0)
		return p + __builtin_ctzll(others);
	if (end - p <= BLOCK)
		return skip_arabic(p, end);
	b->at = p;
	b->letters = 0;
	for (unsigned k = 0; k < BLOCK; k += 16)
		b->letters |= begin_letters(p + k) << k;
	b->letters |= b->letters << 1;
	return b->letters == UINT64_MAX ? skip_arabic(p, end)
					: p + __builtin_ctzll(~b->letters);
}
#else
static const char *
skip_letters(struct letter_block *b, const char *p, const char *end)
{
	(void)b;
	return skip_arabic(p, end);
}
#endif

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
