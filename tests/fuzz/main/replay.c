/*
 * Calls a fuzz target where libFuzzer is not linked: with each file named and
 * with each of its beginnings, in memory of exactly that size, so that ASan
 * sees a byte read too far.
 */
#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz/fuzz.h"

enum { LARGEST = 1 << 20, PREFIXES = 600 };

static void
call(const char *data, size_t size)
{
	uint8_t *copy = malloc(size ? size : 1);

	if (copy == NULL)
		err(2, "memory");
	memcpy(copy, data, size);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
}

int
main(int argc, char **argv)
{
	static char data[LARGEST];
	size_t size, n;
	FILE *f;
	int i;

	for (i = 1; i < argc; i++) {
		if ((f = fopen(argv[i], "rb")) == NULL)
			err(2, "%s", argv[i]);
		size = fread(data, 1, sizeof data, f);
		fclose(f);
		for (n = 0; n < size && n < PREFIXES; n++)
			call(data, n);
		call(data, size);
	}
	return 0;
}
