/*
 * Plain code has paths of 32 bits; lanes without a tag hold anything there.
 * Vectors have 16 bits: each word's paths are taken relative to that of O in
 * front of it.  Where numbers come near the end of that, or where two paths
 * are equally good, which is rare, the plain code does it all again.
 */
#include "tagger/lattice.h"

#include <stdlib.h>
#include <string.h>
#ifdef __x86_64__
#include <immintrin.h>
#endif

enum { LANES = LATTICE_LANES, OUT = LATTICE_OUT };
#define IMPOSSIBLE (-(1 << 28)) /* of 32 bits */
#define NEVER INT16_MIN         /* of 16, and of moves that there are not */

/* The lane of a tag. */
static unsigned
lane(unsigned tag)
{
	return tag == 0 ? OUT : tag % 2 ? tag / 2 : LANES + tag / 2 - 1;
}

/* A pair's rows: from type k, or O, and its I; to it; to each I. */
enum { ROW_OUT = 0, ROW_TYPE = 1 };

static inline const int16_t *
row_on(const lattice_row *m, unsigned types)
{
	return m[ROW_TYPE + types];
}

static inline const lattice_row *
rows_from(const lattice_row *m, unsigned types)
{
	return m + ROW_TYPE + types + 1;
}

void
lattice_spread(const struct model *m, unsigned pair, lattice_row *out)
{
	const int16_t *w = m->move + (size_t)pair * m->tags * m->tags;
	lattice_row *on = out + ROW_TYPE + m->types, *back = on + 1;

	for (size_t i = 0; i < lattice_rows(m->types); i++)
		for (unsigned k = 0; k < LATTICE_ALL; k++)
			out[i][k] = NEVER;
	for (unsigned from = 0; from < m->tags; from++, w += m->tags) {
		unsigned f = lane(from), half = f / LANES * LANES;
		lattice_row *row =
		    &out[from == 0 ? ROW_OUT : ROW_TYPE + f % LANES];

		(*row)[half + OUT] = back[ROW_OUT][f] = w[0];
		for (unsigned k = 0; k < m->types; k++)
			(*row)[half + k] = back[ROW_TYPE + k][f] = w[1 + 2 * k];
		if (from > 0)
			(*on)[f] = w[2 + 2 * (f % LANES)];
	}
}

/* The scores of a word by lanes. */
static void
lanes_of(const int16_t score[MODEL_TAGS], int32_t out[LATTICE_ALL])
{
	for (unsigned k = 0; k < OUT; k++) {
		out[k] = score[1 + 2 * k];
		out[LANES + k] = score[2 + 2 * k];
	}
	out[OUT] = out[LANES + OUT] = score[0];
}

