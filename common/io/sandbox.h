/*
 * What a tool has no use for is given up before it reads a byte that others
 * wrote: pages, tables, a state, a model.  Whoever makes it run code of his
 * own has what is open then, memory, threads, a clock, and nothing else.
 * khabar(7), SECURITY.
 *
 * The order of a run:
 *
 *	options          argv alone, and the list of --files0-from
 *	names            of all that will be read and made: clerk_file ...
 *	opening          -o, --dups, --pairs, the state's files, its lock; what
 *	                 they hold is not looked at
 *	clerk_start      a second process (io/clerk.h) that opens and renames
 *	                 what was named, and nothing else; none where nothing is
 *	sandbox_enter    no name can be used any more
 *	parsing          tables, lists, rules, model, gazetteer, state
 *	sandbox_seal     patterns are compiled: no new code
 *	the input
 *
 * Two walls, each of which holds files alone:
 *
 *	seccomp(2)    some fifty calls are left, none of which takes a name.
 *	              fcntl(2) only asks (F_SETOWN and F_SETSIG send signals),
 *	              ioctl(2) only knows a terminal, clone(2) only makes
 *	              threads.  What is not there fails with ENOSYS, as in an
 *	              old kernel, so that the C library does without.
 *	landlock(7)   no file can be opened, no port bound or connected (6.7),
 *	              no signal sent to others, no abstract socket reached
 *	              (6.12).
 *
 * Where it stops: descriptors stay, so that a tool can read its input, write
 * its output, and say what it likes on a terminal; it can take time and memory.
 * Where the C library's fstat(3) is newfstatat(2), it can ask whether a name is
 * there, and for size and times.
 */
#ifndef IO_SANDBOX_H
#define IO_SANDBOX_H

#include <stdbool.h>

/* --sandbox: as much as can be had; calls at the least; nothing. */
enum sandbox_want { SANDBOX_AUTO, SANDBOX_REQUIRE, SANDBOX_NONE };

/* What is in force.  A kernel may know none of it, and neither does a build
 * without Linux (NO_SANDBOX), or with sanitizers, which need more than the
 * tools do. */
enum {
	SANDBOX_CALLS = 1 << 0,  /* system calls: no name, process, socket */
	SANDBOX_FILES = 1 << 1,  /* files, once more */
	SANDBOX_SIGNALS = 1 << 2 /* signals, once more */
};

/* Enter it, with all threads that are yet to be started.  There is no way out.
 * socket: that of a clerk, or -1.  What is in force; 0 where nothing is. */
unsigned sandbox_enter(int socket);

/* After sandbox_enter: from here on no thread can make memory code.  False
 * where that failed. */
bool sandbox_seal(int socket);

/* What is in force, in words: "calls, files, signals", or "none". */
const char *sandbox_words(unsigned force);

#endif
