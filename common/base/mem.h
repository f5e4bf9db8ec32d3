/*
 * Memory that is there: each of these ends the program with status 2 and a
 * message when the system has none left, so callers need no check.
 * What is returned belongs to the caller and goes back with free(3).
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* size bytes, not cleared; count * size bytes of zeros, where a product that
 * overflows is no memory, too; a copy of a C string. */
void *mem_alloc(size_t size);
void *mem_zero(size_t count, size_t size);
char *mem_strdup(const char *s);

/*
 * Zeroed memory for a large table that is looked at all over: on huge pages
 * where the kernel has some (madvise(2), MADV_HUGEPAGE), so that a look costs
 * one cache miss and not a walk through page tables as well.
 */
void *mem_table(size_t count, size_t size);

/* Have those of n bytes at p that nothing was written to yet on such pages. */
void mem_huge(void *p, size_t n);

/* size bytes, not cleared, that begin where such a page does, and lie on them
 * where the kernel has some. */
void *mem_pages(size_t size);

/* Memory for vectors of the CPU: at a multiple of 64 bytes, not cleared. */
void *mem_aligned(size_t count, size_t size);

/*
 * Make room for need elements of size bytes each in the array p, whose room
 * is *cap elements; doubles, so that pushing one by one is linear.
 * Returns the array, which may have moved.  New room is not cleared.
 */
void *mem_grow(void *p, size_t *cap, size_t need, size_t size);

#endif
