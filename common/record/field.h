/*
 * The fields that khabar's tools own: one list, from which the enum, the names
 * and the tests are made.  khabar-record(5) says the same to users, and
 * tests/all/owned.t holds both against what the tools write.
 *
 * A new field is a row here, the code that fills it, and its row there.
 */
#ifndef RECORD_FIELD_H
#define RECORD_FIELD_H

#include "record/put.h"
#include "record/record.h"

/* What a value may be; with | where it may be several. */
enum field_type {
	TYPE_NULL = 1,
	TYPE_STRING = 2,
	TYPE_NUMBER = 4,
	TYPE_OBJECT = 8,
	TYPE_STRINGS = 16, /* an array of them */
	TYPE_OBJECTS = 32,
	TYPE_INTEGER = 64
};

/*
 * In the order in which tools write them:
 *
 *	OWN(enum, tool, types, name, name in schema.org's NewsArticle)
 *	IN(enum of the field, enum, types, name): a member of the object, or
 *	objects, in a field
 */
/* clang-format off */
#define FIELD_LIST(OWN, IN)                                                    \
	OWN(PAGE_ID, "read-pages", TYPE_STRING, "id", "id")                    \
	OWN(PAGE_URL, "read-pages", TYPE_STRING | TYPE_NULL, "url", "url")     \
	OWN(PAGE_TEXT, "read-pages", TYPE_STRING, "text", "text")              \
	OWN(PAGE_TITLE, "read-pages", TYPE_STRING | TYPE_NULL,                 \
	    "title", "title")                                                  \
	OWN(PAGE_DATE, "read-pages", TYPE_STRING | TYPE_NULL,                  \
	    "date", "date")                                                    \
	OWN(PAGE_DATE_RAW, "read-pages", TYPE_STRING | TYPE_NULL,              \
	    "date_raw", "date_raw")                                            \
	OWN(PAGE_DATE_FROM, "read-pages", TYPE_STRING | TYPE_NULL,             \
	    "date_from", "date_from")                                          \
	OWN(PAGE_DATE_MODIFIED, "read-pages", TYPE_STRING | TYPE_NULL,         \
	    "date_modified", "date_modified")                                  \
	OWN(PAGE_AUTHOR, "read-pages", TYPE_STRINGS, "author", "author")       \
	OWN(PAGE_SITENAME, "read-pages", TYPE_STRING | TYPE_NULL,              \
	    "sitename", "sitename")                                            \
	OWN(PAGE_CATEGORIES, "read-pages", TYPE_STRINGS,                       \
	    "categories", "categories")                                        \
	OWN(PAGE_TAGS, "read-pages", TYPE_STRINGS, "tags", "tags")             \
	OWN(PAGE_LANGUAGE, "read-pages", TYPE_STRING | TYPE_NULL,              \
	    "language", "language")                                            \
	OWN(PAGE_CRAWLED, "read-pages", TYPE_STRING | TYPE_NULL,               \
	    "crawled", "crawled")                                              \
	OWN(PAGE_WARC_LANGUAGE, "read-pages", TYPE_STRING | TYPE_NULL,         \
	    "warc_language", "warc_language")                                  \
	OWN(PAGE_STATUS, "read-pages", TYPE_INTEGER | TYPE_NULL,                \
	    "http_status", "http_status")                                      \
	OWN(PAGE_ENCODING, "read-pages", TYPE_STRING, "encoding", "encoding")  \
	OWN(PAGE_WARNINGS, "read-pages", TYPE_STRINGS, "warnings", "warnings") \
	OWN(LAYOUT, "read-pages", TYPE_OBJECTS, "layout", "layout")            \
	IN(LAYOUT, LAYOUT_START, TYPE_INTEGER, "start")                        \
	IN(LAYOUT, LAYOUT_END, TYPE_INTEGER, "end")                            \
	IN(LAYOUT, LAYOUT_TAG, TYPE_STRING, "tag")                             \
	OWN(ID, "split-articles", TYPE_STRING, "id", "id")                     \
	OWN(DOC, "split-articles", TYPE_STRING, "doc", "doc")                  \
	OWN(PART, "split-articles", TYPE_INTEGER, "part", "part")              \
	OWN(PARTS, "split-articles", TYPE_INTEGER, "parts", "parts")           \
	OWN(ROLE, "split-articles", TYPE_STRING, "role", "role")               \
	OWN(START, "split-articles", TYPE_INTEGER, "start", "start")           \
	OWN(END, "split-articles", TYPE_INTEGER, "end", "end")                 \
	OWN(WET_URL, "split-articles", TYPE_STRING | TYPE_NULL, "url", "url")  \
	OWN(WET_CRAWLED, "split-articles", TYPE_STRING | TYPE_NULL,            \
	    "crawled", "crawled")                                              \
	OWN(WET_ID, "split-articles", TYPE_STRING | TYPE_NULL,                 \
	    "warc_id", "warc_id")                                              \
	OWN(WET_LANGUAGE, "split-articles", TYPE_STRING | TYPE_NULL,           \
	    "warc_language", "warc_language")                                  \
	OWN(PART_TEXT, "split-articles", TYPE_STRING, "text", "text")          \
	OWN(BOUNDARY, "split-articles", TYPE_OBJECT | TYPE_NULL,               \
	    "boundary", "boundary")                                            \
	IN(BOUNDARY, BOUNDARY_SCORE, TYPE_INTEGER, "score")                    \
	IN(BOUNDARY, BOUNDARY_EVIDENCE, TYPE_STRINGS, "evidence")              \
	OWN(TITLE, "extract-meta", TYPE_STRING | TYPE_NULL,                    \
	    "title", "headline")                                               \
	OWN(DATE, "extract-meta", TYPE_STRING | TYPE_NULL,                     \
	    "date", "datePublished")                                           \
	OWN(DATE_RAW, "extract-meta", TYPE_STRING | TYPE_NULL,                 \
	    "date_raw", "date_raw")                                            \
	OWN(DATE_FROM, "extract-meta", TYPE_STRING | TYPE_NULL,                \
	    "date_from", "date_from")                                          \
	OWN(DATE_MODIFIED, "extract-meta", TYPE_STRING | TYPE_NULL,            \
	    "date_modified", "dateModified")                                   \
	OWN(AUTHOR, "extract-meta", TYPE_STRINGS, "author", "author")          \
	OWN(DATELINE, "extract-meta", TYPE_OBJECT | TYPE_NULL,                 \
	    "dateline", "dateline")                                            \
	IN(DATELINE, DATELINE_PLACES, TYPE_STRINGS, "places")                  \
	IN(DATELINE, DATELINE_AGENCY, TYPE_STRING | TYPE_NULL, "agency")       \
	OWN(CREDIT, "extract-meta", TYPE_STRING | TYPE_NULL,                   \
	    "credit", "creditText")                                            \
	OWN(AGENCY, "extract-meta", TYPE_STRING | TYPE_NULL,                   \
	    "agency", "sourceOrganization")                                    \
	OWN(SITENAME, "extract-meta", TYPE_STRING | TYPE_NULL,                 \
	    "sitename", "publisher")                                           \
	OWN(CATEGORIES, "extract-meta", TYPE_STRINGS,                          \
	    "categories", "articleSection")                                    \
	OWN(TAGS, "extract-meta", TYPE_STRINGS, "tags", "keywords")            \
	OWN(TAGS_RAW, "extract-meta", TYPE_STRING | TYPE_NULL,                 \
	    "tags_raw", "tags_raw")                                            \
	OWN(RELATED, "extract-meta", TYPE_STRINGS, "related", "related")       \
	OWN(LANGUAGE, "extract-meta", TYPE_STRING | TYPE_NULL,                 \
	    "language", "inLanguage")                                          \
	OWN(TEXT, "extract-meta", TYPE_STRING, "text", "articleBody")          \
	OWN(RAW_TEXT, "extract-meta", TYPE_STRING, "raw_text", "raw_text")     \
	OWN(REMOVED, "extract-meta", TYPE_OBJECTS, "removed", "removed")       \
	IN(REMOVED, REMOVED_ROLE, TYPE_STRING, "role")                         \
	IN(REMOVED, REMOVED_TEXT, TYPE_STRING, "text")                         \
	OWN(WARNINGS, "extract-meta", TYPE_STRINGS, "warnings", "warnings")    \
	OWN(EVIDENCE, "extract-meta", TYPE_OBJECTS, "evidence", "evidence")    \
	IN(EVIDENCE, EVIDENCE_LINE, TYPE_STRING, "text")                       \
	IN(EVIDENCE, EVIDENCE_LABEL, TYPE_STRING, "label")                     \
	IN(EVIDENCE, EVIDENCE_MARGIN, TYPE_INTEGER, "margin")                  \
	IN(EVIDENCE, EVIDENCE_NAMES, TYPE_STRINGS, "evidence")                 \
	OWN(DUP, "dedupe", TYPE_OBJECT | TYPE_NULL, "dup", "dup")              \
	IN(DUP, DUP_OF, TYPE_STRING, "of")                                     \
	IN(DUP, DUP_KIND, TYPE_STRING, "kind")                                 \
	IN(DUP, DUP_SIMILARITY, TYPE_NUMBER, "similarity")                     \
	IN(DUP, DUP_CONTAINMENT, TYPE_NUMBER, "containment")                   \
	IN(DUP, DUP_CLUSTER, TYPE_STRING, "cluster")                           \
	OWN(LIKE, "dedupe", TYPE_OBJECT | TYPE_NULL, "like", "like")           \
	IN(LIKE, LIKE_OF, TYPE_STRING, "of")                                   \
	IN(LIKE, LIKE_KIND, TYPE_STRING, "kind")                               \
	IN(LIKE, LIKE_SIMILARITY, TYPE_NUMBER, "similarity")                   \
	IN(LIKE, LIKE_CONTAINMENT, TYPE_NUMBER, "containment")                 \
	OWN(ENTITIES, "tag-entities", TYPE_OBJECTS, "entities", "entities")    \
	IN(ENTITIES, ENTITY_FIELD, TYPE_STRING, "field")                       \
	IN(ENTITIES, ENTITY_START, TYPE_INTEGER, "start")                      \
	IN(ENTITIES, ENTITY_END, TYPE_INTEGER, "end")                          \
	IN(ENTITIES, ENTITY_LABEL, TYPE_STRING, "label")                       \
	IN(ENTITIES, ENTITY_TEXT, TYPE_STRING, "text")                         \
	IN(ENTITIES, ENTITY_ID, TYPE_STRING | TYPE_NULL, "id")                 \
	IN(ENTITIES, ENTITY_NAME, TYPE_STRING | TYPE_NULL, "name")             \
	IN(ENTITIES, ENTITY_PREFIX, TYPE_STRING | TYPE_NULL, "prefix")         \
	IN(ENTITIES, ENTITY_TITLE, TYPE_STRING | TYPE_NULL, "title")           \
	IN(ENTITIES, ENTITY_SOURCE, TYPE_STRING, "source")                     \
	IN(ENTITIES, ENTITY_SCORE, TYPE_NUMBER | TYPE_NULL, "score")           \
	IN(ENTITIES, ENTITY_GROUP, TYPE_INTEGER, "group")
