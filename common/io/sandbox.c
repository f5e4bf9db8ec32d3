/*
 * Two mechanisms of Linux, each of which the kernel may lack.
 *
 * seccomp (libseccomp): a list of calls.  What is not on it fails with ENOSYS,
 * as in a kernel that is too old for it, so that the C library falls back on
 * what it did there.
 *
 * Landlock (5.13 and up; no library is needed): files by their place.  A file
 * to be read is known by its folder, not alone: it may be replaced (by another
 * tool's -o), or made, while the tool is still at the files before it.  What a
 * link leads to, such as /dev/stdin, is allowed by itself.
 *
 * Where it stops: a file in the folder of one that is read can be read, too;
 * names, sizes and times of files can be asked for; what was open before stays
 * open.
 */
#include "io/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/mem.h"

#ifndef __has_feature
#define __has_feature(x) 0
#endif
/* They open files, map code and stop threads of their own at the end. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) ||       \
    __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || \
    __has_feature(thread_sanitizer)
#define NO_SANDBOX
#endif

/* Debian 12's header ends with Landlock's second version. */
#define ACCESS_TRUNCATE (UINT64_C(1) << 14)

#define ACCESS_READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
/* A file is made without a name, gets a temporary one and then its own; its
 * folder is opened to be synced. */
#define ACCESS_REPLACE                                                     \
	(LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_DIR |     \
	    LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE | \
	    LANDLOCK_ACCESS_FS_REFER)

/* The calls that are left.  Some exist on some machines only. */
static const int calls[] = {
	/* bytes */
	SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64), SCMP_SYS(write),
	SCMP_SYS(writev), SCMP_SYS(pwrite64), SCMP_SYS(lseek),
	SCMP_SYS(_llseek), SCMP_SYS(poll), SCMP_SYS(ppoll),
	SCMP_SYS(ppoll_time64), SCMP_SYS(fsync), SCMP_SYS(fdatasync),
	SCMP_SYS(ftruncate), SCMP_SYS(ftruncate64), SCMP_SYS(fadvise64),
	/* files; Landlock says which */
	SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(close), SCMP_SYS(stat),
	SCMP_SYS(stat64), SCMP_SYS(lstat), SCMP_SYS(lstat64), SCMP_SYS(fstat),
	SCMP_SYS(fstat64), SCMP_SYS(newfstatat), SCMP_SYS(fstatat64),
	SCMP_SYS(statx), SCMP_SYS(access), SCMP_SYS(faccessat),
	SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat),
	SCMP_SYS(getcwd), SCMP_SYS(link), SCMP_SYS(linkat), SCMP_SYS(rename),
	SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(unlink),
	SCMP_SYS(unlinkat), SCMP_SYS(fchmod), SCMP_SYS(umask), SCMP_SYS(flock),
	SCMP_SYS(fcntl), SCMP_SYS(fcntl64),
	/* memory */
	SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
	/* threads and signals */
	SCMP_SYS(futex), SCMP_SYS(futex_time64), SCMP_SYS(set_robust_list),
	SCMP_SYS(rseq), SCMP_SYS(membarrier), SCMP_SYS(sched_yield),
	SCMP_SYS(sched_getaffinity), SCMP_SYS(sysinfo), SCMP_SYS(getpid),
	SCMP_SYS(gettid), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigtimedwait), SCMP_SYS(rt_sigtimedwait_time64),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(sigreturn), SCMP_SYS(sigaltstack),
	SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group),
	/* time and chance */
	SCMP_SYS(clock_gettime), SCMP_SYS(clock_gettime64),
	SCMP_SYS(clock_nanosleep), SCMP_SYS(clock_nanosleep_time64),
	SCMP_SYS(nanosleep), SCMP_SYS(gettimeofday), SCMP_SYS(time),
	SCMP_SYS(getrusage), SCMP_SYS(getrandom)
};

/* Those that are left in part: argument `at`, of which the bits of mask are
 * looked at, must be value. */
struct part {
	int call;
	unsigned at;
	scmp_datum_t mask, value;
};

static bool
allow_part(scmp_filter_ctx f, const struct part *p)
{
	struct scmp_arg_cmp arg = { p->at, SCMP_CMP_MASKED_EQ, p->mask,
		p->value };

	return seccomp_rule_add_array(f, SCMP_ACT_ALLOW, p->call, 1, &arg) == 0;
}

