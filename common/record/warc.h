/*
 * Records of WARC files (ISO 28500), as crawlers and Common Crawl have them;
 * WET files are WARC, too.  A caller hands over the lines of a file and gets
 * the records that it wants.
 */
#ifndef RECORD_WARC_H
#define RECORD_WARC_H

#include "base/buf.h"
#include "record/stream.h"

/* Headers of records that are read (ISO 28500, section 5). */
enum warc_header {
	WARC_TYPE,
	WARC_URI,
	WARC_DATE,
	WARC_ID,
	WARC_LANGUAGE,
	WARC_TRUNCATED,
	WARC_SEGMENT,
	WARC_CONTENT,
	WARC_LENGTH,
	WARC_HEADERS
};

/* Bytes of a record's content by which one says whether it is wanted. */
enum { WARC_HEAD = 4096 };

struct warc {
	struct stream *stream; /* set by the caller, as are these: is the record
	                          whose headers are in value, and whose content
	                          starts with head, a page? */
	bool (*wants)(void *arg, struct span head);
	void *arg;

	struct buf value[WARC_HEADERS]; /* of the record; n is 0 where it says
	                                   nothing */
	unsigned long pages; /* records of the file that were wanted */
	bool seen;           /* the file has a record, */
	bool page;           /* one that is wanted, or may be */
	bool open;           /* the line is of a record's head */
	bool lost;           /* it is of no record, which was told */
	bool wanted;         /* the record at hand is */
};

/* Does the file that was opened start as one, behind blanks? */
bool warc_told(struct stream *s);

/* A file begins, whose lines are units of the stream. */
void warc_begin(struct warc *w);

/*
 * A line of the file, the stream's unit.  True where a record ended with it
 * that is wanted: *content is what it holds, until the next unit.  The stream
 * counts wanted records as read, and is told of bad ones; a wrong length ends
 * at the next record.
 */
bool warc_line(struct warc *w, struct span line, struct span *content);

/* The file has ended: what was left open is told, and a file without a page. */
void warc_end(struct warc *w);

/* Give the memory back. */
void warc_free(struct warc *w);

#endif
