#include "io/writer.h"

#include <errno.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/append.h"
#include "io/pipe.h"

#ifndef IO_BLOCK
#define IO_BLOCK 262144
#endif

static void
start(struct writer *w)
{
	*w = (struct writer) { .fd = -1, .block = w->block };
	w->block.n = 0;
}

/* A pipe is made to hold a block; behind a torn line, a new one begins. */
static void
start_output(struct writer *w)
{
	pipe_widen(w->fd);
	if (append_torn(w->fd))
		buf_addc(&w->block, '\n');
}

void
writer_start(struct writer *w, int fd)
{
	start(w);
	w->fd = fd;
	w->own = target_of(fd);
	w->target = &w->own;
	start_output(w);
}

/* What was opened is w->fd. */
static int
opened(struct writer *w)
{
	if (w->fd < 0)
		w->error = errno;
	else if (w->target->path == NULL)
		start_output(w);
	if (w->target->temp[0] == '\0')
		guard_release(&w->guard);
	errno = w->error;
	return w->fd < 0 ? -1 : 0;
}

int
writer_open(struct writer *w, const char *path)
{
	start(w);
	guard_hold(&w->guard);
	w->target = &w->own;
	w->fd = target_open(&w->own, path);
	return opened(w);
}

int
writer_make(struct writer *w, struct target *t)
{
	start(w);
	guard_hold(&w->guard);
	w->target = t;
	w->fd = target_make(t);
	return opened(w);
}

static void
drop(void *target)
{
	target_drop(target);
}

void
writer_watch(struct writer *w)
{
	if (w->guard.holding)
		guard_watch(&w->guard, drop, w->target);
}

/* Write all of s, through short writes, interruptions and pipes that somebody
 * else has told not to wait (O_NONBLOCK).  The bytes that are written, and
 * errno where they are fewer. */
static size_t
write_all(int fd, struct span s)
{
	struct pollfd out = { .fd = fd, .events = POLLOUT };
	size_t n = 0;

	while (n < s.n) {
		ssize_t done = write(fd, s.p + n, s.n - n);

		if (done >= 0)
			n += (size_t)done;
		else if (errno == EAGAIN)
			poll(&out, 1, -1);
		else if (errno != EINTR)
			break;
	}
	return n;
}

int
writer_flush(struct writer *w)
{
	struct span s = buf_span(&w->block);
	size_t n = w->error == 0 ? write_all(w->fd, s) : s.n;

	if (n < s.n) {
		w->error = errno;
		append_cut(w->fd, span_of(s.p, n));
	}
	w->block.n = 0;
	return w->error ? -1 : 0;
}

int
writer_sync(struct writer *w)
{
	struct stat st;

	if (writer_flush(w) == 0 && fstat(w->fd, &st) == 0 &&
	    S_ISREG(st.st_mode) && fsync(w->fd) != 0)
		w->error = errno;
	return w->error ? -1 : 0;
}

void
writer_add(struct writer *w, struct span s)
{
	if (w->error == 0)
		buf_adds(&w->block, s);
}

void
writer_mark(struct writer *w)
{
	if (w->block.n >= IO_BLOCK)
		writer_flush(w);
}

int
writer_close(struct writer *w, bool keep)
{
	guard_unwatch(&w->guard);
	writer_flush(w);
	if (w->fd >= 0 &&
	    target_close(w->target, w->fd, keep && w->error == 0) != 0 &&
	    w->error == 0)
		w->error = errno;
	w->fd = -1;
	buf_free(&w->block);
	guard_release(&w->guard);
	return w->error ? -1 : 0;
}
