/*
 * Two texts laid beside each other, word by word: which words of one are also
 * in the other, in runs.
 *
 * Runs of three words and more are found greedily through an index of the text
 * at hand, from left to right, the longest at each place, as Lempel-Ziv
 * parsers do it.  The heaviest chain of runs that are in one order in both
 * texts is the alignment (Gusfield, "Algorithms on Strings, Trees and
 * Sequences", 1997, 13.3); the small gaps between them are filled by their
 * longest common subsequence; other runs of four words and more are what was
 * moved.  Time and space grow with the lengths of the texts, whatever is in
 * them: places that an index entry leads to are tried ALIGN_TRIES at a time.
 */
#ifndef DUP_ALIGN_H
#define DUP_ALIGN_H

#include "dup/trace.h"

enum {
	ALIGN_GRAM = 3,       /* words of a run, at least */
	ALIGN_MOVED = 4,      /* of one that was moved */
	ALIGN_GAP = 12,       /* words of a gap that is filled, at most */
	ALIGN_TRIES = 8,      /* places that are tried */
	ALIGN_SLOTS = 1 << 13 /* of the index, at most */
};

/* a[at_a..at_a + n) is b[at_b..at_b + n). */
struct align_run {
	uint16_t at_a, at_b, n;
};

/* A text and what it is compared with. */
struct aligner {
	const uint8_t *a, *b; /* not owned; the words */
	unsigned na, nb;

	/* The index of a: where a gram was last, and before that. */
	uint16_t slot[ALIGN_SLOTS], before[TRACE_WORDS];
	unsigned bits; /* 1 << bits slots are in use */

	struct align_run run[TRACE_WORDS / ALIGN_GRAM + 1]; /* by at_b */
	unsigned nruns;
	struct align_run chain[TRACE_WORDS / ALIGN_GRAM + 1]; /* in order */
	unsigned nchain;

	/* The marks of each word, of enum align_mark. */
	uint8_t in_a[TRACE_WORDS], in_b[TRACE_WORDS];

	/* Of the chain: what the best one up to a word of a weighs, and the
	 * run that it ends with. */
	struct align_best {
		unsigned weight;
		uint16_t last;
	} best[TRACE_WORDS + 1];
	uint16_t link[TRACE_WORDS / ALIGN_GRAM + 1];
};

/* What a word is: in no run, in the chain, in a run that was moved. */
enum align_mark { ALIGN_NONE, ALIGN_ORDER, ALIGN_OTHER };

/* Take the n words at a for the text at hand, which stay the caller's. */
void align_start(struct aligner *x, const uint8_t *a, unsigned n);

/* Align the n words at b with it: chain, in_a and in_b are set. */
void align(struct aligner *x, const uint8_t *b, unsigned n);

/* Of a sample of the grams of the n words at b, *tried of them, how many are in
 * the text at hand. */
unsigned align_sample(
    struct aligner *x, const uint8_t *b, unsigned n, unsigned *tried);

#endif
