/*
 * Making a lexicon: counts, clusters and priors of words.  As a file it is a
 * table: word, count, count as a name, clusters parted by blanks, prior.
 */
#ifndef LEARN_LEXICON_H
#define LEARN_LEXICON_H

#include "base/buf.h"
#include "tagger/word.h"

struct clerk;

struct lexicon_word {
	uint64_t hash;
	uint32_t at, n; /* its folded bytes, in text */
	uint32_t count, name;
	uint16_t cluster[WORD_CLUSTERS];
	uint8_t prior, role, place;
};

struct lexicon_builder {
	struct buf text;
	struct lexicon_word *word; /* in order of their first mention */
	uint32_t words;
	size_t cap;
	uint32_t *slot; /* numbers + 1 */
	size_t slots;
};

/* The word of that folded form, a new one if need be. */
struct lexicon_word *lexicon_word(
    struct lexicon_builder *b, struct span folded);

/* The word with that hash, or NULL. */
const struct lexicon_word *lexicon_known(
    const struct lexicon_builder *b, uint64_t hash);

/* Add the table path; status 2 with a message where it is none. */
void lexicon_load(struct lexicon_builder *b, struct clerk *c, const char *path);

/* Add counts of names: a table of word, anything, count. */
void lexicon_load_names(
    struct lexicon_builder *b, struct clerk *c, const char *path);

/* Add the table's text to out. */
void lexicon_table(const struct lexicon_builder *b, struct buf *out);

/*
 * The lexicon for use: keys and lexemes in out, which the caller frees with
 * lexicon_free.  Words seen fewer than three times in text and two as a name
 * are left out.
 */
void lexicon_make(const struct lexicon_builder *b, struct lexicon *out);

/* Give back what lexicon_make made; the words that were built from. */
void lexicon_free(struct lexicon *l);
void lexicon_builder_free(struct lexicon_builder *b);

#endif
