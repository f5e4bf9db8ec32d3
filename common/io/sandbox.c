/*
 * The filter is made here and not by libseccomp, which takes longer for it
 * than all else at the start: a comparison a call, in front those that are
 * frequent, then those that are left in part.
 */
#include "io/sandbox.h"

#ifndef __has_feature
#define __has_feature(x) 0
#endif
/* They open files, map code and stop threads of their own at the end. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) ||       \
    __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || \
    __has_feature(thread_sanitizer) || !defined(__linux__)
#undef NO_SANDBOX
#define NO_SANDBOX
#endif

const char *
sandbox_words(unsigned force)
{
	static const char *const words[] = { "none", "calls", "files",
		"calls, files", "signals", "calls, signals", "files, signals",
		"calls, files, signals" };

	return words[force & 7];
}

#ifndef NO_SANDBOX

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The machine, as seccomp_data has it; a filter for another one's numbers is
 * none. */
#if defined(__x86_64__) && !defined(__ILP32__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__) && defined(__AARCH64EL__)
#define MACHINE AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define MACHINE AUDIT_ARCH_RISCV64
#elif defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)
#define MACHINE AUDIT_ARCH_PPC64LE
#elif defined(__s390x__)
#define MACHINE AUDIT_ARCH_S390X
#elif defined(__i386__)
#define MACHINE AUDIT_ARCH_I386
#elif defined(__arm__) && defined(__ARM_EABI__) && !defined(__ARMEB__)
#define MACHINE AUDIT_ARCH_ARM
#else
#define MACHINE 0
#endif

/* --- seccomp -------------------------------------------------------------- */

/* The calls that are left.  Some exist on some machines only. */
static const uint32_t calls[] = {
	/* bytes */
	SYS_read,
	SYS_write,
	SYS_pread64,
	SYS_pwrite64,
	SYS_readv,
	SYS_writev,
	SYS_lseek,
	SYS_close,
	SYS_fsync,
	SYS_fdatasync,
	SYS_ftruncate,
	SYS_fstat,
#ifdef SYS__llseek
	SYS__llseek,
#endif
#ifdef SYS_ftruncate64
	SYS_ftruncate64,
#endif
#ifdef SYS_fstat64
	SYS_fstat64,
#endif
#ifdef SYS_poll
	SYS_poll,
#endif
	SYS_ppoll,
#ifdef SYS_ppoll_time64
	SYS_ppoll_time64,
#endif
	/* memory */
	SYS_brk,
	SYS_munmap,
	SYS_mremap,
	/* threads and signals; the end of the clerk */
	SYS_set_robust_list,
	SYS_membarrier,
	SYS_sched_yield,
	SYS_sched_getaffinity,
	SYS_sysinfo,
	SYS_getpid,
	SYS_gettid,
	SYS_rt_sigaction,
	SYS_rt_sigprocmask,
	SYS_rt_sigtimedwait,
	SYS_rt_sigreturn,
	SYS_sigaltstack,
	SYS_restart_syscall,
	SYS_exit,
	SYS_exit_group,
	SYS_wait4,
#ifdef SYS_rseq
	SYS_rseq,
#endif
#ifdef SYS_rt_sigtimedwait_time64
	SYS_rt_sigtimedwait_time64,
#endif
#ifdef SYS_sigreturn
	SYS_sigreturn,
#endif
	/* time and chance */
	SYS_clock_gettime,
	SYS_clock_nanosleep,
	SYS_nanosleep,
	SYS_gettimeofday,
	SYS_getrusage,
	SYS_getrandom,
#ifdef SYS_clock_gettime64
	SYS_clock_gettime64,
	SYS_clock_nanosleep_time64,
#endif
#ifdef SYS_time
	SYS_time,
#endif
};

/* Those that are left in part: argument `at`, of which the bits of mask are
 * looked at, must be value. */
struct part {
	uint32_t call, at;
	uint64_t mask, value;
};

enum {
	CALLS = sizeof calls / sizeof calls[0],
	PARTS = 40,
	PART = 9,    /* instructions of one */
	ADVICE = 31, /* the bits of advices of madvise(2) */
	FILTER = 8 + 2 * CALLS + PART * PARTS,
	/* of pthread_create(3), by any C library: these flags it sets, */
	THREAD = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND |
	    CLONE_THREAD,
	/* and these it may */
	THREAD_MAY = CLONE_SYSVSEM | CLONE_SETTLS | CLONE_PARENT_SETTID |
	    CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | CLONE_DETACHED
};

