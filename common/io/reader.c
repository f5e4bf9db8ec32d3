/*
 * One buffer, refilled from the front: what is left of a unit moves to the
 * start of the block before more is read behind it.  A unit that outgrows the
 * block makes it double, up to max; beyond that the unit is passed over.
 *
 * SIGUSR1 is blocked by the tool and taken here: while input keeps coming it
 * is polled once a block with sigtimedwait(2), while there is none ppoll(2)
 * waits for both.  So the tool's handler need do nothing, and no state is kept.
 */
#include "io/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/writer.h"

/* Tests build with -DIO_BLOCK=4, so that every boundary is crossed. */
#ifndef IO_BLOCK
#define IO_BLOCK 262144
#endif

void
reader_start(struct reader *r, int fd)
{
	r->fd = fd;
	r->units = 0;
	r->within = 0;
	r->offset = r->consumed = r->taken = 0;
	r->head = r->tail = r->scanned = 0;
	r->end = r->overlong = false;
	r->told = r->no_unpack;
	r->why[0] = '\0';
	unpack_free(r->unpack);
	r->unpack = NULL;
}

int
reader_open(const char *path)
{
	struct stat st;
	int fd;

	if (strcmp(path, "-") == 0)
		fd = STDIN_FILENO;
	else
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0 || fstat(fd, &st) != 0)
		return -1;
	if (S_ISDIR(st.st_mode)) {
		reader_close(fd);
		errno = EISDIR;
		return -1;
	}
	return fd;
}

int
reader_ahead(int fd)
{
	char head[1 << 16];
	int ends[2];
	ssize_t n;

	if (pipe2(ends, O_CLOEXEC) == -1)
		return -1;
	n = tee(fd, ends[1], sizeof head, 0);
	if (n == -1) {
		n = pread(fd, head, sizeof head, lseek(fd, 0, SEEK_CUR));
		n = n > 0 ? write(ends[1], head, (size_t)n) : n;
	}
	close(ends[1]);
	if (n >= 0)
		return ends[0];
	close(ends[0]);
	return -1;
}

int
reader_ahead_of(const char *path)
{
	struct stat st;
	int fd, head;

	if (strcmp(path, "-") == 0)
		return reader_ahead(STDIN_FILENO);
	if (stat(path, &st) == -1 || S_ISREG(st.st_mode) || S_ISDIR(st.st_mode))
		return READER_FILE;
	if (!S_ISFIFO(st.st_mode) || strncmp(path, "/dev/fd/", 8) != 0)
		return -1;
	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return -1;
	head = reader_ahead(fd);
	close(fd);
	return head;
}

void
reader_close(int fd)
{
	if (fd != STDIN_FILENO)
		close(fd);
}

/* Call idle, and say whether SIGUSR1 is pending. */
static void
look_up(struct reader *r)
{
	static const struct timespec now = { 0, 0 };
	sigset_t usr1;

	if (r->idle == NULL)
		return;
	sigemptyset(&usr1);
	sigaddset(&usr1, SIGUSR1);
	r->idle(r->idle_arg, sigtimedwait(&usr1, NULL, &now) == SIGUSR1);
}

/* Before a read that would wait: let out what is ready, then wait, telling
 * counts to those who ask.  0, or -1 where the output failed. */
static int
before_wait(struct reader *r)
{
	struct pollfd in = { .fd = r->fd, .events = POLLIN };
	sigset_t mask;
	int n;

	if (r->fd < 0 || poll(&in, 1, 0) != 0)
		return 0; /* poll would wait for no descriptor for ever */
	if (r->flush != NULL && writer_flush(r->flush) != 0)
		return -1;
	pthread_sigmask(SIG_SETMASK, NULL, &mask);
	sigdelset(&mask, SIGUSR1);
	while ((n = ppoll(&in, 1, NULL, &mask)) < 0 && errno == EINTR)
		if (r->idle != NULL)
			r->idle(r->idle_arg, true);
	return n < 0 ? -1 : 0;
}

/* read(2), once there is something: up to n bytes to `to`. */
static ssize_t
read_some(struct reader *r, char *to, size_t n)
{
	ssize_t got;

	look_up(r);
	do {
		if (before_wait(r) != 0)
			return -1;
		got = read(r->fd, to, n);
	} while (got < 0 && (errno == EINTR || errno == EAGAIN));
	if (got > 0)
		r->taken += got;
	return got;
}

/* Up to IO_BLOCK bytes behind tail, unpacked. */
static ssize_t
unpack_some(struct reader *r)
{
	struct unpack *u = r->unpack;
	ssize_t n, got;

	while ((n = unpack_read(u, r->block + r->tail, IO_BLOCK)) == 0 &&
	    !unpack_ended(u)) {
		size_t room;
		char *to = unpack_room(u, &room);

		if ((got = read_some(r, to, room)) < 0)
			return -1;
		unpack_add(u, (size_t)got);
	}
	if (n < 0)
		unpack_why(u, r->why);
	return n;
}

/* What has been read shows whether it is packed, or more of it will: then it
 * is taken back, to be unpacked. */
static void
look_packed(struct reader *r)
{
	struct span head = span_of(r->block, r->tail);
	bool more;
	const struct packing *p = unpack_told(head, &more);

	r->told = p != NULL || !more || r->end;
	if (p == NULL)
		return;
	r->unpack = unpack_new(p, head, IO_BLOCK);
	r->tail = 0;
	r->consumed = 0;
}

