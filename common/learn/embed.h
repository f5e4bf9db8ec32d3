/*
 * Word vectors and clusters from running text.
 *
 * Skip-gram with negative sampling (Mikolov et al., "Distributed
 * Representations of Words and Phrases and their Compositionality", NIPS
 * 2013) and spherical k-means on the vectors.  One thread and a fixed seed:
 * the same text gives the same bits on one build.
 */
#ifndef LEARN_EMBED_H
#define LEARN_EMBED_H

#include <stddef.h>
#include <stdint.h>

enum { EMBED_DIM = 64 };

#define EMBED_BREAK UINT32_MAX /* ends a sentence */

struct embed_text {
	const uint32_t *word; /* numbers below words, or EMBED_BREAK */
	size_t n;
	const uint32_t *count; /* of each word */
	uint32_t words;
};

/* Vectors of EMBED_DIM floats for each word, of length 1; free(3) them.
 * progress is called with "vectors" and 0..1 now and then; may be NULL. */
float *embed_train(const struct embed_text *text, unsigned epochs,
    void (*progress)(const char *what, double done));

/* The cluster, below k, of each of n vectors, each of which pulls its centre by
 * the logarithm of its word's count; free(3) it. */
uint16_t *embed_clusters(const float *vector, const uint32_t *count, uint32_t n,
    uint32_t k, unsigned rounds);

#endif
