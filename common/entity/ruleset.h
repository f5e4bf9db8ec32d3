/*
 * Rules: patterns (rules/pattern.h) on folded lines whose named groups are
 * entities.  The name of a group is the label.
 */
#ifndef ENTITY_RULESET_H
#define ENTITY_RULESET_H

#include "base/buf.h"
#include "gazetteer/gazetteer.h"

struct ruleset;

/* Receives one group: its label and its bytes [from, to) of the line, folded.
 */
typedef void rule_use(void *arg, struct span label, size_t from, size_t to);

/* No rules yet; ruleset_free takes them back. */
struct ruleset *ruleset_new(void);

/* Add the rows of text, called name in messages: rule, triggers, pattern and
 * example.  Triggers become names of triggers, with the label RULE, and an id
 * for ruleset_waits.  fast: make machine code of patterns (rules/pattern.h),
 * for rules of which it is not known that they seldom run.  Ends with status 2
 * and file and line where a row is wrong. */
void ruleset_add(struct ruleset *r, const char *name, struct span text,
    bool fast, struct gazetteer_builder *triggers);

/* The rules that wait for the trigger of this id: bits for ruleset_apply. */
uint64_t ruleset_waits(const struct ruleset *r, struct span id);

/* Try the rules on a line; triggered: those that wait for triggers that it
 * holds.  folded is room for the line as they look at it. */
void ruleset_apply(const struct ruleset *r, struct span line,
    struct buf *folded, uint64_t triggered, rule_use *use, void *arg);

/* Give the rules and their patterns back. */
void ruleset_free(struct ruleset *r);

#endif
