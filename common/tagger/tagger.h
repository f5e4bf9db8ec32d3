/*
 * The tagger: words of a line in, tags out.
 *
 * A linear-chain model decoded in a lattice; the weights are those
 * of an averaged structured perceptron (Collins, "Discriminative Training
 * Methods for Hidden Markov Models", EMNLP 2002).  Every feature belongs to
 * one word at one offset, so all that a word ever adds to the scores around it
 * is five vectors, kept in a cache of word types: tagging is adding vectors.
 * The cache starts small, for a page alone, and grows with the types it sees.
 *
 * Sums are int16 (tagger/model.h shows that they fit), path scores int32: a
 * line of TAGGER_LINE tokens cannot overflow either.
 */
#ifndef TAGGER_TAGGER_H
#define TAGGER_TAGGER_H

#include "tagger/cache.h"
#include "tagger/lattice.h"
#include "tagger/match.h"
#include "tagger/model.h"
#include "tagger/store.h"
#include "text/token.h"

enum { TAGGER_LINE = 512 }; /* tokens that are decoded together */

/* Tokens that are looked up together, and of which what was found is asked for
 * before it is needed. */
enum { TAGGER_AHEAD = 1024, TAGGER_AWAIT = 16 };
_Static_assert((int)TAGGER_AHEAD >= (int)TAGGER_LINE, "lines fit");

struct tagger {
	const struct model *model; /* or NULL: lists and rules alone */
	const struct gazetteer *list[MATCH_LISTS]; /* or NULL each */
	uint64_t *may; /* see match_may; where it pays; owned */
	lattice_decode *decode;
	/* looks the line's words up and adds up their scores */
	void (*gather)(struct tagger *t, size_t at);
	struct model_memory *memory; /* owned */
	struct type_cache cache;
	struct type_store *store;  /* of all threads, or NULL */
	struct lattice_cell *cell; /* room for a line; owned */
	/* of each pair of words' classes that occurred ("spread"); owned */
	lattice_row *moves;
	bool spread[MOVE_PAIRS];

	/* the text at hand; of `looked` tokens from `from` on */
	struct span text;
	const struct token *token;
	size_t tokens, from, looked;
	uint64_t key[TAGGER_AHEAD]; /* in the cache */
	/* their numbers there, and some more that may be asked for */
	uint32_t type[TAGGER_AHEAD + TAGGER_AWAIT];

	/* the line at hand */
	struct probe probe[TAGGER_LINE];
	uint16_t pair[TAGGER_LINE]; /* of its class and that in front of it */
	uint32_t n;
	struct name_match match[2 * TAGGER_LINE];
	uint32_t matches; /* of the first two lists, in order within each */
	uint8_t tag[TAGGER_LINE];
	int32_t margin[TAGGER_LINE]; /* how much worse the best path with
	                                another tag here is */
};

/* m and the lists, which may be NULL each, must outlive t; so must its store,
 * where one is set behind this. */
void tagger_init(struct tagger *t, const struct model *m,
    const struct gazetteer *const list[MATCH_LISTS]);

/* A store for taggers of m, which may be NULL. */
struct type_store *tagger_store(const struct model *m);

/*
 * The next tokens of n, from *at on, that are tagged together: a line, or a
 * part of a long one.  *at is moved over breaks; 0 at the end.
 */
size_t tagger_next(const struct token *token, size_t n, size_t *at);

/* Take a text and its n tokens, whose lines are to be tagged: both are looked
 * at until they are. */
void tagger_text(
    struct tagger *t, struct span text, const struct token *token, size_t n);

/* Tag the line of n <= TAGGER_LINE tokens from token `at` of the text on. */
void tagger_line(struct tagger *t, size_t at, size_t n);

/* match_at, at token i of the line, in list number `list`, which is there. */
static inline bool
tagger_match(
    const struct tagger *t, unsigned list, uint32_t i, struct name_match *out)
{
	return match_at(t->list[list], list, t->may, t->probe, t->n, i, out);
}

/* Give the memory back; model and lists stay the caller's. */
void tagger_free(struct tagger *t);

#endif
