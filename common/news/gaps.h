/*
 * The lines between two paragraphs: which of them stands how near, and which
 * shares its words with the text below and above.
 */
#ifndef NEWS_GAPS_H
#define NEWS_GAPS_H

#include "news/page.h"
#include "news/vocab.h"

/* Paragraphs that a line is compared with on a side. */
enum { GAP_PROSE = 3 };

/* The words of the lines around, each gathered once: those that the next line
 * asks for are still there.  All .line 0 is an empty one. */
enum { HEADS = 8 };

struct heads {
	size_t line[HEADS]; /* 1 more than the line's, or 0 */
	struct vocab_list words[HEADS];
};

/* The words of the beginning of line i; they are h's until another is asked
 * for. */
const struct vocab_list *head_of(
    struct heads *h, const struct page *p, size_t i);

/* Add what the lines of p, whose kinds are known, show in their gaps. */
void gaps_add(struct page *p);

#endif
