/*
 * Words of plain Arabic letters without a branch for each: bytes to codes and
 * to bits where words are parted, 32 at a time by table shuffles (as Keiser and
 * Lemire look bytes up in text/utf8.c); bits to places where words start and
 * end (Langdale and Lemire, "Parsing Gigabytes of JSON per Second", VLDB
 * Journal 28, 2019); a word of up to eight letters to its hash by four looks
 * into a table of pairs, of one of up to 16 by eight.  What has anything else
 * in it, digits, tashkeel, Latin letters, is read letter by letter.
 */
#include "dup/words_open.h"

#include <string.h>

#include "dup/mix.h"

#if defined(__x86_64__) && !defined(WORDS_SCALAR)
#include <immintrin.h>
#define HAVE_VECTOR 1
#endif

enum { ARABIC = 0x600, KINDS = 4 /* below them no letter: words.c */ };

/* Is what a code point adds that of a letter, no digit? */
static bool
is_letter(uint64_t low)
{
	return (int64_t)low >= KINDS;
}

static void
init_codes(struct words_map *m, uint64_t letter[WORDS_CODES])
{
	unsigned n = 1, k;

	letter[0] = 0;
	memset(m->shuffles.code, 0, sizeof m->shuffles.code);
	/* U+0620 is the first letter; those in front of it are rare. */
	for (unsigned i = 0x20; i < 0x100 + 0x20; i++) {
		unsigned cp = i & 0xff;
		uint64_t low = m->low[ARABIC + cp];
		uint8_t *code = &m->shuffles.code[cp >> 4][cp & 15];

		if (low == 0)
			*code = WORDS_PART;
		if (!is_letter(low))
			continue;
		for (k = 1; k < n && letter[k] != low; k++)
			;
		if (k == WORDS_CODES)
			continue;
		letter[k] = low;
		n += k == n;
		*code = (uint8_t)k;
	}
	for (; n < WORDS_CODES; n++)
		letter[n] = 0;
}

void
words_shuffles_init(struct words_map *m)
{
	struct words_shuffles *x = &m->shuffles;
	uint64_t letter[WORDS_CODES];
	unsigned a, b;

	init_codes(m, letter);
	for (a = 0; a < WORDS_CODES; a++)
		for (b = 0; b < WORDS_CODES; b++)
			x->pair[a * WORDS_CODES + b] = words_rotate(letter[a]) ^
			    letter[b];
	memset(x->ascii, 0, sizeof x->ascii);
	for (a = 0; a < 8; a++)
		x->ascii[1][a] = (uint8_t)(1 << a);
	for (a = 0; a < 0x80; a++)
		if (m->low[a] == 0)
			x->ascii[0][a & 15] |= (uint8_t)(1 << (a >> 4));
}

#ifdef HAVE_VECTOR

#define VECTOR __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define INLINE VECTOR static inline __attribute__((always_inline))

enum {
	BLOCK = 32,  /* bytes that are classified at once */
	CHUNK = 64,  /* bytes of a mask */
	CHUNKS = 64, /* of a piece, at most */
	WORD = 16,   /* bytes of letters of four looks */
	LETTERS = 8, /* of them */
	STEP = 12,   /* places that are noted without a look at their end */
	COMMON = 5,  /* rows of codes that all texts have */
	RARE = 7,    /* the first row of those that only some have */
	ODD = 0x80
};

/* The tables, in registers. */
struct tables {
	const struct words_shuffles *x;
	__m256i code[COMMON], ascii[2];
};

/* A piece of a text. */
struct words_piece {
	/* By byte, the first one behind 2 * WORD: of a letter its code at its
	 * second byte; of what is read by letters ODD; of what parts words
	 * anything; else 0. */
	uint8_t code[2 * WORD + CHUNKS * CHUNK];
	uint64_t parts[CHUNKS]; /* bits of bytes that part words */
	uint32_t place[CHUNKS * CHUNK + STEP]; /* where words start and end, in
	                                          turn */
};

INLINE __m256i
both(const uint8_t *p)
{
	return _mm256_broadcastsi128_si256(
	    _mm_loadu_si128((const __m128i *)(const void *)p));
}

INLINE void
load_tables(struct tables *t, const struct words_shuffles *x)
{
	t->x = x;
	for (unsigned i = 0; i < COMMON; i++)
		t->code[i] = both(x->code[i]);
	t->ascii[0] = both(x->ascii[0]);
	t->ascii[1] = both(x->ascii[1]);
}

/* What the table of a row has at each byte of that row, 0 at others. */
INLINE __m256i
look(__m256i table, __m256i at, unsigned row)
{
	__m256i x = _mm256_xor_si256(at, _mm256_set1_epi8((char)(row << 4)));

	/* From 16 on, the top bit is set: the shuffle gives 0. */
	return _mm256_shuffle_epi8(
	    table, _mm256_adds_epu8(x, _mm256_set1_epi8(0x70)));
}

/* The same of the rows that only some texts have. */
INLINE __m256i
look_rare(const struct tables *t, __m256i at, __m256i code)
{
	for (unsigned row = RARE; row < WORDS_ROWS; row++)
		code = _mm256_or_si256(
		    code, look(both(t->x->code[row]), at, row));
	return code;
}