/* Read one block behind tail.  Bytes read, 0 at the end, -1 on an error. */
static ssize_t
fill(struct reader *r)
{
	ssize_t n;

	if (r->head > 0) {
		memmove(r->block, r->block + r->head, r->tail - r->head);
		r->tail -= r->head;
		r->head = 0;
	}
	do {
		r->block = mem_grow(r->block, &r->cap, r->tail + IO_BLOCK, 1);
		n = r->unpack != NULL
		    ? unpack_some(r)
		    : read_some(r, r->block + r->tail, IO_BLOCK);
		if (n > 0) {
			r->tail += (size_t)n;
			r->consumed += n;
		} else if (n == 0)
			r->end = true;
		if (!r->told && n >= 0)
			look_packed(r);
	} while (n > 0 && (!r->told || r->tail == 0));
	return n;
}

/* The delimiter in block[head + scanned .. tail), or NULL; the next look starts
 * there. */
static char *
find(struct reader *r)
{
	char *from = r->block + r->head + r->scanned;
	size_t n = r->tail - r->head - r->scanned;
	char *at;

	if (r->delimiter == READER_WHOLE || n == 0)
		at = NULL;
	else
		at = memchr(from, r->delimiter, n);
	r->scanned += at != NULL ? (size_t)(at - from) : n;
	return at;
}

bool
reader_would_wait(struct reader *r)
{
	struct pollfd in = { .fd = r->fd, .events = POLLIN };

	if (r->fd < 0 || (r->unpack != NULL && unpack_ready(r->unpack)) ||
	    find(r) != NULL)
		return false;
	return poll(&in, 1, 0) == 0;
}

bool
reader_holds(struct reader *r)
{
	const char *at = r->overlong ? NULL : find(r);

	return at != NULL && (size_t)(at - r->block) - r->head <= r->max;
}

/* Hand out n bytes and step over them and `over` more. */
static enum read_result
hand_out(struct reader *r, struct span *unit, size_t n, size_t over)
{
	*unit = span_of(r->block + r->head, n);
	r->head += n + over;
	r->scanned = 0;
	r->units++;
	r->last = over == 0;
	return over > 0 ? READ_UNIT : READ_LAST;
}

/* Pass over the rest of an overlong unit, to w where it is not NULL. */
static enum read_result
pass_over(struct reader *r, struct writer *w)
{
	enum read_result result = READ_UNIT;
	size_t n;
	char *at;

	for (;;) {
		at = find(r);
		n = at ? (size_t)(at - r->block) - r->head : r->tail - r->head;
		if (w != NULL) {
			writer_add(w, span_of(r->block + r->head, n));
			writer_flush(w);
		}
		r->head += n + (at != NULL);
		r->scanned = 0;
		if (at != NULL)
			break;
		if (r->end) {
			result = READ_LAST;
			break;
		}
		if (fill(r) < 0)
			return READ_ERROR;
	}
	if (w != NULL)
		writer_add(w, SPAN("\n"));
	r->overlong = false;
	return result;
}

enum read_result
reader_copy(struct reader *r, struct writer *w)
{
	return pass_over(r, w);
}

enum read_result
reader_next(struct reader *r, struct span *unit)
{
	char *at;

	if (r->overlong && pass_over(r, NULL) == READ_ERROR)
		return READ_ERROR;
	r->units += (unsigned long)r->within;
	r->within = 0;
	for (;;) {
		r->offset = r->consumed - (off_t)(r->tail - r->head);
		at = find(r);
		if ((at ? (size_t)(at - r->block) : r->tail) - r->head >
		    r->max) {
			*unit = span_of(r->block + r->head, r->max);
			r->overlong = true;
			r->scanned = 0;
			r->units++;
			return READ_LONG;
		}
		if (at != NULL)
			return hand_out(
			    r, unit, (size_t)(at - r->block) - r->head, 1);
		if (r->end)
			return r->tail > r->head
			    ? hand_out(r, unit, r->tail - r->head, 0)
			    : READ_END;
		if (fill(r) < 0)
			return READ_ERROR;
	}
}

struct span
reader_peek(struct reader *r, size_t least)
{
	while (r->tail - r->head < least && !r->end)
		if (fill(r) < 0)
			break;
	return span_of(r->block + r->head, r->tail - r->head);
}

/* Step over what was peeked at, counting the delimiters in it; to w where it
 * is not NULL. */
static void
pass(struct reader *r, struct span s, struct writer *w)
{
	const char *p = s.p, *end = s.p + s.n;

	if (w != NULL) {
		writer_add(w, s);
		writer_flush(w);
	}
	while ((p = memchr(p, r->delimiter, (size_t)(end - p))) != NULL) {
		p++;
		r->within++;
	}
	r->head += s.n;
}

enum read_result
reader_take(struct reader *r, size_t n, struct span *unit, struct writer *w)
{
	struct span have = reader_peek(r, n < r->max ? n : r->max);
	enum read_result result = n > r->max ? READ_LONG
	    : have.n < n                     ? READ_LAST
					     : READ_UNIT;

	if (result == READ_UNIT)
		w = NULL;
	r->scanned = 0;
	r->units += (unsigned long)(1 + r->within);
	r->within = -1;
	*unit = result == READ_UNIT ? span_of(have.p, n) : SPAN("");
	while (n > have.n && have.n > 0) {
		n -= have.n;
		pass(r, have, w);
		have = reader_peek(r, 1);
	}
	pass(r, span_of(have.p, n < have.n ? n : have.n), w);
	if (w != NULL)
		writer_add(w, SPAN("\n"));
	return result;
}

bool
reader_unpacks(const struct reader *r)
{
	return r->unpack != NULL;
}

const char *
reader_why(const struct reader *r)
{
	return r->why[0] != '\0' ? r->why : strerror(errno);
}

void
reader_free(struct reader *r)
{
	unpack_free(r->unpack);
	r->unpack = NULL;
	free(r->block);
	r->block = NULL;
	r->cap = 0;
}
