/*
 * Pages of HTML that carry data: a template with one mark, and JSON that can
 * stand in its <script type="application/json"> whatever it holds.
 */
#ifndef RECORD_MARKUP_H
#define RECORD_MARKUP_H

#include "base/buf.h"

/* What stands in a template where the data go. */
#define MARKUP_HERE "@DATA@"

/* The parts of a template before and behind its first mark; all of it and
 * nothing where it has none. */
void markup_split(struct span page, struct span *head, struct span *tail);

/*
 * Add json, valid JSON in UTF-8, so that no byte of it means anything to HTML:
 * '<' is written as an escape, so there is no end tag and no comment, and so
 * are the characters that HTML does not allow (DEL, C1 controls,
 * noncharacters).  The value stays the same.
 */
void markup_add_json(struct buf *out, struct span json);

/*
 * Add a script of that class that holds json, valid JSON in UTF-8, and says how
 * many records n these are: its data-n.  The JSON is in windows-1256
 * (MARKUP_SET) there, a byte a letter of Arabic, with escapes for all else,
 * packed (io/pack.h), and in base64, which means nothing to HTML.  Browsers
 * read it by their DecompressionStream and TextDecoder.
 */
#define MARKUP_SET "windows-1256"
void markup_add_packed(
    struct buf *out, struct span class, size_t n, struct span json);

#endif
