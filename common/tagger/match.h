/*
 * Names of a gazetteer in a line of tokens: the longest name from each token
 * on, from left to right.  The first word of a name may carry proclitics.
 */
#ifndef TAGGER_MATCH_H
#define TAGGER_MATCH_H

#include <stddef.h>

#include "gazetteer/gazetteer.h"
#include "tagger/word.h"

/* The lists that a token is looked up in. */
enum match_list {
	MATCH_USER,     /* the user's names */
	MATCH_BUILT_IN, /* those that come with khabar */
	MATCH_TITLES,   /* words of titles and nationalities */
	MATCH_TRIGGERS, /* words that rules wait for */
	MATCH_LISTS
};

/* What matching needs to know of a token: hashes, and what is kept small
 * beside them, as every type of a word has it. */
struct probe {
	uint64_t hash[CLITIC_FORMS];
	uint32_t node; /* the built-in list's behind the first form that starts
	                  a name there: see match_first */
	uint8_t forms;
	uint8_t best;   /* see struct word */
	uint8_t kind;   /* enum token_kind */
	uint8_t class;  /* of words: see struct word */
	bool name : 1;  /* it has been part of a person's name */
	bool own : 1;   /* and that more often whole than without proclitics */
	bool known : 1; /* the lexicon has the whole word */
	bool rare : 1;  /* nothing says that it is no name: see match_probe */
	bool article : 1; /* see probe_article */
	uint8_t more;     /* bit f: form f starts a name of several words in one
	                     of the lists */
	uint8_t starts[MATCH_LISTS]; /* bit f: form f starts a name there */
};

/* Where the small things begin, and their bytes. */
enum {
	PROBE_FACTS = offsetof(struct probe, node),
	PROBE_FACTS_N = offsetof(struct probe, starts) + MATCH_LISTS -
	    PROBE_FACTS
};

/* Letters of proclitics in front of what form f leaves: see clitic_forms. */
static inline unsigned
probe_letters(unsigned f)
{
	return f;
}

/* Whether that has lost its article to لل, as only the last form may. */
static inline bool
probe_article(const struct probe *p, unsigned f)
{
	return p->article && f + 1u == p->forms;
}

/* The node of list g (number `number`) behind the word in form f, as
 * gazetteer_node has it: what was looked up with the word is not again. */
static inline uint32_t
match_first(const struct gazetteer *g, unsigned number, const struct probe *p,
    unsigned f)
{
	unsigned starts = p->starts[number];

	if ((starts >> f & 1) == 0)
		return 0;
	if (number == MATCH_BUILT_IN && f == (unsigned)__builtin_ctz(starts))
		return p->node;
	return gazetteer_node(g, gazetteer_step(GAZETTEER_ROOT, p->hash[f]));
}

struct name_match {
	uint32_t first, n; /* tokens */
	uint32_t entry;
	uint8_t form; /* of the first token */
	uint8_t list;
	uint8_t label, sure; /* the entry's */
};

enum { MATCH_MAY_BITS = 18 };

/* Of each state of the lists (gazetteer_step) a bit, by its first bits: most
 * that are looked up are in none, and these bits stay near the CPU, where the
 * lists do not.  Goes back with free(3). */
uint64_t *match_may_new(const struct gazetteer *const list[MATCH_LISTS]);

/* Whether one of the lists may have that state; may is NULL: it may. */
static inline bool
match_may(const uint64_t *may, uint64_t state)
{
	uint64_t bit = state >> (64 - MATCH_MAY_BITS);

	return may == NULL || (may[bit / 64] >> bit % 64 & 1) != 0;
}

/* Have the bit that match_may looks at on its way. */
static inline void
match_await_may(const uint64_t *may, uint64_t state)
{
	if (may != NULL)
		__builtin_prefetch(&may[(state >> (64 - MATCH_MAY_BITS)) / 64]);
}

/*
 * rare: a word of three letters or more that running text does not use as a
 * plain word (its prior is not that of a word that never was an entity).
 */
void match_probe(struct probe *p, const struct word *w,
    const struct gazetteer *const list[MATCH_LISTS], const uint64_t *may);

/* Have what match_probe looks at on its way from memory. */
void match_await(const struct word *w,
    const struct gazetteer *const list[MATCH_LISTS], const uint64_t *may);

/* Tell of each token whether a name of list g may start there, as far as the
 * first two words tell; and have what match_at looks at for the second one on
 * its way. */
void match_await_names(const struct gazetteer *g, unsigned number,
    const uint64_t *may, const struct probe *t, uint32_t n, bool *starts);

/* The longest name of list g (number `number`) that starts at token i of n;
 * false where there is none. */
bool match_at(const struct gazetteer *g, unsigned number, const uint64_t *may,
    const struct probe *t, uint32_t n, uint32_t i, struct name_match *out);

#endif
