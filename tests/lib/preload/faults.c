/*
 * Faults of the system, for LD_PRELOAD.  FAULT lists what goes wrong, parted
 * by blanks:
 *
 *	CALL:ERROR:N	from its Nth run on, CALL fails with ERROR
 *	CALL:EINTR:N	every Nth run of CALL is interrupted
 *	CALL:short:N	CALL reads or writes no more than N bytes at once
 *
 * CALL is read, write, fsync, fdatasync, close, rename, linkat or tmpfile (an
 * open with O_TMPFILE).  Descriptors 0 to 2 can be read, written and closed
 *wrong, and all that the program opens; not what the loader does before main.
 */
#define _GNU_SOURCE /* O_TMPFILE, RTLD_NEXT */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum call {
	READ,
	WRITE,
	FSYNC,
	FDATASYNC,
	CLOSE,
	RENAME,
	LINKAT,
	TMPFILE,
	CALLS
};

static const char *const names[CALLS] = { "read", "write", "fsync", "fdatasync",
	"close", "rename", "linkat", "tmpfile" };

static unsigned long runs[CALLS];

static int
error_number(const char *name)
{
	static const struct {
		const char *name;
		int number;
	} errors[] = { { "EIO", EIO }, { "ENOSPC", ENOSPC }, { "EINTR", EINTR },
		{ "EAGAIN", EAGAIN }, { "EPIPE", EPIPE }, { "EDQUOT", EDQUOT },
		{ "EOPNOTSUPP", EOPNOTSUPP }, { "EACCES", EACCES } };
	size_t i;

	for (i = 0; i < sizeof errors / sizeof errors[0]; i++)
		if (strcmp(errors[i].name, name) == 0)
			return errors[i].number;
	fprintf(stderr, "FAULT: unknown error %s\n", name);
	_exit(99);
}

/* Does this run of c fail?  Sets errno then; *most is cut to what may go
 * through at once. */
static int
fails(enum call c, size_t *most)
{
	const char *spec = getenv("FAULT");
	size_t name = strlen(names[c]);
	char what[16];
	unsigned long n;
	int length;

	runs[c]++;
	for (; spec != NULL && *spec; spec += length) {
		length = 0;
		if (sscanf(spec, "%*[^:]:%15[^:]:%lu%n", what, &n, &length) < 2)
			_exit(99);
		if (strncmp(spec, names[c], name) == 0 && spec[name] == ':') {
			if (strcmp(what, "short") == 0)
				*most = *most < n ? *most : n;
			else if (strcmp(what, "EINTR") == 0 ||
				    strcmp(what, "EAGAIN") == 0
				? runs[c] % n == 0
				: runs[c] >= n)
				return errno = error_number(what);
		}
		length += spec[length] == ' ';
	}
	return 0;
}

static void *
next(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

ssize_t
read(int fd, void *p, size_t n)
{
	ssize_t (*real)(int, void *, size_t) = next("read");

	return fails(READ, &n) ? -1 : real(fd, p, n);
}

ssize_t
write(int fd, const void *p, size_t n)
{
	ssize_t (*real)(int, const void *, size_t) = next("write");

	return fails(WRITE, &n) ? -1 : real(fd, p, n);
}

int
fsync(int fd)
{
	int (*real)(int) = next("fsync");
	size_t most = 0;

	return fails(FSYNC, &most) ? -1 : real(fd);
}

int
fdatasync(int fd)
{
	int (*real)(int) = next("fdatasync");
	size_t most = 0;

	return fails(FDATASYNC, &most) ? -1 : real(fd);
}

/* As Linux does it: the descriptor is gone, and the error told. */
int
close(int fd)
{
	int (*real)(int) = next("close");
	size_t most = 0;
	int failed = fails(CLOSE, &most), closed = real(fd);

	if (failed)
		errno = failed;
	return failed ? -1 : closed;
}

int
rename(const char *from, const char *to)
{
	int (*real)(const char *, const char *) = next("rename");
	size_t most = 0;

	return fails(RENAME, &most) ? -1 : real(from, to);
}

int
renameat(int a, const char *from, int b, const char *to)
{
	int (*real)(int, const char *, int, const char *) = next("renameat");
	size_t most = 0;

	return fails(RENAME, &most) ? -1 : real(a, from, b, to);
}

int
linkat(int a, const char *from, int b, const char *to, int flags)
{
	int (*real)(int, const char *, int, const char *, int) = next("linkat");
	size_t most = 0;

	return fails(LINKAT, &most) ? -1 : real(a, from, b, to, flags);
}

int
open(const char *path, int flags, ...)
{
	int (*real)(const char *, int, ...) = next("open");
	size_t most = 0;
	va_list ap;
	int mode = 0;

	if (flags & (O_CREAT | O_TMPFILE)) {
		va_start(ap, flags);
		mode = va_arg(ap, int);
		va_end(ap);
	}
	if ((flags & O_TMPFILE) == O_TMPFILE && fails(TMPFILE, &most))
		return -1;
	return real(path, flags, mode);
}

int
openat(int folder, const char *path, int flags, ...)
{
	int (*real)(int, const char *, int, ...) = next("openat");
	size_t most = 0;
	va_list ap;
	int mode = 0;

	if (flags & (O_CREAT | O_TMPFILE)) {
		va_start(ap, flags);
		mode = va_arg(ap, int);
		va_end(ap);
	}
	if ((flags & O_TMPFILE) == O_TMPFILE && fails(TMPFILE, &most))
		return -1;
	return real(folder, path, flags, mode);
}
