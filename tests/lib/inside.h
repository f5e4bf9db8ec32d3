/*
 * What code that strangers have brought in would try, each action by its name:
 * for a program that confines itself, and for code that is put into a tool.
 */
#ifndef LIB_INSIDE_H
#define LIB_INSIDE_H

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Each ends with -1 and errno, or something else. */
static int
try_open(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);

	return fd < 0 ? -1 : close(fd);
}

/* Another program in the place of this one. */
static int
try_exec(void)
{
	char name[] = "true", *argv[] = { name, NULL };

	return execv("/bin/true", argv);
}

/* A process. */
static int
try_fork(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	return child < 0 ? -1 : waitpid(child, NULL, 0);
}

/* Memory that is code from the start. */
static int
try_code(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? -1 : munmap(p, 4096);
}

/* A page of the machine that is taken out of use: root's. */
static int
try_poison(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return madvise(p, 4096, 101 /* MADV_SOFT_OFFLINE */);
}

/* Memory that becomes code. */
static int
try_protect(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return mprotect(p, 4096, PROT_READ | PROT_EXEC);
}

/* What the thread does. */
static void *
nothing(void *arg)
{
	return arg;
}

/* A thread, which is allowed. */
static int
try_thread(void)
{
	pthread_t t;

	errno = pthread_create(&t, NULL, nothing, NULL);
	return errno != 0 ? -1 : pthread_join(t, NULL);
}

/* A limit that is set. */
static int
try_limit(void)
{
	struct rlimit most = { 1 << 20, 1 << 20 };

	return setrlimit(RLIMIT_NOFILE, &most);
}

/* Signals to process pid by way of a descriptor: fcntl(2), F_SETOWN. */
static int
try_owner(pid_t pid)
{
	struct f_owner_ex owner = { F_OWNER_PID, pid };
	int fd, done = 0;

	for (fd = 0; fd < 16; fd++) {
		done |= fcntl(fd, F_SETOWN, pid) == 0;
		done |= fcntl(fd, F_SETOWN_EX, &owner) == 0;
		done |= fcntl(fd, F_SETSIG, SIGKILL) == 0;
		done |= fcntl(fd, F_SETFL, O_ASYNC) == 0;
		done |= fcntl(fd, F_SETLEASE, F_RDLCK) == 0;
	}
	return done ? 0 : -1;
}

/* Bytes for the terminal that is or was on descriptor fd, as if typed; a pipe
 * that takes the system's memory; a file of memory as a program. */
static int
try_terminal(void)
{
	char c = 'x';
	int fd, done = 0;

	for (fd = 0; fd < 16; fd++) {
		done |= ioctl(fd, TIOCSTI, &c) == 0;
		done |= ioctl(fd, TIOCSETD, &done) == 0;
		done |= ioctl(fd, FIOASYNC, &fd) == 0;
		done |= fcntl(fd, F_SETPIPE_SZ, 1 << 20) >= 0;
		done |= fcntl(fd, F_DUPFD, 0) >= 0;
	}
	return done ? 0 : -1;
}

/* A lock that inherits priorities. */
static int
try_inherit(void)
{
	static uint32_t lock;

	return (int)syscall(
	    SYS_futex, &lock, 6 /* FUTEX_LOCK_PI */, 0, NULL, NULL, 0);
}

/* The end of process pid. */
static int
try_kill(pid_t pid)
{
	int done = kill(pid, SIGKILL) == 0;

	done |= syscall(SYS_tkill, pid, SIGKILL) == 0;
	done |= syscall(SYS_tgkill, pid, pid, SIGKILL) == 0;
	return done ? 0 : -1;
}

/* Each way to use the name path. */
static int
try_path(const char *name, const char *path)
{
	struct stat st;
	char to[8];

	if (strcmp(name, "read") == 0)
		return try_open(path, O_RDONLY);
	if (strcmp(name, "write") == 0)
		return try_open(path, O_WRONLY);
	if (strcmp(name, "create") == 0)
		return try_open(path, O_WRONLY | O_CREAT | O_EXCL);
	if (strcmp(name, "stat") == 0)
		return stat(path, &st);
	if (strcmp(name, "path") == 0)
		return try_open(path, O_PATH);
	if (strcmp(name, "unlink") == 0)
		return unlink(path);
	if (strcmp(name, "rename") == 0)
		return rename(path, "/tmp/khabar-renamed");
	if (strcmp(name, "link") == 0)
		return linkat(AT_FDCWD, "/proc/self/fd/0", AT_FDCWD, path,
		    AT_SYMLINK_FOLLOW);
	if (strcmp(name, "truncate") == 0)
		return truncate(path, 0);
	if (strcmp(name, "mkdir") == 0)
		return mkdir(path, 0700);
	if (strcmp(name, "symlink") == 0)
		return symlink("/", path);
	if (strcmp(name, "readlink") == 0)
		return (int)readlink(path, to, sizeof to);
	if (strcmp(name, "chmod") == 0)
		return chmod(path, 0777);
	exit(99);
}

/* Calls that reach other processes, the machine, or what is not named; -1 is no
 * good argument for any of them. */
