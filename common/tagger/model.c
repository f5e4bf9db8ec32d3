/*
 * Rows of weights are packed and summed by vector instructions of the CPU at
 * hand, or by plain code that gives the same sums.
 */
#include "tagger/model.h"

#include <stdlib.h>
#ifdef __x86_64__
#include <immintrin.h>
#endif

#include "gazetteer/frame.h"
#include "text/utf8.h"

static const char magic[8] = "KHABARN3";

struct model_head {
	struct frame_head frame;
	uint32_t types;
	int32_t scale;
	uint64_t names_n, slots, row_n, lexemes;
};

/* Bytes from the first of a feature's rows on that may be read: the longest
 * rows, and a vector behind the head of the last. */
enum { VECTOR = 16 };
enum { ROWS_BYTES = WORD_OFFSETS * (ROW_HEAD + MODEL_TAGS - 1) + VECTOR };

enum { FLAG_WEIGHTS = MODEL_FLAGS * FLAG_OFFSETS * MODEL_TAGS };

static const char *
read_names(struct model *m, struct span names)
{
	if (utf8_valid(names) < names.n ||
	    (names.n > 0 && names.p[names.n - 1] != '\0'))
		return "bad labels";
	for (unsigned i = 0; i < m->types; i++) {
		if (names.n == 0)
			return "bad labels";
		m->type[i] = span_cut(&names, '\0');
	}
	return NULL;
}

static unsigned
row_head(const char *p)
{
	return (unsigned char)p[0] | (unsigned)(unsigned char)p[1] << 8;
}

/* Whether every feature points at rows that are there, whatever these hold:
 * loops without branches, as each start pays for them. */
static const char *
check(const struct model *m)
{
	const uint32_t *key = m->lexicon.key;
	uint32_t last = 0, used = 0, disorder = 0, useless = 0;

	for (uint64_t i = 0; i <= m->mask; i++) {
		last = m->rows[i] > last ? m->rows[i] : last;
		used += m->rows[i] != 0;
	}
	if (m->row.n < ROWS_BYTES || last >> 5 > m->row.n - ROWS_BYTES)
		return "a feature points nowhere";
	if (used > m->mask)
		return "its table is full";
	for (uint32_t i = 1; i < m->lexicon.n; i++)
		disorder |= key[i - 1] >= key[i];
	for (uint32_t i = 0; i < m->lexicon.n; i++)
		useless |= m->lexicon.lexeme[i].role >= WORD_USES;
	if (useless)
		return "its lexicon has a word of no use";
	return disorder ? "its lexicon is out of order" : NULL;
}

/* Add the row at p to score; returns where the next one is. */
static const char *
add_row(const char *p, int32_t score[MODEL_TAGS])
{
	unsigned head = row_head(p);
	int32_t unit = head >> 15 ? ROW_COARSE : 1;

	p += ROW_HEAD;
	for (head &= 0x7fff; head != 0; head &= head - 1)
		score[__builtin_ctz(head)] += unit * (signed char)*p++;
	return p;
}

static int16_t
bounded(int32_t v, int32_t most)
{
	return (int16_t)(v > most ? most : v < -most ? -most : v);
}

static void
sum_plain(const char *row, const uint32_t *rows, size_t n,
    int16_t score[WORD_OFFSETS][MODEL_TAGS])
{
	int32_t sum[WORD_OFFSETS][MODEL_TAGS] = { 0 };

	for (size_t i = 0; i < n; i++) {
		const char *p = row + (rows[i] >> 5);

		for (unsigned o = 0; o < WORD_OFFSETS; o++)
			if (rows[i] >> o & 1)
				p = add_row(p, sum[o]);
	}
	for (unsigned o = 0; o < WORD_OFFSETS; o++)
		for (unsigned t = 0; t < MODEL_TAGS; t++)
			score[o][t] = bounded(sum[o][t], WORD_SCORE);
}

#ifdef __x86_64__
/*
 * The same with vectors: a row's weights are moved to the places of their tags
 * by one shuffle of bytes.  spread[m][i] is which of the weights that follow
 * belongs to tag i where the tags in m have one, or 0x80, which makes a 0.
 */
#define PLACE(m, i) \
	((m) >> (i)&1 ? __builtin_popcount((m) & ((1 << (i)) - 1)) : 0x80)
#define PLACES(m)                                                      \
	{                                                              \
		PLACE(m, 0), PLACE(m, 1), PLACE(m, 2), PLACE(m, 3),    \
		    PLACE(m, 4), PLACE(m, 5), PLACE(m, 6), PLACE(m, 7) \
	}
