#include "io/map.h"

#include <errno.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/clerk.h"
#include "io/reader.h"

/* Bytes of the file; -1 with errno set where it is none that can be mapped. */
static int
size_of(int fd, size_t *n)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return -1;
	if (!S_ISREG(st.st_mode)) {
		errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
		return -1;
	}
	if ((uintmax_t)st.st_size > SIZE_MAX) {
		errno = EFBIG;
		return -1;
	}
	*n = (size_t)st.st_size;
	return 0;
}

static int
map_fd(int fd, size_t n, struct span *out)
{
	void *p = mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0);

	if (p == MAP_FAILED)
		return -1;
	*out = span_of(p, n);
	return 0;
}

enum { HUGE_PAGE = 1 << 21 };

/* n zeros that begin and end where huge pages do, for the kernel to use those:
 * a page fault for each of many small ones costs more than the reading. */
static char *
whole_pages(size_t n)
{
	char *p = mmap(NULL, n + HUGE_PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	size_t front;

	if (p == MAP_FAILED)
		return NULL;
	front = -(uintptr_t)p % HUGE_PAGE;
	if (front > 0)
		munmap(p, front);
	if (front < HUGE_PAGE)
		munmap(p + front + n, HUGE_PAGE - front);
	madvise(p + front, n, MADV_HUGEPAGE); /* no harm where it fails */
	return p + front;
}

/* A file that is shorter by now ends in zeros, which is for its check. */
static int
copy_fd(int fd, size_t n, struct span *out)
{
	size_t whole = (n + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE, at = 0;
	char *p = whole_pages(whole);
	ssize_t some = 1;

	if (p == NULL)
		return -1;
	while (at < n && some != 0) {
		some = read(fd, p + at, n - at);
		if (some < 0 && errno != EINTR) {
			munmap(p, whole);
			return -1;
		}
		at += some > 0 ? (size_t)some : 0;
	}
	*out = span_of(p, n);
	return mprotect(p, whole, PROT_READ);
}

/* get makes memory of the n bytes, n > 0, of fd. */
static int
open_with(struct clerk *c, const char *path, struct span *out,
    int (*get)(int fd, size_t n, struct span *out))
{
	int fd = clerk_open(c, path), r, saved;
	size_t n;

	if (fd == -1)
		return -1;
	*out = (struct span) { NULL, 0 };
	r = size_of(fd, &n);
	if (r == 0 && n > 0)
		r = get(fd, n, out);
	saved = errno;
	reader_close(fd);
	errno = saved;
	return r;
}

int
map_open(struct clerk *c, const char *path, struct span *out)
{
	return open_with(c, path, out, map_fd);
}

int
map_copy(struct clerk *c, const char *path, struct span *out)
{
	return open_with(c, path, out, copy_fd);
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
