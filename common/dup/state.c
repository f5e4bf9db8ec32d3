/*
 * The image is written again once STATE_BEHIND records and a sixty-fourth of
 * all would have to be read from the log behind it.  A log of up to 64 MiB is
 * checked whole whenever it is opened; of a longer one only what the image does
 * not cover, unless the state is checked.
 */
#include "dup/state.h"

#include <endian.h>
#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"
#include "dup/about.h"
#include "dup/mix.h"
#include "dup/old.h"
#include "io/lock.h"

/* Records that are read from the log again, at the least. */
#ifndef STATE_BEHIND
#define STATE_BEHIND 5000
#endif

enum {
	CHECK_ALL = 1 << 26 /* bytes of a log that is checked as a whole */
};

static const char image_magic[8] = "khabari";
static const char prepared_magic[8] = "prepare";

char *
state_path(const char *dir, const char *name)
{
	struct buf b = { 0 };

	buf_printf(&b, "%s/%s", dir, name);
	buf_addc(&b, '\0');
	return b.p;
}

enum status
state_failed(const struct state *s, enum log_error e)
{
	switch (e) {
	case LOG_OK:
		return STATUS_OK;
	case LOG_SYSTEM:
		warn("%s", s->log_path);
		break;
	case LOG_OTHER:
		warnx("%s: no state, or one of another version or machine",
		    s->log_path);
		break;
	case LOG_DAMAGED:
		warnx("%s: damaged at byte %llu; nothing was read or written",
		    s->log_path, (unsigned long long)s->log.at + 1);
		break;
	}
	return STATUS_FATAL;
}

static bool
writes(const struct state *s)
{
	return s->mode != STATE_READ && s->mode != STATE_CHECK;
}

bool
state_learns(const struct state *s)
{
	return s->mode <= STATE_PREPARE;
}

static enum status
take_lock(struct state *s, bool wait)
{
	char *path = state_path(s->dir, "lock");
	enum status status = STATUS_OK;

	s->lock = lock_take(path, !writes(s), wait);
	if (s->lock < 0 && errno == EWOULDBLOCK) {
		warnx("%s: in use by another run", s->dir);
		status = STATUS_BUSY;
	} else if (s->lock < 0) {
		warn("%s", path);
		status = STATUS_FATAL;
	}
	free(path);
	return status;
}

uint64_t
state_generation(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return mix64((uint64_t)now.tv_sec * 1000000000u +
	    (uint64_t)now.tv_nsec + (uint64_t)getpid());
}

static enum status
make_directory(const char *dir)
{
	if (mkdir(dir, 0777) == 0 || errno == EEXIST)
		return STATUS_OK;
	warn("%s", dir);
	return STATUS_FATAL;
}

/* Is it there?  Nothing is made in a folder that is no state. */
static enum status
find_log(const struct state *s)
{
	if (access(s->log_path, F_OK) == 0)
		return STATUS_OK;
	if (access(s->dir, F_OK) == 0 && errno == ENOENT)
		warnx("%s: no state", s->dir);
	else
		warn("%s", s->dir);
	return STATUS_FATAL;
}

/* Make an empty log where there is none. */
static enum status
make_log(struct state *s, struct span about)
{
	struct writer w = { 0 };

	if (access(s->log_path, F_OK) == 0 || errno != ENOENT)
		return STATUS_OK;
	if (writer_make(&w, &s->log_target) == 0) {
		log_create(&w, about, state_generation());
		if (writer_close(&w, true) == 0)
			return STATUS_OK;
		errno = w.error;
	}
	return state_failed(s, LOG_SYSTEM);
}

/* What was prepared and not committed is not to be learned any more. */
static enum status
drop_prepared(struct state *s)
{
	if (target_remove(&s->prepared_target) == 0) {
		if (s->mode != STATE_COMMIT)
			warnx("%s: dropped, as it was not committed",
			    s->prepared_path);
		return STATUS_OK;
	}
	if (errno == ENOENT)
		return STATUS_OK;
	warn("%s", s->prepared_path);
	return STATUS_FATAL;
}

