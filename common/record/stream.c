#include "record/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "io/pipe.h"

#define AT(member) OPT_AT(struct stream, member)

const struct opt stream_options[] = {
	{ 0, "bad", "report|skip|pass|stop", "what to do with bad records",
	    OPT_WORD, AT(bad), .init = "report" },
	{ 'o', "output", "FILE", "write FILE, whole or not at all", OPT_FILE,
	    AT(output) },
	{ 0, "max-record", "SIZE", "longest record in bytes", OPT_SIZE,
	    AT(in.max), .init = "64M" },
	{ 0, "no-unpack", NULL, "refuse packed files", OPT_FLAG,
	    AT(in.no_unpack) },
	{ 0, "progress", NULL, "show progress on a terminal", OPT_FLAG,
	    AT(progress) },
	{ .type = OPT_TABLE, .rows = confine_options, AT(confine) },
	{ 'v', "verbose", NULL, "print counts at the end", OPT_FLAG,
	    AT(verbose) },
	{ 0 },
};

/*
 * A standard descriptor that is closed would be the next file's number, and
 * messages would end up in it.  What is opened in its place can neither be
 * read nor written (EBADF, as before).
 */
static void
hold_descriptors(void)
{
	int fd;

	do
		fd = open("/dev/null", O_PATH);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

void
stream_init(struct stream *s, const char *tool)
{
	hold_descriptors();
	*s = (struct stream) { .tool = tool, .standard_input = { "-" } };
	s->in = (struct reader) {
		.fd = -1, .delimiter = '\n', .flush = &s->out
	};
	setprogname(tool);
}

static double
seconds_since(const struct timespec *t)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - t->tv_sec) +
	    (double)(now.tv_nsec - t->tv_nsec) / 1e9;
}

static void
print_counts(const struct stream *s)
{
	double mb = (double)(s->size_done + s->in.taken) / 1e6;
	double t = seconds_since(&s->started);

	fprintf(stderr, "%s: %lu read, %lu written, %lu bad, %.1f MB, %.1f s\n",
	    s->tool, s->read, s->written, s->bad_count, mb, t);
}

static void
print_progress(struct stream *s)
{
	double done = (double)(s->size_done + s->in.taken);
	double t = seconds_since(&s->started);

	fprintf(stderr, "\r\033[K%s: %lu records, %.1f MB/s", s->tool, s->read,
	    t > 0 ? done / 1e6 / t : 0.0);
	if (s->size_total > 0 && done > 0)
		fprintf(stderr, ", %.0f %%, %.0f s left",
		    100 * done / (double)s->size_total,
		    t * ((double)s->size_total / done - 1));
	clock_gettime(CLOCK_MONOTONIC, &s->shown);
}

/* What the reader calls once a block, or when SIGUSR1 asks. */
static void
idle(void *arg, bool asked)
{
	struct stream *s = arg;

	if (asked)
		print_counts(s);
	if (s->progress && seconds_since(&s->shown) > 0.2)
		print_progress(s);
}

static void
ignore(int signal)
{
	(void)signal;
}

/* SIGUSR1 must not end us: it is blocked until the reader looks for it, and
 * interrupts its waiting then. */
static void
take_usr1(void)
{
	struct sigaction sa = { .sa_handler = ignore };

	sigemptyset(&sa.sa_mask);
	sigaddset(&sa.sa_mask, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &sa.sa_mask, NULL);
	sigaction(SIGUSR1, &sa, NULL);
}

/* Bytes of all files, or 0 where one has no size. */
static off_t
total_size(const char *const *files)
{
	struct stat st;
	off_t total = 0;

	for (; *files != NULL; files++) {
		if ((strcmp(*files, "-") == 0 ? fstat(STDIN_FILENO, &st)
					      : stat(*files, &st)) != 0 ||
		    !S_ISREG(st.st_mode))
			return 0;
		total += st.st_size;
	}
	return total;
}

static void
note_made(struct stream *s, struct writer *w, const char *name)
{
	s->made[s->nmade] = w;
	s->made_name[s->nmade++] = name;
}

void
stream_takes(struct stream *s, unsigned groups)
{
	s->takes = groups;
}

void
stream_file(struct stream *s, const char *path)
{
	clerk_file(&s->confine.clerk, path);
}

