#include "io/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/append.h"

#ifndef IO_BLOCK
#define IO_BLOCK 262144
#endif

void
writer_start(struct writer *w, int fd)
{
	*w = (struct writer) { .fd = fd, .block = w->block };
	w->block.n = 0;
	if (append_torn(fd))
		buf_addc(&w->block, '\n');
}

/* The permissions that the target has, or that a new file would get. */
static mode_t
target_mode(const char *path)
{
	struct stat st;
	mode_t mask;

	if (stat(path, &st) == 0)
		return st.st_mode & 07777;
	mask = umask(0);
	umask(mask);
	return 0666 & ~mask;
}

/* Is path there, and something that rename(2) must not replace? */
static bool
is_special(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && !S_ISREG(st.st_mode);
}

/* Open a file beside target that has no name yet, or a temporary one. */
static int
open_unnamed(struct writer *w)
{
	char *copy = mem_strdup(w->target);
	const char *dir = dirname(copy);
	int fd;

	fd = open(dir, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
	if (fd < 0 &&
	    (errno == EOPNOTSUPP || errno == EISDIR || errno == ENOENT)) {
		struct buf name = { 0 };

		buf_printf(&name, "%s.XXXXXX", w->target);
		buf_addc(&name, '\0');
		w->temp = name.p;
		fd = mkostemp(w->temp, O_CLOEXEC);
		if (fd < 0) {
			free(w->temp);
			w->temp = NULL;
		}
	}
	free(copy);
	return fd;
}

int
writer_open(struct writer *w, const char *path)
{
	char *real;

	writer_start(w, -1);
	if (is_special(path)) {
		w->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
		return w->fd < 0 ? -1 : 0;
	}
	real = realpath(path, NULL); /* a link stays, its target is replaced */
	w->target = real ? real : mem_strdup(path);
	w->fd = open_unnamed(w);
	if (w->fd < 0 || fchmod(w->fd, target_mode(w->target)) != 0) {
		w->error = errno;
		writer_close(w, false);
		errno = w->error;
		return -1;
	}
	return 0;
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

/* Give the file without a name a temporary one in the same directory. */
static int
name_unnamed(struct writer *w)
{
	char self[64];
	struct buf name = { 0 };

	buf_printf(&name, "%s.%ld.tmp", w->target, (long)getpid());
	buf_addc(&name, '\0');
	w->temp = name.p;
	snprintf(self, sizeof self, "/proc/self/fd/%d", w->fd);
	unlink(w->temp);
	return linkat(AT_FDCWD, self, AT_FDCWD, w->temp, AT_SYMLINK_FOLLOW);
}

/* Sync the directory, so that the new name outlives a power cut. */
static int
sync_directory(const char *path)
{
	char *copy = mem_strdup(path);
	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int result = -1;

	free(copy);
	if (fd >= 0) {
		result = fsync(fd);
		close(fd);
	}
	return result;
}

/* Sync, close and rename.  0, or -1 with errno set. */
static int
keep_file(struct writer *w)
{
	int fd = w->fd;

	if (fsync(fd) != 0 || (w->temp == NULL && name_unnamed(w) != 0))
		return -1;
	w->fd = -1;
	if (close(fd) != 0 || rename(w->temp, w->target) != 0)
		return -1;
	free(w->temp);
	w->temp = NULL;
	return sync_directory(w->target);
}

int
writer_close(struct writer *w, bool keep)
{
	writer_flush(w);
	if (w->target != NULL && keep && w->error == 0 && keep_file(w) != 0)
		w->error = errno;
	if (w->fd >= 0 && close(w->fd) != 0 && w->error == 0)
		w->error = errno;
	if (w->temp != NULL)
		unlink(w->temp);
	free(w->temp);
	free(w->target);
	w->temp = w->target = NULL;
	w->fd = -1;
	buf_free(&w->block);
	return w->error ? -1 : 0;
}
