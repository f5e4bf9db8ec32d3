#include "io/append.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* The byte at offset at of what fd has open, perhaps for writing alone. */
static bool
read_byte(int fd, off_t at, char *c)
{
	char self[64];
	bool done = pread(fd, c, 1, at) == 1;

	if (done)
		return true;
	snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
	if ((fd = open(self, O_RDONLY | O_CLOEXEC | O_NOCTTY)) < 0)
		return false;
	done = pread(fd, c, 1, at) == 1;
	close(fd);
	return done;
}

bool
append_torn(int fd)
{
	struct stat st;
	int flags = fcntl(fd, F_GETFL);
	char last;

	if (flags < 0 || !(flags & O_APPEND) || fstat(fd, &st) != 0 ||
	    !S_ISREG(st.st_mode) || st.st_size == 0)
		return false;
	return !read_byte(fd, st.st_size - 1, &last) || last != '\n';
}

void
append_cut(int fd, struct span written)
{
	const char *end = memrchr(written.p, '\n', written.n);
	size_t torn = end ? written.n - (size_t)(end + 1 - written.p)
			  : written.n;
	struct stat st;
	int saved = errno;

	/* Where the file ends elsewhere, somebody else writes to it, too. */
	if (torn > 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    lseek(fd, 0, SEEK_CUR) == st.st_size &&
	    ftruncate(fd, st.st_size - (off_t)torn) != 0)
		errno = 0; /* the next one to append finds it torn */
	errno = saved;
}
