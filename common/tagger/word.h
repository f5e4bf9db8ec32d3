/*
 * What the tagger knows of one word, out of context: its features.
 *
 * A feature is a 64-bit hash of a template and a value (the word itself, its
 * forms without proclitics, affixes, shape, how often it is a person's name,
 * its clusters in running text).  Each is seen from the words around as well:
 * struct feature says from which of the offsets -2..2.
 */
#ifndef TAGGER_WORD_H
#define TAGGER_WORD_H

#include <stdint.h>

#include "base/span.h"
#include "base/hash.h"
#include "text/clitic.h"

enum { WORD_OFFSETS = 5, WORD_MIDDLE = 2, WORD_FEATURES = 48 };
enum { WORD_BYTES = 62, WORD_MORE = 10, WORD_CLUSTERS = 3 };

/*
 * What a word is to names, as running text was tagged: in that order, the
 * first that holds.  TITLE: a person's name follows it; KIND: names of
 * organisations of several words begin with it (وزارة); INNER and EDGE: it
 * stands within them, mostly or now and then (nationalities).
 */
enum word_use {
	USE_UNSEEN,
	USE_PERSON,
	USE_PLACE,
	USE_KIND,
	USE_INNER,
	USE_BODY,
	USE_TITLE,
	USE_EDGE,
	USE_PARTICLE,
	USE_PLAIN,
	WORD_USES
};

/* Classes of words, by which the cost of going from tag to tag differs: marks,
 * opening ones, closing ones, numbers, Latin words, then roles, each without
 * and with the article. */
enum {
	CLASS_MARK,
	CLASS_OPEN,
	CLASS_CLOSE,
	CLASS_NUMBER,
	CLASS_LATIN,
	CLASS_USE,
	WORD_CLASSES = CLASS_USE + 2 * WORD_USES
};

/* What the lexicon says of a folded word. */
struct lexeme {
	uint16_t
	    cluster[WORD_CLUSTERS]; /* 1 + number, coarse to fine; 0: none */
	uint8_t prior; /* how running text was tagged: see lexeme_prior */
	uint8_t seen;  /* logs of counts: lexeme_count, lexeme_name */
	uint8_t role;  /* enum word_use */
	uint8_t place; /* where in names it stands: see lexeme_place */
};

/* Lexemes in ascending order of their keys. */
struct lexicon {
	const uint32_t *key; /* upper half of the word's hash */
	const struct lexeme *lexeme;
	uint32_t n;
	/* of each of the upper LEXICON_BITS of a key the first that is not
	 * below it, and n; or NULL: then it takes longer to find one */
	const uint32_t *start;
};

enum { LEXICON_BITS = 15, LEXICON_STARTS = (1 << LEXICON_BITS) + 1 };

/* Find the starts of l, whose keys ascend. */
void lexicon_index(const struct lexicon *l, uint32_t start[LEXICON_STARTS]);

/* 1 + log2 of how often a word was seen in running text, at most 15. */
static inline unsigned
lexeme_count(const struct lexeme *l)
{
	return l == NULL ? 0 : l->seen >> 4;
}

/* The same of how often it was a part of a person's name. */
static inline unsigned
lexeme_name(const struct lexeme *l)
{
	return l == NULL ? 0 : l->seen & 15;
}

/* The two counts as struct lexeme has them: see lexeme_count, lexeme_name. */
uint8_t lexeme_seen(unsigned long count, unsigned long name);

/*
 * count[0] times a word stood outside of all entities, count[1 + t] times in
 * one of type t: the number that stands for that in struct lexeme.  0 where
 * it was seen fewer than three times.
 */
uint8_t lexeme_prior(const uint32_t *count, unsigned types);

/* How a word was tagged in running text: of each of the types PER, ORG, LOC. */
struct lexeme_use {
	uint32_t total;
	uint32_t first[3]; /* it begins a name of several words */
	uint32_t alone[3], inside[3], last[3];
	uint32_t before; /* it stands in front of a person's name, in none */
};

/* The enum word_use that the counts speak for. */
uint8_t lexeme_role(const struct lexeme_use *u);

/* 0, or 1 + 8 * type + where it mostly stands in names of that type (of four)
 * and how much of all its uses that is (of two). */
uint8_t lexeme_place(const struct lexeme_use *u);

/* Whether running text knows the word well, and never as an entity. */
static inline bool
lexeme_plain(const struct lexeme *l)
{
	return l != NULL && l->prior == 2;
}

struct word {
	/* cut off behind WORD_BYTES; what follows may be read, and is not used
	 */
	char folded[WORD_BYTES + WORD_MORE];
	uint8_t n;
	uint8_t kind;  /* enum token_kind */
	uint8_t forms; /* ways to cut it: text/clitic.h */
	uint8_t best;  /* the form that the lexicon speaks for */
	uint8_t class; /* below WORD_CLASSES */
	bool alef;     /* it ends in ى, which folding takes for ي */
	struct clitic_form form[CLITIC_FORMS];
	uint64_t hash[CLITIC_FORMS]; /* of each form, with its article */
	const struct lexeme *lexeme[CLITIC_FORMS]; /* or NULL */
};

struct feature {
	uint64_t hash;
	uint8_t offsets; /* bit i: seen from the word at offset i - 2 */
	bool common;     /* its template has few values */
};

/* Take a token's source apart; kind is its enum token_kind. */
void word_look(struct word *w, struct span source, unsigned kind,
    const struct lexicon *lexicon);

/* The same by halves, so that the memory that one word waits for is on its way
 * while others are looked at: what the bytes tell, then what the lexicon does.
 */
void word_fold(struct word *w, struct span source, unsigned kind);
void word_know(struct word *w, const struct lexicon *lexicon);

/* Have what the lexicon says of w on its way: first where it is, then that. */
void word_await_start(const struct word *w, const struct lexicon *lexicon);
void word_await(const struct word *w, const struct lexicon *lexicon);

/* The features of w; returns how many. */
size_t word_features(const struct word *w, struct feature out[WORD_FEATURES]);

/* The lexeme of a word with that hash, or NULL. */
const struct lexeme *lexicon_find(const struct lexicon *l, uint64_t hash);

#endif