static enum status
start_prepared(struct state *s)
{
	struct image_head head = { .generation = s->log.generation,
		.offset = s->log.end };

	memcpy(head.magic, prepared_magic, sizeof head.magic);
	if (image_start(&s->prepared, &s->prepared_target, &head) == 0) {
		image_part(&s->prepared);
		writer_watch(&s->prepared.out);
		return STATUS_OK;
	}
	warn("%s", s->prepared_path);
	return STATUS_FATAL;
}

/* Let t know the log's records from where it stands. */
static enum status
replay(struct state *s, struct stories *t)
{
	struct sketch k = { 0 };
	struct story_past past;
	struct span frame, name;
	bool good = true;

	while (good && stories_bad(t) == 0 && log_next(&s->log, &frame))
		if ((good = entry_read(frame, &k, &name, &past))) {
			stories_trim(t, &k);
			good = stories_recall(t, &k, name, &past);
		}
	sketch_free(&k);
	if (!good)
		s->log.at = s->log.frame;
	else if (stories_bad(t) == 0)
		good = s->log.at == s->log.end;
	return state_failed(s, good ? LOG_OK : LOG_DAMAGED);
}

/* The image cannot be used; the log is enough. */
static void
no_image(struct state *s)
{
	if (s->image.bad > 0)
		warnx("%s: damaged at byte %llu; made anew from the log",
		    s->image_path, (unsigned long long)s->image.bad);
	image_shut(&s->image);
	s->image.head.offset = 0;
}

/* Open the image; its head says how far it goes, 0 where there is none. */
static void
open_image(struct state *s)
{
	if (s->image_fd >= 0 && image_open(&s->image, s->image_fd) != 0 &&
	    errno != EILSEQ)
		warn("%s", s->image_path);
	s->image_fd = -1;
	if (s->image.fd >= 0 &&
	    memcmp(s->image.head.magic, image_magic, sizeof image_magic) != 0)
		s->image.bad = 1;
	if (s->image.fd < 0 || s->image.bad > 0)
		no_image(s);
}

/* May the log be read? */
static enum status
take_version(const struct state *s)
{
	if (s->log.version == LOG_VERSION || s->mode == STATE_UPGRADE)
		return STATUS_OK;
	warnx("%s: of an older version; dedupe --state %s --compact --upgrade, "
	      "with the options of its runs, keeps what can be kept",
	    s->log_path, s->dir);
	return STATUS_FATAL;
}

/* Is the log made for about?  Where that is nothing, t takes what it was made
 * for. */
static enum status
take_about(const struct state *s, struct span about, struct stories *t)
{
	struct span own = s->log.about;
	struct story_params p = { 0 };

	if (s->log.version < LOG_VERSION && old_alike(own, about))
		return STATUS_OK;
	if (about.p == NULL ||
	    (s->mode == STATE_UPGRADE && s->log.version == LOG_VERSION)) {
		if (t != NULL)
			p = t->params;
		if (!about_read(own, &p))
			return state_failed(s, LOG_OTHER);
		if (t != NULL) {
			stories_free(t);
			stories_init(t, &p);
		}
		return STATUS_OK;
	}
	if (span_eq(own, about))
		return STATUS_OK;
	warnx("%s: made with other options: there %.*s; here %.*s", s->dir,
	    (int)own.n, own.p, (int)about.n, about.p);
	return STATUS_FATAL;
}

/* Let t know nothing of an image that is damaged. */
static void
unload_image(struct state *s, struct stories *t)
{
	struct story_params p = t->params;

	s->image.bad = stories_bad(t) ? stories_bad(t) : 1;
	no_image(s);
	stories_free(t);
	stories_init(t, &p);
	s->imaged = 0;
	s->log.at = s->log.start;
}

