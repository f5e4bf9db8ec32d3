#include "io/map.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static int
map_fd(int fd, struct span *out)
{
	struct stat st;
	void *p;

	if (fstat(fd, &st) == -1)
		return -1;
	if (!S_ISREG(st.st_mode)) {
		errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
		return -1;
	}
	*out = (struct span) { NULL, 0 };
	if (st.st_size == 0)
		return 0;
	if ((uintmax_t)st.st_size > SIZE_MAX) {
		errno = EFBIG;
		return -1;
	}
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		return -1;
	*out = span_of(p, (size_t)st.st_size);
	return 0;
}

int
map_open(const char *path, struct span *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), r, saved;

	if (fd == -1)
		return -1;
	r = map_fd(fd, out);
	saved = errno;
	close(fd);
	errno = saved;
	return r;
}

void
map_drop(struct span part)
{
	const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t start = ((uintptr_t)part.p + page - 1) / page * page;
	uintptr_t end = ((uintptr_t)part.p + part.n) / page * page;

	if (end > start) /* advice: no harm where it is not taken */
		madvise((void *)start, end - start, MADV_DONTNEED);
}

void
map_close(struct span *s)
{
	union {
		const char *c;
		void *v;
	} p = { .c = s->p };

	if (s->n > 0)
		munmap(p.v, s->n);
	*s = (struct span) { NULL, 0 };
}
