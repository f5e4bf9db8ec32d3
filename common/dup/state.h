/*
 * What is remembered across runs: a folder with a log of sketches, an image of
 * all that follows from them, and a lock.  khabar-state(5).
 *
 * The log is the truth: what it says of its records, in order, brings the
 * memory to where it was when they were written.  The image only saves that
 * work, for all but the last records; where it is missing, old or damaged, it
 * is made anew.
 */
#ifndef DUP_STATE_H
#define DUP_STATE_H

#include "base/status.h"
#include "dup/entry.h"
#include "io/clerk.h"
#include "io/image.h"
#include "io/log.h"

enum state_mode {
	STATE_WRITE,   /* make it where there is none; alone */
	STATE_PREPARE, /* the same; what is added is not learned, but put down
	                  beside the log, for state_learn */
	STATE_COMMIT,  /* alone, for state_learn */
	STATE_READ,    /* with others that read */
	STATE_CHECK,   /* the same; nothing is taken on trust */
	STATE_COMPACT, /* alone, for state_compact; t learns nothing yet */
	STATE_UPGRADE  /* the same, of an older version, too */
};

struct state {
	const char *dir;
	char *log_path, *image_path, *prepared_path; /* owned */
	int lock;
	/* What state_take has opened and state_read reads, or -1. */
	int log_fd, image_fd, prepared_fd;
	/* What may be made or removed later. */
	struct target log_target, image_target, prepared_target;
	enum state_mode mode;
	struct log log;
	struct image_file image; /* what is loaded of it stays there */
	struct image prepared;   /* STATE_PREPARE */
	size_t imaged;           /* records in the image, or 0 */
	size_t added;            /* since the last commit */
};

/*
 * Lock the state in dir and open its files, none of which is read; c learns
 * which names will be needed.  Where it is to be written and about, a line of
 * about_write, is given, make it where there is none.  Says what is wrong; the
 * status to end with, or STATUS_OK.
 */
enum status state_take(struct state *s, const char *dir, enum state_mode mode,
    bool wait, struct span about, struct clerk *c);

/*
 * Read it: made for `about` (p NULL: whatever it was made for, which goes to
 * t's settings), and bring t (just initialised; NULL where nothing will be
 * judged) to where it was.  STATE_WRITE and STATE_PREPARE drop what was
 * prepared before.  Says what is wrong; the status to end with, or STATUS_OK.
 */
enum status state_read(struct state *s, struct span about, struct stories *t);

/* Would the file path, or standard output where it is NULL, be written over a
 * file of the state, or into its folder? */
bool state_holds(const struct state *s, const char *path);

/* Is anything added to it in the end? */
bool state_learns(const struct state *s);

/* Add a record that t now remembers, as entry_write wrote it. */
enum status state_add(struct state *s, struct span entry);

/* Make what was added last, or, with STATE_PREPARE, nothing yet.  The caller's
 * output must be out by now. */
enum status state_commit(struct state *s);

/* The same in the end, when all of the run is done: with STATE_PREPARE, leave
 * what was added beside the log; otherwise bring the image up to date as
 * well. */
enum status state_finish(struct state *s, struct stories *t);

/* Learn what a run with STATE_PREPARE has left, which is done when there is
 * nothing, or when it was done before. */
enum status state_learn(struct state *s);

/* Write a new image if the old one is far behind t, or force is set. */
enum status state_image(struct state *s, struct stories *t, bool force);

/* The image is damaged at byte bad (see stories_bad): say so, and delete it
 * where that is ours to do.  Returns STATUS_FATAL. */
enum status state_damaged(struct state *s, uint64_t bad);

/* Print what the state is to standard output. */
enum status state_info(const struct state *s, const struct stories *t);

/*
 * Write a new log, for about where the old one is of an older version, without
 * the records before the minute oldest, and
 * a new image.  Who was of one story with a record that goes stays so with
 * the others.  t, with the settings that state_read gave it, knows what is
 * kept.
 */
enum status state_compact(
    struct state *s, uint32_t oldest, struct span about, struct stories *t);

/* Give the lock and the memory back; what was not committed is lost. */
void state_close(struct state *s);

/* For state_compact.c: a name in the folder (owned by the caller), what a log
 * says that failed, a number that no other log has. */
char *state_path(const char *dir, const char *name);
enum status state_failed(const struct state *s, enum log_error e);
uint64_t state_generation(void);

#endif
