/*
 * Signals that end a run are held back while it has files under temporary
 * names, and those names are taken away before one of them has its way.
 *
 * No handler and no state: a thread waits for the signals (sigwait(3)),
 * cleans up, and lets them end the process as they would have.  Signals that
 * are ignored (nohup(1), a shell's background jobs) stay so.
 */
#ifndef IO_GUARD_H
#define IO_GUARD_H

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>

struct guard {
	sigset_t held; /* by guard_hold */
	bool holding, watching;
	bool nested; /* within another one, whose thread must not hear either */
	pthread_t thread;
	void (*end)(void *);
	void *arg;
};

/* Hold the signals back, in this thread and those that it will start. */
void guard_hold(struct guard *g);

/* After guard_hold: from here on end(arg) is called, in a thread of its own,
 * where one of them comes, and then the process ends.  Where there is no
 * thread to be had they stay held back. */
void guard_watch(struct guard *g, void (*end)(void *), void *arg);

/* No longer: what comes from here on waits for guard_release. */
void guard_unwatch(struct guard *g);

/* Watch and hold no more; a signal that has come in between ends the
 * process. */
void guard_release(struct guard *g);

#endif
