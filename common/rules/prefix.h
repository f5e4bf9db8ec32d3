/*
 * What a line must start with to match a row: a trie over the first letters of
 * all rows' patterns.  It says of nearly every line that no row matches it, and
 * of the others which rows are worth trying, before a pattern is compiled.
 */
#ifndef RULES_PREFIX_H
#define RULES_PREFIX_H

#include <stdint.h>

#include "base/span.h"

struct prefixes;

/* A part of other patterns, written (?&name) there. */
struct prefix_part {
	struct span name, pattern;
};

/* No rows yet; prefixes_free takes them back. */
struct prefixes *prefixes_new(void);

/*
 * Add the row of this number, one more than the last: pattern is PCRE2 over
 * folded text (extended, no plain group counts), of which alternatives,
 * literals, sets of letters, \h, \p{L}, quantifiers and the n parts are
 * followed; where anything else stands, all may follow.  False where that is so
 * from the start on.
 */
bool prefixes_add(struct prefixes *t, uint32_t row, struct span pattern,
    const struct prefix_part *part, size_t n);

/*
 * Set the bits in rows (one each, room for all) of those that folded may match
 * from its first byte on; cut: it is the start of a longer line.  False where
 * there are none.
 */
bool prefixes_find(
    const struct prefixes *t, struct span folded, bool cut, uint64_t *rows);

/* Behind the last row: make what prefixes_next looks at, and prefixes_find
 * faster. */
void prefixes_ready(struct prefixes *t);

/* The first byte of folded, from byte `from` on, where a row may match; its end
 * where there is none. */
size_t prefixes_next(const struct prefixes *t, struct span folded, size_t from);

/* Is cp what \h matches? */
bool prefix_blank(uint32_t cp);

/* Give the memory back; NULL is nothing. */
void prefixes_free(struct prefixes *t);

#endif
