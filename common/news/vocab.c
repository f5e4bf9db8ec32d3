/*
 * Stems are not cut below three letters, of two bytes each.  A passage is
 * folded in blocks, where it may part at ASCII bytes alone; what stands between
 * two of those is most often a word of plain letters, and otherwise read point
 * by point.
 */
#include "news/vocab.h"

#include "base/hash.h"
#include "text/clitic.h"
#include "text/fold.h"
#include "text/letters.h"

enum {
	LETTER = CLITIC_LETTER, /* bytes */
	STEM_MIN = 3 * LETTER,
	WORD_MIN = 4 * LETTER,
	WORD_MAX = 64 /* of a word; what is longer is cut */
};

/* Two letters, the one at p and the next, as they are in memory. */
static inline uint32_t
two_letters(const char *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof v);
	return v;
}

/* A bit for each letter: among those that are folded the second byte tells them
 * apart. */
#define LETTER_BIT(second) ((uint64_t)1 << ((second)&0x3f))

/* و ف, ب ل ك (see text/clitic.h), and ه ي. */
static const uint64_t conjunctions = LETTER_BIT(0x88) | LETTER_BIT(0x81);
static const uint64_t prepositions = LETTER_BIT(0xa8) | LETTER_BIT(0x84) |
    LETTER_BIT(0x83);
static const uint64_t endings = LETTER_BIT(0x87) | LETTER_BIT(0x8a);

/* Is the letter at p in the set? */
static inline unsigned
is_among(const char *p, uint64_t set)
{
	unsigned char lead = (unsigned char)p[0];

	return (unsigned)(set >> (p[1] & 0x3f)) & ((lead & 0xfe) == 0xd8);
}

/* Take proclitics and common endings off a word of WORD_MIN bytes or more.  No
 * branch: each is taken as often as not. */
static inline struct span
stem(struct span w)
{
	const char *p = w.p, *end = p + w.n;
	uint32_t last = two_letters(end - 2 * LETTER);
	size_t two, one; /* letters at the end */

	p += (size_t)LETTER *
	    ((end - p > STEM_MIN + LETTER) & is_among(p, conjunctions));
	p += (size_t)LETTER *
	    ((end - p > STEM_MIN + LETTER) & is_among(p, prepositions));
	p += (size_t)2 * LETTER *
	    ((end - p >= STEM_MIN + 2 * LETTER) &
		(two_letters(p) == two_letters(CLITIC_ARTICLE.p)));
	two = (end - p >= STEM_MIN + 2 * LETTER) &
	    ((last == two_letters("ات")) | (last == two_letters("ون")) |
		(last == two_letters("ين")));
	one = (end - p > STEM_MIN) & is_among(end - LETTER, endings) & ~two;
	return span_to(p, end - (2 * two + one) * LETTER);
}

static inline uint64_t
mix(uint64_t h, uint64_t part)
{
	h = (h ^ part) * 0x9e3779b97f4a7c15u;
	return h ^ h >> 29;
}

/* The bit of a word, of which eight bytes more can be read. */
static inline uint16_t
bit_of(struct span w)
{
	uint64_t h = w.n, mixed;
	size_t whole;

	w = stem(w);
	for (; w.n >= 2 * sizeof h; w = span_skip(w, sizeof h))
		h = mix(h, hash_load(w.p, sizeof h));
	mixed = mix(h, hash_load(w.p, sizeof h));
	whole = w.n / sizeof h; /* 0 or 1: no branch either */
	h ^= (h ^ mixed) & -(uint64_t)whole;
	w = span_skip(w, whole * sizeof h);
	h = mix(h,
	    __builtin_bswap64(hash_load(w.p, sizeof h)) >> 1 >> (63 - 8 * w.n));
	return (uint16_t)(h % VOCAB_BITS);
}

static bool
has(const struct vocab *v, uint16_t bit)
{
	return v->bit[bit / 64] >> bit % 64 & 1;
}

static void
add(struct vocab *v, uint16_t bit)
{
	v->bit[bit / 64] |= (uint64_t)1 << bit % 64;
}

