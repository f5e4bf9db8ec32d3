/*
 * Bytes from a file descriptor, handed out as units that end with a
 * delimiter: lines (LF), NUL- or form-feed-separated pages, whole files.
 *
 * Reads large blocks with read(2); any byte may stand in a unit; memory is
 * bounded by the longest unit allowed plus one block.  What is packed
 * (io/unpack.h) is unpacked, and is the same as if it had been so before.
 */
#ifndef IO_READER_H
#define IO_READER_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

#include "io/unpack.h"

struct writer;

enum read_result {
	READ_UNIT, /* a unit that ended with the delimiter */
	READ_LAST, /* the last unit: the input ended without a delimiter */
	READ_END,  /* nothing is left */
	READ_LONG, /* the unit is longer than max: see reader_next */
	READ_ERROR /* reader_why says why; reading is over */
};

/* No delimiter: the unit is all of the input. */
enum { READER_WHOLE = -1 };

struct reader {
	int fd;
	int delimiter;        /* a byte, or READER_WHOLE */
	size_t max;           /* bytes of the longest unit allowed */
	bool no_unpack;       /* packed bytes are bytes like others */
	struct writer *flush; /* flushed before a read would wait; or NULL */
	/* Called about once a block, and when SIGUSR1 asks for counts; NULL. */
	void (*idle)(void *arg, bool asked);
	void *idle_arg;

	unsigned long units; /* units handed out, this one included */
	long within;         /* delimiters in it, but for one: reader_take */
	off_t offset;        /* of the first byte of this unit */
	off_t consumed;      /* bytes that the units are made of, unpacked */
	off_t taken;         /* bytes read from fd */

	char *block;            /* owned */
	size_t cap, head, tail; /* block[head..tail) is not yet handed out */
	size_t scanned;         /* of it, bytes known to hold no delimiter */
	bool overlong;          /* the unit at head is longer than max */
	bool last;              /* the unit at hand ended with the input */
	bool end;               /* read(2) has said so */
	bool told;              /* whether it is packed is known */
	struct unpack *unpack;  /* owned; NULL where it is not */
	char why[UNPACK_WHY];   /* see reader_why */
};

/* Start on fd, which stays the caller's.  Set delimiter, max, no_unpack, flush
 * and idle before; r->block is kept for the next file. */
void reader_start(struct reader *r, int fd);

/*
 * The next unit, without its delimiter, in *unit: valid until the next call.
 * READ_LONG: *unit holds the unit's first max bytes; its rest is passed over
 * by the next call, or by reader_copy.
 */
enum read_result reader_next(struct reader *r, struct span *unit);

/*
 * Is the next unit, no longer than max, in memory with its delimiter?  Then
 * reader_next hands it out without a read, and units at hand stay valid.
 */
bool reader_holds(struct reader *r);

/* Would reader_next have to wait for the delimiter of the next unit? */
bool reader_would_wait(struct reader *r);

/* After READ_LONG: write the whole unit and a LF to w, piece by piece.
 * Returns READ_UNIT, READ_LAST or READ_ERROR. */
enum read_result reader_copy(struct reader *r, struct writer *w);

/*
 * What has been read and not handed out; reads until it is `least` bytes or
 * the input ends.  Valid until the next call.
 */
struct span reader_peek(struct reader *r, size_t least);

/*
 * The next n bytes as one unit, whatever they are.  READ_LONG where n is more
 * than max, READ_LAST where the input has less left: *unit is empty then, and
 * the bytes are passed over, or go to w with a LF where it is not NULL.  It
 * counts as one unit while it is at hand, and then as many as it has
 * delimiters.
 */
enum read_result reader_take(
    struct reader *r, size_t n, struct span *unit, struct writer *w);

/* Is what is read packed?  Known as soon as there is something to peek at. */
bool reader_unpacks(const struct reader *r);

/* After READ_ERROR: what failed, errno, or the packed bytes. */
const char *reader_why(const struct reader *r);

/* Give the block back; the file stays open. */
void reader_free(struct reader *r);

/*
 * Open path for reading ("-" is standard input).  Returns the descriptor, or
 * -1 with errno set; a directory is EISDIR.
 */
int reader_open(const char *path);

/*
 * A descriptor from which the first bytes of what fd has open can be read,
 * though they stay where they are; 64 KiB at most.  Waits for the first one.
 * -1 where fd is neither a pipe nor a regular file.
 */
int reader_ahead(int fd);

/*
 * The same of what path names, where it is "-" or a pipe that a shell has put
 * there for <(...).  READER_FILE where it is a regular file, or nothing, and
 * can be opened twice; -1 for all else, as a fifo, of which nothing can be read
 * without taking it.
 */
enum { READER_FILE = -2 };
int reader_ahead_of(const char *path);

/* Close what reader_open gave; standard input stays open. */
void reader_close(int fd);

#endif
