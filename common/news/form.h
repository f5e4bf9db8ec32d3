/*
 * The form that a page's text came in: its blocks parted by something else
 * than line ends, its paragraphs broken into lines, marks of Markdown, entities
 * and tags of HTML.  What is read is the page as it was meant, a block a line;
 * a page that has its lines is read as it is.
 *
 * The text is written anew in steps, each of which knows the bytes that it has
 * written otherwise, so that offsets can be taken back.
 */
#ifndef NEWS_FORM_H
#define NEWS_FORM_H

#include <stdint.h>

#include "base/buf.h"
#include "news/rules.h"

/* Bytes of a text that a step writes otherwise; it is below 4 GiB. */
struct form_edit {
	uint32_t from, from_n; /* in what it reads */
	uint32_t to, to_n;     /* in what it writes */
};

/* The lines of a text at a glance. */
struct form_look {
	size_t lines;     /* that are not empty */
	size_t wide;      /* of them those of more than FORM_WIDE bytes */
	bool broad;       /* there is one of more than FORM_BROAD */
	bool marked;      /* one starts with a mark, or a 1 */
	struct span last; /* of them */
};

enum { FORM_WIDE = 210, FORM_BROAD = 1500 };

struct form_step {
	struct span in; /* what it reads */
	struct form_look look;
	size_t done; /* of it */
	struct buf out;
	struct form_edit *edit; /* owned, in order */
	size_t n, cap;
};

enum { FORM_STEPS = 6 };

/* All zero is ready.  The room is used again. */
struct form {
	struct form_step step[FORM_STEPS];
	size_t n;      /* steps that were needed */
	size_t looked; /* the last whose text was looked at */
	struct folded fold;
};

/*
 * text, valid UTF-8 below 4 GiB, with a block a line: text itself where it is
 * so, or bytes that are f's until the next call.
 */
struct span form_read(struct form *f, const struct rules *r, struct span text);

/* How many bytes of the text the first n bytes of what form_read made of it
 * were. */
size_t form_raw(const struct form *f, size_t n);

/* What was taken out and is more than marks, addresses of links and tags: the
 * next one, in the order of steps, from *at on, which starts as all 0. */
struct form_at {
	size_t step, edit;
};
bool form_markup(const struct form *f, struct form_at *at, struct span *out);

/* Give the memory back. */
void form_free(struct form *f);

/* --- For the steps -------------------------------------------------------- */

/* Write `by` for n bytes of what is read, from byte `at` on, which is not in
 * front of what was written otherwise before. */
void form_edit(struct form_step *s, size_t at, size_t n, struct span by);

/* Each looks at s->in and edits it where it is of that form: other ends of
 * lines; tags and references of HTML; blocks on one line; numbers of links;
 * paragraphs of several lines; Markdown. */
void form_ends(struct form_step *s, const struct rules *r, struct folded *f);
void form_hypertext(
    struct form_step *s, const struct rules *r, struct folded *f);
void form_flat(struct form_step *s, const struct rules *r, struct folded *f);
void form_dumped(struct form_step *s, const struct rules *r, struct folded *f);
void form_wrapped(struct form_step *s, const struct rules *r, struct folded *f);
void form_markdown(
    struct form_step *s, const struct rules *r, struct folded *f);

/* May a line's mark of Markdown start with this byte? */
bool markdown_may_start(char first);

#endif
