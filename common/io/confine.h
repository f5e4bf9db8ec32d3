/*
 * The sandbox of a tool, with its options: what stands in io/sandbox.h, in
 * order.
 *
 *	clerk_file(&c.clerk, path) ...    what will be read and made
 *	confine_enter(&c)
 *	clerk_open(&c.clerk, path) ...    tables
 *	confine_seal(&c)
 *	...
 *	confine_end(&c)
 */
#ifndef IO_CONFINE_H
#define IO_CONFINE_H

#include "base/opt.h"
#include "io/clerk.h"
#include "io/sandbox.h"

struct confine {
	enum sandbox_want want;
	bool tells; /* what is in force */
	unsigned force;
	struct clerk clerk;
};

/* --sandbox and --no-sandbox, as rows for a table. */
extern const struct opt confine_options[];

/* Start the clerk, enter.  Ends the program where --sandbox=require cannot
 * be. */
void confine_enter(struct confine *c);

/* In front of the first thread, and of the input. */
void confine_seal(struct confine *c);

/* The clerk ends. */
void confine_end(struct confine *c);

#endif
