/*
 * Requests and replies are one message each of a SOCK_SEQPACKET, so that none
 * comes in parts.  A number that is out of range, or a thing that is not open,
 * is EBADF.
 */
#include "io/clerk.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#if defined(__linux__) && !defined(NO_SANDBOX)
#include <sys/prctl.h>
#endif

#include "base/mem.h"
#include "io/reader.h"
#include "io/target.h"

enum { SPARE = 256 }; /* descriptors that are looked through */

struct request {
	uint32_t what, which;
};

struct reply {
	int error; /* errno, or 0 */
	bool named;
};

/* Room for one descriptor. */
union control {
	struct cmsghdr head;
	char bytes[CMSG_SPACE(sizeof(int))];
};

void
clerk_file(struct clerk *c, const char *path)
{
	if (path == NULL || strcmp(path, "-") == 0)
		return;
	c->file = mem_grow(c->file, &c->cap, c->files + 1, sizeof c->file[0]);
	c->file[c->files++] = (struct clerk_file) { path, -1 };
}

void
clerk_files(struct clerk *c, const char *const *paths)
{
	for (; paths != NULL && *paths != NULL; paths++)
		clerk_file(c, *paths);
}

void
clerk_inputs(struct clerk *c, const char *const *paths)
{
	c->input = paths;
	for (c->inputs = 0; paths[c->inputs] != NULL;)
		c->inputs++;
}

void
clerk_target(struct clerk *c, struct target *t)
{
	if (t->path != NULL && c->targets < CLERK_TARGETS)
		c->target[c->targets++] = t;
}

/* --- its process ---------------------------------------------------------- */

/* What was opened for the tool alone, such as its lock, must not outlive it. */
static void
close_spare(const struct clerk *c, int socket)
{
	int fd, flags;

	close(STDOUT_FILENO);
	for (fd = STDERR_FILENO + 1; fd < SPARE; fd++) {
		bool ours = fd == socket;

		for (size_t i = 0; i < c->targets; i++)
			ours |= fd == c->target[i]->fd ||
			    fd == c->target[i]->folder;
		flags = ours ? 0 : fcntl(fd, F_GETFD);
		if (flags > 0 && (flags & FD_CLOEXEC))
			close(fd);
	}
}

/* Let the tool's end end us, too, or not: only where an open may wait. */
static void
heed_end(int how)
{
	sigset_t one;

	sigemptyset(&one);
	sigaddset(&one, SIGRTMIN);
	sigprocmask(how, &one, NULL);
}

/* A fifo is not waited for: the tool does that. */
static int
open_input(const char *path)
{
	struct stat st;

	if (stat(path, &st) == 0 && S_ISFIFO(st.st_mode))
		return open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	return reader_open(path);
}

static int
open_file(const struct clerk *c, const struct request *q)
{
	int fd = -1;

	errno = EBADF;
	heed_end(SIG_UNBLOCK);
	if (q->what == CLERK_OPEN && q->which < c->files)
		fd = reader_open(c->file[q->which].path);
	else if (q->what == CLERK_INPUT && q->which < c->inputs)
		fd = open_input(c->input[q->which]);
	heed_end(SIG_BLOCK);
	return fd;
}

/* Do what is asked to a target.  A descriptor that stays open, or 0. */
static int
do_target(struct clerk *c, const struct request *q, struct reply *reply)
{
	struct target *t;
	int fd = 0;

	errno = EBADF;
	if (q->which >= c->targets)
		return -1;
	t = c->target[q->which];
	if (t->path == NULL ||
	    (t->fd < 0 && q->what != CLERK_MAKE && q->what != CLERK_REMOVE))
		return -1;
	if (q->what == CLERK_MAKE) {
		fd = target_make(t);
		reply->named = t->temp[0] != '\0';
	} else if (q->what == CLERK_KEEP)
		fd = target_close(t, t->fd, true);
	else if (q->what == CLERK_DROP)
		fd = target_close(t, t->fd, false);
	else if (q->what == CLERK_REMOVE)
		fd = target_remove(t);
	else
		fd = -1;
	return fd;
}

/* Send the reply, with fd where it is above 0. */
static bool
answer(int socket, const struct reply *reply, int fd)
{
	struct iovec bytes = { (void *)(uintptr_t)reply, sizeof *reply };
	union control control = { 0 };
	struct msghdr m = { .msg_iov = &bytes, .msg_iovlen = 1 };

	if (fd > 0) {
		m.msg_control = &control;
		m.msg_controllen = sizeof control;
		control.head = (struct cmsghdr) { .cmsg_level = SOL_SOCKET,
			.cmsg_type = SCM_RIGHTS,
			.cmsg_len = CMSG_LEN(sizeof fd) };
		memcpy(CMSG_DATA(&control.head), &fd, sizeof fd);
	}
	return sendmsg(socket, &m, MSG_NOSIGNAL) >= 0;
}

static bool
serve(struct clerk *c, int socket, const struct request *q)
{
	bool reads = q->what <= CLERK_INPUT, done;
	struct reply reply = { 0 };
	int fd = reads ? open_file(c, q) : do_target(c, q, &reply);

	reply.error = fd < 0 ? errno : 0;
	done = answer(socket, &reply, fd);
	if (reads && fd > 0)
		close(fd);
	return done;
}

static _Noreturn void
be_clerk(struct clerk *c, int socket, pid_t tool)
{
	struct request q;

#ifdef PR_SET_PDEATHSIG
	prctl(PR_SET_PDEATHSIG, SIGRTMIN, 0, 0, 0);
#endif
	close_spare(c, socket);
	while (getppid() == tool &&
	    recv(socket, &q, sizeof q, 0) == (ssize_t)sizeof q)
		if (!serve(c, socket, &q))
			break;
	for (size_t i = 0; i < c->targets; i++)
		target_drop(c->target[i]);
	_exit(0);
}

