/*
 * One call that fails, for LD_PRELOAD: NTH=CALL:N lets the Nth run of CALL
 * fail, and that one alone.  NTH_COUNT=FILE says in FILE how often each was
 * run, a line "CALL N" each.  Descriptors of the loader are not counted.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* What glibc's own are called where they are replaced. */
void *__libc_malloc(size_t n);
void *__libc_calloc(size_t count, size_t n);
void *__libc_realloc(void *p, size_t n);
void *__libc_memalign(size_t align, size_t n);

/* clang-format off */
#define CALLS(X)                                                               \
	X(malloc, ENOMEM) X(mmap, ENOMEM) X(open, EACCES) X(read, EIO)         \
	X(pread, EIO) X(write, ENOSPC) X(pwrite, ENOSPC) X(fsync, EIO)         \
	X(fdatasync, EIO) X(ftruncate, EIO) X(close, EIO) X(renameat, EIO)     \
	X(rename, EIO) X(linkat, EIO) X(unlink, EACCES) X(unlinkat, EACCES)    \
	X(flock, ENOLCK) X(fstat, EIO) X(fchmod, EPERM) X(mkdir, ENOSPC)       \
	X(lseek, EIO) X(fcntl, EINVAL)
/* clang-format on */

#define NAME(name, error) CALL_##name,
enum nth_call { CALLS(NAME) COUNT };
#undef NAME

static const struct {
	const char *name;
	int error;
} calls[] = {
#define ROW(name, error) { #name, error },
	CALLS(ROW)
#undef ROW
};

static unsigned long runs[COUNT], at;
static enum nth_call failing = COUNT;

__attribute__((constructor)) static void
start(void)
{
	const char *nth = getenv("NTH"), *colon;
	size_t i;

	memset(runs, 0, sizeof runs);
	if (nth == NULL || (colon = strchr(nth, ':')) == NULL)
		return;
	for (i = 0; i < COUNT; i++)
		if (strncmp(calls[i].name, nth, (size_t)(colon - nth)) == 0 &&
		    calls[i].name[colon - nth] == '\0')
			failing = (enum nth_call)i;
	at = strtoul(colon + 1, NULL, 10);
}

__attribute__((destructor)) static void
end(void)
{
	const char *path = getenv("NTH_COUNT");
	FILE *f;
	size_t i;
	unsigned long n[COUNT];

	memcpy(n, runs, sizeof n);
	failing = COUNT;
	if (path == NULL || (f = fopen(path, "w")) == NULL)
		return;
	for (i = 0; i < COUNT; i++)
		fprintf(f, "%s %lu\n", calls[i].name, n[i]);
	fclose(f);
}

static int
fails(enum nth_call c)
{
	if (__atomic_add_fetch(&runs[c], 1, __ATOMIC_RELAXED) != at ||
	    c != failing)
		return 0;
	errno = calls[c].error;
	return 1;
}

static void *
next(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

void *
malloc(size_t n)
{
	return fails(CALL_malloc) ? NULL : __libc_malloc(n);
}

void *
calloc(size_t count, size_t n)
{
	return fails(CALL_malloc) ? NULL : __libc_calloc(count, n);
}

void *
realloc(void *p, size_t n)
{
	return fails(CALL_malloc) ? NULL : __libc_realloc(p, n);
}

void *
reallocarray(void *p, size_t count, size_t n)
{
	return fails(CALL_malloc) ? NULL : __libc_realloc(p, count * n);
}

void *
aligned_alloc(size_t align, size_t n)
{
	return fails(CALL_malloc) ? NULL : __libc_memalign(align, n);
}

/* Each call of the rest: its parameters, and them as arguments. */
#define WRAP(type, name, parameters, arguments)                           \
	type name parameters                                              \
	{                                                                 \
		type(*real) parameters = (type(*) parameters)next(#name); \
                                                                          \
		return fails(CALL_##name) ? (type)-1 : real arguments;    \
	}

WRAP(void *, mmap,
    (void *p, size_t n, int prot, int flags, int fd, off_t offset),
    (p, n, prot, flags, fd, offset))
WRAP(ssize_t, read, (int fd, void *p, size_t n), (fd, p, n))
WRAP(ssize_t, pread, (int fd, void *p, size_t n, off_t o), (fd, p, n, o))
WRAP(ssize_t, write, (int fd, const void *p, size_t n), (fd, p, n))
WRAP(ssize_t, pwrite, (int fd, const void *p, size_t n, off_t o), (fd, p, n, o))
WRAP(int, fsync, (int fd), (fd))
WRAP(int, fdatasync, (int fd), (fd))
WRAP(int, ftruncate, (int fd, off_t n), (fd, n))
WRAP(int, rename, (const char *from, const char *to), (from, to))
WRAP(int, renameat, (int a, const char *from, int b, const char *to),
    (a, from, b, to))
WRAP(int, linkat, (int a, const char *from, int b, const char *to, int flags),
    (a, from, b, to, flags))
WRAP(int, unlink, (const char *path), (path))
WRAP(int, unlinkat, (int fd, const char *path, int flags), (fd, path, flags))
WRAP(int, flock, (int fd, int how), (fd, how))
WRAP(int, fstat, (int fd, struct stat *st), (fd, st))
WRAP(int, fchmod, (int fd, mode_t mode), (fd, mode))
WRAP(int, mkdir, (const char *path, mode_t mode), (path, mode))
WRAP(off_t, lseek, (int fd, off_t o, int whence), (fd, o, whence))

/* As Linux does it: the descriptor is gone, and the error told. */
int
close(int fd)
{
	int (*real)(int) = (int (*)(int))next("close");
	int failed = fails(CALL_close), closed = real(fd);

	if (failed)
		errno = EIO;
	return failed ? -1 : closed;
}

int
fcntl(int fd, int what, ...)
{
	int (*real)(int, int, ...) = (int (*)(int, int, ...))next("fcntl");
	va_list ap;
	void *arg;

	va_start(ap, what);
	arg = va_arg(ap, void *);
	va_end(ap);
	return fails(CALL_fcntl) ? -1 : real(fd, what, arg);
}

static int
mode_of(int flags, va_list ap)
{
	return flags & (O_CREAT | (O_TMPFILE & ~O_DIRECTORY)) ? va_arg(ap, int)
							      : 0;
}

int
open(const char *path, int flags, ...)
{
	int (*real)(const char *, int,
	    ...) = (int (*)(const char *, int, ...))next("open");
	va_list ap;
	int mode;

	va_start(ap, flags);
	mode = mode_of(flags, ap);
	va_end(ap);
	return fails(CALL_open) ? -1 : real(path, flags, mode);
}

int
openat(int folder, const char *path, int flags, ...)
{
	int (*real)(int, const char *, int,
	    ...) = (int (*)(int, const char *, int, ...))next("openat");
	va_list ap;
	int mode;

	va_start(ap, flags);
	mode = mode_of(flags, ap);
	va_end(ap);
	return fails(CALL_open) ? -1 : real(folder, path, flags, mode);
}
