#include "base/mem.h"

#include <err.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/status.h"

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
