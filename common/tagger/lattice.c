/*
 * Lanes without a tag are reached by impossible moves alone and go on for
 * nothing, so that they stay impossible and never overflow.
 */
#include "tagger/lattice.h"

#include <string.h>
#ifdef __x86_64__
#include <immintrin.h>
#endif

enum { LANES = LATTICE_LANES, OUT = LATTICE_OUT };
#define IMPOSSIBLE (-(1 << 28))

/* The lane of a tag. */
static unsigned
lane(unsigned tag)
{
	return tag == 0 ? OUT : tag % 2 ? tag / 2 : LANES + tag / 2 - 1;
}

void
lattice_spread(const struct model *m, unsigned pair, struct lattice_moves *out)
{
	const int16_t *w = m->move + (size_t)pair * m->tags * m->tags;

	for (unsigned f = 0; f < LATTICE_ALL; f++) {
		for (unsigned k = 0; k < LANES; k++)
			out->to[f][k] = out->from[k][f] = IMPOSSIBLE;
		out->on[f] = f < LANES ? IMPOSSIBLE : 0;
	}
	for (unsigned from = 0; from < m->tags; from++, w += m->tags) {
		unsigned f = lane(from), type = f % LANES;

		out->to[f][OUT] = out->from[OUT][f] = w[0];
		for (unsigned k = 0; k < m->types; k++)
			out->to[f][k] = out->from[k][f] = w[1 + 2 * k];
		if (from > 0)
			out->on[f] = w[2 + 2 * type];
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
start(struct lattice_cell *c, unsigned types)
{
	int32_t score[LATTICE_ALL];

	lanes_of(c->score, score);
	for (unsigned k = 0; k < LATTICE_ALL; k++)
		c->path[k] = score[k] +
		    (k < types || k == OUT ? 0 : IMPOSSIBLE);
}

static void
step(struct lattice_cell *c, const int32_t *path, const struct lattice_moves *m,
    unsigned types)
{
	int32_t best[LANES], score[LATTICE_ALL];

	for (unsigned k = 0; k < LANES; k++)
		best[k] = path[OUT] + m->to[OUT][k];
	for (unsigned f = 0; f < types; f++)
		for (unsigned k = 0; k < LANES; k++)
			best[k] = larger(best[k],
			    larger(path[f] + m->to[f][k],
				path[LANES + f] + m->to[LANES + f][k]));
	lanes_of(c->score, score);
	for (unsigned k = 0; k < LANES; k++) {
		c->path[k] = score[k] + best[k];
		c->path[LANES + k] = score[LANES + k] +
		    larger(
			path[k] + m->on[k], path[LANES + k] + m->on[LANES + k]);
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
step_back(const int32_t *path, const struct lattice_moves *m, unsigned to,
    unsigned types)
{
	int32_t value[LATTICE_ALL];
	unsigned k = lane(to);

	if (k >= LANES)
		return (uint8_t)(path[k - LANES] + m->on[k - LANES] >=
			    path[k] + m->on[k]
			? to - 1
			: to);
	for (unsigned f = 0; f < LATTICE_ALL; f++)
		value[f] = path[f] + m->from[k][f];
	return best_tag(value, types);
}

static bool
decode_plain(const struct lattice *l, uint8_t *tag)
{
	struct lattice_cell *c = l->cell;
	uint32_t i = l->n - 1;
	uint8_t some;

	start(c, l->types);
	for (uint32_t k = 1; k < l->n; k++)
		step(&c[k], c[k - 1].path, &l->moves[l->pair[k]], l->types);
	some = tag[i] = best_tag(c[i].path, l->types);
	for (; i > 0; i--)
		some |= tag[i - 1] = step_back(
		    c[i - 1].path, &l->moves[l->pair[i]], tag[i], l->types);
	return some != 0;
}

/* Best paths from behind each tag to the end of the line: from those of the
 * next word, c, to those of this one. */
static void
step_rest(int32_t rest[LATTICE_ALL], const struct lattice_cell *c,
    const struct lattice_moves *m, unsigned types)
{
	int32_t value[LATTICE_ALL];

	lanes_of(c->score, value);
	for (unsigned f = 0; f < LATTICE_ALL; f++)
		value[f] += rest[f];
	for (unsigned f = 0; f < LATTICE_ALL; f++)
		rest[f] = larger(value[OUT] + m->from[OUT][f],
		    value[LANES + f % LANES] + m->on[f]);
	for (unsigned k = 0; k < types; k++)
		for (unsigned f = 0; f < LATTICE_ALL; f++)
			rest[f] = larger(rest[f], value[k] + m->from[k][f]);
}

static void
margins_plain(const struct lattice *l, const uint8_t *tag, int32_t *margin)
{
	int32_t rest[LATTICE_ALL] = { 0 };

	for (uint32_t i = l->n; i-- > 0;) {
		const int32_t *path = l->cell[i].path;
		unsigned own = lane(tag[i]);
		int32_t other = IMPOSSIBLE;

		for (unsigned k = 0; k < LATTICE_ALL; k++)
			if (k != own)
				other = larger(other, path[k] + rest[k]);
		margin[i] = path[own] + rest[own] - other;
		if (i > 0)
			step_rest(
			    rest, &l->cell[i], &l->moves[l->pair[i]], l->types);
	}
}

struct lattice_code
lattice_code_plain(void)
{
	return (struct lattice_code) { decode_plain, margins_plain };
}

#ifdef __x86_64__
#define AVX2 __attribute__((target("avx2")))
#define INLINE static inline __attribute__((always_inline))

enum {
	USUAL = 4
}; /* types of khabar's own model: its loops have no end test */

/* All tags' values: O and the B, and the I. */
struct tag_lanes {
	__m256i b, i;
};

AVX2 INLINE struct tag_lanes
load(const int32_t p[LATTICE_ALL])
{
	return (struct tag_lanes) { _mm256_load_si256((const void *)p),
		_mm256_load_si256((const void *)(p + LANES)) };
}

AVX2 INLINE struct tag_lanes
add(struct tag_lanes a, struct tag_lanes b)
{
	return (struct tag_lanes) { _mm256_add_epi32(a.b, b.b),
		_mm256_add_epi32(a.i, b.i) };
}

AVX2 INLINE struct tag_lanes
larger_rows(struct tag_lanes a, struct tag_lanes b)
{
	return (struct tag_lanes) { _mm256_max_epi32(a.b, b.b),
		_mm256_max_epi32(a.i, b.i) };
}

/* The B are the upper halves of pairs of scores; of the lower ones the first,
 * O, goes to the end. */
AVX2 INLINE struct tag_lanes
score_rows(const int16_t score[MODEL_TAGS])
{
	const __m256i turn = _mm256_setr_epi32(1, 2, 3, 4, 5, 6, 7, 0);
	__m256i x = _mm256_load_si256((const void *)score);
	__m256i low = _mm256_srai_epi32(_mm256_slli_epi32(x, 16), 16);

	low = _mm256_permutevar8x32_epi32(low, turn);
	return (struct tag_lanes) {
		_mm256_blend_epi32(_mm256_srai_epi32(x, 16), low, 1 << OUT), low
	};
}

AVX2 INLINE void
store(int32_t p[LATTICE_ALL], struct tag_lanes r)
{
	_mm256_store_si256((void *)p, r.b);
	_mm256_store_si256((void *)(p + LANES), r.i);
}

/* What comes from a value by the moves in row. */
AVX2 INLINE __m256i
moved(const int32_t *value, const int32_t row[LANES])
{
	return _mm256_add_epi32(
	    _mm256_set1_epi32(*value), _mm256_load_si256((const void *)row));
}

AVX2 INLINE void
step_avx2(struct lattice_cell *c, const int32_t *path,
    const struct lattice_moves *m, unsigned types)
{
	__m256i best = moved(&path[OUT], m->to[OUT]);
	__m256i more = best;
	struct tag_lanes on = add(load(path), load(m->on));

	for (unsigned f = 0; f < types; f++) {
		best = _mm256_max_epi32(best, moved(&path[f], m->to[f]));
		more = _mm256_max_epi32(
		    more, moved(&path[LANES + f], m->to[LANES + f]));
	}
	store(c->path,
	    add(score_rows(c->score),
		(struct tag_lanes) { _mm256_max_epi32(best, more),
		    _mm256_max_epi32(on.b, on.i) }));
}

/* The largest of all, in each lane. */
AVX2 INLINE __m256i
largest(struct tag_lanes r)
{
	__m256i x = _mm256_max_epi32(r.b, r.i);

	x = _mm256_max_epi32(x, _mm256_permute2x128_si256(x, x, 1));
	x = _mm256_max_epi32(x, _mm256_shuffle_epi32(x, 0x4e));
	return _mm256_max_epi32(x, _mm256_shuffle_epi32(x, 0xb1));
}

AVX2 INLINE unsigned
equal(__m256i a, __m256i b)
{
	return (unsigned)_mm256_movemask_ps(
	    _mm256_castsi256_ps(_mm256_cmpeq_epi32(a, b)));
}

AVX2 INLINE uint8_t
best_tag_avx2(struct tag_lanes r)
{
	__m256i most = largest(r);
	unsigned b = equal(r.b, most), i = equal(r.i, most);

	if (b >> OUT & 1)
		return 0;
	b = (unsigned)__builtin_ctz(b | 1u << LANES);
	i = (unsigned)__builtin_ctz(i | 1u << LANES);
	return (uint8_t)(b <= i ? 1 + 2 * b : 2 + 2 * i);
}

AVX2 INLINE uint8_t
step_back_avx2(const int32_t *path, const struct lattice_moves *m, unsigned to)
{
	unsigned k = to / 2;

	if (to == 0)
		k = OUT;
	else if (to % 2 == 0)
		return (uint8_t)(path[k - 1] + m->on[k - 1] >=
			    path[LANES + k - 1] + m->on[LANES + k - 1]
			? to - 1
			: to);
	return best_tag_avx2(add(load(path), load(m->from[k])));
}

AVX2 INLINE bool
decode_lanes(const struct lattice *l, uint8_t *tag, unsigned types)
{
	struct lattice_cell *c = l->cell;
	uint32_t i = l->n - 1;
	uint8_t some;

	start(c, types);
	for (uint32_t k = 1; k <= i; k++)
		step_avx2(&c[k], c[k - 1].path, &l->moves[l->pair[k]], types);
	some = tag[i] = best_tag_avx2(load(c[i].path));
	for (; i > 0; i--)
		some |= tag[i - 1] = step_back_avx2(
		    c[i - 1].path, &l->moves[l->pair[i]], tag[i]);
	return some != 0;
}

AVX2 static bool
decode_avx2(const struct lattice *l, uint8_t *tag)
{
	return l->types == USUAL ? decode_lanes(l, tag, USUAL)
				 : decode_lanes(l, tag, l->types);
}

AVX2 INLINE struct tag_lanes
step_rest_avx2(struct tag_lanes rest, const struct lattice_cell *c,
    const struct lattice_moves *m, unsigned types)
{
	int32_t value[LATTICE_ALL] __attribute__((aligned(32)));
	struct tag_lanes on, from;

	rest = add(rest, score_rows(c->score));
	store(value, rest);
	on = load(m->on);
	rest = (struct tag_lanes) { _mm256_add_epi32(rest.i, on.b),
		_mm256_add_epi32(rest.i, on.i) };
	for (unsigned f = 0; f <= types; f++) {
		unsigned k = f < types ? f : OUT;

		from = (struct tag_lanes) { moved(&value[k], m->from[k]),
			moved(&value[k], m->from[k] + LANES) };
		rest = larger_rows(rest, from);
	}
	return rest;
}

/* own's lane of r made impossible. */
AVX2 INLINE struct tag_lanes
without(struct tag_lanes r, unsigned own)
{
	const __m256i lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
	const __m256i never = _mm256_set1_epi32(IMPOSSIBLE);
	__m256i b = _mm256_set1_epi32((int)own);
	__m256i i = _mm256_set1_epi32((int)own - LANES);

	return (struct tag_lanes) { _mm256_blendv_epi8(r.b, never,
					_mm256_cmpeq_epi32(lanes, b)),
		_mm256_blendv_epi8(r.i, never, _mm256_cmpeq_epi32(lanes, i)) };
}

AVX2 INLINE void
margins_lanes(const struct lattice *l, const uint8_t *tag, int32_t *margin,
    unsigned types)
{
	struct tag_lanes rest = { _mm256_setzero_si256(),
		_mm256_setzero_si256() };
	int32_t all = 0;

	for (uint32_t i = l->n; i-- > 0;) {
		struct tag_lanes sum = add(load(l->cell[i].path), rest);

		/* the best path is the same from every word */
		if (i == l->n - 1)
			all = _mm256_cvtsi256_si32(largest(sum));
		margin[i] = all -
		    _mm256_cvtsi256_si32(largest(without(sum, lane(tag[i]))));
		if (i > 0)
			rest = step_rest_avx2(
			    rest, &l->cell[i], &l->moves[l->pair[i]], types);
	}
}

AVX2 static void
margins_avx2(const struct lattice *l, const uint8_t *tag, int32_t *margin)
{
	if (l->types == USUAL)
		margins_lanes(l, tag, margin, USUAL);
	else
		margins_lanes(l, tag, margin, l->types);
}
#endif

struct lattice_code
lattice_code(void)
{
#ifdef __x86_64__
	if (__builtin_cpu_supports("avx2"))
		return (struct lattice_code) { decode_avx2, margins_avx2 };
#endif
	return lattice_code_plain();
}
