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

/* The length of the directory in self, which is this program; -1 where it is
 * not known. */
static int
find_self(char self[PATH_MAX])
{
	ssize_t n = readlink("/proc/self/exe", self, PATH_MAX);
	const char *slash = n > 0 ? memrchr(self, '/', (size_t)n) : NULL;

	return slash != NULL ? (int)(slash - self) : -1;
}

bool
share_find(const char *name, struct buf *path)
{
	char self[PATH_MAX];
	int directory = find_self(self);

	if (directory >= 0 &&
	    (try(path, self, directory, "/../share/khabar/", name) ||
		try(path, self, directory, "/", name) ||
		try(path, self, directory, "/../", name)))
		return true;
	return try(path, PKGDATADIR, (int)strlen(PKGDATADIR), "/", name);
}

bool
share_program(const char *name, struct buf *path)
{
	char self[PATH_MAX];
	int directory = find_self(self);

	return directory >= 0 && try(path, self, directory, "/", name);
}
