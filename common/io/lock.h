/*
 * One run at a time: a lock that the system gives back when its holder ends,
 * however it ends.  flock(2), so it holds on local file systems.
 */
#ifndef IO_LOCK_H
#define IO_LOCK_H

#include <stdbool.h>

/*
 * Lock the file path, which is made if it is not there and must
 * be no link; shared lets other
 * holders be that ask for no more than that.  Waits only if wait is set.
 * Returns a descriptor that holds the lock until it is closed, or -1 with
 * errno set: EWOULDBLOCK where somebody else has it.
 */
int lock_take(const char *path, bool shared, bool wait);

#endif
