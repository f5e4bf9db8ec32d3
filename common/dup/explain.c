#include "dup/explain.h"

#include <math.h>
#include <stdio.h>

#include "base/err.h"
#include "base/status.h"

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
