/*
 * A 64-bit hash of short byte strings, the same on every machine: files
 * (gazetteer, model) are keyed by it.  The mixing step is the folded 128-bit
 * product of wyhash (Wang Yi, 2019); it is no defence against someone who
 * builds collisions, who gains no more by them than a wrong tag.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <endian.h>
#include <stdint.h>
#include <string.h>

#include "base/span.h"

/* Mix a with b, in this order; 0 may come out. */
static inline uint64_t
hash_mix(uint64_t a, uint64_t b)
{
	unsigned __int128 r = (unsigned __int128)(a ^ 0xa0761d6478bd642fu) *
	    (b ^ 0xe7037ed1a0b428dbu);

	return (uint64_t)r ^ (uint64_t)(r >> 64);
}

/* The n <= 8 bytes at p as a number, the first one lowest. */
static inline uint64_t
hash_load(const char *p, size_t n)
{
	uint64_t v;
	uint32_t low, high;
	uint16_t first, last;

	if (n == 8) {
		memcpy(&v, p, 8);
		return le64toh(v);
	}
	/* two loads that overlap: what is in both is the same */
	if (n >= 4) {
		memcpy(&low, p, 4);
		memcpy(&high, p + n - 4, 4);
		return le32toh(low) | (uint64_t)le32toh(high) << (8 * (n - 4));
	}
	if (n >= 2) {
		memcpy(&first, p, 2);
		memcpy(&last, p + n - 2, 2);
		return le16toh(first) |
		    (uint64_t)le16toh(last) << (8 * (n - 2));
	}
	return n ? (unsigned char)*p : 0;
}

/* The hash of the bytes of s; seeds tell apart what is hashed for one table. */
static inline uint64_t
hash_span(struct span s, uint64_t seed)
{
	uint64_t h = hash_mix(seed, s.n);

	for (; s.n > 8; s = span_skip(s, 8))
		h = hash_mix(h, hash_load(s.p, 8));
	return s.n ? hash_mix(h, hash_load(s.p, s.n)) : h;
}

/* Bytes at both ends of a word that hash_ends looks at. */
enum { HASH_END = 4 };

/* A hash in no time, of the first and last HASH_END bytes of s, which has as
 * many, and its length, ASCII letters in either case being one; for filters
 * whose bits are `bits` of it, 32 at the most. */
static inline uint32_t
hash_ends(struct span s, unsigned bits)
{
	uint32_t first, last;

	memcpy(&first, s.p, HASH_END);
	memcpy(&last, s.p + s.n - HASH_END, HASH_END);
	first |= 0x20202020;
	last |= 0x20202020;
	return (first * 0x9e3779b1u + last * 0xc2b2ae35u +
		   (uint32_t)s.n * 0x85ebca6bu) >>
	    (32 - bits);
}

/* Another hash, of many bytes: eight lanes of 8 bytes each run side by side,
 * where hash_span waits for each product. */
static inline uint64_t
hash_wide(struct span s, uint64_t seed)
{
	enum { LANES = 8 };
	uint64_t lane[LANES], h;

	for (unsigned i = 0; i < LANES; i++)
		lane[i] = hash_mix(seed, i);
	for (; s.n >= sizeof lane; s = span_skip(s, sizeof lane))
		for (unsigned i = 0; i < LANES; i++)
			lane[i] = hash_mix(lane[i], hash_load(s.p + 8 * i, 8));
	h = hash_span(s, seed);
	for (unsigned i = 0; i < LANES; i++)
		h = hash_mix(h, lane[i]);
	return h;
}

/* Where k is, or belongs, in an open table of `slots` keys, a power of two;
 * 0 is an empty slot, and there is always one. */
static inline size_t
hash_slot(const uint64_t *key, size_t slots, uint64_t k)
{
	size_t i = (size_t)k & (slots - 1);

	while (key[i] != 0 && key[i] != k)
		i = (i + 1) & (slots - 1);
	return i;
}

#endif
