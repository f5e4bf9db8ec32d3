/*
 * Which mentions of a text are one entity.
 *
 * One entity are those with one id; with the same words and label; two full
 * names of persons with the same first and last word (محمد أشتياني, محمد رضا
 * أشتياني); and a single name and the nearest full name in front of it, or
 * else the first behind it, that ends with it (شويغو) or begins with it.
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

/* The number of the last full name that ends with the word of that hash, as
 * link_mentions left it in t; UINT32_MAX where there is none. */
uint32_t link_surname(const struct mention_table *t, uint64_t word);

#endif
