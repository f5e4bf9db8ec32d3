/*
 * Chance that is the same on every run and machine: SplitMix64 (Steele, Lea
 * and Flood, OOPSLA 2014).
 */
#ifndef CHANCE_H
#define CHANCE_H

#include <stdint.h>

/* A whole number from 0 to n - 1; *state is the seed. */
static inline unsigned
chance_from(uint64_t *state, unsigned n)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return (unsigned)((z ^ z >> 31) % n);
}

/* The same from the program's own seed. */
static inline unsigned
chance(unsigned n)
{
	static uint64_t state;

	return chance_from(&state, n);
}

#endif
