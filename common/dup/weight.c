/*
 * Two counters a shingle in one cache line, on huge pages where the kernel has
 * some: a look is one miss, and there is one for every shingle of every text.
 */
#include "dup/weight.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/mem.h"

enum { HUGE_PAGE = 1 << 21 };

void
weights_init(struct weights *w)
{
	void *p;

	if (posix_memalign(&p, HUGE_PAGE, WEIGHT_SIZE) != 0)
		p = mem_alloc(SIZE_MAX); /* says that there is no memory */
	madvise(p, WEIGHT_SIZE, MADV_HUGEPAGE); /* only for speed */
	memset(p, 0, WEIGHT_SIZE);
	*w = (struct weights) { p, 0 };
}

static void
age(struct weights *w)
{
	size_t i;

	for (i = 0; i < WEIGHT_SIZE; i++)
		w->count[i] >>= 1;
}

void
weights_count(struct weights *w, const uint32_t *shingle, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		uint8_t *line = w->count + (shingle[i] >> 16 << 6);
		uint8_t *a = line + (shingle[i] >> 1 & 63);
		uint8_t *b = line + (shingle[i] >> 7 & 63);
		uint8_t least = *a < *b ? *a : *b;

		uint8_t grow = least < UINT8_MAX;

		*a += grow & (*a == least);
		*b += grow & (b != a) & (*b == least);
	}
	if (++w->stories % WEIGHT_AGE == 0)
		age(w);
}

void
weights_free(struct weights *w)
{
	free(w->count);
}