/* Bring t to where the image is. */
static void
load_image(struct state *s, struct stories *t)
{
	const struct image_head *head = &s->image.head;
	size_t memory = t->params.memory;

	if (head->offset == 0 || head->generation != s->log.generation ||
	    (s->image.size > memory && memory > 0))
		return; /* of another log; too much at once, as the log is not
		         */
	if (!log_committed(&s->log, head->offset) ||
	    !stories_load(t, &s->image) ||
	    (s->mode == STATE_CHECK && !stories_check(t))) {
		unload_image(s, t);
		return;
	}
	s->imaged = t->n;
	s->log.at = head->offset;
}

/* Does t, from the image, say what the log says?  Where some of it was
 * forgotten nobody knows. */
static enum status
compare_log(struct state *s, struct stories *t)
{
	struct story_params p = t->params;
	struct stories other;
	enum status status;
	uint64_t end = s->log.end;

	if (s->imaged == 0 || t->forgotten > 0)
		return STATUS_OK;
	p.memory = 0;
	p.window = UINT32_MAX;
	stories_init(&other, &p);
	s->log.at = s->log.start;
	s->log.end = s->image.head.offset;
	status = replay(s, &other);
	s->log.end = end;
	if (status == STATUS_OK && !stories_same(t, &other))
		unload_image(s, t);
	stories_free(&other);
	return status;
}

/* Bring t to where log and image are. */
static enum status
learn_all(struct state *s, struct stories *t)
{
	enum status status = STATUS_OK;

	load_image(s, t);
	if (s->mode == STATE_CHECK)
		status = compare_log(s, t);
	if (status == STATUS_OK)
		status = replay(s, t);
	if (status != STATUS_OK || stories_bad(t) == 0)
		return status;
	unload_image(s, t);
	return replay(s, t);
}

/* Open log and image and bring t to where they are. */
static enum status
read_all(struct state *s, struct span about, struct stories *t)
{
	struct stat st;
	bool all;
	enum status status;

	open_image(s);
	all = s->mode == STATE_CHECK ||
	    (fstat(s->log_fd, &st) == 0 && st.st_size < CHECK_ALL);
	status = state_failed(
	    s, log_open(&s->log, s->log_fd, all ? 0 : s->image.head.offset));
	s->log_fd = -1;
	if (status == STATUS_OK)
		status = take_version(s);
	if (status == STATUS_OK)
		status = take_about(s, about, t);
	if (status == STATUS_OK && s->log.lost > 0)
		warnx("%s: %llu bytes of a run that did not end were dropped",
		    s->log_path, (unsigned long long)s->log.lost);
	if (status == STATUS_OK && t != NULL && s->mode < STATE_COMPACT)
		status = learn_all(s, t);
	return status;
}

/* Make ready for what the mode is about, once all is read. */
static enum status
start(struct state *s, struct stories *t)
{
	enum status status = STATUS_OK;

	if (writes(s))
		status = state_failed(s, log_write(&s->log));
	if (status == STATUS_OK && writes(s) && s->mode != STATE_COMMIT)
		status = drop_prepared(s);
	if (status == STATUS_OK && s->mode == STATE_PREPARE)
		status = state_image(s, t, false);
	if (status == STATUS_OK && s->mode == STATE_PREPARE)
		status = start_prepared(s);
	return status;
}

static enum status
not_learned(const struct state *s, const char *why)
{
	warnx("%s: %s; nothing was learned", s->prepared_path, why);
	return STATUS_FATAL;
}

/* A file beside the log, which need not be there. */
static int
open_beside(const char *path)
{
	int fd = target_own(path, false);

	if (fd < 0 && errno != ENOENT)
		warn("%s", path);
	return fd;
}

/* Open what is there. */
static enum status
open_files(struct state *s)
{
	s->log_fd = target_own(s->log_path, writes(s));
	if (s->log_fd < 0)
		return state_failed(s, LOG_SYSTEM);
	s->image_fd = open_beside(s->image_path);
	if (s->mode == STATE_COMMIT)
		s->prepared_fd = target_own(s->prepared_path, false);
	if (s->prepared_fd >= 0 || s->mode != STATE_COMMIT || errno == ENOENT)
		return STATUS_OK;
	return not_learned(s, strerror(errno));
}

