/*
 * Web documents out of whatever holds them, each with what is known of it
 * besides its bytes.  A format is a row of a table: how it is told, how its
 * next document is read.
 */
#ifndef WEB_DOCUMENTS_H
#define WEB_DOCUMENTS_H

#include "base/room.h"
#include "record/warc.h"
#include "web/http.h"
#include "web/items.h"

/* --from of read-pages. */
enum documents_format {
	DOCUMENTS_AUTO,
	DOCUMENTS_FEED,
	DOCUMENTS_HTML,
	DOCUMENTS_WARC
};

enum document_kind {
	DOCUMENT_PAGE, /* HTML */
	DOCUMENT_TEXT,
	DOCUMENT_ITEM /* HTML that is all of its article, in UTF-8 */
};

/* Spans live until the next one; .n is 0 where nothing is known. */
struct document {
	struct span id;
	struct span unit;    /* what --bad=pass copies, where it is bad */
	struct span raw;     /* its bytes, as they were sent */
	struct span charset; /* a label, from outside of it */
	struct span url;
	struct span crawled;  /* ISO 8601 */
	struct span language; /* as the crawl says: ISO 639-3, with commas */
	int http_status;      /* or 0 */
	enum document_kind kind;
	bool cut; /* its end is missing */

	/* of an item alone */
	const char *encoding; /* that of its feed */
	const struct webmeta *meta;
	struct span date_raw; /* what it says, where that is no date */
};

struct documents {
	struct stream *stream;        /* set by the caller, as is */
	enum documents_format format; /* asked for */
	const char *encoding;         /* a character set, or NULL */

	enum documents_format current; /* of the file, where it is known */
	struct warc warc;
	struct http http;
	struct items items;     /* of the feed at hand, */
	struct document feed;   /* which is here */
	struct buf id, item_id; /* of the document at hand */
};

/* In front of stream_start. */
void documents_start(struct documents *d);

/* The next document; false at the end.  What is none is handled by the
 * stream. */
bool documents_next(struct documents *d, struct document *out);

/* A document that lives on: all zero is ready, and room is used again. */
struct document_kept {
	struct document d;
	struct webmeta meta;
};

/* Copy what k->d is made of to room, but for its unit, which is the document
 * then. */
void document_keep(struct document_kept *k, struct room *room);

/* Give the memory of a struct document_kept back. */
void document_kept_free(void *kept);

/* Give the memory back; the stream stays the caller's. */
void documents_free(struct documents *d);

#endif