struct clerk *
stream_clerk(struct stream *s)
{
	return &s->confine.clerk;
}

void
stream_make(struct stream *s, struct writer *w, const char *path)
{
	if (path == NULL)
		return;
	guard_hold(&s->guard);
	if (writer_open(w, path) != 0)
		stream_die(s, STATUS_FATAL, "%s: %s", path, strerror(errno));
	note_made(s, w, path);
}

int
stream_made(struct stream *s, struct writer *w, bool keep)
{
	guard_unwatch(&s->guard);
	return writer_close(w, keep);
}

static void
open_output(struct stream *s)
{
	if (s->output != NULL) {
		stream_make(s, &s->out, s->output);
		return;
	}
	writer_start(&s->out, STDOUT_FILENO);
	note_made(s, &s->out, "standard output");
}

/* End the run with nothing written, not even behind a torn line. */
static _Noreturn void
refuse(struct stream *s, const char *name, const char *why, const char *other)
{
	size_t i;

	for (i = 0; i < s->nmade; i++)
		s->made[i]->block.n = 0;
	stream_die(s, STATUS_FATAL, "%s: %s%s", name, why, other);
}

/* Refuse to write a file twice, or one that is read. */
static void
check_files(struct stream *s, const struct writer *w, const char *name)
{
	const char *const *f;
	size_t i;

	for (i = 0; s->made[i] != w; i++)
		if (target_same(s->made[i]->target, w->target))
			refuse(s, name, "the same file as ", s->made_name[i]);
	for (f = s->files; *f != NULL; f++)
		if (target_is_input(w->target, *f))
			refuse(s, strcmp(*f, "-") == 0 ? "stdin" : *f,
			    "written, too, as ", name);
}

/* Standard input, where it is read. */
static void
widen_input(const char *const *files)
{
	for (; *files != NULL; files++)
		if (strcmp(*files, "-") == 0)
			pipe_widen(STDIN_FILENO);
}

static void
drop_made(void *stream)
{
	struct stream *s = stream;
	size_t i;

	for (i = 0; i < s->nmade; i++)
		target_drop(s->made[i]->target);
}

/* What is made without a temporary name needs no guard. */
static void
watch_made(struct stream *s)
{
	size_t i;

	for (i = 0; i < s->nmade; i++)
		if (s->made[i]->target->temp[0] != '\0') {
			guard_watch(&s->guard, drop_made, s);
			return;
		}
	guard_release(&s->guard);
}

static void
confine(struct stream *s)
{
	s->confine.tells = s->verbose;
	confine_enter(&s->confine);
}

void
stream_confine(struct stream *s)
{
	confine(s);
	confine_seal(&s->confine);
}

void
stream_enter(struct stream *s, char **files)
{
	struct clerk *clerk = &s->confine.clerk;
	size_t i;

	s->entered = true;
	take_usr1();
	s->files = files[0] != NULL ? (const char *const *)files
				    : s->standard_input;
	if ((s->progress = s->progress && isatty(STDERR_FILENO)))
		s->size_total = total_size(s->files);
	open_output(s);
	widen_input(s->files);
	clerk_inputs(clerk, s->files);
	for (i = 0; i < s->nmade; i++) {
		check_files(s, s->made[i], s->made_name[i]);
		clerk_target(clerk, s->made[i]->target);
	}
	confine(s);
}

void
stream_start(struct stream *s, char **files)
{
	if (!s->entered)
		stream_enter(s, files);
	s->in.idle = idle;
	s->in.idle_arg = s;
	clock_gettime(CLOCK_MONOTONIC, &s->started);
	s->shown = s->started;
	confine_seal(&s->confine);
	watch_made(s);
}

void
stream_files(
    struct stream *s, void (*opened)(void *), void (*ended)(void *), void *arg)
{
	s->opened = opened;
	s->ended = ended;
	s->opened_arg = arg;
}

size_t
stream_max(const struct stream *s)
{
	return s->in.max;
}