struct call_filter {
	struct sock_filter p[FILTER];
	unsigned short n;
};

static void
add(struct call_filter *f, unsigned code, uint32_t k, unsigned yes, unsigned no)
{
	f->p[f->n++] = (struct sock_filter) { (uint16_t)code, (uint8_t)yes,
		(uint8_t)no, k };
}

static void
load(struct call_filter *f, size_t at)
{
	add(f, BPF_LD | BPF_W | BPF_ABS, (uint32_t)at, 0, 0);
}

static void
result(struct call_filter *f, uint32_t action)
{
	add(f, BPF_RET | BPF_K, action, 0, 0);
}

static void
allow(struct call_filter *f, uint32_t call)
{
	add(f, BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1);
	result(f, SECCOMP_RET_ALLOW);
}

static void
allow_part(struct call_filter *f, const struct part *p)
{
	size_t at = offsetof(struct seccomp_data, args) + 8 * p->at;
	bool big = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;

	add(f, BPF_JMP | BPF_JEQ | BPF_K, p->call, 0, PART - 1);
	load(f, at + (big ? 4 : 0));
	add(f, BPF_ALU | BPF_AND | BPF_K, (uint32_t)p->mask, 0, 0);
	add(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)p->value, 0, 4);
	load(f, at + (big ? 0 : 4));
	add(f, BPF_ALU | BPF_AND | BPF_K, (uint32_t)(p->mask >> 32), 0, 0);
	add(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(p->value >> 32), 0, 1);
	result(f, SECCOMP_RET_ALLOW);
	load(f, offsetof(struct seccomp_data, nr));
}

static void
allow_parts(struct call_filter *f, int socket, bool sealed)
{
	const uint64_t code = sealed ? PROT_EXEC : 0;
	const uint64_t low = UINT32_MAX, all = UINT64_MAX;
	const uint64_t futex = low &
	    ~(uint64_t)(FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME);
	/* 0, 1, 4, 5: WAIT, WAKE, CMP_REQUEUE, WAKE_OP */
	const uint64_t plain = futex & ~(uint64_t)FUTEX_WAKE_OP;
	const struct part parts[] = {
		{ SYS_mmap, 2, code, 0 },
		{ SYS_mprotect, 2, code, 0 },
#ifdef SYS_mmap2
		{ SYS_mmap2, 2, code, 0 },
#endif
	/* threads, not processes; clone3 is not there, as its flags
	 * cannot be seen */
#ifdef __s390x__
		{ SYS_clone, 1, ~(uint64_t)THREAD_MAY, THREAD },
#else
		{ SYS_clone, 0, ~(uint64_t)THREAD_MAY, THREAD },
#endif
		/* waiting and waking, not inheriting of priorities, in which
		 * there was many a hole */
		{ SYS_futex, 1, plain, FUTEX_WAIT },
		{ SYS_futex, 1, futex, FUTEX_REQUEUE },
		{ SYS_futex, 1, futex, FUTEX_WAIT_BITSET },
		{ SYS_futex, 1, futex, FUTEX_WAKE_BITSET },
#ifdef SYS_futex_time64
		{ SYS_futex_time64, 1, plain, FUTEX_WAIT },
		{ SYS_futex_time64, 1, futex, FUTEX_REQUEUE },
		{ SYS_futex_time64, 1, futex, FUTEX_WAIT_BITSET },
		{ SYS_futex_time64, 1, futex, FUTEX_WAKE_BITSET },
#endif
		/* abort(3), raise(3), pthread_kill(3) */
		{ SYS_tgkill, 0, low, (uint64_t)getpid() },
		/* advice about memory, not what breaks it (root's) */
		{ SYS_madvise, 2, low & ~ADVICE, 0 },
		/* what a descriptor is, not what it does */
		{ SYS_ioctl, 1, low, TCGETS },
		{ SYS_ioctl, 1, low, TIOCGWINSZ },
		{ SYS_fcntl, 1, low, F_GETFL },
		{ SYS_fcntl, 1, low, F_GETFD },
#ifdef SYS_fcntl64
		{ SYS_fcntl64, 1, low, F_GETFL },
		{ SYS_fcntl64, 1, low, F_GETFD },
#endif
	/* fstat(3) */
#ifdef SYS_newfstatat
		{ SYS_newfstatat, 3, low, AT_EMPTY_PATH },
#endif
#ifdef SYS_fstatat64
		{ SYS_fstatat64, 3, low, AT_EMPTY_PATH },
		{ SYS_statx, 2, low, AT_EMPTY_PATH },
#endif
		/* limits are asked for, not set */
		{ SYS_prlimit64, 2, all, 0 },
		/* the clerk; with -1 there is no such descriptor */
		{ SYS_recvmsg, 0, low, (uint32_t)socket },
		{ SYS_sendto, 0, low, (uint32_t)socket },
		/* sandbox_seal */
		{ SYS_seccomp, 0, low,
		    sealed ? SECCOMP_GET_ACTION_AVAIL
			   : SECCOMP_SET_MODE_FILTER },
	};

	_Static_assert(sizeof parts / sizeof parts[0] <= PARTS, "room");
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		allow_part(f, &parts[i]);
}

