/*
 * Spreading bits: the finalizer of splitmix64 (Steele, Lea and Flood, "Fast
 * Splittable Pseudorandom Number Generators", OOPSLA 2014).  A bijection, so
 * that it adds no collisions.
 */
#ifndef DUP_MIX_H
#define DUP_MIX_H

#include <stdint.h>

/* x with its bits spread over all 64. */
static inline uint64_t
mix64(uint64_t x)
{
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

/* A number below n, spread evenly over the 32-bit x (Lemire, 2019). */
static inline uint32_t
mix_below(uint32_t x, uint32_t n)
{
	return (uint32_t)((uint64_t)x * n >> 32);
}

#endif
