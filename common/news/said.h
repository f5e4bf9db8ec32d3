/*
 * What a record says of its article, in the types in which others say it: a
 * string, a number, an object with a name (JSON-LD's
 * {"@type":"Person","name":"..."}) or with what it stands for (WordPress'
 * {"rendered":"..."}), lists of these, lists as objects with numbers for keys
 * (PHP's), names in one string.
 */
#ifndef NEWS_SAID_H
#define NEWS_SAID_H

#include "news/tags.h"
#include "record/record.h"

/* The one string, or number, that v stands for in *out; false where it is none.
 * Where it is an object, of several members the first of name, rendered,
 * @value, $date. */
bool said_one(const struct json_member *v, struct json_member *out);

/* Put it as a string, its escapes as they are written. */
void said_put(struct buf *out, const struct json_member *one);

/* How the names in one string are parted: not at all; as authors are, by
 * semicolons, bars and line ends; as printed keywords are (news/tags.h). */
enum said_parted { SAID_WHOLE, SAID_AUTHORS, SAID_KEYWORDS };

/*
 * Put the strings of v, one behind the other, into an array that is open.
 * Returns how many there are; *lost is set where there was more in v.
 */
size_t said_list(struct buf *out, struct record *r, const struct json_member *v,
    enum said_parted parted, struct tags *t, bool *lost);

/* The value of a member of a JSON object's text; p is NULL where there is none
 * of that type. */
struct span said_member(
    struct span object, struct span key, enum json_type type);

#endif
