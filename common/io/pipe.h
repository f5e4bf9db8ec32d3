/*
 * Pipes that hold two blocks.  One of Linux holds 64 KiB (pipe(7)), a quarter
 * of what is read or written at once: then tools wake each other four times a
 * block, and each comes back to caches that hold the others' tables.
 */
#ifndef IO_PIPE_H
#define IO_PIPE_H

/* Make the pipe behind fd as large, if it is one, is not so already, and the
 * system lets us; all else stays as it is. */
void pipe_widen(int fd);

#endif
