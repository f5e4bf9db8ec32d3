/*
 * What is remembered across runs: a folder with a log of sketches, an image of
 * all that follows from them, and a lock.  khabar-state(5).
 *
 * The log is the truth: judging its sketches again, in order, gives what was
 * known when they were written.  The image only saves that work, for all but
 * the last records; where it is missing, old or damaged, it is made anew.
 */
#ifndef DUP_STATE_H
#define DUP_STATE_H

#include "base/status.h"
#include "dup/story.h"
#include "io/log.h"

/* What sketches of other versions of this program differ in; part of every
 * state's description. */
enum { STATE_VERSION = 1 };

enum state_mode {
	STATE_WRITE, /* make it where there is none; alone */
	STATE_READ,  /* with others that read */
	STATE_CHECK  /* the same; nothing is taken on trust */
};

struct state {
	const char *dir;
	char *log_path, *image_path; /* owned */
	int lock;
	enum state_mode mode;
	struct log log;
	size_t imaged; /* records in the image, or 0 */
	size_t added;  /* since the last commit */
};

/*
 * Open the state in dir, made for `about`, a line that says what decides about
 * repeats (p NULL: whatever it was made for, but it must be there), and bring t
 * (just initialised) to where it was.  Says what is wrong; the status to end
 * with, or STATUS_OK.
 */
enum status state_open(struct state *s, const char *dir, enum state_mode mode,
    bool wait, struct span about, struct stories *t);

/* A sketch and its record's name as bytes, added to b; and read again: the
 * arrays become k's own, the name stays in entry.  False where entry is
 * nothing that state_write wrote. */
void state_write(struct buf *b, const struct sketch *k, struct span name);
bool state_read(struct span entry, struct sketch *k, struct span *name);

/* Add a record that t now remembers, as state_write wrote it. */
enum status state_add(struct state *s, struct span entry);

/* Make what was added last.  The caller's output must be out by now. */
enum status state_commit(struct state *s);

/* Write a new image if the old one is far behind t, or force is set. */
enum status state_image(struct state *s, const struct stories *t, bool force);

/* Print what the state is to standard output. */
enum status state_info(const struct state *s, const struct stories *t);

/* Write a new log without the records before the minute oldest. */
enum status state_compact(struct state *s, uint32_t oldest);

/* Give the lock and the memory back; what was not committed is lost. */
void state_close(struct state *s);

#endif
