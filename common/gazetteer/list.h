/*
 * Lists of entities as tables: id, label, name, aliases parted by '|'.
 */
#ifndef GAZETTEER_LIST_H
#define GAZETTEER_LIST_H

#include "gazetteer/gazetteer.h"

struct clerk;

enum list_kind {
	LIST_BUILTIN, /* khabar's: one-word names need a witness */
	LIST_USER     /* the user's: what it says, goes */
};

/* Add the rows of the table file; ends with status 2 and a message with file
 * and line where one is wrong. */
void list_load(struct gazetteer_builder *b, struct clerk *c, const char *path,
    enum list_kind kind);

/* Read common/tables/likeness.tsv: word, percent (see gazetteer_likeness).  The
 * same errors. */
void list_likeness(
    struct gazetteer_builder *b, struct clerk *c, const char *path);

#endif