/* The names in all, each ended by a NUL, but perhaps the last: one block. */
static char **
list_names(struct span all)
{
	char **files, *names;
	size_t n = all.p[all.n - 1] != '\0';

	for (size_t i = 0; i < all.n; i++)
		n += all.p[i] == '\0';
	files = mem_alloc((n + 1) * sizeof files[0] + all.n + 1);
	names = memcpy(files + n + 1, all.p, all.n);
	names[all.n] = '\0';
	for (size_t i = 0; i < n; i++) {
		files[i] = names;
		names += strlen(names) + 1;
	}
	files[n] = NULL;
	return files;
}

void
stream_delimiter(struct stream *s, int delimiter)
{
	s->in.delimiter = delimiter;
}

char **
stream_files0(const char *path)
{
	struct reader r = { .delimiter = READER_WHOLE, .max = 1 << 30 };
	struct span all;
	char **files;
	enum read_result result;
	int fd = reader_open(path);

	if (fd < 0)
		err(STATUS_FATAL, "%s", path);
	reader_start(&r, fd);
	result = reader_next(&r, &all);
	if (result == READ_ERROR)
		errx(STATUS_FATAL, "%s: %s", path, reader_why(&r));
	if (result != READ_LAST)
		errx(STATUS_FATAL, "%s: %s", path,
		    result == READ_END ? "no file names" : "too long");
	files = list_names(all);
	reader_free(&r);
	reader_close(fd);
	return files;
}

void
stream_drop(struct stream *s)
{
	size_t i;

	for (i = 0; i < s->nmade; i++)
		stream_made(s, s->made[i], false);
}

void
stream_die(struct stream *s, enum status t, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vwarnx(fmt, ap);
	va_end(ap);
	told_rest(&s->told);
	stream_drop(s);
	exit((int)t);
}

static void
close_input(struct stream *s)
{
	reader_close(s->in.fd);
	s->size_done += s->in.taken;
	s->in.taken = 0;
	s->in.fd = -1;
	s->file = NULL;
}

void
stream_fail(struct stream *s, const char *why)
{
	if (s->aside != NULL) {
		aside_add(s->aside, ASIDE_FAIL, stream_place(s), why, 0);
		return;
	}
	if (told_add(&s->told, why))
		warnx("%s: %s", s->file, why);
	status_worst(&s->status, STATUS_FATAL);
}

/* Is the file that has been opened of a kind that is not read here?  It is
 * told and closed, then, as one that cannot be read. */
static bool
refuse_kind(struct stream *s)
{
	const char *what = kind_refuses(&s->in, s->takes);

	if (what == NULL)
		return false;
	stream_fail(s, what);
	close_input(s);
	return true;
}

/* Go to the next file that can be read; false behind the last. */
static bool
open_input(struct stream *s)
{
	const char *path;
	size_t i;
	int fd;

	while (s->in.fd < 0) {
		if (*s->files == NULL)
			return false;
		i = (size_t)(s->files - s->confine.clerk.input);
		path = *s->files++;
		s->file = strcmp(path, "-") == 0 ? "stdin" : path;
		if ((fd = clerk_input(&s->confine.clerk, i)) >= 0) {
			reader_start(&s->in, fd);
			if (fd == STDIN_FILENO && isatty(fd))
				warnx("waiting for input from the terminal "
				      "(Ctrl-D ends it)");
			if (refuse_kind(s))
				continue;
			if (s->opened != NULL)
				s->opened(s->opened_arg);
			return true;
		}
		stream_fail(s, strerror(errno));
	}
	return true;
}

/* Where that stands of which messages are. */
static struct stream_place
told_place(const struct stream *s)
{
	return s->place ? *s->place : stream_place(s);
}

void
stream_note(struct stream *s, const char *what)
{
	struct stream_place here = told_place(s);

	if (s->aside != NULL)
		aside_add(s->aside, ASIDE_NOTE, here, what, 0);
	else if (told_add(&s->told, what))
		warnx("%s:%lu: %s", here.file, here.unit, what);
}

void
stream_turns(
    struct stream *s, void (*turn)(void *arg, const char *what), void *arg)
{
	s->turn = turn;
	s->turn_arg = arg;
}

void
stream_turn(struct stream *s, const char *what)
{
	if (s->aside != NULL)
		aside_add(s->aside, ASIDE_TURN, told_place(s), what, 0);
	else
		s->turn(s->turn_arg, what);
}