static const struct {
	const char *name;
	long call;
} try_calls[] = { { "vmread", SYS_process_vm_readv },
	{ "vmwrite", SYS_process_vm_writev }, { "pidfd", SYS_pidfd_open },
	{ "getfd", SYS_pidfd_getfd }, { "kcmp", SYS_kcmp },
	{ "queue", SYS_rt_sigqueueinfo }, { "memfd", SYS_memfd_create },
	{ "faults", SYS_userfaultfd }, { "setuid", SYS_setuid },
	{ "capset", SYS_capset }, { "shm", SYS_shmget },
	{ "mqueue", SYS_mq_open }, { "keys", SYS_keyctl }, { "bpf", SYS_bpf },
	{ "perf", SYS_perf_event_open }, { "mount", SYS_mount },
	{ "unshare", SYS_unshare }, { "setns", SYS_setns },
	{ "chdir", SYS_fchdir }, { "chroot", SYS_chroot },
	{ "handle", SYS_open_by_handle_at }, { "list", SYS_getdents64 },
	{ "openat2", SYS_openat2 }, { "execveat", SYS_execveat },
	{ "clone3", SYS_clone3 }, { "sendmsg", SYS_sendmsg },
	{ "dup", SYS_dup }, { "nice", SYS_setpriority },
	{ "affinity", SYS_sched_setaffinity },
	{ "personality", SYS_personality }, { "timer", SYS_timer_create },
	{ "xattr", SYS_fsetxattr }, { "times", SYS_utimensat },
	{ "pkey", SYS_pkey_mprotect }, { "advise", SYS_process_madvise },
	{ "prctl", SYS_prctl }, { "session", SYS_setsid },
	{ "group", SYS_setpgid }, { "itimer", SYS_setitimer },
	{ "flock", SYS_flock }, { "allocate", SYS_fallocate },
	{ "splice", SYS_splice }, { "vmsplice", SYS_vmsplice },
	{ "tee", SYS_tee }, { "copy", SYS_copy_file_range },
	{ "sendfile", SYS_sendfile }, { "inotify", SYS_inotify_init1 },
	{ "fanotify", SYS_fanotify_init }, { "epoll", SYS_epoll_create1 },
	{ "event", SYS_eventfd2 }, { "signalfd", SYS_signalfd4 },
	{ "timerfd", SYS_timerfd_create }, { "pipe", SYS_pipe2 },
	{ "pair", SYS_socketpair }, { "connect", SYS_connect },
	{ "bind", SYS_bind }, { "sockopt", SYS_setsockopt },
	{ "shutdown", SYS_shutdown }, { "accept", SYS_accept4 },
	{ "messages", SYS_msgget }, { "semaphores", SYS_semget },
	{ "key", SYS_add_key }, { "module", SYS_init_module },
	{ "kexec", SYS_kexec_load }, { "reboot", SYS_reboot },
	{ "swap", SYS_swapon }, { "quota", SYS_quotactl },
	{ "pivot", SYS_pivot_root }, { "node", SYS_mknodat },
	{ "umask", SYS_umask }, { "cwd", SYS_getcwd },
	{ "pidsignal", SYS_pidfd_send_signal },
	{ "scheduler", SYS_sched_setscheduler }, { "ioprio", SYS_ioprio_set },
	{ "lock", SYS_mlockall }, { "pages", SYS_move_pages },
	{ "named", SYS_name_to_handle_at }, { "tree", SYS_open_tree },
	{ "fs", SYS_fsopen }, { "dup3", SYS_dup3 },
	{ "clock", SYS_clock_settime }, { "host", SYS_sethostname },
	{ "acct", SYS_acct } };

enum { TRY_CALLS = sizeof try_calls / sizeof try_calls[0] };

/* Do what the action, NAME or NAME:ARGUMENT, says. */
static int
try_action(const char *name, const char *argument)
{
	if (strcmp(name, "fchmod") == 0)
		return fchmod(0, 0777);
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
	if (strcmp(name, "poison") == 0)
		return try_poison();
	if (strcmp(name, "thread") == 0)
		return try_thread();
	if (strcmp(name, "limit") == 0)
		return try_limit();
	if (strcmp(name, "inherit") == 0)
		return try_inherit();
	if (strcmp(name, "terminal") == 0)
		return try_terminal();
	if (strcmp(name, "left") == 0)
		return fstat(atoi(argument), &(struct stat) { 0 });
	if (strcmp(name, "kill") == 0)
		return try_kill(atoi(argument));
	if (strcmp(name, "owner") == 0)
		return try_owner(atoi(argument));
	if (strcmp(name, "ptrace") == 0)
		return (int)ptrace(PTRACE_ATTACH, atoi(argument), NULL, NULL);
	if (strcmp(name, "uring") == 0)
		return (int)syscall(SYS_io_uring_setup, 0, NULL);
	for (size_t i = 0; i < TRY_CALLS; i++)
		if (strcmp(name, try_calls[i].name) == 0)
			return (int)syscall(
			    try_calls[i].call, -1, -1, -1, -1, -1, -1);
	return try_path(name, argument);
}

/* Put "NAME what came of it" into text, of size bytes. */
static inline void
try_tell(const char *action, char *text, size_t size,
    int (*act)(const char *name, const char *argument))
{
	char name[32] = "";
	const char *colon = strchrnul(action, ':');

	snprintf(name, sizeof name, "%.*s", (int)(colon - action), action);
	errno = 0;
	if (act(name, *colon ? colon + 1 : colon) == -1)
		snprintf(text, size, "%s %s", name, strerrorname_np(errno));
	else
		snprintf(text, size, "%s done", name);
}

#endif