/* Codes of what is in U+0600 to U+06FF, at second bytes. */
INLINE __m256i
arabic(const struct tables *t, __m256i v, __m256i prev)
{
	__m256i low = _mm256_and_si256(v, _mm256_set1_epi8(0x3f));
	__m256i high = _mm256_and_si256(
	    _mm256_slli_epi16(prev, 6), _mm256_set1_epi8((char)0xc0));
	__m256i at = _mm256_or_si256(high, low);
	__m256i ours = _mm256_cmpeq_epi8(
	    _mm256_and_si256(prev, _mm256_set1_epi8((char)0xfc)),
	    _mm256_set1_epi8((char)0xd8));
	__m256i code = look(t->code[0], at, 0), rare;

	for (unsigned row = 1; row < COMMON; row++)
		code = _mm256_or_si256(code, look(t->code[row], at, row));
	rare = _mm256_cmpeq_epi8(
	    _mm256_max_epu8(at, _mm256_set1_epi8((char)(RARE << 4))), at);
	if (!_mm256_testz_si256(rare, ours))
		code = look_rare(t, at, code);
	return _mm256_and_si256(code, ours);
}

/* Bytes of U+00AB and U+00BB, behind the first. */
INLINE __m256i
guillemets(__m256i v, __m256i prev)
{
	return _mm256_and_si256(
	    _mm256_cmpeq_epi8(prev, _mm256_set1_epi8((char)0xc2)),
	    _mm256_cmpeq_epi8(_mm256_or_si256(v, _mm256_set1_epi8(0x10)),
		_mm256_set1_epi8((char)0xbb)));
}

/* First bytes of what arabic and guillemets know. */
INLINE __m256i
leads(__m256i v)
{
	return _mm256_or_si256(
	    _mm256_cmpeq_epi8(_mm256_and_si256(v, _mm256_set1_epi8((char)0xfc)),
		_mm256_set1_epi8((char)0xd8)),
	    _mm256_cmpeq_epi8(v, _mm256_set1_epi8((char)0xc2)));
}

/* ASCII that parts words: 0 elsewhere. */
INLINE __m256i
ascii_parts(const struct tables *t, __m256i v)
{
	__m256i high = _mm256_and_si256(
	    _mm256_srli_epi16(v, 4), _mm256_set1_epi8(15));

	return _mm256_and_si256(_mm256_shuffle_epi8(t->ascii[0], v),
	    _mm256_shuffle_epi8(t->ascii[1], high));
}

INLINE unsigned
bits(__m256i v)
{
	return (unsigned)_mm256_movemask_epi8(v);
}

/* Which bytes of a block part words; of two-byte marks the second, in
 * *second. */
INLINE uint64_t
classify(const struct tables *t, __m256i v, __m256i prev, uint8_t *code,
    uint64_t *second)
{
	const __m256i none = _mm256_setzero_si256();
	__m256i c = arabic(t, v, prev);
	__m256i odd = _mm256_andnot_si256(leads(v), _mm256_cmpeq_epi8(c, none));

	*second = bits(_mm256_or_si256(c, guillemets(v, prev)));
	odd = _mm256_and_si256(odd, _mm256_set1_epi8((char)ODD));
	_mm256_storeu_si256((__m256i *)(void *)code, _mm256_or_si256(c, odd));
	return *second |
	    (uint32_t)~bits(_mm256_cmpeq_epi8(ascii_parts(t, v), none));
}

INLINE __m256i
load(const char *p)
{
	return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

/* v, with the last byte of the block before in front. */
INLINE __m256i
previous(__m256i v, __m256i before)
{
	return _mm256_alignr_epi8(
	    v, _mm256_permute2x128_si256(before, v, 0x21), 15);
}

/* A chunk of the piece; the bit of the first byte of a mark may be in the chunk
 * before. */
INLINE void
classify_chunk(const struct tables *t, struct words_piece *x, size_t i,
    const char *p, __m256i *before)
{
	__m256i a = load(p), b = load(p + BLOCK);
	uint8_t *code = x->code + 2 * WORD + i * CHUNK;
	uint64_t low, high, second;

	x->parts[i] = classify(t, a, previous(a, *before), code, &low);
	x->parts[i] |= classify(t, b, previous(b, a), code + BLOCK, &high)
	    << BLOCK;
	second = low | high << BLOCK;
	x->parts[i] |= second >> 1;
	if (i > 0)
		x->parts[i - 1] |= second << 63;
	*before = b;
}

/* The piece of n bytes at p, with blanks behind it up to the end of a chunk;
 * returns how many chunks. */
VECTOR static size_t
classify_piece(const struct words_shuffles *s, struct words_piece *x,
    const char *p, size_t n)
{
	struct tables t;
	char rest[CHUNK];
	__m256i before = _mm256_setzero_si256();
	size_t i;

	load_tables(&t, s);
	for (i = 0; i < n / CHUNK; i++)
		classify_chunk(&t, x, i, p + i * CHUNK, &before);
	memset(rest, ' ', sizeof rest);
	memcpy(rest, p + i * CHUNK, n % CHUNK);
	classify_chunk(&t, x, i, rest, &before);
	return i + 1;
}

/* Note where words start and end in n chunks; how many places. */
VECTOR static size_t
find_places(struct words_piece *x, size_t n)
{
	uint64_t parted = 1;
	size_t places = 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t parts = x->parts[i];
		uint64_t turns = parts ^ (parts << 1 | parted);
		uint32_t *to = x->place + places;

		parted = parts >> 63;
		places += (size_t)_mm_popcnt_u64(turns);
		do {
			for (unsigned k = 0; k < STEP; k++) {
				*to++ = (uint32_t)(i * CHUNK) +
				    (uint32_t)_tzcnt_u64(turns);
				turns &= turns - 1;
			}
		} while (turns != 0);
	}
	return places;
}

