/*
 * What a file is, told by its first bytes, so that nothing is taken for text
 * that is none: markup after the MIME Sniffing Standard (WHATWG), containers
 * by their magic numbers, JSON that is not JSON Lines, UTF-16 and UTF-32.
 */
#ifndef RECORD_KIND_H
#define RECORD_KIND_H

#include <stdbool.h>

#include "io/reader.h"

/* Groups of kinds; a reader says which of them it takes.  JSON Lines, and
 * everything that is none of these, are taken by all. */
enum kind_group {
	KIND_PACKED = 1 << 0, /* gzip and its like */
	KIND_BINARY = 1 << 1, /* PDF, archives, Parquet, office */
	KIND_MARKED = 1 << 2, /* UTF-16 and UTF-32 with a byte order mark */
	KIND_WIDE = 1 << 3,   /* the same without */
	KIND_FILLED = 1 << 4, /* tar; nothing but NULs */
	KIND_MARKUP = 1 << 5, /* HTML and XML */
	KIND_JSON = 1 << 6,   /* an array; a record of several lines */
	KIND_TEXT = 1 << 7,   /* lines of which none is a record */
	KIND_CRAWL = 1 << 8   /* WARC and WET */
};

/* Bytes by which every kind is told. */
enum { KIND_HEAD = 4096 };

enum kind_answer {
	KIND_TAKEN,
	KIND_REFUSED, /* *what says why, and which command helps */
	KIND_MORE     /* ask again with more bytes, or with ended */
};

/* May one who takes the groups `takes` read what starts with head?  ended: it
 * is all there is.  The answer does not change with more bytes. */
enum kind_answer kind_ask(
    struct span head, bool ended, unsigned takes, const char **what);

/* The same of the file that the reader has been started on: what is wrong with
 * it, or NULL. */
const char *kind_refuses(struct reader *in, unsigned takes);

#endif
