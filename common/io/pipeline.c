#include "io/pipeline.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#if defined(__linux__) && !defined(NO_SANDBOX)
#include <sys/prctl.h>
#endif

#include "base/err.h"
#include "base/mem.h"
#include "io/reader.h"
#include "io/writer.h"

void
pipeline_word(struct opt_list *l, const char *word)
{
	l->item = mem_grow(l->item, &l->cap, l->n + 2, sizeof l->item[0]);
	l->item[l->n++] = word;
	l->item[l->n] = NULL;
}

void
pipeline_files(struct opt_list *l, const struct opt_list *files)
{
	bool option = false;

	for (size_t i = 0; i < files->n; i++)
		option |= files->item[i][0] == '-' && files->item[i][1] != '\0';
	if (option)
		pipeline_word(l, "--");
	for (size_t i = 0; i < files->n; i++)
		pipeline_word(l, files->item[i]);
}

struct opt_list *
pipeline_add(struct pipeline *p)
{
	return &p->stage[p->n++].argv;
}

/* A word as a shell reads it. */
static void
print_word(struct writer *w, const char *word)
{
	static const char plain[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	    "_@%+=:,./-";

	if (word[0] != '\0' && word[strspn(word, plain)] == '\0') {
		writer_add(w, span_str(word));
		return;
	}
	writer_add(w, SPAN("'"));
	for (; *word != '\0'; word++)
		writer_add(w, *word == '\'' ? SPAN("'\\''") : span_of(word, 1));
	writer_add(w, SPAN("'"));
}

enum status
pipeline_print(const struct pipeline *p, const char *output)
{
	struct writer w = { 0 };

	writer_start(&w, STDOUT_FILENO);
	for (size_t s = 0; s < p->n; s++) {
		const struct opt_list *argv = &p->stage[s].argv;

		writer_add(&w, s > 0 ? SPAN(" |\n    ") : SPAN(""));
		for (size_t i = 0; i < argv->n; i++) {
			writer_add(&w, i > 0 ? SPAN(" ") : SPAN(""));
			print_word(&w, argv->item[i]);
		}
	}
	if (output != NULL) {
		writer_add(&w, SPAN(" -o "));
		print_word(&w, output);
	}
	writer_add(&w, SPAN("\n"));
	if (writer_close(&w, true) == 0)
		return STATUS_OK;
	errno = w.error;
	warn("standard output");
	return STATUS_FATAL;
}

void
pipeline_free(struct pipeline *p)
{
	while (p->n > 0)
		free(p->stage[--p->n].argv.item);
}

void
pipeline_pipe(int ends[2])
{
	if (pipe2(ends, O_CLOEXEC) == -1)
		err(STATUS_FATAL, "pipe");
}

pid_t
pipeline_fork(void)
{
	pid_t pid = fork();

	if (pid == -1)
		err(STATUS_FATAL, "fork");
#ifdef PR_SET_PDEATHSIG
	if (pid == 0)
		prctl(PR_SET_PDEATHSIG, SIGTERM);
#endif
	return pid;
}

int
pipeline_wait(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			err(STATUS_FATAL, "waitpid");
	return status;
}

/* Let fd be descriptor to, and nothing else. */
static void
move(int fd, int to)
{
	if (fd != to) {
		dup2(fd, to);
		close(fd);
	}
}

enum { SPARE = 256 }; /* descriptors that are looked through */

/* What is closed on exec is no stage's, be it another program or a part of this
 * one. */
static void
close_ours(void)
{
	for (int fd = STDERR_FILENO + 1; fd < SPARE; fd++) {
		int flags = fcntl(fd, F_GETFD);

		if (flags >= 0 && (flags & FD_CLOEXEC))
			close(fd);
	}
}

/* Start a stage that reads `from`, which is closed.  Returns what it writes; -1
 * where it is the last one, and that is standard output. */
static int
start(struct pipeline *p, struct pipeline_stage *s, int from, bool last,
    const sigset_t *signals)
{
	int ends[2] = { -1, STDOUT_FILENO };

	if (!last)
		pipeline_pipe(ends);
	if ((s->pid = pipeline_fork()) == 0) {
		sigprocmask(SIG_SETMASK, signals, NULL);
		if (!last)
			close(ends[0]);
		move(from, STDIN_FILENO);
		move(ends[1], STDOUT_FILENO);
		close_ours();
		p->become(&s->argv);
	}
	if (from != STDIN_FILENO)
		close(from);
	if (!last)
		close(ends[1]);
	return ends[0];
}

/* How it ended.  A reader that goes away ends those in front of it, which is
 * told of the last one alone, as a filter tells it. */
static enum status
ended(const struct pipeline_stage *s, bool last)
{
	int status = pipeline_wait(s->pid), n;

	if (WIFSIGNALED(status)) {
		n = WTERMSIG(status);
		if (n == SIGPIPE && last)
			raise(SIGPIPE);
		if (n == SIGPIPE)
			return STATUS_OK;
		warnx("%s: ended by signal %d; %s", s->argv.item[0], n,
		    strsignal(n));
		return STATUS_FATAL;
	}
	n = WEXITSTATUS(status);
	return n == STATUS_OK || n == STATUS_BAD ? (enum status)n
						 : STATUS_FATAL;
}

/* Copy what the last stage writes. */
static void
copy(int from, struct writer *w)
{
	struct reader in = {
		.delimiter = '\n', .max = SIZE_MAX, .no_unpack = true
	};
	struct span line;

	reader_start(&in, from);
	while (reader_next(&in, &line) == READ_UNIT) {
		writer_add(w, line);
		writer_add(w, SPAN("\n"));
		writer_mark(w);
	}
	reader_free(&in);
	close(from);
}

enum status
pipeline_run(struct pipeline *p, const char *output)
{
	enum status worst = STATUS_OK;
	struct writer w = { 0 };
	sigset_t signals;
	int from = STDIN_FILENO;

	sigprocmask(SIG_SETMASK, NULL, &signals);
	if (output != NULL && writer_open(&w, output) == -1)
		err(STATUS_FATAL, "%s", output);
	for (size_t s = 0; s < p->n; s++)
		from = start(p, &p->stage[s], from,
		    s + 1 == p->n && output == NULL, &signals);
	if (output != NULL) {
		writer_watch(&w);
		copy(from, &w);
	}
	for (size_t s = 0; s < p->n; s++)
		status_worst(&worst, ended(&p->stage[s], s + 1 == p->n));
	if (output != NULL && writer_close(&w, worst < STATUS_FATAL) == -1) {
		errno = w.error;
		err(STATUS_FATAL, "%s", output);
	}
	return worst;
}
