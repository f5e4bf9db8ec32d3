#include "io/share.h"

#include <limits.h>
#include <unistd.h>

static bool
try(struct buf *path, const char *directory, int n, const char *between,
    const char *name)
{
	path->n = 0;
	buf_printf(path, "%.*s%s%s", n, directory, between, name);
	buf_addc(path, '\0');
	return access(path->p, R_OK) == 0;
}

bool
share_find(const char *name, struct buf *path)
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self);
	const char *slash = n > 0 ? memrchr(self, '/', (size_t)n) : NULL;
	int directory = slash != NULL ? (int)(slash - self) : -1;

	if (directory >= 0 &&
	    (try(path, self, directory, "/../share/khabar/", name) ||
		try(path, self, directory, "/", name) ||
		try(path, self, directory, "/../", name)))
		return true;
	return try(path, PKGDATADIR, (int)strlen(PKGDATADIR), "/", name);
}
