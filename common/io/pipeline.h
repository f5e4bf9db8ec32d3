/*
 * Tools in a pipe, as a shell runs it, but that the status is that of the worst
 * of them, and that a file they write is not there where one of them failed.
 *
 *	pipeline_word(pipeline_add(&p), "split-articles") ...
 *	return pipeline_run(&p, output);
 */
#ifndef IO_PIPELINE_H
#define IO_PIPELINE_H

#include <sys/types.h>

#include "base/opt.h"
#include "base/status.h"

enum { PIPELINE_STAGES = 8 };

struct pipeline {
	/* In a process of its own: be the tool that argv[0] names.  Does not
	 * return. */
	void (*become)(const struct opt_list *argv);
	struct pipeline_stage {
		struct opt_list argv;
		pid_t pid;
	} stage[PIPELINE_STAGES];
	size_t n;
};

/* One more word behind those of l, which are NULL-terminated, as in argv; word
 * stays the caller's. */
void pipeline_word(struct opt_list *l, const char *word);

/* Names of files; behind "--", where one might be taken for an option. */
void pipeline_files(struct opt_list *l, const struct opt_list *files);

/* One more tool; its words are yet to come, its name first. */
struct opt_list *pipeline_add(struct pipeline *p);

/* Print it to standard output as a shell reads it, and -o output unless that is
 * NULL. */
enum status pipeline_print(const struct pipeline *p, const char *output);

/*
 * Run it, from standard input to output (io/target.h), or to standard output
 * where that is NULL: status 75 of a tool counts as 2, and so does a signal,
 * which is told.  Where who reads standard output goes away, the program ends
 * by SIGPIPE.  Where it ends by itself, the tools are ended.
 */
enum status pipeline_run(struct pipeline *p, const char *output);

/* Give its lists of words back. */
void pipeline_free(struct pipeline *p);

/* fork(2) and pipe(2), which end the program where they fail.  The process that
 * was split off ends with this one. */
pid_t pipeline_fork(void);
void pipeline_pipe(int ends[2]);

/* What waitpid(2) says of its end. */
int pipeline_wait(pid_t pid);

#endif