/* Filter the calls of this thread from here on, or of all. */
static bool
filter_calls(int socket, bool sealed)
{
	struct call_filter f = { .n = 0 };
	struct sock_fprog program;

	load(&f, offsetof(struct seccomp_data, arch));
	add(&f, BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0);
	result(&f, SECCOMP_RET_ERRNO | ENOSYS);
	load(&f, offsetof(struct seccomp_data, nr));
	for (size_t i = 0; i < CALLS; i++)
		allow(&f, calls[i]);
	allow_parts(&f, socket, sealed);
	result(&f, SECCOMP_RET_ERRNO | ENOSYS);
	program = (struct sock_fprog) { f.n, f.p };
	/* Kernels before 5.16 slow a filtered process down without the flag. */
	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
		   SECCOMP_FILTER_FLAG_SPEC_ALLOW |
		       (sealed ? SECCOMP_FILTER_FLAG_TSYNC : 0),
		   &program) == 0;
}

/* Who lacks it is valgrind, which needs more calls than we do, or a kernel
 * before 4.14. */
static bool
knows_seccomp(void)
{
	uint32_t action = SECCOMP_RET_ERRNO;

	return MACHINE != 0 &&
	    syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

/* --- Landlock ------------------------------------------------------------- */

/* Younger than Debian 12's headers. */
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_restrict_self 446
#endif
struct forbidden {
	uint64_t files, ports, scopes;
};

enum { VERSIONS = 6 };

/* What each version knows of, and bytes of the ruleset it takes. */
static const struct {
	struct forbidden all;
	size_t size;
} versions[VERSIONS] = {
	{ { 0x1fff, 0, 0 }, 8 },  /* 5.13 */
	{ { 0x3fff, 0, 0 }, 8 },  /* 5.19: moving */
	{ { 0x7fff, 0, 0 }, 8 },  /* 6.2: truncating */
	{ { 0x7fff, 3, 0 }, 16 }, /* 6.7: binding and connecting */
	{ { 0xffff, 3, 0 }, 16 }, /* 6.10: ioctl of devices */
	{ { 0xffff, 3, 3 }, 24 }  /* 6.12: abstract sockets, signals */
};

/* Forbid all that the kernel's version knows of. */
static unsigned
forbid_files(void)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
	long v = (version < VERSIONS ? version : VERSIONS) - 1;
	int fd;
	bool done;

	if (v < 0)
		return 0;
	fd = (int)syscall(
	    SYS_landlock_create_ruleset, &versions[v].all, versions[v].size, 0);
	if (fd < 0)
		return 0;
	done = syscall(SYS_landlock_restrict_self, fd, 0) == 0;
	close(fd);
	if (!done)
		return 0;
	return SANDBOX_FILES |
	    (versions[v].all.scopes != 0 ? SANDBOX_SIGNALS : 0);
}

unsigned
sandbox_enter(int socket)
{
	unsigned force;

	if (!knows_seccomp() || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return 0;
	force = forbid_files();
	return force | (filter_calls(socket, false) ? SANDBOX_CALLS : 0);
}

bool
sandbox_seal(int socket)
{
	return filter_calls(socket, true);
}

#else /* no sandbox */

unsigned
sandbox_enter(int socket)
{
	(void)socket;
	return 0;
}

bool
sandbox_seal(int socket)
{
	(void)socket;
	return false;
}

#endif
