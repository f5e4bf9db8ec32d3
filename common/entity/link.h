/*
 * Which mentions of a text are one entity.
 *
 * One entity are those with one id; with the same words and label; two full
 * names of persons with the same first and last word (محمد أشتياني, محمد رضا
 * أشتياني); and a single name and the nearest full name in front of it, or
 * else the first behind it, that ends with it (شويغو) or begins with it; so is
 * one of two words that such a name ends with (نصر الله).
 * What one of them has from a list, id and name, all have.
 */
#ifndef ENTITY_LINK_H
#define ENTITY_LINK_H

#include "entity/mention.h"

struct mention_table; /* hash to mention */

/* An empty table, room for link_mentions; mention_table_free takes it back. */
struct mention_table *mention_table_new(void);
void mention_table_free(struct mention_table *t);

/* Set group, and id and name of those without, of all mentions. */
void link_mentions(struct mentions *all, struct mention_table *t);

#endif
