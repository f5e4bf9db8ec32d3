#include "io/pipe.h"

#include <errno.h>
#include <fcntl.h>

void
pipe_widen(int fd)
{
#ifdef F_SETPIPE_SZ
	enum { ROOM = 1 << 19 }; /* of the 64 MiB that a user's may have */
	int saved = errno;
	int now = fcntl(fd, F_GETPIPE_SZ);

	if (now >= 0 && now < ROOM)
		fcntl(fd, F_SETPIPE_SZ, ROOM);
	errno = saved;
#else
	(void)fd;
#endif
}
