/*
 * Names that need looking ahead are opened before the sandbox is entered, all
 * others by the clerk.
 */
#include "record/glance.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/status.h"
#include "io/pipeline.h"
#include "io/writer.h"

/* What that process writes of a file, a letter each. */
enum { IS = 'y', IS_NOT = 'n' };

static char
look_at(struct clerk *c, struct reader *in, const char *path, int ahead,
    unsigned groups)
{
	int fd = ahead == READER_FILE ? clerk_open(c, path) : ahead;
	bool is = false;

	if (fd != -1) {
		reader_start(in, fd);
		is = kind_refuses(in, ~groups) != NULL;
		reader_close(fd);
	}
	return is ? IS : IS_NOT;
}

/* That process. */
static enum status
look(struct confine *confine, char **files, unsigned groups, int to)
{
	struct clerk *c = &confine->clerk;
	struct reader in = { .delimiter = READER_WHOLE, .max = KIND_HEAD };
	struct writer out = { 0 };
	size_t cap = 0, n;
	int *ahead = NULL;

	for (n = 0; files[n] != NULL; n++) {
		clerk_file(c, files[n]);
		ahead = mem_grow(ahead, &cap, n + 1, sizeof ahead[0]);
		ahead[n] = reader_ahead_of(files[n]);
	}
	confine_enter(confine);
	confine_seal(confine);
	writer_start(&out, to);
	for (size_t i = 0; i < n; i++) {
		char is = look_at(c, &in, files[i], ahead[i], groups);

		writer_add(&out, span_of(&is, 1));
	}
	confine_end(confine);
	reader_free(&in);
	free(ahead);
	return writer_close(&out, true) == -1 ? STATUS_FATAL : STATUS_OK;
}

/* Who wrote this has read what strangers wrote. */
static bool *
read_letters(struct span letters, char **files)
{
	bool *is = NULL;
	size_t cap = 0;

	for (size_t i = 0; files[i] != NULL; i++) {
		if (i >= letters.n)
			errx(STATUS_FATAL, "%s: its kind is not known",
			    files[i]);
		is = mem_grow(is, &cap, i + 1, sizeof is[0]);
		is[i] = letters.p[i] == IS;
	}
	return is;
}

bool *
glance(struct confine *confine, char **files, unsigned groups)
{
	struct reader in = { .delimiter = READER_WHOLE, .max = SIZE_MAX };
	struct span letters = { 0 };
	int ends[2];
	bool *is;
	pid_t pid;

	pipeline_pipe(ends);
	if ((pid = pipeline_fork()) == 0) {
		close(ends[0]);
		exit(look(confine, files, groups, ends[1]));
	}
	close(ends[1]);
	reader_start(&in, ends[0]);
	reader_next(&in, &letters);
	if (pipeline_wait(pid) != 0)
		exit(STATUS_FATAL);
	is = read_letters(letters, files);
	reader_free(&in);
	close(ends[0]);
	return is;
}
