/*
 * Confines itself and tries what a tool must not do, and what it may ask its
 * clerk for: each action is told with what came of it.
 *
 * usage: sandbox [-e | -t] [-f path]... [-o path]... action[:argument] ...
 *
 * -f: will be read; -o: will be made; -e: early, in front of confine_seal; -t:
 *a thread is made there, which the action `ready` lets make code. Actions are
 *those of inside.h, and open:path                    clerk_open make:n keep:n
 *drop:n gone:n  with the n-th of -o ask:what,which               anything, to
 *the clerk What could be entered is told first.
 */
#include "../inside.h"

#include "io/confine.h"
#include "io/target.h"

enum { PATHS = 8 };

struct inside {
	struct confine confine;
	struct target target[PATHS];
	pthread_t thread;
	pthread_mutex_t ready;
	int code; /* errno of the thread */
	int n;
};

/* No state at file scope: tests have no such rule, but one way to it. */
static struct inside t;

static int
ask(const char *argument)
{
	unsigned q[2] = { 0 };
	struct {
		int error;
		bool named;
	} reply = { 0 };

	sscanf(argument, "%u,%u", &q[0], &q[1]);
	if (send(t.confine.clerk.socket, q, sizeof q, MSG_NOSIGNAL) < 0 ||
	    recvmsg(t.confine.clerk.socket,
		&(struct msghdr) {
		    .msg_iov = &(struct iovec) { &reply, sizeof reply },
		    .msg_iovlen = 1 },
		0) != (ssize_t)sizeof reply)
		return -1;
	errno = reply.error;
	return errno != 0 ? -1 : 0;
}

static void *
make_code(void *arg)
{
	pthread_mutex_lock(&t.ready);
	errno = 0;
	t.code = try_code() < 0 ? errno : 0;
	return arg;
}

/* What the thread could do. */
static int
ready(void)
{
	pthread_mutex_unlock(&t.ready);
	pthread_join(t.thread, NULL);
	errno = t.code;
	return errno != 0 ? -1 : 0;
}

static int
act(const char *name, const char *argument)
{
	struct target *o = &t.target[atoi(argument) % PATHS];

	if (strcmp(name, "open") == 0)
		return clerk_open(&t.confine.clerk, argument);
	if (strcmp(name, "make") == 0)
		return target_make(o) < 0 ? -1 : (int)write(o->fd, "made", 4);
	if (strcmp(name, "keep") == 0)
		return target_close(o, o->fd, true);
	if (strcmp(name, "drop") == 0)
		return target_close(o, o->fd, false);
	if (strcmp(name, "gone") == 0)
		return target_remove(o);
	if (strcmp(name, "ready") == 0)
		return ready();
	if (strcmp(name, "ask") == 0)
		return ask(argument);
	return try_action(name, argument);
}

int
main(int argc, char **argv)
{
	bool early = false, thread = false;
	char text[64];
	int c;

	while ((c = getopt(argc, argv, "etf:o:")) != -1)
		if (c == 'f')
			clerk_file(&t.confine.clerk, optarg);
		else if (c == 'o' && t.n < PATHS &&
		    target_later(&t.target[t.n], optarg) == 0)
			clerk_target(&t.confine.clerk, &t.target[t.n++]);
		else if (c == 'e')
			early = true;
		else if (c == 't')
			thread = true;
		else
			return 99;
	confine_enter(&t.confine);
	pthread_mutex_init(&t.ready, NULL);
	pthread_mutex_lock(&t.ready);
	if (thread)
		pthread_create(&t.thread, NULL, make_code, NULL);
	if (!early)
		confine_seal(&t.confine);
	puts(sandbox_words(t.confine.force));
	for (argv += optind; *argv != NULL; argv++) {
		try_tell(*argv, text, sizeof text, act);
		puts(text);
	}
	fflush(stdout);
	confine_end(&t.confine);
	return 0;
}