/* clang-format on */

/* FIELD_ID and so on, those of objects behind their object. */
#define FIELD_OWN(f, tool, types, name, other) FIELD_##f,
#define FIELD_IN(in, f, types, name) FIELD_##f,
enum field { FIELD_LIST(FIELD_OWN, FIELD_IN) FIELD_COUNT };
#undef FIELD_OWN
#undef FIELD_IN

/* Whose names fields have: --schema of extract-meta. */
enum schema { SCHEMA_KHABAR, SCHEMA_SCHEMAORG, SCHEMAS };

struct field_row {
	struct span name[SCHEMAS];
	struct put_member member;
	const char *tool; /* that owns it; NULL for a member of a field */
	enum field in;    /* the field that it is a member of; or itself */
	unsigned types;   /* enum field_type */
};

extern const struct field_row field_rows[FIELD_COUNT];

/* What it is called in records, but for --schema=schemaorg. */
static inline struct span
field_name(enum field f)
{
	return field_rows[f].name[SCHEMA_KHABAR];
}

/* Set it: see record_set. */
static inline struct buf *
field_set(struct record *r, enum field f)
{
	return record_set(r, field_name(f));
}

/* Its key, as a member of an object that is being put. */
static inline struct buf *
field_key(struct buf *out, enum field f)
{
	return put_member(out, &field_rows[f].member);
}

/* The same at `to`: see put_member_to. */
static inline char *
field_key_to(char *to, enum field f)
{
	return put_member_to(to, &field_rows[f].member);
}

/* The first key of an object: see put_first_to. */
static inline char *
field_first_to(char *to, enum field f)
{
	return put_first_to(to, &field_rows[f].member);
}

/* What is said where entities were of a text that is not written. */
#define FIELD_ENTITIES_DROPPED \
	"entities of another text are dropped; run tag-entities behind"

/* The member that is called so in one schema or else the other, or NULL: see
 * record_find. */
const struct json_member *field_find(const struct record *r, enum field f);

#endif
