/*
 * Tries what a tool must not do, in a sandbox: each action is told with what
 * came of it.
 *
 * usage: sandbox [-r path]... [-w path]... action[:argument] ...
 *
 * read, write, create and unlink take a path; the others none.  What could be
 * entered is told first.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io/sandbox.h"

enum { PATHS = 8 };

/* Each ends with -1 and errno, or something else. */
static int
try_open(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);

	return fd < 0 ? -1 : close(fd);
}

static int
try_exec(void)
{
	char name[] = "true", *argv[] = { name, NULL };

	return execv("/bin/true", argv);
}

static int
try_fork(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	return child < 0 ? -1 : waitpid(child, NULL, 0);
}

static int
try_code(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? -1 : munmap(p, 4096);
}

static int
try_protect(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return mprotect(p, 4096, PROT_READ | PROT_EXEC);
}

static void *
nothing(void *arg)
{
	return arg;
}

static int
try_thread(void)
{
	pthread_t t;

	errno = pthread_create(&t, NULL, nothing, NULL);
	return errno != 0 ? -1 : pthread_join(t, NULL);
}

static int
try_limit(void)
{
	struct rlimit most = { 1 << 20, 1 << 20 };

	return setrlimit(RLIMIT_NOFILE, &most);
}

static int
act(const char *name, const char *path)
{
	if (strcmp(name, "read") == 0)
		return try_open(path, O_RDONLY);
	if (strcmp(name, "write") == 0)
		return try_open(path, O_WRONLY);
	if (strcmp(name, "create") == 0)
		return try_open(path, O_WRONLY | O_CREAT | O_EXCL);
	if (strcmp(name, "unlink") == 0)
		return unlink(path);
	if (strcmp(name, "mkdir") == 0)
		return mkdir(path, 0700);
	if (strcmp(name, "symlink") == 0)
		return symlink("/", path);
	if (strcmp(name, "chmod") == 0)
		return chmod(path, 0777);
	if (strcmp(name, "socket") == 0)
		return socket(AF_INET, SOCK_STREAM, 0);
	if (strcmp(name, "unix") == 0)
		return socket(AF_UNIX, SOCK_STREAM, 0);
	if (strcmp(name, "exec") == 0)
		return try_exec();
	if (strcmp(name, "fork") == 0)
		return try_fork();
	if (strcmp(name, "code") == 0)
		return try_code();
	if (strcmp(name, "protect") == 0)
		return try_protect();
	if (strcmp(name, "thread") == 0)
		return try_thread();
	if (strcmp(name, "limit") == 0)
		return try_limit();
	if (strcmp(name, "kill") == 0)
		return kill(getppid(), 0);
	if (strcmp(name, "ptrace") == 0)
		return (int)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	if (strcmp(name, "uring") == 0)
		return (int)syscall(SYS_io_uring_setup, 0, NULL);
	exit(99);
}

static void
tell(const char *action)
{
	char name[32] = "";
	const char *colon = strchrnul(action, ':');

	snprintf(name, sizeof name, "%.*s", (int)(colon - action), action);
	errno = 0;
	if (act(name, *colon ? colon + 1 : colon) == -1)
		printf("%s %s\n", name, strerrorname_np(errno));
	else
		printf("%s done\n", name);
}

int
main(int argc, char **argv)
{
	const char *reads[PATHS + 1] = { NULL }, *writes[PATHS + 1] = { NULL };
	int c, nreads = 0, nwrites = 0;
	unsigned entered;

	while ((c = getopt(argc, argv, "r:w:")) != -1)
		if (c == 'r' && nreads < PATHS)
			reads[nreads++] = optarg;
		else if (c == 'w' && nwrites < PATHS)
			writes[nwrites++] = optarg;
		else
			return 99;
	entered = sandbox_enter(reads, writes);
	printf("%s %s\n", entered & SANDBOX_CALLS ? "calls" : "-",
	    entered & SANDBOX_FILES ? "files" : "-");
	for (argv += optind; *argv != NULL; argv++)
		tell(*argv);
	return 0;
}
