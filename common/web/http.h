/*
 * Answers of HTTP/1.1 as crawls keep them (RFC 9112): the head, and the body
 * with its codings undone.  Many crawlers keep the body decoded and the head as
 * it came: a coding that the bytes do not show is passed over.
 */
#ifndef WEB_HTTP_H
#define WEB_HTTP_H

#include "base/buf.h"

/* A media type (RFC 9110, 8.3): its charset's n is 0 where there is none. */
struct http_type {
	struct span name; /* without parameters, as it is written */
	struct span charset;
};

struct http {
	int status; /* or 0 */
	bool ended; /* there is an end of the head */
	struct http_type type;
	struct span transfer, coding; /* headers */
	struct span body;             /* as it came */

	struct buf chunks, unpacked; /* owned: room */
};

/* Read the value of a Content-Type. */
struct http_type http_type(struct span value);

/* Is the type that name, in any case? */
bool http_is(struct span type, struct span name);

/* Read the head of message, whose spans these are; false where it is none. */
bool http_read(struct http *h, struct span message);

/*
 * The body as it was before it was sent, of max bytes at the most: lives as
 * long as h and the message.  NULL, or what is wrong; *cut: its end is missing.
 */
const char *http_body(struct http *h, size_t max, struct span *body, bool *cut);

/* Give the memory back. */
void http_free(struct http *h);

#endif
