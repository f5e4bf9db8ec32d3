/*
 * A gazetteer: names of known entities as token sequences, found in text by
 * walking a trie from token to token.
 *
 * The trie is a hash table: a node's key is the mix of its parent's key and
 * the hash of the token that leads to it (see base/hash.h), so a step is one
 * probe.  Keys are 64 bits; of a million names and a million words of text a
 * wrong hit is expected once in ten million runs.  The image is position
 * independent and mapped straight from the file; integers are little-endian.
 * It names the FOLD_VERSION its names were folded with.
 */
#ifndef GAZETTEER_GAZETTEER_H
#define GAZETTEER_GAZETTEER_H

#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"
#include "base/hash.h"
#include "text/token.h"

/* The labels that every gazetteer starts with, in this order. */
enum gazetteer_label {
	LABEL_PER,
	LABEL_ORG,
	LABEL_LOC,
	LABEL_MISC,
	LABEL_OTHER
};

/* Different labels in one gazetteer. */
enum { GAZETTEER_LABELS = 64 };

struct gazetteer_entry {
	uint32_t id, name;     /* offsets into the pool */
	uint16_t id_n, name_n; /* bytes */
	uint8_t label;
	uint8_t
	    sure; /* words a name of it needs to be believed alone; 0 never */
	uint16_t rank;
	char country[2]; /* ISO 3166-1 alpha-2 of a place; NULs: none known */
	uint16_t unused;
};

/* Another place that is called so: state is that of the name, see
 * gazetteer_step. */
struct gazetteer_other {
	uint64_t state;
	uint32_t entry, rank; /* the entry's */
};

struct gazetteer {
	const uint64_t *key;  /* mask + 1 of them; 0 is an empty slot */
	const uint32_t *node; /* NODE_MORE, NODE_ENTRY */
	uint64_t mask;
	const struct gazetteer_entry *entry;
	uint32_t entries, others;
	const struct gazetteer_other *other; /* in order of their states */
	struct span pool;
	struct span label[GAZETTEER_LABELS];
	unsigned labels;
	uint64_t sum; /* of the image: tells one gazetteer from another */
};

#define NODE_MORE 0x80000000u   /* longer names go on from here */
#define NODE_LIKELY 0x60000000u /* how likely one word is its entry's name */
#define NODE_OTHERS 0x10000000u /* other places are called so, too */
#define NODE_ENTRY 0x0fffffffu  /* entry number + 1; 0 where no name ends */

/*
 * Whether a word of running text means what it can be the name of: as a table
 * says, or told by its likeness, the share of its nearest neighbours in meaning
 * (learn/embed.h) that are names of places.
 */
enum gazetteer_likely {
	LIKELY_UNKNOWN, /* the word is too rare */
	LIKELY_NOT,     /* it is another word, mostly */
	LIKELY_SOME,    /* where its neighbours in the line agree */
	LIKELY_SURE     /* anywhere */
};

/* That of a node. */
static inline enum gazetteer_likely
gazetteer_likely(uint32_t node)
{
	return (enum gazetteer_likely)((node & NODE_LIKELY) >> 29);
}

#define GAZETTEER_ROOT UINT64_C(0x6b68616261720001)

/* The state behind one more token. */
static inline uint64_t
gazetteer_step(uint64_t state, uint64_t token)
{
	uint64_t h = hash_mix(state, token);

	return h ? h : 1;
}

/* What stands at state: NODE_MORE and NODE_ENTRY; 0 where nothing does. */
static inline uint32_t
gazetteer_node(const struct gazetteer *g, uint64_t state)
{
	uint64_t i = state & g->mask;

	for (; g->key[i] != state; i = (i + 1) & g->mask)
		if (g->key[i] == 0)
			return 0;
	return g->node[i];
}

/* The first of the other places of that name, g->others where there is none;
 * the rest follow it, the best first. */
uint32_t gazetteer_others(const struct gazetteer *g, uint64_t state);

/* The ISO 3166-1 alpha-2 code of the country that a place is or lies in; empty
 * where it is not known. */
struct span gazetteer_country(
    const struct gazetteer *g, const struct gazetteer_entry *e);

/* The canonical id of an entry of g; empty where it has none. */
static inline struct span
gazetteer_id(const struct gazetteer *g, const struct gazetteer_entry *e)
{
	return span_of(g->pool.p + e->id, e->id_n);
}

/* Its canonical name; empty where it has none. */
static inline struct span
gazetteer_name(const struct gazetteer *g, const struct gazetteer_entry *e)
{
	return span_of(g->pool.p + e->name, e->name_n);
}

/*
 * Use image, which must outlive g and be 8-byte aligned.  NULL, or what is
 * wrong with it: nothing is believed, every offset is checked.
 */
const char *gazetteer_open(struct gazetteer *g, struct span image);

/*
 * Building.  A builder that is all zero is ready.
 */
struct gazetteer_builder {
	uint64_t *key;
	uint32_t *node;
	size_t slots, used;
	struct gazetteer_entry *entry;
	size_t entries, entries_cap;
	struct gazetteer_other *other;
	size_t others, others_cap;
	struct buf pool;
	struct buf labels; /* names, each with a NUL */
	unsigned label_count;
	struct buf folded;    /* room */
	struct tokens tokens; /* room */
	uint64_t *token;      /* room */
	size_t tokens_cap;
};

/*
 * Add an entity and return its number.  Where two claim one name, the lower
 * rank gets it, the first of equals.  Returns UINT32_MAX where the label is
 * one too many or id or name is longer than 65535 bytes.
 */
uint32_t gazetteer_entity(struct gazetteer_builder *b, struct span id,
    struct span label, struct span name, unsigned rank, unsigned sure);

/*
 * Let phrase be a name of the entity.  Names of more than one word are also
 * found as news spells them otherwise: with ج for غ and the reverse, with عبد
 * and أبو joined to what follows.  False where phrase holds no word.
 */
bool gazetteer_phrase(
    struct gazetteer_builder *b, uint32_t entity, struct span phrase);

/* The same for a name of one word, given by the hash of its folded form. */
void gazetteer_word(
    struct gazetteer_builder *b, uint32_t entity, uint64_t word);

/* Say how likely phrase, if it is one word, means the entity whose name it is;
 * what was said first, counts. */
void gazetteer_believe(struct gazetteer_builder *b, uint32_t entity,
    struct span phrase, enum gazetteer_likely likely);

/* The likeness of a folded word, in percent, to names of places; small ones
 * that it is not like at all lose it.  Call it when all names are there. */
void gazetteer_likeness(
    struct gazetteer_builder *b, struct span word, unsigned percent);

/* Write the image to out. */
void gazetteer_image(struct gazetteer_builder *b, struct buf *out);

/* Give the memory back; b is empty and ready again. */
void gazetteer_builder_free(struct gazetteer_builder *b);

#endif
