/*
 * Words up to four places away are context, each against five noise words drawn
 * as often as count^0.75 (Mikolov et al.).  Vectors are whole SIMD lanes; the
 * sigmoid is a table up to 6.
 */
#include "learn/embed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/status.h"

enum { WINDOW = 4, NEGATIVE = 5, LANES = 8, STEPS = EMBED_DIM / LANES };
enum { NOISE = 1 << 22, SIGMOID = 1024, SIGMOID_MAX = 6 };
#define SAMPLE 1e-4
#define RATE 0.025f

typedef float lanes __attribute__((vector_size(LANES * sizeof(float))));

struct embed {
	const struct embed_text *text;
	lanes *in, *out; /* STEPS for each word */
	uint32_t *noise; /* words, as often as count^0.75 */
	float sigmoid[SIGMOID];
	uint32_t *keep; /* chance of a word to be looked at, of 2^32 */
	uint64_t seed;
};

static uint32_t
draw(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (uint32_t)(*seed >> 32);
}

static float
dot(const lanes *a, const lanes *b)
{
	lanes s = a[0] * b[0];
	float total = 0;

	for (int i = 1; i < STEPS; i++)
		s += a[i] * b[i];
	for (int i = 0; i < LANES; i++)
		total += s[i];
	return total;
}

static void
fill_noise(struct embed *e)
{
	double total = 0, until = 0;
	uint32_t w = 0;

	e->noise = mem_alloc(NOISE * sizeof *e->noise);
	for (uint32_t i = 0; i < e->text->words; i++)
		total += pow(e->text->count[i], 0.75);
	until = pow(e->text->count[0], 0.75) / total;
	for (uint32_t i = 0; i < NOISE; i++) {
		e->noise[i] = w;
		if ((double)i / NOISE > until && w + 1 < e->text->words)
			until += pow(e->text->count[++w], 0.75) / total;
	}
}

static void
prepare(struct embed *e)
{
	uint32_t words = e->text->words;
	size_t size = (size_t)words * STEPS * sizeof(lanes);
	double total = 0;
	float *in;

	e->in = aligned_alloc(sizeof(lanes), size);
	e->out = aligned_alloc(sizeof(lanes), size);
	if (e->in == NULL || e->out == NULL)
		err(STATUS_FATAL, "memory");
	memset(e->out, 0, size);
	in = (float *)e->in;
	for (size_t i = 0; i < (size_t)words * EMBED_DIM; i++)
		in[i] = ((float)draw(&e->seed) / 4294967296.0f - 0.5f) /
		    EMBED_DIM;
	for (int i = 0; i < SIGMOID; i++) {
		double x = (2.0 * i / SIGMOID - 1) * SIGMOID_MAX;

		e->sigmoid[i] = (float)(1 / (1 + exp(-x)));
	}
	e->keep = mem_alloc(words * sizeof *e->keep);
	for (uint32_t i = 0; i < words; i++)
		total += e->text->count[i];
	for (uint32_t i = 0; i < words; i++) {
		double f = e->text->count[i] / total;
		double keep = sqrt(SAMPLE / f) + SAMPLE / f;

		e->keep[i] = keep >= 1 ? UINT32_MAX
				       : (uint32_t)(keep * UINT32_MAX);
	}
	fill_noise(e);
}

static float
sigmoid(const struct embed *e, float x)
{
	int i;

	if (x >= SIGMOID_MAX)
		return 1;
	if (x <= -SIGMOID_MAX)
		return 0;
	/* The sum of the float below SIGMOID_MAX rounds to 2. */
	i = (int)((x / SIGMOID_MAX + 1) * (SIGMOID / 2.0F));
	return e->sigmoid[i < SIGMOID ? i : SIGMOID - 1];
}

/* Learn that context stands near word. */
static void
learn(struct embed *e, uint32_t word, uint32_t context, float rate)
{
	lanes *in = e->in + (size_t)context * STEPS, change[STEPS] = { 0 };

	for (int k = 0; k <= NEGATIVE; k++) {
		uint32_t target = k == 0 ? word
					 : e->noise[draw(&e->seed) % NOISE];
		lanes *out = e->out + (size_t)target * STEPS;
		float g;

		if (k > 0 && target == word)
			continue;
		g = ((k == 0) - sigmoid(e, dot(in, out))) * rate;
		for (int i = 0; i < STEPS; i++) {
			change[i] += g * out[i];
			out[i] += g * in[i];
		}
	}
	for (int i = 0; i < STEPS; i++)
		in[i] += change[i];
}

