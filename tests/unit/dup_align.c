/* Traces, their alignment, what is boilerplate. */
#include <string.h>

#include "chance.h"
#include "dup/compare.h"
#include "tap.h"

static struct aligner aligner;
static uint64_t state = 7;

/* Words that do not repeat within 180. */
static void
make(uint8_t *word, unsigned n, unsigned first)
{
	for (unsigned i = 0; i < n; i++)
		word[i] = (uint8_t)((first + i) * 7 % TRACE_FIGURE);
}

static unsigned
marks(const uint8_t *in, unsigned n, enum align_mark mark)
{
	unsigned sum = 0;

	for (unsigned i = 0; i < n; i++)
		sum += in[i] == mark;
	return sum;
}

static void
test_trace(void)
{
	uint8_t word[] = { 1, 2, 200 };
	struct trace t = { word, 3, 1, 19000, 70 }, u;
	struct buf b = { 0 };
	const uint8_t *p;

	trace_write(&t, &b);
	p = (const uint8_t *)b.p;
	ok(b.n == TRACE_HEAD + 3, "a head and a byte a word");
	ok(trace_read(&u, p, b.n) == b.n && u.n == 3 && u.title == 1 &&
		u.day == 19000 && u.all == 70 && memcmp(u.word, word, 3) == 0,
	    "it is read again");
	for (size_t n = 0; n < b.n; n++)
		if (trace_read(&u, p, n) != 0)
			break;
		else if (n + 1 == b.n)
			ok(true, "not where bytes are missing");
	b.p[2] = 4;
	ok(trace_read(&u, p, b.n) == 0, "nor with a title that is too long");
	buf_free(&b);
}

static void
test_align(void)
{
	uint8_t a[120], b[120];

	make(a, 100, 0);
	make(b, 100, 0);
	align_start(&aligner, a, 100);
	align(&aligner, b, 100);
	ok(aligner.nchain == 1 && marks(aligner.in_a, 100, ALIGN_ORDER) == 100,
	    "a text and itself are one run");
	b[50] = 191;
	align(&aligner, b, 100);
	ok(aligner.nchain == 2 && marks(aligner.in_a, 100, ALIGN_ORDER) == 99,
	    "a word in another's place parts two runs");
	make(b, 60, 40);
	make(b + 60, 40, 0);
	align(&aligner, b, 100);
	ok(marks(aligner.in_a, 100, ALIGN_ORDER) == 60 &&
		marks(aligner.in_a, 100, ALIGN_OTHER) == 40 &&
		marks(aligner.in_b, 100, ALIGN_OTHER) == 40,
	    "what was moved");
	make(b, 100, 100);
	for (unsigned i = 0; i < 100; i++)
		b[i] = (uint8_t)(b[i] % 5 + 185);
	align(&aligner, b, 100);
	ok(aligner.nchain == 0, "nothing in common");
	align(&aligner, b, 0);
	ok(aligner.nchain == 0, "no words");
}

/* Marks are of equal words and of as many on both sides, whatever comes. */
static void
test_any(void)
{
	uint8_t a[TRACE_WORDS], b[TRACE_WORDS];
	bool good = true;

	for (unsigned round = 0; round < 300; round++) {
		unsigned n = chance_from(&state, 400), m, few;

		m = chance_from(&state, 400);
		few = 2 + chance_from(&state, 60);
		for (unsigned i = 0; i < 400; i++) {
			a[i] = (uint8_t)chance_from(&state, few);
			b[i] = (uint8_t)chance_from(&state, few);
		}
		if (n > 50 && m > 80)
			memcpy(b + 20, a + 10, 40);
		align_start(&aligner, a, n);
		align(&aligner, b, m);
		good &= marks(aligner.in_a, n, ALIGN_ORDER) ==
			marks(aligner.in_b, m, ALIGN_ORDER) &&
		    marks(aligner.in_a, n, ALIGN_OTHER) ==
			marks(aligner.in_b, m, ALIGN_OTHER);
	}
	ok(good, "both sides have the same marks");
	memset(a, 3, sizeof a);
	memset(b, 3, sizeof b);
	align_start(&aligner, a, TRACE_WORDS);
	align(&aligner, b, TRACE_WORDS);
	ok(marks(aligner.in_a, TRACE_WORDS, ALIGN_ORDER) == TRACE_WORDS,
	    "one word six thousand times");
}

static struct weight_grams grams, slow;

static void
count(struct weights *w, const uint8_t *word)
{
	weights_find(&grams, word, 200);
	weights_count(w, &grams);
}

static unsigned
mark_dull(const struct weights *w, const uint8_t *word, uint8_t *dull)
{
	weights_find(&grams, word, 200);
	return weights_mark(w, &grams, 200, dull);
}

static void
test_grams(enum weights_way way)
{
	uint8_t word[TRACE_WORDS];
	unsigned wrong = 0, n, k;

	for (n = 0; n < TRACE_WORDS; n += n < 100 ? 1 : 97) {
		for (k = 0; k < n; k++)
			word[k] = (uint8_t)chance_from(&state, 256);
		if (!weights_find_by(way, &grams, word, n)) {
			ok(true, "# SKIP this CPU has no such vectors");
			return;
		}
		weights_find_by(WEIGHTS_PLAIN, &slow, word, n);
		wrong += grams.n != slow.n ||
		    memcmp(grams.gram, slow.gram, 4 * (size_t)slow.n) != 0 ||
		    memcmp(grams.at, slow.at, 2 * (size_t)slow.n) != 0;
	}
	ok(wrong == 0 && slow.n > TRACE_WORDS / 5,
	    "grams eight at once and one by one: %u texts differ", wrong);
}

static void
test_weights(void)
{
	struct weights w;
	uint8_t story[200], dull[200];
	unsigned i, k, n;

	weights_init(&w);
	for (i = 0; i < WEIGHT_COMMON; i++) {
		for (k = 0; k < 100; k++)
			story[k] = (uint8_t)chance_from(&state, 190);
		make(story + 100, 100, 0);
		n = mark_dull(&w, story, dull);
		if (i + 1 == WEIGHT_COMMON)
			ok(n == 0, "nine stories make nothing boilerplate");
		count(&w, story);
	}
	for (k = 0; k < 100; k++)
		story[k] = (uint8_t)chance_from(&state, 190);
	n = mark_dull(&w, story, dull);
	ok(n > 85 && n <= 100 && marks(dull, 100, 1) == 0 && dull[150],
	    "ten do: %u of 100 words", n);
	weights_free(&w);
	weights_init(&w);
	for (k = 0; k < 4; k++)
		memcpy(story + 50 * k, story + 100, 50);
	for (i = 0; i < 3; i++)
		count(&w, story);
	ok(mark_dull(&w, story, dull) == 0,
	    "a story that has it four times counts once");
	weights_free(&w);
}

int
main(void)
{
	test_trace();
	test_align();
	test_any();
	test_grams(WEIGHTS_AVX2);
	test_grams(WEIGHTS_AVX512);
	test_weights();
	return tap_done();
}
