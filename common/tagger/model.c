/*
 * Rows of weights are packed and summed by vector instructions of the CPU at
 * hand, or by plain code that gives the same sums.
 */
#include "tagger/model.h"

#include <stdlib.h>
#ifdef __x86_64__
#include <immintrin.h>
#endif

#include "base/mem.h"
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
enum { ROWS_MOSTLY = 64 }; /* bytes that most take */
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

/* What is found of a word's features: what some add, and others' rows, of
 * those hashes. */
struct model_found {
	const int16_t *known[WORD_FEATURES]; /* see struct model_memory */
	uint64_t hash[WORD_FEATURES];
	uint32_t rows[WORD_FEATURES];
	size_t knowns, n;
};

static void
sum_plain(const struct model *m, const struct model_found *f,
    int16_t score[MODEL_SCORE])
{
	int32_t sum[WORD_OFFSETS][MODEL_TAGS] = { 0 };

	for (size_t i = 0; i < f->n; i++) {
		const char *p = m->row.p + (f->rows[i] >> 5);

		for (unsigned o = 0; o < WORD_OFFSETS; o++)
			if (f->rows[i] >> o & 1)
				p = add_row(p, sum[o]);
	}
	for (unsigned o = 0; o < WORD_OFFSETS; o++)
		for (unsigned t = 0; t < m->tags; t++) {
			unsigned at = o * m->tags + t;

			for (size_t i = 0; i < f->knowns; i++)
				sum[o][t] += f->known[i][at];
			score[at] = bounded(sum[o][t], WORD_SCORE);
		}
}

#ifdef __x86_64__
/*
 * The same with vectors: a row's weights are moved to the places of their tags
 * by one shuffle of bytes.  spread[m][i] is which of the weights that follow
 * belongs to tag i where the tags in m have one, or 0x80, which makes a 0.
 */
#define PLACE(m, i) \
	((m) >> (i)&1 ? __builtin_popcount((m) & ((1 << (i)) - 1)) : 0x80)
#define PLACES(m)                                                         \
	{                                                                 \
		PLACE(m, 0), PLACE(m, 1), PLACE(m, 2), PLACE(m, 3),       \
		    PLACE(m, 4), PLACE(m, 5), PLACE(m, 6), PLACE(m, 7),   \
		    PLACE(m, 8), 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80 \
	}
#define PLACES_4(m) PLACES(m), PLACES(m + 1), PLACES(m + 2), PLACES(m + 3)
#define PLACES_16(m) \
	PLACES_4(m), PLACES_4(m + 4), PLACES_4(m + 8), PLACES_4(m + 12)
#define PLACES_64(m) \
	PLACES_16(m), PLACES_16(m + 16), PLACES_16(m + 32), PLACES_16(m + 48)

enum { SPREAD_TAGS = 9 }; /* models of more take longer */
static const uint8_t spread[1 << SPREAD_TAGS][VECTOR] = { PLACES_64(0),
	PLACES_64(64), PLACES_64(128), PLACES_64(192), PLACES_64(256),
	PLACES_64(320), PLACES_64(384), PLACES_64(448) };

/* The weights at p of all the tags in head, some of which spread has not. */
static __m128i
spread_all(const char *p, unsigned head)
{
	char weight[VECTOR] = { 0 };

	for (; head != 0; head &= head - 1)
		weight[__builtin_ctz(head)] = *p++;
	return _mm_loadu_si128((const void *)weight);
}

/* The weights of the row at p, 16 bits each; its tags to *tags. */
__attribute__((target("avx2,popcnt"))) static inline __m256i
row_vector(const char *p, unsigned *tags)
{
	unsigned head = row_head(p);
	__m128i bytes;
	__m256i v;

	*tags = head & 0x7fff;
	p += ROW_HEAD;
	if (__builtin_expect(*tags >> SPREAD_TAGS != 0, 0))
		bytes = spread_all(p, *tags);
	else
		bytes = _mm_shuffle_epi8(_mm_loadu_si128((const void *)p),
		    _mm_loadu_si128((const void *)spread[*tags]));
	v = _mm256_cvtepi8_epi16(bytes);
	return head >> 15 ? _mm256_mullo_epi16(v, _mm256_set1_epi16(ROW_COARSE))
			  : v;
}

