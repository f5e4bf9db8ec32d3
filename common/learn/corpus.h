/*
 * Annotated text in the CoNLL manner: a token and its tag a line (first and
 * last column), B-X and I-X and O, sentences parted by blank lines.
 *
 * Tokens are split further as running text is, so that training sees what
 * tagging will: in "(رويترز" the bracket is O and the word begins the entity.
 */
#ifndef LEARN_CORPUS_H
#define LEARN_CORPUS_H

#include "base/buf.h"
#include "tagger/model.h"
#include "text/token.h"

struct clerk;

struct sentence {
	size_t first, n; /* tokens */
	uint8_t domain;  /* number of the corpus file */
};

struct corpus {
	struct span type[MODEL_TYPES]; /* PER, ORG, LOC, MISC, then new ones */
	char name[MODEL_TYPES][24];    /* room for those of new types */
	unsigned types;
	struct buf text; /* what the tokens' offsets point into */
	struct tokens tokens;
	uint8_t *tag; /* of each token: 0 O, 1 + 2t B, 2 + 2t I */
	size_t tag_cap;
	struct sentence *sentence;
	size_t sentences, sentences_cap;
	unsigned domains;
};

/* An empty corpus, which must stay where it is, knows the types PER, ORG, LOC
 * and MISC; PERS, MIS and GPE are other names for the first, fourth and third.
 */
void corpus_init(struct corpus *c);

/* Add the file path as one more domain; status 2 with a message where it is
 * no such file or has too many types. */
void corpus_load(struct corpus *c, struct clerk *clerk, const char *path);

/* Add a sentence to the domain at hand: n tokens of a text, of which `text` is
 * the part from the first one to the last, and their tags. */
void corpus_add(struct corpus *c, struct span text, const struct token *token,
    const uint8_t *tag, size_t n);

/* Give the memory back. */
void corpus_free(struct corpus *c);

#endif
