/* The index, sets of shingles, and weights, against plain ones. */
#include <stdlib.h>
#include <string.h>

#include "dup/index.h"
#include "dup/mix.h"
#include "dup/shape.h"
#include "dup/weight.h"
#include "tap.h"

enum { KEYS = 50000 };

static uint32_t
key_of(uint32_t i)
{
	return (uint32_t)mix64(i % 1000 == 0 ? KEYS : i);
}

static bool
same_hundred(void *arg, uint32_t id)
{
	return *(const uint32_t *)arg / 100 == id / 100;
}

static void
test_index(void)
{
	struct index x;
	uint32_t i, wrong = 0, hundred;

	index_init(&x);
	for (i = 0; i < KEYS; i++)
		wrong += *index_place(&x, key_of(i), i, NULL, NULL) !=
		    (i % 1000 == 0 ? 0 : i);
	ok(wrong == 0, "the first one with a key has it");
	for (i = wrong = 0; i < KEYS; i++)
		wrong += *index_place(&x, key_of(i), KEYS, NULL, NULL) !=
		    (i % 1000 == 0 ? 0 : i);
	ok(wrong == 0, "and keeps it");
	ok(index_bytes(&x) < KEYS * 13, "%zu bytes an entry",
	    index_bytes(&x) / KEYS);
	index_forget(&x, 1000);
	for (i = 1001, wrong = 0; i < KEYS; i++)
		if (i % 1000 != 0)
			wrong += *index_place(&x, key_of(i), KEYS, NULL,
				     NULL) != i - 1000;
	ok(wrong == 0, "what is not forgotten is numbered anew");
	ok(*index_place(&x, key_of(1), 77, NULL, NULL) == 77,
	    "what is forgotten is gone");
	index_free(&x);

	index_init(&x);
	for (i = wrong = 0; i < 1000; i++)
		wrong += *index_place(&x, 5, i, same_hundred, &i) / 100 !=
		    i / 100;
	hundred = 0;
	for (i = 0; i < 1000; i += 100)
		hundred += *index_place(&x, 5, 9999, same_hundred, &i) == i;
	ok(wrong == 0 && hundred == 10, "records may share a key");
	index_free(&x);
}

static void
test_shape(unsigned na, unsigned nb, unsigned common)
{
	struct shape a, b, back;
	struct buf bytes = { 0 };
	struct match m;
	const uint8_t *end;

	shape_clear(&a);
	shape_clear(&b);
	for (unsigned i = 0; i < na; i++)
		shape_add(&a, SHAPE_WORDS,
		    shape_shingle((uint32_t)mix64(i) & ~1u), 1);
	for (unsigned i = na - common; i < na - common + nb; i++)
		shape_add(&b, SHAPE_WORDS,
		    shape_shingle((uint32_t)mix64(i) & ~1u), 1);
	shape_write(&b, &bytes);
	buf_addc(&bytes, '!');
	end = shape_read(&back, (uint8_t *)bytes.p);
	ok(*end == '!' && memcmp(&b, &back, sizeof b) == 0,
	    "a set of %u is read as it was written", nb);
	ok(bytes.n < nb * 1.3 + 80, "in %zu bytes", bytes.n);
	ok(shape_match(&a, (uint8_t *)bytes.p, 0, &m), "compared");
	ok(m.shared > common * 0.93 - 8 && m.shared < common * 1.07 + 8,
	    "%.1f of %u shared", m.shared, common);
	buf_free(&bytes);
}

static void
test_weights(void)
{
	struct weights w;
	uint32_t common[20], rare[200], wrong = 0;

	weights_init(&w);
	for (uint32_t i = 0; i < 20; i++)
		common[i] = (uint32_t)mix64(i + 1);
	for (uint32_t n = 0; n < 2000; n++) {
		weights_count(&w, common, n < 9 || n >= 11 ? 20 : 0);
		for (uint32_t i = 0; i < 200; i++)
			rare[i] = (uint32_t)mix64(1000 + n * 200 + i);
		weights_count(&w, rare, 200);
		if (n == 8)
			ok(!weights_common(&w, common[0]), "nine is rare");
	}
	for (uint32_t i = 0; i < 20; i++)
		wrong += !weights_common(&w, common[i]);
	ok(wrong == 0, "what stands in many stories is common");
	for (uint32_t i = wrong = 0; i < 200; i++)
		wrong += weights_common(&w, rare[i]);
	ok(wrong == 0, "what stands in one is not");
	weights_free(&w);
}

int
main(void)
{
	test_index();
	test_shape(300, 300, 150);
	test_shape(300, 40, 40);
	test_shape(1, 1, 0);
	test_shape(50, 6000, 25);
	test_weights();
	return tap_done();
}
