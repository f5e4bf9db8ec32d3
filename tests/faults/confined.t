#!/usr/bin/perl
# Code of a stranger runs inside a tool: what SECURITY in khabar(7) promises,
# tried out by someone who knows the manual alone.  Whether it holds is seen
# from outside; and where the tool keeps all rights, the same code must do the
# harm, or it proves nothing and is skipped.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib", $FindBin::Bin;
use Cwd qw(getcwd);
use Faults;
use IO::Socket::UNIX;
use Khabar;
use POSIX ();
use Test::More;

my $html = '<!doctype html><html><head><title>t</title></head><body><p>' .
    (page() x 2) =~ s/\n/<\/p><p>/gr . '</p></body></html>';
my $names = "x:1\tSHIP\tموجة البحر\t\n";
my $corpus = "زار O\nمحمد B-PER\nدمشق B-LOC\n. O\n\n" x 20;
my $lib = scratch();

# --- what runs inside -------------------------------------------------------
# Before the tool's first read of a file or of standard input, once it is in
# its sandbox, or at once where ANYHOW is set; TRY has one attempt a line.
spew("$lib/in.c", <<'END');
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
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
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#define S(...) syscall(__VA_ARGS__)

static void
say(const char *what, const char *how)
{
	char b[300];
	int n = snprintf(b, sizeof b, "%s %s\n", what, how);

	S(SYS_write, 2, b, n);
}

static void
got(long fd, const char *how)
{
	char c;

	if (fd >= 0 && S(SYS_read, fd, &c, 1) == 1)
		say("did read by", how);
}

static void
try_read(char *path)
{
	struct open_how how = { .flags = O_RDONLY };
	char handle[sizeof(struct file_handle) + 128];
	struct file_handle *h = (void *)handle;
	char *base = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	int mount;

	got(S(SYS_open, path, O_RDONLY), "open");
	got(S(SYS_openat, AT_FDCWD, path, O_RDONLY), "openat");
	got(S(SYS_openat, AT_FDCWD, path, O_RDWR), "openat, rw");
	got(S(SYS_openat2, AT_FDCWD, path, &how, sizeof how), "openat2");
	for (int d = 0; d < 64; d++) {
		got(S(SYS_openat, d, path, O_RDONLY), "a descriptor");
		got(S(SYS_openat, d, base, O_RDONLY), "a folder");
	}
	h->handle_bytes = 128;
	if (S(SYS_name_to_handle_at, AT_FDCWD, path, h, &mount, 0) == 0)
		for (int d = 0; d < 64; d++)
			got(S(SYS_open_by_handle_at, d, h, O_RDONLY), "handle");
}

