#include "io/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Lock fd, where it is a file. */
static bool
take(int fd, int how)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return false;
	if (!S_ISREG(st.st_mode)) {
		errno = EINVAL;
		return false;
	}
	while (flock(fd, how) != 0)
		if (errno != EINTR)
			return false;
	return true;
}

int
lock_take(const char *path, bool shared, bool wait)
{
	const int flags = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
	int how = (shared ? LOCK_SH : LOCK_EX) | (wait ? 0 : LOCK_NB);
	int fd = open(path, O_RDWR | O_CREAT | flags, 0666);
	int saved;

	/* Whoever may only read the state may still read-lock it. */
	if (fd < 0 && shared)
		fd = open(path, O_RDONLY | flags);
	if (fd < 0 || take(fd, how))
		return fd;
	saved = errno;
	close(fd);
	errno = saved;
	return -1;
}