#define PLACES_4(m) PLACES(m), PLACES(m + 1), PLACES(m + 2), PLACES(m + 3)
#define PLACES_16(m) \
	PLACES_4(m), PLACES_4(m + 4), PLACES_4(m + 8), PLACES_4(m + 12)
#define PLACES_64(m) \
	PLACES_16(m), PLACES_16(m + 16), PLACES_16(m + 32), PLACES_16(m + 48)

static const uint8_t spread[256][8] = { PLACES_64(0), PLACES_64(64),
	PLACES_64(128), PLACES_64(192) };

/* The weights of the row at p, 16 bits each. */
__attribute__((target("avx2,popcnt"))) static inline __m256i
row_vector(const char *p)
{
	unsigned head = row_head(p), low = head & 0xff;
	uint64_t first, second;
	__m128i bytes, places;
	__m256i v;

	memcpy(&first, spread[low], sizeof first);
	memcpy(&second, spread[head >> 8 & 0x7f], sizeof second);
	/* 0x80 stays above 0x7f */
	second += (unsigned)__builtin_popcount(low) * 0x0101010101010101u;
	places = _mm_set_epi64x((long long)second, (long long)first);
	bytes = _mm_loadu_si128((const void *)(p + ROW_HEAD));
	v = _mm256_cvtepi8_epi16(_mm_shuffle_epi8(bytes, places));
	return head >> 15 ? _mm256_mullo_epi16(v, _mm256_set1_epi16(ROW_COARSE))
			  : v;
}

/* Lower and upper half of the tags as int16, in bounds. */
__attribute__((target("avx2"))) static inline __m256i
bounded_vector(__m256i low, __m256i high)
{
	const __m256i most = _mm256_set1_epi32(WORD_SCORE);
	const __m256i least = _mm256_set1_epi32(-WORD_SCORE);

	low = _mm256_max_epi32(_mm256_min_epi32(low, most), least);
	high = _mm256_max_epi32(_mm256_min_epi32(high, most), least);
	return _mm256_permute4x64_epi64(_mm256_packs_epi32(low, high), 0xd8);
}

__attribute__((target("avx2,popcnt"))) static void
sum_avx2(const char *row, const uint32_t *rows, size_t n,
    int16_t score[WORD_OFFSETS][MODEL_TAGS])
{
	__m256i low[WORD_OFFSETS], high[WORD_OFFSETS];

	for (unsigned o = 0; o < WORD_OFFSETS; o++)
		low[o] = high[o] = _mm256_setzero_si256();
	for (size_t i = 0; i < n; i++) {
		const char *p = row + (rows[i] >> 5);

		for (unsigned o = 0; o < WORD_OFFSETS; o++) {
			__m256i v;

			if ((rows[i] >> o & 1) == 0)
				continue;
			v = row_vector(p);
			low[o] = _mm256_add_epi32(low[o],
			    _mm256_cvtepi16_epi32(_mm256_castsi256_si128(v)));
			high[o] = _mm256_add_epi32(high[o],
			    _mm256_cvtepi16_epi32(
				_mm256_extracti128_si256(v, 1)));
			p += ROW_HEAD +
			    __builtin_popcount(row_head(p) & 0x7fff);
		}
	}
	for (unsigned o = 0; o < WORD_OFFSETS; o++)
		_mm256_storeu_si256(
		    (void *)score[o], bounded_vector(low[o], high[o]));
}
#endif

static void
choose_code(struct model *m)
{
	m->sum = sum_plain;
#ifdef __x86_64__
	if (__builtin_cpu_supports("avx2"))
		m->sum = sum_avx2;
#endif
}

const char *
model_open(struct model *m, struct span image)
{
	const char *bad = frame_check(image, magic, sizeof(struct model_head));
	struct span rest, names, move, flag, key, rows, word, lexeme;
	struct model_head h;

	if (bad != NULL)
		return bad;
	memcpy(&h, image.p, sizeof h);
	rest = span_skip(image, sizeof h);
	m->types = h.types;
	m->tags = 1 + 2 * h.types;
	m->scale = h.scale;
	m->mask = h.slots - 1;
	if (h.types == 0 || h.types > MODEL_TYPES || h.scale <= 0 ||
	    h.slots == 0 || (h.slots & (h.slots - 1)) != 0 ||
	    h.lexemes > UINT32_MAX ||
	    !frame_part(&rest, h.names_n, 1, &names) ||
	    !frame_part(&rest, (uint64_t)MOVE_PAIRS * m->tags * m->tags,
		sizeof *m->move, &move) ||
	    !frame_part(&rest, FLAG_WEIGHTS, sizeof *m->flag, &flag) ||
	    !frame_part(&rest, h.slots, sizeof *m->key, &key) ||
	    !frame_part(&rest, h.slots, sizeof *m->rows, &rows) ||
	    !frame_part(&rest, h.row_n, 1, &m->row) ||
	    !frame_part(&rest, h.lexemes, sizeof(uint32_t), &word) ||
	    !frame_part(&rest, h.lexemes, sizeof(struct lexeme), &lexeme))
		return "its parts do not fit";
	m->move = (const void *)move.p;
	m->flag = (const void *)flag.p;
	m->key = (const void *)key.p;
	m->rows = (const void *)rows.p;
	m->lexicon = (struct lexicon) { (const void *)word.p,
		(const void *)lexeme.p, (uint32_t)h.lexemes };
	choose_code(m);
	bad = read_names(m, names);
	return bad == NULL ? check(m) : bad;
}

