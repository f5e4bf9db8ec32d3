#include "base/opt.h"

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/status.h"

enum { OPT_MOST = 64 };

static void
usage(FILE *f, const char *synopsis)
{
	fprintf(f, "usage: %s %s\n", getprogname(), synopsis);
}

static int
is_letter(int key)
{
	return key < OPT_LONG;
}

/* Print the help: what fits a screen, an option a line. */
static void
help(const struct opt *table, const char *synopsis)
{
	char left[64];
	const struct opt *o;

	usage(stdout, synopsis);
	for (o = table; o->name != NULL; o++) {
		snprintf(left, sizeof left, "%s%c%s--%s%s%s",
		    is_letter(o->key) ? "-" : " ",
		    is_letter(o->key) ? o->key : ' ',
		    is_letter(o->key) ? ", " : "  ", o->name, o->arg ? "=" : "",
		    o->arg ? o->arg : "");
		printf("  %-30s %s\n", left, o->help);
	}
	printf("Manual: man %s; overview: man khabar\n", getprogname());
}

/* Make getopt_long's tables from ours. */
static void
build(const struct opt *table, char *letters, struct option *longs)
{
	size_t n;

	*letters++ = ':'; /* a missing argument is ':', not '?' */
	for (n = 0; table[n].name != NULL && n < OPT_MOST; n++) {
		longs[n] = (struct option) { .name = table[n].name,
			.has_arg = table[n].arg ? required_argument
						: no_argument,
			.val = table[n].key };
		if (is_letter(table[n].key)) {
			*letters++ = (char)table[n].key;
			if (table[n].arg != NULL)
				*letters++ = ':';
		}
	}
	*letters = '\0';
	longs[n] = (struct option) { 0 };
}

/* Say what is wrong with the option that getopt_long has just refused. */
static void
refuse(int c, char **argv)
{
	const char *given = argv[optind - 1];
	bool is_long = strncmp(given, "--", 2) == 0;
	const char *why = c == ':'   ? "needs an argument"
	    : is_long && optopt != 0 ? "takes no argument"
				     : "is unknown or ambiguous";

	if (optopt > 0 && optopt < OPT_LONG && !is_long)
		warnx("option -%c %s", optopt, why);
	else
		warnx("option %s %s", given, why);
}

int
opt_next(int argc, char **argv, const struct opt *table, const char *synopsis)
{
	char letters[2 * OPT_MOST + 2];
	struct option longs[OPT_MOST + 1];
	int c;

	build(table, letters, longs);
	opterr = 0;
	c = getopt_long(argc, argv, letters, longs, NULL);
	switch (c) {
	case ':':
	case '?':
		refuse(c, argv);
		usage(stderr, synopsis);
		exit(STATUS_FATAL);
	case 'h':
		help(table, synopsis);
		break;
	case 'V':
		printf("%s (khabar) %s\n", getprogname(), KHABAR_VERSION);
		break;
	default:
		return c;
	}
	if (fflush(stdout) != 0 || ferror(stdout))
		err(STATUS_FATAL, "standard output");
	exit(STATUS_OK);
}

size_t
opt_size(const char *arg)
{
	static const char units[] = "KMGT";
	const char *unit;
	unsigned long long n;
	char *end;
	int shift = 0;

	errno = 0;
	n = strtoull(arg, &end, 10);
	if (end != arg && *end != '\0' && end[1] == '\0' &&
	    (unit = strchr(units, toupper((unsigned char)*end))) != NULL) {
		shift = 10 * (int)(unit - units + 1);
		end++;
	}
	if (errno != 0 || end == arg || *end != '\0' || n == 0 ||
	    !isdigit((unsigned char)*arg) || n > SIZE_MAX >> shift)
		errx(STATUS_FATAL, "'%s' is no size (as 512K, 64M, 2G)", arg);
	return (size_t)n << shift;
}

long
opt_number(const char *arg, long min, long max)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(arg, &end, 10);
	if (errno != 0 || end == arg || *end != '\0' || n < min || n > max)
		errx(STATUS_FATAL, "'%s' is no number from %ld to %ld", arg,
		    min, max);
	return n;
}

int
opt_word(const char *option, const char *arg, const char *const *words)
{
	int i;

	for (i = 0; words[i] != NULL; i++)
		if (strcmp(words[i], arg) == 0)
			return i;
	warnx("--%s=%s: not one of:", option, arg);
	for (i = 0; words[i] != NULL; i++)
		fprintf(stderr, "  %s\n", words[i]);
	exit(STATUS_FATAL);
}
