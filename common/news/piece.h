/*
 * Pieces of a line of furniture: `كتب: سامي الحلو | 3 مايو 2021 | آخر تحديث:
 * 4 مايو 2021` says three things.  Pieces are parted by bars, slashes, arrows,
 * bullets and lone dashes, by labels, and by dates.
 */
#ifndef NEWS_PIECE_H
#define NEWS_PIECE_H

#include "news/rules.h"

enum piece_kind {
	PIECE_WORDS,   /* of which nothing is known */
	PIECE_CUE,     /* a label and what stands behind it */
	PIECE_DATE,    /* a date without a label */
	PIECE_SECTION, /* names, whole: of a section */
	PIECE_BUTTON,  /* of a button or menu */
	PIECE_OUTLET,
	PIECE_PLACE,
	PIECE_NAME /* what looks like a person's name */
};

struct piece {
	enum piece_kind kind;
	enum role cue;      /* of PIECE_CUE */
	struct span text;   /* the whole piece, trimmed */
	struct span value;  /* behind the label; otherwise text */
	struct span beside; /* of a labelled date: letters behind it */
	struct date date;   /* PIECE_DATE, and cues of dates; .end 0: none;
	                       offsets are bytes of value */
	const struct outlet *outlet; /* PIECE_OUTLET, and a cue's value */
};

/*
 * Cut the next piece off the front of *rest, a span of the source.  False at
 * its end.  reference is for relative dates, or NULL; f is scratch.
 */
bool piece_next(const struct rules *r, struct span *rest,
    const struct date *reference, struct folded *f, struct piece *out);

/* The same for the first piece of a line, where f holds *rest already, and cue
 * is what it starts with: its role ROLE_COUNT where that is none.  whole is
 * what date_find says of all of it, .end 0 for nothing; or NULL. */
bool piece_first(const struct rules *r, struct span *rest,
    const struct date *reference, struct folded *f, const struct cue *cue,
    const struct date *whole, struct piece *out);

/* Does the folded text look like a person's name: two to five words, no
 * digits, the first (behind titles) or most of them known in names? */
bool piece_is_name(const struct rules *r, struct span folded);

#endif