static int32_t
larger(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

/* Best paths of the first word: in front of a line stands an O that costs
 * nothing. */
static void
start(struct lattice_cell *c)
{
	lanes_of(c->score, c->path);
	for (unsigned k = LANES; k < LATTICE_ALL; k++)
		c->path[k] = IMPOSSIBLE;
}

static void
step(struct lattice_cell *c, const int32_t *path, const lattice_row *m,
    unsigned types)
{
	const int16_t *on = row_on(m, types);
	int32_t best[LANES], score[LATTICE_ALL];

	for (unsigned k = 0; k < LANES; k++)
		best[k] = path[OUT] + m[ROW_OUT][k];
	m += ROW_TYPE;
	for (unsigned f = 0; f < types; f++)
		for (unsigned k = 0; k < LANES; k++)
			best[k] = larger(best[k],
			    larger(path[f] + m[f][k],
				path[LANES + f] + m[f][LANES + k]));
	lanes_of(c->score, score);
	for (unsigned k = 0; k < LANES; k++) {
		c->path[k] = score[k] + best[k];
		c->path[LANES + k] = score[LANES + k] +
		    larger(path[k] + on[k], path[LANES + k] + on[LANES + k]);
	}
}

/* The first of the tags whose value is the largest. */
static uint8_t
best_tag(const int32_t value[LATTICE_ALL], unsigned types)
{
	unsigned best = 0;

	for (unsigned tag = 1; tag <= 2 * types; tag++)
		if (value[lane(tag)] > value[lane(best)])
			best = tag;
	return (uint8_t)best;
}

static uint8_t
step_back(
    const int32_t *path, const lattice_row *m, unsigned to, unsigned types)
{
	const int16_t *on = row_on(m, types), *from;
	int32_t value[LATTICE_ALL];
	unsigned k = lane(to);

	if (k >= LANES)
		return (
		    uint8_t)(path[k - LANES] + on[k - LANES] >= path[k] + on[k]
			? to - 1
			: to);
	from = rows_from(m, types)[to == 0 ? ROW_OUT : ROW_TYPE + k];
	for (unsigned f = 0; f < LATTICE_ALL; f++)
		value[f] = path[f] + from[f];
	return best_tag(value, types);
}

/* The moves to word i. */
static inline const lattice_row *
moves(const struct lattice *l, uint32_t i, unsigned types)
{
	return l->moves + l->pair[i] * lattice_rows(types);
}

static void
find_tags(const struct lattice *l, uint8_t *tag)
{
	struct lattice_cell *c = l->cell;
	uint32_t i = l->n - 1;

	start(c);
	for (uint32_t k = 1; k < l->n; k++)
		step(&c[k], c[k - 1].path, moves(l, k, l->types), l->types);
	tag[i] = best_tag(c[i].path, l->types);
	for (; i > 0; i--)
		tag[i - 1] = step_back(
		    c[i - 1].path, moves(l, i, l->types), tag[i], l->types);
}

/* Best paths from behind each tag to the end of the line: from those of the
 * next word, c, to those of this one. */
static void
step_rest(int32_t rest[LATTICE_ALL], const struct lattice_cell *c,
    const lattice_row *m, unsigned types)
{
	const int16_t *on = row_on(m, types);
	int32_t value[LATTICE_ALL];

	m = rows_from(m, types);
	lanes_of(c->score, value);
	for (unsigned f = 0; f < LATTICE_ALL; f++)
		value[f] += rest[f];
	for (unsigned f = 0; f < LATTICE_ALL; f++)
		rest[f] = value[OUT] + m[ROW_OUT][f];
	for (unsigned k = 0; k < types; k++) {
		const int16_t *from = m[ROW_TYPE + k];

		for (unsigned f = 0; f < LATTICE_ALL; f++)
			rest[f] = larger(rest[f], value[k] + from[f]);
	}
	for (unsigned k = 0; k < types; k++)
		for (unsigned f = k; f < LATTICE_ALL; f += LANES)
			rest[f] = larger(rest[f], value[LANES + k] + on[f]);
}

static int32_t
margin_of(
    const int32_t *path, const int32_t *rest, unsigned tag, unsigned types)
{
	int32_t other = IMPOSSIBLE;

	for (unsigned t = 0; t <= 2 * types; t++)
		if (t != tag)
			other = larger(other, path[lane(t)] + rest[lane(t)]);
	return path[lane(tag)] + rest[lane(tag)] - other;
}

void
lattice_decode_plain(const struct lattice *l, uint8_t *tag, int32_t *margin)
{
	int32_t rest[LATTICE_ALL] = { 0 };

	find_tags(l, tag);
	for (uint32_t i = l->n; i-- > 0;) {
		margin[i] = margin_of(l->cell[i].path, rest, tag[i], l->types);
		if (i > 0)
			step_rest(
			    rest, &l->cell[i], moves(l, i, l->types), l->types);
	}
}

#ifdef __x86_64__
#define AVX2 __attribute__((target("avx2")))
#define INLINE static inline __attribute__((always_inline))

enum {
	USUAL = 4
}; /* types of khabar's own model: its loops have no end test */

/* How far numbers of 16 bits may go without a sum of two or three of them and
 * a move that leaves what they hold, unseen. */
enum { FAR = 28000, MOVE_MOST = (INT16_MAX - FAR) / 2 };

/* Whether all moves are that small. */
static bool
moves_little(const struct model *m)
{
	size_t n = (size_t)MOVE_PAIRS * m->tags * m->tags;
	int most = 0;

	for (size_t i = 0; i < n; i++)
		most = abs(m->move[i]) > most ? abs(m->move[i]) : most;
	return most <= MOVE_MOST;
}

/* In both halves of x, all lanes become that one. */
AVX2 INLINE __m256i
all_of(__m256i x, unsigned lane)
{
	return _mm256_shuffle_epi8(
	    x, _mm256_set1_epi16((short)(0x100 * (2 * lane + 1) + 2 * lane)));
}

AVX2 INLINE __m256i
row(const int16_t *p)
{
	return _mm256_load_si256((const void *)p);
}

/* The scores of a word by lanes; 0 where the model may have no tag. */
AVX2 INLINE __m256i
score_lanes(const int16_t score[MODEL_TAGS])
{
	enum { NO = -1 };
	const __m256i first = _mm256_setr_epi8(2, 3, 6, 7, 10, 11, 14, 15, NO,
	    NO, NO, NO, NO, NO, 0, 1, 4, 5, 8, 9, 12, 13, NO, NO, NO, NO, NO,
	    NO, NO, NO, NO, NO);
	const __m256i last = _mm256_setr_epi8(NO, NO, NO, NO, NO, NO, NO, NO, 2,
	    3, 6, 7, 10, 11, NO, NO, NO, NO, NO, NO, NO, NO, 0, 1, 4, 5, 8, 9,
	    12, 13, NO, NO);
	const __m128i *half = (const void *)score;

	return _mm256_or_si256(
	    _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(half[0]), first),
	    _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(half[1]), last));
}