/* The one line that says what is wrong with the unit at hand. */
static void
tell(struct stream *s, const char *what, size_t at)
{
	struct stream_place here = told_place(s);

	if (told_add(&s->told, what))
		warnx(
		    "%s:%lu: %s, byte %zu", here.file, here.unit, what, at + 1);
}

/* Count a bad unit as the policy says; true if it is to be passed. */
static bool
count_bad(struct stream *s, const char *what, size_t at)
{
	if (s->aside != NULL) {
		aside_add(s->aside, ASIDE_BAD, told_place(s), what, at);
		return false;
	}
	s->bad_count++;
	if (s->bad == BAD_PASS)
		return true;
	tell(s, what, at);
	if (s->bad == BAD_SKIP)
		return false;
	status_worst(&s->status, STATUS_BAD);
	if (s->bad == BAD_STOP) {
		while (*s->files != NULL)
			s->files++;
		if (s->in.fd >= 0)
			close_input(s);
		s->stopped = true;
	}
	return false;
}

void
stream_bad(struct stream *s, struct span line, const char *what, size_t at)
{
	/* The byte order mark that stream_next has taken off belongs to it. */
	if (s->unit.n == line.n + 3 && s->unit.p + 3 == line.p) {
		line = s->unit;
		at += 3;
	}
	if (count_bad(s, what, at))
		stream_pass(s, line);
}

void
stream_bad_unit(struct stream *s, const char *what)
{
	if (count_bad(s, what, 0))
		s->written++;
}

static void
read_failed(struct stream *s)
{
	if (s->out.error == 0)
		stream_fail(s, reader_why(&s->in));
	close_input(s);
}

static void
handle_long(struct stream *s)
{
	if (!count_bad(s, "longer than --max-record", s->in.max))
		return;
	if (reader_copy(&s->in, &s->out) == READ_ERROR)
		read_failed(s);
	s->written++;
}

void
stream_count(struct stream *s, int units)
{
	*(s->aside != NULL ? &s->aside->read
			   : &s->read) += (unsigned long)units;
}

bool
stream_unit(struct stream *s, struct span *unit)
{
	while (s->out.error == 0 && open_input(s)) {
		switch (reader_next(&s->in, unit)) {
		case READ_UNIT:
		case READ_LAST:
			stream_count(s, 1);
			s->unit = *unit;
			return true;
		case READ_LONG:
			stream_count(s, 1);
			handle_long(s);
			break;
		case READ_END:
			if (s->ended != NULL)
				s->ended(s->opened_arg);
			if (s->in.fd >= 0)
				close_input(s);
			break;
		case READ_ERROR:
			read_failed(s);
			break;
		}
	}
	return false;
}

/* What was at hand has been moved by the reader. */
enum read_result
stream_more(struct stream *s, struct span *unit)
{
	enum read_result result;

	s->unit = SPAN("");
	result = reader_next(&s->in, unit);
	if (result == READ_ERROR)
		read_failed(s);
	return result;
}

static bool
is_blank(struct span line)
{
	return span_trim(line).n == 0;
}

/* A byte order mark may stand in front of a file's first line. */
static struct span
without_bom(const struct stream *s, struct span line)
{
	if (s->in.units == 1 && span_starts(line, SPAN("\xef\xbb\xbf")))
		return span_skip(line, 3);
	return line;
}

bool
stream_parse(struct stream *s, struct span unit, struct record *r)
{
	struct json_error e;
	struct span inner = without_bom(s, unit);

	s->unit = unit;
	if (is_blank(inner)) {
		stream_count(s, -1);
		return false;
	}
	if (record_parse(r, inner, &e))
		return true;
	stream_bad(s, inner, e.what, e.at);
	return false;
}

bool
stream_next(struct stream *s, struct record *r)
{
	struct span line;

	while (stream_unit(s, &line))
		if (stream_parse(s, line, r))
			return true;
	return false;
}

bool
stream_text(
    struct stream *s, struct record *r, struct span key, struct span *out)
{
	const struct json_member *m = record_find(r, key);
	struct json_error e = { "field is no string", 0 };

	if (m == NULL) {
		stream_bad(s, r->line, record_missing(r, key), 0);
		return false;
	}
	if (m->type == JSON_STRING && record_string(r, m, out, &e))
		return true;
	if (m->type != JSON_STRING)
		e.at = (size_t)(m->value.p - r->line.p);
	stream_bad(s, r->line, e.what, e.at);
	return false;
}

