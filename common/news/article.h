/*
 * The fields of an article, read from its lines.  Every line ends up in one
 * place: the body, a field, or what was removed.
 */
#ifndef NEWS_ARTICLE_H
#define NEWS_ARTICLE_H

#include "news/page.h"

/* Where a line went. */
enum place {
	PLACE_REMOVED, /* in the order of the page, with its role */
	PLACE_BODY,
	PLACE_FIELD
};

struct spans {
	struct span *s; /* owned; room is used again */
	size_t n, cap;
};

/* Where the date was found, in the order of trust. */
#define DATE_FROMS(X)                                                 \
	X(MARKUP, "markup")                                           \
	X(LABEL, "label")                                             \
	X(HEAD, "head")                                               \
	X(DATELINE, "dateline")                                       \
	X(TAIL, "tail")                                               \
	X(MODIFIED, "modified")                                       \
	X(MARK, "mark") /* a crawler's, in front of the first line */ \
	X(RECORD, "record")

/* DATE_FROM_LABEL and so on; the last is where none was found. */
enum date_from {
#define DATE_FROM_ENUM(name, text) DATE_FROM_##name,
	DATE_FROMS(DATE_FROM_ENUM)
#undef DATE_FROM_ENUM
	    DATE_FROM_NOWHERE
};

/* Its name in records; of DATE_FROM_NOWHERE, no span. */
struct span date_from_name(enum date_from from);

struct article {
	struct span title;    /* p is NULL where there is none, here and */
	struct span date_raw; /* in what follows */
	struct date date;     /* .known unset where there is none */
	enum date_from date_from;
	struct span date_unread; /* behind a label, no date to be seen */
	bool date_of_page;       /* a masthead's day was not taken */
	bool date_conflict;      /* with one that the record says */
	struct date modified;
	struct span modified_raw;
	size_t modified_line; /* that says so; the number of lines: none */
	struct spans authors;
	struct dateline dateline; /* .places 0 and no agency: none */
	struct span credit;
	struct span agency; /* canonical name */
	struct span
	    agency_raw; /* of a dateline alone on its line, as printed */
	struct span sitename;
	struct spans categories;
	struct span tags_raw;
	struct spans related;
	uint8_t *place;   /* enum place of each line of the page */
	uint16_t *labels; /* letters and digits of its labels */
	size_t cap, labels_cap;
	struct folded fold; /* scratch */
};

/*
 * Sort the labelled lines of p into a, whose spans are spans of the page's
 * text or of tables.  reference is for relative dates, or NULL.
 */
void article_read(struct article *a, const struct rules *r, struct page *p,
    const struct date *reference);

/*
 * Lines of which nothing is in a field any more are removed ones: their value
 * gave way to another line's, or to what the record says (unset it before).
 */
void article_settle(struct article *a, const struct page *p);

/* Give the memory back; the page is its owner's. */
void article_free(struct article *a);

#endif
