/*
 * Tables: UTF-8 text, a row a line, cells parted by one TAB.  Lines that are
 * empty or start with '#' are comments.  A cell may list several forms,
 * parted by '|'.  The tables that come with khabar are embedded and read by
 * the same code as a user's -t FILE.  khabar-tables(5).
 */
#ifndef RULES_TABLE_H
#define RULES_TABLE_H

#include "base/span.h"

struct clerk;

struct table {
	const char *name; /* for messages */
	struct span rest; /* not yet read */
	unsigned long line;
};

enum { TABLE_CELLS = 16 };

/* Start on text, which is not owned. */
void table_start(struct table *t, const char *name, struct span text);

/*
 * The next row: its cells in cell[0..TABLE_CELLS), the missing ones empty.
 * Returns the number of cells that are there; 0 at the end.
 */
int table_row(struct table *t, struct span cell[TABLE_CELLS]);

/* End with status 2 and the message "tool: NAME:LINE: what". */
void table_die(const struct table *t, const char *what, struct span cell)
    __attribute__((noreturn));

/* Which of the words, which end with NULL, the cell is: its index.  Where it is
 * none, table_die with `unknown`. */
int table_word(const struct table *t, struct span cell,
    const char *const *words, const char *unknown);

/* Read a file whole, which c opens (io/clerk.h; NULL: in place, as everywhere
 * that a clerk is asked for); status 2 with a message where that fails or it is
 * not valid UTF-8.  A NUL stands behind it.  The caller frees span.p. */
struct span table_load(struct clerk *c, const char *path);

#endif