static void
try_make(char *path)
{
	char b[300], from[40];
	char *slash = strrchr(path, '/');
	long fd;

	S(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	snprintf(b, sizeof b, "%s.creat", path);
	S(SYS_creat, b, 0600);
	snprintf(b, sizeof b, "%s.mkdir", path);
	S(SYS_mkdir, b, 0700);
	S(SYS_mkdirat, AT_FDCWD, b, 0700);
	snprintf(b, sizeof b, "%s.sym", path);
	S(SYS_symlink, "/etc/passwd", b);
	S(SYS_symlinkat, "/etc/passwd", AT_FDCWD, b);
	snprintf(b, sizeof b, "%s.fifo", path);
	S(SYS_mknod, b, S_IFIFO | 0600, 0);
	S(SYS_mknodat, AT_FDCWD, b, S_IFIFO | 0600, 0);
	/* What is open gets a name. */
	for (int d = 0; d < 64; d++) {
		snprintf(b, sizeof b, "%s.link%d", path, d);
		snprintf(from, sizeof from, "/proc/self/fd/%d", d);
		S(SYS_linkat, AT_FDCWD, from, AT_FDCWD, b, AT_SYMLINK_FOLLOW);
		S(SYS_linkat, d, "", AT_FDCWD, b, AT_EMPTY_PATH);
		S(SYS_openat, d, "beside", O_WRONLY | O_CREAT, 0600);
	}
	snprintf(b, sizeof b, "%s.bound", path);
	if ((fd = S(SYS_socket, AF_UNIX, SOCK_STREAM, 0)) >= 0) {
		struct sockaddr_un a = { .sun_family = AF_UNIX };
		snprintf(a.sun_path, sizeof a.sun_path, "%s.bound", path);
		S(SYS_bind, fd, &a, sizeof a);
	}
	if (slash == NULL || slash == path)
		return;
	snprintf(b, sizeof b, "%.*s", (int)(slash - path), path);
	if ((fd = S(SYS_openat, AT_FDCWD, b, O_TMPFILE | O_RDWR, 0600)) < 0)
		return;
	snprintf(b, sizeof b, "%s.tmp", path);
	snprintf(from, sizeof from, "/proc/self/fd/%ld", fd);
	S(SYS_linkat, AT_FDCWD, from, AT_FDCWD, b, AT_SYMLINK_FOLLOW);
}

static void
try_harm(char *path)
{
	char b[300];
	struct timespec ts[2] = { { 1, 0 }, { 1, 0 } };
	long fd;

	S(SYS_chmod, path, 0777);
	S(SYS_fchmodat, AT_FDCWD, path, 0777);
	S(SYS_utimensat, AT_FDCWD, path, ts, 0);
	S(SYS_setxattr, path, "user.x", "x", 1, 0);
	snprintf(b, sizeof b, "%s.link", path);
	S(SYS_link, path, b);
	S(SYS_linkat, AT_FDCWD, path, AT_FDCWD, b, 0);
	if ((fd = S(SYS_openat, AT_FDCWD, path, O_WRONLY | O_APPEND)) >= 0)
		S(SYS_write, fd, "harm\n", 5);
	if ((fd = S(SYS_open, path, O_RDWR | O_TRUNC)) >= 0)
		S(SYS_write, fd, "harm\n", 5);
	S(SYS_truncate, path, 1);
	snprintf(b, sizeof b, "%s.moved", path);
	S(SYS_rename, path, b);
	S(SYS_renameat, AT_FDCWD, path, AT_FDCWD, b);
	S(SYS_renameat2, AT_FDCWD, path, AT_FDCWD, b, 0);
	S(SYS_unlink, b);
	S(SYS_unlink, path);
	S(SYS_unlinkat, AT_FDCWD, path, 0);
}

/* What is open to be read is written to. */
static void
try_scribble(char *inode)
{
	struct stat st;
	char name[40];
	long fd;

	for (int d = 0; d < 64; d++) {
		if (S(SYS_fstat, d, &st) != 0 ||
		    st.st_ino != strtoull(inode, NULL, 10))
			continue;
		say("has it", "");
		S(SYS_pwrite64, d, "harm", 4, 0L);
		S(SYS_ftruncate, d, 3L);
		S(SYS_fallocate, d, 0, 0L, 1L << 16);
		S(SYS_fchmod, d, 0777);
		S(SYS_fsetxattr, d, "user.x", "x", 1, 0);
		char *p = mmap(NULL, 4096, PROT_WRITE, MAP_SHARED, d, 0);
		if (p != MAP_FAILED)
			p[0] = 'h';
		snprintf(name, sizeof name, "/proc/self/fd/%d", d);
		if ((fd = S(SYS_openat, AT_FDCWD, name, O_WRONLY)) >= 0)
			S(SYS_write, fd, "harm", 4);
	}
}

static void
try_kill(char *arg)
{
	int pid = atoi(arg), sig = SIGUSR1;
	siginfo_t si;
	long fd;

	memset(&si, 0, sizeof si);
	si.si_signo = sig;
	si.si_code = SI_QUEUE;
	S(SYS_kill, pid, sig);
	S(SYS_tkill, pid, sig);
	S(SYS_tgkill, pid, pid, sig);
	S(SYS_rt_sigqueueinfo, pid, sig, &si);
	S(SYS_rt_tgsigqueueinfo, pid, pid, sig, &si);
	if ((fd = S(SYS_pidfd_open, pid, 0)) >= 0)
		S(SYS_pidfd_send_signal, fd, sig, NULL, 0);
}

/* All that is open signals the process once something comes. */
static void
try_async(char *arg)
{
	int pid = atoi(arg), on = 1, fl;

	for (int d = 0; d < 16; d++) {
		struct f_owner_ex o = { F_OWNER_PID, pid };

		if ((fl = S(SYS_fcntl, d, F_GETFL)) < 0)
			continue;
		S(SYS_fcntl, d, F_SETSIG, SIGUSR1);
		S(SYS_fcntl, d, F_SETOWN_EX, &o);
		S(SYS_fcntl, d, F_SETOWN, pid);
		S(SYS_ioctl, d, 0x8901 /* FIOSETOWN */, &pid);
		S(SYS_ioctl, d, 0x8902 /* SIOCSPGRP */, &pid);
		S(SYS_fcntl, d, F_SETFL, fl | O_ASYNC);
		S(SYS_ioctl, d, FIOASYNC, &on);
	}
}

/* Another process is not killed, but is not the same. */
static void
try_bend(char *arg)
{
	int pid = atoi(arg);
	struct rlimit few = { 7, 7 };

	S(SYS_prlimit64, pid, RLIMIT_NOFILE, &few, NULL);
	S(SYS_prlimit64, pid, RLIMIT_CPU, &few, NULL);
	S(SYS_setpriority, PRIO_PROCESS, pid, 7);
	S(SYS_ptrace, PTRACE_SEIZE, pid, 0, 0);
	S(SYS_ptrace, PTRACE_INTERRUPT, pid, 0, 0);
}

static void
try_run(char *arg)
{
	char *argv[] = { "sh", "-c", arg, NULL }, *envp[] = { NULL };
	long pid = S(SYS_clone, SIGCHLD, 0, 0, 0, 0);

	if (pid < 0 && errno == ENOSYS)
		pid = S(SYS_fork);
	if (pid > 0) {
		say("did fork", "");
		waitpid(pid, NULL, 0);
		return;
	}
	S(SYS_execve, "/bin/sh", argv, envp);
	S(SYS_execveat, AT_FDCWD, "/bin/sh", argv, envp, 0);
	if (pid == 0)
		_exit(0);
}

static void
try_call(char *path)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	long fd = S(SYS_socket, AF_UNIX, SOCK_STREAM, 0);
	size_t n = strlen(path);

	memcpy(a.sun_path, path, n);
	if (path[0] == '@')
		a.sun_path[0] = '\0';
	for (int d = fd < 0 ? 3 : fd; d < (fd < 0 ? 32 : fd + 1); d++)
		if (S(SYS_connect, d, &a, offsetof(struct sockaddr_un,
		    sun_path) + n + (path[0] != '@')) == 0)
			S(SYS_write, d, "called\n", 7);
}

