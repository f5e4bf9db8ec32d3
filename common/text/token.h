/*
 * Tokens: words, numbers, marks and line ends of a text, as spans of its own
 * bytes.
 *
 * A word is a run of letters with the marks on them (tashkeel, tatweel,
 * joiners); it ends where ASCII letters meet others, because scraped text
 * glues lines together ("RTوزير").  Invisible marks (zero width, bidi) at
 * either end of a word are not part of it.  A number is a run of digits.
 * Every other code point that is no blank is a mark; equal ones in a row are
 * one ("..."), and a run of line ends is one break.
 */
#ifndef TEXT_TOKEN_H
#define TEXT_TOKEN_H

#include <stdint.h>

#include "base/span.h"

/* A word; a number; one mark of punctuation; the end of a line. */
enum token_kind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_MARK, TOKEN_BREAK };

struct token {
	uint32_t at;  /* of its first byte */
	uint32_t n;   /* bytes */
	uint8_t kind; /* enum token_kind */
	bool blank;   /* a blank stands in front of it */
};

struct tokens {
	struct token *t; /* owned; room is used again */
	size_t n, cap;
};

/* The tokens of text, which must be valid UTF-8 and shorter than 4 GiB. */
void tokens_split(struct tokens *out, struct span text);

/* Give the memory back; t is empty and ready again. */
void tokens_free(struct tokens *t);

#endif
