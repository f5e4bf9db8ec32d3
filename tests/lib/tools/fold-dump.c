/*
 * All that the folding table says, for tests/unit/fold.t: a line a code point,
 * its number, its class, and what it becomes in hexadecimal bytes.
 */
#include <stdio.h>

#include "text/fold.h"

int
main(void)
{
	static const char classes[] = "XSOLD";
	enum fold_class class;
	char to[FOLD_MAX];
	uint32_t cp;
	size_t n, i;

	for (cp = 0; cp < 0x110000; cp++) {
		if (cp >= 0xd800 && cp <= 0xdfff)
			continue;
		n = fold_point(cp, to, &class);
		printf("%X %c ", (unsigned)cp, classes[class]);
		for (i = 0; i < n; i++)
			printf("%02x", (unsigned char)to[i]);
		putchar('\n');
	}
	return ferror(stdout) != 0;
}