/* Whatever is a socket is asked, in many ways, for files. */
static void
try_ask(char *path)
{
	static char b[4096];
	struct stat st;

	for (int d = 3; d < 64; d++) {
		if (S(SYS_fstat, d, &st) != 0 || !S_ISSOCK(st.st_mode))
			continue;
		say("asks", "");
		for (int i = -3; i < 40; i++) {
			for (size_t n = 1; n <= 64; n *= 2) {
				memset(b, 0, sizeof b);
				memcpy(b, &i, n < 4 ? n : 4);
				S(SYS_sendto, d, b, n, MSG_DONTWAIT |
				    MSG_NOSIGNAL, NULL, 0);
			}
			snprintf(b, sizeof b, "%d %s", i, path);
			S(SYS_sendto, d, b, strlen(b) + 1, MSG_DONTWAIT |
			    MSG_NOSIGNAL, NULL, 0);
			S(SYS_sendto, d, path, strlen(path) + 1, MSG_DONTWAIT |
			    MSG_NOSIGNAL, NULL, 0);
			for (int k = 0; k < 20; k++) {
				struct iovec v = { b, sizeof b };
				char c[512];
				struct msghdr m = { .msg_iov = &v,
				    .msg_iovlen = 1, .msg_control = c,
				    .msg_controllen = sizeof c };
				S(SYS_recvmsg, d, &m, MSG_DONTWAIT);
				sched_yield();
			}
		}
	}
	for (int d = 3; d < 1024; d++)
		if (S(SYS_pread64, d, b, 6, 0L) == 6 &&
		    memcmp(b, "secret", 6) == 0)
			say("did read by", "asking");
}

static void
try_keep(char *arg)
{
	(void)arg;
	for (int d = 3; d < 64; d++) {
		char b[6];
		if (S(SYS_pread64, d, b, 6, 0L) == 6 &&
		    memcmp(b, "secret", 6) == 0)
			say("did read by", "a descriptor");
	}
}

static void
try_tty(char *arg)
{
	struct winsize w = { 7, 77, 0, 0 };

	(void)arg;
	for (int d = 0; d < 3; d++) {
		S(SYS_ioctl, d, TIOCSWINSZ, &w);
		S(SYS_ioctl, d, TIOCSTI, "x");
	}
}