/* Learn from the sentence word[0..n). */
static void
sentence(struct embed *e, const uint32_t *word, size_t n, float rate)
{
	for (size_t i = 0; i < n; i++) {
		size_t width = 1 + draw(&e->seed) % WINDOW;
		size_t from = i > width ? i - width : 0;
		size_t to = i + width < n ? i + width : n - 1;

		for (size_t j = from; j <= to; j++)
			if (j != i)
				learn(e, word[i], word[j], rate);
	}
}

static void
epoch(struct embed *e, double from, double to,
    void (*progress)(const char *, double))
{
	enum { LONGEST = 1000 };
	uint32_t room[LONGEST];
	const struct embed_text *t = e->text;
	size_t n = 0;

	for (size_t i = 0; i <= t->n; i++) {
		if (progress != NULL && i % (1 << 18) == 0)
			progress("vectors",
			    from + (to - from) * (double)i / (double)t->n);
		if (i < t->n && t->word[i] != EMBED_BREAK && n < LONGEST) {
			if (draw(&e->seed) <= e->keep[t->word[i]])
				room[n++] = t->word[i];
			continue;
		}
		double done = from + (to - from) * (double)i / (double)t->n;

		sentence(e, room, n,
		    RATE * (float)(done < 0.999 ? 1 - done : 0.001));
		n = 0;
	}
}

static void
normalise(lanes *v)
{
	float n = sqrtf(dot(v, v));

	for (int i = 0; n > 0 && i < STEPS; i++)
		v[i] /= n;
}

float *
embed_train(const struct embed_text *text, unsigned epochs,
    void (*progress)(const char *, double))
{
	struct embed e = { .text = text, .seed = 1 };

	prepare(&e);
	for (unsigned i = 0; i < epochs; i++)
		epoch(
		    &e, (double)i / epochs, (double)(i + 1) / epochs, progress);
	for (uint32_t i = 0; i < text->words; i++)
		normalise(e.in + (size_t)i * STEPS);
	free(e.out);
	free(e.noise);
	free(e.keep);
	return (float *)e.in;
}

static uint16_t
nearest(const lanes *centre, uint32_t k, const lanes *v)
{
	uint32_t best = 0;
	float most = -2;

	for (uint32_t c = 0; c < k; c++) {
		float d = dot(centre + (size_t)c * STEPS, v);

		if (d > most) {
			most = d;
			best = c;
		}
	}
	return (uint16_t)best;
}

uint16_t *
embed_clusters(const float *vector, const uint32_t *count, uint32_t n,
    uint32_t k, unsigned rounds)
{
	const lanes *v = (const void *)vector;
	uint16_t *cluster = mem_zero(n, sizeof *cluster);
	size_t size = (size_t)k * STEPS * sizeof(lanes);
	lanes *centre = aligned_alloc(sizeof(lanes), size);
	float *weight = mem_alloc((n + 1) * sizeof *weight);
	uint64_t seed = k;

	if (centre == NULL)
		err(STATUS_FATAL, "memory");
	for (uint32_t i = 0; i < n; i++)
		weight[i] = logf(1 + (float)count[i]);
	for (uint32_t c = 0; c < k; c++)
		memcpy(centre + (size_t)c * STEPS,
		    v + (size_t)(draw(&seed) % n) * STEPS,
		    STEPS * sizeof(lanes));
	while (rounds-- > 0) {
		for (uint32_t i = 0; i < n; i++)
			cluster[i] = nearest(centre, k, v + (size_t)i * STEPS);
		memset(centre, 0, size);
		for (uint32_t i = 0; i < n; i++)
			for (int j = 0; j < STEPS; j++)
				centre[cluster[i] * STEPS + j] += weight[i] *
				    v[(size_t)i * STEPS + (size_t)j];
		for (uint32_t c = 0; c < k; c++)
			normalise(centre + (size_t)c * STEPS);
	}
	free(centre);
	free(weight);
	return cluster;
}
