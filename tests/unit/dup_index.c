/* The index, sets of shingles, and weights, against plain ones. */
#include <stdlib.h>
#include <string.h>

#include "dup/index.h"
#include "tap.h"

enum { KEYS = 500000 }; /* parts of several blocks */

static uint32_t
key_of(uint32_t i)
{
	return (i % 1000 == 0 ? KEYS : i) * 0x9e3779b1u;
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

int
main(void)
{
	test_index();
	return tap_done();
}