static bool
allow_calls(scmp_filter_ctx f)
{
	const struct part parts[] = {
		/* no new code: PCRE2 has compiled its own by now */
		{ SCMP_SYS(mmap), 2, PROT_EXEC, 0 },
		{ SCMP_SYS(mmap2), 2, PROT_EXEC, 0 },
		{ SCMP_SYS(mprotect), 2, PROT_EXEC, 0 },
		/* threads, not processes; clone3 is not there, as its flags
		 * cannot be seen */
		{ SCMP_SYS(clone), 0, CLONE_THREAD, CLONE_THREAD },
		/* abort(3), raise(3) */
		{ SCMP_SYS(tgkill), 0, UINT32_MAX, (scmp_datum_t)getpid() },
		/* isatty(3) */
		{ SCMP_SYS(ioctl), 1, UINT32_MAX, TCGETS },
		/* limits are asked for, not set */
		{ SCMP_SYS(prlimit64), 2, UINT64_MAX, 0 }
	};

	for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
		if (seccomp_rule_add(f, SCMP_ACT_ALLOW, calls[i], 0) != 0)
			return false;
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		if (!allow_part(f, &parts[i]))
			return false;
	return true;
}

static bool
enter_calls(void)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
	bool done;

	if (f == NULL)
		return false;
	/* Kernels before 5.16 slow a filtered process down otherwise. */
	seccomp_attr_set(f, SCMP_FLTATR_CTL_SSB, 1);
	done = allow_calls(f) && seccomp_load(f) == 0;
	seccomp_release(f);
	return done;
}

/* Allow access to what fd (O_PATH) is and all below it; closes fd.  Pipes and
 * the like have no place, and are refused here and allowed anyhow. */
static void
allow(int ruleset, int fd, uint64_t access)
{
	struct landlock_path_beneath_attr rule = { access, fd };
	struct stat st;

	if (fd < 0)
		return;
	if (fstat(fd, &st) == 0 && !S_ISDIR(st.st_mode))
		rule.allowed_access &= LANDLOCK_ACCESS_FS_READ_FILE;
	syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH,
	    &rule, 0);
	close(fd);
}

static int
open_folder(const char *path)
{
	return open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

/* The folder that the file path is in; its name goes to last, and a file in
 * the same folder is passed over. */
static void
allow_folder_of(int ruleset, const char *path, uint64_t access, char **last)
{
	char *copy = mem_strdup(path);
	const char *folder = dirname(copy);

	if (*last == NULL || strcmp(*last, folder) != 0) {
		allow(ruleset, open_folder(folder), access);
		free(*last);
		*last = mem_strdup(folder);
	}
	free(copy);
}

static void
allow_reads(int ruleset, const char *const *paths)
{
	char *last = NULL;
	struct stat st;

	for (; *paths != NULL; paths++) {
		if (strcmp(*paths, "-") == 0)
			continue;
		if (lstat(*paths, &st) == 0 && S_ISLNK(st.st_mode))
			allow(ruleset, open(*paths, O_PATH | O_CLOEXEC),
			    ACCESS_READ);
		allow_folder_of(ruleset, *paths, ACCESS_READ, &last);
	}
	free(last);
}

static void
allow_writes(int ruleset, const char *const *paths, uint64_t access)
{
	char *last = NULL;

	for (; *paths != NULL; paths++) {
		int fd = open_folder(*paths);

		if (fd >= 0)
			allow(ruleset, fd, access);
		else
			allow_folder_of(ruleset, *paths, access, &last);
	}
	free(last);
}

/* All that the kernel's version of Landlock knows of; 0 where it has none. */
static uint64_t
known_access(void)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);

	if (version < 1)
		return 0;
	return (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1 +
	    (version >= 2 ? LANDLOCK_ACCESS_FS_REFER : 0) +
	    (version >= 3 ? ACCESS_TRUNCATE : 0);
}

static bool
enter_files(const char *const *reads, const char *const *writes)
{
	struct landlock_ruleset_attr attr = { known_access() };
	int ruleset;
	bool done;

	if (attr.handled_access_fs == 0)
		return false;
	ruleset = (int)syscall(
	    SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
	if (ruleset < 0)
		return false;
	allow_reads(ruleset, reads);
	allow_writes(ruleset, writes, ACCESS_REPLACE & attr.handled_access_fs);
	done = syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
	close(ruleset);
	return done;
}

unsigned
sandbox_enter(const char *const *reads, const char *const *writes)
{
#ifdef NO_SANDBOX
	bool none = true;
#else
	/* Level 2 is seccomp(2), of 2014; who lacks it is valgrind, which needs
	 * more calls than we do. */
	bool none = seccomp_api_get() < 2;
#endif

	if (none || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return 0;
	return (enter_files(reads, writes) ? SANDBOX_FILES : 0) |
	    (enter_calls() ? SANDBOX_CALLS : 0);
}
