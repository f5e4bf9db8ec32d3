/*
 * Options.  Each tool has one table of struct opt; getopt_long(3)'s tables,
 * --help and the shell completions are made from it, so they cannot drift.
 */
#ifndef BASE_OPT_H
#define BASE_OPT_H

#include <stdbool.h>
#include <stddef.h>

struct opt {
	int key;          /* the short letter, or OPT_LONG + n for none */
	const char *name; /* the long name */
	const char *arg;  /* what its argument is called; NULL for none */
	const char *help; /* one line */
};

enum { OPT_LONG = 256 };

/*
 * The next option of argv as getopt_long would give it: its key, with optarg
 * set; -1 behind the last.  table ends with a row whose name is NULL.
 * Prints usage and ends with status 2 on an unknown option or a missing
 * argument; answers -h and -V itself, with status 0.
 * synopsis is what usage prints behind the tool's name.
 */
int opt_next(
    int argc, char **argv, const struct opt *table, const char *synopsis);

/* A size in bytes from "512", "512K", "64M", "2G", "1T" (powers of 1024).
 * Anything else, 0 and what size_t cannot hold end with status 2. */
size_t opt_size(const char *arg);

/* A whole number from min to max; anything else ends with status 2. */
long opt_number(const char *arg, long min, long max);

/* The index of arg in the NULL-terminated list words; status 2 if absent.
 * option is the option's name for the message. */
int opt_word(const char *option, const char *arg, const char *const *words);

#endif