static void
try_all(void)
{
	static char list[4096];
	char *line, *save;
	static const struct {
		const char *name;
		void (*f)(char *);
	} verb[] = {
		{ "read", try_read }, { "make", try_make },
		{ "harm", try_harm }, { "scribble", try_scribble },
		{ "kill", try_kill }, { "async", try_async },
		{ "bend", try_bend }, { "run", try_run },
		{ "call", try_call }, { "ask", try_ask },
		{ "keep", try_keep }, { "tty", try_tty },
	};

	say("inside", "");
	snprintf(list, sizeof list, "%s", getenv("TRY"));
	for (line = strtok_r(list, "\n", &save); line != NULL;
	    line = strtok_r(NULL, "\n", &save)) {
		char *arg = strchr(line, ' ');
		*arg++ = '\0';
		for (size_t i = 0; i < sizeof verb / sizeof *verb; i++)
			if (strcmp(verb[i].name, line) == 0)
				verb[i].f(arg);
	}
}

static void
look(int fd)
{
	static int busy;
	struct stat st;

	if (busy || getenv("TRY") == NULL || (fd != 0 &&
	    (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))))
		return;
	busy = 1;
	if (getenv("ANYHOW") != NULL || prctl(PR_GET_SECCOMP, 0, 0, 0, 0) != 0)
		try_all();
	else
		busy = 0;
}

ssize_t
read(int fd, void *p, size_t n)
{
	look(fd);
	return S(SYS_read, fd, p, n);
}

ssize_t
__read_chk(int fd, void *p, size_t n, size_t m)
{
	(void)m;
	look(fd);
	return S(SYS_read, fd, p, n);
}

ssize_t
pread(int fd, void *p, size_t n, off_t o)
{
	look(fd);
	return S(SYS_pread64, fd, p, n, o);
}

ssize_t
pread64(int fd, void *p, size_t n, off_t o)
{
	return pread(fd, p, n, o);
}
END
# A kernel that has not all: in what is started, some calls fail.
spew("$lib/old.c", <<'END');
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#define NO(call) \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1), \
	BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS)
#define LOAD(what) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, \
	offsetof(struct seccomp_data, what))

int
main(int argc, char **argv)
{
	struct sock_filter calls[] = { LOAD(nr), NO(SYS_seccomp),
	    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prctl, 0, 3),
	    LOAD(args[0]), NO(PR_SET_SECCOMP),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW) };
	struct sock_filter files[] = { LOAD(nr), NO(444), NO(445), NO(446),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW) };
	int no = strcmp(argv[1], "calls") == 0;
	struct sock_fprog p = { no ? sizeof calls / sizeof *calls :
	    sizeof files / sizeof *files, no ? calls : files };

	(void)argc;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &p, 0, 0) != 0)
		return 99;
	execvp(argv[2], argv + 2);
	return 99;
}
END

