#include "dup/explain.h"

#include <math.h>
#include <stdio.h>

#include "base/err.h"
#include "base/status.h"

/* The probability that texts of Jaccard similarity j share a band: 1 - (1 -
 * j^r)^b (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, 3.4). */
static double
found(const struct sketch_params *s, double j)
{
	return 1 - pow(1 - pow(j, s->rows), s->bands);
}

int
explain(const struct story_params *p)
{
	printf("exact       texts of the same bytes\n");
	if (p->exact)
		return STATUS_OK;
	printf("normalized  texts of the same words, once folded\n");
	printf("near        Jaccard similarity of %u-word shingles >= %.2f\n",
	    p->sketch.words, p->similarity);
	printf("contained   part of the smaller text's in the larger >= %.2f\n",
	    p->containment);
	printf("shingles of %d and more recent stories do not count;\n"
	       "texts under %d words are repeats only by the first two\n\n",
	    WEIGHT_COMMON, SKETCH_MIN_WORDS);
	printf("%u bands of %u rows\n", p->sketch.bands, p->sketch.rows);
	printf("similarity  found, of 100\n");
	for (int percent = 5; percent <= 100; percent += 5)
		printf("      %.2f  %6.2f\n", percent / 100.0,
		    100 * found(&p->sketch, percent / 100.0));
	if (fflush(stdout) != 0 || ferror(stdout))
		err(STATUS_FATAL, "standard output");
	return STATUS_OK;
}