/* The rows of the feature, or 0. */
static uint32_t
find(const struct model *m, uint64_t hash)
{
	uint32_t key = (uint32_t)(hash >> 32);

	for (uint64_t i = hash & m->mask; m->rows[i] != 0;
	     i = (i + 1) & m->mask)
		if (m->key[i] == key)
			return m->rows[i];
	return 0;
}

/* The rows of n features: their misses of the cache run side by side. */
static void
find_all(const struct model *m, const struct feature *f, size_t n,
    uint32_t rows[WORD_FEATURES])
{
	for (size_t i = 0; i < n; i++) {
		__builtin_prefetch(&m->rows[f[i].hash & m->mask]);
		__builtin_prefetch(&m->key[f[i].hash & m->mask]);
	}
	for (size_t i = 0; i < n; i++) {
		rows[i] = find(m, f[i].hash);
		__builtin_prefetch(m->row.p + (rows[i] >> 5));
	}
}

void
model_word(const struct model *m, const struct word *w, int16_t *score)
{
	int16_t sum[WORD_OFFSETS][MODEL_TAGS];
	struct feature f[WORD_FEATURES];
	uint32_t rows[WORD_FEATURES];
	size_t n = word_features(w, f);

	find_all(m, f, n, rows);
	m->sum(m->row.p, rows, n, sum);
	for (unsigned o = 0; o < WORD_OFFSETS; o++)
		memcpy(score + o * m->tags, sum[o], m->tags * sizeof *score);
}

bool
model_add_row(struct buf *out, const int32_t weight[MODEL_TAGS], int32_t prune)
{
	int32_t most = 0, unit;
	size_t at = out->n;
	unsigned head = 0;

	for (unsigned t = 0; t < MODEL_TAGS; t++)
		if (abs(weight[t]) > most)
			most = abs(weight[t]);
	if (most <= prune)
		return false;
	unit = most > INT8_MAX ? ROW_COARSE : 1;
	buf_add(out, "\0\0", ROW_HEAD);
	for (unsigned t = 0; t < MODEL_TAGS; t++) {
		int32_t v = bounded(weight[t] / unit, INT8_MAX);

		if (v == 0 || abs(weight[t]) <= prune)
			continue;
		buf_addc(out, (char)v);
		head |= 1u << t;
	}
	head |= unit > 1 ? 0x8000u : 0;
	out->p[at] = (char)(head & 0xff);
	out->p[at + 1] = (char)(head >> 8);
	return true;
}

void
model_image(const struct model_parts *p, struct buf *out)
{
	struct model_head h = { .types = p->types,
		.scale = p->scale,
		.slots = p->slots,
		.row_n = p->row.n + ROWS_BYTES,
		.lexemes = p->lexemes };
	struct buf names = { 0 }, row = { 0 };
	size_t start = out->n;

	for (unsigned i = 0; i < p->types; i++) {
		buf_adds(&names, p->type[i]);
		buf_addc(&names, '\0');
	}
	h.names_n = names.n;
	buf_adds(&row, p->row);
	for (size_t i = 0; i < ROWS_BYTES; i++)
		buf_addc(&row, '\0');
	buf_add(out, (const char *)&h, sizeof h);
	frame_add(out, names.p, names.n, 1);
	frame_add(out, p->move,
	    MOVE_PAIRS * (1 + 2 * p->types) * (1 + 2 * p->types),
	    sizeof *p->move);
	frame_add(out, p->flag, FLAG_WEIGHTS, sizeof *p->flag);
	frame_add(out, p->key, p->slots, sizeof *p->key);
	frame_add(out, p->rows, p->slots, sizeof *p->rows);
	frame_add(out, row.p, row.n, 1);
	frame_add(out, p->word, p->lexemes, sizeof *p->word);
	frame_add(out, p->lexeme, p->lexemes, sizeof *p->lexeme);
	frame_seal(out, start, magic);
	buf_free(&names);
	buf_free(&row);
}