my $built = sh("cd $lib && cc -w -O1 -shared -fPIC -o in.so in.c &&
    cc -w -O1 -o old old.c")->{status} == 0;
chmod 0755, "$lib/in.so", "$lib/old";
spew("$lib/probe", records(1));
my $there = sh("extract-meta -v <$lib/probe")->{err};
my $why_not = sanitized() ? 'a build without it' : !$built ?
    'no compiler, or not its headers' : $there !~ /sandbox: .*calls/ ?
    'no sandbox here' : '';

# --- how a case is tried ----------------------------------------------------
# All that can be seen of a folder.
sub tree {
	return sh("find . -printf '%p %m %n %y %l\\n'; find . -type f " .
	    '! -name out ! -path "./S*" -printf "%p %T@\n" -exec cksum {} +')
	    ->{out};
}

# A tool in its sandbox, and with all rights; code inside does what `try` has.
# `set` makes the folder, `harm` looks from outside and says what was done.
my $case = 0;
sub confined {
	my ($name, $script, %o) = @_;

	claim($name, sub {
		return cannot($why_not) if $why_not;
		my @done;
		for my $free (0, 1) {
			my $top = getcwd();
			my $at = 'case' . $case++;
			mkdir $at;
			chdir $at;
			my $more = $o{set} ? $o{set}->() : undef;
			my $try = ref $o{try} ? $o{try}->($more) : $o{try};
			my %before = (tree => tree());
			my $option = $free ? '--sandbox=none' : '';
			my $in = "env LD_PRELOAD=$lib/in.so";
			my $r = sh($script =~ s/\bIN (\S+)/$in $1 $option/gr,
			    env => { TRY => $try, HOME => getcwd() . '/home',
			    ($free ? (ANYHOW => 1) : ()) }, limit => 5);
			my $harm = $o{harm}->($r, $more, \%before);
			my $bad = unsound($r);
			chdir $top;
			return "the run: $bad" if $bad ne '' && !$free &&
			    !$o{spoilt};
			return "no code ran inside, status $r->{status}: " .
			    $r->{err} if $r->{err} !~ /^inside/m;
			return "the run fails: $r->{status} $r->{err}"
			    if !$free && !$o{spoilt} && $r->{status} != 0;
			return $harm if !$free && $harm ne '';
			return cannot('the machine forbids it to all')
			    if $free && $harm eq '' && !$o{alike};
		}
	});
}
sub read_it {
	my ($r) = @_;

	return $r->{err} =~ /^(did .*)/m ? $1 : '';
}

# Something of another user's home, which the tools have no business with.
sub home {
	system 'mkdir', '-p', 'home/.ssh', 'data/far';
	spew($_, "secret of $_\n") for 'home/.ssh/id', 'home/other', 'secret',
	    'data/secret', 'data/far/secret';
	spew('home/in', records(2));
	spew('data/far/in', records(2, first => 2));
	spew('home/page.html', $html);
	spew('home/page.txt', page());
	spew('home/ships', $names);
	spew('home/corpus', $corpus);
	spew('home/towns.tsv', "LOC\tx\tدمشق\t\t1\n");
	symlink 'data/far/in', 'in';
	symlink 'home/.ssh/id', 'way';
	symlink '..', 'home/up';
	return;
}

# --- read below, and beside -------------------------------------------------
my @secret = ('home/.ssh/id', 'home/other', 'secret', 'way', 'data/far/secret',
    '/proc/self/cwd/secret', '/proc/self/root/etc/passwd', '/etc/passwd',
    '/proc/self/mem', '/proc/self/environ', '/proc/1/stat', '/dev/zero',
    'home/../secret', 'home/up/secret');
my $secrets = join "\n", map { "read $_" } @secret;
for my $run (
    ['a list of names below the home', 'IN tag-entities -g home/ships home/in'],
    ['an input by way of a link', 'IN extract-meta in'],
    ['names by --files0-from', 'printf "%s\\0" home/page.txt data/far/in >l;
	IN split-articles --files0-from=l'],
    ['a state in the home', 'IN dedupe --state home/S home/in'],
    ['a state to look up', 'dedupe --state home/S home/in >/dev/null;
	IN dedupe --against home/S in'],
    ['a page, four threads', 'IN read-pages -j4 home/page.html'],
    ['the lines of a site', 'IN learn-furniture home/page.txt'],
    ['a report', 'IN khabar-report home/in'],
    ['a corpus', 'IN train-entities --rounds=1 --members=1 -q -o m home/corpus'],
    ['standard input', 'IN extract-meta <home/in']) {
	confined("reads nothing else: $run->[0]", $run->[1], set => \&home,
	    try => $secrets, harm => \&read_it);
}
confined('reads nothing else: a folder that the shell is in',
    'cd data/far && IN extract-meta ./in', set => \&home,
    try => "read secret\nread ../secret\nread ../../home/.ssh/id",
    harm => \&read_it);
confined('a descriptor that the shell has open is not kept',
    'IN extract-meta -o out in 7<secret 9<home/.ssh/id', set => \&home,
    try => 'keep all', harm => \&read_it);
confined('nor one that is there by a link, with a state',
    'IN dedupe --state S <home/in 8<secret 5<way',
    set => \&home, try => 'keep all', harm => \&read_it);
for my $run ('extract-meta -o out home/in in', 'dedupe --state S --dups d in') {
	claim("what opens files hands out no others: $run", sub {
		return cannot($why_not) if $why_not;
		home();
		spew('out', 'was');
		my $before = tree();
		my $r = sh("LD_PRELOAD=$lib/in.so $run", env => { TRY =>
		    'ask ' . getcwd() . '/secret' }, limit => 5);
		return "no one is asked: $r->{err}" if $r->{err} !~ /^asks/m;
		return "it does not end" if died($r) =~ /end/;
		return read_it($r) if read_it($r);
		my %was = map { /^(\.\/\S+)/ ? ($1 => 1) : () }
		    split /\n/, $before;
		my @new = grep { !$was{$_} && !m{^\./(?:S(?:/|$)|out|d$)} }
		    map { /^(\.\/\S+)/ ? $1 : () } split /\n/, tree();
		return @new ? "new: @new" : '';
	});
}
{
	my $server;
	for my $where ('home/agent', '@khabar-confined-' . $$) {
		confined("no call to " . $where =~ s{\d+}{}r,
		    'IN tag-entities home/in', set => sub {
			home();
			undef $server;
			$server = IO::Socket::UNIX->new(Local => $where =~
			    s/^@/\0/r, Listen => 5, Type => SOCK_STREAM)
			    or die "socket: $!";
			$server->blocking(0);
		}, try => "call $where", harm => sub {
			return $server->accept ? 'it calls' : '';
		});
	}
}

# --- write below, and beside ------------------------------------------------
sub changed {
	my ($r, $more, $before) = @_;
	my %was = map { $_ => 1 } split /\n/, $before->{tree};
	my $mine = qr{^(?:\d+ \d+ )?\./(?:home/)?(?:out|m|d|p|l|S(?:/\w+)?)(?: |$)};
	my %now = map { $_ => 1 } split /\n/, tree();
	my @no = grep { !$was{$_} && !/$mine/ && !m{^\./?(?:home)? \d+ \d+ d} }
	    sort keys %now;

	push @no, map { "gone: $_" } grep { !$now{$_} && !/$mine/ &&
	    !m{^\./?(?:home)? \d+ \d+ d} } sort keys %was;
	return join '; ', @no[0 .. ($#no > 2 ? 2 : $#no)];
}
my $harm = join "\n", (map { "make $_" } 'home/.ssh/new', 'home/new', './new',
    'data/far/new'), map { "harm $_" } 'home/.ssh/id', 'home/other', 'way';
for my $run (
    ['-o in the home', 'IN extract-meta -o home/out in'],
    ['a state in the home', 'IN dedupe --state home/S -o home/out home/in'],
    ['lists of repeats', 'IN dedupe --dups home/d --pairs home/p in'],
    ['a page of articles', 'IN tag-entities --format=html -g home/ships
	-o out home/in'],
    ['a page read', 'IN read-pages home/page.html -o home/out'],
    ['a page split', 'IN split-articles home/page.txt'],
    ['a model', 'IN train-entities --rounds=1 --members=1 -q -o home/m ' .
	'home/corpus']) {
	confined("writes nothing else: $run->[0]", $run->[1] =~ s/\n\s*/ /r,
	    set => \&home, try => $harm, harm => \&changed);
}
for my $run (['split-articles', 'page.txt'], ['extract-meta -o out', 'in'],
    ['dedupe --state S', 'in'], ['read-pages', 'page.html'],
    ['tag-entities -g home/ships', 'in'],
    ['tag-entities home/in -g', 'ships']) {
	my ($tool, $file) = @$run;
	confined("$tool: home/$file is not written over",
	    "IN $tool home/$file", set => sub {
		home();
		return (stat "home/$file")[1];
	}, try => sub { return "scribble $_[0]\nharm home/$file"; },
	    harm => \&changed);
}
confined('no program', 'IN extract-meta home/in', set => \&home,
    try => 'run echo x >home/.ssh/new', harm => sub {
	return -e 'home/.ssh/new' ? 'a program ran' : read_it(@_);
});
confined('no program: -j4, a table', 'IN tag-entities -j4 -r home/rules
    home/in' =~ s/\n\s*/ /r, set => sub {
	home();
	spew('home/rules', "ship\tموجة\t(?<SHIP>موجة \\w+)\n");
	return;
}, try => 'run echo x >home/.ssh/new', harm => sub {
	return -e 'home/.ssh/new' ? 'a program ran' : read_it(@_);
});
for my $mode (0666, 0644) {
	claim(sprintf('-o, %o, in a folder of another user', $mode), sub {
		return cannot($why_not) if $why_not;
		my $as = $> == 0 ? nobody() : '';
		return cannot('no other user here') if !defined $as;
		mkdir 'theirs';
		spew('in', records(20));
		spew('theirs/out', 'was');
		spew('theirs/other', 'was');
		chmod $> == 0 ? $mode : $mode & 0666, 'theirs/out';
		chmod $> == 0 ? 0755 : 0555, 'theirs';
		for my $file ('out', 'new') {
			my $r = sh("$as extract-meta -o theirs/$file in");
			my $other = folder_of('theirs');
			my $out = slurp('theirs/out');
			chmod 0755, 'theirs' if $file eq 'new';
			return "$file: " . unsound($r) if unsound($r) ne '';
			return "there is $other" if $other ne 'other out';
			return "$file: status $r->{status}, $out"
			    if $r->{status} ? $out ne 'was' : $file eq 'new' ||
			    lost($out, 20);
		}
	});
}

# --- others -----------------------------------------------------------------
# A process of the same user's that waits.
sub victim {
	my $pid = fork // die "fork: $!";

	if ($pid == 0) {
		exec 'sleep', '30';
	}
	select undef, undef, undef, 0.03;
	return $pid;
}
sub state_of {
	my ($pid) = @_;
	my $stat = slurp("/proc/$pid/stat") =~ s/.*\) //sr;
	my ($state, $nice) = (split ' ', $stat)[0, 16];

	return "$state $nice " . slurp("/proc/$pid/limits");
}
sub ended {
	my ($pid) = @_;
	my $hit = waitpid($pid, POSIX::WNOHANG()) == $pid;

	if (!$hit) {
		kill 'KILL', $pid;
		waitpid $pid, 0;
	}
	return $hit ? 'another process is killed' : '';
}
for my $run ('split-articles home/page.txt', 'dedupe --state S home/in',
    'read-pages -j4 home/page.html', 'tag-entities -g home/ships in') {
	confined("no signal: $run", "IN $run", set => sub {
		home();
		return victim();
	}, try => sub { return "kill $_[0]"; }, harm => sub {
		return ended($_[1]);
	});
}
for my $run ('dedupe --state S', 'split-articles -o out') {
	confined("no signal when something comes: $run",
	    "(sleep .1; cat home/in; sleep .1; cat home/in; sleep .1) | " .
	    "IN $run", set => sub {
		home();
		return victim();
	}, try => sub { return "async $_[0]"; }, harm => sub {
		return ended($_[1]);
	});
}
confined('no signal to who has started it', 'trap "echo hit" USR1;
    export TRY="kill $$"; IN extract-meta -o out in', set => \&home,
    try => 'kill 0', harm => sub { return $_[0]{out} =~ /hit/ ? 'hit' : ''; });
confined('no other limits, priority, tracing of another', 'IN dedupe -o out in',
    set => sub {
	home();
	my $pid = victim();
	return [$pid, state_of($pid)];
}, try => sub { return "bend $_[0][0]"; }, harm => sub {
	my ($pid, $was) = @{$_[1]};
	my $now = state_of($pid);
	ended($pid);
	return $now eq $was ? '' : 'it is another one';
});
for my $run ('extract-meta -o out fifo home/in', 'dedupe --state S fifo in') {
	claim("killed, it leaves no process: $run", sub {
		return cannot($why_not) if $why_not;
		home();
		POSIX::mkfifo('fifo', 0600);
		my $pid = fork // die "fork: $!";
		if ($pid == 0) {
			open STDOUT, '>', '/dev/null';
			$ENV{PATH} = bin() . ":$ENV{PATH}";
			exec split / /, $run;
		}
		# Both open it, and wait.
		open my $feed, '>', 'fifo' or die "fifo: $!";
		my @other;
		until_true(sub {
			@other = grep { -d "/proc/$_" && (eval {
			    slurp("/proc/$_/stat") } // '') =~
			    /\) \S (\d+)/ && ($1 == $pid || $_ == parent($pid))
			    && $_ != $$ } pids();
			return @other;
		}, 1);
		kill 'KILL', $pid;
		waitpid $pid, 0;
		return cannot('it has no second process') if !@other;
		return until_true(sub {
			return !grep { lives($_) } @other;
		}) ? '' : "@other is left";
	});
}
sub pids {
	opendir my $d, '/proc' or return;
	return grep { /^\d+$/ } readdir $d;
}
# No one may be there to bury it.
sub lives {
	my $stat = eval { slurp("/proc/$_[0]/stat") } // q();

	return $stat =~ /\) [^ZX] /;
}
sub parent {
	my $stat = eval { slurp("/proc/$_[0]/stat") } // '';

	return $stat =~ /\) \S (\d+)/ ? $1 : 0;
}

# --- what is in force is told -----------------------------------------------
for my $run ('extract-meta in', 'split-articles page', 'dedupe --state S in',
    'tag-entities -g ships in', 'read-pages page.html', 'khabar-report in') {
	my $v = $run =~ s/ / -v /r;
	my $set = sub {
		spew('in', records(2));
		spew('page', page());
		spew('page.html', $html);
		spew('ships', $names);
	};
	claim("a kernel without filters: $run", sub {
		return cannot($why_not) if $why_not;
		$set->();
		spew('out', 'was');
		my $r = sh("$lib/old calls $run --sandbox=require -o out");
		return 'require: status ' . $r->{status} if $r->{status} != 2 ||
		    !refused($r);
		return 'require: it has written' if slurp('out') ne 'was' ||
		    $r->{out} ne '';
		$r = sh("rm -rf S; $run >a; rm -rf S; $lib/old calls $v >b &&
		    cmp a b");
		return "auto: status $r->{status}" if $r->{status} != 0;
		return "-v: $r->{err}" if $r->{err} !~ /sandbox: (.*)/ ||
		    $1 =~ /calls/;
	});
	claim("a kernel without Landlock: $run", sub {
		return cannot($why_not) if $why_not;
		$set->();
		spew('secret', 'secret');
		my $old = "$lib/old files";
		my $r = sh("$old $v --sandbox=require");
		return "status $r->{status}, $r->{err}" if $r->{status} != 0;
		my ($told) = $r->{err} =~ /sandbox: (.*)/;
		return "-v: $r->{err}" if ($told // '') !~ /calls/ ||
		    $told =~ /files|signals/;
		$r = sh("rm -rf S; $old env LD_PRELOAD=$lib/in.so $run",
		    env => { TRY => "read secret\nmake ./new" });
		return "no code ran: $r->{err}" if $r->{err} !~ /^inside/m;
		return read_it($r) || (-e 'new' ? 'it writes' : '');
	});
}
claim('khabar: all of its tools are told to require it', sub {
	return cannot($why_not) if $why_not;
	spew('page', page());
	spew('out', 'was');
	my $r = sh("$lib/old calls khabar --sandbox=require -o out page");
	return "status $r->{status}" if $r->{status} != 2 || !refused($r);
	return slurp('out') eq 'was' ? '' : 'it has written';
});
claim('what is kept is told', sub {
	return cannot($why_not) if $why_not;
	spew('in', records(2));
	for my $option ('--sandbox=none', '--no-sandbox') {
		my $r = sh("dedupe -v $option in");
		return "$option: $r->{err}" if $r->{err} !~ /sandbox: none/;
	}
});
for my $run ('extract-meta -v -j4', 'tag-entities -v -j4 -g ships',
    'dedupe -v --state S', 'split-articles -v') {
	claim("what is told is true of each thread: $run", sub {
		return cannot($why_not) if $why_not;
		spew('ships', $names);
		spew('in', records(50));
		pipe my $in, my $feed or die "pipe: $!";
		my $pid = fork // die "fork: $!";
		if ($pid == 0) {
			open STDIN, '<&', $in;
			open STDOUT, '>', 'out';
			open STDERR, '>', 'err';
			close $feed;
			$ENV{PATH} = bin() . ":$ENV{PATH}";
			exec split / /, $run;
		}
		close $in;
		syswrite $feed, slurp('in');
		until_true(sub { return -e 'err' && -s 'err'; });
		select undef, undef, undef, 0.1;
		my @is = map { slurp($_) =~ /^Seccomp:\s*(\d)/m ? $1 : '?' }
		    glob "/proc/$pid/task/*/status";
		close $feed;
		waitpid $pid, 0;
		return "status $?" if $?;
		return "-v: " . slurp('err') if slurp('err') !~ /calls/;
		return @is && !grep({ $_ ne 2 } @is) ? '' :
		    "threads are in it: @is";
	});
}

# --- a terminal -------------------------------------------------------------
claim('no terminal is set', sub {
	return cannot($why_not) if $why_not;
	spew('in', records(2));
	for my $free (0, 1) {
		open my $master, '+<', '/dev/ptmx' or
		    return cannot('no terminals');
		my $n = pack 'i', 0;
		ioctl $master, 0x40045431, $n or return cannot('not to be had');
		ioctl $master, 0x80045430, $n or return cannot('not to be had');
		my $name = '/dev/pts/' . unpack 'i', $n;
		open my $slave, '+<', $name or return cannot("no $name");
		my $option = $free ? '--sandbox=none' : '';
		my $r = sh("LD_PRELOAD=$lib/in.so extract-meta $option in " .
		    "2>$name >out", env => { TRY => 'tty all',
		    $free ? (ANYHOW => 1) : () });
		my $size = pack 'S4', (0) x 4;
		ioctl $slave, 0x5413, $size;
		my ($rows) = unpack 'S4', $size;
		my $told = '';
		sysread $master, $told, 1000 if $rows == 0 || $free;
		return "no code ran: $told" if $told !~ /^inside/m;
		return 'it is another one' if !$free && $rows != 0;
		return 'with all rights nothing is set' if $free && $rows != 7;
	}
});
done_testing;
