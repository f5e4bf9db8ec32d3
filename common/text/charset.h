/*
 * Character sets by the labels that web pages give them, and text in them as
 * UTF-8: the WHATWG Encoding Standard (encoding.spec.whatwg.org) for UTF-8,
 * UTF-16 and all sets of one byte a character, by tables of our own.  The East
 * Asian ones are known by name only.
 */
#ifndef TEXT_CHARSET_H
#define TEXT_CHARSET_H

#include <stdint.h>

#include "base/buf.h"

enum charset_kind {
	CHARSET_UTF8,
	CHARSET_UTF16LE,
	CHARSET_UTF16BE,
	CHARSET_BYTES, /* one a character */
	CHARSET_OTHER  /* not to be read here */
};

struct charset {
	const char *name; /* the standard's, in lower case */
	enum charset_kind kind;
	const uint16_t *high; /* of CHARSET_BYTES: what 0x80 to 0xff are */
};

/* The set with that label, in any case, with blanks around it; or NULL. */
const struct charset *charset_find(struct span label);

/*
 * Add raw to out as UTF-8; what is none in c, which is not CHARSET_OTHER,
 * becomes U+FFFD, one a byte or half a pair.  A byte order mark stays.
 */
void charset_read(const struct charset *c, struct span raw, struct buf *out);

/*
 * The set that raw is in by a byte order mark, how many bytes that is goes to
 * *mark; or, without one, by the `<` that markup starts with (XML 1.0, appendix
 * F); or NULL.
 */
const struct charset *charset_marked(struct span raw, size_t *mark);

/*
 * The set that raw is in, where nobody knows better than declared, which may
 * be NULL: valid UTF-8 is UTF-8.  What is not, though it says so, or says
 * nothing, or what everything says (windows-1252), is charset_arabic's where
 * its bytes above ASCII stand together, as those of Arabic words do.  A few
 * stray bytes in UTF-8 change nothing.
 */
const struct charset *charset_guess(
    struct span raw, const struct charset *declared);

/*
 * The set of raw, which is Arabic: ISO-8859-6 where all of it can be read so,
 * and has more of the common letters than in windows-1256; or that.
 */
const struct charset *charset_arabic(struct span raw);

#endif
