/*
 * Code that strangers have brought in: where a tool reads the bytes "!inside!",
 * it tries the actions in $INSIDE (inside.h), and says on
 * standard error what came of each.
 */
#define _GNU_SOURCE /* memmem, O_PATH */
#include "../inside.h"

#include <stdbool.h>

static void
try_all(void)
{
	char actions[8192], text[64], line[96], *rest = actions, *action;
	const char *inside = getenv("INSIDE");

	snprintf(actions, sizeof actions, "%s", inside ? inside : "");
	while ((action = strsep(&rest, " ")) != NULL && *action != '\0') {
		try_tell(action, text, sizeof text, try_action);
		snprintf(line, sizeof line, "inside %s\n", text);
		syscall(SYS_write, STDERR_FILENO, line, strlen(line));
	}
}

static ssize_t
look(const char *p, ssize_t n)
{
	static bool busy;
	int error = errno;

	if (!busy && n > 0 && memmem(p, (size_t)n, "!inside!", 8) != NULL) {
		busy = true;
		try_all();
		busy = false;
	}
	errno = error;
	return n;
}

ssize_t
read(int fd, void *p, size_t n)
{
	return look(p, syscall(SYS_read, fd, p, n));
}

ssize_t __read_chk(int fd, void *p, size_t n, size_t size);
ssize_t
__read_chk(int fd, void *p, size_t n, size_t size)
{
	(void)size;
	return look(p, syscall(SYS_read, fd, p, n));
}

ssize_t
pread(int fd, void *p, size_t n, off_t at)
{
	return look(p, syscall(SYS_pread64, fd, p, n, at));
}

ssize_t __pread_chk(int fd, void *p, size_t n, off_t at, size_t size);
ssize_t
__pread_chk(int fd, void *p, size_t n, off_t at, size_t size)
{
	(void)size;
	return look(p, syscall(SYS_pread64, fd, p, n, at));
}