/* Add the word, unless it is short or among those seen. */
static inline void
add_word(struct vocab_list *to, struct vocab *seen, struct span word)
{
	uint16_t bit;

	if (word.n < WORD_MIN || to->n == VOCAB_WORDS)
		return;
	bit = bit_of(word);
	to->bit[to->n] = bit;
	to->n += !has(seen, bit);
	add(seen, bit);
}

/* What the code point at *p folds to; *p is moved behind it.  What is above
 * U+07FF parts words: the scripts that this is for lie below. */
static inline struct fold_entry
take_point(const unsigned char **p)
{
	static const struct fold_entry high = { .class = FOLD_OTHER };
	unsigned c = *(*p)++;

	if (c < 0x80)
		return fold_low[c];
	if (c < 0xe0)
		return fold_low[(c & 0x1f) << 6 | (*(*p)++ & 0x3fu)];
	*p += c < 0xf0 ? 2 : 3;
	return high;
}

/* Add the words of text, point by point. */
static void
add_points(struct vocab_list *w, struct vocab *seen, struct span text)
{
	const unsigned char *p = (const unsigned char *)text.p;
	const unsigned char *end = p + text.n;
	char word[WORD_MAX + sizeof(uint64_t)] = { 0 };
	size_t n = 0;

	while (p < end) {
		struct fold_entry e = take_point(&p);

		if (e.class >= FOLD_LETTER) {
			memcpy(word + n, e.to, 2);
			n += n + 2 < WORD_MAX ? e.n : 0;
		} else if (n > 0 && e.class != FOLD_DROP) {
			add_word(w, seen, span_of(word, n));
			n = 0;
		}
	}
	add_word(w, seen, span_of(word, n));
}

/* Bytes up to the first that parts words, or all. */
static size_t
part_of(struct span text)
{
	size_t n = 0;

	while (n < text.n && (unsigned char)text.p[n] >= '0')
		n++;
	return n;
}

/* Bytes of a passage that are folded at once. */
enum { BLOCK = 64, BLOCKS = 6, CHUNK = BLOCKS * BLOCK };

/* A chunk with blanks around it, and what its bytes are, a bit each: where it
 * may part, which is all that is behind it, and what is neither that nor a
 * letter. */
struct chunk {
	char text[LETTERS_BYTES + CHUNK + BLOCK];
	char folded[CHUNK + LETTERS_BYTES];
	uint64_t part[BLOCKS + 1], odd[BLOCKS + 1];
};

/* Put text, of CHUNK bytes at the most, into c. */
static void
copy(struct chunk *c, struct span text)
{
	char *to = c->text + LETTERS_BYTES;
	size_t i;

	memset(c->text, ' ', LETTERS_BYTES);
	memset(to + text.n, ' ', BLOCK);
	for (i = 0; i + LETTERS_BYTES <= text.n; i += LETTERS_BYTES)
		memcpy(to + i, text.p + i, LETTERS_BYTES);
	if (text.n >= LETTERS_BYTES)
		memcpy(to + text.n - LETTERS_BYTES,
		    text.p + text.n - LETTERS_BYTES, LETTERS_BYTES);
	else
		memcpy(to, text.p, text.n);
}

/* Fold a block; carry, whether its first byte is a letter's second one, becomes
 * that of the next. */
static inline void
fold_block(struct chunk *c, size_t block, uint64_t *carry)
{
	uint64_t first = 0, part = 0;
	size_t i, at = block * BLOCK;

	for (i = 0; i < BLOCK; i += LETTERS_BYTES) {
		struct letters_kinds k = letters_fold_all(
		    c->text + LETTERS_BYTES + at + i, c->folded + at + i);

		first |= k.first << i;
		part |= k.part << i;
	}
	c->part[block] = part;
	c->odd[block] = ~(first | first << 1 | *carry | part);
	*carry = first >> (BLOCK - 1);
}

/* Fold n bytes: the number of blocks. */
static size_t
fold_chunk(struct chunk *c, size_t n)
{
	size_t block;
	uint64_t carry = 0;

	for (block = 0; block * BLOCK < n; block++)
		fold_block(c, block, &carry);
	c->part[block] = ~(uint64_t)0;
	c->odd[block] = 0;
	return block;
}

/* The 64 bits from bit i of the first of two words on. */
static inline uint64_t
bits_from(const uint64_t *word, unsigned i)
{
	return word[0] >> i | word[1] << 1 << (BLOCK - 1 - i);
}