/*
 * Sums that would leave int16 stay at its end: so many features are needed to
 * come there that the rest cannot bring the sum back within bounds.
 */
enum { ROW_SUM = WORD_FEATURES * -INT8_MIN * ROW_COARSE };
_Static_assert(INT16_MAX - (ROW_SUM - INT16_MAX) >= WORD_SCORE,
    "what is too large once, is too large in the end");

__attribute__((target("avx2,popcnt"))) static void
sum_avx2(const struct model *m, const struct model_found *f,
    int16_t score[MODEL_SCORE])
{
	const __m256i most = _mm256_set1_epi16(WORD_SCORE);
	const __m256i least = _mm256_set1_epi16(-WORD_SCORE);
	const size_t tags = m->tags;
	__m256i known[WORD_OFFSETS], sum[WORD_OFFSETS];

	for (unsigned o = 0; o < WORD_OFFSETS; o++)
		known[o] = _mm256_setzero_si256();
	for (size_t i = 0; i < f->knowns; i++)
		for (unsigned o = 0; o < WORD_OFFSETS; o++)
			known[o] = _mm256_adds_epi16(known[o],
			    _mm256_loadu_si256(
				(const void *)(f->known[i] + o * tags)));
	memcpy(sum, known, sizeof sum);
	for (size_t i = 0; i < f->n; i++) {
		const char *p = m->row.p + (f->rows[i] >> 5);
		unsigned left = f->rows[i] & 31, some;

		for (; left != 0; left &= left - 1) {
			unsigned o = (unsigned)__builtin_ctz(left);

			sum[o] = _mm256_adds_epi16(
			    sum[o], row_vector(p, &some));
			p += ROW_HEAD + (unsigned)__builtin_popcount(some);
		}
	}
	/* each row writes over what the one before has left behind its tags */
	for (unsigned o = 0; o < WORD_OFFSETS; o++)
		_mm256_storeu_si256((void *)(score + o * tags),
		    _mm256_max_epi16(_mm256_min_epi16(sum[o], most), least));
}
#endif

/* Most words have features that the model has not; a bit of a key tells. */
enum { MAY_BITS = 20, MAY_UNIT = 64 };

static const uint64_t *
may_at(const struct model *m, uint64_t hash)
{
	return &m->may[(hash >> (64 - MAY_BITS)) / MAY_UNIT];
}

static bool
may_be(const struct model *m, uint64_t hash)
{
	uint64_t bit = hash >> (64 - MAY_BITS);

	return m->may[bit / MAY_UNIT] >> bit % MAY_UNIT & 1;
}

/* What makes looks fast. */
static void
make_ready(struct model *m)
{
	m->may = mem_zero((1 << MAY_BITS) / MAY_UNIT, sizeof *m->may);
	for (uint64_t i = 0; i <= m->mask; i++) {
		uint32_t bit = m->key[i] >> (32 - MAY_BITS);

		m->may[bit / MAY_UNIT] |= (uint64_t)(m->rows[i] != 0)
		    << bit % MAY_UNIT;
	}
	m->start = mem_alloc(LEXICON_STARTS * sizeof *m->start);
	lexicon_index(&m->lexicon, m->start);
	m->lexicon.start = m->start;
}

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
	m->lexicon = (struct lexicon) { .key = (const void *)word.p,
		.lexeme = (const void *)lexeme.p,
		.n = (uint32_t)h.lexemes };
	choose_code(m);
	if ((bad = read_names(m, names)) == NULL && (bad = check(m)) == NULL)
		make_ready(m);
	return bad;
}

