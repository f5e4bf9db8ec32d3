#include "io/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

int
lock_take(const char *path, bool shared, bool wait)
{
	int how = (shared ? LOCK_SH : LOCK_EX) | (wait ? 0 : LOCK_NB);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	int saved;

	/* Whoever may only read the state may still read-lock it. */
	if (fd < 0 && shared)
		fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	while (flock(fd, how) != 0)
		if (errno != EINTR) {
			saved = errno;
			close(fd);
			errno = saved;
			return -1;
		}
	return fd;
}
