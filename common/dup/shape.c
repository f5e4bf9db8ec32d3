/*
 * A gap is a byte; GAP_MORE stands for itself and says that more of the gap
 * follows.
 */
#include "dup/shape.h"

enum { GAP_MORE = 255 };

void
shape_clear(struct shape *s)
{
	memset(s, 0, sizeof *s);
}

static unsigned
members(const unsigned n[SHAPE_RANGES])
{
	return n[SHAPE_WORDS] + n[SHAPE_MIXED] + n[SHAPE_FIGURES];
}

static void
put_count(struct buf *out, unsigned n)
{
	for (; n > 127; n >>= 7)
		buf_addc(out, (char)(n | 128));
	buf_addc(out, (char)n);
}

static unsigned
get_count(const uint8_t **p)
{
	unsigned n = 0, shift = 0;

	for (; **p > 127 && shift < 21; shift += 7)
		n |= (*(*p)++ & 127u) << shift;
	return n | *(*p)++ << shift;
}

/* Add the places of the bits of one word, from base on; two are written
 * whether they are there or not, to have no branch for them. */
static inline uint16_t *
put_bits(uint16_t *out, uint64_t bits, uint32_t base)
{
	const uint64_t guard = (uint64_t)1 << 63;
	uint64_t second = bits & (bits - 1), rest = second & (second - 1);

	out[0] = (uint16_t)(base + (uint32_t)__builtin_ctzll(bits | guard));
	out[1] = (uint16_t)(base + (uint32_t)__builtin_ctzll(second | guard));
	out += (bits != 0) + (second != 0);
	for (; rest != 0; rest &= rest - 1)
		*out++ = (uint16_t)(base + (uint32_t)__builtin_ctzll(rest));
	return out;
}

static inline char *
put_gap(char *p, uint32_t gap)
{
	for (; gap >= GAP_MORE; gap -= GAP_MORE)
		*p++ = (char)GAP_MORE;
	*p = (char)gap;
	return p + 1;
}

void
shape_write(const struct shape *s, struct buf *out)
{
	uint16_t member[SHAPE_SPACE + 2], *end = member, *v;
	uint32_t i, last = 0;
	char *p;

	for (i = 0; i < SHAPE_RANGES; i++)
		put_count(out, s->n[i]);
	for (i = 0; i < SHAPE_SPACE / 64; i++)
		end = put_bits(end, s->bit[i], i * 64);
	p = buf_room(out, members(s->n) + SHAPE_SPACE / GAP_MORE);
	for (v = member; v < end; last = *v++)
		p = put_gap(p, *v - last);
	out->n = (size_t)(p - out->p);
}

/* The next member behind v. */
static inline uint32_t
next(const uint8_t **p, uint32_t v)
{
	for (; **p == GAP_MORE; ++*p)
		v += GAP_MORE;
	return v + *(*p)++;
}

const uint8_t *
shape_read(struct shape *s, const uint8_t *p)
{
	unsigned i, n;
	uint32_t v = 0;

	shape_clear(s);
	for (i = 0; i < SHAPE_RANGES; i++)
		s->n[i] = get_count(&p);
	for (n = members(s->n); n > 0; n--) {
		v = next(&p, v) % SHAPE_SPACE;
		s->bit[v / 64] |= (uint64_t)1 << (v % 64);
	}
	return p;
}

/* Of `shared` common members of sets of a and b, how many are so not by
 * chance in a range of space values. */
static double
without_chance(unsigned shared, unsigned a, unsigned b, unsigned space)
{
	double s = shared, c = (a - s) * (b - s) / (space - s);

	return s > c ? s - c : 0;
}

/* The members are in no order of the text: the first ones are a sample. */
enum { SAMPLE = 24 };

static unsigned
hits(const struct shape *a, const uint8_t **p, uint32_t *v, unsigned n)
{
	unsigned hit = 0;

	while (n-- > 0)
		hit += shape_has(a, *v = next(p, *v));
	return hit;
}

bool
shape_match(
    const struct shape *a, const uint8_t *p, double least, struct match *m)
{
	uint32_t v = 0;
	unsigned r, n, sampled;

	for (r = 0; r < SHAPE_RANGES; r++) {
		m->a[r] = a->n[r];
		m->b[r] = get_count(&p);
	}
	m->all_a = m->a[SHAPE_WORDS] + m->a[SHAPE_MIXED];
	m->all_b = m->b[SHAPE_WORDS] + m->b[SHAPE_MIXED];
	n = m->b[SHAPE_WORDS];
	sampled = n < SAMPLE ? n : SAMPLE;
	m->hit[SHAPE_WORDS] = hits(a, &p, &v, sampled);
	if (m->all_a < m->all_b)
		least *= m->all_a / m->all_b;
	if (sampled == SAMPLE && m->hit[SHAPE_WORDS] < SAMPLE * least / 2 - 1)
		return false;
	m->hit[SHAPE_WORDS] += hits(a, &p, &v, n - sampled);
	m->hit[SHAPE_MIXED] = hits(a, &p, &v, m->b[SHAPE_MIXED]);
	m->hit[SHAPE_FIGURES] = hits(a, &p, &v, m->b[SHAPE_FIGURES]);
	m->shared = m->hit[SHAPE_MIXED] +
	    without_chance(m->hit[SHAPE_WORDS], m->a[SHAPE_WORDS],
		m->b[SHAPE_WORDS], shape_start[SHAPE_MIXED]);
	return true;
}

static unsigned
count(const uint64_t *bit, uint32_t from, uint32_t to)
{
	unsigned n = 0;

	for (; from < to; from += 64)
		n += (unsigned)__builtin_popcountll(bit[from / 64]);
	return n;
}

void
shape_minus(const struct shape *a, const struct shape *b, struct shape *out)
{
	unsigned i;

	for (i = 0; i < SHAPE_SPACE / 64; i++)
		out->bit[i] = a->bit[i] & ~b->bit[i];
	for (i = 0; i < SHAPE_RANGES; i++)
		out->n[i] = count(out->bit, shape_start[i], shape_start[i + 1]);
}

unsigned
shape_size(const struct shape *s)
{
	return s->n[SHAPE_MIXED] + s->n[SHAPE_WORDS];
}

unsigned
shape_common(const struct shape *a, const struct shape *b)
{
	unsigned i, n = 0;

	for (i = 0; i < shape_start[SHAPE_FIGURES] / 64; i++)
		n += (unsigned)__builtin_popcountll(a->bit[i] & b->bit[i]);
	return n;
}

double
match_similarity(const struct match *m)
{
	double all = m->all_a + m->all_b - m->shared;

	return all > 0 ? m->shared / all : 0;
}

double
match_containment(const struct match *m)
{
	double least = m->all_a < m->all_b ? m->all_a : m->all_b;

	return least > 0 ? m->shared / least : 0;
}

double
match_range(const struct match *m, enum shape_range r)
{
	unsigned least = m->a[r] < m->b[r] ? m->a[r] : m->b[r];

	return least > 0 ? (double)m->hit[r] / least : 0;
}