/* Lanes that a model of so many types has. */
AVX2 INLINE __m256i
used_lanes(unsigned types)
{
	const __m256i lanes = _mm256_setr_epi16(
	    0, 1, 2, 3, 4, 5, 6, -1, 0, 1, 2, 3, 4, 5, 6, 7);

	return _mm256_cmpgt_epi16(_mm256_set1_epi16((short)types), lanes);
}

/* far, where x is no farther from 0. */
AVX2 INLINE __m256i
farther(__m256i far, __m256i x)
{
	return _mm256_max_epu16(far, _mm256_abs_epi16(x));
}

/* The best paths to each word; returns how far from 0 their parts went. */
AVX2 INLINE __m256i
forward(const struct lattice *l, unsigned types)
{
	const __m256i never = _mm256_set1_epi16(NEVER);
	const __m256i used = used_lanes(types);
	struct lattice_cell *c = l->cell;
	__m256i score = score_lanes(c->score), path, out, far;

	path = _mm256_blendv_epi8(never, score, used);
	far = farther(_mm256_setzero_si256(), path);
	path = _mm256_inserti128_si256(path, _mm256_castsi256_si128(never), 1);
	for (uint32_t i = 0;;) {
		const lattice_row *m;
		__m256i best, on;

		_mm256_store_si256((void *)c[i].narrow.path, path);
		_mm256_store_si256((void *)c[i].narrow.score, score);
		if (++i == l->n)
			return _mm256_and_si256(far, used);
		m = moves(l, i, types);
		score = score_lanes(c[i].score);
		out = all_of(path, OUT);
		best = _mm256_adds_epi16(out, row(m[ROW_OUT]));
		for (unsigned f = 0; f < types; f++)
			best = _mm256_max_epi16(best,
			    _mm256_adds_epi16(
				all_of(path, f), row(m[ROW_TYPE + f])));
		on = _mm256_adds_epi16(path, row(row_on(m, types)));
		out = _mm256_subs_epi16(
		    score, _mm256_permute4x64_epi64(out, 0));
		far = farther(far, out);
		best = _mm256_max_epi16(
		    _mm256_permute2x128_si256(best, on, 0x20),
		    _mm256_permute2x128_si256(best, on, 0x31));
		path = _mm256_adds_epi16(
		    best, _mm256_blendv_epi8(never, out, used));
		far = farther(far, path);
	}
}

