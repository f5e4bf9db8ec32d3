/*
 * A tagger's weights: for each feature of tagger/word.h and each offset it is
 * seen from a row of weights of tags, and what it costs to go from tag to
 * tag.  The image is position independent and used straight from the file.
 *
 * Tags are O and, for each type t, B (1 + 2t) and I (2 + 2t).
 */
#ifndef TAGGER_MODEL_H
#define TAGGER_MODEL_H

#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"
#include "tagger/word.h"

enum { MODEL_TYPES = 7, MODEL_TAGS = 16 }; /* at most, O included */

/*
 * Flags of a token in its place: the gazetteer's matches (of each of its
 * first three labels: alone, first, further word) and the ends of a line.
 * Seen from the offsets -1..1.
 */
enum {
	FLAG_MATCH = 0, /* + 3 * label + {0, 1, 2} */
	FLAG_FIRST = 9,
	FLAG_LAST = 10,
	MODEL_FLAGS = 11,
	FLAG_OFFSETS = 3
};

/* What it costs to go from tag to tag depends on the classes of both words. */
enum { MOVE_PAIRS = WORD_CLASSES * WORD_CLASSES };

/* Which of MOVE_PAIRS the classes of two words side by side are. */
static inline unsigned
move_pair(unsigned from, unsigned to)
{
	return from * WORD_CLASSES + to;
}

/*
 * What one word adds to one tag at one offset, and a flag likewise, is held to
 * these bounds, so that the sum over all offsets is an int16.
 */
enum { WORD_SCORE = 4600, FLAG_SCORE = 1000, FLAGS_AT_ONCE = 3 };
_Static_assert(
    WORD_SCORE *WORD_OFFSETS + FLAG_SCORE * FLAG_OFFSETS * FLAGS_AT_ONCE <=
	INT16_MAX,
    "sums of scores fit int16");

/* Scores of all offsets and tags, side by side, and as many as a vector may
 * touch behind them. */
enum { MODEL_SCORE = (WORD_OFFSETS + 1) * MODEL_TAGS };

/*
 * A row: two bytes, the low one first, whose bit t says that tag t has a
 * weight here and whose bit 15 says that weights count ROW_COARSE times; then
 * the weights, a signed byte each, by ascending tag.
 */
enum { ROW_HEAD = 2, ROW_COARSE = 8 };

struct model_found;

struct model {
	unsigned types, tags;
	struct span type[MODEL_TYPES]; /* names */
	int32_t scale;                 /* of one vote of the training */
	const int16_t *move; /* [pair][from * tags + to]: see MOVE_PAIRS */
	const int16_t *flag; /* [(flag * FLAG_OFFSETS + offset) * MODEL_TAGS] */
	const uint32_t *key; /* of features: upper half of the hash */
	const uint32_t *rows; /* of features: byte of the first row << 5 and the
	                         offsets that have one, ascending */
	uint64_t mask;
	struct span row; /* all of them */
	/* adds up: for the CPU at hand, see model.c */
	void (*sum)(const struct model *m, const struct model_found *f,
	    int16_t score[MODEL_SCORE]);
	struct lexicon lexicon;
	uint64_t *may;   /* which keys there may be; owned */
	uint32_t *start; /* the lexicon's; owned */
};

/* Use image, which must outlive m and be 8-byte aligned.  NULL, or what is
 * wrong with it: then there is nothing to close. */
const char *model_open(struct model *m, struct span image);

/* Give back what m has made for itself; the image stays the caller's. */
void model_close(struct model *m);

/* What features of few values add, once a word has had them: a thread's own. */
struct model_memory;

/* An empty one for m, which goes back with free(3). */
struct model_memory *model_memory_new(const struct model *m);

/* Words that are looked at together, so that their misses of the CPU's caches
 * run side by side. */
enum { MODEL_WORDS = 8 };

/* What each of n <= MODEL_WORDS words adds to the tags of the words around it:
 * score[word][i * m->tags + tag] to those of the word at its own place + 2 - i.
 */
void model_words(const struct model *m, struct model_memory *memory,
    const struct word *w, size_t n, int16_t *const *score);

/* Parts of a model that is to be written; see model_image. */
struct model_parts {
	struct span type[MODEL_TYPES];
	unsigned types;
	int32_t scale;
	const int16_t *move; /* MOVE_PAIRS times tags times tags */
	int16_t flag[MODEL_FLAGS * FLAG_OFFSETS * MODEL_TAGS];
	const uint32_t *key, *rows; /* slots of them, a power of two */
	size_t slots;
	struct span row;
	const uint32_t *word; /* keys of the lexemes, ascending */
	const struct lexeme *lexeme;
	size_t lexemes;
};

/* Add a row of weights to out; those of size prune and below are left out.
 * False, and nothing added, where none is left. */
bool model_add_row(
    struct buf *out, const int32_t weight[MODEL_TAGS], int32_t prune);

/* Add the image of a model to out, where it must come to stand 8-byte aligned
 * for model_open. */
void model_image(const struct model_parts *p, struct buf *out);

#endif
