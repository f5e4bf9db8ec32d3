/*
 * Mojibake: Arabic text that somebody read in the wrong character set and wrote
 * out again, as UTF-8 that was read as windows-1252 (`Ø§Ù„` for `ال`) or as
 * windows-1256 (`ط§ظ„`), and windows-1256 that was read as Latin-1 (`ÇáÎÈÑ` for
 * `الخبر`).  A page or a line is mended where all of it goes the way back: the
 * bytes of its characters in the wrong set are text in the right one, and most
 * of that is Arabic letters.  The way is that of R. Speer, "ftfy" (2012-24,
 * doi:10.5281/zenodo.2591652).
 */
#ifndef TEXT_MISREAD_H
#define TEXT_MISREAD_H

#include <stdint.h>

#include "base/buf.h"

enum { MISREADINGS = 9 };

/* A page or a line that was mended. */
struct misread_part {
	size_t text, end; /* bytes of the text */
	int row;          /* of misread.c's table */
};

/* All zero is ready. */
struct misread {
	uint8_t *back[MISREADINGS]; /* owned: byte of a code point, or NULL */
	struct buf bytes;           /* scratch */
	struct misread_part *part;  /* owned: what was mended, in order */
	size_t n, cap;
	size_t i, raw_at, text_at; /* misread_raw: where it stands */
};

/*
 * Append raw, which is valid UTF-8, to out, mended.  False where nothing is
 * to be mended: out is as it was then.
 */
bool misread_mend(struct misread *m, struct span raw, struct buf *out);

/*
 * How many bytes of raw the first n bytes of its text were, which misread_mend
 * made of it last; fastest from left to right.
 */
size_t misread_raw(
    struct misread *m, struct span raw, struct span text, size_t n);

/* Has s, which is valid UTF-8, lines that were read so, be they still whole or
 * not? */
bool misread_told(struct span s);

/* Give the memory back. */
void misread_free(struct misread *m);

#endif
