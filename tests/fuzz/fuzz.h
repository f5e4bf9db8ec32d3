/* What all targets share: libFuzzer's entry, or replay.c's, and a check. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Try one input; returns 0.  What is wrong ends the program. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* End the program, as a crash, where good is false. */
static inline void
must(bool good)
{
	if (!good)
		abort();
}

enum { FUZZ_NAME = 32 };

/* A template for mkstemp or mkdtemp: in memory, where there is a folder of
 * that, as a sync of a disk takes longer than all else. */
static inline void
fuzz_name(char name[FUZZ_NAME])
{
	const char *dir = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";

	snprintf(name, FUZZ_NAME, "%s/khabar-fuzz-XXXXXX", dir);
}

/* A descriptor of a file with these bytes in memory, in place of fd. */
static inline void
fuzz_replace(int fd, const void *bytes, size_t n)
{
	int file = memfd_create("fuzz", 0);

	must(file >= 0 && write(file, bytes, n) == (ssize_t)n);
	must(lseek(file, 0, SEEK_SET) == 0 && dup2(file, fd) == fd);
	if (file != fd)
		close(file);
}

#endif
