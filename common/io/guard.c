#include "io/guard.h"

#include <stddef.h>

/* Those that a user, a shell, a limit or a closed pipe sends. */
static const int signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGALRM,
	SIGTERM, SIGXCPU, SIGXFSZ };

/* Would it end the process now?  A held signal is not ignored, either. */
static bool
would_end(int signal, const sigset_t *blocked)
{
	struct sigaction sa;

	return !sigismember(blocked, signal) &&
	    sigaction(signal, NULL, &sa) == 0 && sa.sa_handler == SIG_DFL;
}

void
guard_hold(struct guard *g)
{
	sigset_t blocked;
	size_t i;

	if (g->holding)
		return;
	pthread_sigmask(SIG_SETMASK, NULL, &blocked);
	g->nested = sigismember(&blocked, SIGRTMIN) == 1;
	sigemptyset(&g->held);
	sigaddset(&g->held, SIGRTMIN); /* guard_unwatch */
	for (i = 0; i < sizeof signals / sizeof signals[0]; i++)
		if (would_end(signals[i], &blocked))
			sigaddset(&g->held, signals[i]);
	pthread_sigmask(SIG_BLOCK, &g->held, NULL);
	g->holding = true;
}

static void *
watch(void *arg)
{
	struct guard *g = arg;
	sigset_t one;
	int signal;

	if (sigwait(&g->held, &signal) != 0 || signal == SIGRTMIN)
		return NULL;
	g->end(g->arg);
	sigemptyset(&one);
	sigaddset(&one, signal);
	pthread_sigmask(SIG_UNBLOCK, &one, NULL);
	raise(signal);
	return NULL;
}

void
guard_watch(struct guard *g, void (*end)(void *), void *arg)
{
	g->end = end;
	g->arg = arg;
	if (!g->watching)
		g->watching = pthread_create(&g->thread, NULL, watch, g) == 0;
}

void
guard_unwatch(struct guard *g)
{
	if (!g->watching)
		return;
	g->watching = false;
	pthread_kill(g->thread, SIGRTMIN);
	pthread_join(g->thread, NULL);
}

void
guard_release(struct guard *g)
{
	guard_unwatch(g);
	if (g->nested)
		sigdelset(&g->held, SIGRTMIN);
	if (g->holding)
		pthread_sigmask(SIG_UNBLOCK, &g->held, NULL);
	g->holding = false;
}
