/*
 * The loop of every filter: files in, records out, bad ones told, counts,
 * progress.  A tool is
 *
 *	stream_init(&s, "tool");
 *	files = opt_parse(...), where stream_options are among the rows
 *	stream_file(&s, path);		a table that will be read
 *	stream_enter(&s, files);
 *	table_load(stream_clerk(&s), path);
 *	stream_start(&s, files);
 *	while (stream_next(&s, &record)) {
 *		...
 *		stream_emit(&s, &record);
 *	}
 *	return stream_close(&s);
 */
#ifndef RECORD_STREAM_H
#define RECORD_STREAM_H

#include <time.h>

#include "base/err.h"
#include "base/opt.h"
#include "base/status.h"
#include "io/confine.h"
#include "io/reader.h"
#include "io/writer.h"
#include "record/aside.h"
#include "record/kind.h"
#include "record/record.h"

enum { STREAM_FILES = 3 };
enum bad_policy { BAD_REPORT, BAD_SKIP, BAD_PASS, BAD_STOP };

/* Its members are for record/ alone. */
struct stream {
	const char *tool;
	enum status status; /* worst so far */
	enum bad_policy bad;
	const char *output; /* -o FILE, or NULL */
	bool verbose, progress;
	bool stopped; /* by --bad=stop: -o FILE is not written */
	bool entered; /* stream_enter was called */
	struct confine confine;
	struct writer *made[STREAM_FILES]; /* see stream_make */
	const char *made_name[STREAM_FILES];
	size_t nmade;
	struct guard guard; /* of them */

	struct reader in;
	unsigned takes;         /* kinds of input: see stream_takes */
	void (*opened)(void *); /* called when a file has been opened; NULL */
	void (*ended)(void *);  /* called at its end, while it is open; NULL */
	void *opened_arg;
	void (*turn)(void *, const char *); /* see stream_turns */
	void *turn_arg;
	struct writer out;
	struct span unit;         /* at hand, as read; n is 0 where none is */
	const char *const *files; /* what is left, NULL-terminated */
	const char *file;         /* name of the one that is read, or NULL */
	const char *standard_input[2]; /* for files, where none are named */
	off_t size_total; /* bytes of all input, or 0 where unknown */
	off_t size_done;  /* of files that are finished */

	unsigned long read, written, bad_count;
	struct told told;                 /* messages so far */
	const struct stream_place *place; /* see stream_tell_of */
	struct aside *aside;              /* see stream_aside; or NULL */
	struct timespec started, shown;
};

/* The shared options, as rows for a table:
 *	{ .type = OPT_TABLE, .rows = stream_options, AT(stream) } */
extern const struct opt stream_options[];

/* A stream of a tool, called tool in messages: set options, then stream_start.
 */
void stream_init(struct stream *s, const char *tool);

/* Take these groups of input (enum kind_group), and records, which alone are
 * taken where nobody says more; files of other kinds are told and not read. */
void stream_takes(struct stream *s, unsigned groups);

/* Say, in front of stream_enter, that the file path will be read beside the
 * input, with stream_clerk; NULL says nothing. */
void stream_file(struct stream *s, const char *path);
struct clerk *stream_clerk(struct stream *s);

/* Start to make the file path (io/target.h), in front of stream_enter; NULL
 * makes none.  Ends the program where it cannot be made.  There is room for
 * STREAM_FILES, the output included; w stays where it is. */
void stream_make(struct stream *s, struct writer *w, const char *path);

/* Close what stream_make opened: writer_close.  Signals wait until
 * stream_close from here on, if there are temporary names. */
int stream_made(struct stream *s, struct writer *w, bool keep);

/*
 * Open the output; files is argv behind the options (none: standard input), and
 * stays where it is.  Ends the program where two of the files made are one, or
 * a file is read that is written.  From here on no files can be opened but
 * these and those of stream_file (io/sandbox.h): what a tool loads, it loads
 * behind this and in front of stream_start.
 */
void stream_enter(struct stream *s, char **files);

/* Begin with the input; stream_enter, where it was not called. */
void stream_start(struct stream *s, char **files);

/* For a run without input: no file can be opened but those of stream_file, and
 * no memory be made code. */
void stream_confine(struct stream *s);

/* Close what was made, and keep none of it. */
void stream_drop(struct stream *s);

/* The NUL-ended names in the file path ("-": standard input) as a list for
 * stream_start; status 2 where it cannot be read.  free(3) takes it back. */
char **stream_files0(const char *path);

/* Let units end with another delimiter than LF (io/reader.h), in front of
 * stream_start. */
void stream_delimiter(struct stream *s, int delimiter);

/* Call these with arg when a file has been opened, in front of its first unit,
 * and at its end. */
void stream_files(
    struct stream *s, void (*opened)(void *), void (*ended)(void *), void *arg);

