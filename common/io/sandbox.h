/*
 * What a filter has no use for is given up before it reads a byte of text that
 * others wrote: network, programs, other processes, new code, and all files
 * but its own.  khabar(7), SECURITY.
 */
#ifndef IO_SANDBOX_H
#define IO_SANDBOX_H

/* What came of it.  A kernel may know none of it, and so may a build with
 * sanitizers or coverage, which need more than the tools do. */
enum {
	SANDBOX_CALLS = 1 << 0, /* system calls are filtered */
	SANDBOX_FILES = 1 << 1  /* and files */
};

/*
 * Enter it, with all threads that are yet to be started.  There is no way out.
 * From here on files can be opened for reading only where those of reads are
 * (see sandbox.c), for writing only in the folders of writes, or below.  A name
 * in writes is a folder's, or that of a file to be made in its folder.  What is
 * open already stays so.  Both lists end with NULL.
 */
unsigned sandbox_enter(const char *const *reads, const char *const *writes);

#endif
