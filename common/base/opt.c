/*
 * The table of a tool and the tables in it become one list of rows, from which
 * getopt_long(3) and the help are fed.  A tool has fewer than 128 options; more
 * end the program at its first run.
 */
#include "base/opt.h"

#include <assert.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/edit.h"
#include "base/opt_value.h"
#include "base/status.h"

enum {
	MOST = 128,      /* options of a tool */
	NO_LETTER = 256, /* + index: what getopt_long calls a row */
};

struct row {
	const struct opt *o;
	char *place;
	bool given;
};

/* The options of a run: the table's, and those of the tables in it. */
struct options {
	const char *synopsis;
	struct row row[MOST];
	size_t n;
};

static const struct opt every_tool[] = {
	{ 'h', "help", NULL, "print this help", .type = OPT_HELP },
	{ 'V', "version", NULL, "print the version", .type = OPT_VERSION },
	{ 0 },
};

static void
add_rows(struct options *all, const struct opt *o, char *tool)
{
	for (; o->name != NULL || o->rows != NULL; o++) {
		assert(opt_fits(o) && all->n < MOST);
		if (o->type == OPT_TABLE)
			add_rows(all, o->rows, tool + o->at);
		else
			all->row[all->n++] = (struct row) { o, tool + o->at,
				false };
	}
}

static void
usage(FILE *f, const struct options *all)
{
	fprintf(f, "usage: %s %s\n", getprogname(), all->synopsis);
}

static void
help_row(const struct opt *o)
{
	char left[64];

	snprintf(left, sizeof left, "%s%c%s--%s%s%s", o->letter ? "-" : " ",
	    o->letter ? o->letter : ' ', o->letter ? ", " : "  ", o->name,
	    o->arg ? "=" : "", o->arg ? o->arg : "");
	printf("  %-30s %s", left, o->help);
	if ((o->type == OPT_NUMBER || o->type == OPT_REAL) && o->min != o->max)
		printf(", %.15g to %.15g", o->min, o->max);
	if (o->init != NULL)
		printf(" (%s)", o->init);
	puts(o->type == OPT_LIST ? "; repeatable" : "");
}

/* What fits a screen, an option a line. */
static void
help(const struct options *all)
{
	usage(stdout, all);
	for (size_t i = 0; i < all->n; i++)
		help_row(all->row[i].o);
	printf("Manual: man %s; overview: man 7 khabar\n", getprogname());
}

/* End behind --help or --version. */
static void
answer(const struct options *all, enum opt_type what)
{
	if (what == OPT_HELP)
		help(all);
	else
		printf("%s (khabar) %s\n", getprogname(), KHABAR_VERSION);
	if (fflush(stdout) != 0 || ferror(stdout))
		err(STATUS_FATAL, "standard output");
	exit(STATUS_OK);
}

/* Say that a long name is that of no option: which ones it may be short for,
 * or which one is nearest, if that is near. */
static void
refuse_name(const struct options *all, struct span name)
{
	unsigned least = ((unsigned)name.n + 2) / 3 + 1, d;
	const char *nearest = NULL;
	struct buf known_by = { 0 };

	for (size_t i = 0; i < all->n; i++) {
		const char *known = all->row[i].o->name;

		if (span_starts(span_str(known), name)) {
			buf_printf(&known_by, "%s --%s",
			    known_by.n > 0 ? "," : " is ambiguous:", known);
		} else if ((d = edit_distance(name, span_str(known))) < least) {
			least = d;
			nearest = known;
		}
	}
	if (known_by.n > 0)
		warnx("option --%.*s%.*s", (int)name.n, name.p, (int)known_by.n,
		    known_by.p);
	else if (nearest != NULL)
		warnx("option --%.*s is unknown; did you mean --%s?",
		    (int)name.n, name.p, nearest);
	else
		warnx("option --%.*s is unknown", (int)name.n, name.p);
	buf_free(&known_by);
}

