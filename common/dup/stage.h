/*
 * dedupe in stages, for when one machine is not enough:
 *
 *	keys    records -> KEY TAB VALUE lines, shard by shard
 *	(sort by KEY)
 *	reduce  those lines, a part of the keys at a time -> POS TAB ... lines
 *	(sort by POS)
 *	union   those lines -> the list of repeats
 *	drop    records, shard by shard, and the list -> what one process writes
 *
 * A record is named by its position, 16 hexadecimal digits: 4 of its shard, 12
 * of its line there.  Keys have 17: one of their kind, 16 of a hash, or for a
 * record's sketch its position.  All is fixed in width and lower case, so that
 * it sorts the same in every locale; values of a key may come in any order and
 * more than once.
 *
 * What one process looks up in its index (the first record with a key) is
 * found by the reduce, for each key by itself.  What depends on order (which
 * shingles are boilerplate, by then) is left to union, which goes through the
 * sketches in order and decides as one process does.
 */
#ifndef DUP_STAGE_H
#define DUP_STAGE_H

#include "dup/story.h"
#include "dup/unit.h"
#include "record/stream.h"

struct clerk;

enum { STAGE_SHARDS = 1 << 16 };

/* Write the keys of a record. */
void stage_keys(
    struct stream *s, unsigned shard, const struct unit *u, bool exact);

/* Read sorted key lines, write pairs. */
void stage_reduce(struct stream *s);

/* Read sorted pairs, write the list. */
void stage_union(struct stream *s, struct stories *t);

/* The repeats of a shard, ascending. */
struct stage_list {
	uint64_t *line; /* owned */
	size_t n, cap, at;
};

/* Read the list at path; ends the program where that fails. */
void stage_list_load(
    struct stage_list *l, struct clerk *c, const char *path, unsigned shard);

/* Take the next line, which is behind all that were taken: is it a repeat? */
bool stage_list_take(struct stage_list *l, uint64_t line);

#endif
