/*
 * A file of a state with numbers in it changed, and all its checks made anew.
 *
 * usage: reseal FILE AT WIDTH NUMBER [AT WIDTH NUMBER ...] >changed
 *
 * NUMBER, of WIDTH bytes, goes to byte AT; a negative AT counts from the end.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include "reseal.h"

static unsigned char file[1 << 24];

static size_t
slurp(const char *path)
{
	FILE *f = fopen(path, "rb");
	size_t n;

	if (f == NULL)
		err(2, "%s", path);
	n = fread(file, 1, sizeof file, f);
	fclose(f);
	return n;
}

int
main(int argc, char **argv)
{
	size_t n, width;
	long long at;
	int i, log;

	if (argc < 2 || argc % 3 != 2)
		errx(2, "usage: reseal FILE AT WIDTH NUMBER ...");
	n = slurp(argv[1]);
	if (!reseal(file, n))
		errx(2, "%s: no file of a state", argv[1]);
	log = memcmp(file, "khabar2", 8) == 0; /* whatever comes of that */
	for (i = 2; i < argc; i += 3) {
		at = atoll(argv[i]);
		at += at < 0 ? (long long)n : 0;
		width = strtoul(argv[i + 1], NULL, 0);
		if (at >= 0 && width <= 8 && (size_t)at + width <= n)
			reseal_put(
			    file + at, width, strtoull(argv[i + 2], NULL, 0));
	}
	(log ? reseal_log : reseal_image)(file, n);
	return fwrite(file, 1, n, stdout) == n && fflush(stdout) == 0 ? 0 : 2;
}
