/*
 * What the files of evidence have in common (evidence.c, looks.c, around.c,
 * gaps.c, own.c): how they add to a line, and what a line is to its neighbours.
 */
#ifndef NEWS_SHOWN_H
#define NEWS_SHOWN_H

#include "news/page.h"

/* Add evidence to line l by its name in LINE_EVIDENCES, or the nth behind it;
 * is it there? */
#define ADD(l, what) evidence_add(&(l)->e, EVIDENCE_##what)
#define ADD_N(l, what, n) evidence_add(&(l)->e, EVIDENCE_##what + (unsigned)(n))
#define HAS(l, what) evidence_has(&(l)->e, EVIDENCE_##what)

/* In the order of LINE_KINDS. */
enum kind {
	KIND_PROSE,
	KIND_SENTENCE,
	KIND_HEADLINE,
	KIND_WORDS,
	KIND_ITEM,
	KIND_DATED,
	KIND_BYLINE,
	KIND_NAME,
	KIND_ENDING,
	KIND_RELATED,
	KIND_BUTTON,
	KIND_MARK,
	KIND_COUNT
};

#endif
