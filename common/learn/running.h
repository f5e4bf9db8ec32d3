/*
 * What running text without annotation tells: counts and clusters of words,
 * and how a tagger tags each word wherever it stands.
 */
#ifndef LEARN_RUNNING_H
#define LEARN_RUNNING_H

#include "learn/lexicon.h"
#include "tagger/tagger.h"

struct clerk;

struct running {
	uint32_t *word; /* numbers of lexicon words; EMBED_BREAK ends a line */
	size_t n, cap;
	struct tokens tokens; /* room */
	struct buf folded;    /* room */
};

/* Count the words of text and remember their order. */
void running_add(
    struct running *r, struct lexicon_builder *b, struct span text);

/* Give the words that were seen at least `least` times their clusters. */
void running_cluster(struct running *r, struct lexicon_builder *b,
    uint32_t least, unsigned epochs, void (*progress)(const char *, double));

/* Hand the text in `field` of every record of n files of JSON lines to use;
 * lines without one are passed over.  Status 2 where a file cannot be read. */
void running_texts(struct clerk *c, const char *const *files, size_t n,
    struct span field, void (*use)(void *, struct span), void *arg);

/* Give the memory back. */
void running_free(struct running *r);

/* Counts of tags of each lexicon word. */
struct priors {
	uint32_t (*count)[1 + MODEL_TYPES]; /* O, and each type */
	struct lexeme_use *use;
	struct tokens tokens; /* room */
	unsigned long seen;   /* tokens */
};

/* Nothing counted yet of the words of b, to which none may come any more. */
void priors_start(struct priors *p, const struct lexicon_builder *b);

/* Tag text and count. */
void priors_add(struct priors *p, const struct lexicon_builder *b,
    struct tagger *t, struct span text);

/* Set prior, role and place of each word of b, and free p. */
void priors_finish(struct priors *p, struct lexicon_builder *b, unsigned types);

#endif