struct buf *
stream_out(struct stream *s)
{
	return s->aside != NULL ? s->aside->out : &s->out.block;
}

void
stream_done(struct stream *s)
{
	if (s->aside != NULL) {
		s->aside->written++;
		s->aside->to = s->aside->out->n;
		return;
	}
	if (s->out.error != 0)
		s->out.block.n = 0;
	writer_mark(&s->out);
	s->written++;
}

void
stream_emit(struct stream *s, const struct record *r)
{
	record_emit(r, stream_out(s));
	stream_done(s);
}

void
stream_pass(struct stream *s, struct span line)
{
	buf_adds(stream_out(s), line);
	buf_addc(stream_out(s), '\n');
	stream_done(s);
}

void
stream_tell_of(struct stream *s, const struct stream_place *place)
{
	s->place = place;
}

struct stream_place
stream_place(const struct stream *s)
{
	return (struct stream_place) { s->file, s->in.units };
}

void
stream_aside(struct stream *s, struct aside *a)
{
	s->aside = a;
}

static void
replay(struct stream *s, const struct aside_event *e, const char *what)
{
	const char *file = s->file;

	s->place = &e->place;
	s->file = e->place.file;
	if (e->kind == ASIDE_BAD)
		count_bad(s, what, e->at);
	else if (e->kind == ASIDE_NOTE)
		stream_note(s, what);
	else if (e->kind == ASIDE_TURN)
		stream_turn(s, what);
	else
		stream_fail(s, what);
	s->place = NULL;
	s->file = s->in.fd >= 0 ? file : NULL; /* it may be closed by now */
}

void
stream_replay(struct stream *s, struct aside *a)
{
	size_t i;

	s->read += a->read;
	for (i = 0; i < a->n && !s->stopped; i++)
		replay(s, &a->event[i], a->words.p + a->event[i].what);
	if (a->written > 0 && !s->stopped) {
		buf_add(stream_out(s), a->out->p + a->from, a->to - a->from);
		stream_done(s);
		s->written += a->written - 1;
	}
	aside_clear(a);
}

void
stream_desk(struct stream *desk, const struct stream *s)
{
	*desk = (struct stream) { .tool = s->tool, .bad = s->bad };
}

void
stream_desk_at(
    struct stream *desk, struct aside *a, const struct stream_place *place)
{
	desk->unit = SPAN("");
	desk->file = place->file;
	desk->in.units = place->unit;
	desk->aside = a;
	a->from = a->to = a->out->n;
}

bool
stream_holds(struct stream *s)
{
	return s->in.fd >= 0 && reader_holds(&s->in);
}

bool
stream_would_wait(struct stream *s)
{
	return reader_would_wait(&s->in);
}

bool
stream_passes(const struct stream *s)
{
	return s->bad == BAD_PASS;
}

bool
stream_stopped(const struct stream *s)
{
	return s->stopped;
}

unsigned long
stream_bad_count(const struct stream *s)
{
	return s->bad_count;
}

bool
stream_good(const struct stream *s)
{
	return s->status < STATUS_FATAL && s->out.error == 0;
}

const char *
stream_output(const struct stream *s)
{
	return s->output;
}

bool
stream_unnamed(const struct stream *s)
{
	return s->out.target->path != NULL;
}

bool
stream_sync(struct stream *s)
{
	return stream_unnamed(s) || writer_sync(&s->out) == 0;
}

enum status
stream_finish(struct stream *s)
{
	const char *name = s->output ? s->output : "standard output";

	if (s->progress)
		fputs("\r\033[K", stderr);
	if (stream_made(s, &s->out, s->status < STATUS_FATAL && !s->stopped) !=
	    0) {
		if (s->out.error != EPIPE) {
			errno = s->out.error;
			warn("%s", name);
		}
		status_worst(&s->status, STATUS_FATAL);
	}
	guard_release(&s->guard);
	told_rest(&s->told);
	if (s->verbose)
		print_counts(s);
	reader_free(&s->in);
	return s->status;
}

void
stream_end(struct stream *s)
{
	confine_end(&s->confine);
}

enum status
stream_close(struct stream *s)
{
	enum status status = stream_finish(s);

	stream_end(s);
	return status;
}
