/* Tables and patterns. */
#include "rules/table.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "rules/pattern.h"
#include "tap.h"

/* Rows as "line:n:cell,cell,;". */
static bool
rows(struct span text, const char *want)
{
	struct span cell[TABLE_CELLS];
	struct table t;
	struct buf out = { 0 };
	bool same;
	int n, i;

	table_start(&t, "test", text);
	while ((n = table_row(&t, cell)) > 0) {
		buf_printf(&out, "%lu:%d:", t.line, n);
		for (i = 0; i < n; i++)
			buf_printf(&out, "%.*s,", (int)cell[i].n, cell[i].p);
		buf_addc(&out, ';');
	}
	same = span_eq(buf_span(&out), span_str(want));
	if (!same)
		printf("# %.*s\n", (int)out.n, out.p);
	buf_free(&out);
	return same;
}

/* The status with which reading text ends a process. */
static int
dies(struct span text)
{
	struct span cell[TABLE_CELLS];
	struct table t;
	pid_t pid;
	int status;

	fflush(stdout);
	if ((pid = fork()) == 0) {
		fclose(stderr);
		table_start(&t, "test", text);
		while (table_row(&t, cell) > 0)
			;
		_exit(0);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
test_tables(void)
{
	ok(rows(SPAN(""), "") && rows(span_of(NULL, 0), ""), "no table");
	ok(rows(SPAN("a\tb\n"), "1:2:a,b,;"), "a row");
	ok(rows(SPAN("a\tb"), "1:2:a,b,;"), "no newline at the end");
	ok(rows(SPAN("# c\n\na\n#\nb\n"), "3:1:a,;5:1:b,;"), "comments");
	ok(rows(SPAN("\xef\xbb\xbf# c\r\na\tb\r\n\r\n"), "2:2:a,b,;"),
	    "a byte order mark and CRLF");
	ok(rows(SPAN("\ta\t\n"), "1:3:,a,,;"), "empty cells");
	ok(rows(SPAN("1\t2\t3\t4\t5\t6\t7\t8\n"), "1:8:1,2,3,4,5,6,7,8,;"),
	    "all cells");
	ok(dies(SPAN("1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12\t13\t14\t15\t16"
		     "\t17\n")) == 2,
	    "too many cells");
	ok(dies(SPAN("1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12\t13\t14\t15\t16"
		     "\t\n")) == 2,
	    "too many cells, the last one empty");
}

static void
test_patterns(void)
{
	char message[100];
	struct span group[4];
	struct pattern *p;
	char many[60];

	message[0] = '\0';
	ok(pattern_new(SPAN("a("), message, sizeof message) == NULL &&
		strstr(message, ", byte 3") != NULL,
	    "an error: %s", message);
	ok(pattern_new(SPAN("\\C"), message, sizeof message) == NULL,
	    "no half code points: %s", message);
	p = pattern_new(
	    SPAN("(?<x>\\w+) \\s (?<y>z)? # comment"), message, sizeof message);
	ok(pattern_group(p, "y") == 2 && pattern_group(p, "no") == -1,
	    "groups have names");
	ok(pattern_find(p, SPAN("- سلام ."), 0, group, 4) > 0 &&
		span_eq(group[0], SPAN("سلام ")) &&
		span_eq(group[1], SPAN("سلام")) && group[2].p == NULL &&
		group[3].p == NULL,
	    "a match, and groups that are not set");
	ok(pattern_find(p, SPAN("a b c"), 2, group, 1) > 0 &&
		span_eq(group[0], SPAN("b ")),
	    "from a byte on");
	ok(pattern_find(p, SPAN("abc"), 0, group, 4) == 0 &&
		pattern_find(p, span_of(NULL, 0), 0, group, 4) == 0,
	    "no match");
	pattern_free(p);

	p = pattern_new(SPAN("^(a+)+$"), message, sizeof message);
	memset(many, 'a', sizeof many - 1);
	many[sizeof many - 1] = 'b';
	ok(pattern_find(p, span_of(many, sizeof many), 0, group, 1) == -1,
	    "a pattern that runs away is stopped");
	pattern_free(p);
	pattern_free(NULL);
}

int
main(void)
{
	test_tables();
	test_patterns();
	return tap_done();
}