/* The largest of the lanes. */
AVX2 INLINE int
largest(__m256i x)
{
	__m128i most = _mm_max_epi16(
	    _mm256_castsi256_si128(x), _mm256_extracti128_si256(x, 1));

	/* of unsigned ones there is an instruction for the smallest */
	most = _mm_minpos_epu16(_mm_sub_epi16(_mm_set1_epi16(INT16_MAX), most));
	return INT16_MAX - (uint16_t)_mm_cvtsi128_si32(most);
}

/* The tag and its margin, by all paths through each.  False where that cannot
 * be told. */
AVX2 INLINE bool
judge(__m256i all, uint8_t *tag, int32_t *margin)
{
	static const uint8_t tag_of[LATTICE_ALL] = { 1, 3, 5, 7, 9, 11, 13, 0,
		2, 4, 6, 8, 10, 12, 14 };
	int most = largest(all), other;
	__m256i is = _mm256_cmpeq_epi16(all, _mm256_set1_epi16((short)most));
	unsigned mask = (unsigned)_mm256_movemask_epi8(is);
	unsigned first = (unsigned)__builtin_ctz(mask);

	other = largest(_mm256_blendv_epi8(all, _mm256_set1_epi16(NEVER), is));
	*tag = tag_of[first / 2];
	*margin = most - other;
	return mask >> first == 3 && most < INT16_MAX && other > NEVER;
}

AVX2 INLINE bool
decode_lanes(
    const struct lattice *l, uint8_t *tag, int32_t *margin, unsigned types)
{
	const __m256i used = used_lanes(types);
	__m256i far = forward(l, types);
	__m256i rest = _mm256_setzero_si256(), out = rest, gone = rest;
	const struct lattice_cell *c = l->cell;
	uint32_t i = l->n - 1;
	bool told = true;

	for (; i > 0; i--) {
		const lattice_row *m = moves(l, i, types);
		__m256i here, there;

		told &= judge(_mm256_adds_epi16(row(c[i].narrow.path), rest),
		    &tag[i], &margin[i]);
		here = _mm256_subs_epi16(row(c[i].narrow.score), out);
		gone = farther(gone, here);
		here = _mm256_adds_epi16(here, rest);
		gone = farther(gone, here);
		there = _mm256_permute4x64_epi64(here, 0xee);
		rest = _mm256_adds_epi16(there, row(row_on(m, types)));
		m = rows_from(m, types);
		here = _mm256_permute4x64_epi64(here, 0x44);
		out = all_of(here, OUT);
		rest = _mm256_max_epi16(
		    rest, _mm256_adds_epi16(out, row(m[ROW_OUT])));
		for (unsigned k = 0; k < types; k++)
			rest = _mm256_max_epi16(rest,
			    _mm256_adds_epi16(
				all_of(here, k), row(m[ROW_TYPE + k])));
	}
	rest = _mm256_adds_epi16(row(c->narrow.path), rest);
	/* no I stands at the beginning, whatever the rest */
	rest = _mm256_inserti128_si256(rest, _mm_set1_epi16(NEVER), 1);
	told &= judge(rest, tag, margin);
	far = _mm256_max_epu16(far, _mm256_and_si256(gone, used));
	far = _mm256_subs_epu16(far, _mm256_set1_epi16(FAR));
	return told && _mm256_testz_si256(far, far);
}

AVX2 static void
decode_avx2(const struct lattice *l, uint8_t *tag, int32_t *margin)
{
	if (!(l->types == USUAL ? decode_lanes(l, tag, margin, USUAL)
				: decode_lanes(l, tag, margin, l->types)))
		lattice_decode_plain(l, tag, margin);
}
#endif

lattice_decode *
lattice_code(const struct model *m)
{
#ifdef __x86_64__
	if (__builtin_cpu_supports("avx2") && moves_little(m))
		return decode_avx2;
#endif
	(void)m;
	return lattice_decode_plain;
}