/* --- the tool's ----------------------------------------------------------- */

static bool
is_started(const struct clerk *c)
{
	return c->socket > 0;
}

/* The first descriptor from fd on that came with the start, as a lock that is
 * held for the tool; SPARE where there is none. */
static int
inherited(int fd)
{
	for (; fd < SPARE; fd++) {
		int flags = fcntl(fd, F_GETFD);

		if (flags >= 0 && !(flags & FD_CLOEXEC))
			break;
	}
	return fd;
}

/* They are not for code that strangers bring; the clerk holds them on. */
static void
close_inherited(void)
{
	int fd = STDERR_FILENO;

	while ((fd = inherited(fd + 1)) < SPARE)
		close(fd);
}

/* Open what nobody waits for, and would be opened now; -1 for all else. */
static int
open_now(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) ? reader_open(path)
							   : -1;
}

/* Is there any name to be used later but standard input's? */
static bool
has_names(const struct clerk *c)
{
	size_t i = c->first > 0;
	bool all = true;

	while (i < c->inputs && strcmp(c->input[i], "-") == 0)
		i++;
	for (size_t f = 0; f < c->files; f++)
		all = all && c->file[f].fd >= 0;
	return i < c->inputs || !all || c->targets > 0;
}

static void
open_all_now(struct clerk *c)
{
	for (size_t i = 0; i < c->files; i++)
		c->file[i].fd = open_now(c->file[i].path);
	if (c->inputs > 0 && strcmp(c->input[0], "-") != 0)
		c->first = open_now(c->input[0]);
	if (c->first < 0)
		c->first = 0;
}

bool
clerk_start(struct clerk *c)
{
	sigset_t all, was;
	pid_t tool = getpid();
	int ends[2];

	if (is_started(c))
		return true;
	open_all_now(c);
	if (!has_names(c) && inherited(STDERR_FILENO + 1) == SPARE)
		return true;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		return false;
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &was);
	c->pid = fork();
	if (c->pid == 0) {
		close(ends[0]);
		be_clerk(c, ends[1], tool);
	}
	sigprocmask(SIG_SETMASK, &was, NULL);
	close(ends[1]);
	if (c->pid < 0) {
		close(ends[0]);
		return false;
	}
	close_inherited();
	c->socket = ends[0];
	pthread_mutex_init(&c->lock, NULL);
	for (size_t i = 0; i < c->targets; i++)
		c->target[i]->clerk = c;
	return true;
}

/* Take the reply; its descriptor, 0 where it has none, or -1. */
static int
take(int socket, struct reply *reply)
{
	struct iovec bytes = { reply, sizeof *reply };
	union control control;
	struct msghdr m = { .msg_iov = &bytes,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof control };
	struct cmsghdr *head;
	ssize_t n;
	int fd = 0;

	do
		n = recvmsg(socket, &m, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	if (n == 0)
		errno = ECONNRESET;
	if (n != (ssize_t)sizeof *reply)
		return -1;
	head = CMSG_FIRSTHDR(&m);
	if (head != NULL && head->cmsg_type == SCM_RIGHTS)
		memcpy(&fd, CMSG_DATA(head), sizeof fd);
	errno = reply->error;
	return reply->error != 0 ? -1 : fd;
}

/* Ask for one thing, and wait for it; any thread may. */
static int
ask(struct clerk *c, enum clerk_what what, size_t which, bool *named)
{
	struct request q = { (uint32_t)what, (uint32_t)which };
	struct reply reply = { 0 };
	int result = -1, error;

	pthread_mutex_lock(&c->lock);
	if (send(c->socket, &q, sizeof q, MSG_NOSIGNAL) == (ssize_t)sizeof q)
		result = take(c->socket, &reply);
	error = errno;
	pthread_mutex_unlock(&c->lock);
	if (named != NULL)
		*named = reply.named;
	errno = error;
	return result;
}

/* What is open in *fd, which has none from here on. */
static int
take_open(int *fd, int none)
{
	int taken = *fd;

	*fd = none;
	return taken;
}

int
clerk_open(struct clerk *c, const char *path)
{
	size_t i = 0, last = SIZE_MAX;
	int fd;

	if (c == NULL || strcmp(path, "-") == 0)
		return reader_open(path);
	for (; i < c->files; i++)
		if (strcmp(c->file[i].path, path) == 0) {
			last = i;
			if ((fd = take_open(&c->file[i].fd, -1)) >= 0)
				return fd;
		}
	if (!is_started(c))
		return reader_open(path);
	errno = EACCES;
	return last < c->files ? ask(c, CLERK_OPEN, last, NULL) : -1;
}

int
clerk_input(struct clerk *c, size_t i)
{
	if (i == 0 && c->first > 0)
		return take_open(&c->first, 0);
	if (!is_started(c) || strcmp(c->input[i], "-") == 0)
		return open_input(c->input[i]);
	return ask(c, CLERK_INPUT, i, NULL);
}

int
clerk_do(
    struct clerk *c, enum clerk_what what, const struct target *t, bool *named)
{
	size_t i = 0;

	while (i < c->targets && c->target[i] != t)
		i++;
	return ask(c, what, i, named);
}

void
clerk_end(struct clerk *c)
{
	if (is_started(c)) {
		close(c->socket);
		while (waitpid(c->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	c->socket = -1;
	free(c->file);
	c->file = NULL;
}
