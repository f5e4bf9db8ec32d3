/*
 * The work of a filter, by one thread or several: the same bytes, the same
 * messages in the same order.  A tool is a struct with its stream in it, and
 * each of several threads has a copy of it, whose stream keeps what it says
 *until its turn comes (record/aside.h):
 *
 *	crew_hire(&c, &plan, &tool, &options);	behind stream_enter
 *	stream_start(...)
 *	crew_run(&c);
 *	crew_free(&c);
 */
#ifndef CREW_CREW_H
#define CREW_CREW_H

#include "base/opt.h"
#include "crew/batch.h"

/* -j, as a row for a table. */
struct crew_options {
	int jobs; /* 0: as many as there are cores */
};
extern const struct opt crew_options[];

/* How many threads that asks for. */
unsigned crew_threads(const struct crew_options *o);

struct crew_plan {
	size_t tool, stream; /* bytes of the tool, and where its stream is */

	/* Make what each thread has for itself, to work in; NULL: nothing is
	 * made.  Of the copies all other members are those of the caller's
	 * tool: what they point to is shared, and nobody writes to it. */
	void (*start)(void *tool);
	void (*end)(void *tool);

	/* batch_plan's, by the caller's tool; no read: items are lines, see
	 * struct crew_line. */
	size_t item;
	bool (*read)(void *tool, void *item, struct room *room, size_t *bytes);
	void (*free)(void *item); /* NULL: it has nothing */

	/* Do the work on the item and write what comes of it, by any of the
	 * tools. */
	void (*work)(void *tool, void *item);
};

/* A line of the stream, which may be blank or bad. */
struct crew_line {
	struct span line;
};

struct crew {
	struct crew_plan plan;
	void *tool;       /* the caller's */
	unsigned threads; /* with tools of their own; 0: there is but one */
	char *copies;     /* owned: these */
	bool ended;
};

/* Start the tools.  plan must live on.  With --bad=pass there is one thread,
 * which copies what is as long as it likes. */
void crew_hire(struct crew *c, const struct crew_plan *plan, void *tool,
    const struct crew_options *o);

/* Read all input, do all work, write all that comes of it. */
void crew_run(struct crew *c);

/* End the tools. */
void crew_free(struct crew *c);

#endif
