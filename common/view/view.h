/*
 * Mentions as records, tables, brat's standoff and coloured text.
 */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include "base/buf.h"
#include "entity/mention.h"
#include "gazetteer/gazetteer.h"

/* Code points, bytes, UTF-16 units (as JavaScript and Java count). */
enum offset_unit { OFFSET_CHARS, OFFSET_BYTES, OFFSET_UTF16 };

enum { VIEW_LABELS = 32 };

struct view_options {
	enum offset_unit unit;
	int32_t min_score; /* of mentions that have one */
	struct span
	    label[VIEW_LABELS]; /* only these; all where there is none */
	unsigned labels;
};

/* Options (OPT_CALL) of a struct view_options: labels parted by commas, the
 * least score; status 2 where arg is wrong.  arg must outlive view. */
void view_set_labels(void *view, const char *arg);
void view_set_score(void *view, const char *arg);

/* Ends the program with status 2 where labels are asked for and neither khabar
 * nor the lists, a gazetteer, have one of them: as PERSON for PER. */
void view_check_labels(
    const struct view_options *o, const struct gazetteer *lists);

/* Bytes of a text turned into the offsets asked for, fastest where one asks
 * from left to right.  at and count are 0 at first. */
struct view_ruler {
	struct span text;
	enum offset_unit unit;
	size_t at, count;
};

/* The offset of byte `to` of the text, in the ruler's unit. */
size_t view_measure(struct view_ruler *r, size_t to);

/* Do labels and score let m through? */
bool view_wanted(const struct view_options *o, const struct mention *m);

/* Put the mentions in text as objects of a JSON array, with `field` as their
 * first member unless its p is NULL. */
void view_json(const struct view_options *o, const struct mentions *all,
    struct span text, struct span field, struct buf *out);

/* A line each: record, field, start, end, label, text, id, name, source,
 * score, group, parted by TABs; what is not there is empty. */
void view_tsv(const struct view_options *o, const struct mentions *all,
    struct span text, struct span record, struct span field, struct buf *out);

/* brat standoff: T lines, and N lines for ids; *n numbers them. */
void view_brat(const struct view_options *o, const struct mentions *all,
    struct span text, unsigned long *n, struct buf *out);

/* The text with its mentions coloured by label (ECMA-48); none of its own
 * controls reaches the terminal. */
void view_ansi(const struct view_options *o, const struct mentions *all,
    struct span text, struct buf *out);

#endif
