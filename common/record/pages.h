/*
 * Pages out of whatever holds them: text files (a page each, or several parted
 * by NUL, form feed or lines that match a pattern), JSON Lines, and the WET
 * files of Common Crawl.
 */
#ifndef RECORD_PAGES_H
#define RECORD_PAGES_H

#include "base/room.h"
#include "record/stream.h"
#include "record/warc.h"
#include "text/encoding.h"

/* What the input is: told by its beginning; --from of split-articles. */
enum pages_format { PAGES_AUTO, PAGES_TEXT, PAGES_JSONL, PAGES_WET };

/* What the pages of a file are called: its name alone, or all of its path;
 * --doc of split-articles. */
enum pages_called { PAGES_NAME, PAGES_PATH };

struct pages {
	struct stream *stream;
	enum pages_format format;  /* asked for */
	enum pages_format current; /* of the file that is read */
	int delimiter;             /* of text pages: READER_WHOLE, 0, '\f' */
	bool (*separates)(void *arg, struct span line); /* or NULL */
	void *separates_arg;
	struct span field, id_field; /* of JSON Lines */
	enum pages_called called;
	struct encoding encoding;

	unsigned long count; /* pages of this file */
	bool alone;          /* the page is its file, as far as one can see */
	const char *named;   /* the last file that a page was called by */
	const char *noted;   /* the last one whose name was looked at */
	struct pages_file *name; /* owned: a place for each name of a file */
	size_t names, names_cap;
	struct record record;
	struct buf gathered; /* a page made of lines */
	struct warc warc;
	bool served; /* the file has records of what a server sent */
	struct buf doc;
};

struct page_in {
	struct span unit; /* what --bad=pass copies, where the page is bad */
	struct span raw;  /* as it stands in the file */
	struct span text; /* the same in UTF-8 */
	enum encoding_kind encoding;
	struct span doc;       /* its id */
	struct record *record; /* the JSON record that held it, or NULL */
	const struct buf *wet; /* what the WARC record says, each n 0 where it
	                          says nothing, by enum warc_header; or NULL */
};

/* The options of who reads pages, as rows for a table:
 *	{ .type = OPT_TABLE, .rows = pages_options, AT(pages) } */
extern const struct opt pages_options[];

/* Set stream, format, delimiter, separates, fields and encoding before. */
void pages_start(struct pages *p);

/* The next page, whose spans are valid until the next call; false at the end.
 * Bad ones are handled by the stream. */
bool pages_next(struct pages *p, struct page_in *out);

/* A page that was taken. */
struct page_kept {
	struct page_in in; /* of a line of JSON its unit alone, as read */
	bool json;
	struct span base;    /* what its file is called */
	unsigned long count; /* its number there */
	struct buf wet[WARC_HEADERS];
};

/* pages_next in two steps: take the next page, and open it, which parses JSON
 * and decodes the text.  room, or NULL: its bytes are copied there, to live on
 * while others are taken, for another thread's p to open.  False at the end;
 * where it cannot be parsed or decoded, which is told.  What is opened lives
 * until p opens the next one. */
bool pages_take(struct pages *p, struct page_kept *k, struct room *room);
bool pages_open(struct pages *p, struct page_kept *k);

/* Make p, a copy of one that was started, ready for pages_open alone, telling
 * s. */
void pages_desk(struct pages *p, struct stream *s);

/* What the field key of the page's record says (record_value), or, with key
 * "url", its record of a crawl; its p is NULL where nothing does. */
struct span pages_value(const struct page_in *page, struct span key);

/* Set what a WARC record says of its page, null where it does not: url,
 * crawled, warc_id, warc_language.  Pages of other kinds have none. */
void pages_tell(const struct page_in *page, struct record *r);

/* Give the memory back; the stream stays the caller's. */
void pages_free(struct pages *p);

#endif
