/*
 * Shingles: words in a row as one hash, of which a sample is taken (sketch.h).
 */
#ifndef DUP_SHINGLE_H
#define DUP_SHINGLE_H

#include <stddef.h>
#include <stdint.h>

enum { SHINGLE_LANES = 8 };

/*
 * The shingles of `width` of n words, hashes as dup/words.h has them, that are
 * at most `most`, in order; how many.  out has room for n and SHINGLE_LANES
 * more.
 */
size_t shingle_find(uint64_t *out, const uint64_t *word, size_t n,
    unsigned width, uint64_t most);

/* The same ones, one by one. */
size_t shingle_find_scalar(uint64_t *out, const uint64_t *word, size_t n,
    unsigned width, uint64_t most);

#endif
