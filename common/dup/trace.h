/*
 * What is remembered of a text to compare it with later ones: a byte a word,
 * in order, the title's first.  Words of figures have the upper values, so that
 * an alignment of two traces (align.h) sees where figures differ.
 *
 * Written, it is a head of eight bytes, four numbers of 16 bits with the low
 * byte first (words that follow, those of them that are the title's, day, words
 * of the text in all), then the words.
 *
 * A trace and the keys of the bands are all that a decision knows of a record:
 * boilerplate (weight.h) is counted from traces, too.  So an entry on disk has
 * the record's hashes, minute, keys, a byte that says whether it was written
 * or dropped, its trace and its name.  In memory a record has where its trace
 * starts, the number of its story's first record, and that of the written
 * record that stands for it, itself or another (32 bits each).
 */
#ifndef DUP_TRACE_H
#define DUP_TRACE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "dup/words.h"

enum {
	TRACE_HEAD = 8,      /* bytes in front of the words */
	TRACE_WORDS = 6000,  /* that are kept: more are cut off */
	TRACE_TITLE = 64,    /* of them the title's, at most */
	TRACE_FIGURE = 0xc0, /* the lowest word that is a figure */
};

struct trace {
	const uint8_t *word; /* not owned; n of them */
	unsigned n, title;   /* words; of them the title's, which come first */
	unsigned day;        /* of the record's date since 1970; 0: none */
	unsigned all;        /* words of title and text, up to 65535 */
};

/* The byte of a word of dup/words.h. */
static inline uint8_t
trace_word(uint64_t hash)
{
	uint32_t number = words_number(hash), spread = (uint32_t)(hash >> 32);
	uint32_t values = number ? 256 - TRACE_FIGURE : TRACE_FIGURE;

	return (uint8_t)(number * TRACE_FIGURE +
	    (uint32_t)((uint64_t)spread * values >> 32));
}

/* The bytes of n words. */
void trace_words(uint8_t *word, const uint64_t *hash, size_t n);

/* Is the word a figure? */
static inline bool
trace_figure(uint8_t word)
{
	return word >= TRACE_FIGURE;
}

/* Add t's bytes to out: TRACE_HEAD + t->n. */
void trace_write(const struct trace *t, struct buf *out);

/*
 * Make t from what trace_write wrote at p, of which size bytes can be read; t
 * points into it.  Returns the bytes it takes; 0 where it is no trace that
 * trace_write wrote, or not whole.
 */
size_t trace_read(struct trace *t, const uint8_t *p, size_t size);

#endif
