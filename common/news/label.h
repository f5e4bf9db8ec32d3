/*
 * What each line of a page is: the labels of all lines at once, as the path
 * through a linear chain whose sum of weights is greatest (Viterbi's
 * algorithm).  The weights are whole numbers, tenths of a log-odds, of
 * common/tables/lines.tsv: one for each evidence and label, one for each move
 * from a label to the next.  They are learned from marked pages as those of a
 * conditional random field (Lafferty, McCallum and Pereira, "Conditional
 * Random Fields", ICML 2001); see tests/fit.
 */
#ifndef NEWS_LABEL_H
#define NEWS_LABEL_H

#include "news/page.h"
#include "rules/table.h"

/* Each label, by its name in lines.tsv. */
/* clang-format off */
#define LABELS(X) \
	X(TITLE, "title") \
	X(BODY, "body") \
	X(DATE, "date") \
	X(AUTHOR, "author") \
	X(SECTION, "section") \
	X(CREDIT, "credit") \
	X(TAGS, "tags") \
	X(HEADING, "heading") /* of related articles */ \
	X(RELATED, "related") /* a headline of another article */ \
	X(SITE, "site") /* the outlet, its day and its masthead */ \
	X(CAPTION, "caption") \
	X(FURNITURE, "furniture")
/* clang-format on */

/* LABEL_TITLE and so on. */
enum label {
#define LABEL_ENUM(name, text) LABEL_##name,
	LABELS(LABEL_ENUM)
#undef LABEL_ENUM
	    LABEL_COUNT
};

/* No weight is greater, or less than its negative: those of a line add up to
 * what fits 16 bits. */
enum { LABEL_WEIGHT = 250 };

/* Room for a vector of weights, one a label. */
enum { LABEL_ROOM = 16 };

_Static_assert((int)LABEL_COUNT <= (int)LABEL_ROOM, "too many labels");

struct label_weights {
	int16_t weight[EVIDENCE_COUNT][LABEL_ROOM];
	int16_t move[LABEL_COUNT][LABEL_ROOM]; /* [from][to] */
	int16_t back[LABEL_COUNT][LABEL_ROOM]; /* [to][from], the same */
};

/* Those of pages, and those of pages whose site is known (news/site.h). */
struct labeller {
	struct label_weights plain, sited;
};

/* Read the weights that come with khabar. */
void labeller_init(struct labeller *w);

/* Read weights from t: rows of an evidence or `from:LABEL`, and a whole
 * number for each label in the order of LABELS; `site:` in front of
 * either says what is added to it where the site is known.  What t does not
 * name is 0.  Status 2 with file:line where a row is bad. */
void labeller_read(struct labeller *w, struct table *t);

/* Is t a table of weights?  Nothing of it is taken. */
bool labeller_knows(struct table t);

/* Set label and margin of the lines of p, whose evidence is there.  A line
 * with .fixed keeps its label. */
void label_lines(const struct labeller *w, struct page *p);

/* Its name in lines.tsv. */
struct span label_name(enum label l);

#endif