/* The last n codes, up to WORD, in front of byte `end` of the piece, nothing in
 * front of them. */
INLINE __m128i
codes_before(const struct words_piece *x, uint32_t end, uint32_t n)
{
	static const uint8_t mask[2 * WORD] = { [WORD] = 255,
		255,
		255,
		255,
		255,
		255,
		255,
		255,
		255,
		255,
		255,
		255,
		255,
		255,
		255,
		255 };

	return _mm_and_si128(
	    _mm_loadu_si128(
		(const __m128i *)(const void *)(x->code + WORD + end)),
	    _mm_loadu_si128((const __m128i *)(const void *)(mask + n)));
}

/* What up to eight letters add to a hash. */
INLINE uint64_t
spell(const uint64_t *pair, __m128i codes)
{
	__m128i at = _mm_madd_epi16(
	    _mm_srli_epi16(codes, 8), _mm_set1_epi32(1 << 16 | WORDS_CODES));
	uint64_t low = (uint64_t)_mm_cvtsi128_si64(at);
	uint64_t high = (uint64_t)_mm_extract_epi64(at, 1);
	uint64_t h = pair[(uint32_t)low];

	h = words_rotate(words_rotate(h)) ^ pair[low >> 32];
	h = words_rotate(words_rotate(h)) ^ pair[(uint32_t)high];
	return words_rotate(words_rotate(h)) ^ pair[high >> 32];
}

/* The hash of the word of n bytes in front of byte `end`; false where it is to
 * be read by letters. */
INLINE bool
spell_word(const struct words_piece *x, const uint64_t *pair, uint32_t end,
    uint32_t n, uint64_t *hash)
{
	const unsigned turn = WORDS_ROTATE * LETTERS % 64;
	__m128i first, last;
	uint64_t h = 0;

	last = codes_before(x, end, n < WORD ? n : WORD);
	if (n > WORD) {
		if (n > 2 * WORD)
			return false;
		first = codes_before(x, end - WORD, n - WORD);
		if (_mm_movemask_epi8(first) != 0)
			return false;
		h = spell(pair, first);
		h = h << turn | h >> (64 - turn);
	}
	if (_mm_movemask_epi8(last) != 0)
		return false;
	*hash = h ^ spell(pair, last);
	return true;
}

VECTOR static void
read_words(struct words *w, const struct words_map *m, struct open_word *o,
    const struct words_piece *x, size_t places, const char *p)
{
	uint64_t hash;

	for (size_t i = 0; i < places; i += 2) {
		uint32_t start = x->place[i], end = x->place[i + 1];

		if (w->await != NULL && (i & 2))
			await_one(w->await);
		if (spell_word(x, m->shuffles.pair, end, end - start, &hash))
			w->hash[w->n++] = mix64(hash) & ~(uint64_t)1;
		else
			words_scan(w, m, o, p + start, p + end);
	}
}

bool
words_can_shuffle(void)
{
	return __builtin_cpu_supports("avx2") &&
	    __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
	    __builtin_cpu_supports("popcnt");
}

/* How much of s, from its start, to take for a piece: no word goes on behind
 * it. */
static size_t
cut_piece(const struct words_map *m, struct span s)
{
	size_t n = CHUNKS * CHUNK - 1, i;

	if (s.n <= n)
		return s.n;
	for (i = n; i > 0; i--)
		if (s.p[i - 1] >= 0 && m->low[(unsigned char)s.p[i - 1]] == 0)
			return i;
	return 0;
}

void
words_shuffle(struct words *w, const struct words_map *m, struct span text)
{
	struct open_word o = { .hash = 0 };
	struct words_piece x;
	size_t n;

	for (; text.n > 0; text = span_skip(text, n)) {
		if ((n = cut_piece(m, text)) == 0) {
			n = text.n;
			words_scan(w, m, &o, text.p, text.p + n);
			continue;
		}
		read_words(w, m, &o, &x,
		    find_places(
			&x, classify_piece(&m->shuffles, &x, text.p, n)),
		    text.p);
	}
}

#else

bool
words_can_shuffle(void)
{
	return false;
}

void
words_shuffle(struct words *w, const struct words_map *m, struct span text)
{
	words_add_scalar(w, m, text);
}

#endif
