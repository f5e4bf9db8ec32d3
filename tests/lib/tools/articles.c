/*
 * Articles of invented words, as many as are asked for, to measure dedupe with:
 * JSON Lines of about 3 KB, no two alike, all from one seed.
 *
 * usage: articles COUNT [same | footer]
 *
 *	same    all the same text
 *	footer  short texts that share a long footer
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chance.h"

enum { WORDS = 40000, COMMON = 60 };

static const char *const letters[] = { "ا", "ل", "م", "ن", "ي", "و", "ر", "ت",
	"ب", "س", "د", "ع", "ق", "ف", "ح", "ك", "ش", "ج", "ه", "ط", "ص", "خ" };

static const char *const common[] = { "في", "من", "على", "إلى", "أن", "عن",
	"التي", "الذي", "مع", "كما", "قال", "بعد", "قبل", "خلال", "هذا" };

static char word[WORDS][24];
static uint64_t state;

static unsigned
draw(unsigned n)
{
	return chance_from(&state, n);
}

static void
make_words(void)
{
	int i, n;

	for (i = 0; i < WORDS; i++) {
		if (draw(3) == 0)
			strcpy(word[i], "ال");
		for (n = 3 + (int)draw(3); n > 0; n--)
			strcat(word[i], letters[draw(22)]);
	}
}

/* Words are as frequent as in a language: the n-th one about 1 / n. */
static void
put_words(int n)
{
	while (n-- > 0) {
		double u = draw(1 << 20) / (double)(1 << 20);

		if (draw(4) == 0)
			printf("%s ", common[draw(15)]);
		else if (draw(40) == 0)
			printf("%u ", draw(2000));
		else
			printf("%s ", word[(int)pow(WORDS, u) - 1]);
	}
}

int
main(int argc, char **argv)
{
	unsigned long i, n = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
	const char *mode = argc > 2 ? argv[2] : "";
	uint64_t footer;

	make_words();
	footer = state;
	for (i = 0; i < n; i++) {
		uint64_t here = state;

		printf("{\"id\": \"a%lu\", \"text\": \"", i);
		if (strcmp(mode, "footer") == 0) {
			put_words(25);
			here = state;
			state = footer;
			put_words(40);
			state = here;
		} else {
			put_words(290);
			if (strcmp(mode, "same") == 0)
				state = here;
		}
		printf("\"}\n");
	}
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
