/*
 * For targets of what may refuse its input by ending the program (table_die,
 * errx): that ends the call alone, and what it had is taken back.
 */
#ifndef FUZZ_ENDS_H
#define FUZZ_ENDS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Call work(arg), with messages to nobody.  False where it ended the program,
 * for which the only good status is that of bad input; the memory and the
 * descriptors that it had are given back then.  No thread runs beside it.
 */
bool ends_well(void (*work)(void *arg), void *arg);

/* In work: the name of a file of these bytes, which lasts until the next
 * one. */
const char *ends_file(const void *data, size_t size);

#endif