/* Name what may be made. */
static enum status
name_files(struct state *s, struct clerk *c)
{
	if (target_later(&s->log_target, s->log_path) != 0 ||
	    target_later(&s->image_target, s->image_path) != 0 ||
	    target_later(&s->prepared_target, s->prepared_path) != 0) {
		warn("%s", s->dir);
		return STATUS_FATAL;
	}
	clerk_target(c, &s->log_target);
	clerk_target(c, &s->image_target);
	clerk_target(c, &s->prepared_target);
	return STATUS_OK;
}

enum status
state_take(struct state *s, const char *dir, enum state_mode mode, bool wait,
    struct span about, struct clerk *c)
{
	enum status status;
	bool makes;

	*s = (struct state) { .dir = dir,
		.mode = mode,
		.lock = -1,
		.log_fd = -1,
		.image_fd = -1,
		.prepared_fd = -1,
		.log = { .fd = -1 },
		.image = { .fd = -1 } };
	s->log_path = state_path(dir, "log");
	s->image_path = state_path(dir, "index");
	s->prepared_path = state_path(dir, "prepared");
	makes = about.p != NULL && state_learns(s);
	status = makes ? make_directory(dir) : find_log(s);
	if (status == STATUS_OK)
		status = take_lock(s, wait);
	if (status == STATUS_OK && writes(s))
		status = name_files(s, c);
	if (status == STATUS_OK && makes)
		status = make_log(s, about);
	return status == STATUS_OK ? open_files(s) : status;
}

enum status
state_read(struct state *s, struct span about, struct stories *t)
{
	enum status status = read_all(s, about, t);

	return status == STATUS_OK ? start(s, t) : status;
}

/* Is it one of the state's files? */
static bool
is_own(const struct state *s, const struct stat *st)
{
	static const char *const names[] = { "log", "index", "lock",
		"prepared" };
	struct stat own;
	bool same = false;
	size_t i;

	for (i = 0; !same && i < sizeof names / sizeof names[0]; i++) {
		char *path = state_path(s->dir, names[i]);

		same = lstat(path, &own) == 0 && own.st_dev == st->st_dev &&
		    own.st_ino == st->st_ino;
		free(path);
	}
	return same;
}

bool
state_holds(const struct state *s, const char *path)
{
	struct stat st, dir;
	char *copy;
	bool same;

	if (path == NULL)
		return fstat(STDOUT_FILENO, &st) == 0 && is_own(s, &st);
	if (stat(path, &st) == 0 && is_own(s, &st))
		return true;
	copy = mem_strdup(path);
	same = stat(dirname(copy), &st) == 0 && stat(s->dir, &dir) == 0 &&
	    st.st_dev == dir.st_dev && st.st_ino == dir.st_ino;
	free(copy);
	return same;
}

enum status
state_add(struct state *s, struct span entry)
{
	uint64_t n = entry.n;

	s->added++;
	if (s->mode != STATE_PREPARE)
		return state_failed(s, log_add(&s->log, entry));
	n = htole64(n);
	image_add(&s->prepared, &n, sizeof n);
	image_add(&s->prepared, entry.p, entry.n);
	return STATUS_OK;
}

enum status
state_commit(struct state *s)
{
	s->added = 0;
	return state_failed(s, log_commit(&s->log));
}

enum status
state_finish(struct state *s, struct stories *t)
{
	enum status status;

	if (s->mode == STATE_PREPARE) {
		if (image_close(&s->prepared, true) == 0)
			return STATUS_OK;
		warn("%s", s->prepared_path);
		return STATUS_FATAL;
	}
	status = state_commit(s);
	return status == STATUS_OK ? state_image(s, t, false) : status;
}

/* The next entry of what state_add has put down, from offset *at on. */
static bool
next_prepared(struct column *c, size_t *at, struct span *entry)
{
	const void *p = column_find(c, *at, sizeof(uint64_t));
	uint64_t n;

	if (p == NULL)
		return false;
	memcpy(&n, p, sizeof n);
	n = le64toh(n);
	*at += sizeof n;
	p = column_find(c, *at, n);
	*entry = span_of(p, (size_t)n);
	*at += (size_t)n;
	return p != NULL && c->bad == 0;
}