/* Say what is wrong with the option that getopt_long has just refused. */
static void
refuse(const struct options *all, int c, char **argv)
{
	const char *given = argv[optind - 1];

	if (c == '?' && optopt == 0)
		refuse_name(
		    all, span_to(given + 2, given + strcspn(given, "=")));
	else if (optopt >= NO_LETTER)
		warnx("option %s %s", given,
		    c == ':' ? "needs an argument" : "takes no argument");
	else
		warnx(optopt > 0 ? "option -%c %s" : "option -\\%03hho %s",
		    optopt, c == ':' ? "needs an argument" : "is unknown");
	usage(stderr, all);
	exit(STATUS_FATAL);
}

/* The index of the next option in all, as getopt_long finds it with optarg set;
 * -1 behind the last. */
static int
next(const struct options *all, int argc, char **argv)
{
	char letters[2 * MOST + 2], *l = letters;
	struct option longs[MOST + 1] = { 0 };
	int c;

	*l++ = ':'; /* a missing argument is ':', not '?' */
	for (size_t i = 0; i < all->n; i++) {
		const struct opt *o = all->row[i].o;

		longs[i] = (struct option) { o->name,
			o->arg ? required_argument : no_argument, NULL,
			NO_LETTER + (int)i };
		if (o->letter != 0)
			*l++ = o->letter;
		if (o->letter != 0 && o->arg != NULL)
			*l++ = ':';
	}
	*l = '\0';
	opterr = 0;
	c = getopt_long(argc, argv, letters, longs, NULL);
	if (c == '?' || c == ':')
		refuse(all, c, argv);
	if (c < 0 || c >= NO_LETTER)
		return c < 0 ? -1 : c - NO_LETTER;
	for (size_t i = 0;; i++)
		if (all->row[i].o->letter == c)
			return (int)i;
}

/* Say that more than one of a group were given. */
static void
refuse_group(const struct options *all, unsigned group)
{
	struct buf names = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		n += all->row[i].o->group == group;
	buf_adds(&names, n > 2 ? SPAN(" of") : SPAN(""));
	for (size_t i = 0; i < all->n; i++)
		if (all->row[i].o->group == group)
			buf_printf(&names, " --%s%s", all->row[i].o->name,
			    --n > 1      ? ","
				: n == 1 ? " or"
					 : "");
	errx(STATUS_FATAL, "more than one%.*s", (int)names.n, names.p);
}

static void
take(struct options *all, struct row *r)
{
	if (r->o->type == OPT_HELP || r->o->type == OPT_VERSION)
		answer(all, r->o->type);
	for (size_t i = 0; i < all->n; i++)
		if (r->o->group != 0 && all->row[i].given &&
		    all->row[i].o->group == r->o->group)
			refuse_group(all, r->o->group);
	opt_set(r->o, r->place, optarg);
	r->given = true;
}

/* A list has its default only where nothing was given. */
static void
set_defaults(struct options *all, bool lists)
{
	for (size_t i = 0; i < all->n; i++) {
		struct row *r = &all->row[i];

		if (r->o->init != NULL && !r->given &&
		    (r->o->type == OPT_LIST) == lists)
			opt_set(r->o, r->place, r->o->init);
	}
}

char **
opt_parse(int argc, char **argv, const struct opt *table, const char *synopsis,
    void *tool)
{
	struct options all = { .synopsis = synopsis };
	int i;

	add_rows(&all, table, tool);
	add_rows(&all, every_tool, tool);
	set_defaults(&all, false);
	optind = 0; /* from the start */
	while ((i = next(&all, argc, argv)) >= 0)
		take(&all, &all.row[i]);
	set_defaults(&all, true);
	for (i = 0; i < (int)all.n; i++)
		if (all.row[i].o->must && !all.row[i].given)
			errx(STATUS_FATAL, "no -%c %s", all.row[i].o->letter,
			    all.row[i].o->arg);
	return argv + optind;
}