/* The longest record, in bytes. */
size_t stream_max(const struct stream *s);

/*
 * The next unit of input (a line; or what pages.h says), through all
 * files.  False at the end, and after an error that ends the run.  Overlong
 * units are handled as bad records.
 */
bool stream_unit(struct stream *s, struct span *unit);

/* For units that are made of several: the next one of the same file
 * (reader_next); no unit is at hand behind it.  READ_ERROR is told, and the
 * file is closed. */
enum read_result stream_more(struct stream *s, struct span *unit);

/* The next good record.  Blank lines are passed over, bad lines handled. */
bool stream_next(struct stream *s, struct record *r);

/*
 * The string field key of r (see record_string).  False where it is
 * absent, no string, or half a surrogate pair: then the record was handled as
 * a bad one and the caller goes on to the next.
 */
bool stream_text(
    struct stream *s, struct record *r, struct span key, struct span *out);

/* Handle the unit at hand as a bad record: what is wrong, at which byte
 * (0-based; printed 1-based), and the line itself for --bad=pass. */
void stream_bad(
    struct stream *s, struct span line, const char *what, size_t at);

/* The same where the caller copies what --bad=pass lets through. */
void stream_bad_unit(struct stream *s, const char *what);

/* For what goes by the order of units, whoever works on them: have stream_turn
 * call turn with arg and what, when the turn of the unit at hand comes to say
 * something. */
void stream_turns(
    struct stream *s, void (*turn)(void *arg, const char *what), void *arg);
void stream_turn(struct stream *s, const char *what);

/* Say that the file at hand cannot be read, which ends with STATUS_FATAL. */
void stream_fail(struct stream *s, const char *why);

/* Say something of the unit at hand that makes it no bad record; the kind of
 * the message is what stands in front of its first semicolon. */
void stream_note(struct stream *s, const char *what);

/* Let messages be of a unit that was read before, as long as *place lives;
 * NULL: of the one at hand. */
void stream_tell_of(struct stream *s, const struct stream_place *place);

/* Where the unit at hand stands. */
struct stream_place stream_place(const struct stream *s);

/* The next record in a unit that was read, as stream_next has them; false where
 * it is blank, or bad, which is handled. */
bool stream_parse(struct stream *s, struct span unit, struct record *r);

/* From here on say, count and write nothing, but keep it in a, which is
 * empty; with NULL it is as ever.  Not with --bad=pass. */
void stream_aside(struct stream *s, struct aside *a);

/* Say, count and write what is in a, and empty it. */
void stream_replay(struct stream *s, struct aside *a);

/* Make desk a stream for a thread, which reads nothing; then let it keep in a,
 * whose out is set, what it has to say of the unit that stands at place of s,
 * before the next one does. */
void stream_desk(struct stream *desk, const struct stream *s);
void stream_desk_at(
    struct stream *desk, struct aside *a, const struct stream_place *place);

/* Count so many units more as read: -1 where the one at hand was no record. */
void stream_count(struct stream *s, int units);

/* Is the next line in memory (reader_holds)?  Then stream_unit gives that, and
 * lines before it stay valid. */
bool stream_holds(struct stream *s);

/* Would the next line have to be waited for? */
bool stream_would_wait(struct stream *s);

/* Do bad records go through as they are?  Has one of them ended the run?  How
 * many were there? */
bool stream_passes(const struct stream *s);
bool stream_stopped(const struct stream *s);
unsigned long stream_bad_count(const struct stream *s);

/* Write the record with its fields. */
void stream_emit(struct stream *s, const struct record *r);

/* Write line as it is, with a LF. */
void stream_pass(struct stream *s, struct span line);

/* For what is no record with fields: add to what stream_out returns, and call
 * stream_done where the unit of output ends. */
struct buf *stream_out(struct stream *s);
void stream_done(struct stream *s);

/* Can output still be written, and is there no reason to drop it? */
bool stream_good(const struct stream *s);

/* What -o names, or NULL. */
const char *stream_output(const struct stream *s);

/* Is it a file of -o, which is not there before stream_close? */
bool stream_unnamed(const struct stream *s);

/* Bring what was written to the disk, where it goes to one, but for a file of
 * -o.  False where that failed; stream_close tells. */
bool stream_sync(struct stream *s);

/* Say why and end the run with status t: message, no output file. */
void stream_die(struct stream *s, enum status t, const char *fmt, ...)
    __attribute__((format(printf, 3, 4), noreturn));

/* Flush, close, name the output file, print counts; the exit status. */
enum status stream_close(struct stream *s);

/* The same, for who has other files to make in the end; and then the end of who
 * makes them, which can come without the former, too. */
enum status stream_finish(struct stream *s);
void stream_end(struct stream *s);

#endif
