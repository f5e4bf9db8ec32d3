/*
 * Pages that are not UTF-8, or were not always: windows-1256 and ISO-8859-6,
 * for which iconv(3) need not be started, what else that knows, UTF-16 and
 * UTF-32 with a byte order mark, and mojibake, see misread.h.
 */
#ifndef TEXT_ENCODING_H
#define TEXT_ENCODING_H

#include <iconv.h>

#include "text/charset.h"
#include "text/misread.h"
#include "text/wide.h"

enum encoding_kind {
	ENCODING_UTF8,     /* as it came */
	ENCODING_NAMED,    /* converted from the named character set */
	ENCODING_MOJIBAKE, /* repaired */
	ENCODING_STRAY,    /* UTF-8 but for a few bytes, each now a U+FFFD */
	ENCODING_WIDE,     /* converted, as its byte order mark says */
	ENCODING_BAD       /* not to be read */
};

struct encoding {
	const char *name; /* of a character set, or NULL to tell by the text */
	const struct charset *bytes; /* windows-1256 or ISO-8859-6, where name
	                                is one of them or NULL: read here */
	iconv_t to_utf8, from_utf8;  /* of all other names */
	struct wide wide;       /* ENCODING_WIDE, or bad as such: mark > 0 */
	struct misread misread; /* ENCODING_MOJIBAKE */
	struct buf text;        /* the converted page */
	size_t bad;             /* ENCODING_BAD: the byte that cannot be read;
	                           ENCODING_STRAY: the first of them */
	size_t *stray;          /* owned: where these are in the raw page, */
	size_t nstray, stray_cap;
	size_t raw_at, text_at; /* encoding_raw_length: where it stands */
};

/* name is NULL for auto.  False where iconv does not know it. */
bool encoding_init(struct encoding *e, const char *name);

/* Is the ASCII character c that byte there?  Not so in UTF-16. */
bool encoding_keeps(struct encoding *e, char c);

/*
 * Make raw valid UTF-8.  *text is raw itself or lies in e->text until the
 * next call.
 */
enum encoding_kind encoding_read(
    struct encoding *e, struct span raw, struct span *text);

/* How many bytes of the raw page that was read last the first n bytes of its
 * text were; fastest where one asks from left to right. */
size_t encoding_raw_length(
    struct encoding *e, enum encoding_kind kind, struct span raw, size_t n);

/* Give the memory and the converters back. */
void encoding_free(struct encoding *e);

#endif