/* Add it all. */
static enum status
learn(struct state *s, const struct image_file *f)
{
	struct column c = { .p = NULL };
	struct sketch k = { 0 };
	struct story_past past;
	struct span entry, name;
	enum status status = STATUS_OK;
	size_t at = 0;
	bool good = f->parts == 1;

	if (good)
		column_open(&c, f, 0, "1");
	while (good && status == STATUS_OK && at < c.n)
		if ((good = next_prepared(&c, &at, &entry) &&
			    entry_read(entry, &k, &name, &past)))
			status = state_failed(s, log_add(&s->log, entry));
	sketch_free(&k);
	column_free(&c);
	if (!good)
		return not_learned(s, "damaged");
	return status == STATUS_OK ? state_commit(s) : status;
}

/*
 * A log that has grown since has learned it: whatever else lets it grow drops
 * what was prepared first.
 */
enum status
state_learn(struct state *s)
{
	struct image_file f;
	enum status status = STATUS_OK;

	if (s->prepared_fd < 0)
		return STATUS_OK;
	if (image_open(&f, s->prepared_fd) != 0) {
		s->prepared_fd = -1;
		return not_learned(
		    s, errno == EILSEQ ? "damaged" : strerror(errno));
	}
	s->prepared_fd = -1;
	if (memcmp(f.head.magic, prepared_magic, sizeof f.head.magic) != 0 ||
	    f.head.generation != s->log.generation)
		status = not_learned(s, "made for another state");
	else if (f.head.offset == s->log.end)
		status = learn(s, &f);
	image_shut(&f);
	return status == STATUS_OK ? drop_prepared(s) : status;
}

enum status
state_image(struct state *s, struct stories *t, bool force)
{
	struct image_head head = { .generation = s->log.generation,
		.offset = s->log.end };
	size_t behind = t->n > s->imaged ? t->n - s->imaged : s->imaged - t->n;
	struct image m;
	bool good;

	if (!force && (behind < STATE_BEHIND || behind < t->n / 64))
		return STATUS_OK;
	memcpy(head.magic, image_magic, sizeof image_magic);
	if (image_start(&m, &s->image_target, &head) == 0) {
		good = stories_save(t, &m);
		if (image_close(&m, good) == 0 && good) {
			s->imaged = t->n;
			return STATUS_OK;
		}
		if (!good)
			return state_damaged(s, stories_bad(t));
	}
	warn("%s", s->image_path);
	return STATUS_FATAL;
}

enum status
state_damaged(struct state *s, uint64_t bad)
{
	bool gone = state_learns(s) && target_remove(&s->image_target) == 0;

	warnx("%s: damaged at byte %llu; %s", s->image_path,
	    (unsigned long long)bad,
	    gone ? "it is deleted, and made anew from "
		   "the log by the next run"
		 : "delete it, and it is made anew from "
		   "the log");
	return STATUS_FATAL;
}

enum status
state_info(const struct state *s, const struct stories *t)
{
	printf("state     %s\n", s->dir);
	printf("options   %.*s\n", (int)s->log.about.n, s->log.about.p);
	printf("records   %zu\n", t->n);
	printf("log       %llu bytes\n", (unsigned long long)s->log.end);
	printf("memory    %zu bytes\n", stories_bytes(t));
	if (fflush(stdout) == 0 && !ferror(stdout))
		return STATUS_OK;
	warn("standard output");
	return STATUS_FATAL;
}

static void
close_fd(int fd)
{
	if (fd >= 0)
		close(fd);
}

void
state_close(struct state *s)
{
	image_shut(&s->image);
	if (s->prepared.open)
		image_close(&s->prepared, false);
	log_close(&s->log);
	close_fd(s->log_fd);
	close_fd(s->image_fd);
	close_fd(s->prepared_fd);
	target_free(&s->log_target);
	target_free(&s->image_target);
	target_free(&s->prepared_target);
	close_fd(s->lock);
	free(s->log_path);
	free(s->image_path);
	free(s->prepared_path);
}
