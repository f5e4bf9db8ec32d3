/*
 * Cue phrases: what the first words of a line say about it.  The rows of the
 * tables are PCRE2 patterns over the folded line, tried in order.
 * Threads may share what is const.
 */
#ifndef NEWS_CUE_H
#define NEWS_CUE_H

#include "news/role.h"
#include "rules/table.h"

struct cues;

struct cue {
	enum role role;
	bool glued;  /* the phrase is glued to the paragraph behind it */
	bool named;  /* what stands behind it must be an outlet's name */
	bool user;   /* it is of a user's table */
	size_t rest; /* folded bytes up to what stands behind the cue; the
	                line's length where nothing does */
};

/* Nothing yet; add tables, the user's first. */
struct cues *cues_new(void);

/* Add the rows of t (see common/tables/cues.tsv).  With check each pattern is
 * compiled alone first: status 2 with file:line where one is bad. */
void cues_add(struct cues *c, struct table *t, bool check);

/* All tables are in: what follows takes less time. */
void cues_ready(struct cues *c);

/* May a line that starts so (its first few words, folded) start with a cue? */
bool cue_may_start(const struct cues *c, struct span folded);

/* What the folded line starts with; false, and ROLE_COUNT, where it starts with
 * no cue. */
bool cue_find(const struct cues *c, struct span folded, struct cue *out);

/* May the text in front of a colon, as printed, end with a glued cue?  A quick
 * look, so that few are folded. */
bool cue_may_be_glued(const struct cues *c, struct span before);

/* Does the folded text, which stands in front of a colon, end with a cue that
 * may be glued to the sentence before it?  The byte where it starts, or -1. */
long cue_before_colon(const struct cues *c, struct span folded);

/* Give the memory back; NULL is nothing. */
void cues_free(struct cues *c);

#endif
