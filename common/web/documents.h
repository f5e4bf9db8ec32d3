/*
 * Web documents out of whatever holds them, each with what is known of it
 * besides its bytes.  A format is a row of a table: how it is told, how its
 * next document is read.
 */
#ifndef WEB_DOCUMENTS_H
#define WEB_DOCUMENTS_H

#include "record/warc.h"
#include "web/http.h"

/* --from of read-pages. */
enum documents_format { DOCUMENTS_AUTO, DOCUMENTS_HTML, DOCUMENTS_WARC };

struct documents {
	struct stream *stream;        /* set by the caller, as is */
	enum documents_format format; /* asked for */

	enum documents_format current; /* of the file, where it is known */
	struct warc warc;
	struct http http;
	struct buf id; /* of the document at hand */
};

/* Spans live until the next one; .n is 0 where nothing is known. */
struct document {
	struct span id;
	struct span raw;     /* its bytes, as they came */
	struct span charset; /* a label, from outside of it */
	struct span url;
	struct span crawled;  /* ISO 8601 */
	struct span language; /* as the crawl says: ISO 639-3, with commas */
	int http_status;      /* or 0 */
	bool plain;           /* it is text, not HTML */
	bool cut;             /* its end is missing */
};

/* In front of stream_start. */
void documents_start(struct documents *d);

/* The next document; false at the end.  What is none is handled by the
 * stream. */
bool documents_next(struct documents *d, struct document *out);

/* Give the memory back; the stream stays the caller's. */
void documents_free(struct documents *d);

#endif