void
model_close(struct model *m)
{
	free(m->may);
	free(m->start);
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

/* What common features add, each at the upper bits of its hash; the first one
 * to come keeps its place. */
enum { MEMORY_BITS = 11, MEMORY = 1 << MEMORY_BITS };

struct model_memory {
	uint64_t hash[MEMORY]; /* made odd; 0: none */
	int16_t score[];       /* of each as model_words has it, side by side */
};

struct model_memory *
model_memory_new(const struct model *m)
{
	size_t scores = (size_t)MEMORY * WORD_OFFSETS * m->tags + MODEL_TAGS;

	return mem_zero(
	    1, sizeof(struct model_memory) + scores * sizeof(int16_t));
}

/* What the feature of that hash adds; NULL where another has its place. */
static const int16_t *
remember(const struct model *m, struct model_memory *memory, uint64_t hash)
{
	size_t at = hash >> (64 - MEMORY_BITS);
	int16_t *known = memory->score + at * WORD_OFFSETS * m->tags;
	struct model_found one;
	int16_t score[MODEL_SCORE];

	if (memory->hash[at] == (hash | 1))
		return known;
	if (memory->hash[at] != 0)
		return NULL;
	one.rows[0] = find(m, hash);
	one.n = one.rows[0] != 0;
	one.knowns = 0;
	m->sum(m, &one, score);
	memcpy(known, score, WORD_OFFSETS * m->tags * sizeof *score);
	memory->hash[at] = hash | 1;
	return known;
}

/* Have n bytes, some 100 at most, on their way from memory. */
static inline void
await(const void *p, size_t n)
{
	__builtin_prefetch(p);
	__builtin_prefetch((const char *)p + n - 1);
}

/* Take what is known of common features, and the hashes of all others. */
static void
find_known(const struct model *m, struct model_memory *memory,
    const struct word *w, struct model_found *f)
{
	struct feature feature[WORD_FEATURES];
	size_t n = word_features(w, feature);

	f->n = f->knowns = 0;
	for (size_t i = 0; i < n; i++) {
		uint64_t h = feature[i].hash;
		const int16_t *known = NULL;

		if (feature[i].common)
			known = remember(m, memory, h);
		if (known != NULL) {
			f->known[f->knowns++] = known;
			await(known, WORD_OFFSETS * m->tags * sizeof *known);
		} else {
			f->hash[f->n++] = h;
			__builtin_prefetch(may_at(m, h));
		}
	}
}

/* Leave those that the model may have. */
static void
leave_likely(const struct model *m, struct model_found *f)
{
	size_t n = f->n;

	f->n = 0;
	for (size_t i = 0; i < n; i++) {
		uint64_t h = f->hash[i];

		f->hash[f->n] = h;
		if (!may_be(m, h))
			continue;
		f->n++;
		__builtin_prefetch(&m->rows[h & m->mask]);
		__builtin_prefetch(&m->key[h & m->mask]);
	}
}

static void
find_rows(const struct model *m, struct model_found *f)
{
	size_t n = f->n;

	f->n = 0;
	for (size_t i = 0; i < n; i++) {
		f->rows[f->n] = find(m, f->hash[i]);
		await(m->row.p + (f->rows[f->n] >> 5), ROWS_MOSTLY);
		f->n += f->rows[f->n] != 0;
	}
}

void
model_words(const struct model *m, struct model_memory *memory,
    const struct word *w, size_t n, int16_t *const *score)
{
	struct model_found f[MODEL_WORDS];
	int16_t sum[MODEL_SCORE];

	for (size_t i = 0; i < n; i++)
		find_known(m, memory, &w[i], &f[i]);
	for (size_t i = 0; i < n; i++)
		leave_likely(m, &f[i]);
	for (size_t i = 0; i < n; i++)
		find_rows(m, &f[i]);
	for (size_t i = 0; i < n; i++) {
		m->sum(m, &f[i], sum);
		memcpy(score[i], sum, WORD_OFFSETS * m->tags * sizeof *sum);
	}
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
