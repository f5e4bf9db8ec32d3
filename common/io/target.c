/*
 * The kernel is asked whether it follows the links (an open with O_PATH needs
 * no right to the file), then they are read one by one, each through a
 * descriptor of the link itself, so that none can be put in its place between
 * a question and an answer; the last name is taken in its folder, where
 * rename(2) and O_NOFOLLOW follow nothing.
 *
 * Where it stops: the new file is of the owner and group of who makes it, and
 * has no ACL and no other extended attributes of the old one's.  A temporary
 * name outlives a run that SIGKILL ends, or a failure that ends the program
 * from afar (memory).  A descriptor of another process, /proc/PID/fd/N, is
 * the file that it is called after.
 */
#include "io/target.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "io/clerk.h"

enum {
	LINKS = 40,  /* that are followed, as in the kernel */
	TEMPS = 1000 /* temporary names that are tried */
};

static const char descriptors[] = "/proc/self/fd";

static struct target_id
id_of(const struct stat *st)
{
	return (struct target_id) { st->st_dev, st->st_ino };
}

static bool
same_id(struct target_id a, struct target_id b)
{
	return a.dev == b.dev && a.ino == b.ino;
}

static const char *
name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

/* Close fd without a word. */
static int
give_up(int fd, int error)
{
	if (fd >= 0)
		close(fd);
	errno = error;
	return -1;
}

/* The folder that path is in, to be searched; read, too, if it may be. */
static int
open_folder(const char *path)
{
	char *copy = mem_strdup(path);
	const char *folder = dirname(copy);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 && errno == EACCES)
		fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	free(copy);
	return fd;
}

/* --- links ---------------------------------------------------------------- */

/* Does path name one of our descriptors?  In any of the ways to say so. */
static bool
in_descriptors(const char *path)
{
	char *copy = mem_strdup(path);
	char *folder = realpath(dirname(copy), NULL);
	char *ours = folder != NULL ? realpath(descriptors, NULL) : NULL;
	bool is = ours != NULL && strcmp(folder, ours) == 0;

	free(ours);
	free(folder);
	free(copy);
	return is;
}

