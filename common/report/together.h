/*
 * Names that come together in articles more often than chance has it: by the
 * log-likelihood ratio of T. Dunning, "Accurate Methods for the Statistics of
 * Surprise and Coincidence", Computational Linguistics 19 (1), 1993.  It does
 * not overrate what is rare, as lift does, nor what is frequent anyway, as the
 * bare count does.
 */
#ifndef REPORT_TOGETHER_H
#define REPORT_TOGETHER_H

#include <stddef.h>
#include <stdint.h>

enum {
	TOGETHER_NAMES = 256, /* that are paired, at the most */
	TOGETHER_LEAST = 3,   /* articles that a pair must have */
	TOGETHER_EACH = 3     /* pairs of one name, so that none drowns all */
};

struct together_pair {
	unsigned a, b;   /* names, a < b */
	unsigned long n; /* articles of both */
	double score;    /* the ratio, from 0 */
};

struct together {
	unsigned names;
	unsigned long articles;
	unsigned long n[TOGETHER_NAMES]; /* articles of each */
	uint32_t *both;                  /* owned: [a * names + b], a < b */
	struct together_pair *pair;      /* owned; the best first */
	size_t pairs, cap;
};

/* For so many names, numbered from 0; together_free takes it back. */
void together_init(struct together *t, unsigned names);

/* An article with these n names, each once. */
void together_add(struct together *t, const unsigned *name, size_t n);

/* These two are no pair. */
void together_drop(struct together *t, unsigned a, unsigned b);

/* Find the pairs, most of them at the most. */
void together_close(struct together *t, size_t most);

/* -2 log lambda of the table of an event that is in n1 of n, one in n2 of n
 * and both in n12. */
double together_score(
    unsigned long n12, unsigned long n1, unsigned long n2, unsigned long n);

/* Give the memory back. */
void together_free(struct together *t);

#endif
