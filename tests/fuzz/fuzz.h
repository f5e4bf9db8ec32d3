/* What all targets share: libFuzzer's entry, or replay.c's, and a check. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* Try one input; returns 0.  What is wrong ends the program. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* End the program, as a crash, where good is false. */
static inline void
must(bool good)
{
	if (!good)
		abort();
}

#endif