/* Will the kernel go all the way?  What is not there is no hindrance. */
static int
ask_kernel(const char *path)
{
	int fd = open(path, O_PATH | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	return fd >= 0 || errno == ENOENT ? 0 : -1;
}

/* The rule of fs.protected_symlinks, proc(5): in a folder like /tmp, a link is
 * its owner's alone, or the folder's owner's. */
static bool
may_follow(const char *path, const struct stat *link)
{
	struct stat folder;
	int fd = open_folder(path);
	bool known = fd >= 0 && fstat(fd, &folder) == 0;

	if (fd >= 0)
		close(fd);
	return known &&
	    (!(folder.st_mode & S_ISVTX) || !(folder.st_mode & S_IWOTH) ||
		link->st_uid == geteuid() || link->st_uid == folder.st_uid);
}

/* Put what the link path says into to, of PATH_MAX bytes.  Its length, 0 where
 * it is no link or nothing, -1 with errno set. */
static ssize_t
read_link(const char *path, char *to)
{
	int fd = open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;
	ssize_t n = 0;

	if (fd < 0)
		return errno == ENOENT ? 0 : -1;
	if (fstat(fd, &st) == 0 && S_ISLNK(st.st_mode)) {
		if (!may_follow(path, &st))
			return give_up(fd, EACCES);
		n = readlinkat(fd, "", to, PATH_MAX - 1);
		to[n > 0 ? n : 0] = '\0';
	}
	close(fd);
	return n;
}

/* Put what path is a link to, if it is, in its place; descriptors stay. */
static int
follow(char **path)
{
	char to[PATH_MAX];
	ssize_t n;
	int i;

	for (i = 0; i < LINKS && !in_descriptors(*path); i++) {
		struct buf b = { 0 };
		int folder = (int)(name_of(*path) - *path);

		if ((n = read_link(*path, to)) <= 0)
			return (int)n;
		buf_printf(&b, "%.*s%s", to[0] == '/' ? 0 : folder, *path, to);
		buf_addc(&b, '\0');
		free(*path);
		*path = b.p;
	}
	errno = ELOOP;
	return i < LINKS ? 0 : -1;
}

/* --- what is there -------------------------------------------------------- */

/* Another one for the descriptor called name.  Ours are closed on exec, and
 * none of the user's business. */
static int
open_descriptor(const char *name)
{
	char *end;
	long fd = strtol(name, &end, 10);
	int flags = -1;

	if (end != name && *end == '\0' && fd >= 0 && fd <= INT_MAX &&
	    fcntl((int)fd, F_GETFD) == 0)
		flags = fcntl((int)fd, F_GETFL);
	if (flags < 0 || (flags & O_PATH) || (flags & O_ACCMODE) == O_RDONLY) {
		errno = EBADF;
		return -1;
	}
	return fcntl((int)fd, F_DUPFD_CLOEXEC, 0);
}

/* May the regular file fd be replaced?  Else errno says why. */
static bool
may_replace(const struct target *t, int fd, const struct stat *file)
{
	struct stat folder;
	struct statx x;
	uid_t me = geteuid();

	if (fstat(t->folder, &folder) != 0)
		return false;
	errno = EPERM;
	if ((folder.st_mode & S_ISVTX) && me != 0 && me != file->st_uid &&
	    me != folder.st_uid)
		return false;
	errno = EBUSY; /* a single file that is mounted */
	return statx(fd, "", AT_EMPTY_PATH, 0, &x) != 0 ||
	    !(x.stx_attributes & STATX_ATTR_MOUNT_ROOT);
}

/*
 * Open what is there as > would, but leave what it holds.  -1 with errno set,
 * ENOENT where there is nothing.  O_CREAT is for the kernel's rules for folders
 * like /tmp (fs.protected_fifos, fs.protected_regular).
 */
static int
open_there(struct target *t, struct stat *st)
{
	const char *name = name_of(t->path);
	int fd;

	if (fstatat(t->folder, name, st, AT_SYMLINK_NOFOLLOW) != 0)
		return -1;
	fd = openat(t->folder, name,
	    O_WRONLY | O_CREAT | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	if (fstat(fd, st) != 0 ||
	    (S_ISREG(st->st_mode) && !may_replace(t, fd, st)))
		return give_up(fd, errno);
	return fd;
}

/* --- what is made --------------------------------------------------------- */

/* The name under which a file without a name can be linked; false where there
 * is no /proc. */
static bool
link_name(int fd, char name[TARGET_TEMP])
{
	struct stat a, b;

	snprintf(name, TARGET_TEMP, "%s/%d", descriptors, fd);
	return stat(name, &a) == 0 && fstat(fd, &b) == 0 &&
	    same_id(id_of(&a), id_of(&b));
}

/* Make a file with a temporary name or, where self is not NULL, give it to what
 * self links to.  The name is short and not that of the target, which may be
 * as long as names can be. */
static int
name_temp(struct target *t, const char *self)
{
	int i, got = -1;

	errno = EEXIST;
	for (i = 0; i < TEMPS && got < 0 && errno == EEXIST; i++) {
		snprintf(t->temp, sizeof t->temp, ".khabar.%ld.%d",
		    (long)getpid(), i);
		if (self != NULL)
			got = linkat(AT_FDCWD, self, t->folder, t->temp,
			    AT_SYMLINK_FOLLOW);
		else
			got = openat(t->folder, t->temp,
			    O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	}
	if (got < 0)
		t->temp[0] = '\0';
	return got;
}

static int
make_file(struct target *t)
{
	char self[TARGET_TEMP];
	int fd = openat(t->folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd >= 0) {
		if (link_name(fd, self))
			return fd;
		close(fd);
		return name_temp(t, NULL);
	}
	if (errno == EOPNOTSUPP || errno == EISDIR || errno == ENOENT)
		return name_temp(t, NULL);
	return -1;
}

static mode_t
mode_of_new(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

static int
make_with(struct target *t, mode_t mode)
{
	int fd = make_file(t);

	if (fd >= 0 && fchmod(fd, mode) != 0) {
		target_drop(t);
		return give_up(fd, errno);
	}
	return fd;
}

/* In t->folder, under the name that t->path ends with. */
static int
open_in_folder(struct target *t)
{
	mode_t mode = mode_of_new();
	struct stat st;
	int fd;

	if (fstat(t->folder, &st) != 0)
		return -1;
	t->folder_id = id_of(&st);
	fd = open_there(t, &st);
	if (fd < 0 && errno != ENOENT)
		return -1;
	if (fd >= 0 && !S_ISREG(st.st_mode))
		return fd;
	if (fd >= 0) {
		close(fd);
		mode = st.st_mode & 0777;
		t->file = id_of(&st);
	}
	return make_with(t, mode);
}

/* Forget the path: nothing takes a name in the end. */
static void
forget(struct target *t)
{
	t->fd = -1;
	t->temp[0] = '\0';
	if (t->later)
		return;
	if (t->folder >= 0)
		close(t->folder);
	free(t->path);
	t->path = NULL;
	t->folder = -1;
}

struct target
target_of(int fd)
{
	struct target t = { .folder = -1, .fd = -1 };
	struct stat st;

	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		t.file = id_of(&st);
	return t;
}

static int
open_named(struct target *t, const char *path)
{
	if (ask_kernel(path) != 0 || follow(&t->path) != 0)
		return -1;
	if (in_descriptors(t->path))
		return open_descriptor(name_of(t->path));
	if (name_of(t->path)[0] == '\0') {
		errno = EISDIR;
		return -1;
	}
	t->folder = open_folder(t->path);
	return t->folder < 0 ? -1 : open_in_folder(t);
}

int
target_open(struct target *t, const char *path)
{
	struct stat st;
	int fd, error;

	*t = (struct target) {
		.path = mem_strdup(path), .folder = -1, .fd = -1
	};
	fd = open_named(t, path);
	error = errno;
	if (fd >= 0 && t->temp[0] == '\0' && fstat(fd, &st) == 0 &&
	    (t->folder < 0 || !S_ISREG(st.st_mode))) {
		forget(t);
		*t = target_of(fd);
	} else if (fd < 0)
		forget(t);
	else
		t->fd = fd;
	errno = error;
	return fd;
}

int
target_later(struct target *t, const char *path)
{
	*t = (struct target) { .folder = open_folder(path), .fd = -1 };
	if (t->folder < 0)
		return -1;
	t->path = mem_strdup(path);
	t->later = true;
	return 0;
}

int
target_make(struct target *t)
{
	bool named = false;

	errno = EBUSY;
	if (!t->later || t->fd >= 0)
		return -1;
	if (t->clerk != NULL) {
		t->fd = clerk_do(t->clerk, CLERK_MAKE, t, &named);
		/* What it is called is the clerk's. */
		snprintf(t->temp, sizeof t->temp, "%s", named ? "?" : "");
		return t->fd;
	}
	return t->fd = make_with(t, mode_of_new());
}

int
target_own(const char *path, bool write)
{
	int fd = open(path,
	    (write ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) != 0)
		return give_up(fd, errno);
	if (!S_ISREG(st.st_mode))
		return give_up(fd, S_ISDIR(st.st_mode) ? EISDIR : EINVAL);
	return fd;
}

void
target_free(struct target *t)
{
	t->later = false;
	if (t->path != NULL)
		forget(t);
}

bool
target_same(const struct target *a, const struct target *b)
{
	if (a->path != NULL && b->path != NULL)
		return same_id(a->folder_id, b->folder_id) &&
		    strcmp(name_of(a->path), name_of(b->path)) == 0;
	return a->file.ino != 0 && same_id(a->file, b->file);
}

bool
target_is_input(const struct target *t, const char *path)
{
	struct stat st;

	return t->path == NULL && t->file.ino != 0 &&
	    (strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &st)
				    : stat(path, &st)) == 0 &&
	    same_id(t->file, id_of(&st));
}

/* --- the end -------------------------------------------------------------- */

void
target_drop(const struct target *t)
{
	int error = errno;

	if (t->temp[0] != '\0' && t->clerk != NULL)
		clerk_do(t->clerk, CLERK_DROP, t, NULL);
	else if (t->temp[0] != '\0')
		unlinkat(t->folder, t->temp, 0);
	errno = error;
}

/* Give the file its name, by way of a temporary one; closes fd. */
static int
give_name(struct target *t, int fd)
{
	char self[TARGET_TEMP];

	if (t->temp[0] == '\0' &&
	    (link_name(fd, self), name_temp(t, self)) != 0)
		return give_up(fd, errno);
	if (close(fd) != 0 ||
	    renameat(t->folder, t->temp, t->folder, name_of(t->path)) != 0)
		return -1;
	t->temp[0] = '\0';
	return 0;
}

/* Sync the folder, so that the new name outlives a power cut; who may not read
 * it cannot (EBADF), and some file systems have no such thing. */
static int
sync_folder(const struct target *t)
{
	return fsync(t->folder) == 0 || errno == EBADF || errno == EINVAL ? 0
									  : -1;
}

int
target_remove(struct target *t)
{
	if (t->clerk != NULL)
		return clerk_do(t->clerk, CLERK_REMOVE, t, NULL);
	errno = EBADF;
	if (!t->later || unlinkat(t->folder, name_of(t->path), 0) != 0)
		return -1;
	return sync_folder(t);
}

/* While there is a temporary name, no signal ends the run. */
static int
keep_file(struct target *t, int fd)
{
	sigset_t all, was;
	int result;

	if (fsync(fd) != 0)
		return give_up(fd, errno);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &was);
	result = give_name(t, fd);
	target_drop(t);
	pthread_sigmask(SIG_SETMASK, &was, NULL);
	return result == 0 ? sync_folder(t) : -1;
}

/* The clerk has it open, too. */
static int
close_by_clerk(struct target *t, int fd, bool keep)
{
	int result = close(fd);

	if (clerk_do(t->clerk, keep && result == 0 ? CLERK_KEEP : CLERK_DROP, t,
		NULL) != 0)
		result = -1;
	t->temp[0] = '\0';
	return result;
}

int
target_close(struct target *t, int fd, bool keep)
{
	int result, error;

	if (t->path != NULL && t->clerk != NULL)
		result = close_by_clerk(t, fd, keep);
	else if (t->path != NULL && keep)
		result = keep_file(t, fd);
	else
		result = close(fd);
	error = errno;
	target_drop(t);
	forget(t);
	errno = error;
	return result;
}
