/*
 * Places that share a name (عمّان and عُمان, the two طرابلس): the one that a
 * list names first may not be the one that the record means.  Told apart by
 * the marks that are printed, or else by the other places of the record, after
 * "one sense per discourse" (Gale, Church and Yarowsky, 1992).  The cases are
 * those of common/tables/namesakes.tsv.
 */
#ifndef ENTITY_NAMESAKE_H
#define ENTITY_NAMESAKE_H

#include "entity/mention.h"
#include "gazetteer/gazetteer.h"

enum { NAMESAKES = 32 };

struct namesake {
	struct span id, other, name; /* of the table */
	struct span marked;          /* the other's spellings, parted by '|' */
	struct span pro, contra;     /* ids, parted by '|' */
};

/* The rows of the table. */
struct namesakes {
	struct namesake of[NAMESAKES];
	size_t n;
};

/* Read the table. */
void namesakes_init(struct namesakes *s);

/* Set id and name of the mentions that mean the other; whether there were any.
 * g may be NULL: the gazetteer, whose places of one name are told apart by a
 * nationality or a country behind them (طرابلس اللبنانية), by what they are
 * called to be (ولاية جورجيا), or else by the countries of the record. */
bool namesakes_settle(const struct namesakes *s, const struct gazetteer *g,
    struct span text, struct mentions *all);

#endif
