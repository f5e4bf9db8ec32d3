/*
 * A row is found by its line's end and cut at TABs; no quoting.
 */
#include "rules/table.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/status.h"
#include "io/clerk.h"
#include "io/reader.h"
#include "text/utf8.h"

/* A table of more than this is no table. */
enum { TABLE_MAX = 1 << 30 };

void
table_start(struct table *t, const char *name, struct span text)
{
	if (span_starts(text, SPAN("\xef\xbb\xbf")))
		text = span_skip(text, 3);
	*t = (struct table) { .name = name, .rest = text };
}

int
table_row(struct table *t, struct span cell[TABLE_CELLS])
{
	struct span line;
	int n;

	do {
		if (t->rest.n == 0)
			return 0;
		line = span_cut(&t->rest, '\n');
		t->line++;
		if (span_ends(line, SPAN("\r")))
			line.n--;
	} while (line.n == 0 || line.p[0] == '#');
	for (n = 0; n < TABLE_CELLS; n++)
		cell[n] = (struct span) { "", 0 };
	for (n = 0; n < TABLE_CELLS && line.p != NULL; n++)
		cell[n] = span_cut(&line, '\t');
	if (line.p != NULL)
		table_die(t, "too many columns", line);
	return n;
}

void
table_die(const struct table *t, const char *what, struct span cell)
{
	errx(STATUS_FATAL, "%s:%lu: %s: '%.*s'", t->name, t->line, what,
	    cell.n > 200 ? 200 : (int)cell.n, cell.p);
}

int
table_word(const struct table *t, struct span cell, const char *const *words,
    const char *unknown)
{
	int i;

	for (i = 0; words[i] != NULL; i++)
		if (span_eq(cell, span_str(words[i])))
			return i;
	table_die(t, unknown, cell);
}

struct span
table_load(struct clerk *c, const char *path)
{
	struct reader r = { .delimiter = READER_WHOLE, .max = TABLE_MAX };
	struct span text = { "", 0 };
	enum read_result result;
	char *copy;
	int fd = clerk_open(c, path);

	if (fd < 0)
		err(STATUS_FATAL, "%s", path);
	reader_start(&r, fd);
	result = reader_next(&r, &text);
	if (result == READ_ERROR)
		errx(STATUS_FATAL, "%s: %s", path, reader_why(&r));
	if (result == READ_LONG)
		errx(STATUS_FATAL, "%s: too large for a table", path);
	if (utf8_valid(text) < text.n)
		errx(STATUS_FATAL, "%s: invalid UTF-8, byte %zu", path,
		    utf8_valid(text) + 1);
	copy = mem_alloc(text.n + 1);
	memcpy(copy, text.p, text.n);
	copy[text.n] = '\0';
	reader_free(&r);
	reader_close(fd);
	return span_of(copy, text.n);
}