/* The bits from bit i on, 57 of them or more. */
static inline uint64_t
bits_at(const uint64_t *word, size_t i)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return hash_load((const char *)word + i / 8, 8) >> i % 8;
#else
	return bits_from(word + i / BLOCK, i % BLOCK);
#endif
}

/* Where in the block words may start, none of them short: bits behind a part,
 * or, for the first, behind `before`, and with none in their WORD_MIN. */
static inline uint64_t
starts(const uint64_t *part, uint64_t before)
{
	uint64_t two[2] = { part[0] | bits_from(part, 1),
		part[1] | part[1] >> 1 };
	uint64_t four[2] = { two[0] | bits_from(two, 2), two[1] | two[1] >> 2 };

	return (part[0] << 1 | before) & ~(four[0] | bits_from(four, 4));
}

_Static_assert(WORD_MIN == 8, "starts looks at eight bytes");

/* Add the word, or words, that start at byte `at`. */
static inline void
take(struct vocab_list *w, struct vocab *seen, const struct chunk *c, size_t at)
{
	uint64_t part = bits_at(c->part, at), odd = bits_at(c->odd, at);
	size_t n;

	if (part == 0) { /* a long one */
		n = part_of(span_of(c->text + LETTERS_BYTES + at, CHUNK - at));
		add_points(w, seen, span_of(c->text + LETTERS_BYTES + at, n));
		return;
	}
	n = (size_t)__builtin_ctzll(part);
	if ((odd & ((part & -part) - 1)) != 0)
		add_points(w, seen, span_of(c->text + LETTERS_BYTES + at, n));
	else
		add_word(w, seen, span_of(c->folded + at, n));
}

/* Of a full chunk behind which the passage goes on: the bytes up to its last
 * part, behind which there is nothing but parts from now on. */
static size_t
whole_words(struct chunk *c)
{
	size_t block = BLOCKS, i;
	unsigned bit;

	while (block > 0 && c->part[block - 1] == 0)
		block--;
	if (block-- == 0)
		return 0;
	bit = BLOCK - 1 - (unsigned)__builtin_clzll(c->part[block]);
	c->part[block] |= ~(uint64_t)0 << bit;
	for (i = block + 1; i < BLOCKS; i++)
		c->part[i] = ~(uint64_t)0;
	return block * BLOCK + bit + 1;
}

/* Add the words of a passage's beginning: its bytes, behind which words may
 * part. */
static size_t
take_chunk(struct vocab_list *w, struct vocab *seen, struct span text)
{
	size_t block, blocks, n = text.n < CHUNK ? text.n : CHUNK;
	uint64_t bits, before = 1;
	struct chunk c;

	copy(&c, span_of(text.p, n));
	blocks = fold_chunk(&c, n);
	if (text.n > CHUNK && (n = whole_words(&c)) == 0) {
		n = part_of(text);
		add_points(w, seen, span_of(text.p, n));
		return n;
	}
	for (block = 0; block < blocks; block++) {
		for (bits = starts(c.part + block, before); bits != 0;
		     bits &= bits - 1)
			take(w, seen, &c,
			    block * BLOCK + (size_t)__builtin_ctzll(bits));
		before = c.part[block] >> (BLOCK - 1);
	}
	return n;
}

void
vocab_words(struct vocab_list *w, struct span text)
{
	struct vocab seen = { .n = 0 };

	for (w->n = 0; text.n > 0 && w->n < VOCAB_WORDS;)
		text = span_skip(text, take_chunk(w, &seen, text));
}

void
vocab_add(struct vocab *v, const struct vocab_list *w)
{
	size_t i;

	for (i = 0; i < w->n; i++) {
		v->n += !has(v, w->bit[i]);
		add(v, w->bit[i]);
	}
}

int
vocab_count(const struct vocab *v, const struct vocab_list *w)
{
	size_t i;
	int n = 0;

	for (i = 0; i < w->n; i++)
		n += has(v, w->bit[i]);
	return n;
}

int
vocab_common(const struct vocab *a, const struct vocab *b)
{
	int i, n = 0;

	for (i = 0; i < VOCAB_BITS / 64; i++)
		n += __builtin_popcountll(a->bit[i] & b->bit[i]);
	return n;
}
