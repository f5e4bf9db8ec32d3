#include "dup/explain.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "dup/compare.h"
#include "io/map.h"
#include "text/utf8.h"

/* The probability that texts of length words, which take one shingle in
 * `every`, have a key of a passage of n words in common. */
static double
found(const struct sketch_params *s, unsigned n)
{
	return n < s->words ? 0 : 1 - pow(1 - 1.0 / s->every, n - s->words + 1);
}

int
explain(const struct story_params *p)
{
	printf("exact       texts of the same bytes\n");
	if (p->exact)
		return STATUS_OK;
	printf("normalized  texts of the same words, once folded\n");
	printf("near        the figures of an alignment add up to %d or more",
	    p->margin);
	if (p->similarity > 0)
		printf(",\n            and %.2f of both texts are aligned, or "
		       "%.2f of the shorter",
		    p->similarity, p->containment);
	printf("\ncontained   the same, where one text is much shorter\n");
	printf("words that %d and more recent stories have in a row do not "
	       "count;\n"
	       "texts under %d words are repeats only by the first two\n\n",
	    WEIGHT_COMMON, SKETCH_MIN_WORDS);
	printf("keys: one of %u shingles of %u words, %u at most\n",
	    p->sketch.every, p->sketch.words, p->sketch.most);
	printf("words in common  found, of 100\n");
	for (unsigned n = 5; n <= 160; n *= 2)
		printf(
		    "            %4u  %6.2f\n", n, 100 * found(&p->sketch, n));
	if (fflush(stdout) != 0 || ferror(stdout))
		err(STATUS_FATAL, "standard output");
	return STATUS_OK;
}

/* A text that is no record. */
static void
read_text(struct unit *u, const struct unit_plan *plan, struct span text)
{
	words_add(&u->sketch.words, &plan->map, text);
	sketch_make(&u->sketch, &plan->sketch, &plan->map);
}

static void
read_file(struct unit *u, const struct unit_plan *plan, struct clerk *clerk,
    const char *path)
{
	struct span file, line;

	if (map_open(clerk, path, &file) != 0)
		err(STATUS_FATAL, "%s", path);
	line = span_trim(file);
	*u = (struct unit) { .line = line, .number = 1 };
	if (record_begins(line))
		unit_make(u, plan);
	else if (utf8_valid(line) == line.n)
		read_text(u, plan, line);
	else
		u->what = "invalid UTF-8";
	if (u->what != NULL)
		errx(STATUS_FATAL, "%s: %s", path, u->what);
	map_close(&file);
}

static void
print_pair(const struct comparer *c, const struct story_params *p,
    const struct likeness *like)
{
	const char *kind = story_kinds[like->kind];
	unsigned i;

	for (i = 0; i < FIGURE_COUNT; i++)
		printf(
		    "%s\t%d\n", figure_name((enum figure)i), c->figures.of[i]);
	for (i = 0; i < DECIDE_COUNT; i++)
		printf("%s\t%d\n", decide_questions[i],
		    decider_sum(
			p->decider, (enum decide_question)i, &c->figures));
	printf("kind\t%s\n", *kind ? kind : "none");
}

enum status
explain_pair(const struct story_params *p, const struct unit_plan *plan,
    struct clerk *clerk, char **files)
{
	struct comparer *c = mem_zero(1, sizeof *c);
	struct unit a, b;
	struct likeness like;

	if (files[0] == NULL || files[1] == NULL || files[2] != NULL)
		errx(STATUS_FATAL, "--compare needs two files");
	read_file(&a, plan, clerk, files[0]);
	read_file(&b, plan, clerk, files[1]);
	compare_start(c, &b.sketch.trace, NULL);
	compare(c, p, &a.sketch.trace, &like);
	compare_figures(c, &a.sketch.trace);
	print_pair(c, p, &like);
	unit_free(&a);
	unit_free(&b);
	free(c);
	if (fflush(stdout) != 0 || ferror(stdout))
		err(STATUS_FATAL, "standard output");
	return STATUS_OK;
}
