/*
 * The record of an article: what its lines say joined with what the record
 * said before, as khabar-record(5) and extract-meta(1) lay down.
 */
#ifndef NEWS_META_H
#define NEWS_META_H

#include "news/article.h"
#include "lang/language.h"
#include "news/tags.h"
#include "record/field.h"

/* Who wins where record and text disagree: --prefer. */
enum meta_prefer { PREFER_DEFAULT, PREFER_RECORD, PREFER_TEXT };

/* What the record says of a field. */
struct meta_said {
	const struct json_member *member; /* NULL: nothing */
	bool read;                        /* it was looked at whether ... */
	bool good, lost; /* ... it can be written, and whether a part cannot */
};

enum { META_FIELDS = FIELD_WARNINGS - FIELD_TITLE + 1 };

struct meta {
	/* set by the caller */
	const struct rules *rules;
	const struct languages *languages;
	enum meta_prefer prefer;
	enum schema schema;
	bool keep_raw;
	bool explain; /* add the label of each line, and what it rests on */
	struct span field;            /* the name of the text's field */
	const struct date *reference; /* for relative dates, or NULL */

	/* room that is used again */
	struct page page;
	struct article article;
	struct tags tags;
	struct tags parted; /* of the record's lists in one string */
	struct buf body;
	struct meta_said said[META_FIELDS]; /* from FIELD_TITLE on */
	struct language_signs signs;        /* of the body */
	bool outlet_author;    /* the record's author is the page's outlet */
	bool date_lost;        /* one that the record says has no value */
	bool modified_said;    /* date_modified is the record's */
	bool entities_dropped; /* they were of another text */
};

/*
 * Set the fields of r from text, which is the decoded field m->field of it.
 */
void meta_set(struct meta *m, struct record *r, struct span text);

/* Give the memory back. */
void meta_free(struct meta *m);

#endif
