/*
 * Tables come from calloc(3), which does not clear what the kernel has: those
 * smaller than a huge page are walked through by the caches alone.
 */
#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/err.h"
#include "base/status.h"

enum { HUGE_PAGE = 2 << 20 }; /* of x86-64 and of most others */

static void *
check(void *p)
{
	if (p == NULL)
		err(STATUS_FATAL, "memory");
	return p;
}

void *
mem_alloc(size_t size)
{
	return check(malloc(size ? size : 1));
}

void *
mem_zero(size_t count, size_t size)
{
	return check(calloc(count ? count : 1, size));
}

void *
mem_table(size_t count, size_t size)
{
	void *p = mem_zero(count, size);

	mem_huge(p, count * size);
	return p;
}

void
mem_huge(void *p, size_t n)
{
	size_t skip = -(uintptr_t)p % HUGE_PAGE;

	/* advice, of the huge pages in it: no harm where it fails */
	if (n >= HUGE_PAGE + skip)
		madvise((char *)p + skip, (n - skip) / HUGE_PAGE * HUGE_PAGE,
		    MADV_HUGEPAGE);
}

void *
mem_pages(size_t size)
{
	void *p = check(aligned_alloc(
	    HUGE_PAGE, (size + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE));

	mem_huge(p, size);
	return p;
}

void *
mem_aligned(size_t count, size_t size)
{
	enum { ALIGN = 64 };

	return check(
	    aligned_alloc(ALIGN, (count * size + ALIGN - 1) / ALIGN * ALIGN));
}

char *
mem_strdup(const char *s)
{
	return check(strdup(s));
}

void *
mem_grow(void *p, size_t *cap, size_t need, size_t size)
{
	size_t n = *cap ? *cap : 16;

	if (need <= *cap)
		return p;
	while (n < need)
		n = n > SIZE_MAX / 2 ? need : n * 2;
	*cap = n;
	return check(reallocarray(p, n, size));
}
