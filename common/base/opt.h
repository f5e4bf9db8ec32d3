/*
 * Options.  A tool has one table of them, a row each: what an option is called,
 * what it takes and where in the tool's struct that goes, with its range and
 * its default.  All else is made from the rows: parsing, --help, completions
 * (completion.pl), what is said of a wrong one.  A row and a paragraph in the
 * manual are all that a new option takes; tests/house/usage.t compares them.
 *
 *	static const struct opt table[] = {
 *		{ 'j', "jobs", "N", "threads", OPT_NUMBER, AT(jobs),
 *		    .min = 1, .max = 256, .init = "1" },
 *		{ .type = OPT_TABLE, .rows = stream_options, AT(stream) },
 *		{ 0 },
 *	};
 */
#ifndef BASE_OPT_H
#define BASE_OPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

/* What an option does with the place that its row names. */
enum opt_type {
	OPT_FLAG,   /* takes no argument; bool: true */
	OPT_SET,    /* takes no argument; int or enum: min */
	OPT_NUMBER, /* int, unsigned or size_t; min to max */
	OPT_REAL,   /* double; min to max */
	OPT_SIZE,   /* size_t: bytes, as 512, 512K, 64M, 2G, 1T (powers of
	               1024); 1 or min at least */
	OPT_TIME,   /* unsigned: minutes, as 90m, 36h, 30d, 2w */
	OPT_WORD,   /* enum: min + the place of the word in arg: "a|b|c" */
	OPT_STRING, /* const char * */
	OPT_SPAN,   /* struct span, with a NUL behind it */
	OPT_FILE,   /* const char *: the name of a file or folder, not empty */
	OPT_LIST,   /* struct opt_list; may be given max times, or, with 0, any
	               number of times */
	OPT_CALL,   /* call(place, argument) */
	OPT_TABLE,  /* no option: the rows of a table for a struct that stands
	               there */
	OPT_HELP,   /* these two every tool has, without rows of its own */
	OPT_VERSION
};

struct opt_list {
	const char **item; /* owned: free(3); NULL-terminated, or NULL */
	size_t n, cap;
};

/* What stands at a place, so that no row can point to the wrong thing. */
enum opt_holds {
	HOLDS_OTHER,
	HOLDS_BOOL,
	HOLDS_INT,
	HOLDS_UNSIGNED,
	HOLDS_LONG, /* unsigned long */
	HOLDS_DOUBLE,
	HOLDS_STRING,
	HOLDS_SPAN,
	HOLDS_LIST
};

struct opt {
	char letter;      /* or 0 */
	const char *name; /* the long name */
	const char *arg;  /* what its argument is called; NULL for none */
	const char *help; /* one line; range and default come by themselves */
	enum opt_type type;
	size_t at; /* offset of the place in the tool's struct */
	enum opt_holds holds;
	double min, max;  /* both included; no range where they are equal */
	const char *init; /* the default, as one would type it; NULL: the place
	                     is left alone */
	unsigned group;   /* of those of a group, other than 0, one may be
	                     given, once */
	bool must;        /* be given */
	void (*call)(void *place, const char *arg); /* ends the program where
	                                               arg is wrong */
	const struct opt *rows;                     /* OPT_TABLE */
};

/* The place `member` of `struct tool`; members of members count, too. */
/* clang-format off */
#define OPT_AT(tool, member)                                                   \
	.at = offsetof(tool, member),                                          \
	.holds = _Generic(((tool *)0)->member,                                 \
	    bool: HOLDS_BOOL,                                                  \
	    int: HOLDS_INT,                                                    \
	    unsigned: HOLDS_UNSIGNED,                                          \
	    unsigned long: HOLDS_LONG,                                         \
	    double: HOLDS_DOUBLE,                                              \
	    const char *: HOLDS_STRING,                                        \
	    struct span: HOLDS_SPAN,                                           \
	    struct opt_list: HOLDS_LIST,                                       \
	    default: HOLDS_OTHER)
/* clang-format on */

/*
 * Set the defaults in tool, the struct that the places of table are in, and
 * take all options of argv; what is left, NULL-terminated, is returned.  table
 * ends with a row of zeros.  synopsis is what usage prints behind the program's
 * name (getprogname(3)).  Strings in tool are those of argv and table.
 *
 * Ends the program: with status 0 behind --help and --version, with 2 where an
 * option is wrong.
 */
char **opt_parse(int argc, char **argv, const struct opt *table,
    const char *synopsis, void *tool);

#endif
